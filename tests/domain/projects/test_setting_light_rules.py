"""The rules of the lights set by form: another limit recolours, the rule of before stays known."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.domain.projects.ledger import queries
from pandeng.domain.projects.ledger.actions.light_rules import set_light_rules
from pandeng.domain.projects.ledger.models import LightRules
from pandeng.domain.projects.models import Milestone

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(64)
NOW = timezone.make_aware(datetime(2022, 6, 1, 9, 0))
LIMITS = {"progress": {"basis": "points", "yellow_from": 5, "red_over": 10}}


@pytest.fixture
def lead(scope_of: Callable[[str], Scope]) -> Scope:
    return scope_of("lead")


def told(**more: Any) -> dict[str, Any]:
    said = {
        "code": "city-2022", "name": "本市2022年规则", "source": "专班会议纪要", "limits": LIMITS,
        "is_default": False,
    }  # fmt: skip
    return said | more


def test_one_set_is_the_default(lead: Scope) -> None:
    before = LightRules.objects.get(is_default=True)
    made = set_light_rules(None, **told(is_default=True), by=lead, now=NOW)
    assert list(LightRules.objects.filter(is_default=True)) == [made]
    set_light_rules(made, **told(is_default=False), by=lead, now=NOW)
    assert list(LightRules.objects.filter(is_default=True)) == [made]
    assert before.code != made.code


def test_other_limits_are_another_version_and_the_one_before_stays_known(lead: Scope) -> None:
    rules = LightRules.objects.get(is_default=True)
    old = dict(queries.rule_sets(lead))[rules].version
    said = told(code=rules.code, name=rules.name)
    set_light_rules(rules, **said, by=lead, now=NOW)
    now = {row.code: rule for row, rule in queries.rule_sets(lead)}
    then = {row.code: rule for row, rule in queries.rule_sets(lead, NOW - timedelta(hours=1))}
    assert now[rules.code].version != old == then[rules.code].version


@pytest.mark.parametrize(
    "limits",
    [
        {},
        {"progress": {"basis": "points", "red_over": 10}},
        {"progress": {"basis": "points", "yellow_from": 20, "red_over": 10}},
        {"progress": LIMITS["progress"], "start": {"yellow_months": 3, "red_months": 1}},
        {
            "progress": LIMITS["progress"],
            "statistics": {"yellow_from_months": 3, "red_over_months": 1},
        },
    ],
)
def test_limits_that_contradict_each_other_are_refused(lead: Scope, limits: dict[str, Any]) -> None:
    with pytest.raises(DomainError, match=r"黄灯|至少"):
        set_light_rules(None, **told(limits=limits), by=lead, now=NOW)


def test_the_form_sets_what_it_shows_and_keeps_the_rest(signed_in: Callable[[str], Client]) -> None:
    client, rules = signed_in("lead"), LightRules.objects.get(is_default=True)
    address = reverse("set_light_rules", args=[rules.pk])
    form = client.get(address).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in sent.items() if value not in (None, "")}
    assert sent["yellow_from"] == rules.limits["progress"]["yellow_from"]
    refused = client.post(address, {**sent, "start_yellow_months": ""})
    assert refused.status_code == 422
    assert "请一并填写" in refused.content.decode()
    assert client.post(address, {**sent, "yellow_from": 7}).status_code == 302
    after = LightRules.objects.get(pk=rules.pk)
    assert after.limits["progress"]["yellow_from"] == 7
    least = rules.limits["statistics"]["least_total_yuan"]
    assert after.limits["statistics"]["least_total_yuan"] == least
    assert (
        reverse("new_light_rules") in client.get(reverse("projects_light-rules")).content.decode()
    )


def test_who_may_not_sets_nothing(scope_of: Callable[[str], Scope]) -> None:
    with pytest.raises(DomainError):
        set_light_rules(None, **told(), by=scope_of("leader"), now=NOW)


def test_a_node_has_its_place_and_photos(signed_in: Callable[[str], Client]) -> None:
    node = Milestone.objects.order_by("id")[0]
    client = signed_in("lead")
    photo = SimpleUploadedFile("现场.png", PNG, content_type="image/png")
    address = reverse("add_file", args=["node", node.pk])
    client.post(address, {"file": photo, "next": node.get_absolute_url()})
    page = client.get(node.get_absolute_url()).content.decode()
    assert "filethumb" in page
