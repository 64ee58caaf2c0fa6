"""Contacts of enterprises and managers of banks are invited from the page of their enterprise or bank."""

from collections.abc import Callable

import pytest
from django.test import Client

from pandeng.access.models import Department, Membership, User
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.domain.enterprises.actions.accounts import end_account, invite_contact
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.teams.queries import scope_for
from tests.access.conftest import NOW
from tests.web.test_administration import link_in

SignedIn = Callable[[str], Client]
PASSWORD = "Weishan-Lake-2022"
ZHENG = {"display_name": "郑示例", "username": "13900000001", "phone": "13900000001"}


@pytest.fixture
def firms(jining: object) -> tuple[Enterprise, Enterprise]:
    """Two enterprises of 任城区 that nobody signs in for."""
    rows = Enterprise.objects.filter(county__code="370811", organisation=None, merged_into=None)
    first, second = rows.order_by("id")[:2]
    return first, second


def signed_in_by(link: str) -> Client:
    person = Client()
    person.post(link, {"new": PASSWORD, "again": PASSWORD})
    person.post("/sign-in/", {"username": ZHENG["username"], "password": PASSWORD})
    return person


def test_one_person_signs_in_for_two_enterprises(
    signed_in: SignedIn, firms: tuple[Enterprise, Enterprise]
) -> None:
    first, second = firms
    staff = signed_in("staff")
    page = staff.post(f"/enterprises/{first.pk}/accounts/", ZHENG).content.decode()
    contact = signed_in_by(link_in(page))
    assert contact.get(f"/enterprises/{first.pk}/").status_code == 200
    assert contact.get(f"/enterprises/{second.pk}/").status_code == 404
    again = staff.post(f"/enterprises/{second.pk}/accounts/", ZHENG).content.decode()
    assert "仍用原来的口令登录" in again
    assert 'id="link"' not in again
    assert contact.get(f"/enterprises/{second.pk}/").status_code == 200
    zheng = User.objects.get(username=ZHENG["username"])
    assert {one.department.name for one in zheng.memberships.all()} == {first.name, second.name}
    assert scope_for(zheng, on=NOW.date()).roles <= {"enterprise_contact"}


def test_an_ended_account_opens_the_other_enterprise_alone(
    signed_in: SignedIn, firms: tuple[Enterprise, Enterprise], office: Scope
) -> None:
    first, second = firms
    staff = signed_in("staff")
    contact = signed_in_by(
        link_in(staff.post(f"/enterprises/{first.pk}/accounts/", ZHENG).content.decode())
    )
    staff.post(f"/enterprises/{second.pk}/accounts/", ZHENG)
    place = Membership.objects.get(department__enterprise=second)
    end = f"/enterprises/{second.pk}/accounts/{place.pk}/end/"
    assert staff.post(end, {"why": ""}).status_code == 422
    elsewhere = f"/enterprises/{first.pk}/accounts/{place.pk}/end/"
    assert staff.post(elsewhere, {"why": "离职"}).status_code == 404
    assert staff.post(end, {"why": "离职"}).status_code == 302
    place.refresh_from_db()
    assert place.until is not None
    assert contact.get(f"/enterprises/{first.pk}/").status_code == 200
    again = f"/enterprises/{second.pk}/accounts/{place.pk}/invite/"
    assert staff.post(again).status_code == 422


def test_the_form_begins_with_the_contact_from_whose_row_one_came(
    signed_in: SignedIn, jining: object
) -> None:
    firm = Enterprise.objects.filter(contacts__until=None, merged_into=None).first()
    assert firm
    contact = firm.contacts.filter(until=None).first()
    assert contact
    staff = signed_in("staff")
    on_file = staff.get(f"/enterprises/{firm.pk}/register/").content.decode()
    address = f"/enterprises/{firm.pk}/accounts/?contact={contact.pk}"
    assert address in on_file
    assert f'value="{contact.phone}"' in staff.get(address).content.decode()


def test_the_accounts_are_found_from_the_enterprise_and_from_the_contact(
    signed_in: SignedIn, jining: object
) -> None:
    firm = Enterprise.objects.filter(contacts__until=None, merged_into=None).first()
    assert firm
    contact = firm.contacts.filter(until=None).first()
    assert contact
    accounts = f"/enterprises/{firm.pk}/accounts/"
    staff, officer = signed_in("staff"), signed_in("officer")
    assert accounts in staff.get(f"/enterprises/{firm.pk}/").content.decode()
    invite = f"{accounts}?contact={contact.pk}"
    record = f"/enterprises/contacts/{contact.pk}/"
    assert invite in staff.get(record).content.decode()
    assert accounts not in officer.get(record).content.decode()
    contact.until = contact.since
    contact.save()
    assert invite not in staff.get(record).content.decode(), "who has left is not invited"


