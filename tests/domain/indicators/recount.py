"""Every indicator once more, row by row in plain Python: neither Ibis nor SQL beyond fetching the rows.

A `World` is what one person sees of the records, as known at a time, on a day of a year. `COUNTED` says
of each indicator again which record counts and with which amount; `SLICED` what each slice means.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from types import SimpleNamespace as Row
from typing import Any

from django.apps import apps

from pandeng.access.records import sharing_kinds
from pandeng.access.scope import Scope
from pandeng.core.history import version_model
from pandeng.domain.indicators.days import OFFICE_TIME

ENTERPRISE, STATEMENT = "enterprises.Enterprise", "enterprises.Statement"
PROJECT, DEMAND, OUTCOME = "projects.Project", "demands.Demand", "outcomes.Outcome"
SEGMENT, PLACEMENT, ANSWER = "chains.Segment", "chains.Placement", "surveys.SurveyAnswer"
CLOCK, NODE, STEP = "demands.Clock", "demands.DemandNode", "demands.DemandStep"


SPANS = (
    "chains.Placement", "enterprises.ClubMember", "enterprises.ScaleListing", "platforms.PlatformMember", "projects.NodeLate",
    "projects.ProjectListing", "projects.ProjectLabel", "projects.ProjectLeader", "teams.TeamService",
)  # fmt: skip


class Archive:
    """All rows of a cluster, and all their versions, as they lie in the tables."""

    def __init__(self, cluster_id: int) -> None:
        self.cluster_id = cluster_id
        self.now: dict[str, list[Row]] = {}
        self.versions: dict[str, dict[int, list[Row]]] = {}

    def rows(self, label: str, known_at: datetime | None) -> list[Row]:
        model = apps.get_model(label)
        if known_at is None:
            if label not in self.now:
                own = model._base_manager.filter(cluster_id=self.cluster_id)
                self.now[label] = [Row(**one) for one in own.values()]
            return self.now[label]
        if label not in self.versions:
            found: dict[int, list[Row]] = defaultdict(list)
            own = version_model(model).objects.filter(cluster_id=self.cluster_id)
            for one in own.order_by("history_date", "history_id").values():
                found[one["id"]].append(Row(**one))
            self.versions[label] = found
        last = []
        for versions in self.versions[label].values():
            place = bisect_right(versions, known_at, key=lambda one: one.history_date)
            if place and versions[place - 1].history_type != "-":
                last.append(versions[place - 1])
        return last

    def days(self, *labels: str) -> list[date]:
        """Every day that stands in these kinds of record: where something begins, ends or happens."""
        return sorted(
            {
                value
                for label in labels
                for one in self.rows(label, None)
                for value in vars(one).values()
                if type(value) is date
            }
        )

    def instants(self, label: str) -> list[datetime]:
        """When the office came to know of each version."""
        self.rows(label, datetime.now(UTC))
        versions = self.versions[label].values()
        return sorted({one.history_date for own in versions for one in own})


class World:
    """What one person sees, on a day of a year, as known at a time."""

    def __init__(
        self, archive: Archive, scope: Scope, as_of: date, known_at: datetime | None, year: int
    ) -> None:
        self.archive, self.scope, self.known_at = archive, scope, known_at
        self.as_of, self.year = as_of, year
        self.day = min(as_of, date(year, 12, 31))
        self.first, self.last_first = date(year, 1, 1), date(year - 1, 1, 1)
        ended = (self.day + timedelta(days=1)).replace(day=1) - timedelta(days=1)
        self.month = ended.replace(day=1)
        self.months = ended.month if ended.year == year else 0
        self.last_month = self.month.replace(year=self.month.year - 1)
        self._rows: dict[str, list[Row]] = {}
        self._by: dict[tuple[str, str], dict[Any, list[Row]]] = {}

    def rows(self, label: str) -> list[Row]:
        if label not in self._rows:
            seen = self._seen(label)
            self._rows[label] = [one for one in self.dated(label) if seen(one)]
        return self._rows[label]

    def dated(self, label: str) -> list[Row]:
        """The records of a kind; an enterprise is in the county that its next move leaves."""
        rows = self.archive.rows(label, self.known_at)
        if label != ENTERPRISE:
            return rows
        later = [
            one
            for one in self.archive.rows("enterprises.EnterpriseAddress", self.known_at)
            if one.former_county_id and one.since > self.day
        ]
        later.sort(key=lambda one: (one.since, one.id), reverse=True)
        was = {one.enterprise_id: one.former_county_id for one in later}
        return [Row(**{**vars(one), "county_id": was.get(one.id, one.county_id)}) for one in rows]

    def _seen(self, label: str) -> Callable[[Row], bool]:
        """The row policy of a kind, read off the model and judged here."""
        model = apps.get_model(label)
        policy = model.row_policy
        if policy.through:
            target = model._meta.get_field(policy.through).related_model
            if self.scope.rows(target.row_policy.kind).everything:
                return lambda one: True
            ids = {one.id for one in self.rows(target._meta.label)}
            return lambda one: getattr(one, f"{policy.through}_id") in ids
        reach = self.scope.rows(policy.kind)
        shared = {
            getattr(part, record)
            for kind, record, department in sharing_kinds(policy)
            for part in self.archive.rows(kind, self.known_at)
            if getattr(part, department) in reach.departments
        }

        def seen(one: Row) -> bool:
            if policy.hidden_when and getattr(one, policy.hidden_when) is not None:
                return False
            keys = [(policy.county, reach.counties), (policy.enterprise, reach.enterprises)]
            keys += [(column, reach.departments) for column in policy.departments]
            own = any(column and getattr(one, column) in ids for column, ids in keys)
            return reach.everything or own or one.id in shared

        return seen

    def by(self, label: str, column: str) -> dict[Any, list[Row]]:
        """The records of a kind by what stands in a column."""
        if (label, column) not in self._by:
            found: dict[Any, list[Row]] = defaultdict(list)
            for one in self.rows(label):
                found[getattr(one, column)].append(one)
            self._by[label, column] = found
        return self._by[label, column]

    def one(self, label: str, key: int | None) -> Row | None:
        return next(iter(self.by(label, "id").get(key, ())), None)

    def holds(self, one: Row) -> bool:
        return spans(one.since, one.until, self.day)

    def holding(self, label: str, column: str, key: Any) -> list[Row]:
        """The records of a kind that hold on the day and belong to another."""
        return [one for one in self.by(label, column).get(key, ()) if self.holds(one)]

    # -- what several indicators look up ------------------------------------------------------------

    @cached_property
    def reported(self) -> dict[int, dict[date, int]]:
        """Enterprise → month → revenue."""
        found: dict[int, dict[date, int]] = defaultdict(dict)
        for one in self.rows(STATEMENT):
            if monthly(one):
                found[one.enterprise_id][one.period_on] = one.amount
        return found

    @cached_property
    def annual(self) -> dict[int, dict[str, int]]:
        """Enterprise → measure → value of the year before."""
        found: dict[int, dict[str, int]] = defaultdict(dict)
        for one in self.rows(STATEMENT):
            agreed = one.status == "reviewed"
            if agreed and one.period_kind == "year" and one.period_on == self.last_first:
                found[one.enterprise_id][one.measure] = one.amount
        return found

    @cached_property
    def sizes(self) -> dict[int, int]:
        """Enterprise → the rule of the largest class whose limits it meets."""
        rules = [one for one in self.rows("enterprises.SizeRule") if one.kind == "class"]
        found = {}
        for enterprise, told in self.annual.items():
            met = [
                one
                for one in rules
                if "revenue" in told
                and "staff" in told
                and told["revenue"] >= one.least_revenue_yuan
                and told["staff"] >= one.least_staff
            ]
            if met:
                found[enterprise] = min(met, key=lambda one: one.order).id
        return found

    @cached_property
    def listed(self) -> set[int]:
        rows = self.rows("projects.ProjectListing")
        return {one.project_id for one in rows if one.year == self.year and self.holds(one)}

    @cached_property
    def asked_classes(self) -> set[int]:
        """Classes with an answer by the day."""
        return {a.subclass_id for a in self.rows(ANSWER) if by(a.answered_on, self.day)}


def by(on: date | None, day: date | None) -> bool:
    return on is not None and day is not None and on <= day


def spans(since: date | None, until: date | None, day: date) -> bool:
    return by(since, day) and (until is None or until >= day)


def ended(month: date, day: date) -> bool:
    """Had the month that begins on a day ended by another?"""
    return (month + timedelta(days=32)).replace(day=1) - timedelta(days=1) <= day


def monthly(one: Row) -> bool:
    kind = (one.measure, one.period_kind, one.basis) == ("revenue", "month", "current")
    return kind and one.status == "reviewed"


# -- which record counts --------------------------------------------------------------------------

Counts = Callable[[Row, World], bool]


def climbs(e: Row, w: World) -> bool:
    return spans(e.climbing_since, e.climbing_until, w.day)


def in_scale(e: Row, w: World) -> bool:
    return bool(w.holding("enterprises.ScaleListing", "enterprise_id", e.id))


def anyone(e: Row, w: World) -> bool:
    return True


def of(condition: Counts, column: str = "enterprise_id", label: str = ENTERPRISE) -> Counts:
    """Of the record that a column points to, which must be seen too."""

    def counts(one: Row, w: World) -> bool:
        target = w.one(label, getattr(one, column))
        return target is not None and condition(target, w)

    return counts


def has(label: str) -> Counts:
    """An enterprise with a record of a kind that holds on the day."""
    return lambda e, w: bool(w.holding(label, "enterprise_id", e.id))


def every(*conditions: Counts) -> Counts:
    return lambda one, w: all(condition(one, w) for condition in conditions)


def this_year(s: Row, w: World) -> bool:
    return monthly(s) and w.first <= s.period_on and ended(s.period_on, w.day)


def comparable(population: Counts, *, before: bool) -> Counts:
    """A month that the same enterprise has reported in both years."""

    def counts(s: Row, w: World) -> bool:
        if not monthly(s) or not of(population)(s, w) or not s.period_on <= w.day:
            return False
        first, last = (w.last_first, w.last_month) if before else (w.first, w.month)
        if not first <= s.period_on <= last:
            return False
        other = s.period_on.replace(year=s.period_on.year + (1 if before else -1))
        within = w.first <= other <= w.month if before else w.last_first <= other <= w.last_month
        return within and other in w.reported[s.enterprise_id]

    return counts


def has_reported(e: Row, w: World) -> bool:
    return w.month in w.reported.get(e.id, {})


def lacks_a_month(e: Row, w: World) -> bool:
    own = [day for day in w.reported.get(e.id, {}) if w.first <= day <= w.month]
    return w.months > 0 and len(own) < w.months


def above_limit(e: Row, w: World) -> bool:
    limits = [r.least_revenue_yuan for r in w.rows("enterprises.SizeRule") if r.kind == "scale"]
    revenue = w.annual.get(e.id, {}).get("revenue")
    return revenue is not None and any(revenue >= limit for limit in limits)


def planned(g: Row, w: World) -> bool:
    return bool(g.year == w.year and of(climbs)(g, w))


def listed(p: Row, w: World) -> bool:
    return p.id in w.listed


def until_day(column: str) -> Counts:
    return lambda one, w: by(getattr(one, column), w.day)


def in_year(column: str) -> Counts:
    return lambda one, w: by(w.first, getattr(one, column)) and by(getattr(one, column), w.day)


def ahead(p: Row, w: World) -> bool:
    """One later node is done already, and nothing that is or was due, by whatever plan, is undone."""

    def lateness(m: Row) -> list[Row]:
        return w.by("projects.NodeLate", "node_id").get(m.id, [])

    def done(m: Row) -> bool:
        return by(m.actual_on, w.day)

    def due(m: Row) -> bool:
        late = any(x.since <= w.day for x in lateness(m))
        return by(m.planned_on, w.day) or by(m.original_on, w.day) or late

    def early(m: Row) -> bool:
        was_late = any(by(x.since, m.actual_on) for x in lateness(m))
        to_come = all(not by(plan, w.day) for plan in (m.planned_on, m.original_on))
        return bool(m.planned_on and to_come and done(m) and not was_late)

    own = w.by("projects.Milestone", "project_id").get(p.id, [])
    return any(early(m) for m in own) and all(done(m) for m in own if due(m))


def counted(d: Row, w: World) -> bool:
    return d.enterprise_id is not None and d.status not in ("declined", "merged", "split")


def short(d: Row, w: World) -> bool:
    return not d.is_long_cycle


def came_due(ended: str, due: str) -> Counts:
    return lambda one, w: by(getattr(one, ended), w.day) or before(getattr(one, due), w.day)


def in_time(ended: str, due: str) -> Counts:
    return lambda one, w: (
        by(getattr(one, ended), w.day) and by(getattr(one, ended), getattr(one, due))
    )


def before(on: date | None, day: date) -> bool:
    return on is not None and on < day


def is_(column: str, *values: Any) -> Counts:
    return lambda one, w: getattr(one, column) in values


def open_on_day(column: str) -> Counts:
    return lambda one, w: not by(getattr(one, column), w.day)


def of_counted(one: Row, w: World) -> bool:
    demand = w.one(DEMAND, one.demand_id)
    return demand is not None and counted(demand, w)


def heard_by(one: Row, w: World) -> bool:
    """By the end of the day in the office's time."""
    end = datetime.combine(w.day + timedelta(days=1), time(), OFFICE_TIME)
    return bool(one.happened_at < end)


