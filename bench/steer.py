"""Lights and forecasts of every key project in one pass, against hand-written SQL and NumPy.

At 16× and 160× the demo (about 65,000 projects and 600,000 nodes). The verdicts of the two are compared
before anything is timed; they run in turn on one connection, median of the paired ratios with the smallest
and the largest.
"""

from datetime import date
from functools import partial
from typing import Any

import numpy as np
from django.db import connection

from bench import scale
from bench.figures import paired
from pandeng.access.scope import Scope
from pandeng.domain.projects import forecast, queries
from pandeng.domain.projects.ledger import queries as ledger

DAY = date(2022, 5, 31)
SCALES = (16, 160)

# The default rule set for one cluster on one day, as a careful colleague would write it.
BY_HAND = """
WITH listed AS (
  SELECT project_id, annual_plan_yuan AS plan FROM projects_projectlisting
  WHERE cluster_id = %(c)s AND year = 2022 AND since <= %(day)s AND (until IS NULL OR until >= %(day)s)),
nodes AS (
  SELECT project_id,
    min(CASE WHEN is_key AND (actual_on IS NULL OR actual_on > %(day)s) THEN
        CASE WHEN l.since IS NOT NULL THEN {before} WHEN planned_on < %(day)s THEN planned_on END END) AS late,
    min(CASE WHEN name = '开工' THEN planned_on END) AS start_node,
    max(CASE WHEN planned_on > %(day)s AND actual_on <= %(day)s AND NOT EXISTS (
        SELECT 1 FROM projects_nodelate o WHERE o.node_id = m.id AND o.since <= m.actual_on)
        THEN 1 ELSE 0 END) AS early
  FROM projects_milestone m LEFT JOIN projects_nodelate l
    ON l.node_id = m.id AND l.since <= %(day)s AND l.until > %(day)s
  WHERE m.cluster_id = %(c)s GROUP BY project_id),
done AS (
  SELECT project_id,
    sum(CASE WHEN month_on <= %(closed)s THEN amount_yuan END) AS by_closed,
    sum(amount_yuan) AS by_ended, max(CASE WHEN month_on = %(ended)s THEN 1 ELSE 0 END) AS has_ended
  FROM projects_investmententry WHERE cluster_id = %(c)s AND measure = 'month'
    AND month_on BETWEEN '2022-01-01' AND %(ended)s GROUP BY project_id),
curves AS (
  SELECT project_id, coalesce(sum(CASE WHEN month_on <= %(closed)s THEN amount_yuan END), 0) AS by_closed,
    coalesce(sum(CASE WHEN month_on <= %(ended)s THEN amount_yuan END), 0) AS by_ended
  FROM projects_monthlyplan WHERE cluster_id = %(c)s AND month_on BETWEEN '2022-01-01' AND '2022-12-01'
  GROUP BY project_id),
slips AS (
  SELECT DISTINCT project_id FROM projects_projectslip
  WHERE cluster_id = %(c)s AND issued_on <= %(day)s AND (closed_on IS NULL OR closed_on > %(day)s)),
facts AS (
  SELECT p.id, l.plan, n.late, n.early, s.project_id AS slip,
    CASE WHEN p.completed_on <= %(day)s THEN 1 ELSE 0 END AS over,
    CASE WHEN d.has_ended = 1 THEN d.by_ended ELSE coalesce(d.by_closed, 0) END AS done,
    CASE WHEN d.has_ended = 1 THEN %(ended_end)s ELSE %(closed_end)s END AS due_day,
    CASE WHEN d.has_ended = 1 THEN k.by_ended ELSE k.by_closed END AS own_due,
    CASE WHEN coalesce(p.planned_start_on, n.start_node) > '2022-01-01'
      THEN coalesce(p.planned_start_on, n.start_node) ELSE '2022-01-01' END AS begins
  FROM projects_project p JOIN listed l ON l.project_id = p.id
  LEFT JOIN nodes n ON n.project_id = p.id LEFT JOIN done d ON d.project_id = p.id
  LEFT JOIN slips s ON s.project_id = p.id LEFT JOIN curves k ON k.project_id = p.id
  WHERE p.cluster_id = %(c)s
    AND NOT coalesce(p.stopped_on <= %(day)s AND (p.resumed_on IS NULL OR p.resumed_on > %(day)s
        OR p.resumed_on < p.stopped_on), {no})
    AND NOT coalesce(p.withdrawn_on <= %(day)s AND (p.resumed_on IS NULL OR p.resumed_on > %(day)s
        OR p.resumed_on < p.withdrawn_on), {no})),
judged AS (
  SELECT *, CASE WHEN own_due IS NOT NULL THEN own_due WHEN due_day < begins THEN 0
      WHEN {span} <= 0 THEN plan ELSE plan * {gone} / {span} END AS due FROM facts)
SELECT id, CASE
  WHEN slip IS NOT NULL THEN 'far_behind'
  WHEN (over = 0 AND plan > 0 AND (due - done) * 100 > 30 * plan) OR {lateness} > 30 THEN 'far_behind'
  WHEN (over = 0 AND plan > 0 AND (due - done) * 100 >= 10 * plan) OR late IS NOT NULL THEN 'behind'
  WHEN early = 1 OR (over = 0 AND plan > 0 AND (done - due) * 100 >= 5 * plan) THEN 'ahead'
  ELSE 'normal' END FROM judged
"""


