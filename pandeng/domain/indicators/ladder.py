"""The ladder: every climbing enterprise with its verdict of the year, as of a day and as known.

One statement adds up the months of this year and the last (declared once in Ibis, for every
database); the verdicts are those of `climbing.rules`.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any

from django.db import connection
from django.db.models import Q

from pandeng.access.records import ClusterRecord, seen
from pandeng.access.scope import Scope
from pandeng.analytics.engine import parameter
from pandeng.core.dated import in_force
from pandeng.domain.climbing import rules
from pandeng.domain.climbing.models import ClimbGoal, ClimbTest
from pandeng.domain.climbing.queries import rungs
from pandeng.domain.climbing.rules import Climb, ClimbRule, ClimbStanding, Rung
from pandeng.domain.enterprises.models import ClubMember, Enterprise
from pandeng.domain.enterprises.workflow import REVIEWED
from pandeng.domain.indicators.catalogue.filters import climbing, of_enterprises
from pandeng.domain.indicators.context import FilterContext
from pandeng.domain.indicators.days import months_of, refuse_future
from pandeng.domain.indicators.execute import bound_times, dialect
from pandeng.domain.indicators.question import default_as_of
from pandeng.domain.indicators.statements import StatementShape, statement
from pandeng.domain.packs.models import LoadedPack

NOTHING = (0, 0, 0, 0, 0, 0, 0)  # of an enterprise that reported no month


@dataclass(frozen=True)
class LadderRow:
    """One enterprise on the ladder."""

    enterprise_id: int
    name: str
    county_id: int
    county: str
    is_example: bool
    climb: Climb


@dataclass(frozen=True)
class Ladder:
    """All of them on one day, with the tiers from the top and the rule that judged them."""

    as_of: date
    known_at: datetime | None
    year: int
    tiers: list[Rung]
    rule: ClimbRule
    rule_is_proposal: bool
    lines: list[LadderRow]

    @cached_property
    def counts(self) -> dict[tuple[str, str], int]:
        """(present tier or nothing, verdict) → how many."""
        return Counter((line.climb.standing.present, line.climb.shape) for line in self.lines)

    @property
    def expected_in_club(self) -> int:
        """In a tier at the end of the year if every forecast comes true; unknown ones stay where they are."""
        return sum(
            bool(line.climb.standing.present)
            if line.climb.shape == "unknown"
            else bool(line.climb.reaches)
            for line in self.lines
        )

    @property
    def forecast_yuan(self) -> int:
        """The sum of all forecasts; those that cannot be judged are not in it."""
        return sum(line.climb.forecast or 0 for line in self.lines)


def ladder(
    scope: Scope,
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
    enterprise: int | None = None,
) -> Ladder:
    """The verdicts of the year of `as_of`, of all climbing enterprises in scope or of one. Eight queries.

    Refuses a day or a time in the future.
    """
    as_of = as_of or default_as_of(scope)
    refuse_future(as_of, known_at)
    tiers = rungs(scope, known_at=known_at)
    rule, is_proposal = rule_of(scope)
    climbers = seen(Enterprise, scope, known_at).filter(
        Q(climbing_until__isnull=True) | Q(climbing_until__gte=as_of),
        climbing_since__lte=as_of,
    )
    if enterprise is not None:
        climbers = climbers.filter(id=enterprise)
    standing_of = _standings(scope, as_of, known_at, enterprise)
    lines = [
        LadderRow(pk, name, county_id, county, example, rules.judge(standing_of(pk), tiers, rule))
        for pk, name, county_id, county, example in climbers.order_by("name", "id").values_list(
            "id", "name", "county_id", "county__short_name", "is_example"
        )
    ]
    return Ladder(as_of, known_at, as_of.year, tiers, rule, is_proposal, lines)


def _standings(
    scope: Scope, as_of: date, known_at: datetime | None, enterprise: int | None
) -> Callable[[int], ClimbStanding]:
    """What each enterprise is judged by: its months, its tier, its plan and tests. Four queries."""
    due = months_of(as_of, as_of.year)["months"]
    only = Q() if enterprise is None else Q(enterprise_id=enterprise)

    def of(model: type[ClusterRecord], *on: Q, **more: Any) -> Any:
        return seen(model, scope, known_at).filter(only, *on, **more)

    members = of(ClubMember, in_force(as_of))
    present: dict[int, str] = dict(members.values_list("enterprise_id", "tier__code"))
    planned = of(ClimbGoal, year=as_of.year)
    goals = {
        pk: (revenue, tier)
        for pk, revenue, tier in planned.values_list("enterprise_id", "revenue_yuan", "tier__code")
    }
    tests = _tests(of(ClimbTest, noted_on__lte=as_of))
    sums = _sums(scope, as_of, known_at, enterprise)

    def standing(pk: int) -> ClimbStanding:
        revenue, tier = goals.get(pk, (None, None))
        months, this_year, months_same, this_same, last_same, last_months, last_year = sums.get(
            pk, NOTHING
        )
        return ClimbStanding(
            due,
            months=months,
            this_year=this_year,
            months_same=months_same,
            this_same=this_same,
            last_same=last_same,
            last_months=last_months,
            last_year=last_year,
            present=present.get(pk, ""),
            goal=tier or "",
            planned=revenue,
            tests=tests.get(pk, frozenset()),
        )

    return standing


def rule_of(scope: Scope) -> tuple[ClimbRule, bool]:
    """The rule of the pack in force, and whether it is our proposal; a pack without one: the defaults."""
    latest = (
        LoadedPack.objects.filter(cluster_id=scope.in_cluster())
        .order_by("-loaded_at", "-id")
        .values_list("id", "digest")
        .first()
    )
    return _rule(*latest) if latest else (ClimbRule("—"), True)


@lru_cache(maxsize=64)
def _rule(pack_id: int, digest: str) -> tuple[ClimbRule, bool]:
    content = LoadedPack.objects.values_list("content", flat=True).get(id=pack_id)
    for item in content.get("climb_rules", []):
        rule = ClimbRule(
            item["version"], item["behind_percent"], item["thin_percent"], item["months_percent"]
        )
        return rule, bool(item.get("proposal"))
    return ClimbRule("—"), True


def _tests(rows: Any) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    for pk, kind in rows.values_list("enterprise_id", "kind"):
        found.setdefault(pk, set()).add(kind)
    kept: dict[frozenset[str], frozenset[str]] = {}
    return {pk: kept.setdefault(frozenset(kinds), frozenset(kinds)) for pk, kinds in found.items()}


def _sums(
    scope: Scope, as_of: date, known_at: datetime | None, enterprise: int | None
) -> dict[int, tuple[int, ...]]:
    """enterprise → the fields `months` … `last_year` of a `Standing`, in their order. One statement."""
    one = enterprise is not None
    what = "ladder of one" if one else "ladder"
    shape = StatementShape("climbing", what, (), known_at is not None, dialect())
    sql = statement(scope, shape, lambda at: _sums_by_enterprise(at, one))
    values = bound_times(scope, as_of, known_at, as_of.year) | {"by_enterprise": enterprise}
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: Iterable[Any] = cursor.fetchall()
    return {row[0]: tuple(int(value) for value in row[1:]) for row in rows}


def _sums_by_enterprise(at: FilterContext, one: bool) -> Any:
    """Of the climbing enterprises by calendar month, this year beside the last; then by enterprise."""
    import ibis

    s = at.records("enterprises.Statement")
    s = s.filter(
        s.measure == "revenue", s.period_kind == "month", s.basis == "current", s.status == REVIEWED,
        s.period_on >= at.last_first, s.period_on <= at.month,
    )  # fmt: skip
    if one:
        s = s.filter(s.enterprise_id == parameter("by_enterprise", "int64"))
    s = s.filter(of_enterprises(climbing)(s, at))
    now = s.period_on >= at.first
    nothing, one_month = ibis.literal(0, "int64"), ibis.literal(1, "int64")
    months = s.group_by(s.enterprise_id, month=s.period_on.month()).aggregate(
        this=ibis.ifelse(now, s.amount, nothing).sum(),
        last=ibis.ifelse(now, nothing, s.amount).sum(),
        has_this=ibis.ifelse(now, one_month, nothing).max(),
        has_last=ibis.ifelse(now, nothing, one_month).max(),
    )
    both = months.has_this * months.has_last
    return months.group_by(months.enterprise_id).aggregate(
        months=months.has_this.sum(),
        this_year=months.this.sum(),
        months_same=both.sum(),
        this_same=(months.this * both).sum(),
        last_same=(months.last * both).sum(),
        last_months=months.has_last.sum(),
        last_year=months["last"].sum(),
    )
