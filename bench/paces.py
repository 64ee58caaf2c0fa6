"""Paces of every target and county in one pass, against hand-written SQL that gives the same verdicts.

At 1× and 100× the demo, and with 100 times as many targets on the same figures. The two run in turn
on one connection; the median of the paired ratios is quoted with the smallest and the largest.
"""

from datetime import date
from functools import partial
from typing import Any

from django.db import connection

from bench import scale
from bench.figures import CLIMBING, HOLDS, IN_SCALE, LISTED, TABLES, paired
from pandeng.access.scope import Scope
from pandeng.domain.indicators import target_progress
from pandeng.domain.strategy.models import CountyShare, Decomposition, Target, TargetValue

DAY, FIRST, BEFORE = date(2022, 5, 31), date(2022, 1, 1), date(2021, 12, 31)
AMONG = (
    "SELECT e.county_id, sum(s.amount) FROM {s} s JOIN {e} e ON e.id = s.enterprise_id WHERE s.cluster_id "
    "= %(c)s AND s.measure = 'revenue' AND s.period_kind = 'month' AND s.basis = 'current' AND "
    "s.period_on BETWEEN %(first)s AND %(day)s AND e."
)
# One statement an indicator, grouped by county, as a careful colleague would write it.
BY_HAND = {
    "scale_enterprises": "SELECT county_id, count(*) FROM {e} WHERE cluster_id = %(c)s AND " + IN_SCALE
    + " GROUP BY county_id",
    "club_enterprises": "SELECT e.county_id, count(DISTINCT e.id) FROM {e} e JOIN {cm} m ON m.enterprise_id "
    "= e.id WHERE e.cluster_id = %(c)s AND m." + HOLDS.replace("until", "m.until").replace("m.m.", "m.")
    + " GROUP BY e.county_id",
    "cluster_revenue": AMONG + IN_SCALE + " GROUP BY e.county_id",
    "climbing_revenue": AMONG + CLIMBING.replace("climbing_until", "e.climbing_until")
    + " GROUP BY e.county_id",
    "annual_investment": "SELECT p.county_id, sum(i.amount_yuan) FROM {i} i JOIN {pr} p ON p.id = "
    "i.project_id WHERE i.cluster_id = %(c)s AND i.measure = 'month' AND i.month_on BETWEEN %(first)s AND "
    "%(day)s AND i.project_id IN (" + LISTED + ") GROUP BY p.county_id",
}  # fmt: skip
TARGETS = (
    "SELECT t.id, t.indicator, t.base, v.value FROM strategy_target t JOIN strategy_targetvalue v ON "
    "v.target_id = t.id AND v.since <= %(day)s AND (v.until IS NULL OR v.until >= %(day)s) WHERE "
    "t.cluster_id = %(c)s AND t.year = %(year)s"
)
PLANS = (
    "SELECT target_id, month, share FROM strategy_planshare WHERE cluster_id = %(c)s ORDER BY target_id, "
    "month"
)
SHARES = (
    "SELECT d.target_id, s.county_id, s.value FROM strategy_countyshare s JOIN strategy_decomposition d ON "
    "d.id = s.decomposition_id AND d.approved_on <= %(day)s AND (d.replaced_on IS NULL OR d.replaced_on > "
    "%(day)s) WHERE s.cluster_id = %(c)s"
)
ENDS = {3: date(2022, 3, 31), 6: date(2022, 6, 30), 9: date(2022, 9, 30), 12: date(2022, 12, 31)}
SUMS = ("cluster_revenue", "climbing_revenue", "annual_investment")


