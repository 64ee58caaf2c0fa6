"""Reading the ledger: closings, rule sets, and the verdicts of all projects in one pass."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from django.db.models import Case, Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce, Least

from pandeng.access.records import ClusterRecord, seen
from pandeng.access.scope import Scope
from pandeng.core.completeness import Completeness
from pandeng.core.dated import in_force
from pandeng.domain.projects.forecast import Year
from pandeng.domain.projects.ledger.models import (
    LightRules,
    MonthClosing,
    MonthlyPlan,
    ProjectSlip,
)
from pandeng.domain.projects.ledger.reporting_calendar import DAY, DEFAULT, ReportingCalendar
from pandeng.domain.projects.lights import (
    START_NODE,
    LightFacts,
    LightResult,
    RuleSet,
    due_by,
    judge,
    month_end,
)
from pandeng.domain.projects.models import (
    InvestmentEntry,
    Milestone,
    Project,
    ProjectListing,
    halted,
)
from pandeng.domain.projects.nodes.models import NodeLate


def closings(scope: Scope) -> ReportingCalendar:
    """When months close in this cluster. One query."""
    rows = list(MonthClosing.objects.visible_to(scope))
    usual = next((row.day for row in rows if row.code == DEFAULT and row.day), DAY)
    return ReportingCalendar(usual, {row.code: row.closes_on for row in rows if row.closes_on})


def rule_sets(scope: Scope, known_at: datetime | None = None) -> list[tuple[Any, RuleSet]]:
    """The rule sets of the cluster with their records, the default first."""
    rows = _seen(LightRules, scope, known_at).order_by("-is_default", "order", "id")
    return [
        (
            row,
            RuleSet.of(
                row.code, row.name, row.limits, source=row.source, is_proposal=row.is_proposal
            ),
        )
        for row in rows
    ]


def verdicts(
    scope: Scope, as_of: date, known_at: datetime | None = None, *, rules: str = ""
) -> dict[int, LightResult]:
    """The verdict of every project on the year's list, as of any day and as known at any time.

    By the default rule set, or the one with the code `rules`. Nine queries, whatever the number of
    projects. Stopped projects are not judged.
    """
    sets = [found for _row, found in rule_sets(scope, known_at) if rules in ("", found.code)]
    if not sets:
        return {}
    return {pk: judge(each, sets[0]) for pk, each in facts(scope, as_of, known_at).items()}


def judged(
    scope: Scope, as_of: date, known_at: datetime | None = None
) -> list[tuple[RuleSet, dict[int, LightResult]]]:
    """The verdicts by every rule set beside each other, the default first; the facts are read once."""
    found = facts(scope, as_of, known_at)
    return [
        (rules, {pk: judge(each, rules) for pk, each in found.items()})
        for _row, rules in rule_sets(scope, known_at)
    ]


def year_of(
    scope: Scope, year: int, as_of: date, known_at: datetime | None = None
) -> tuple[Year, int]:
    """The listed projects of a year, month by month, and the last month that ended by the day and of
    which something is reported. What came after the day is left out. Five queries."""
    first, last_day = date(year, 1, 1), date(year, 12, 31)
    day = min(as_of, last_day)
    plans = dict(
        _seen(ProjectListing, scope, known_at)
        .filter(in_force(day), year=year)
        .values_list("project_id", "annual_plan_yuan")
    )
    ids = sorted(plans)
    place = {pk: at for at, pk in enumerate(ids)}
    size = (len(ids), 12)
    done, curve, told = np.zeros(size), np.zeros(size), np.zeros(size, dtype=bool)
    ended = closings(scope).last_ended(as_of)
    rows = _seen(MonthlyPlan, scope, known_at).filter(month_on__range=(first, last_day))
    for pk, month, yuan in rows.values_list("project_id", "month_on", "amount_yuan"):
        if pk in place:
            curve[place[pk], month.month - 1] += yuan
    rows = _seen(InvestmentEntry, scope, known_at).filter(
        month_on__range=(first, min(ended, last_day)), measure="month"
    )
    for pk, month, yuan in rows.values_list("project_id", "month_on", "amount_yuan"):
        if pk in place:
            done[place[pk], month.month - 1] += yuan
            told[place[pk], month.month - 1] = True
    starts, over = np.zeros(len(ids)), np.zeros(size, dtype=bool)
    asked = np.zeros(size, dtype=bool)
    projects = (
        _seen(Project, scope, known_at).filter(id__in=ids)
        if len(ids) < 900
        else _seen(Project, scope, known_at)
    )
    rows = projects.annotate(still=Case(When(halted(day), then=True), default=False))
    for pk, *dates in rows.values_list("id", *YEAR_FIELDS, "still"):
        if pk in place:
            at = place[pk]
            starts[at], asked[at], over[at] = _life(year, day, *dates)
    plan = np.array([plans[pk] for pk in ids], dtype=float)
    due = _due(plan, curve, starts, year)
    found = Year(np.array(ids), plan, due, done.cumsum(axis=1), over, asked, told)
    return found, int(np.flatnonzero(told.any(axis=0)).max()) + 1 if told.any() else 1


def month_reported(scope: Scope, end: date, known_at: datetime | None) -> Completeness:
    """Of the listed projects that were being built in the month that ends on a day, how many have reported
    it. One query."""
    first = end.replace(day=1)
    listed = _seen(ProjectListing, scope, known_at).filter(in_force(end), year=end.year)
    told = _seen(InvestmentEntry, scope, known_at).filter(
        project_id=OuterRef("id"), month_on=first, measure="month"
    )
    rows = (
        _seen(Project, scope, known_at)
        .filter(id__in=listed.values("project_id"), started_on__lte=end)
        .filter(Q(completed_on__isnull=True) | Q(completed_on__gte=first))
        .exclude(halted(end))
    )
    found = rows.aggregate(asked=Count("id"), told=Count("id", filter=Exists(told)))
    return Completeness(found["told"], found["asked"])


YEAR_FIELDS = ("planned_start_on", "started_on", "completed_on", "stopped_on", "withdrawn_on")


def _life(
    year: int,
    day: date,
    planned: date | None,
    started: date | None,
    completed: date | None,
    stopped: date | None,
    withdrawn: date | None,
    still: bool,
) -> tuple[int, list[bool], list[bool]]:
    """Days before the work begins; by month: is the project to report, and is it over by its end?"""
    months = [date(year, month, 1) for month in range(1, 13)]
    ends = [one for one in (completed, *((stopped, withdrawn) if still else ())) if one]
    ended = min((one for one in ends if one <= day), default=None)
    over = [ended is not None and ended <= month_end(month) for month in months]
    asked = [
        started is not None
        and started <= min(day, month_end(month))
        and (ended is None or ended >= month)
        for month in months
    ]
    return _year_day(planned or started, year), asked, over


def _year_day(begin: date | None, year: int) -> int:
    """Days of the year that pass before the work begins."""
    if begin is None or begin.year < year:
        return 0
    return (begin - date(year, 1, 1)).days if begin.year == year else 366


def _due(plan: Any, curve: Any, starts: Any, year: int) -> Any:
    """Cumulative due at month ends: the project's own curve, else evenly from its start."""
    days = (date(year, 12, 31) - date(year, 1, 1)).days + 1
    ends = np.array(
        [(month_end(date(year, m, 1)) - date(year, 1, 1)).days + 1 for m in range(1, 13)]
    )
    span = np.maximum(days - starts, 1)[:, None]
    even = plan[:, None] * np.clip((ends[None, :] - starts[:, None]) / span, 0, 1)
    own = curve.any(axis=1)
    return np.where(own[:, None], curve.cumsum(axis=1), even)


