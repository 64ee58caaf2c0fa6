"""Innovation platforms by hand: one core, members in and out, closed when all have left, work on demands."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pandeng.access.actions import by_hand
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.domain.demands.actions.platforms import PLATFORM_WORK
from pandeng.domain.demands.models import Demand
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.question import question
from pandeng.domain.platforms.actions import MEMBER, PLATFORM
from pandeng.domain.platforms.models import Platform, PlatformMember

pytestmark = pytest.mark.django_db
NOW = timezone.make_aware(datetime(2022, 6, 20, 9, 0))
OPENED = date(2022, 6, 1)


@pytest.fixture
def lead(scope_of: Callable[[str], Scope]) -> Scope:
    return scope_of("lead")


def opened(lead: Scope, **more: Any) -> Platform:
    values = {"code": "P90", "name": "液压件检测中心", "role": "n", "kind": "检验检测中心"}
    values |= {"level": "provincial", "opened_on": OPENED, **more}
    made: Platform = by_hand.enter(PLATFORM, values, by=lead, now=NOW)
    return made


def taken_in(lead: Scope, platform: Platform, since: date = date(2022, 6, 5)) -> PlatformMember:
    firm = Enterprise.objects.visible_to(lead).order_by("id")[0]
    values = {"platform": platform, "enterprise": firm, "since": since}
    made: PlatformMember = by_hand.enter(MEMBER, values, by=lead, now=NOW)
    return made


def platforms_on(lead: Scope, day: date) -> int:
    return int(figure(question(lead, "platforms", as_of=day)).value or 0)


def test_a_platform_counts_while_it_is_open_and_closes_when_all_have_left(lead: Scope) -> None:
    before = platforms_on(lead, date(2022, 6, 18))
    platform = opened(lead)
    member = taken_in(lead, platform)
    with pytest.raises(DomainError, match="还有1家成员企业"):
        by_hand.end(PLATFORM, platform, on=date(2022, 6, 15), why="整合", by=lead, now=NOW)
    by_hand.end(MEMBER, member, on=date(2022, 6, 14), why="整合", by=lead, now=NOW)
    platform = Platform.objects.get(pk=platform.pk)
    by_hand.end(PLATFORM, platform, on=date(2022, 6, 15), why="整合", by=lead, now=NOW)
    assert platforms_on(lead, date(2022, 6, 15)) == before + 1
    assert platforms_on(lead, date(2022, 6, 16)) == before


def test_there_is_one_core_platform(lead: Scope) -> None:
    with pytest.raises(DomainError, match="只能有一个"):
        opened(lead, role="core")


def test_a_member_joins_an_open_platform_once(lead: Scope) -> None:
    platform = opened(lead)
    for since, said in ((date(2022, 5, 31), "才启用"), (date(2022, 6, 21), "还没有到")):
        with pytest.raises(DomainError, match=said):
            taken_in(lead, platform, since)
    taken_in(lead, platform)
    with pytest.raises(DomainError, match="已是平台成员"):
        taken_in(lead, platform, date(2022, 6, 10))


def test_a_platform_takes_on_part_of_a_demand_and_both_pages_tell(
    signed_in: Callable[[str], Client], lead: Scope
) -> None:
    platform, demand = opened(lead), Demand.objects.filter(status="handling").order_by("id")[0]
    browser = signed_in("lead")
    page = browser.get(demand.get_absolute_url()).content.decode()
    enter = f"{reverse('demands_platforms_enter')}?demand={demand.pk}"
    assert enter in page
    sent = {"demand": demand.pk, "platform": platform.pk, "task": "台架试验", "since": "2022-06-10"}
    browser.post(enter, sent)
    work = platform.demands.get()
    out = {"on": "2022-06-15", "result": "试验报告3份", "why": "验收单"}
    browser.post(reverse("demands_platforms_end", args=[work.pk]), out)
    work.refresh_from_db()
    assert (work.until, work.result) == (date(2022, 6, 15), "试验报告3份")
    for address in (demand.get_absolute_url(), reverse("platforms_detail", args=[platform.pk])):
        assert "台架试验" in browser.get(address).content.decode()


def test_no_platform_works_on_a_demand_before_it_was_received(lead: Scope) -> None:
    demand = Demand.objects.filter(status="handling", received_on__gt=date(2022, 1, 1))[0]
    values = {"demand": demand, "platform": Platform.objects.order_by("id")[0]}
    values |= {"task": "检测", "since": date(2022, 1, 1)}
    with pytest.raises(DomainError, match="才收到"):
        by_hand.enter(PLATFORM_WORK, values, by=lead, now=NOW)