def has_subclass_asked(c: Row, w: World) -> bool:
    children = w.by("surveys.TaxonomyClass", "parent_id").get(c.id, ())
    return any(x.id in w.asked_classes for x in children)


received, closed, answered = (
    until_day(f"{name}_on") for name in ("received", "closed", "answered")
)
# name → the kind of record, which of them count, the amount added up (of a median: looked at)
COUNTED: dict[str, tuple[str, Counts, str]] = {
    "climbing_enterprises": (ENTERPRISE, climbs, ""),
    "scale_enterprises": (ENTERPRISE, in_scale, ""),
    "club_enterprises": (ENTERPRISE, has("enterprises.ClubMember"), ""),
    "placed_enterprises": (ENTERPRISE, has(PLACEMENT), ""),
    "platform_members": (ENTERPRISE, has("platforms.PlatformMember"), ""),
    "registered_enterprises": (ENTERPRISE, anyone, ""),
    "reporting_climbing": (ENTERPRISE, every(climbs, has_reported), ""),
    "reporting_scale": (ENTERPRISE, every(in_scale, has_reported), ""),
    "incomplete_climbing": (ENTERPRISE, every(climbs, lacks_a_month), ""),
    "incomplete_scale": (ENTERPRISE, every(in_scale, lacks_a_month), ""),
    "sized_enterprises": (ENTERPRISE, lambda e, w: e.id in w.sizes, ""),
    "above_scale_enterprises": (ENTERPRISE, above_limit, ""),
    "not_yet_in_statistics": (ENTERPRISE, lambda e, w: above_limit(e, w) and not in_scale(e, w), ""),
    "cluster_revenue": (STATEMENT, every(this_year, of(in_scale)), "amount"),
    "climbing_revenue": (STATEMENT, every(this_year, of(climbs)), "amount"),
    "enterprise_revenue": (STATEMENT, this_year, "amount"),
    "comparable_climbing_revenue": (STATEMENT, comparable(climbs, before=False), "amount"),
    "comparable_climbing_revenue_before": (STATEMENT, comparable(climbs, before=True), "amount"),
    "comparable_cluster_revenue": (STATEMENT, comparable(in_scale, before=False), "amount"),
    "comparable_cluster_revenue_before": (STATEMENT, comparable(in_scale, before=True), "amount"),
    "planned_enterprises": ("climbing.ClimbGoal", planned, ""),
    "planned_club_enterprises": (
        "climbing.ClimbGoal", lambda g, w: planned(g, w) and g.tier_id is not None, ""),
    "planned_climbing_revenue": ("climbing.ClimbGoal", planned, "revenue_yuan"),
    "key_projects": (PROJECT, listed, ""),
    "projects_started": (PROJECT, every(listed, until_day("started_on")), ""),
    "projects_completed": (PROJECT, every(listed, until_day("completed_on")), ""),
    "projects_in_statistics": (PROJECT, every(listed, until_day("in_statistics_on")), ""),
    "projects_started_outside_statistics": (
        PROJECT, every(listed, until_day("started_on"), open_on_day("in_statistics_on")), ""),
    "projects_newly_started": (PROJECT, every(listed, in_year("started_on")), ""),
    "projects_newly_completed": (PROJECT, every(listed, in_year("completed_on")), ""),
    "projects_newly_in_statistics": (PROJECT, every(listed, in_year("in_statistics_on")), ""),
    "planned_investment": (PROJECT, listed, "planned_total_yuan"),
    "annual_plan": (
        "projects.ProjectListing", lambda x, w: x.year == w.year and w.holds(x), "annual_plan_yuan"),
    "annual_investment": (
        "projects.InvestmentEntry",
        lambda x, w: x.measure == "month" and w.first <= x.month_on and ended(x.month_on, w.day)
        and x.project_id in w.listed,
        "amount_yuan"),
    "projects_ahead": (PROJECT, every(listed, ahead), ""),
    "attracted_suppliers": ("projects.AttractedSupplier", until_day("landed_on"), ""),
    "demands": (DEMAND, every(counted, received), ""),
    "demands_closed": (DEMAND, every(counted, closed), ""),
    "demands_open": (DEMAND, every(counted, received, open_on_day("closed_on")), ""),
    "demands_overdue": (
        DEMAND,
        every(counted, short, lambda d, w: before(d.due_on, w.day), open_on_day("answered_on")), ""),
    "demands_long_cycle": (DEMAND, every(counted, received, is_("is_long_cycle", True)), ""),
    "demands_declined": (DEMAND, every(received, is_("status", "declined")), ""),
    "demands_answered": (DEMAND, every(counted, answered), ""),
    "demands_solved": (DEMAND, every(counted, closed, is_("result", "solved")), ""),
    "demands_came_due": (
        DEMAND, every(counted, received, short, came_due("answered_on", "due_on")), ""),
    "demands_in_time": (DEMAND, every(counted, short, in_time("answered_on", "due_on")), ""),
    "signings_due": (CLOCK, every(is_("kind", "sign"), came_due("ended_on", "due_on"), of_counted), ""),
    "signings_in_time": (
        CLOCK, every(is_("kind", "sign"), in_time("ended_on", "due_on"), of_counted), ""),
    "demand_nodes_due": (NODE, every(came_due("done_on", "planned_on"), of_counted), ""),
    "demand_nodes_in_time": (NODE, every(in_time("done_on", "planned_on"), of_counted), ""),
    "median_working_days": (
        DEMAND, every(counted, closed, short, lambda d, w: d.working_days is not None), "working_days"),
    "demands_rated": (DEMAND, every(counted, closed, is_("satisfied", True, False)), ""),
    "demands_satisfied": (
        DEMAND,
        every(counted, closed, is_("satisfied", True), is_("call_back_satisfied", None, True)), ""),
    "demands_ever_answered": (
        DEMAND, every(counted, received, lambda d, w: answered(d, w) or d.reopened > 0), ""),
    "demands_reopened": (DEMAND, every(counted, received, lambda d, w: d.reopened > 0), ""),
    "demands_called_back": (DEMAND, every(counted, closed, until_day("called_back_on")), ""),
    "objections": (STEP, every(is_("step", "object"), heard_by, of_counted), ""),
    **{
        name: (OUTCOME, every(is_("kind", kind), is_("status", "confirmed"), until_day("happened_on")), "amount")
        for name, kind in (("new_bank_loans", "loan"), ("fund_investment", "fund"),
                           ("talent_recruited", "hire"), ("land_quota_mu", "land"))
    },
    "awards": ("titles.Award", lambda a, w: a.year == w.year and by(a.awarded_on, w.as_of), ""),
    "applications": (
        "titles.Application", lambda a, w: a.year == w.year and by(a.recommended_on, w.as_of), ""),
    "surveyed_enterprises": (ANSWER, every(is_("is_main", True), until_day("answered_on")), ""),
    "survey_classes": (
        "surveys.TaxonomyClass", lambda c, w: c.parent_id is None and has_subclass_asked(c, w), ""),
    "survey_subclasses": (
        "surveys.TaxonomyClass", lambda c, w: c.parent_id is not None and c.id in w.asked_classes, ""),
    "targets": (
        "strategy.TargetValue",
        every(lambda v, w: w.holds(v), of(lambda t, w: t.year == w.year, "target_id", "strategy.Target")),
        "value"),
    "framework_items": ("strategy.FrameworkNode", anyone, ""),
    "team_seats": ("teams.TeamRole", anyone, "seats"),
    "segments": (SEGMENT, anyone, ""),
    "platforms": ("platforms.Platform", lambda p, w: spans(p.opened_on, p.closed_on, w.day), ""),
    "teams": ("teams.Team", anyone, ""),
}  # fmt: skip
RATIOS = {
    "climbing_reporting_rate": ("reporting_climbing", "climbing_enterprises"),
    "scale_reporting_rate": ("reporting_scale", "scale_enterprises"),
    "climbing_revenue_growth": ("comparable_climbing_revenue", "comparable_climbing_revenue_before"),
    "cluster_revenue_growth": ("comparable_cluster_revenue", "comparable_cluster_revenue_before"),
    "start_rate": ("projects_started", "key_projects"),
    "completion_rate": ("projects_completed", "key_projects"),
    "statistics_rate": ("projects_in_statistics", "projects_started"),
    "investment_rate": ("annual_investment", "annual_plan"),
    "closing_rate": ("demands_closed", "demands"),
    "answering_rate": ("demands_answered", "demands"),
    "solution_rate": ("demands_solved", "demands_closed"),
    "timely_rate": ("demands_in_time", "demands_came_due"),
    "signing_rate": ("signings_in_time", "signings_due"),
    "node_rate": ("demand_nodes_in_time", "demand_nodes_due"),
    "satisfaction_rate": ("demands_satisfied", "demands_rated"),
    "reopening_rate": ("demands_reopened", "demands_ever_answered"),
    "call_back_rate": ("demands_called_back", "demands_closed"),
}  # fmt: skip