LIGHT_FIELDS = (
    "id", "planned_total_yuan", "planned_start_on", "started_on", "completed_on", "in_statistics_on",
)  # fmt: skip


def facts(scope: Scope, as_of: date, known_at: datetime | None = None) -> dict[int, LightFacts]:
    """What the rules need to know of every project on the year's list."""
    first, calendar = date(as_of.year, 1, 1), closings(scope)
    ended, closed = calendar.last_ended(as_of), calendar.last_closed(as_of)
    plans = dict(
        _seen(ProjectListing, scope, known_at)
        .filter(in_force(as_of), year=as_of.year)
        .values_list("project_id", "annual_plan_yuan")
    )
    projects = _seen(Project, scope, known_at).exclude(halted(as_of)).values_list(*LIGHT_FIELDS)
    done = _sums(InvestmentEntry, scope, known_at, first, ended, closed, measure="month")
    curves = _sums(MonthlyPlan, scope, known_at, first, ended, closed)
    nodes = _nodes(scope, as_of, known_at)
    slips = dict(
        _seen(ProjectSlip, scope, known_at)
        .filter(Q(closed_on__isnull=True) | Q(closed_on__gt=as_of), issued_on__lte=as_of)
        .values_list("project_id", "number")
    )
    nothing = (None, None, 0)
    found = {}
    for pk, total, start, started, completed, entered in projects:
        if pk not in plans:
            continue
        keys = nodes.get(pk, _KeyNodes())
        done_closed, done_ended, has_ended = done.get(pk, nothing)
        month = ended if has_ended else closed
        start = start or keys.start
        plan = plans[pk]
        curve = curves.get(pk)
        if curve and month >= first:
            due = (curve[1] if month == ended else curve[0]) or 0
        else:
            due = _due_evenly(plan, start, month, first)
        found[pk] = LightFacts(
            as_of,
            plan,
            month if month >= first else None,
            due,
            (done_ended if month == ended else done_closed) or 0,
            curve is not None,
            total,
            start,
            _by(started, as_of),
            _by(completed, as_of),
            _by(entered, as_of),
            keys.late,
            keys.oldest,
            keys.early,
            slips.get(pk, ""),
            keys.count,
            keys.late_by_first,
        )
    return found


