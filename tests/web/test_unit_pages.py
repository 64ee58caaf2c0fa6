"""The pages on which an administrator keeps the units."""

from collections.abc import Callable

import pytest
from django.test import Client

from pandeng.access.models import Department, User
from pandeng.domain.demands.models import Demand
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.teams.models import Team

SignedIn = Callable[[str], Client]
UNITS = "/administration/units/"


@pytest.fixture
def rencheng(jining: object) -> Department:
    return Department.objects.get(cluster=jining, code="370811")


def test_a_unit_is_set_up_corrected_and_ended_by_pages(signed_in: SignedIn) -> None:
    admin = signed_in("admin")
    new = {"kind": "bank", "code": "bank-9", "name": "泗河农商行", "since": "2022-01-04"}
    assert admin.post(f"{UNITS}new/", {**new, "code": ""}).status_code == 422
    made = admin.post(f"{UNITS}new/", new)
    bank = Department.objects.get(code="bank-9")
    at = f"{UNITS}{bank.pk}/"
    assert made.headers["Location"] == at
    assert "泗河农商行" in admin.get(UNITS, {"q": "泗河"}).content.decode()
    form = {"name": "泗河农商银行", "since": "2022-01-04", "why": "写错了"}
    assert admin.post(f"{at}correct/", form).status_code == 302
    assert admin.post(f"{at}end/", {"on": "2022-06-30", "why": "撤并"}).status_code == 302
    assert "泗河农商银行" not in admin.get(UNITS).content.decode()
    assert "2022-06-30" in admin.get(at).content.decode()


def test_a_unit_in_use_is_refused_in_one_sentence(
    signed_in: SignedIn, rencheng: Department
) -> None:
    at = f"{UNITS}{rencheng.pk}/end/"
    answer = signed_in("admin").post(at, {"on": "2022-06-30", "why": "撤并"})
    assert answer.status_code == 422
    assert "还有1人在这个单位任职" in answer.content.decode()


def test_two_counties_merge_and_both_pages_tell_it(
    signed_in: SignedIn, rencheng: Department
) -> None:
    admin, into = (
        signed_in("admin"),
        Department.objects.get(code="370812", cluster=rencheng.cluster),
    )
    at = f"{UNITS}{rencheng.pk}/"
    form = {"into": into.pk, "on": "2022-06-01", "why": "济政字〔2022〕31号"}
    assert into.name in admin.get(f"{at}merge/").content.decode()
    assert admin.post(f"{at}merge/", form).headers["Location"] == f"{UNITS}{into.pk}/"
    for page in (at, f"{UNITS}{into.pk}/"):
        told = admin.get(page).content.decode()
        assert "济政字〔2022〕31号" in told
        assert rencheng.name in told
        assert into.name in told
    reporter = signed_in("county")
    assert reporter.get("/enterprises/").status_code == 200


def test_a_closed_county_is_offered_where_it_stands_and_its_records_in_the_lists_of_the_other(
    signed_in: SignedIn, rencheng: Department
) -> None:
    admin, lead = signed_in("admin"), signed_in("lead")
    into = Department.objects.get(code="370812", cluster=rencheng.cluster)
    firm = Enterprise.objects.filter(county=rencheng).order_by("id")[0]
    demand = Demand.objects.filter(county=rencheng).order_by("id")[0]
    form = {"into": into.pk, "on": "2022-06-01", "why": "济政字〔2022〕31号"}
    offered = f">{rencheng}</option>"
    assert offered in lead.get("/enterprises/new/").content.decode()
    assert admin.post(f"{UNITS}{rencheng.pk}/merge/", form).status_code == 302
    for path in ("/enterprises/new/", "/projects/new/", "/carriers/new/"):
        assert offered not in lead.get(path).content.decode(), path
    assert f"selected{offered}" in lead.get(f"/enterprises/{firm.pk}/correct/").content.decode()
    for path, record, word in (
        ("/enterprises/", firm, firm.name),
        ("/demands/", demand, demand.number),
    ):
        asked = {"county": into.pk, "q": word, "tab": "all"}
        assert f'href="{path}{record.pk}/"' in lead.get(path, asked).content.decode(), path
    before = {"county": into.pk, "q": firm.name, "as_of": "2022-05-31"}
    assert "没有符合条件的记录" in lead.get("/enterprises/", before).content.decode()


def test_a_person_is_offered_with_their_unit(signed_in: SignedIn, jining: object) -> None:
    team = Team.objects.filter(cluster=jining).order_by("id")[0]
    handler = User.objects.get(username="handler")
    unit = handler.memberships.get().department
    assert (
        f">{handler} · {unit}</option>"
        in signed_in("lead").get(f"/teams/{team.pk}/").content.decode()
    )


def test_a_unit_is_split_by_lines(signed_in: SignedIn, rencheng: Department) -> None:
    admin, at = signed_in("admin"), f"{UNITS}{rencheng.pk}/split/"
    form = {"on": "2022-06-01", "why": "济政字〔2022〕31号"}
    assert admin.post(at, {**form, "parts": "370811-n"}).status_code == 422
    made = admin.post(at, {**form, "parts": "370811-n 任城北区 北区\n370811-s 任城南区"})
    north = Department.objects.get(code="370811-n")
    assert made.headers["Location"] == f"{UNITS}{north.pk}/"
    assert north.short_name == "北区"


@pytest.mark.parametrize("username", ["leader", "lead", "staff", "handler", "county", "enterprise"])
def test_the_pages_are_for_administrators_and_auditors(
    signed_in: SignedIn, rencheng: Department, username: str
) -> None:
    client = signed_in(username)
    for path in (UNITS, f"{UNITS}{rencheng.pk}/"):
        assert client.get(path).status_code == 403


def test_an_auditor_reads_and_does_not_write(signed_in: SignedIn, rencheng: Department) -> None:
    auditor = signed_in("auditor")
    assert auditor.get(f"{UNITS}{rencheng.pk}/").status_code == 200
    answer = auditor.post(f"{UNITS}{rencheng.pk}/end/", {"on": "2022-06-30", "why": "x"})
    assert "可由系统管理员办理" in answer.content.decode()