def main() -> None:
    scope = scale.start()
    print(f"steer on {connection.vendor}")
    before = 1
    last: dict[str, Any] = {}
    for copies in SCALES:
        scale.grow(before, copies)
        before = copies
        print(f"  {copies}×: {scale.counts()}")
        ours = {pk: v.code for pk, v in queries.verdicts(scope, DAY).items()}
        theirs = by_hand(scope)
        if ours != theirs:
            wrong = [pk for pk in ours if ours[pk] != theirs.get(pk)]
            raise SystemExit(f"{len(wrong)} verdicts differ, such as {wrong[:5]}")
        lights = partial(queries.verdicts, scope, DAY), partial(by_hand, scope)
        _compare("lights", lights, 5 if copies < 100 else 3, last)
        mine, hand = expected(scope), expected_by_hand(scope)
        if abs(mine / hand - 1) > 1e-9:
            raise SystemExit(f"forecasts differ: {mine} and {hand}")
        forecasts = partial(expected, scope), partial(expected_by_hand, scope)
        _compare("forecast", forecasts, 5, last)


def _compare(name: str, jobs: tuple[Any, Any], rounds: int, last: dict[str, Any]) -> None:
    """Print one pair, and how both grew since `last` time."""
    text, times = paired(*jobs, rounds)
    grown = ""
    if name in last:
        ours, hand = (now / before for now, before in zip(times, last[name], strict=True))
        grown = f"   for 10× {ours:.1f}-fold, by hand {hand:.1f}-fold: {ours / hand:.2f}"
    print(f"    {name:9} {text}{grown}")
    last[name] = times


def by_hand(scope: Scope) -> dict[int, str]:
    sqlite = connection.vendor == "sqlite"

    def days(later: str, earlier: str) -> str:
        if sqlite:
            return f"CAST(julianday({later}) - julianday({earlier}) AS INTEGER)"
        return f"(CAST({later} AS date) - CAST({earlier} AS date))"

    calendar = ledger.closings(scope)
    ended, closed = calendar.last_ended(DAY), calendar.last_closed(DAY)
    sql = BY_HAND.format(
        span=f"({days(chr(39) + '2022-12-31' + chr(39), 'begins')} + 1)",
        gone=f"({days('due_day', 'begins')} + 1)",
        lateness=days("%(day)s", "late"),
        before="date(l.since, '-1 day')" if sqlite else "l.since - 1",
        no="0" if sqlite else "false",
    )
    values = {
        "c": scope.cluster_id,
        "day": DAY,
        "ended": ended,
        "closed": closed,
        "ended_end": ledger.month_end(ended),
        "closed_end": ledger.month_end(closed),
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return dict(cursor.fetchall())


def expected(scope: Scope) -> float:
    """What the program expects of the year."""
    year, month = ledger.year_of(scope, 2022, DAY)
    return forecast.forecast(year, month, forecast.Spread(1.0, 0.0, 0.0)).middle


def expected_by_hand(scope: Scope) -> float:
    """The same sum from three statements and a few lines of NumPy."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.project_id, l.annual_plan_yuan, p.planned_start_on, p.started_on, p.completed_on, "
            "CASE WHEN p.resumed_on >= p.stopped_on THEN NULL ELSE p.stopped_on END, "
            "CASE WHEN p.resumed_on >= p.withdrawn_on THEN NULL ELSE p.withdrawn_on END FROM projects_projectlisting l JOIN projects_project p ON p.id = l.project_id "
            "WHERE l.cluster_id = %s AND l.year = 2022 AND l.since <= %s "
            "AND (l.until IS NULL OR l.until >= %s)",
            [scope.cluster_id, DAY, DAY],
        )
        rows: list[Any] = cursor.fetchall()
        cursor.execute(
            "SELECT project_id, sum(amount_yuan) FROM projects_investmententry WHERE cluster_id = %s "
            "AND measure = 'month' AND month_on BETWEEN '2022-01-01' AND %s GROUP BY project_id",
            [scope.cluster_id, DAY],
        )
        sums = dict(cursor.fetchall())
        cursor.execute(
            "SELECT project_id, sum(CASE WHEN month_on <= %s THEN amount_yuan ELSE 0 END) FROM "
            "projects_monthlyplan WHERE cluster_id = %s AND month_on BETWEEN '2022-01-01' AND '2022-12-01' "
            "GROUP BY project_id",
            [DAY, scope.cluster_id],
        )
        curves = dict(cursor.fetchall())
    plan = np.array([row[1] for row in rows], dtype=float)
    done = np.array([sums.get(row[0], 0) for row in rows], dtype=float)
    begins = np.array([_begin(row[2] or row[3]) for row in rows], dtype=float)
    over = np.array([any(_ended(day) for day in row[4:7]) for row in rows])
    due = plan * np.clip((151 - begins) / np.maximum(365 - begins, 1), 0, 1)
    due = np.array(
        [curves.get(row[0], even) for row, even in zip(rows, due, strict=True)], dtype=float
    )
    pull, rate = 0.5 * due.mean(), done.sum() / due.sum()
    left = np.where(over, 0, np.maximum(plan - due, 0) * (done + rate * pull) / (due + pull))
    return float(done.sum() + left.sum())


def _begin(day: Any) -> int:
    day = date.fromisoformat(day) if isinstance(day, str) else day
    if day is None or day.year < 2022:
        return 0
    return (day - date(2022, 1, 1)).days if day.year == 2022 else 366


def _ended(day: Any) -> bool:
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return day is not None and day <= DAY
