"""Monthly reports: report or draft, review, send back; corrections of locked months; leaders."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, NamedTuple
from urllib.parse import quote

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.permissions import Permission
from pandeng.access.queries import staff
from pandeng.access.roles import ROLES
from pandeng.access.scope import Scope
from pandeng.core import edit_checks, units
from pandeng.core import workflow as process
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.edit_checks import CheckedSheet
from pandeng.core.errors import DomainError, NotFound, require_reason
from pandeng.core.history import version_model
from pandeng.core.language import office_language
from pandeng.core.verdict import Verdict
from pandeng.domain.notices.actions import notify
from pandeng.domain.projects.ledger import queries, reports, rules
from pandeng.domain.projects.ledger.amounts import exact, yuan_of
from pandeng.domain.projects.ledger.models import MonthlyReport, ProjectLeader, ReportCorrection
from pandeng.domain.projects.ledger.reporting_calendar import ReportingCalendar
from pandeng.domain.projects.ledger.rules import Amounts
from pandeng.domain.projects.ledger.workflow import MONTHLY_REPORT, ReportState
from pandeng.domain.projects.models import InvestmentEntry, Project


class Written(NamedTuple):
    """A row as it was typed: three amounts with their units, and the reason."""

    month: str
    cumulative: str = ""
    statistics: str = ""
    reason: str = ""


class _Nothing(Exception):
    """There is nothing to write: the change leaves no trace."""


DRAFT_MONTH = Action("projects.draft_month", gettext_noop("保存月报草稿"), Permission.EDIT_PROJECT)
REPORT_MONTH = Action(
    "projects.report_month", gettext_noop("上报投资月报"), Permission.EDIT_PROJECT
)


def report(
    rows: Mapping[int, Written], *, month: date, draft: bool = False, by: Scope, now: datetime
) -> int:
    """Report a month of many projects, or keep it as a draft: all rows or none.

    Reported numbers go to the ledger in the same change. Reporting the same again writes nothing.
    Raises `ChecksFailed` with what is wrong or asked, row by row. Returns how many reports were written.
    """
    action = DRAFT_MONTH if draft else REPORT_MONTH
    action.require(by)
    today = timezone.localdate(now)
    calendar = queries.closings(by)
    month = month.replace(day=1)
    rules.may_report_month(month, today, calendar).require()
    try:
        with Change(action, by=by, now=now) as change:
            lines = _lines(by, rows, month, today, calendar)
            sheet: CheckedSheet[int] = CheckedSheet()
            ready: list[tuple[reports.SheetLine, dict[str, Any]]] = []
            for line in lines:
                with sheet.place(line.project.pk):
                    if values := _row(line, rows[line.project.pk], draft, by):
                        ready.append((line, values))
            sheet.require(rules.held_back)
            if not ready:
                raise _Nothing
            entered = {} if draft else _entries([line.project for line, _values in ready], month)
            for line, values in ready:
                _write(change, line, values, month, draft)
                if not draft:
                    _enter(change, line.project, month, values, entered, today)
    except _Nothing:
        return 0
    return len(ready)


def _lines(
    by: Scope, rows: Collection[int], month: date, today: date, calendar: ReportingCalendar
) -> list[reports.SheetLine]:
    wanted = Project.objects.visible_to(by).filter(pk__in=rows)
    if len(wanted) != len(rows):
        raise NotFound(_("没有找到这个项目。"))
    _hold(project.pk for project in wanted)
    found = list(reports.reporting(by, month).filter(pk__in=rows))
    outside = [str(project) for project in wanted if project not in found]
    if outside:
        raise DomainError(
            _("“%(names)s”不在%(year)s年%(month)s月的填报范围内，本页都没有保存。")
            % {"names": "、".join(outside), "year": month.year, "month": month.month}
        )
    return reports.lines(by, found, month, today, calendar)


def _row(line: reports.SheetLine, row: Written, draft: bool, by: Scope) -> dict[str, Any] | None:
    """The fields of a report; none where the same is there already."""
    if not row.month.strip() or not row.statistics.strip():
        raise DomainError(_("请填写当月完成和当月入库，没有就写0。"))
    month, statistics = yuan_of(row.month), yuan_of(row.statistics)
    written = row.cumulative.strip() or exact(line.past.before + month)
    new = Amounts(month, yuan_of(written), statistics)
    edit_checks.require([*rules.negatives(new), *rules.not_entered(new, line.past)], units.money)
    values: dict[str, Any] = {
        "month_yuan": new.month,
        "cumulative_yuan": new.cumulative,
        "statistics_yuan": new.statistics,
        "month_written": row.month.strip(),
        "cumulative_written": written,
        "statistics_written": row.statistics.strip(),
        "reason": row.reason.strip(),
    }
    old = line.report
    status = rules.DRAFT if draft else rules.REPORTED
    same = old is not None and all(getattr(old, name) == value for name, value in values.items())
    if same and old is not None and old.status in (status, rules.REPORTED, rules.REVIEWED):
        return None
    _may(line.state, "draft" if draft else "report", by).require()
    asked = [] if draft else rules.checks(new, line.past)
    with office_language():
        values["confirmed"] = "".join(one.message(units.money) for one in asked)
    edit_checks.require(asked, units.money, values["reason"])
    return values


def _write(
    change: Change, line: reports.SheetLine, values: dict[str, Any], month: date, draft: bool
) -> None:
    state: dict[str, Any] = {"status": rules.DRAFT if draft else rules.REPORTED}
    if not draft:
        state |= {"reported_by": change.by.name, "reported_at": change.now, "returned_why": ""}
    if line.report:
        change.save(line.report, **values, **state)
        return
    project = line.project
    change.add(
        MonthlyReport(
            cluster_id=project.cluster_id, project=project, month_on=month, **values, **state
        )
    )


def _entries(projects: list[Project], month: date) -> dict[tuple[int, str], InvestmentEntry]:
    rows = InvestmentEntry.objects.filter(project__in=projects, month_on=month)
    return {(row.project_id, row.measure): row for row in rows}


def _enter(
    change: Change,
    project: Project,
    month: date,
    values: dict[str, Any],
    entered: Mapping[tuple[int, str], InvestmentEntry],
    today: date,
) -> None:
    """The ledger follows the report: month and statistics; an amount that is there is a new version."""
    for measure in ("month", "statistics"):
        if f"{measure}_yuan" not in values:
            continue
        amount, written = values[f"{measure}_yuan"], values[f"{measure}_written"]
        row = entered.get((project.pk, measure))
        if row is not None:
            if row.amount_yuan != amount:
                change.save(row, amount_yuan=amount, written=written, reported_on=today)
            continue
        change.add(_entry(project, month, measure, amount, written, today))


@office_language()
def _entry(
    project: Project, month: date, measure: str, amount: int, written: str, today: date
) -> InvestmentEntry:
    return InvestmentEntry(
        cluster_id=project.cluster_id,
        project=project,
        month_on=month,
        measure=measure,
        amount_yuan=amount,
        written=written.strip(),
        source=_("投资月报"),
        reported_on=today,
    )


REVIEW_MONTH = Action(
    "projects.review_month", gettext_noop("审核投资月报"), Permission.EDIT_PROJECT_LIST
)


def review(seen: Mapping[int, str], *, by: Scope, now: datetime) -> int:
    """The office agrees to reports as it saw them: `seen` holds the version of each report by its id.

    Those it has reviewed already are left as they are. DomainError where a report was changed since.
    """
    REVIEW_MONTH.require(by)
    today, calendar = timezone.localdate(now), queries.closings(by)
    try:
        with Change(REVIEW_MONTH, by=by, now=now) as change:
            rows = [one for one in _reports(seen, by) if one.status != rules.REVIEWED]
            if not rows:
                raise _Nothing
            for one in rows:
                state = _state(one, today, calendar)
                with _named(one):
                    _may(state, "review", by, one.version == seen[one.pk]).require()
            for one in rows:
                change.save(one, status=rules.REVIEWED, reviewed_by=by.name, reviewed_at=now)
    except _Nothing:
        return 0
    return len(rows)


SEND_BACK_MONTH = Action(
    "projects.send_back_month", gettext_noop("退回投资月报"), Permission.EDIT_PROJECT_LIST
)


def send_back(seen: Mapping[int, str], *, why: str, by: Scope, now: datetime) -> int:
    """The office gives reports back with a reason; the reporter mends and reports again.

    `seen` as in `review`. The ledger keeps the number until then.
    """
    SEND_BACK_MONTH.require(by)
    today, calendar = timezone.localdate(now), queries.closings(by)
    with Change(SEND_BACK_MONTH, by=by, now=now, why=why.strip()) as change:
        rows = _reports(seen, by)
        step = MONTHLY_REPORT.steps["send_back"]
        for one in rows:
            state = _state(one, today, calendar)
            with _named(one):
                _may(state, "send_back", by, one.version == seen[one.pk]).require()
                inputs = process.read(step, {"note": why.strip()}, one.cluster_id)
        for one in rows:
            change.save(
                one, status=rules.DRAFT, returned_why=inputs.note, reviewed_by="", reviewed_at=None
            )
        _tell_returned(change, rows, by, today)
    return len(rows)


@office_language()
def _tell_returned(change: Change, rows: list[MonthlyReport], by: Scope, today: date) -> None:
    """Tell who handed a report in that it came back, once for each hand-in.

    Where it was taken over, or they left, the reporters of the county are notified.
    """
    able = [code for code, role in ROLES.items() if Permission.EDIT_PROJECT in role.may]
    people = {user.pk: user for user in staff(by, on=today, roles=able)}
    handed_in = version_model(MonthlyReport).objects.filter(
        id__in=[one.pk for one in rows], status=rules.REPORTED, history_date=F("reported_at")
    )
    last: dict[int, int] = dict(
        handed_in.order_by("history_id").values_list("id", "history_user_id")
    )
    for one in rows:
        reporter = people.get(last.get(one.pk, 0))
        county = one.project.county_id
        notify(
            change,
            [reporter]
            if reporter
            else staff(by, on=today, roles=["county_reporter"], departments=[county]),
            _("一份投资月报被退回，请核对后重新上报"),
            path=f"{reverse('project_ledger')}?month={one.month_on:%Y-%m}&q={quote(one.project.code)}",
            about=f"{one.project} {one.month_on:%Y-%m}：{one.returned_why}",
            key=f"report:{one.pk}:{one.version}:returned",
        )


def _reports(ids: Collection[int], by: Scope) -> list[MonthlyReport]:
    """The reports with these ids as they are now that nobody else can change them."""
    rows = MonthlyReport.objects.visible_to(by).filter(pk__in=ids)
    if not ids:
        raise DomainError(_("请先勾选月报。"))
    _hold(rows.values_list("project_id", flat=True))
    found = list(rows.select_related("project").order_by("id"))
    if len(found) != len(ids):
        raise NotFound(_("没有找到这份月报。"))
    return found


def _hold(projects: Iterable[int]) -> None:
    """One at a time writes the ledger of a project; who comes later reads what was written before."""
    rows = Project.objects.select_for_update(no_key=True).filter(pk__in=set(projects))
    list(rows.order_by("pk").values_list("pk"))


def _state(one: MonthlyReport, today: date, calendar: ReportingCalendar) -> str:
    return rules.state(one.status, one.month_on, today, calendar)


def _may(state: str, step: str, by: Scope, is_as_seen: bool = True) -> Verdict:
    """May this person take a step of a report that stands so? Without a report the state is empty."""
    return MONTHLY_REPORT.may(ReportState(state or rules.MISSING, is_as_seen), step, by)


@contextmanager
def _named(one: MonthlyReport) -> Iterator[None]:
    """A refusal names the project of the report."""
    try:
        yield
    except DomainError as refusal:
        raise DomainError(
            _("%(name)s：%(sentence)s") % {"name": one.project, "sentence": refusal.message}
        ) from None


CORRECT_MONTH = Action(
    "projects.correct_month", gettext_noop("更正投资月报"), Permission.EDIT_PROJECT_LIST
)


def correct(
    one: MonthlyReport,
    *,
    measure: str,
    written: str,
    why: str,
    carry: bool | None = None,
    by: Scope,
    now: datetime,
) -> ReportCorrection:
    """Correct a number of a locked month: the correction is kept, report and ledger follow.

    The amount of a month stands in its own cumulative and in all later ones that were handed in, a
    cumulative in the later ones; 累计完成 counts from the start of building, so a new year is no border.
    `carry` says whether these are corrected by the same difference, each with a correction of its own;
    refused where there are some and it is not said.
    """
    CORRECT_MONTH.require(by)
    if measure not in rules.MEASURES:
        raise DomainError(_("没有“%(measure)s”这个口径。") % {"measure": measure})
    require_reason(why, _("请写明更正原因。"))
    amount = yuan_of(written)
    today, calendar = timezone.localdate(now), queries.closings(by)
    with Change(CORRECT_MONTH, by=by, now=now, why=why.strip()) as change:
        (row,) = _reports({one.pk}, by)
        _may(_state(row, today, calendar), "correct", by).require()
        more = amount - getattr(row, f"{measure}_yuan")
        amounts = Amounts(row.month_yuan, row.cumulative_yuan, row.statistics_yuan)
        checks = rules.negatives(amounts._replace(**{measure: amount}))
        edit_checks.require(checks, units.money)
        if not more:
            raise DomainError(_("更正后的数与原数相同，不用更正。"))
        in_force = _holding(row, measure, by)
        lowest = min((each.cumulative_yuan + more for each in in_force), default=0)
        rules.may_carry(carry, [each.month_on for each in in_force], lowest).require()
        made = _correct(change, row, measure, amount, written.strip(), why.strip(), today)
        if measure != "cumulative":
            entered = {f"{measure}_yuan": amount, f"{measure}_written": written.strip()}
            _enter(
                change,
                row.project,
                row.month_on,
                entered,
                _entries([row.project], row.month_on),
                today,
            )
        for each in in_force if carry else ():
            new, reason = each.cumulative_yuan + more, _carried(row, measure, why.strip())
            _correct(change, each, "cumulative", new, exact(new), reason, today)
    return made


@office_language()
def _carried(row: MonthlyReport, measure: str, why: str) -> str:
    """Why a cumulative is corrected with the number of a report that it holds."""
    reason = _("%(month)s%(measure)s更正，累计一并更正：%(why)s") % {
        "month": f"{row.month_on:%Y-%m}", "measure": _(rules.MEASURES[measure]), "why": why,
    }  # fmt: skip
    return reason[:200]


def _holding(row: MonthlyReport, measure: str, by: Scope) -> list[MonthlyReport]:
    """The reports whose cumulative holds this number of a report."""
    if measure == "statistics":
        return []
    later = reports.handed_in(by).filter(project_id=row.project_id, month_on__gt=row.month_on)
    return [row, *later] if measure == "month" else list(later)


def _correct(
    change: Change,
    row: MonthlyReport,
    measure: str,
    amount: int,
    written: str,
    why: str,
    today: date,
) -> ReportCorrection:
    """One number of one report: what it was and why is kept, the report follows."""
    made = change.add(
        ReportCorrection(
            cluster_id=row.cluster_id,
            project_id=row.project_id,
            report=row,
            measure=measure,
            old_yuan=getattr(row, f"{measure}_yuan"),
            new_yuan=amount,
            written=written,
            why=why,
            corrected_on=today,
            corrected_by=change.by.name,
        )
    )
    change.save(row, **{f"{measure}_yuan": amount, f"{measure}_written": written})
    return made


IMPORT_EXISTING_REPORTS = Action(
    "projects.import_existing_reports",
    gettext_noop("导入已有投资月报"),
    Permission.EDIT_PROJECT_LIST,
)


def import_existing_reports(rows: Iterable[MonthlyReport], *, by: Scope, now: datetime) -> None:
    """Import reports of earlier months whose numbers stand in the ledger already."""
    with Change(IMPORT_EXISTING_REPORTS, by=by, now=now) as change:
        change.bulk_add(rows)


NAME_LEADERS = Action(
    "projects.name_leaders", gettext_noop("确定牵头市领导"), Permission.EDIT_PROJECT_LIST
)


def name_leaders(rows: Iterable[ProjectLeader], *, by: Scope, now: datetime) -> None:
    """Name the municipal leaders who answer for projects."""
    with Change(NAME_LEADERS, by=by, now=now) as change:
        change.bulk_add(rows)