def _due_evenly(plan: int, start: date | None, month: date, first: date) -> int:
    """What is due by the end of a month where the annual plan is spread evenly from the start on, in yuan."""
    if month < first:
        return 0
    last_day = date(first.year, 12, 31)
    begin = first if start is None or start < first else start
    return due_by(plan, min(begin, last_day), last_day, month_end(month))


def responsible_of(scope: Scope, project_ids: list[int], as_of: date) -> dict[int, str]:
    """Who answers for the oldest late key node of each project. One query."""
    late = Milestone.objects.visible_to(scope).filter(
        Q(actual_on__isnull=True) | Q(actual_on__gt=as_of),
        project_id__in=project_ids,
        is_key=True,
        planned_on__lt=as_of,
    )
    rows = late.order_by("-planned_on").values_list("project_id", "responsible")
    return {pk: person for pk, person in rows if person}


def _by(day: date | None, as_of: date) -> date | None:
    return day if day is not None and day <= as_of else None


def _seen(kind: type[ClusterRecord], scope: Scope, known_at: datetime | None) -> QuerySet[Any]:
    return seen(kind, scope, known_at)


def _sums(
    kind: type[ClusterRecord],
    scope: Scope,
    known_at: datetime | None,
    first: date,
    ended: date,
    closed: date,
    **chosen: Any,
) -> dict[int, tuple[int | None, int | None, int]]:
    """By project: the sum of the year up to the closed month, up to the ended one, entries of the latter."""
    rows = (
        _seen(kind, scope, known_at)
        .filter(month_on__gte=first, month_on__lt=date(first.year + 1, 1, 1), **chosen)
        .order_by()
        .values("project_id")
        .annotate(
            until_closed=Sum("amount_yuan", filter=Q(month_on__lte=closed)),
            until_ended=Sum("amount_yuan", filter=Q(month_on__lte=ended)),
            of_ended=Count("id", filter=Q(month_on=ended)),
        )
        .values_list("project_id", "until_closed", "until_ended", "of_ended")
    )
    return {row[0]: row[1:] for row in rows}


@dataclass(frozen=True)
class _KeyNodes:
    """Of the nodes of a project: the oldest late key node, the planned start, how many key nodes are late,
    how many of them only by a plan moved since, how many nodes are early, and how many key nodes there are."""

    oldest: date | None = None
    start: date | None = None
    late: int = 0
    late_by_first: int = 0
    early: int = 0
    count: int = 0


def _nodes(scope: Scope, as_of: date, known_at: datetime | None) -> dict[int, _KeyNodes]:
    """A node is held to its first plan and to that of now, whichever is earlier: no light gets better
    because a date was moved."""
    first = Coalesce("original_on", "planned_on")
    open_ = Q(actual_on__isnull=True) | Q(actual_on__gt=as_of)
    late = Q(is_key=True, due__lt=as_of) & open_
    rows = (
        _seen(Milestone, scope, known_at)
        .annotate(due=Least("planned_on", first))
        .order_by()
        .values("project_id")
        .annotate(
            oldest=Min("due", filter=late),
            start=Min("due", filter=Q(name=START_NODE)),
            late=Count("id", filter=late),
            by_first=Count("id", filter=late & Q(planned_on__gte=as_of)),
            early=Count("id", filter=Q(due__gt=as_of, actual_on__lte=as_of)),
            keys=Count("id", filter=Q(is_key=True)),
        )
        .values_list("project_id", "oldest", "start", "late", "by_first", "early", "keys")
    )
    found = {row[0]: _KeyNodes(*row[1:]) for row in rows}
    for pk, due_on, reached, since in _late_between(scope, as_of, known_at):
        was = found[pk]
        if reached:
            found[pk] = replace(was, early=was.early - 1)
            continue
        more = int(due_on >= as_of)
        found[pk] = replace(
            was,
            oldest=min(was.oldest or since, since - timedelta(days=1)),
            late=was.late + more,
            late_by_first=was.late_by_first + more,
        )
    return found


def _late_between(scope: Scope, as_of: date, known_at: datetime | None) -> list[Any]:
    """Nodes that were late by a plan between the first and that of now: key ones not reached by the day,
    and those reached late but before the plans of first and now. Project, due, reached?, late since."""
    periods = _seen(NodeLate, scope, known_at).filter(since__lte=as_of)
    of_node = periods.filter(node_id=OuterRef("id")).order_by("since").values("since")
    open_ = Q(actual_on__isnull=True) | Q(actual_on__gt=as_of)
    reached = Q(due__gt=as_of, actual_on__lte=as_of, late_since__lte=F("actual_on"))
    rows = (
        _seen(Milestone, scope, known_at)
        .filter(id__in=periods.values("node_id"))
        .annotate(
            due=Least("planned_on", Coalesce("original_on", "planned_on")),
            late_since=Subquery(of_node[:1]),
            reached=Case(When(reached, then=True), default=False),
        )
        .filter(reached | open_ & Q(is_key=True))
    )
    return list(rows.values_list("project_id", "due", "reached", "late_since"))