# -- what a slice means ---------------------------------------------------------------------------

Falls = Callable[[Row, Any, World], bool]


def equals(column: str) -> Falls:
    return lambda one, value, w: getattr(one, column) == value


def stands_on_chain(column: str) -> Falls:
    """The enterprise has a place on a segment of the chain; 0 asks for those with no place at all."""

    def falls(one: Row, value: Any, w: World) -> bool:
        places = w.holding(PLACEMENT, "enterprise_id", getattr(one, column))
        if value == 0:
            return not places
        segments = (w.one(SEGMENT, place.segment_id) for place in places)
        return any(segment and segment.chain_id == value for segment in segments)

    return falls


def carries(label: str, field: str, own: str, other: str) -> Falls:
    """A record of a kind that holds on the day says so; the empty value asks for those with none."""

    def falls(one: Row, value: Any, w: World) -> bool:
        rows = w.holding(label, other, getattr(one, own))
        return not rows if value == "" else any(getattr(x, field) == value for x in rows)

    return falls


def in_month(column: str) -> Falls:
    return lambda one, value, w: (getattr(one, column) or date.min).strftime("%Y-%m") == value


def through(column: str, label: str, falls: Falls) -> Falls:
    """As the record that a column points to, where it is seen."""

    def way(one: Row, value: Any, w: World) -> bool:
        target = w.one(label, getattr(one, column))
        return target is not None and falls(target, value, w)

    return way


