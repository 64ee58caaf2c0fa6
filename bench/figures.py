"""All cockpit figures together against hand-written SQL that gives the same numbers.

At 1×, 10× and 100× the demo, on the database of DATABASE_URL (SQLite without one). The two run in
turn on one connection; the median of the paired ratios is quoted with the smallest and the largest.
"""

import statistics
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import connection
from django.test import Client

from bench import scale
from pandeng.access.models import User
from pandeng.access.scope import Scope
from pandeng.domain.indicators.execute import binding
from pandeng.domain.indicators.figure import Figure
from pandeng.domain.indicators.named import named_figures
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.question import question

DAY = date(2022, 5, 31)
KNOWN = datetime(2022, 5, 31, 10, tzinfo=UTC)
SCALES = (1, 10, 100)

# Hand-written, one statement a figure, as a careful colleague would write them for one cluster.
# {e} {s} … are the tables, or for “known at” the last versions of their rows.
CLIMBING = "climbing_since <= %(day)s AND (climbing_until IS NULL OR climbing_until >= %(day)s)"
IN_SCALE = (
    "id IN (SELECT enterprise_id FROM {sl} WHERE cluster_id = %(c)s AND since <= %(day)s AND "
    "(until IS NULL OR until >= %(day)s))"
)
HOLDS = "since <= %(day)s AND (until IS NULL OR until >= %(day)s)"
LISTED = "SELECT project_id FROM {pl} WHERE cluster_id = %(c)s AND year = %(year)s AND " + HOLDS
REVENUE = (
    "SELECT sum(amount) FROM {s} WHERE cluster_id = %(c)s AND measure = 'revenue' AND period_kind = "
    "'month' AND basis = 'current' AND period_on BETWEEN %(first)s AND %(day)s AND enterprise_id IN "
    "(SELECT id FROM {e} WHERE cluster_id = %(c)s AND "
)
AWARDS = (
    "SELECT count(*) FROM {aw} WHERE cluster_id = %(c)s AND year = %(year)s AND awarded_on <= "
    "%(as_of)s AND scheme_id = %(by_scheme)s"
)
COUNTED = " AND enterprise_id IS NOT NULL AND status NOT IN ('declined', 'merged', 'split')"
OUTCOME = "SELECT sum(amount) FROM {o} WHERE cluster_id = %(c)s AND happened_on <= %(day)s AND status = 'confirmed' AND kind = "
BY_HAND: dict[str, str] = {
    "climbing_enterprises": "SELECT count(*) FROM {e} WHERE cluster_id = %(c)s AND " + CLIMBING,
    "climbing_enterprises/chain": "SELECT count(*) FROM {e} WHERE cluster_id = %(c)s AND " + CLIMBING
    + " AND id IN (SELECT p.enterprise_id FROM {p} p JOIN chains_segment g ON g.id = p.segment_id "
    "WHERE p.cluster_id = %(c)s AND g.chain_id = %(by_chain)s AND p.since <= %(day)s AND "
    "(p.until IS NULL OR p.until >= %(day)s))",
    "scale_enterprises": "SELECT count(*) FROM {e} WHERE cluster_id = %(c)s AND " + IN_SCALE,
    "club_enterprises": "SELECT count(DISTINCT enterprise_id) FROM {cm} WHERE cluster_id = %(c)s AND "
    + HOLDS,
    "cluster_revenue": REVENUE + IN_SCALE + ")",
    "climbing_revenue": REVENUE + CLIMBING + ")",
    "key_projects": "SELECT count(*) FROM {pr} WHERE cluster_id = %(c)s AND id IN (" + LISTED + ")",
    "projects_started": "SELECT count(*) FROM {pr} WHERE cluster_id = %(c)s AND started_on <= %(day)s "
    "AND id IN (" + LISTED + ")",
    "start_rate": "SELECT count(CASE WHEN started_on <= %(day)s THEN 1 END), count(*) FROM {pr} WHERE "
    "cluster_id = %(c)s AND id IN (" + LISTED + ")",
    "planned_investment": "SELECT sum(planned_total_yuan) FROM {pr} WHERE cluster_id = %(c)s AND id IN "
    "(" + LISTED + ")",
    "planned_investment/project": "SELECT sum(planned_total_yuan) FROM {pr} WHERE cluster_id = %(c)s "
    "AND id = %(by_project)s AND id IN (" + LISTED + ")",
    "annual_investment": "SELECT sum(amount_yuan) FROM {i} WHERE cluster_id = %(c)s AND measure = "
    "'month' AND month_on BETWEEN %(first)s AND %(day)s AND project_id IN (" + LISTED + ")",
    "key_projects/level": "SELECT count(*) FROM {pr} WHERE cluster_id = %(c)s AND id IN ("
    + LISTED + ") AND id IN (SELECT project_id FROM {la} WHERE cluster_id = %(c)s AND level = "
    "%(by_level)s AND " + HOLDS + ")",
    "projects_ahead/level": "SELECT count(*) FROM {pr} WHERE cluster_id = %(c)s AND id IN (" + LISTED
    + ") AND id IN (SELECT project_id FROM {la} WHERE cluster_id = %(c)s AND level = %(by_level)s AND "
    + HOLDS + ") AND id IN (SELECT project_id FROM {m} m WHERE cluster_id = %(c)s AND planned_on > "
    "%(day)s AND actual_on <= %(day)s AND NOT EXISTS (SELECT 1 FROM {nl} l WHERE l.node_id = m.id AND "
    "l.since <= m.actual_on)) AND id NOT IN (SELECT project_id FROM {m} WHERE cluster_id = %(c)s AND "
    "(planned_on <= %(day)s OR id IN (SELECT node_id FROM {nl} WHERE cluster_id = %(c)s AND since <= "
    "%(day)s AND until > %(day)s)) AND (actual_on IS NULL OR actual_on > %(day)s))",
    "attracted_suppliers/project": "SELECT count(*) FROM {su} WHERE cluster_id = %(c)s AND landed_on <= "
    "%(day)s AND project_id = %(by_project)s",
    "demands": "SELECT count(*) FROM {d} WHERE cluster_id = %(c)s AND received_on <= %(day)s" + COUNTED,
    "demands_closed": "SELECT count(*) FROM {d} WHERE cluster_id = %(c)s AND closed_on <= %(day)s"
    + COUNTED,
    "closing_rate": "SELECT count(CASE WHEN closed_on <= %(day)s THEN 1 END), count(CASE WHEN "
    "received_on <= %(day)s THEN 1 END) FROM {d} WHERE cluster_id = %(c)s" + COUNTED,
    "new_bank_loans": OUTCOME + "'loan'",
    "fund_investment": OUTCOME + "'fund'",
    "talent_recruited": OUTCOME + "'hire'",
    "land_quota_mu": OUTCOME + "'land'",
    "awards/scheme": AWARDS,
    "applications/scheme": "SELECT count(*) FROM {ap} WHERE cluster_id = %(c)s AND year = %(year)s AND "
    "recommended_on <= %(as_of)s AND scheme_id = %(by_scheme)s",
    "surveyed_enterprises/survey": "SELECT count(DISTINCT enterprise_id) FROM {sa} WHERE cluster_id = "
    "%(c)s AND answered_on <= %(day)s AND survey_id = %(by_survey)s",
    "survey_classes": "SELECT count(*) FROM {tc} WHERE cluster_id = %(c)s AND id IN (SELECT c.parent_id "
    "FROM {tc} c WHERE c.cluster_id = %(c)s AND c.id IN (SELECT subclass_id FROM {sa} WHERE "
    "cluster_id = %(c)s AND answered_on <= %(day)s))",
    "survey_subclasses": "SELECT count(*) FROM {tc} WHERE cluster_id = %(c)s AND parent_id IS NOT NULL "
    "AND id IN (SELECT subclass_id FROM {sa} WHERE cluster_id = %(c)s AND answered_on <= %(day)s)",
    "targets/target": "SELECT sum(value) FROM {tv} WHERE cluster_id = %(c)s AND target_id = %(by_target)s "
    "AND " + HOLDS + " AND target_id IN (SELECT id FROM {t} WHERE cluster_id = %(c)s AND year = %(year)s)",
    "framework_items/node": "SELECT count(*) FROM {f} WHERE cluster_id = %(c)s AND kind = %(by_node)s",
    "team_seats": "SELECT sum(seats) FROM {tr} WHERE cluster_id = %(c)s",
    "team_seats/seat": "SELECT sum(seats) FROM {tr} WHERE cluster_id = %(c)s AND id = %(by_seat)s",
    "platforms": "SELECT count(*) FROM {pf} WHERE cluster_id = %(c)s AND opened_on <= %(day)s",
    "platform_members": "SELECT count(DISTINCT enterprise_id) FROM {pm} WHERE cluster_id = %(c)s AND "
    + HOLDS,
    "segments": "SELECT count(*) FROM {g} WHERE cluster_id = %(c)s",
    "placed_enterprises": "SELECT count(DISTINCT enterprise_id) FROM {p} WHERE cluster_id = %(c)s AND "
    + HOLDS,
}  # fmt: skip
TABLES = {
    "e": "enterprises_enterprise", "s": "enterprises_statement", "cm": "enterprises_clubmember",
    "sl": "enterprises_scalelisting",
    "p": "chains_placement", "pr": "projects_project", "pl": "projects_projectlisting", "nl": "projects_nodelate",
    "la": "projects_projectlabel", "m": "projects_milestone", "i": "projects_investmententry",
    "su": "projects_attractedsupplier", "d": "demands_demand", "o": "outcomes_outcome",
    "aw": "titles_award", "ap": "titles_application", "sa": "surveys_surveyanswer",
    "tc": "surveys_taxonomyclass", "t": "strategy_target",
    "tv": "strategy_targetvalue", "f": "strategy_frameworknode",
    "tr": "teams_teamrole", "pf": "platforms_platform", "pm": "platforms_platformmember",
    "g": "chains_segment",
}  # fmt: skip


