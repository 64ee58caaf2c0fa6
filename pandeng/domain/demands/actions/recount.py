"""A changed work calendar moves the open deadlines of demands, each with a line in its demand's course."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.translation import gettext as _

from pandeng.access.scope import Scope
from pandeng.core.change import Change
from pandeng.core.language import office_language
from pandeng.domain.calendars.rules import CalendarTurn
from pandeng.domain.demands.actions.oversight import SLIP_DAYS
from pandeng.domain.demands.actions.work import DemandWork
from pandeng.domain.demands.clock import KINDS
from pandeng.domain.demands.models import Clock, Demand, Extension, SupervisionSlip


@office_language()
def recount(change: Change, turn: CalendarTurn, why: str, *, by: Scope, now: datetime) -> int:
    """Count anew what runs and depends on the days that changed. Counts the deadlines that moved."""
    here, since = {"cluster_id": by.in_cluster()}, turn.changed[0]
    for_each = (
        Clock.objects.filter(**here, ended_on__isnull=True, due_on__gte=since),
        SupervisionSlip.objects.filter(**here, answered_on__isnull=True, due_on__gte=since),
        Extension.objects.filter(**here, decided_on__isnull=True, new_due_on__gte=since),
    )
    ids = {pk for rows in for_each for pk in rows.values_list("demand_id", flat=True)}
    found = Demand.objects.filter(pk__in=ids).select_for_update(of=("self",)).order_by("id")
    moved = 0
    for demand in found.select_related("department"):
        work = DemandWork(change, demand, by, now)
        said = [*_clocks(work, turn), *_slips(work, turn), *_asked(work, turn)]
        if said:
            work.write("recount", f"{why}：{'；'.join(said)}")
        moved += len(said)
    return moved


def _clocks(work: DemandWork, turn: CalendarTurn) -> Iterator[str]:
    for clock in work.running():
        due_on = _due(work, clock, turn)
        if due_on == clock.due_on:
            continue
        yield _moved(_(KINDS[clock.kind]), clock.due_on, due_on, turn)
        if clock.kind == "handle":
            work.set(due_on=due_on)
        first = _first(clock, turn)
        if clock.kind == "handle" and work.demand.original_due_on == clock.original_due_on:
            work.set(original_due_on=first)
        work.move_clock(clock, due_on=due_on, original_due_on=first)


def _first(clock: Clock, turn: CalendarTurn) -> date:
    """The first due day; it moves only where it was counted in working days."""
    if clock.days is None:
        return clock.original_due_on
    return turn.due(clock.started_on, clock.days, clock.original_due_on)


def _due(work: DemandWork, clock: Clock, turn: CalendarTurn) -> date:
    if clock.kind == "progress":
        since = Clock.objects.filter(demand=work.demand, kind="progress").order_by("id")
        return turn.monthly(since[0].started_on, clock.due_on)
    if clock.days is None:
        return clock.due_on  # a person named the day
    granted = Extension.objects.filter(demand=work.demand, is_granted=True, new_due_on=clock.due_on)
    if clock.kind == "handle" and granted.exists():
        return turn.named(clock.due_on)
    return turn.due(clock.started_on, clock.days, clock.due_on)


def _slips(work: DemandWork, turn: CalendarTurn) -> Iterator[str]:
    rows = SupervisionSlip.objects.filter(demand=work.demand, answered_on__isnull=True)
    for slip in rows.order_by("id"):
        due_on = turn.counted(slip.issued_on, SLIP_DAYS, slip.due_on)
        if due_on != slip.due_on:
            yield _moved(slip.number, slip.due_on, due_on, turn)
            work.change.save(slip, due_on=due_on)


def _asked(work: DemandWork, turn: CalendarTurn) -> Iterator[str]:
    for asked in Extension.objects.filter(demand=work.demand, decided_on__isnull=True):
        new_due_on = turn.named(asked.new_due_on)
        if new_due_on != asked.new_due_on:
            yield _moved(_("申请延期至"), asked.new_due_on, new_due_on, turn)
            work.change.save(asked, new_due_on=new_due_on)


def _moved(what: str, old: date, new: date, turn: CalendarTurn) -> str:
    return _("%(what)s由%(old)s改为%(new)s") % {
        "what": what,
        "old": turn.was.written(old),
        "new": turn.now.written(new),
    }
