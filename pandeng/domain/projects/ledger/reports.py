"""Reading monthly reports: which projects report a month, what is known before it, what was reported."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from pandeng.access.scope import Scope
from pandeng.core.dated import in_force
from pandeng.domain.enterprises.rules import plain
from pandeng.domain.projects.ledger.models import (
    MonthlyPlan,
    MonthlyReport,
    ReportCorrection,
)
from pandeng.domain.projects.ledger.reporting_calendar import ReportingCalendar
from pandeng.domain.projects.ledger.rules import LOCKED, REPORTED, REVIEWED, Past, state
from pandeng.domain.projects.ledger.workflow import STORED
from pandeng.domain.projects.lights import month_end
from pandeng.domain.projects.models import InvestmentEntry, Project, ProjectListing, halted


@dataclass(frozen=True)
class SheetLine:
    """A project in a month: what is known before, its report, and the state that follows."""

    project: Project
    past: Past
    report: MonthlyReport | None
    state: str
    taken_over: int | None  # what an older ledger holds for the month, where there is no report


def reporting(scope: Scope, month: date) -> QuerySet[Project]:
    """The listed projects that were being built in a month."""
    last = month_end(month)
    listed = ProjectListing.objects.visible_to(scope).filter(in_force(last), year=month.year)
    return (
        Project.objects.visible_to(scope)
        .filter(Q(completed_on__isnull=True) | Q(completed_on__gte=month), started_on__lte=last)
        .filter(pk__in=listed.values("project_id"))
        .exclude(halted(last))
        .select_related("county")
        .order_by("county__code", "code")
    )


@dataclass(frozen=True)
class SheetFilter:
    """What a month sheet is narrowed to: a county, words, a state (or `missing`: not reported)."""

    county: int | None = None
    words: str = ""
    state: str = ""


def sheet_projects(scope: Scope, month: date, of: SheetFilter) -> QuerySet[Project]:
    """The projects of a month sheet that the filter leaves."""
    rows = reporting(scope, month)
    if of.county is not None:
        rows = rows.filter(county_id=of.county)
    if of.words:
        rows = rows.filter(search_text__finds=plain(of.words)[:60])
    of_month = MonthlyReport.objects.visible_to(scope).filter(month_on=month)
    if of.state == "missing":
        return rows.exclude(pk__in=of_month.values("project_id"))
    if of.state in STORED:
        return rows.filter(pk__in=of_month.filter(status=of.state).values("project_id"))
    return rows


def corrections(scope: Scope, report: MonthlyReport) -> list[ReportCorrection]:
    """What was corrected of a report, the newest first."""
    rows = ReportCorrection.objects.visible_to(scope).filter(report=report)
    return list(rows.order_by("-id"))


def newest_listing(scope: Scope, project: Project) -> ProjectListing | None:
    """The project's line in the list of its last year."""
    rows = ProjectListing.objects.visible_to(scope).filter(project=project)
    found: ProjectListing | None = rows.order_by("-year").first()
    return found


def monthly_plans(scope: Scope, project: Project, year: int) -> dict[int, MonthlyPlan]:
    """The plan of a year by month, as far as the project has its own."""
    rows = MonthlyPlan.objects.visible_to(scope).filter(project=project, month_on__year=year)
    return {plan.month_on.month: plan for plan in rows}


def planned_year(scope: Scope, project: Project, year: int | None = None) -> int | None:
    """The newest year (or this one) for which the project has a plan by months."""
    rows = MonthlyPlan.objects.visible_to(scope).filter(project=project).order_by("-month_on")
    found = (rows.filter(month_on__year=year) if year else rows).first()
    return found.month_on.year if found else None


def handed_in(scope: Scope) -> QuerySet[MonthlyReport]:
    """The reports that were handed in, by month; drafts are none."""
    rows = MonthlyReport.objects.visible_to(scope)
    return rows.filter(status__in=(REPORTED, REVIEWED, LOCKED)).order_by("month_on")


def cumulative(last: MonthlyReport | None, months: Iterable[tuple[date, int]]) -> int:
    """累计完成 in yuan: that of the last report handed in, and the months that were done since."""
    if last is None:
        return sum(yuan for _day, yuan in months)
    return last.cumulative_yuan + sum(yuan for day, yuan in months if day > last.month_on)


