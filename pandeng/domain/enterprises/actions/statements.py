"""Reporting statements: one value, a month of many, corrections, and setting an amount back."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core import edit_checks
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.edit_checks import CheckedSheet
from pandeng.core.errors import DomainError, NotFound, require_reason
from pandeng.core.history import version_model
from pandeng.domain.enterprises import rules, statements
from pandeng.domain.enterprises.actions.reviews import tell_corrected
from pandeng.domain.enterprises.models import Enterprise, Statement
from pandeng.domain.enterprises.reviewing import may_change, own_step
from pandeng.domain.enterprises.statement_checks import Value, checks
from pandeng.domain.enterprises.workflow import hand_of

REPORT_STATEMENT = Action(
    "enterprises.report_statement", gettext_noop("填报报表"), Permission.REPORT_STATEMENT
)


def report_statement(
    enterprise: Enterprise,
    *,
    measure: str,
    period_kind: str,
    period_on: date,
    basis: str,
    written: str,
    source: str,
    confirmed: str = "",
    by: Scope,
    now: datetime,
) -> Statement:
    """Report one measure for one period. `written` is the amount with its unit, such as 1250万元.

    Refuses a missing or foreign unit, a period that has not ended, an annual value of a month, and a
    second report of the same period (which is a correction). A value that differs from what the
    enterprise reported before is questioned (`ChecksFailed`) until `confirmed` says why it is right.
    """
    REPORT_STATEMENT.require(by)
    if not Enterprise.objects.visible_to(by).filter(pk=enterprise.pk).exists():
        raise NotFound(_("没有找到这家企业。"))
    amount = statements.amount_of(measure, written)
    period_on = period_on.replace(day=1) if period_kind == "month" else date(period_on.year, 1, 1)
    rules.period_ended(period_kind, period_on, timezone.localdate(now)).require()
    rules.fitting_basis(period_kind, basis).require()
    key = {"measure": measure, "period_kind": period_kind, "period_on": period_on, "basis": basis}
    if Statement.objects.filter(enterprise=enterprise, **key).exists():
        raise DomainError(_("这一期已经填报过，如有变化请用“更正”，原来的数会保留。"))
    value = Value(period_kind, period_on, basis, amount)
    _question(by, enterprise.pk, measure, value, confirmed)
    today = timezone.localdate(now)
    made = _reported(enterprise, measure, value, written, source, confirmed, today)
    made.status = own_step(by)
    with Change(REPORT_STATEMENT, by=by, now=now, why=confirmed) as change:
        return change.add(made)


def _reported(
    enterprise: Enterprise,
    measure: str,
    value: Value,
    written: str,
    source: str,
    confirmed: str,
    today: date,
) -> Statement:
    return Statement(
        cluster_id=enterprise.cluster_id,
        enterprise=enterprise,
        measure=measure,
        **value._asdict(),
        unit=statements.unit_of(measure),
        written=written.strip(),
        source=source,
        definition_version="2017",
        reported_on=today,
        confirmed=confirmed.strip(),
    )


def _question(by: Scope, enterprise: int, measure: str, value: Value, confirmed: str) -> None:
    """Hold a doubtful value back until somebody says why it is right."""
    if not confirmed.strip():
        found = statements.checks_of(by, enterprise, measure, value)
        edit_checks.require(found, statements.writer(measure))


CORRECT_STATEMENT = Action(
    "enterprises.correct_statement", gettext_noop("更正报表"), Permission.REPORT_STATEMENT
)


def correct_statement(
    statement: Statement, *, written: str, why: str, confirmed: str = "", by: Scope, now: datetime
) -> None:
    """Replace a reported amount; the earlier one stays in the history with the reason.

    The new amount is questioned like a first report. What a higher hand has agreed to only that hand
    corrects; of a reviewed one the enterprise and its county are told.
    """
    CORRECT_STATEMENT.require(by)
    if not Statement.objects.visible_to(by).filter(pk=statement.pk).exists():
        raise NotFound(_("没有找到这条报表。"))
    require_reason(why, _("请写明更正原因。"))
    amount = statements.amount_of(statement.measure, written)
    value = Value(statement.period_kind, statement.period_on, statement.basis, amount)
    _question(by, statement.enterprise_id, statement.measure, value, confirmed)
    today = timezone.localdate(now)
    with Change(CORRECT_STATEMENT, by=by, now=now, why=why) as change:
        before = _lock(statement, by, today)
        change.save(
            statement,
            amount=amount,
            written=written.strip(),
            reported_on=today,
            confirmed=confirmed.strip(),
            status=own_step(by),
            returned_why="",
        )
        tell_corrected(change, statement, before, by, today)


def _lock(statement: Statement, by: Scope, today: date) -> str:
    """The statement read afresh; refuses what a higher hand has agreed to. Gives how it stood."""
    statement.refresh_from_db(from_queryset=Statement.objects.select_for_update(of=("self",)))
    may_change(statement, hand_of(by), by, today).require()
    return str(statement.status)


CONFIRM_STATEMENT = Action(
    "enterprises.confirm_statement", gettext_noop("核实报表"), Permission.REPORT_STATEMENT
)


def confirm_statement(statement: Statement, *, confirmed: str, by: Scope, now: datetime) -> None:
    """Say why a value that differs from the past is right; it is not asked about again."""
    CONFIRM_STATEMENT.require(by)
    if not Statement.objects.visible_to(by).filter(pk=statement.pk).exists():
        raise NotFound(_("没有找到这条报表。"))
    if not confirmed.strip():
        raise DomainError(_("请写明核实情况，说明为什么这个数没有错。"))
    with Change(CONFIRM_STATEMENT, by=by, now=now, why=confirmed) as change:
        change.save(statement, confirmed=confirmed.strip())


RESTORE_STATEMENT = Action(
    "enterprises.restore_statement", gettext_noop("恢复报表原值"), Permission.REPORT_STATEMENT
)


def restore_statement(
    statement: Statement, *, version: int, why: str, by: Scope, now: datetime
) -> None:
    """Set a reported amount back to what an earlier version says; the reason is kept with it."""
    RESTORE_STATEMENT.require(by)
    if not Statement.objects.visible_to(by).filter(pk=statement.pk).exists():
        raise NotFound(_("没有找到这条报表。"))
    require_reason(why, _("请写明恢复原因。"))
    earlier = version_model(Statement).objects.filter(id=statement.pk, history_id=version).first()
    if earlier is None:
        raise NotFound(_("没有找到这个历史版本。"))
    if earlier.amount == statement.amount:
        raise DomainError(_("现在就是这个值，不用恢复。"))
    today = timezone.localdate(now)
    with Change(RESTORE_STATEMENT, by=by, now=now, why=why) as change:
        before = _lock(statement, by, today)
        change.save(
            statement,
            amount=earlier.amount,
            written=earlier.written,
            reported_on=today,
            confirmed=why.strip()[:200],
            status=own_step(by),
            returned_why="",
        )
        tell_corrected(change, statement, before, by, today)


REPORT_SHEET = Action(
    "enterprises.report_sheet", gettext_noop("填报月度台账"), Permission.REPORT_STATEMENT
)


def report_sheet(
    entries: Mapping[tuple[int, str], tuple[str, str]],
    *,
    month: date,
    source: str,
    by: Scope,
    now: datetime,
) -> list[Statement]:
    """Report many enterprises' values of a month at once: all of them, or none (`ChecksFailed`).

    `entries` by enterprise and measure: what is written, and why it is right where it was asked about.
    """
    REPORT_SHEET.require(by)
    month = month.replace(day=1)
    rules.period_ended("month", month, timezone.localdate(now)).require()
    if not entries:
        raise DomainError(_("没有填写任何数，请至少填一处。"))
    sheet: CheckedSheet[tuple[int, str]] = CheckedSheet()
    ids = {enterprise for enterprise, _measure in entries}
    measures = {measure for _enterprise, measure in entries}
    seen = {e.pk: e for e in Enterprise.objects.visible_to(by).filter(pk__in=ids)}
    if len(seen) < len(ids):
        raise NotFound(_("没有找到这家企业。"))
    past = statements.past_values(by, ids, measures, until=month)
    made, today = [], timezone.localdate(now)
    for (enterprise, measure), (text, confirmed) in entries.items():
        known = past.get((enterprise, measure), [])
        with sheet.place((enterprise, measure)):
            value = Value("month", month, "current", _new_amount(measure, text, month, known))
            if not confirmed.strip():
                edit_checks.require(checks(measure, value, known), statements.writer(measure))
            made.append(
                _reported(
                    seen[enterprise],
                    measure,
                    value,
                    text.strip()[:40],
                    source,
                    confirmed.strip()[:200],
                    today,
                )
            )
    sheet.require(_held_back)
    for one in made:
        one.status = own_step(by)
    with Change(REPORT_SHEET, by=by, now=now) as change:
        change.bulk_add(made)
    return made


def _held_back(wrong: int, asked: int) -> str:
    return _(
        "有%(wrong)s处填写有误、%(asked)s处需要核实，全部未保存，请改正或写明核实情况后再提交。"
    ) % {"wrong": wrong, "asked": asked}


def _new_amount(measure: str, text: str, month: date, past: list[Value]) -> int:
    """The amount that is written for a month that was not reported yet."""
    amount = statements.amount_of(measure, text)
    if any(one[:3] == ("month", month, "current") for one in past):
        raise DomainError(_("这一期已经填报过，如有变化请用“更正”，原来的数会保留。"))
    return amount


IMPORT_EXISTING_STATEMENTS = Action(
    "enterprises.import_existing_statements",
    gettext_noop("导入已有报表"),
    Permission.REPORT_STATEMENT,
)


def import_existing_statements(
    reported: Iterable[Statement], *, by: Scope, now: datetime, why: str = ""
) -> None:
    """Import a batch of reported values; refuses a period that is not over and a wrong unit."""
    rows, today = list(reported), timezone.localdate(now)
    for row in rows:
        rules.period_ended(row.period_kind, row.period_on, today).require()
        rules.fitting_basis(row.period_kind, row.basis).require()
        if row.unit != (wanted := statements.unit_of(row.measure)):
            raise DomainError(
                _("单位“%(unit)s”与指标不符，应为%(wanted)s。")
                % {"unit": row.unit, "wanted": statements.WANTED[wanted]}
            )
    with Change(IMPORT_EXISTING_STATEMENTS, by=by, now=now, why=why) as change:
        change.bulk_add(rows)


RESTATE = Action("enterprises.restate", gettext_noop("批量更正报表"), Permission.REPORT_STATEMENT)


def restate(statements: Sequence[Statement], *, by: Scope, now: datetime, why: str) -> None:
    """Save amounts that were changed in many statements; the earlier ones stay in the history."""
    with Change(RESTATE, by=by, now=now, why=why) as change:
        change.save_all(statements, ["amount", "written", "reported_on"])