def tables(known: bool) -> dict[str, str]:
    """“place < 2”: with “= 1” PostgreSQL's plans grow with the square of the records."""
    if not known:
        return TABLES
    return {
        short: "(SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY id ORDER BY history_date DESC, "
        f"history_id DESC) AS place FROM {name.replace('_', '_historical', 1)} WHERE cluster_id = %(c)s "
        f"AND history_date <= %(known_at)s) AS v{short} WHERE place < 2 AND history_type <> '-') AS {short}x"
        for short, name in TABLES.items()
    }  # fmt: skip


def by_hand(scope: Scope, known_at: datetime | None) -> list[tuple[str, str, dict[str, Any]]]:
    """The hand-written statement of every named figure with its values."""
    jobs = []
    for item in named_figures(scope).values():
        slices = dict(item.slices)
        key = "/".join([item.indicator, *sorted(slices)])
        values = binding(question(scope, item.name, as_of=DAY, known_at=known_at))
        sql = BY_HAND[key]
        if known_at and key == "climbing_enterprises/chain":
            sql = sql.replace("{p} p", "{p}").replace(" p.", " px.").replace("(p.", "(px.")
            sql = sql.replace("SELECT p.", "SELECT px.")
        if known_at and key == "projects_ahead/level":
            sql = sql.replace("{m} m", "{m}").replace(" m.", " mx.")
            sql = sql.replace("{nl} l", "{nl}").replace(" l.", " nlx.").replace('"l.', '"nlx.')
        if known_at and key == "survey_classes":
            sql = sql.replace("{tc} c", "{tc}").replace(" c.", " tcx.")
        jobs.append(
            (
                item.name,
                sql.format(**tables(known_at is not None)),
                values | {"c": scope.cluster_id},
            )
        )
    return jobs