def lines(
    scope: Scope, projects: list[Project], month: date, today: date, calendar: ReportingCalendar
) -> list[SheetLine]:
    """The rows of a sheet. Four queries, whatever the number of projects."""
    ids = [project.pk for project in projects]
    entries: dict[int, list[tuple[date, int]]] = {pk: [] for pk in ids}
    here: dict[int, int] = {}
    rows = InvestmentEntry.objects.visible_to(scope).filter(
        project_id__in=ids, measure="month", month_on__lte=month
    )
    for pk, day, amount in rows.order_by("month_on").values_list(
        "project_id", "month_on", "amount_yuan"
    ):
        if day == month:
            here[pk] = amount
        else:
            entries[pk].append((day, amount))
    earlier = handed_in(scope).filter(project_id__in=ids, month_on__lt=month)
    last = {report.project_id: report for report in earlier}
    of_month = MonthlyReport.objects.visible_to(scope).filter(project_id__in=ids, month_on=month)
    own = {report.project_id: report for report in of_month}
    plans = dict(
        ProjectListing.objects.visible_to(scope)
        .filter(in_force(month_end(month)), year=month.year, project_id__in=ids)
        .values_list("project_id", "annual_plan_yuan")
    )
    found = []
    for project in projects:
        pk = project.pk
        past = Past(
            project.planned_total_yuan,
            plans.get(pk, 0),
            cumulative(last.get(pk), entries[pk]),
            tuple(amount for _day, amount in entries[pk]),
            bool(project.in_statistics_on and project.in_statistics_on <= month_end(month)),
        )
        report_here = own.get(pk)
        now = state(report_here.status, month, today, calendar) if report_here else ""
        if report_here is None and pk in here and calendar.is_closed(month, today):
            now = LOCKED
        found.append(
            SheetLine(project, past, report_here, now, None if report_here else here.get(pk))
        )
    return found


def cumulatives(scope: Scope, project_id: int) -> list[tuple[MonthlyReport, int]]:
    """The reports of a project that were handed in, by month, each with the cumulative in yuan that
    the months add up to: that of the report before and what was done since. Two queries."""
    of_project = {"project_id": project_id}
    entries = list(
        InvestmentEntry.objects.visible_to(scope)
        .filter(**of_project, measure="month")
        .values_list("month_on", "amount_yuan")
    )
    found: list[tuple[MonthlyReport, int]] = []
    last: MonthlyReport | None = None
    for report in handed_in(scope).filter(**of_project):
        before = cumulative(last, [entry for entry in entries if entry[0] < report.month_on])
        found.append((report, before + report.month_yuan))
        last = report
    return found


@dataclass(frozen=True)
class MoneyStanding:
    """A project's money up to a month; what nobody has told is none, not zero."""

    annual_plan: int | None
    month: int | None
    year: int | None
    cumulative: int | None
    statistics: int | None
    report: MonthlyReport | None


def standing(scope: Scope, project: Project, month: date) -> MoneyStanding:
    """The measures of one project, the last as of a month. Three queries."""
    of_project = {"project_id": project.pk}
    rows = list(
        InvestmentEntry.objects.visible_to(scope)
        .filter(**of_project, month_on__lte=month, measure__in=("month", "statistics"))
        .values_list("measure", "month_on", "amount_yuan")
    )
    months = {day: yuan for measure, day, yuan in rows if measure == "month"}
    entered = {day: yuan for measure, day, yuan in rows if measure == "statistics"}
    last = handed_in(scope).filter(**of_project, month_on__lte=month).last()
    own = [yuan for day, yuan in months.items() if day.year == month.year]
    plan = (
        ProjectListing.objects.visible_to(scope)
        .filter(in_force(month_end(month)), **of_project, year=month.year)
        .values_list("annual_plan_yuan", flat=True)
        .first()
    )
    return MoneyStanding(
        plan,
        months.get(month),
        sum(own) if own else None,
        cumulative(last, months.items()) if last or months else None,
        entered.get(month),
        last if last and last.month_on == month else None,
    )