@pytest.mark.parametrize(
    ("username", "home"),
    [
        ("enterprise", "/portal/"),
        ("bank", "/teams/mine/"),
        ("officer", "/teams/mine/"),
        ("lead", "/work/"),
    ],
)
def test_people_from_outside_arrive_on_their_own_page(
    signed_in: SignedIn, username: str, home: str
) -> None:
    person = signed_in(username)
    answer = person.get("/")
    assert answer.headers.get("Location", "") == home
    outside = username in ("enterprise", "bank")
    assert person.get("/cockpit/").status_code == (302 if outside else 200)


def test_a_contact_finds_the_own_enterprise_on_the_page_of_arrival(signed_in: SignedIn) -> None:
    person = signed_in("enterprise")
    own = scope_for(User.objects.get(username="enterprise"), on=NOW.date()).enterprises
    shown = person.get("/portal/").content.decode()
    assert own
    for pk in own:
        for address in (f"/enterprises/{pk}/", f"/enterprises/{pk}/register/"):
            assert f'href="{address}"' in shown
            assert person.get(address).status_code == 200
    assert 'href="/enterprises/sheet/"' in shown
    assert person.get("/enterprises/sheet/").status_code == 200


@pytest.mark.parametrize(
    "username", ["leader", "handler", "officer", "bank", "enterprise", "auditor"]
)
def test_others_invite_nobody(
    signed_in: SignedIn, firms: tuple[Enterprise, Enterprise], username: str
) -> None:
    before = User.objects.count()
    answer = signed_in(username).post(f"/enterprises/{firms[0].pk}/accounts/", ZHENG)
    assert answer.status_code in {403, 404}
    assert User.objects.count() == before


def test_a_county_invites_for_its_own_enterprises(
    signed_in: SignedIn, firms: tuple[Enterprise, Enterprise], jining: object
) -> None:
    county = signed_in("county")
    assert county.post(f"/enterprises/{firms[0].pk}/accounts/", ZHENG).status_code == 200
    other = Enterprise.objects.filter(merged_into=None).exclude(county__code="370811").first()
    assert other
    assert county.get(f"/enterprises/{other.pk}/accounts/").status_code == 404


@pytest.mark.parametrize("taken", ["staff", "admin", "bank", "other"])
def test_an_account_of_somebody_else_is_not_taken_up(
    firms: tuple[Enterprise, Enterprise], scope_of: Callable[[str], Scope], taken: str
) -> None:
    somebody = User.objects.get(username=taken)
    given = {"username": taken, "display_name": somebody.display_name}
    with pytest.raises(DomainError, match="已有人使用"):
        invite_contact(firms[0], **given, by=scope_of("staff"), now=NOW)
    firms[0].refresh_from_db()
    assert firms[0].organisation is None, "nothing is half-made"
    assert not Department.objects.filter(name=firms[0].name).exists()


def test_another_name_under_a_known_number_is_refused(
    firms: tuple[Enterprise, Enterprise], scope_of: Callable[[str], Scope]
) -> None:
    by = scope_of("staff")
    invite_contact(firms[0], **ZHENG, by=by, now=NOW)
    with pytest.raises(DomainError, match="姓名须与原账号一致"):
        invite_contact(firms[1], **{**ZHENG, "display_name": "冯示例"}, by=by, now=NOW)
    with pytest.raises(DomainError, match="已有"):
        invite_contact(firms[0], **ZHENG, by=by, now=NOW)


def test_an_ended_account_is_not_ended_again(
    firms: tuple[Enterprise, Enterprise], scope_of: Callable[[str], Scope]
) -> None:
    by = scope_of("staff")
    made = invite_contact(firms[0], **ZHENG, by=by, now=NOW)
    place = made.user.memberships.get()
    end_account(firms[0], place, why="离职", by=by, now=NOW)
    with pytest.raises(DomainError, match="已经停用"):
        end_account(firms[0], place, why="离职", by=by, now=NOW)


def test_a_bank_manager_is_invited_from_the_page_of_the_bank(signed_in: SignedIn) -> None:
    staff, bank = signed_in("staff"), Department.objects.filter(kind="bank").first()
    assert bank
    assert f"/banks/{bank.pk}/" in staff.get("/banks/").content.decode()
    page = staff.post(f"/banks/{bank.pk}/", ZHENG).content.decode()
    manager = signed_in_by(link_in(page))
    assert manager.get("/teams/mine/").status_code == 200
    place = Membership.objects.get(user__username=ZHENG["username"])
    assert (place.role, place.department) == ("lead_bank_manager", bank)
    again = staff.post(f"/banks/accounts/{place.pk}/invite/").content.decode()
    assert link_in(again)
    assert staff.post(f"/banks/accounts/{place.pk}/end/", {"why": "调岗"}).status_code == 302
    for username in ("county", "bank", "admin"):
        assert signed_in(username).get(f"/banks/{bank.pk}/").status_code == 403


def test_no_unit_but_a_bank_has_such_a_page(signed_in: SignedIn) -> None:
    county = Department.objects.get(code="370811")
    assert signed_in("staff").get(f"/banks/{county.pk}/").status_code == 404
    place = Membership.objects.get(user__username="county")
    assert signed_in("staff").post(f"/banks/accounts/{place.pk}/invite/").status_code == 404
