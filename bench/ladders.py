"""The ladder of every climbing enterprise against hand-written SQL that gives the same verdicts.

At 1×, 10× and 100× the demo (302, 3,020, 30,200 enterprises), on the database of DATABASE_URL (SQLite
without one). The two run in turn on one connection; the median of the paired ratios is quoted with the
smallest and the largest. The program's pass also reads names, plans and evidence and gives reasons; the
statement gives enterprise, verdict and forecast alone.
"""

import statistics
from collections import Counter
from datetime import date
from typing import Any

from django.db import connection

from bench import scale
from pandeng.access.scope import Scope
from pandeng.domain.enterprises.models import Statement
from pandeng.domain.indicators.ladder import Ladder, ladder

DAY = date(2022, 5, 31)
SCALES = (1, 10, 100)
ROUNDS = 5

# Months of this year beside the last by calendar month, then by enterprise, then the rule: as a careful
# colleague would write it for one cluster. {month} is the calendar month, {num} a wide number.
BY_HAND = """
WITH m AS (
  SELECT enterprise_id, {month} AS mo,
    sum(CASE WHEN period_on >= %(first)s THEN amount ELSE 0 END) AS this,
    sum(CASE WHEN period_on < %(first)s THEN amount ELSE 0 END) AS last,
    max(CASE WHEN period_on >= %(first)s THEN 1 ELSE 0 END) AS ht,
    max(CASE WHEN period_on < %(first)s THEN 1 ELSE 0 END) AS hl
  FROM enterprises_statement
  WHERE cluster_id = %(c)s AND measure = 'revenue' AND period_kind = 'month' AND basis = 'current'
    AND period_on BETWEEN %(last_first)s AND %(month)s
    AND enterprise_id IN (SELECT id FROM enterprises_enterprise WHERE cluster_id = %(c)s
      AND climbing_since <= %(day)s AND (climbing_until IS NULL OR climbing_until >= %(day)s))
  GROUP BY enterprise_id, {month}),
s AS (
  SELECT enterprise_id, sum(ht) AS months, sum(this) AS this_year, sum(ht * hl) AS same,
    sum(this * ht * hl) AS this_same, sum(last * ht * hl) AS last_same, sum(hl) AS last_months,
    sum(last) AS last_year
  FROM m GROUP BY enterprise_id),
f AS (
  SELECT e.id, coalesce(s.months, 0) AS months, coalesce(t.least_revenue_yuan, 0) AS present,
    g.revenue_yuan AS planned, coalesce(gt.least_revenue_yuan, 0) AS goal,
    CASE WHEN coalesce(s.months, 0) = 0 THEN NULL
      WHEN s.last_months = 12 AND s.last_same > 0 AND s.same > 0
        THEN floor(CAST(s.last_year AS {num}) * s.this_same / s.last_same)
      ELSE floor(CAST(s.this_year AS {num}) * 12 / s.months) END AS forecast
  FROM enterprises_enterprise e
  LEFT JOIN s ON s.enterprise_id = e.id
  LEFT JOIN enterprises_clubmember c ON c.enterprise_id = e.id AND c.since <= %(day)s
    AND (c.until IS NULL OR c.until >= %(day)s)
  LEFT JOIN enterprises_clubtier t ON t.id = c.tier_id
  LEFT JOIN climbing_climbgoal g ON g.enterprise_id = e.id AND g.year = %(year)s
  LEFT JOIN enterprises_clubtier gt ON gt.id = g.tier_id
  WHERE e.cluster_id = %(c)s AND e.climbing_since <= %(day)s
    AND (e.climbing_until IS NULL OR e.climbing_until >= %(day)s)),
r AS (
  SELECT f.*, coalesce((SELECT max(least_revenue_yuan) FROM enterprises_clubtier
    WHERE cluster_id = %(c)s AND least_revenue_yuan <= f.forecast), 0) AS reaches FROM f)
SELECT id, forecast, CASE
    WHEN forecast IS NULL OR months * 100 < %(due)s * 50 THEN 'unknown'
    WHEN reaches > present THEN 'rises'
    WHEN reaches < present OR goal > present OR forecast * 100 < planned * 90 THEN 'at_risk'
    ELSE 'holds' END
FROM r"""


def by_hand(scope: Scope) -> dict[int, tuple[str, int | None]]:
    """Enterprise → verdict and forecast, by one statement."""
    sqlite = connection.vendor == "sqlite"
    sql = BY_HAND.format(
        month="CAST(strftime('%%m', period_on) AS INTEGER)" if sqlite else "EXTRACT(MONTH FROM period_on)",
        num="REAL" if sqlite else "numeric",
    )  # fmt: skip
    values = {
        "c": scope.cluster_id, "day": DAY, "year": DAY.year, "first": date(2022, 1, 1),
        "last_first": date(2021, 1, 1), "month": date(2022, 5, 1), "due": 5,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return {
            pk: (verdict, None if verdict == "unknown" else int(forecast))
            for pk, forecast, verdict in cursor.fetchall()
        }


def agree(found: Ladder, again: dict[int, tuple[str, int | None]]) -> None:
    """The same verdict for every enterprise, and forecasts that differ by one yuan at most (floats)."""
    assert len(found.lines) == len(again)
    for line in found.lines:
        verdict, forecast = again[line.enterprise_id]
        assert line.climb.shape == verdict, (line.name, line.climb, verdict)
        assert line.climb.forecast is None or abs(line.climb.forecast - (forecast or 0)) <= 1


def timed(job: Any, *given: Any) -> tuple[float, Any]:
    start = scale.clock()
    answer = job(*given)
    return scale.clock() - start, answer


def main() -> None:
    scope, copies = scale.start(), 1
    at: dict[int, tuple[float, float]] = {}
    print(f"ladders on {connection.vendor}")
    for size in SCALES:
        if size > copies:
            scale.grow(copies, size)
            copies = size
        pairs = []
        for turn in range(ROUNDS + 1):
            ours, found = timed(lambda: ladder(scope, as_of=DAY))
            hand, again = timed(by_hand, scope)
            if turn == 0:  # the first pass compiles the statement and warms the cache
                agree(found, again)
                continue
            pairs.append((ours, hand))
        ratios = [ours / hand for ours, hand in pairs]
        at[size] = (
            statistics.median(ours for ours, _hand in pairs),
            statistics.median(hand for _ours, hand in pairs),
        )
        shapes = Counter(line.climb.shape for line in found.lines)
        print(
            f"{size:>4}x  {len(found.lines):>6,} enterprises  {Statement.objects.count():>9,} statements"
            f"  ours {at[size][0] * 1000:8.1f} ms  by hand {at[size][1] * 1000:8.1f} ms"
            f"  ratio {statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})"
            f"  the same verdicts: {dict(sorted(shapes.items()))}"
        )
    ours, hand = (at[100][each] / at[10][each] for each in (0, 1))
    print(f"growth 10x → 100x: {ours:.1f}-fold, by hand {hand:.1f}-fold: {ours / hand:.2f}")
