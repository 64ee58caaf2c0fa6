"""The list of a year on two days, each as known at its time, read with a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from pandeng.access.models import User
from pandeng.access.records import seen, visible
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.core.history import as_of_system_time, version_model
from pandeng.core.models import AuditEvent
from pandeng.domain.projects.compare.rules import (
    KINDS,
    SUMMED,
    Ended,
    Gone,
    Held,
    Label,
    ListDifference,
    ListedNode,
    Side,
    compare,
    counts,
)
from pandeng.domain.projects.lifecycle import facts as dates
from pandeng.domain.projects.lifecycle.rules import first_day_after
from pandeng.domain.projects.models import (
    InvestmentEntry,
    Level,
    Milestone,
    Project,
    ProjectLabel,
    ProjectListing,
    ProjectStep,
)


@dataclass(frozen=True)
class Tally:
    """How many differences of a kind there are."""

    kind: str
    word: str
    count: int


@dataclass(frozen=True)
class Comparison:
    """Two sides of a year's list and every difference between them."""

    year: int
    before: Side
    after: Side
    known_before: datetime
    known_after: datetime
    differences: list[ListDifference]  # of every kind
    kind: str = ""  # the one that is opened

    @property
    def shown(self) -> list[ListDifference]:
        return [one for one in self.differences if self.kind in ("", one.kind)]

    @property
    def kind_word(self) -> str:
        return _(KINDS[self.kind]) if self.kind else ""

    @property
    def tallies(self) -> list[Tally]:
        return [Tally(kind, _(KINDS[kind]), n) for kind, n in counts(self.differences).items()]

    @property
    def late(self) -> int:
        return sum(one.is_late for one in self.shown)

    @property
    def change_yuan(self) -> int | None:
        """By how much the kind that is opened changed in all; None where it has no sum."""
        changes = [one.change_yuan for one in self.shown if one.change_yuan is not None]
        return sum(changes) if self.kind in SUMMED and changes else None


def compared(
    scope: Scope,
    *,
    year: int,
    start: date,
    end: date,
    now: datetime,
    known_before: datetime | None = None,
    known_after: datetime | None = None,
    kind: str = "",
) -> Comparison:
    """The list of `year` on `start` against `end`; each as it was known at the end of its day unless said.

    Refuses days in the wrong order, days and times that have not come, and a kind that is none.
    """
    if kind and kind not in KINDS:
        raise DomainError(_("没有“%(kind)s”这一类变化。") % {"kind": kind[:30]})
    today = timezone.localdate(now)
    if end > today:
        raise DomainError(
            _("%(day)s还没有到，数据只能查到今天（%(today)s）。") % {"day": end, "today": today}
        )
    if start > end:
        raise DomainError(
            _("起始日期%(start)s晚于截止日期%(end)s，请对调。") % {"start": start, "end": end}
        )
    known_before = known_before or min(now, _evening(start))
    known_after = known_after or min(now, _evening(end))
    for at in (known_before, known_after):
        if at > now:
            raise DomainError(
                _("所知时点%(at)s还没有到。") % {"at": f"{timezone.localtime(at):%Y-%m-%d %H:%M}"}
            )
    before = _side(scope, year, start, known_before)
    after = _side(scope, year, end, known_after)
    gone = _gone(scope, year, known_before, known_after)
    differences = compare(before, after, gone)
    return Comparison(year, before, after, known_before, known_after, differences, kind)