def by_hand(scope: Scope) -> dict[tuple[int, int], str]:
    """(target, county or 0) → shape, straight from SQL and a few lines of arithmetic in floats."""
    bound = {"c": scope.cluster_id, "day": DAY, "first": FIRST, "year": 2022}
    found: dict[tuple[int, int], str] = {}
    with connection.cursor() as cursor:

        def ask(sql: str, **more: Any) -> list[Any]:
            cursor.execute(sql.format(**TABLES), bound | more)
            return list(cursor.fetchall())

        targets = ask(TARGETS)
        plans: dict[int, list[tuple[int, float]]] = {}
        for target, month, share in ask(PLANS):
            plans.setdefault(target, []).append((month, float(share)))
        shares: dict[int, list[tuple[int, int]]] = {}
        for target, county, value in ask(SHARES):
            shares.setdefault(target, []).append((county, value))
        reached = {name: dict(ask(BY_HAND[name])) for name in {row[1] for row in targets}}
        bases = {
            name: dict(ask(BY_HAND[name], day=BEFORE))
            for name in {row[1] for row in targets if row[2] is not None}
        }
    for target, name, base, value in targets:
        due, counties = _due(plans.get(target, [])), reached[name]
        found[target, 0] = _shape(sum(counties.values()), value, base, due, name in SUMS)
        for county, part in shares.get(target, []):
            start = None if base is None else bases[name].get(county, 0)
            found[target, county] = _shape(counties.get(county, 0), part, start, due, name in SUMS)
    return found


def _due(plan: list[tuple[int, float]]) -> float:
    done, start = 0.0, FIRST
    for month, share in plan:
        end = ENDS.get(month) or date(2022, month + 1, 1).fromordinal(
            date(2022, month + 1, 1).toordinal() - 1
        )
        if end >= DAY:
            return (done + share * ((DAY - start).days + 1) / ((end - start).days + 1)) / 100
        done, start = done + share, end.fromordinal(end.toordinal() + 1)
    return done / 100 if plan else 151 / 365


def _shape(actual: Any, value: int, base: Any, due: float, builds_up: bool) -> str:
    if actual >= value:
        return "met"
    begun = 0.0
    if not builds_up:
        if base is None or base >= value:
            due = 1.0
        else:
            begun = float(base)
    lag = due - (float(actual) - begun) / (value - begun)
    if lag <= 0 or (due < 1 and lag <= 0.02):
        return "on_pace"
    return "behind" if lag <= 0.3 else "far_behind"


def ours(scope: Scope) -> dict[tuple[int, int], str]:
    """The same through the program: scope, names, history, figures that open to their rows."""
    found: dict[tuple[int, int], str] = {}
    for state in target_progress.states(scope, as_of=DAY, by_county=True):
        found[state.record_id, 0] = state.pace.status
        found |= {(state.record_id, one.county.pk): one.pace.status for one in state.counties}
    return found


def copies_of_targets(times: int) -> None:
    """As many more targets with their values and parts, made past the history: only to be read."""
    plain = {
        Target: ("code",),
        TargetValue: (),
        Decomposition: (),
        CountyShare: (),
    }
    apart = 100_000
    with connection.cursor() as cursor:
        series = (
            "(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s "
            f"WHERE n + 1 < {times}) SELECT n FROM s) AS series"
        )
        for model, numbered in plain.items():
            columns, values = [], []
            for field in model._meta.concrete_fields:
                value = f't."{field.column}"'
                if field.column == "id" or field.related_model in plain:
                    value = f"{value} + n * {apart}"
                elif field.column in numbered:
                    value = f"{value} || '-' || n"
                columns.append(f'"{field.column}"')
                values.append(value)
            table = model._meta.db_table
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {table} AS t "
                f"CROSS JOIN {series} WHERE t.id < {apart}"
            )


def main() -> None:
    scope = scale.start()
    print(f"paces on {connection.vendor}")
    for copies in (1, 100):
        if copies > 1:
            scale.grow(1, copies)
        _compare(scope, f"{copies}× records", 7 if copies == 1 else 3)
    copies_of_targets(100)
    _compare(scope, "100× records, 100× targets", 3)


def _compare(scope: Scope, label: str, rounds: int) -> None:
    mine, hand = ours(scope), by_hand(scope)
    if mine != hand:
        differing = {key for key in mine.keys() | hand.keys() if mine.get(key) != hand.get(key)}
        key = min(differing)
        raise SystemExit(
            f"{len(differing)} verdicts differ, as {key}: {mine.get(key)} {hand.get(key)}"
        )
    text, _time = paired(partial(ours, scope), partial(by_hand, scope), rounds)
    print(f"  {label:27} {len(mine):6} paces {text}", flush=True)
