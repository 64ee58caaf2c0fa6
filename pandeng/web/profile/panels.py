"""What a team reads in the car about one enterprise: each panel reads what the scope may see, as known."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.records import ClusterRecord, visible
from pandeng.access.scope import Scope
from pandeng.core import units
from pandeng.core.chart import Chart, Series
from pandeng.core.dated import in_force
from pandeng.core.history import as_of_system_time
from pandeng.domain.chains.models import ChainLeader, Placement, SupplyRelation
from pandeng.domain.climbing import rules
from pandeng.domain.climbing.queries import Plan, plan_of
from pandeng.domain.demands.models import Demand
from pandeng.domain.demands.queries import OPEN
from pandeng.domain.enterprises import statements
from pandeng.domain.enterprises.doubts import Value, doubts
from pandeng.domain.enterprises.models import ClubMember, EnterpriseName, Measure, Statement
from pandeng.domain.enterprises.size import Size, above_scale, size_class
from pandeng.domain.indicators.ladder import Ladder, LadderRow, ladder
from pandeng.domain.outcomes.models import Outcome, OutcomeKind
from pandeng.domain.platforms.models import PlatformMember
from pandeng.domain.projects.models import Project
from pandeng.domain.surveys.models import SurveyAnswer
from pandeng.domain.teams.models import TeamMember, TeamService, Visit, VisitQuestion
from pandeng.domain.titles.models import Application, Award
from pandeng.web.pages.enterprises.climbing import told, tone_of
from pandeng.web.profile.fields import Earlier, earlier_amounts, people_of, person_of, source_of

FEW = 6
WAN = 10_000
OUTCOME_UNITS = {"yuan": "元", "person": "人", "mu": "亩"}
STAGES = (
    ("stopped_on", gettext_noop("已停建或退出")),
    ("in_production_on", gettext_noop("已投产")),
    ("completed_on", gettext_noop("已竣工")),
    ("started_on", gettext_noop("已开工")),
    ("signed_on", gettext_noop("已签约")),
)


@dataclass(frozen=True)
class Looking:
    """Who looks at which enterprise, on which day, knowing what was known when."""

    scope: Scope
    pk: int
    day: date
    known_at: datetime | None

    def rows(self, model: type[ClusterRecord]) -> Any:
        """The records of a kind that the scope may see, as known."""
        return as_of_system_time(model, self.known_at).filter(visible(model, self.scope))

    def own(self, model: type[ClusterRecord]) -> Any:
        """Those of this enterprise."""
        return self.rows(model).filter(enterprise_id=self.pk)


# -- figures ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Amount:
    """The latest value of a measure: for which period, how it compares, where it comes from."""

    measure: str
    title: str
    statement_id: int
    value: str
    period: str
    basis: str
    change: str
    source: str
    reported_on: date
    days: int
    person: str
    asked: list[str]
    confirmed: str
    earlier: list[Earlier]


@dataclass(frozen=True)
class Figures:
    amounts: list[Amount]
    charts: list[tuple[str, str, Chart]]
    years: list[str]
    annual: list[tuple[str, list[str]]]
    size: Size | None
    is_above_scale: bool | None
    values: dict[str, list[Any]] = field(repr=False, default_factory=dict)


def figures(at: Looking) -> Figures:
    """Latest values, monthly charts, annual table, size class. Four queries."""
    rows = list(
        at.own(Statement)
        .filter(period_on__lte=at.day, period_on__gte=date(at.day.year - 5, 1, 1))
        .order_by("period_on", "id")
    )
    by_measure: dict[str, list[Any]] = {}
    for row in rows:
        by_measure.setdefault(row.measure, []).append(row)
    latest = [
        max(
            (r for r in own if r.basis == "current" or r.period_kind == "year"),
            key=lambda r: (r.period_on, r.period_kind == "month"),
            default=own[-1],
        )
        for measure in Measure.values
        if (own := by_measure.get(measure))
    ]
    versions = earlier_amounts([row.id for row in latest], at.known_at)
    people = people_of(version for own in versions.values() for version in own)
    limits, scale = statements.limits(at.scope)
    year = at.day.year - 1
    annual = {
        (row.measure, row.period_on.year): row.amount for row in rows if row.period_kind == "year"
    }
    years = sorted({of for _measure, of in annual})[-5:]
    revenue, staff = annual.get(("revenue", year)), annual.get(("staff", year))
    return Figures(
        amounts=[
            _amount(at, row, by_measure[row.measure], versions.get(row.id, []), people)
            for row in latest
        ],
        charts=[
            (measure, str(Measure(measure).label), chart)
            for measure in Measure.values
            if (chart := _chart(at, measure, by_measure.get(measure, [])))
        ],
        years=[str(of) for of in years],
        annual=[
            (
                str(Measure(measure).label),
                [_written(annual.get((measure, of)), measure) for of in years],
            )
            for measure in Measure.values
            if any((measure, of) in annual for of in years)
        ],
        size=size_class(staff, revenue, limits, year=year) if limits else None,
        is_above_scale=above_scale(revenue, scale),
        values=by_measure,
    )


def _written(amount: int | None, measure: str) -> str:
    return "—" if amount is None else statements.written(amount, measure)


def _amount(
    at: Looking, row: Any, own: list[Any], versions: list[Any], people: dict[int, str]
) -> Amount:
    value = Value(row.period_kind, row.period_on, row.basis, row.amount)
    past = [Value(r.period_kind, r.period_on, r.basis, r.amount) for r in own]
    asked = [] if row.confirmed else doubts(row.measure, value, past)
    before = next(
        (
            r.amount
            for r in own
            if (r.period_kind, r.basis) == (row.period_kind, row.basis)
            and (r.period_on.year, r.period_on.month)
            == (row.period_on.year - 1, row.period_on.month)
        ),
        None,
    )
    month = row.period_kind == "month"
    return Amount(
        measure=row.measure,
        title=str(Measure(row.measure).label),
        statement_id=row.id,
        value=_written(row.amount, row.measure),
        period=row.period_on.strftime("%Y-%m" if month else "%Y"),
        basis=str(row.get_basis_display()) if month else _("全年"),
        change=_change(row.amount, before),
        source=row.source,
        reported_on=row.reported_on,
        days=(at.day - row.reported_on).days,
        person=person_of(versions[-1], people) if versions else "",
        asked=[doubt.sentence(statements.writer(row.measure)) for doubt in asked],
        confirmed=row.confirmed,
        earlier=[
            Earlier(
                _written(old.amount, row.measure),
                old.history_date,
                person_of(old, people),
                source_of(old),
                old.history_id,
            )
            for old, new in zip(versions[-2::-1], versions[:0:-1], strict=True)
            if old.amount != new.amount
        ],
    )


def _change(amount: int, before: int | None) -> str:
    """Growth over the same period of last year; nothing where there is none, or a sign has changed."""
    if not before or before < 0:
        return ""
    tenths = units.half_up(Decimal(amount - before) * 100 / before, 1)
    return f"{'+' if tenths >= 0 else '−'}{units.plain(abs(tenths))}%"


def _chart(at: Looking, measure: str, own: list[Any]) -> Chart | None:
    """This year's months beside last year's; a month not reported is a gap, not zero."""
    months = {
        (r.period_on.year, r.period_on.month): r.amount
        for r in own
        if r.period_kind == "month" and r.basis == "current"
    }
    shown = [year for year in (at.day.year - 1, at.day.year) if any(y == year for y, _m in months)]
    if not shown:
        return None
    kind = statements.unit_of(measure)
    size = {"yuan": WAN, "kwh": WAN, "person": 1}[kind]
    return Chart(
        kind="bar" if measure == "revenue" else "line",
        labels=[_("%(month)s月") % {"month": month} for month in range(1, 13)],
        series=[
            Series(
                str(year),
                [
                    None
                    if (amount := months.get((year, month))) is None
                    else float(units.half_up(Decimal(amount) / size, 1))
                    for month in range(1, 13)
                ],
            )
            for year in shown
        ],
        unit={"yuan": _("万元"), "kwh": _("万千瓦时"), "person": _("人")}[kind],
        axis=_("月份"),
    )


# -- climbing ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class PlanYear:
    year: int
    target: str
    tier: str
    actual: str
    share: str
    is_whole: bool


@dataclass(frozen=True)
class Climbing:
    """The plan against what was reached, and the verdict of the year."""

    ladder: Ladder
    line: LadderRow | None
    tone: str
    word: str
    reasons: list[str]
    tier: str
    plan: Plan | None
    years: list[PlanYear]


def climbing(at: Looking, as_of: date, of: Figures) -> Climbing:
    """Thirteen queries."""
    found = ladder(at.scope, as_of=as_of, known_at=at.known_at, enterprise=at.pk)
    line = found.lines[0] if found.lines else None
    plan = plan_of(at.scope, at.pk, known_at=at.known_at)
    member = (
        at.own(ClubMember).filter(in_force(at.day)).values_list("tier__name", flat=True).first()
    )
    return Climbing(
        ladder=found,
        line=line,
        tone=tone_of(line.climb) if line else "grey",
        word=_(rules.NAMES[line.climb.shape]) if line else "",
        reasons=told(line.climb) if line else [],
        tier=member or "",
        plan=plan,
        years=[_plan_year(goal, of, as_of) for goal in plan.goals] if plan else [],
    )


def _plan_year(goal: Any, of: Figures, as_of: date) -> PlanYear:
    """A year of the plan beside the annual report, or the months reported so far."""
    rows = of.values.get("revenue", [])
    whole = next(
        (r.amount for r in rows if r.period_kind == "year" and r.period_on.year == goal.year), None
    )
    months = [
        r.amount
        for r in rows
        if r.period_kind == "month" and r.basis == "current" and r.period_on.year == goal.year
    ]
    actual = whole if whole is not None else sum(months) if months else None
    share = (
        ""
        if actual is None
        else f"{units.plain(units.half_up(Decimal(actual) * 100 / goal.revenue_yuan, 1))}%"
    )
    return PlanYear(
        goal.year,
        statements.written(goal.revenue_yuan, "revenue"),
        goal.tier.name if goal.tier else "",
        _written(actual, "revenue"),
        share,
        whole is not None,
    )


# -- position ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Neighbour:
    """A segment up- or downstream: how many enterprises of the scope stand on it, a few by name."""

    segment: Any
    count: int
    names: list[tuple[int, str]]


@dataclass(frozen=True)
class Position:
    placements: list[Any]
    leads: list[str]
    suppliers: list[Neighbour]
    customers: list[Neighbour]
    products: list[tuple[str, str]]
    platforms: list[Any]
    sees_all: bool  # only then an empty segment is a gap of the city


def position(at: Looking) -> Position:
    """Where it stands in its chain, whom its segment buys from and sells to. Seven queries."""
    placements = list(
        at.own(Placement)
        .filter(in_force(at.day))
        .select_related("segment", "segment__chain")
        .order_by("-is_main", "id")
    )
    own = {placement.segment_id for placement in placements}
    relations = list(
        at.rows(SupplyRelation)
        .filter(Q(supplier_id__in=own) | Q(customer_id__in=own))
        .select_related("supplier", "customer", "supplier__chain", "customer__chain")
    )
    suppliers = {r.supplier_id: r.supplier for r in relations if r.customer_id in own}
    customers = {r.customer_id: r.customer for r in relations if r.supplier_id in own}
    around = set(suppliers) | set(customers)
    standing = at.rows(Placement).filter(in_force(at.day), segment_id__in=around)
    counts = dict(
        standing.values_list("segment_id").annotate(n=Count("enterprise_id", distinct=True))
    )
    names: dict[int, list[tuple[int, str]]] = {}
    for segment, enterprise, name in standing.order_by("-is_main", "id").values_list(
        "segment_id", "enterprise_id", "enterprise__name"
    )[:200]:
        row = names.setdefault(segment, [])
        if len(row) < 3:
            row.append((enterprise, name))

    def neighbours(segments: dict[int, Any]) -> list[Neighbour]:
        return [
            Neighbour(segment, counts.get(pk, 0), names.get(pk, []))
            for pk, segment in sorted(segments.items())
        ]

    answers = at.own(SurveyAnswer).filter(answered_on__lte=at.day)
    return Position(
        placements,
        list(at.own(ChainLeader).filter(in_force(at.day)).values_list("chain__name", flat=True)),
        neighbours(suppliers),
        neighbours(customers),
        list(answers.order_by("-is_main", "id").values_list("subclass__name", "product")[:FEW]),
        list(at.own(PlatformMember).filter(in_force(at.day)).select_related("platform")[:FEW]),
        at.scope.rows("enterprise").everything,
    )


# -- work -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Work:
    """Projects, demands, outcomes and titles."""

    projects: list[tuple[Any, str, str]]
    projects_count: int
    open_demands: list[tuple[Any, str]]
    open_count: int
    closed_demands: list[Any]
    closed_count: int
    outcomes: list[tuple[str, str, int]]
    waiting: int
    awards: list[Any]
    applications: list[Any]


def work(at: Looking) -> Work:
    """Nine queries."""
    projects = at.own(Project).order_by("-planned_total_yuan", "id")
    demands = at.own(Demand).filter(received_on__lte=at.day)
    still = demands.filter(status__in=OPEN)
    closed = demands.filter(closed_on__isnull=False, closed_on__lte=at.day)
    shown = list(still.select_related("department").order_by("next_due_on", "id")[:FEW])
    outcomes = at.own(Outcome).filter(happened_on__lte=at.day)
    sums = (
        outcomes.filter(status="confirmed")
        .order_by("kind")
        .values_list("kind", "unit")
        .annotate(amount=Sum("amount"), n=Count("id"))
    )
    return Work(
        projects=[
            (
                project,
                _stage(project, at.day),
                statements.written(project.planned_total_yuan, "revenue"),
            )
            for project in projects[:FEW]
        ],
        projects_count=projects.count(),
        open_demands=[(demand, _due(demand, at.day)) for demand in shown],
        open_count=still.count(),
        closed_demands=list(closed.order_by("-closed_on", "id")[:3]),
        closed_count=closed.count(),
        outcomes=[
            (
                str(OutcomeKind(kind).label),
                units.written(Decimal(amount), OUTCOME_UNITS[unit]),
                n,
            )
            for kind, unit, amount, n in sums
        ],
        waiting=outcomes.filter(status="reported").count(),
        awards=list(
            at.own(Award)
            .filter(awarded_on__lte=at.day)
            .select_related("scheme")
            .order_by("-awarded_on", "id")
        ),
        applications=list(
            at.own(Application)
            .filter(recommended_on__lte=at.day)
            .select_related("scheme")
            .order_by("-recommended_on", "id")
        ),
    )


def _stage(project: Any, day: date) -> str:
    """The furthest stage reached by the day."""
    for name, words in STAGES:
        if (on := getattr(project, name)) and on <= day:
            return _(words)
    return _("前期")


def _due(demand: Any, day: date) -> str:
    """The light of its nearest deadline: red when it has passed."""
    if demand.next_due_on is None:
        return "grey"
    return "red" if demand.next_due_on < day else "green"


# -- people -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class People:
    """Who serves the enterprise, and the visits."""

    teams: list[tuple[Any, list[Any]]]
    last: list[Any]
    coming: list[Any]
    questions: list[Any]
    names: list[Any]


def people(at: Looking) -> People:
    """Six queries."""
    services = list(
        at.own(TeamService).filter(in_force(at.day)).select_related("team").order_by("since", "id")
    )
    seats = list(
        at.rows(TeamMember)
        .filter(in_force(at.day), team_id__in=[service.team_id for service in services])
        .select_related("role", "department")
        .order_by("role__order", "id")
    )
    visits = at.own(Visit).select_related("department")
    return People(
        teams=[
            (service.team, [seat for seat in seats if seat.team_id == service.team_id])
            for service in services
        ],
        last=list(visits.filter(done_on__lte=at.day).order_by("-done_on", "-id")[:3]),
        coming=list(
            visits.filter(
                done_on__isnull=True, called_off_on__isnull=True, planned_on__gte=at.day - timedelta(30)
            ).order_by("planned_on", "id")[:3]
        ),
        questions=list(
            at.rows(VisitQuestion)
            .filter(
                visit__enterprise_id=at.pk,
                settled_on__isnull=True,
                demand__isnull=True,
                carried_to__isnull=True,
            )
            .order_by("visit_id", "order")[:FEW]
        ) if at.known_at is None else [],
        names=list(at.own(EnterpriseName).order_by("kind", "id")),
    )  # fmt: skip


# -- freshness --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Freshness:
    """One kind of content: the day of the newest entry, and how long ago that was."""

    title: str
    on: date | None
    days: int | None
    is_old: bool


OLD_DAYS = 92  # our proposal: older than a quarter is said to be old


def freshness(
    at: Looking,
    fields: Iterable[Any],
    of: Figures,
    of_work: Work,
    of_people: People,
    plan: Plan | None,
) -> list[Freshness]:
    """How old each part of the page is, from what the page has read already. No query."""

    def latest(title: str, days: Iterable[date | None]) -> Freshness:
        on = max((day for day in days if day), default=None)
        age = None if on is None else (at.day - on).days
        return Freshness(title, on, age, age is None or age > OLD_DAYS)

    return [
        latest(_("名册"), (timezone.localdate(one.at) for one in fields)),
        latest(_("报表"), (one.reported_on for one in of.amounts)),
        latest(_("诉求"), (d.received_on for d, _light in of_work.open_demands)),
        latest(_("办结诉求"), (d.closed_on for d in of_work.closed_demands)),
        latest(_("走访"), (visit.done_on for visit in of_people.last)),
        latest(_("称号"), (award.awarded_on for award in of_work.awards)),
        latest(_("攀登计划"), (goal.set_on for goal in plan.goals) if plan else ()),
    ]