def _evening(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


def _side(scope: Scope, year: int, on: date, at: datetime) -> Side:
    """Six queries, whatever the number of projects."""
    projects = {
        row["id"]: row
        for row in seen(Project, scope, at)
        .values(
            "id", "code", "name", "county__short_name", "county__name", "planned_total_yuan",
            *dates.LIFE,
        )
    }  # fmt: skip
    listed: dict[int, dict[str, Any]] = {}
    off: dict[int, Ended] = {}
    listings = as_of_system_time(ProjectListing, at).filter(
        cluster_id=scope.in_cluster(), year=year
    )
    for row in listings.order_by("since").values(
        "project_id", "since", "until", "annual_plan_yuan", "ended_why"
    ):
        if row["project_id"] not in projects or row["since"] > on:
            continue
        if row["until"] is None or row["until"] >= on:
            listed[row["project_id"]] = row
        else:
            off[row["project_id"]] = Ended(first_day_after(row["until"]), row["ended_why"])
    ids = list(listed)
    steps = _steps(ids, on, at)
    labels, ended = _labels(ids, on, at)
    nodes, invested = _nodes(ids, on, at), _invested(ids, year, on, at)
    held = {
        pk: Held(
            project_id=pk,
            code=projects[pk]["code"],
            name=projects[pk]["name"],
            county=projects[pk]["county__short_name"] or projects[pk]["county__name"] or "",
            since=row["since"],
            planned_total_yuan=projects[pk]["planned_total_yuan"],
            annual_plan_yuan=row["annual_plan_yuan"],
            invested_yuan=invested.get(pk, 0),
            facts=dates.as_of(
                dates.facts_of(
                    {name: projects[pk][name] for name in dates.LIFE},
                    [(day, step) for step, day in steps[pk]],
                ),
                on,
            ),
            labels=labels[pk],
            nodes=nodes[pk],
            notes=steps[pk],
        )
        for pk, row in listed.items()
    }
    return Side(on, held, {pk: one for pk, one in off.items() if pk not in held}, ended)


def _steps(ids: list[int], on: date, at: datetime) -> dict[int, dict[tuple[str, date], str]]:
    found: dict[int, dict[tuple[str, date], str]] = defaultdict(dict)
    rows = as_of_system_time(ProjectStep, at).filter(project_id__in=ids, happened_on__lte=on)
    for row in rows.values("project_id", "step", "happened_on", "evidence", "note"):
        said = "；".join(filter(None, (row["note"], row["evidence"])))
        found[row["project_id"]][row["step"], row["happened_on"]] = said
    return found


def _labels(
    ids: list[int], on: date, at: datetime
) -> tuple[dict[int, dict[tuple[str, str], Label]], dict[tuple[int, str, str], Ended]]:
    """The labels that hold on the day, and how the others ended."""
    held: dict[int, dict[tuple[str, str], Label]] = defaultdict(dict)
    ended: dict[tuple[int, str, str], Ended] = {}
    rows = (
        as_of_system_time(ProjectLabel, at)
        .filter(project_id__in=ids, since__lte=on)
        .order_by("since")
    )
    for row in rows.values(
        "project_id", "level", "variant", "since", "until", "basis", "ended_why"
    ):
        key = (row["level"], row["variant"])
        if row["until"] is not None and row["until"] < on:
            ended[row["project_id"], *key] = Ended(first_day_after(row["until"]), row["ended_why"])
            continue
        words = str(Level(row["level"]).label)
        if row["variant"]:
            words += f"（{_(row['variant'])}）"
        held[row["project_id"]][key] = Label(words, row["since"], row["basis"])
    return held, ended


def _nodes(ids: list[int], on: date, at: datetime) -> dict[int, dict[int, ListedNode]]:
    found: dict[int, dict[int, ListedNode]] = defaultdict(dict)
    rows = as_of_system_time(Milestone, at).filter(project_id__in=ids)
    for row in rows.values_list(
        "project_id", "id", "name", "planned_on", "forecast_on", "actual_on"
    ):
        project, pk, name, planned, forecast, actual = row
        reached = actual if actual and actual <= on else None
        found[project][pk] = ListedNode(name, planned, forecast, reached)
    return found


def _invested(ids: list[int], year: int, on: date, at: datetime) -> dict[int, int]:
    """Monthly investment of the year up to the day, summed by project."""
    rows = as_of_system_time(InvestmentEntry, at).filter(
        project_id__in=ids,
        measure="month",
        month_on__range=(date(year, 1, 1), min(on, date(year, 12, 31))),
    )
    summed = rows.order_by().values("project_id").annotate(total=Sum("amount_yuan"))
    return dict(summed.values_list("project_id", "total"))


def _gone(scope: Scope, year: int, after: datetime, until: datetime) -> dict[int, Gone]:
    """Projects of the year's list that were deleted between two times, by whom and why. Four queries."""
    between = {"history_type": "-", "history_date__gt": after, "history_date__lte": until}
    rows = list(
        version_model(Project)
        .objects.filter(visible(Project, scope), **between)
        .values(
            "id", "code", "name", "county__short_name", "county__name", "history_date",
            "history_user_id", "history_change_reason",
        )
    )  # fmt: skip
    listed = set(
        version_model(ProjectListing)
        .objects.filter(cluster_id=scope.in_cluster(), year=year, **between)
        .values_list("project_id", flat=True)
    )
    uids = {row["id"]: (row["history_change_reason"] or "").partition(" ")[2] for row in rows}
    events = {
        event.uid: event
        for event in AuditEvent.objects.filter(
            cluster_id=scope.in_cluster(), uid__in=[UUID(uid) for uid in uids.values() if uid]
        )
    }
    people = dict(
        User.objects.filter(id__in=[row["history_user_id"] for row in rows]).values_list(
            "id", "display_name"
        )
    )
    found = {}
    for row in rows:
        if row["id"] not in listed:
            continue
        event = events.get(UUID(uids[row["id"]])) if uids[row["id"]] else None
        found[row["id"]] = Gone(
            project_id=row["id"],
            code=row["code"],
            name=row["name"],
            county=row["county__short_name"] or row["county__name"] or "",
            at=row["history_date"],
            on=timezone.localdate(row["history_date"]),
            person=people.get(row["history_user_id"], "") or _("系统"),
            why=event.why if event else "",
        )
    return found
