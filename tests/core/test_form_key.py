"""A form that is sent again: the same act with the same content, another one with other content or by another person."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client

from pandeng.access.models import Cluster
from pandeng.access.scope import Scope
from pandeng.core.form_key import form_key
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.demands import actions as demands
from pandeng.domain.demands.models import Demand, DemandClass, DemandStep
from pandeng.domain.instructions import actions as instructions
from pandeng.domain.instructions.models import Instruction, InstructionStep
from tests.domain.demands.people import Cast

NOW = datetime(2022, 7, 4, 9, tzinfo=OFFICE_TIME)
PACKAGE = Path(__file__).resolve().parents[2] / "pandeng"


def test_a_key_belongs_to_a_person_a_form_and_what_was_filled_in() -> None:
    def key(user: int = 1, form: str = "demand", **content: object) -> str:
        return form_key("k", user_id=user, form=form, content={"title": "甲", **content})

    assert key() == key()
    others = {key(user=2), key(form="instruction"), key(title="乙"), key(day=NOW.date())}
    assert len(others - {key()}) == 4
    assert form_key("", user_id=1, form="demand", content={}) == ""


def receive(cast: Cast, who: Scope, title: str) -> Demand:
    return demands.receive(
        cast.enterprise_served(), matter=DemandClass.objects.get(cluster=cast.cluster, code="permits"),
        title=title, text="", channel="enterprise", key="one-form", by=who, now=cast.now,
    )  # fmt: skip


@pytest.mark.django_db
def test_back_changed_and_sent_again_is_another_demand(jining: Cluster) -> None:
    cast = Cast(jining)
    first = receive(cast, cast.enterprise, "用电增容")
    assert receive(cast, cast.enterprise, "用电增容") == first, "sent twice it is there once"
    second = receive(cast, cast.enterprise, "用工短缺")
    assert (second.title, second.pk) != (first.title, first.pk)
    assert receive(cast, cast.staff, "用电增容").pk not in (first.pk, second.pk), (
        "another person's key"
    )


@pytest.mark.django_db
def test_a_step_with_a_used_key_is_taken_where_it_says_something_else(jining: Cluster) -> None:
    cast = Cast(jining)
    demand = cast.to_handling("permits")
    for note in ("已约现场踏勘", "已约现场踏勘", "踏勘完成"):
        cast.take(demand, "handle", cast.handler, note=note, key="one-form")
    lines = DemandStep.objects.filter(demand=demand, step="handle")
    assert list(lines.order_by("order").values_list("note", flat=True)) == [
        "已约现场踏勘",
        "踏勘完成",
    ]


@pytest.mark.django_db
def test_instructions_and_their_steps_alike(scope_of: Callable[[str], Scope]) -> None:
    leader, lead = scope_of("leader"), scope_of("lead")
    before = Instruction.objects.count()
    for title in ("用地", "用地", "用能"):
        given = instructions.give(title=title, text="请研究", key="k", by=leader, now=NOW)
    assert Instruction.objects.count() == before + 2
    instructions.take(given, "register", key="k", by=lead, now=NOW)
    assert InstructionStep.objects.filter(instruction=given, step="register").count() == 1


@pytest.mark.django_db
def test_the_form_of_the_browser_says_the_second_demand(
    jining: Cluster, signed_in: Callable[[str], Client]
) -> None:
    client, cast = signed_in("enterprise"), Cast(jining)
    firm = cast.enterprise_served()
    asked = {
        "enterprise": firm.name, "channel": "enterprise", "text": "", "key": "browser",
        "matter": DemandClass.objects.get(cluster=jining, code="permits").pk,
    }  # fmt: skip
    for title in ("用电增容", "用工短缺"):
        client.post("/demands/new/", {**asked, "title": title})
    assert Demand.objects.filter(enterprise=firm, title__in=["用电增容", "用工短缺"]).count() == 2


def test_every_key_that_is_looked_up_was_made_of_person_form_and_content() -> None:
    """A walk over the actions: whoever asks whether a form was sent has made its key here before."""
    for path in PACKAGE.rglob("actions/*.py"):
        text = path.read_text()
        if "already_sent(by, key)" in text:
            assert text.index("key = form_key(") < text.index("already_sent(by, key)"), path
