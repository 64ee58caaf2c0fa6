"""The club: one place at a time, taken in, moved up with the day between, left."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pandeng.access.actions import by_hand
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.core.models import AuditEvent
from pandeng.domain.enterprises.actions.club import MEMBER
from pandeng.domain.enterprises.models import ClubMember, ClubTier, Enterprise
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.question import question

pytestmark = pytest.mark.django_db
NOW = timezone.make_aware(datetime(2022, 6, 20, 9, 0))
IN, UP = date(2022, 4, 1), date(2022, 6, 10)


@pytest.fixture
def lead(scope_of: Callable[[str], Scope]) -> Scope:
    return scope_of("lead")


def tier(code: str) -> ClubTier:
    return ClubTier.objects.order_by("least_revenue_yuan")[{"low": 0, "next": 1}[code]]


@pytest.fixture
def outsider(lead: Scope) -> Enterprise:
    members = ClubMember.objects.values("enterprise")
    return Enterprise.objects.visible_to(lead).exclude(id__in=members).order_by("id")[0]


def taken_in(lead: Scope, enterprise: Enterprise, since: date = IN) -> ClubMember:
    values = {"enterprise": enterprise, "tier": tier("low"), "since": since, "source": "会议纪要"}
    made: ClubMember = by_hand.enter(MEMBER, values, by=lead, now=NOW)
    return made


def members_on(scope: Scope, day: date) -> int:
    return int(figure(question(scope, "club_enterprises", as_of=day)).value or 0)


def test_whoever_is_taken_in_counts_from_that_day(lead: Scope, outsider: Enterprise) -> None:
    before = members_on(lead, IN)
    taken_in(lead, outsider)
    assert members_on(lead, IN) == before + 1
    assert members_on(lead, date(2022, 3, 31)) == before


def test_a_second_place_is_refused_also_one_that_only_overlaps(
    lead: Scope, outsider: Enterprise
) -> None:
    first = taken_in(lead, outsider)
    with pytest.raises(DomainError, match="自2022-04-01起已在俱乐部"):
        taken_in(lead, outsider, date(2022, 5, 1))
    by_hand.end(MEMBER, first, on=date(2022, 5, 31), why="停产", by=lead, now=NOW)
    with pytest.raises(DomainError, match="自2022-04-01起已在俱乐部"):
        taken_in(lead, outsider, date(2022, 5, 31))
    taken_in(lead, outsider, date(2022, 6, 1))
    with pytest.raises(DomainError, match="还没有到"):
        taken_in(lead, outsider, date(2022, 6, 21))


def test_moving_up_ends_the_lower_tier_the_day_before_in_one_change(
    lead: Scope, outsider: Enterprise
) -> None:
    low = taken_in(lead, outsider)
    before = members_on(lead, UP)
    up = {"tier": tier("next"), "source": "年度评定"}
    high = by_hand.move(MEMBER, low, up, since=UP, why="营收过10亿元", by=lead, now=NOW)
    low.refresh_from_db()
    assert (low.until, high.since, high.until) == (date(2022, 6, 9), UP, None)
    assert (high.enterprise, high.tier) == (outsider, tier("next"))
    assert members_on(lead, UP) == before
    event = AuditEvent.objects.order_by("-id")[0]
    assert (event.action, len(event.changes)) == ("enterprises.club.move", 2)


@pytest.mark.parametrize(
    ("since", "said"), [(date(2022, 6, 21), "还没有到"), (IN, "不能早于"), (UP, "没有变更")]
)
def test_a_move_that_cannot_be_leaves_nothing(
    lead: Scope, outsider: Enterprise, since: date, said: str
) -> None:
    low = taken_in(lead, outsider)
    wanted = {"tier": tier("low" if since == UP else "next"), "source": "会议纪要"}
    with pytest.raises(DomainError, match=said):
        by_hand.move(MEMBER, low, wanted, since=since, by=lead, now=NOW)
    low.refresh_from_db()
    assert low.until is None
    assert ClubMember.objects.filter(enterprise=outsider).count() == 1


def test_by_pages_from_the_enterprise_into_the_club_up_and_out(
    signed_in: Callable[[str], Client], outsider: Enterprise
) -> None:
    lead = signed_in("lead")
    enter = reverse("enterprises_club_enter")
    assert outsider.name in lead.get(enter, {"enterprise": outsider.pk}).content.decode()
    sent = {"enterprise": outsider.name, "tier": tier("low").pk, "since": IN, "source": "纪要"}
    lead.post(enter, sent)
    place = ClubMember.objects.get(enterprise=outsider)
    record = lead.get(reverse("enterprises_club_detail", args=[place.pk])).content.decode()
    assert "晋级降级" in record
    assert "退会" in record

    up = {"tier": tier("next").pk, "since": UP, "source": "纪要", "why": "年度评定"}
    lead.post(reverse("enterprises_club_move", args=[place.pk]), up)
    high = ClubMember.objects.get(enterprise=outsider, until__isnull=True)
    out = {"on": date(2022, 6, 15), "why": "企业迁出"}
    lead.post(reverse("enterprises_club_end", args=[high.pk]), out)
    high.refresh_from_db()
    assert (high.tier, high.until) == (tier("next"), date(2022, 6, 15))
    closed = lead.get(reverse("enterprises_club_detail", args=[high.pk])).content.decode()
    assert reverse("enterprises_club_move", args=[high.pk]) not in closed
