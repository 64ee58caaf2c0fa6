"""Entering a year or a day: what runs is counted anew in the same change, with a line in its course."""

from datetime import date, datetime

import pytest

from pandeng.access.models import Cluster
from pandeng.core.errors import DomainError, NotFound
from pandeng.core.models import AuditEvent
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.calendars.models import CalendarDay, YearNotice
from pandeng.domain.calendars.notice_file import parse
from pandeng.domain.calendars.queries import calendar_of
from pandeng.domain.deadlines import actions
from pandeng.domain.demands import actions as demands
from pandeng.domain.demands.models import Clock, Demand, DemandStep
from pandeng.domain.instructions import actions as instructions
from tests.domain.calendars.test_notice_file import NOTICE
from tests.domain.demands.people import Cast

pytestmark = pytest.mark.django_db
DAYS = parse(NOTICE, 2027)
DECEMBER = datetime(2026, 12, 14, 9, tzinfo=OFFICE_TIME)
WHY = "国办发明电〔2026〕1号"


@pytest.fixture
def cast(jining: Cluster) -> Cast:
    return Cast(jining, DECEMBER)


def enter(cast: Cast, **more: object) -> actions.Entered:
    by = more.pop("by", cast.lead)
    return actions.set_year(2027, DAYS, note=WHY, by=by, now=cast.now)  # type: ignore[arg-type]


def handled(cast: Cast) -> tuple[Demand, Clock]:
    """A demand whose handling of 15 days was signed for in December and ends in January."""
    demand = cast.to_handling("finance")
    Clock.objects.get(demand=demand, kind="handle")
    return demand, Clock.objects.get(demand=demand, kind="handle")


def test_the_notice_moves_an_open_deadline_and_says_so(cast: Cast) -> None:
    demand, clock = handled(cast)
    assert clock.days == 15
    assert clock.due_on == date(2027, 1, 5)
    done = enter(cast)
    clock.refresh_from_db()
    demand.refresh_from_db()
    assert clock.due_on == clock.original_due_on == date(2027, 1, 6)
    assert demand.due_on == demand.original_due_on == date(2027, 1, 6)
    line = DemandStep.objects.filter(demand=demand).latest("order")
    assert (line.step, line.person) == ("recount", cast.lead.name)
    assert line.note == "登记2027年放假安排：办理由2027-01-05（暂定）改为2027-01-06"
    assert done.moved == 1
    event = AuditEvent.objects.latest("id")
    assert event.action == "calendars.set_year"
    assert f"demands.Clock:{clock.pk}" in event.changes
    assert f"calendars.YearNotice:{YearNotice.objects.get().pk}" in event.changes


def test_the_year_is_no_longer_provisional(cast: Cast) -> None:
    assert calendar_of(cast.lead).is_provisional(date(2027, 6, 1))
    enter(cast)
    calendar = calendar_of(cast.lead)
    assert not calendar.is_provisional(date(2027, 6, 1))
    assert calendar.is_provisional(date(2028, 6, 1))
    assert calendar.is_working(date(2027, 1, 9))
    assert not calendar.is_working(date(2027, 2, 12))
    assert not calendar.after(date(2026, 12, 14), 15).is_provisional


def test_what_ended_and_what_does_not_depend_on_it_stays(cast: Cast) -> None:
    ended, _clock = handled(cast)
    cast.take(ended, "answer", cast.handler, result="solved", evidence="回执", note="已办")
    near = cast.demand()
    before = {c.pk: c.due_on for c in Clock.objects.filter(cluster=cast.cluster)}
    assert enter(cast).moved == 0
    assert {c.pk: c.due_on for c in Clock.objects.filter(cluster=cast.cluster)} == before
    assert not DemandStep.objects.filter(demand__in=[ended, near], step="recount").exists()


def test_a_pause_and_an_extension_are_kept(cast: Cast) -> None:
    paused, clock = handled(cast)
    cast.wait(days=1)
    parked = {"reason": "approval", "review_on": date(2027, 1, 11), "note": "等政策"}
    cast.take(paused, "suspend", cast.lead, **parked)
    cast.wait(days=2)
    cast.take(paused, "resume", cast.lead, note="已明确")
    extended, other = handled(cast)
    new = date(2027, 1, 14)
    cast.take(extended, "extend", cast.handler, new_due_on=new, note="多方手续")
    cast.take(extended, "grant", cast.lead, note="")
    clock.refresh_from_db()
    assert (clock.original_due_on, clock.due_on) == (date(2027, 1, 5), date(2027, 1, 7))
    enter(cast)
    clock.refresh_from_db()
    other.refresh_from_db()
    assert (clock.original_due_on, clock.due_on) == (date(2027, 1, 6), date(2027, 1, 8))
    assert other.due_on == new


