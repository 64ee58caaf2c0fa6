"""Records that stand in the data twice: found, set side by side, settled by a person or told apart."""

import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError, NotFound
from pandeng.core.history import version_model
from pandeng.core.models import AuditEvent
from pandeng.core.neighbours import neighbours
from pandeng.domain.demands.actions import receive
from pandeng.domain.demands.models import Demand, DemandClass
from pandeng.domain.duplicates import actions
from pandeng.domain.duplicates.kinds import KINDS
from pandeng.domain.duplicates.queries import decision, likely_pairs, told_apart
from pandeng.domain.enterprises.actions import register
from pandeng.domain.enterprises.actions.particulars import add_contact
from pandeng.domain.enterprises.models import Enterprise, EnterpriseContact
from pandeng.domain.enterprises.rules import check_digit, organisation_digit
from pandeng.domain.outcomes import actions as outcomes
from pandeng.domain.outcomes.models import Outcome

pytestmark = pytest.mark.django_db
NOW = timezone.now()
Two = tuple[int, int]


@pytest.fixture
def staff(scope_of: Callable[[str], Scope]) -> Scope:
    return scope_of("staff")


def code(number: int, region: str = "370811") -> str:
    body = f"{number:08d}"
    first17 = f"91{region}{body}{organisation_digit(body)}"
    return first17 + check_digit(first17)


def enterprise(by: Scope, name: str, credit_code: str) -> Enterprise:
    county = Enterprise.objects.visible_to(by).first().county
    told = {"county": county, "industry_code": "3451", "by": by, "now": NOW}
    return register(code=credit_code, name=name, confirmed=True, **told)


def two_of_each(by: Scope) -> dict[str, Two]:
    """Two records of every kind that a person would take for one."""
    one = enterprise(by, "济宁市泰岳阳精密轴承有限公司", code(90000001))
    other = enterprise(by, "济宁泰岳阳精密轴承股份有限公司", code(90000002))
    since = date(2022, 1, 4)
    said = {"post": "办公室主任", "since": since, "by": by, "now": NOW}
    people = [
        add_contact(one, name=name, phone=phone, **said)
        for name, phone in (("鲁成岳", "13805370001"), ("鲁主任", "+86 13805370001"))
    ]
    loans = [
        outcomes.report(
            one,
            kind="loan",
            written=written,
            happened_on=since + timedelta(days=days),
            counterparty="济宁银行",
            evidence="借款合同",
            by=by,
            now=NOW,
        )
        for written, days in (("1249.8万元", 0), ("1250万元", 9))
    ]
    asked = {"enterprise": one, "matter": DemandClass.objects.visible_to(by).first()}
    text = "厂区北侧变压器容量不足，夏季限电停产，请供电公司增容"
    demands = [
        receive(title=title, text=text, channel="enterprise", by=by, now=NOW, **asked)
        for title in ("变压器增容", "变压器需要增容")
    ]
    return {
        "enterprises": (one.pk, other.pk),
        "contacts": (people[0].pk, people[1].pk),
        "outcomes": (loans[0].pk, loans[1].pk),
        "demands": (demands[0].pk, demands[1].pk),
    }


def pairs(by: Scope, kind: str) -> set[Two]:
    return {(one.first, one.second) for one in likely_pairs(by, KINDS[kind])}


def test_two_of_each_kind_are_found_told_apart_and_asked_again(staff: Scope) -> None:
    for code_, two in two_of_each(staff).items():
        kind, says = KINDS[code_], {"why": "核对过原件", "by": staff, "now": NOW}
        assert two in pairs(staff, code_), code_
        made = actions.tell_apart(kind, two[1], two[0], **says)
        assert two not in pairs(staff, code_), code_
        event = AuditEvent.objects.latest("id")
        assert (event.action, event.why) == ("duplicates.tell_apart", "核对过原件")
        with pytest.raises(DomainError, match="已经认定"):
            actions.tell_apart(kind, *two, **says)
        actions.take_back(decision(staff, made.pk), by=staff, now=NOW)
        assert two in pairs(staff, code_), code_
        assert not told_apart(staff, kind).exists()


def test_names_that_only_look_alike_are_no_duplicates(staff: Scope) -> None:
    one = enterprise(staff, "济宁市泰岳阳精密轴承有限公司", code(90000001))
    for number, (name, likely) in enumerate(
        {
            "济宁市泰岳阳精密轴瓦有限公司": True,  # one character behind the stem
            "济宁市泰山阳精密轴承有限公司": False,  # another stem
            "青岛泰岳阳精密轴承有限公司": False,  # another place
            "济宁市泰岳阳重型装备制造有限公司": False,
        }.items()
    ):
        other = enterprise(staff, name, code(90000010 + number))
        assert ((one.pk, other.pk) in pairs(staff, "enterprises")) is likely, name
    moved = enterprise(staff, "兖州华岳传动设备有限公司", code(90000001, "370812"))
    assert (one.pk, moved.pk) in pairs(staff, "enterprises"), "one body, registered twice"


def test_however_many_share_a_key_each_is_compared_with_few() -> None:
    compared = list(neighbours(range(3000), lambda row: ["the same"], reach=20))
    assert len(compared) < 3000 * 20
    assert len(list(neighbours(range(5), lambda row: ["the same"]))) == 10


