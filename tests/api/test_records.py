"""Every kind of record over JSON: read by all who see it, kept by hand by those who may."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from pandeng.access.scope import Scope
from pandeng.domain.chains.models import Chain, Placement, Segment
from pandeng.domain.enterprises.models import Enterprise, EnterpriseContact
from pandeng.domain.registers.catalogue import REGISTERS

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str], Client]


def get(client: Client, path: str, status: int = 200) -> Any:
    answer = client.get(f"/api/records{path}")
    assert answer.status_code == status, answer.content
    return json.loads(answer.content)


def post(client: Client, path: str, told: dict[str, Any], status: int = 200) -> Any:
    answer = client.post(f"/api/records{path}", json.dumps(told), content_type="application/json")
    assert answer.status_code == status, answer.content
    return json.loads(answer.content)


def segment(of: Chain, **more: Any) -> dict[str, Any]:
    values = {"chain": of.pk, "code": "SEG-API", "name": "减速器", "stage": "上游"}
    return {"values": values | more}


def test_the_kinds_say_what_may_be_entered(signed_in: SignedIn) -> None:
    of_lead = {one["path"]: one for one in get(signed_in("lead"), "")["rows"]}
    of_leader = {one["path"]: one for one in get(signed_in("leader"), "")["rows"]}
    assert of_lead.keys() == of_leader.keys() == REGISTERS.keys()
    assert "enter" in of_lead["chains/segments"]["verbs"]
    assert of_leader["chains/segments"]["verbs"] == []
    assert set(of_lead["chains/segments"]["fields"]) >= {"chain", "code", "name"}


@pytest.mark.parametrize("path", REGISTERS)
def test_every_list_and_its_first_record_are_read_in_scope(path: str, signed_in: SignedIn) -> None:
    for username in ("lead", "enterprise"):
        client = signed_in(username)
        rows = get(client, f"/{path}?limit=3")["rows"]
        for row in rows[:1]:
            assert get(client, f"/{path}/{row['id']}")["id"] == row["id"]


def test_a_record_goes_all_its_ways(signed_in: SignedIn) -> None:
    lead, chain = signed_in("lead"), Chain.objects.order_by("id")[0]
    made = post(lead, "/chains/segments", segment(chain), 201)
    where = f"/chains/segments/{made['id']}"
    after = post(lead, where, {"values": {"name": "精密减速器"}, "seen": made["version"]})
    assert after["values"]["name"] == "精密减速器"
    assert after["values"]["stage"] == "上游"
    late = {"values": {"name": "谐波减速器"}, "seen": made["version"]}
    assert "精密减速器" in post(lead, where, late, 409)["error"]
    back = post(lead, f"/chains/segments/{made['version']}/restore", {"why": "原名正确"})
    assert back["values"]["name"] == "减速器"
    assert "原因" in post(lead, f"{where}/withdraw", {}, 422)["error"]
    post(lead, f"{where}/withdraw", {"why": "重复"})
    get(lead, where, 404)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"chain": 10**15}, "没有找到"),
        ({"chain": "1"}, "没有找到"),
        ({"name": ""}, "环节"),
        ({"name": "长" * 61}, "环节"),
        ({"stage": None}, "位置"),
        ({"wrong": 1}, "没有这些项"),
        ({"is_proposal": "也许"}, "建议值"),
    ],
)
def test_what_a_field_does_not_take_is_refused_and_named(
    signed_in: SignedIn, more: dict[str, Any], said: str
) -> None:
    count = Segment.objects.count()
    told = segment(Chain.objects.order_by("id")[0], **more)
    assert said in post(signed_in("lead"), "/chains/segments", told, 422)["error"]
    assert Segment.objects.count() == count


@pytest.mark.parametrize("value", [5, 1.5, True, [], [1], {"a": 1}, 10**40])
def test_a_day_that_is_no_text_is_refused(signed_in: SignedIn, value: Any) -> None:
    one = Placement.objects.order_by("id")[0]
    told = {"values": {"since": value}, "why": "更正"}
    assert "起" in post(signed_in("lead"), f"/chains/placements/{one.pk}", told, 422)["error"]


def test_who_may_not_and_what_is_no_kind(signed_in: SignedIn) -> None:
    chain = Chain.objects.order_by("id")[0]
    post(signed_in("leader"), "/chains/segments", segment(chain), 422)
    get(signed_in("lead"), "/nothing", 404)
    get(signed_in("lead"), "/chains/segments/999999999", 404)
    post(signed_in("lead"), "/demands/steps", {"values": {}}, 404)


def test_a_foreign_record_and_a_telephone_number_stay_out_of_sight(
    signed_in: SignedIn, scope_of: Callable[[str], Scope]
) -> None:
    bank = signed_in("bank")
    seen = {row["id"] for row in get(bank, "/enterprises?limit=200")["rows"]}
    foreign = Enterprise.objects.exclude(pk__in=seen).order_by("id").first()
    if foreign is not None:
        get(bank, f"/enterprises/{foreign.pk}", 404)
    scope = scope_of("leader")
    kept = [
        contact
        for contact in EnterpriseContact.objects.visible_to(scope).exclude(phone="")
        if not scope.reads_contacts_of(contact.enterprise_id)
    ]
    answer = signed_in("leader").get("/api/records/enterprises/contacts?limit=200")
    assert kept
    assert not [one for one in kept if one.phone in answer.content.decode()]
