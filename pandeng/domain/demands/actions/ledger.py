"""Importing an existing ledger: each line becomes a demand with its process, clocks, parts and nodes."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import cached_property
from operator import attrgetter
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.models import Department
from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, NotFound
from pandeng.domain.calendars.queries import calendar_of
from pandeng.domain.demands.actions.ledger_records import LineRecords
from pandeng.domain.demands.intake import check_words
from pandeng.domain.demands.ledger import LedgerRow, process_of, status_of
from pandeng.domain.demands.models import (
    Clock,
    ConsultationItem,
    Demand,
    DemandClass,
    DemandStep,
)
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.enterprises.rules import search_text

IMPORT_EXISTING_DEMANDS = Action(
    "demands.import_existing", gettext_noop("导入已有诉求台账"), Permission.RECEIVE_DEMAND
)
PROGRESS = (
    "status", "department", "due_on", "original_due_on", "next_due_on", "answered_on", "result", "answer",
    "evidence", "satisfied", "reopened", "closed_on", "working_days", "called_back_on", "call_back_satisfied",
)  # fmt: skip


def import_existing_demands(
    rows: Sequence[LedgerRow], *, is_example: bool = False, by: Scope, now: datetime, why: str = ""
) -> None:
    """Import lines of an existing ledger: demands that are new, and how known ones stand there now.

    Refuses the whole with the number of the first line that names what is not here, tells what the
    loop does not allow, or is of a demand that was worked on in the program.
    """
    IMPORT_EXISTING_DEMANDS.require(by)
    by.may(Permission.DEMAND_CLOSE).require()
    with Change(IMPORT_EXISTING_DEMANDS, by=by, now=now, why=why) as change:
        _Import(change, rows, by, timezone.localdate(now), is_example).write()


@contextmanager
def _naming(number: str) -> Iterator[None]:
    """A refusal names the line that it is about."""
    try:
        yield
    except DomainError as refusal:
        raise type(refusal)(f"{number}：{refusal.message}") from None


class _Import:
    """What the lines name, read once; and the records that follow from them."""

    def __init__(
        self, change: Change, rows: Sequence[LedgerRow], by: Scope, today: date, is_example: bool
    ) -> None:
        self.change, self.rows, self.by, self.today = change, rows, by, today
        self.is_example, self.calendar = is_example, calendar_of(by)
        seen = Demand.objects.visible_to(by).filter(number__in=[row.number for row in rows])
        self.known: dict[str, Demand] = {one.number: one for one in seen.select_related("level")}

    @cached_property
    def enterprises(self) -> dict[str, Enterprise]:
        codes = {row.enterprise for row in self.rows}
        seen = Enterprise.objects.visible_to(self.by)
        return {one.code: one for one in seen.filter(code__in=codes)}

    @cached_property
    def matters(self) -> dict[str, DemandClass]:
        seen = DemandClass.objects.visible_to(self.by).select_related("level")
        return {one.code: one for one in seen}

    @cached_property
    def units(self) -> dict[str, Department]:
        return {one.code: one for one in Department.objects.visible_to(self.by).order_by("id")}

    @cached_property
    def written(self) -> dict[int, list[tuple[str, date]]]:
        """The processes of the known demands."""
        found: dict[int, list[tuple[str, date]]] = {}
        lines = DemandStep.objects.filter(demand__in=self.known.values()).order_by("order")
        for demand, step, at in lines.values_list("demand_id", "step", "happened_at"):
            found.setdefault(demand, []).append((step, timezone.localdate(at)))
        return found

    # -- writing ------------------------------------------------------------------------------

    def write(self) -> None:
        """The demands first, then what points at them."""
        if len({row.number for row in self.rows}) < len(self.rows):
            raise DomainError(_("台账中有重复的编号，请核对。"))
        lines = []
        for row in self.rows:
            with _naming(row.number):
                lines.append(self._line(row))
        demands = [line.demand for line in lines]
        self.change.save_all([one for one in demands if one.pk], PROGRESS)
        self.change.bulk_add(one for one in demands if not one.pk)
        parts = [one for line in lines for one in line.parts]
        self._merge(parts, ("department_id",), ("reported_on",))
        self._merge(
            [one for line in lines for one in line.nodes], ("name",), ("done_on", "evidence")
        )
        clocks = [one for line in lines for one in line.clocks]
        self._merge(clocks, ("kind", "department_id", "started_on"), ("ended_on",))
        self.change.bulk_add(
            one for line in lines for one in line.steps(len(self.written.get(line.demand.pk, ())))
        )

        self._carry_out()

    def _carry_out(self) -> None:
        """What a session decided about a known demand is done when it is answered."""
        open_items = ConsultationItem.objects.filter(due_on__isnull=False, done_on__isnull=True)
        items = list(open_items.filter(demand__in=self.known.values()).select_related("demand"))
        done = [item for item in items if item.demand.answered_on]
        for item in done:
            item.done_on = item.demand.answered_on
        self.change.save_all(done, ["done_on"])
        answered = [one for one in self.known.values() if one.answered_on]
        tasks = list(
            Clock.objects.filter(
                demand__in=answered, kind="decision", ended_on=None
            ).select_related("demand")
        )
        for task in tasks:
            task.ended_on = task.demand.answered_on
        self.change.save_all(tasks, ["ended_on"])

    def _merge(self, wanted: list[Any], names: Sequence[str], moves: Sequence[str]) -> None:
        """Add what is new, save what has moved since the line came last."""
        if not wanted:
            return
        key, says = attrgetter("demand.pk", *names), attrgetter("pk", *moves)
        known = type(wanted[0]).objects.filter(demand__in=self.known.values())
        older = {
            tuple(values[: len(names) + 1]): values[len(names) + 1 :]
            for values in known.values_list("demand_id", *names, "pk", *moves)
        }
        moved = []
        for one in wanted:
            if (old := older.get(key(one))) and old != (old[0], *says(one)[1:]):
                one.pk = old[0]
                moved.append(one)
        self.change.bulk_add(one for one in wanted if key(one) not in older)
        self.change.save_all(moved, moves)

    # -- one line -----------------------------------------------------------------------------

    def _line(self, row: LedgerRow) -> LineRecords:
        demand = self.known.get(row.number)
        if demand is None:
            demand = self._new(row)
        else:
            self._check_known(row, demand)
        for unit in (row.lead, *(part.unit for part in row.parts)):
            if unit and unit not in self.units:
                raise NotFound(_("没有找到这个单位。"))
        line = LineRecords(row, demand, self.units, self.calendar)
        self._stand(demand, line)
        return line

    def _new(self, row: LedgerRow) -> Demand:
        enterprise, matter = self.enterprises.get(row.enterprise), self.matters.get(row.matter)
        if enterprise is None:
            raise NotFound(_("没有找到这家企业。"))
        if matter is None:
            raise NotFound(_("没有找到这个诉求类别。"))
        if matter.level is None:
            raise DomainError(
                _("“%(matter)s”没有办理时限，请先在政策包中设定。") % {"matter": matter}
            )
        check_words(row.title, row.channel)
        title, text = row.title.strip(), row.text.strip()
        return Demand(
            cluster_id=self.by.in_cluster(), number=row.number, enterprise=enterprise,
            county_id=enterprise.county_id, matter=matter, level=matter.level, title=title, text=text,
            channel=row.channel, is_long_cycle=matter.level.is_long_cycle, received_on=row.received_on,
            is_example=self.is_example, search_text=search_text([title, enterprise.name], row.number, text),
        )  # fmt: skip

    def _check_known(self, row: LedgerRow, demand: Demand) -> None:
        written = self.written[demand.pk]
        if [(line.step, line.on) for line in process_of(row)][: len(written)] != written:
            raise DomainError(_("这件诉求在系统中另有办理记录，不能再按台账更新。"))

    def _stand(self, demand: Demand, line: LineRecords) -> None:
        """Where the line says that the demand stands."""
        row = line.row
        demand.status = status_of(row, is_long_cycle=demand.is_long_cycle, today=self.today)
        demand.department = line.lead if row.assigned_on else None
        due = [clock.due_on for clock in line.clocks if clock.kind == "handle"]
        due = due or [node.planned_on for node in line.nodes][-1:]
        demand.original_due_on, demand.due_on = (due[0], due[-1]) if due else (None, None)
        running = [clock.due_on for clock in line.clocks if clock.ended_on is None]
        running += [node.planned_on for node in line.nodes if node.done_on is None]
        demand.next_due_on = None if row.closed_on else min(running, default=None)
        demand.answered_on = row.answered_on or (None if row.disputed_on else row.first_answered_on)
        if row.answered_on:
            demand.result, demand.answer, demand.evidence = row.result, row.answer, row.evidence
        demand.satisfied = True if row.confirmed_on else False if row.disputed_on else None
        demand.reopened = 1 if row.disputed_on else 0
        demand.closed_on, demand.called_back_on = row.closed_on, row.called_back_on
        demand.call_back_satisfied = True if row.called_back_on else None
        if row.closed_on:
            demand.working_days = self.calendar.between(row.received_on, row.closed_on)