def test_one_goes_by_the_action_of_its_kind_and_its_history_stays(staff: Scope) -> None:
    found = two_of_each(staff)
    for code_ in ("contacts", "outcomes", "demands"):
        keep, drop = found[code_]
        kind, says = KINDS[code_], {"by": staff, "now": NOW}
        with pytest.raises(DomainError, match="请写明理由"):
            actions.settle(kind, keep, drop, why=" ", **says)
        actions.settle(kind, keep, drop, why="重复登记", **says)
        assert (keep, drop) not in pairs(staff, code_), code_
        assert version_model(kind.model).objects.filter(id=drop).exists(), code_
        assert AuditEvent.objects.latest("id").why == "重复登记", code_
        with pytest.raises((DomainError, NotFound)):
            actions.settle(kind, keep, drop, why="再来一次", **says)
    assert EnterpriseContact.objects.get(pk=found["contacts"][1]).until is not None
    assert not Outcome.objects.filter(pk=found["outcomes"][1]).exists()
    assert Demand.objects.get(pk=found["demands"][1]).merged_into_id == found["demands"][0]
    with pytest.raises(DomainError, match="合并页"):
        actions.settle(
            KINDS["enterprises"], *found["enterprises"], why="重复登记", by=staff, now=NOW
        )


def test_what_is_not_alike_or_not_in_reach_does_not_go_this_way(
    staff: Scope, scope_of: Callable[[str], Scope]
) -> None:
    loans = list(Outcome.objects.filter(kind="loan").order_by("id")[:2])
    with pytest.raises(DomainError, match="不再相近"):
        actions.settle(KINDS["outcomes"], loans[0].pk, loans[1].pk, why="试", by=staff, now=NOW)
    keep, drop = two_of_each(staff)["outcomes"]
    for username in ("county", "leader", "admin"):
        with pytest.raises(DomainError):
            actions.settle(KINDS["outcomes"], keep, drop, why="试", by=scope_of(username), now=NOW)


def test_the_page_shows_both_and_carries_out_what_was_decided(
    staff: Scope, signed_in: Callable[[str], Client], django_assert_max_num_queries: Callable
) -> None:
    found, client = two_of_each(staff), signed_in("staff")
    for code_, (first, second) in found.items():
        address = reverse(f"duplicate_{code_}")
        with django_assert_max_num_queries(30):
            page = client.get(address)
        shown = [(one.first.pk, one.second.pk) for one in page.context["found"].page.object_list]
        assert (first, second) in shown, code_
        assert "不是同一条" in page.content.decode()
        told = json.loads(client.get(f"/api/duplicates/{code_}?limit=200").content)["rows"]
        assert [first, second] in [[of["id"] for of in one["records"]] for one in told]
    first, second = found["enterprises"]
    merging = f"{reverse('merge', args=[first])}?other={second}"
    assert merging in client.get(reverse("duplicate_enterprises")).content.decode()
    address, (keep, drop) = reverse("duplicate_outcomes"), found["outcomes"]
    sent = {"first": keep, "second": drop, "keep": keep}
    assert "请写明理由" in client.post(address, {**sent, "why": ""}).content.decode()
    assert client.post(address, {**sent, "why": "同一笔"}).status_code == 302
    assert not Outcome.objects.filter(pk=drop).exists()
    lists = ("enterprises", "enterprises_contacts", "outcomes", "demand_queue")
    for name, code_ in zip(lists, found, strict=True):
        link = reverse(f"duplicate_{code_}")
        assert link in client.get(reverse(name)).content.decode(), name
    for username in ("leader", "county", "admin"):
        assert signed_in(username).get(address).status_code in (400, 403), username
        assert signed_in(username).get("/api/duplicates/outcomes").status_code in (403, 422)


def test_every_pair_told_apart_is_found_again_page_by_page(
    staff: Scope, signed_in: Callable[[str], Client]
) -> None:
    rows = list(Enterprise.objects.visible_to(staff).order_by("id")[:60])
    kind, says = KINDS["enterprises"], {"why": "两家企业", "by": staff, "now": NOW}
    told = {
        actions.tell_apart(kind, one.pk, other.pk, **says).pk
        for one, other in zip(rows[::2], rows[1::2], strict=True)
    }
    client, address, seen = signed_in("staff"), "/duplicates/enterprises/", set()
    for number in ("", "2"):
        page = client.get(address, {"decided": number})
        seen |= {one.decision.pk for one in page.context["found"].apart.object_list}
    assert seen == told
    assert "?decided=2" in client.get(address).content.decode()


def test_a_page_without_pairs_leads_on(staff: Scope, signed_in: Callable[[str], Client]) -> None:
    two_of_each(staff)
    client = signed_in("staff")
    for pair in likely_pairs(staff, KINDS["outcomes"]):
        says = {"why": "两笔", "by": staff, "now": NOW}
        actions.tell_apart(KINDS["outcomes"], pair.first, pair.second, **says)
    shown = client.get("/duplicates/outcomes/").content.decode()
    assert "没有疑似重复的记录" in shown
    assert "联系人还有1对待判定" in shown
