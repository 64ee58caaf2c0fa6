"""规上: entered with date and evidence, left with a reason, entered again; figures read these records alone."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pandeng.access.actions import by_hand
from pandeng.access.scope import Scope
from pandeng.core.edit_checks import ChecksFailed
from pandeng.core.errors import DomainError
from pandeng.domain.enterprises import actions, statements
from pandeng.domain.enterprises.actions.scale import LISTING
from pandeng.domain.enterprises.models import Enterprise, ScaleListing
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.question import question

pytestmark = pytest.mark.django_db
NOW = timezone.make_aware(datetime(2022, 6, 20, 9, 0))
IN = date(2022, 4, 1)


@pytest.fixture
def lead(scope_of: Callable[[str], Scope]) -> Scope:
    return scope_of("lead")


@pytest.fixture
def small(lead: Scope) -> Enterprise:
    """Neither in the statistics nor climbing."""
    rows = Enterprise.objects.visible_to(lead).filter(climbing_since__isnull=True)
    return rows.filter(scale_listings__isnull=True).order_by("id")[0]


def listed(lead: Scope, firm: Enterprise, since: date = IN, **more: Any) -> ScaleListing:
    values = {"enterprise": firm, "since": since, "evidence": "市统计局4月入库批复"}
    made: ScaleListing = by_hand.enter(LISTING, values, by=lead, now=NOW, **more)
    return made


def count(scope: Scope, name: str, day: date) -> int:
    return int(figure(question(scope, name, as_of=day)).value or 0)


def test_in_and_out_and_in_again_counts_on_each_day(lead: Scope, small: Enterprise) -> None:
    days = [date(2022, 3, 31), IN, date(2022, 5, 10), date(2022, 5, 11), date(2022, 6, 1)]
    before = [count(lead, "scale_enterprises", day) for day in days]
    first = listed(lead, small)
    by_hand.end(LISTING, first, on=date(2022, 5, 10), why="营收下降", by=lead, now=NOW)
    listed(lead, small, date(2022, 6, 1))
    more = [count(lead, "scale_enterprises", day) for day in days]
    assert [new - old for new, old in zip(more, before, strict=True)] == [0, 1, 1, 0, 1]
    first.refresh_from_db()
    assert first.exit_reason == "营收下降"


def test_the_sheet_asks_those_who_are_in(lead: Scope, small: Enterprise) -> None:
    may = date(2022, 5, 1)
    assert small not in statements.sheet_rows(lead, may)
    listed(lead, small)
    assert small in statements.sheet_rows(lead, may)
    assert small not in statements.sheet_rows(lead, date(2022, 3, 1))


def test_a_second_listing_a_day_ahead_and_no_evidence_are_refused(
    lead: Scope, small: Enterprise
) -> None:
    listed(lead, small)
    with pytest.raises(DomainError, match="自2022-04-01起已在规上名录"):
        listed(lead, small, date(2022, 5, 1))
    other = Enterprise.objects.filter(scale_listings__isnull=True).exclude(pk=small.pk)[0]
    with pytest.raises(DomainError, match="还没有到"):
        listed(lead, other, date(2022, 6, 21))
    values = {"enterprise": other, "since": IN, "evidence": ""}
    with pytest.raises(DomainError):
        by_hand.enter(LISTING, values, by=lead, now=NOW)


def test_revenue_below_the_limit_is_asked_about(lead: Scope, small: Enterprise) -> None:
    actions.report_statement(
        small, measure="revenue", period_kind="year", period_on=date(2021, 1, 1),
        basis="cumulative", written="1500万元", source="年报", by=lead, now=NOW,
    )  # fmt: skip
    with pytest.raises(ChecksFailed, match=r"1500万元，未达规上标准2000万元"):
        listed(lead, small)
    listed(lead, small, confirmed=True)


def test_by_pages_in_and_out_with_evidence(
    signed_in: Callable[[str], Client], small: Enterprise
) -> None:
    lead = signed_in("lead")
    enter = reverse("enterprises_scale_enter")
    sent = {"enterprise": small.name, "since": "2022-04-01"}
    assert lead.post(enter, sent).status_code == 422
    lead.post(enter, sent | {"evidence": "市统计局4月入库批复"})
    made = ScaleListing.objects.get(enterprise=small)
    record = reverse("enterprises_scale_detail", args=[made.pk])
    assert "退规" in lead.get(record).content.decode()
    out = {"on": "2022-06-15", "why": "年营业收入低于标准"}
    lead.post(reverse("enterprises_scale_end", args=[made.pk]), out)
    assert "年营业收入低于标准" in lead.get(record).content.decode()
