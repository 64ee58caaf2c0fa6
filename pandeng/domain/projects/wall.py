"""Reading the wall chart: the projects of a year's list with their nodes and lights, as of a day."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from pandeng.access.records import seen
from pandeng.access.scope import Scope
from pandeng.core.dated import in_force
from pandeng.core.errors import DomainError, NotFound
from pandeng.domain.enterprises.rules import asked
from pandeng.domain.projects.actions import STAGES
from pandeng.domain.projects.chart import (
    WallLight,
    WallNeed,
    WallPoint,
    WallRow,
    Window,
    state_of_need,
    whole_window,
    year_window,
)
from pandeng.domain.projects.ledger.models import ProjectLeader
from pandeng.domain.projects.models import (
    InvestmentEntry,
    Level,
    Project,
    ProjectLabel,
    ProjectListing,
)
from pandeng.domain.projects.node_queries import Node, nodes_of
from pandeng.domain.projects.queries import verdicts


@dataclass(frozen=True)
class Filters:
    """What a chart is narrowed to; nothing is everything. `state` keeps projects with such a node."""

    county: int | None = None
    chain: int | None = None
    level: str = ""
    leader: str = ""
    light: str = ""
    state: str = ""
    project: int | None = None
    words: str = ""


@dataclass(frozen=True)
class Wall:
    """The chart of one year: `rows` are those asked for, by county and then by code."""

    as_of: date
    known_at: datetime | None
    year: int
    window: Window
    rows: list[WallRow]
    total: int  # projects of the list that this scope sees
    leaders: list[str] = field(default_factory=list)
    lights: list[WallLight] = field(default_factory=list)


def wall(
    scope: Scope,
    filters: Filters = Filters(),
    *,
    as_of: date,
    today: date,
    known_at: datetime | None = None,
    whole: bool = False,
) -> Wall:
    """The chart as of a day and as known at a time. A fixed number of queries, whatever its size.

    `whole` shows every node's month, else the year of the day. Refuses a day that has not come.
    """
    if as_of > today:
        raise DomainError(
            _("%(day)s还没有到，数据只能查到今天（%(today)s）。") % {"day": as_of, "today": today}
        )
    listed = dict(
        seen(ProjectListing, scope, known_at)
        .filter(in_force(as_of), year=as_of.year)
        .values_list("project_id", "annual_plan_yuan")
    )
    projects = _projects(scope, listed, filters, known_at)
    levels = _levels(scope, as_of, known_at)
    if filters.level:
        projects = [item for item in projects if filters.level in levels[item["id"]]]
    points = _points(scope, [item["id"] for item in projects], as_of, known_at)
    lights = _lights(scope, as_of, known_at)
    leaders = _leaders(scope, as_of, known_at)
    rows = [
        WallRow(
            project_id=item["id"],
            code=item["code"],
            name=item["name"],
            county_id=item["county_id"],
            county=item["county__short_name"] or item["county__name"],
            chain=item["chain__name"] or "",
            levels=tuple(levels[item["id"]]),
            leader=leaders.get(item["id"], ""),
            planned_total_yuan=item["planned_total_yuan"],
            annual_plan_yuan=listed[item["id"]],
            light=lights.get(item["id"]),
            nodes=tuple(points[item["id"]]),
        )
        for item in projects
    ]
    lit = {row.light.code: row.light for row in rows if row.light}
    chosen = [row for row in rows if _is_asked(row, filters)]
    return Wall(
        as_of=as_of,
        known_at=known_at,
        year=as_of.year,
        window=whole_window((node for row in chosen for node in row.nodes), as_of.year)
        if whole
        else year_window(as_of.year),
        rows=chosen,
        total=len(listed),
        leaders=sorted(set(leaders.values())),
        lights=[lit[code] for code in sorted(lit)],
    )


@dataclass(frozen=True)
class ProjectSheet:
    """One project for its page: the row, its stages with their days, this year's money by month."""

    row: WallRow
    as_of: date
    enterprise: str
    stages: list[tuple[str, date | None]]
    months: list[tuple[date, int | None]]  # None: nothing reported