def ask_by_hand(jobs: list[tuple[str, str, dict[str, Any]]]) -> dict[str, Any]:
    answers = {}
    with connection.cursor() as cursor:
        for name, sql, values in jobs:
            cursor.execute(sql, values)
            answers[name] = cursor.fetchone()
    return answers


def ask_ours(scope: Scope, known_at: datetime | None) -> dict[str, Figure]:
    """The figures through the program: names resolved, scope applied, statements run."""
    return {
        name: figure(question(scope, name, as_of=DAY, known_at=known_at))
        for name in named_figures(scope)
    }


def sql_of_ours(scope: Scope, known_at: datetime | None) -> Callable[[], None]:
    """Only the statements that the program runs, recorded once."""
    seen: list[tuple[str, Any]] = []

    def record(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "by_hand" not in sql and isinstance(params, dict):
            seen.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(record):
        ask_ours(scope, known_at)

    def run() -> None:
        with connection.cursor() as cursor:
            for sql, params in seen:
                cursor.execute(sql, params)
                cursor.fetchall()

    return run


def agree(ours: dict[str, Figure], hand: dict[str, Any]) -> None:
    for name, answer in ours.items():
        mine = [p.exact for p in answer.parts] or [answer.exact]
        theirs = [None if v is None else Decimal(str(v)) for v in hand[name]]
        same = [None if v is None else Decimal(str(v)) for v in mine]
        if [round(v or 0, 2) for v in same] != [round(v or 0, 2) for v in theirs]:
            raise SystemExit(f"{name}: {same} by the program, {theirs} by hand")


def timed(run: Callable[[], Any]) -> float:
    started = scale.clock()
    run()
    return scale.clock() - started


def paired(
    ours: Callable[[], Any], hand: Callable[[], Any], rounds: int
) -> tuple[str, tuple[float, float]]:
    """What to print, and the median times of both."""
    ours(), hand()
    pairs = [(timed(ours), timed(hand)) for _ in range(rounds)]
    ratios = sorted(a / b for a, b in pairs)
    middles = statistics.median(a for a, _b in pairs), statistics.median(b for _a, b in pairs)
    text = (
        f"{middles[0] * 1000:9.1f} ms   by hand {middles[1] * 1000:9.1f} ms   "
        f"ratio {statistics.median(ratios):.2f} ({ratios[0]:.2f}–{ratios[-1]:.2f})"
    )
    return text, middles


def main() -> None:
    scope = scale.start()
    print(f"figures on {connection.vendor}")
    before = 1
    for copies in SCALES:
        if copies > before:
            scale.grow(before, copies)
            before = copies
        print(f"  {copies}×: {scale.counts()}")
        for label, known_at in (("now", None), ("known at", KNOWN)):
            jobs = by_hand(scope, known_at)
            agree(ask_ours(scope, known_at), ask_by_hand(jobs))
            rounds = 7 if copies < 100 else 3 if known_at is None else 1
            text, _time = paired(sql_of_ours(scope, known_at), partial(ask_by_hand, jobs), rounds)
            print(f"    {label:9} statements {text}")
        if copies == 1:
            page(scope)


def page(scope: Scope) -> None:
    """The cockpit page against the statements of its figures."""
    from django.conf import settings

    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    client = Client()
    client.force_login(
        User.objects.get(username="staff"), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert client.get("/cockpit/").status_code == 200
    text, _time = paired(lambda: client.get("/cockpit/"), sql_of_ours(scope, None), 9)
    print(f"    cockpit page {text.replace('by hand', 'its SQL')}")