def on_chain(one: Row, value: Any, w: World) -> bool:
    return one.chain_id == value or (value == 0 and one.chain_id is None)


def labels(own: str) -> dict[str, Falls]:
    return {
        "level": carries("projects.ProjectLabel", "level", own, "project_id"),
        "leader": carries("projects.ProjectLeader", "person", own, "project_id"),
    }


def equal(*names: str) -> dict[str, Falls]:
    return {name: equals(f"{name}_id") for name in names}


served = carries("teams.TeamService", "team_id", "enterprise_id", "enterprise_id")
OF_ENTERPRISE: dict[str, Falls] = {
    "county": through("enterprise_id", ENTERPRISE, equals("county_id")),
    "chain": stands_on_chain("enterprise_id"),
    **equal("enterprise", "scheme", "survey", "tier"),
}
OF_PROJECT: dict[str, Falls] = {
    "county": through("project_id", PROJECT, equals("county_id")),
    "chain": through("project_id", PROJECT, on_chain),
    "project": equals("project_id"),
    **labels("project_id"),
}
DEMANDS: dict[str, Falls] = {
    **equal("county", "matter", "department", "enterprise"),
    "chain": stands_on_chain("enterprise_id"),
    "team": served,
    "month": in_month("received_on"),
    "channel": equals("channel"),
    "result": equals("result"),
}
OF_DEMAND: dict[str, Falls] = {
    name: through("demand_id", DEMAND, DEMANDS[name])
    for name in ("county", "matter", "enterprise", "chain", "team")
}
SLICED: dict[str, dict[str, Falls]] = {
    ENTERPRISE: {
        "county": equals("county_id"),
        "chain": stands_on_chain("id"),
        "segment": carries(PLACEMENT, "segment_id", "id", "enterprise_id"),
        "tier": carries("enterprises.ClubMember", "tier_id", "id", "enterprise_id"),
        "size": lambda e, value, w: w.sizes.get(e.id) == value,
    },
    STATEMENT: OF_ENTERPRISE,
    "climbing.ClimbGoal": OF_ENTERPRISE,
    "titles.Award": OF_ENTERPRISE,
    "titles.Application": OF_ENTERPRISE,
    ANSWER: OF_ENTERPRISE,
    PROJECT: {**equal("county", "enterprise"), "chain": on_chain, "project": equals("id"), **labels("id")},
    "projects.ProjectListing": OF_PROJECT,
    "projects.InvestmentEntry": {**OF_PROJECT, "month": in_month("month_on")},
    "projects.AttractedSupplier": {**OF_PROJECT, "month": in_month("landed_on")},
    DEMAND: DEMANDS,
    CLOCK: {**OF_DEMAND, **equal("department"), "month": in_month("started_on")},
    NODE: {**OF_DEMAND, "department": through("demand_id", DEMAND, DEMANDS["department"])},
    STEP: {**OF_DEMAND, **equal("department")},
    OUTCOME: {
        **equal("county", "enterprise", "department"),
        "chain": stands_on_chain("enterprise_id"),
        "team": served,
    },
    "strategy.TargetValue": equal("target"),
    "strategy.FrameworkNode": {"node": equals("kind")},
    "teams.TeamRole": {"seat": equals("id")},
    SEGMENT: equal("chain"),
    "platforms.Platform": equal("county"),
    "teams.Team": equal("county"),
}  # fmt: skip
NEWLY = {"projects_newly_started": "started_on", "projects_newly_completed": "completed_on"}
NEWLY["projects_newly_in_statistics"] = "in_statistics_on"


def slice_of(name: str, slice_: str) -> Falls:
    """What a slice of an indicator means; of what happened, the month is that of its day."""
    if slice_ == "month" and name in NEWLY:
        return in_month(NEWLY[name])
    return SLICED[COUNTED[name][0]][slice_]


def recount(w: World, name: str, narrowed: Iterable[tuple[str, Any]] = ()) -> dict[int, Any]:
    """Id → amount (1 of a count) of every record that counts."""
    assert name in COUNTED, f"say once more in COUNTED of {__file__} which records “{name}” counts"
    label, counts, amount = COUNTED[name]
    wanted = [(slice_of(name, slice_), value) for slice_, value in narrowed]
    return {
        one.id: getattr(one, amount) if amount else 1
        for one in w.rows(label)
        if counts(one, w) and all(falls(one, value, w) for falls, value in wanted)
    }