def project_sheet(
    scope: Scope,
    project: int,
    *,
    as_of: date,
    today: date,
    known_at: datetime | None = None,
) -> ProjectSheet:
    """A project of the year's list on its page. One that the scope does not see is not there."""
    shown = wall(scope, Filters(project=project), as_of=as_of, today=today, known_at=known_at)
    if not shown.rows:
        raise NotFound(
            _("%(year)s年重点项目清单中没有这个项目，请核对项目编号和截至日期。")
            % {"year": as_of.year}
        )
    record = (
        seen(Project, scope, known_at).filter(id=project).values("enterprise__name", *STAGES)[0]
    )
    paid = dict(
        seen(InvestmentEntry, scope, known_at)
        .filter(
            project_id=project,
            measure="month",
            month_on__range=(date(as_of.year, 1, 1), as_of),
        )
        .values_list("month_on", "amount_yuan")
    )
    return ProjectSheet(
        row=shown.rows[0],
        as_of=as_of,
        enterprise=record["enterprise__name"] or "",
        stages=[
            (str(word), record[stage] if record[stage] and record[stage] <= as_of else None)
            for stage, word in STAGES.items()
        ],
        months=[(month, paid.get(month)) for month in year_window(as_of.year).starts()],
    )


# -- inside -----------------------------------------------------------------------------------


def _projects(
    scope: Scope, listed: dict[int, int], filters: Filters, known_at: datetime | None
) -> list[dict[str, Any]]:
    rows = seen(Project, scope, known_at).filter(id__in=list(listed))
    if filters.county is not None:
        rows = rows.filter(county_id=filters.county)
    if filters.chain is not None:
        rows = rows.filter(chain_id=filters.chain)
    if filters.project is not None:
        rows = rows.filter(id=filters.project)
    if filters.words.strip():
        found = Project.objects.filter(search_text__finds=asked(filters.words))
        rows = rows.filter(id__in=found.values("id"))
    return list(
        rows.order_by("county_id", "code").values(
            "id", "code", "name", "county_id", "county__short_name", "county__name", "chain__name",
            "planned_total_yuan",
        )
    )  # fmt: skip


def _levels(scope: Scope, as_of: date, known_at: datetime | None) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    labels = seen(ProjectLabel, scope, known_at).filter(in_force(as_of))
    for project, level in labels.values_list("project_id", "level"):
        if level not in found[project]:
            found[project].append(level)
    order = list(Level.values)
    return defaultdict(
        list, {key: sorted(levels, key=order.index) for key, levels in found.items()}
    )


def _points(
    scope: Scope, projects: list[int], as_of: date, known_at: datetime | None
) -> dict[int, list[WallPoint]]:
    """The nodes of each project as the chart draws them."""
    found: dict[int, list[WallPoint]] = defaultdict(list)
    for project, nodes in nodes_of(scope, projects, as_of, known_at).items():
        found[project] = [_point(node, as_of) for node in nodes]
    return found


def _point(node: Node, as_of: date) -> WallPoint:
    return WallPoint(
        node_id=node.id,
        order=node.order,
        name=node.name,
        is_key=node.is_key,
        planned_on=node.planned_on,
        original_on=node.original_on,
        forecast_on=node.forecast_on,
        actual_on=node.actual_on,
        department=node.department,
        responsible=node.responsible,
        waits_for=tuple(wait.name for wait in node.waits_for),
        needs=tuple(
            WallNeed(
                kind=one.kind,
                what=one.word,
                by=one.department,
                needed_on=one.due_on,
                given_on=one.given_on,
                state=state_of_need(one.due_on, one.given_on, as_of),
            )
            for one in node.guarantees
        ),
        blocked_by="、".join(f"{one.number} {one.reason}".strip() for one in node.blocked_by),
        state=node.state,
    )


def _lights(scope: Scope, as_of: date, known_at: datetime | None) -> dict[int, WallLight]:
    """What the default rule set says of each project on the day."""
    return {
        project: WallLight(verdict.code, verdict.tone, verdict.word, verdict.reasons)
        for project, verdict in verdicts(scope, as_of, known_at).items()
    }


def _leaders(scope: Scope, as_of: date, known_at: datetime | None) -> dict[int, str]:
    """Who answers for which project on the day."""
    rows = seen(ProjectLeader, scope, known_at).filter(in_force(as_of))
    return dict(rows.order_by("since").values_list("project_id", "person"))


def _is_asked(row: WallRow, filters: Filters) -> bool:
    """The filters that follow from verdicts and nodes."""
    return (
        (not filters.light or (row.light is not None and row.light.code == filters.light))
        and (not filters.leader or row.leader == filters.leader)
        and (not filters.state or any(node.state == filters.state for node in row.nodes))
    )