def test_an_extension_to_a_day_that_becomes_free_moves_on(cast: Cast) -> None:
    demand, clock = handled(cast)
    cast.take(demand, "extend", cast.handler, new_due_on=date(2027, 1, 11), note="多方手续")
    cast.take(demand, "grant", cast.lead, note="")
    set_day(cast, date(2027, 1, 11), is_working=False)
    clock.refresh_from_db()
    assert clock.due_on == date(2027, 1, 12)


def set_day(cast: Cast, day: date, *, is_working: bool) -> actions.Entered:
    return actions.set_day(day, is_working=is_working, note=WHY, by=cast.lead, now=cast.now)


def test_a_day_by_itself_moves_deadlines_and_can_be_taken_back(cast: Cast) -> None:
    demand, clock = handled(cast)
    set_day(cast, date(2026, 12, 31), is_working=False)
    clock.refresh_from_db()
    assert clock.due_on == date(2027, 1, 6)
    assert calendar_of(cast.lead).reason_free(date(2026, 12, 31)) == WHY
    actions.drop_day(date(2026, 12, 31), by=cast.lead, now=cast.now)
    clock.refresh_from_db()
    assert clock.due_on == date(2027, 1, 5)
    notes = DemandStep.objects.filter(demand=demand, step="recount").values_list("note", flat=True)
    assert [note.partition("：")[0] for note in notes.order_by("order")] == [
        "2026-12-31改为休息",
        "撤销2026-12-31的单日设定",
    ]
    with pytest.raises(NotFound):
        actions.drop_day(date(2026, 12, 31), by=cast.lead, now=cast.now)


def test_a_single_day_goes_before_the_notice(cast: Cast) -> None:
    set_day(cast, date(2027, 1, 4), is_working=True)
    enter(cast)
    assert calendar_of(cast.lead).is_working(date(2027, 1, 4))
    actions.drop_day(date(2027, 1, 4), by=cast.lead, now=cast.now)
    assert not calendar_of(cast.lead).is_working(date(2027, 1, 4))


def test_a_notice_entered_again_is_brought_up_to_date(cast: Cast) -> None:
    enter(cast)
    changed = parse(NOTICE.replace("2027年1月9日", "2027-01-10 班 元旦\n2027-01-16"), 2027)
    again = actions.set_year(2027, changed, note=WHY, by=cast.lead, now=cast.now)
    assert again.days == 3
    assert calendar_of(cast.lead).is_working(date(2027, 1, 10))
    assert not calendar_of(cast.lead).is_working(date(2027, 1, 9))
    assert enter(cast).days == 3
    assert enter(cast).days == 0
    assert CalendarDay.objects.filter(notice__year=2027).count() == len(DAYS)


def test_slips_and_instructions_follow(cast: Cast) -> None:
    cast.now = datetime(2026, 12, 30, 9, tzinfo=OFFICE_TIME)
    demand = cast.to_handling()
    slip = demands.issue_slip(
        demand, cast.unit("land"), text="请说明进展", by=cast.lead, now=cast.now
    )
    given = instructions.give(title="关于用地", text="请研究。", by=cast.leader, now=cast.now)
    for step, told in (("register", {}), ("assign", {"department": cast.unit("land"), "days": 3})):
        instructions.take(given, step, by=cast.staff, now=cast.now, **told)
    enter(cast)
    given.refresh_from_db()
    slip.refresh_from_db()
    assert slip.due_on == date(2027, 1, 6)
    assert (given.due_on, given.original_due_on) == (date(2027, 1, 6), date(2027, 1, 6))
    last = given.steps.last()
    assert last.note == "登记2027年放假安排：办理期限由2027-01-05（暂定）改为2027-01-06"
    assert slip.number in DemandStep.objects.filter(demand=demand).latest("order").note


@pytest.mark.parametrize("who", ["staff", "handler", "enterprise", "auditor"])
def test_only_lead_and_administrator_enter(cast: Cast, who: str) -> None:
    with pytest.raises(DomainError):
        enter(cast, by=getattr(cast, who))
    assert not YearNotice.objects.exists()


def test_the_administrator_enters_and_clocks_follow(cast: Cast) -> None:
    _demand, clock = handled(cast)
    assert enter(cast, by=cast.admin).moved == 1
    clock.refresh_from_db()
    assert clock.due_on == date(2027, 1, 6)


def test_nothing_is_half_made(cast: Cast) -> None:
    for year, days, note in (
        (2027, {}, WHY),
        (2028, DAYS, WHY),
        (2027, DAYS, " "),
        (2101, DAYS, WHY),
    ):
        with pytest.raises(DomainError):
            actions.set_year(year, days, note=note, by=cast.lead, now=cast.now)
    assert not YearNotice.objects.exists()
    assert not CalendarDay.objects.exists()
