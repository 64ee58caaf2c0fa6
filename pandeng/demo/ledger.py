"""The monthly reports of the demo's projects in spring 2022, and the leaders of the wall-chart projects.

The numbers of April and May are those of the ledger; June is still being reported. The one correction
is of a cumulative, so that no entry of the ledger changes.
"""

from datetime import date, datetime
from typing import Any

from pandeng.access.models import Cluster, User
from pandeng.access.scope import Scope
from pandeng.demo.facts import evening
from pandeng.domain.projects.ledger import actions, queries, reports
from pandeng.domain.projects.ledger.amounts import exact
from pandeng.domain.projects.ledger.models import MonthlyReport, ProjectLeader
from pandeng.domain.projects.models import (
    InvestmentEntry,
    Level,
    ProjectLabel,
    ProjectListing,
)

APRIL, MAY, JUNE = date(2022, 4, 1), date(2022, 5, 1), date(2022, 6, 1)
LEADERS = ("孟示例", "曾示例（副市长）", "颜示例（副市长）", "闵示例（副市长）")
CURVES = 6
SHARES = (4, 4, 8, 9, 9, 9, 9, 10, 11, 11, 9, 7)  # percent of the annual plan in each month
NAMED = date(2022, 3, 1)
RETURNED = "5月完成额与监理月报不一致，请核对后重报。"


def ledger(cluster: Cluster, users: dict[str, User], *, by: Scope) -> None:
    _plan_months(cluster, by)
    for month, reported, reviewed in (
        (APRIL, date(2022, 5, 4), date(2022, 5, 5)),
        (MAY, date(2022, 6, 3), date(2022, 6, 5)),
    ):
        actions.import_existing_reports(
            _reports(cluster, by, month, evening(reported), evening(reviewed)),
            by=by,
            now=evening(reviewed),
        )
    _correct(cluster, by)
    waiting = _of_may(cluster, by, "reported")
    actions.send_back(
        {one.pk: one.version for one in waiting[:2]},
        why=RETURNED,
        by=by,
        now=evening(date(2022, 6, 7)),
    )
    _draft_june(by)
    _lead(cluster, users, by)


def _reports(
    cluster: Cluster, by: Scope, month: date, reported: datetime, reviewed: datetime
) -> list[MonthlyReport]:
    """One report for each project with an entry of the month; every ninth of May waits for review."""
    entries: dict[int, dict[str, int]] = {}
    rows = InvestmentEntry.objects.filter(cluster=cluster, month_on=month)
    for pk, measure, yuan in rows.values_list("project_id", "measure", "amount_yuan"):
        entries.setdefault(pk, {})[measure] = yuan
    projects = [one for one in reports.reporting(by, month) if "month" in entries.get(one.pk, {})]
    found = []
    for serial, line in enumerate(
        reports.lines(by, projects, month, reviewed.date(), queries.closings(by))
    ):
        own = entries[line.project.pk]
        done, entered = own["month"], own.get("statistics", 0)
        waits = month == MAY and serial % 9 == 4
        state: dict[str, Any] = (
            {"status": "reported"}
            if waits
            else {"status": "reviewed", "reviewed_by": "李示例", "reviewed_at": reviewed}
        )
        found.append(
            MonthlyReport(
                cluster=cluster,
                project=line.project,
                month_on=month,
                month_yuan=done,
                cumulative_yuan=line.past.before + done,
                statistics_yuan=entered,
                month_written=exact(done),
                cumulative_written=exact(line.past.before + done),
                statistics_written=exact(entered),
                reported_by=f"{line.project.county}填报员（示例）"[:60],
                reported_at=reported,
                **state,
            )
        )
    return found


def _of_may(cluster: Cluster, by: Scope, status: str) -> list[MonthlyReport]:
    rows = MonthlyReport.objects.visible_to(by).filter(month_on=MAY, status=status)
    return list(rows.order_by("project__code"))


def _correct(cluster: Cluster, by: Scope) -> None:
    """A cumulative of May had left out equipment paid in 2020."""
    one = _of_may(cluster, by, "reviewed")[0]
    actions.correct(
        one,
        measure="cumulative",
        written=exact(one.cumulative_yuan + 3_200_000),
        why="漏计2020年已支付的设备预付款320万元，凭证已核对。",
        by=by,
        now=evening(date(2022, 6, 21)),
    )


def _draft_june(by: Scope) -> None:
    """Twelve projects have begun to write their June report; a draft is not in the ledger."""
    projects = list(reports.reporting(by, JUNE)[:36])[::3]
    lines = reports.lines(by, projects, JUNE, date(2022, 6, 30), queries.closings(by))
    rows = {
        line.project.pk: actions.Written(
            exact(line.past.usual),
            "",
            exact(line.past.usual * 7 // 10 if line.past.entered else 0),
        )
        for line in lines
    }
    actions.report(rows, month=JUNE, draft=True, by=by, now=evening(date(2022, 6, 30)))


def _lead(cluster: Cluster, users: dict[str, User], by: Scope) -> None:
    chart = ProjectLabel.objects.filter(
        cluster=cluster, level=Level.WALL_CHART, until__isnull=True
    ).order_by("project__code")
    actions.name_leaders(
        [
            ProjectLeader(
                cluster=cluster,
                project_id=pk,
                person=LEADERS[serial % len(LEADERS)],
                user=users["leader"] if serial % len(LEADERS) == 0 else None,
                since=NAMED,
            )
            for serial, pk in enumerate(chart.values_list("project_id", flat=True))
        ],
        by=by,
        now=evening(NAMED),
    )


def _plan_months(cluster: Cluster, by: Scope) -> None:
    """The first wall-chart projects have a curve of their own: little in winter, most in early autumn."""
    labelled = ProjectLabel.objects.filter(cluster=cluster, level=Level.WALL_CHART).order_by("id")
    chosen = labelled.values_list("project_id", flat=True)[:CURVES]
    listings = ProjectListing.objects.filter(project_id__in=chosen, year=2022)
    for listing in listings.select_related("project").order_by("id"):
        months = [listing.annual_plan_yuan * share // 100 for share in SHARES]
        months[-1] += listing.annual_plan_yuan - sum(months)
        actions.plan_months(
            listing.project,
            2022,
            [exact(yuan) for yuan in months],
            by=by,
            now=evening(date(2022, 2, 24)),
        )
