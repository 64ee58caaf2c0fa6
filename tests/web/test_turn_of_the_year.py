"""The office's clock at the turn of a year whose notice is not out: every page answers, clocks go on, and
every date that rests on the year says that it is provisional."""

from datetime import date, datetime

import pytest
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from pandeng.access.models import Cluster
from pandeng.demo.accounts import ACCOUNTS
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.calendars.notice_file import parse
from pandeng.domain.deadlines.actions import set_year
from pandeng.domain.demands import actions as demands
from pandeng.domain.demands.models import Clock, Demand
from pandeng.domain.instructions import actions as instructions
from pandeng.jobs import check_deadlines
from pandeng.web.ui.navigation import menu_for, pages
from tests.domain.calendars.test_notice_file import NOTICE
from tests.domain.demands.people import Cast

pytestmark = pytest.mark.django_db
DAYS = ["2026-12-20", "2027-01-04", "2027-12-31"]
MARK = "2027-01-05（暂定）"


def at(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(hour=9, tzinfo=OFFICE_TIME)


def set_clock(cluster: Cluster, day: str) -> None:
    lag = timezone.now() - at(day)
    QuerySet(Cluster).filter(pk=cluster.pk).update(clock_lag=lag)


@pytest.fixture
def cast(jining: Cluster) -> Cast:
    return Cast(jining, at("2026-12-14"))


@pytest.fixture
def demand(cast: Cast) -> Demand:
    """Signed for on 14 December: fifteen working days end on 5 January."""
    return cast.to_handling("finance")


@pytest.mark.parametrize("day", DAYS)
def test_every_page_of_every_role_answers(signed_in, cast, demand, day):
    long = cast.to_handling("land")
    cast.take(long, "plan", cast.handler, nodes=[
        {"name": "组件报批", "responsible": "王敏", "planned_on": date(2027, 1, 10)},
        {"name": "供地", "responsible": "王敏", "planned_on": date(2028, 3, 1)},
    ])  # fmt: skip
    set_clock(cast.cluster, day)
    answered = 0
    for account in ACCOUNTS:
        client = signed_in(account.username)
        first = client.get("/", follow=True)
        assert first.status_code == 200, account.username
        scope = first.wsgi_request.scope
        menu = [link.path for link in menu_for(scope, "/").entries]
        others = [page.path for page in pages() if page.is_open_to(scope)]
        for path in (
            *menu,
            *(others if account.username in ("lead", "county") else ()),
            "/demands/?view=board",
            f"/demands/{demand.pk}/",
            f"/demands/{long.pk}/",
        ):
            status = client.get(path).status_code
            assert status in (200, 302) or (status in (403, 404) and path not in menu), (
                account.username, path, status,
            )  # fmt: skip
            answered += 1
    assert answered > 150


@pytest.mark.parametrize("day", DAYS)
def test_clocks_go_on(cast, demand, day):
    check_deadlines.check_deadlines(timezone.now() + (at(day) - timezone.now()))
    cast.now = at(day)
    fresh = cast.to_handling("permits")
    clock = Clock.objects.get(demand=fresh, kind="handle")
    assert clock.due_on > cast.now.date()
    cast.take(fresh, "handle", cast.handler, note="已联系")


def test_dates_that_rest_on_the_year_say_so_wherever_they_stand(signed_in, cast, demand):
    slip = demands.issue_slip(
        demand,
        cast.unit("land"),
        text="请说明",
        due_on=date(2027, 1, 5),
        by=cast.lead,
        now=cast.now,
    )
    given = instructions.give(title="关于融资", text="请研究。", by=cast.leader, now=cast.now)
    for step, told in (("register", {}), ("assign", {"department": cast.unit("land"), "days": 15})):
        instructions.take(given, step, by=cast.staff, now=cast.now, **told)
    cast.take(demand, "contact", cast.handler, note="已联系")
    set_clock(cast.cluster, "2026-12-31")
    client = signed_in("lead")
    for path in (
        f"/demands/{demand.pk}/",
        slip.get_absolute_url(),
        f"/instructions/{given.pk}/",
        "/instructions/",
        "/demands/clocks/?sort=-due_on",
        "/demands/slips/?sort=-due_on",
        f"/demands/?enterprise={demand.enterprise_id}",
        f"{reverse('demand_queue')}?enterprise={demand.enterprise_id}&q={demand.number}",
    ):
        assert MARK in client.get(path).content.decode(), path
    assert MARK in signed_in("handler").get("/work/").content.decode()
    assert f"{MARK}前办结" in client.get(f"/instructions/{given.pk}/").content.decode()
    one = client.get(f"/api/demands/{demand.pk}").json()
    assert (one["due_on"], one["due_is_provisional"]) == ("2027-01-05", True)
    assert client.get(f"/api/instructions/{given.pk}").json()["due_is_provisional"]
    set_year(2027, parse(NOTICE, 2027), note="国办通知", by=cast.lead, now=cast.now)
    for path in (f"/demands/{demand.pk}/", f"/instructions/{given.pk}/", "/instructions/"):
        page = client.get(path).content.decode()
        assert "2027-01-06" in page
        assert "2027-01-06（暂定）" not in page
    assert not client.get(f"/api/demands/{demand.pk}").json()["due_is_provisional"]


def test_a_day_that_a_person_named_is_not_marked(signed_in, cast):
    long = cast.to_handling("land")
    node = {"name": "组件报批", "responsible": "王敏", "planned_on": date(2027, 1, 10)}
    cast.take(long, "plan", cast.handler, nodes=[node])
    set_clock(cast.cluster, "2026-12-20")
    client = signed_in("lead")
    assert client.get(f"/demands/{long.pk}/").status_code == 200
    one = client.get(f"/api/demands/{long.pk}").json()
    assert (one["due_on"], one["due_is_provisional"]) == ("2027-01-10", False)


def test_shipped_years_ask_no_calendar_for_a_mark(signed_in, django_assert_num_queries):
    client = signed_in("staff")
    page = client.get("/demands/")
    assert "暂定" not in page.content.decode()
