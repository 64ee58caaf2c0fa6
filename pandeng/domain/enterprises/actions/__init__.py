"""Writing the register: register and correct an enterprise, report a statement, take over lists."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from pandeng.access.models import Department
from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core import edit_checks, units
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.edit_checks import CheckedSheet
from pandeng.core.errors import DomainError, NotFound
from pandeng.core.fields import field_of
from pandeng.core.history import version_model
from pandeng.domain.enterprises import queries, rules, statements
from pandeng.domain.enterprises.actions.naming import index, learn_name
from pandeng.domain.enterprises.models import ClubMember, Enterprise, EnterpriseName, Statement
from pandeng.domain.enterprises.naming import refuse_taken
from pandeng.domain.enterprises.statement_checks import Value, checks

UNITS = {"元": "yuan", "人": "person", "千瓦时": "kwh"}
MEASURE_UNIT = {"staff": "person", "electricity": "kwh"}
WORDS = {
    "yuan": gettext_lazy("元、万元或亿元"),
    "person": gettext_lazy("人"),
    "kwh": gettext_lazy("千瓦时"),
}


REGISTER = Action("enterprises.register", gettext_noop("登记企业"), Permission.EDIT_ENTERPRISE)


def register(
    *,
    code: str,
    name: str,
    county: Department,
    industry_code: str,
    industry_edition: int = 2017,
    short_names: Sequence[str] = (),
    climbing_since: date | None = None,
    is_example: bool = False,
    by: Scope,
    now: datetime,
) -> Enterprise:
    """Register an enterprise. Refuses a wrong or taken code, and a name in use."""
    REGISTER.require(by)
    code, name = code.strip().upper(), rules.tidy(name)
    rules.credit_code(code).require()
    if not rows_reach(by, county):
        raise DomainError(_("只能登记本县市区的企业。"))
    taken = Enterprise.objects.filter(cluster_id=by.in_cluster()).filter(
        Q(code=code) | Q(name=name)
    )
    if twin := taken.first():
        what = _("信用代码") if twin.code == code else _("名称")
        raise DomainError(
            _("%(what)s已登记为“%(name)s”，请在原企业上更正，不要重复登记。")
            % {"what": what, "name": twin.name}
        )
    refuse_taken(by.in_cluster(), name, confirmed=True)
    with Change(REGISTER, by=by, now=now) as change:
        enterprise = change.add(
            Enterprise(
                cluster_id=by.in_cluster(),
                code=code,
                name=name,
                county=county,
                registered_region=code[2:8],
                industry_code=industry_code.strip(),
                industry_edition=industry_edition,
                climbing_since=climbing_since,
                is_example=is_example,
                search_text=rules.search_text([name, *short_names], code),
            )
        )
        for short in short_names:
            change.add(
                EnterpriseName(
                    cluster_id=by.in_cluster(), enterprise=enterprise, kind="short", name=short
                )
            )
    return enterprise


def rows_reach(by: Scope, county: Department) -> bool:
    """May this scope write in this county?"""
    rows = by.rows("enterprise")
    return county.cluster_id == by.cluster_id and (rows.everything or county.pk in rows.counties)


CORRECT = Action("enterprises.correct", gettext_noop("更正企业信息"), Permission.EDIT_ENTERPRISE)


def correct(enterprise: Enterprise, *, why: str, by: Scope, now: datetime, **fields: Any) -> None:
    """Correct what was entered wrongly; the reason is kept. A wrong spelling of the name stays findable
    (a real renaming is `naming.rename`)."""
    CORRECT.require(by)
    queries.own(by, enterprise)
    if not why.strip():
        raise DomainError(_("请写明更正原因。"))
    allowed = {"name", "county", "industry_code", "industry_edition", "registered_region"}
    allowed |= {"established_on", "climbing_since", "climbing_until"}
    if unknown := set(fields) - allowed:
        raise DomainError(_("不能更正：%(unknown)s。") % {"unknown": "、".join(sorted(unknown))})
    old = enterprise.name
    if "name" in fields:
        fields["name"] = rules.tidy(fields["name"])
        if fields["name"] != old:
            refuse_taken(by.in_cluster(), fields["name"], but=enterprise, confirmed=True)
    with Change(CORRECT, by=by, now=now, why=why) as change:
        change.save(enterprise, **fields)
        if enterprise.name != old:
            learn_name(change, enterprise, old)
            index(change, enterprise)


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
    amount = amount_of(measure, written)
    period_on = period_on.replace(day=1) if period_kind == "month" else date(period_on.year, 1, 1)
    rules.period_ended(period_kind, period_on, timezone.localdate(now)).require()
    rules.fitting_basis(period_kind, basis).require()
    key = {"measure": measure, "period_kind": period_kind, "period_on": period_on, "basis": basis}
    if Statement.objects.filter(enterprise=enterprise, **key).exists():
        raise DomainError(_("这一期已经填报过，如有变化请用“更正”，原来的数会保留。"))
    _question(by, enterprise.pk, measure, Value(period_kind, period_on, basis, amount), confirmed)
    with Change(REPORT_STATEMENT, by=by, now=now, why=confirmed) as change:
        return change.add(
            Statement(
                cluster_id=enterprise.cluster_id,
                enterprise=enterprise,
                **key,
                amount=amount,
                unit=MEASURE_UNIT.get(measure, "yuan"),
                written=written.strip(),
                source=source,
                definition_version="2017",
                reported_on=timezone.localdate(now),
                confirmed=confirmed.strip(),
            )
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

    The new amount is questioned like a first report.
    """
    CORRECT_STATEMENT.require(by)
    if not Statement.objects.visible_to(by).filter(pk=statement.pk).exists():
        raise NotFound(_("没有找到这条报表。"))
    if not why.strip():
        raise DomainError(_("请写明更正原因。"))
    amount = amount_of(statement.measure, written)
    value = Value(statement.period_kind, statement.period_on, statement.basis, amount)
    _question(by, statement.enterprise_id, statement.measure, value, confirmed)
    with Change(CORRECT_STATEMENT, by=by, now=now, why=why) as change:
        change.save(
            statement,
            amount=amount,
            written=written.strip(),
            reported_on=timezone.localdate(now),
            confirmed=confirmed.strip(),
        )


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


# What a person may set back to an earlier value; a name goes the way of a correction.
RESTORABLE = (
    "name", "county", "industry_code", "established_on",
    "climbing_since", "climbing_until", "scale_since", "scale_until",
)  # fmt: skip


RESTORE = Action("enterprises.restore", gettext_noop("恢复原值"), Permission.EDIT_ENTERPRISE)


def restore(
    enterprise: Enterprise, *, field: str, version: int, why: str, by: Scope, now: datetime
) -> None:
    """Set one field back to what it was in an earlier version; the value of today stays in the history.

    Refuses a field that is not restorable, a version of another record, and the value already in force.
    """
    RESTORE.require(by)
    if not Enterprise.objects.visible_to(by).filter(pk=enterprise.pk).exists():
        raise NotFound(_("没有找到这家企业。"))
    if field not in RESTORABLE:
        raise DomainError(_("这一项不能恢复，请用“更正”。"))
    if not why.strip():
        raise DomainError(_("请写明恢复原因。"))
    earlier = version_model(Enterprise).objects.filter(id=enterprise.pk, history_id=version).first()
    if earlier is None:
        raise NotFound(_("没有找到这个历史版本。"))
    column = field_of(Enterprise, field).attname
    value = getattr(earlier, column)
    if value == getattr(enterprise, column):
        raise DomainError(_("现在就是这个值，不用恢复。"))
    if field == "name":
        correct(enterprise, name=value, why=why, by=by, now=now)
        return
    if field == "county":
        value = Department.objects.get(pk=value)
    with Change(RESTORE, by=by, now=now, why=why) as change:
        change.save(enterprise, **{field: value})


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
    if not why.strip():
        raise DomainError(_("请写明恢复原因。"))
    earlier = version_model(Statement).objects.filter(id=statement.pk, history_id=version).first()
    if earlier is None:
        raise NotFound(_("没有找到这个历史版本。"))
    if earlier.amount == statement.amount:
        raise DomainError(_("现在就是这个值，不用恢复。"))
    with Change(RESTORE_STATEMENT, by=by, now=now, why=why) as change:
        change.save(
            statement,
            amount=earlier.amount,
            written=earlier.written,
            reported_on=timezone.localdate(now),
            confirmed=why.strip()[:200],
        )


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
    made = []
    for (enterprise, measure), (text, confirmed) in entries.items():
        key = (enterprise, measure)
        with sheet.place(key):
            amount = _new_amount(measure, text, month, past.get(key, []))
            if not confirmed.strip():
                found = checks(measure, Value("month", month, "current", amount), past.get(key, []))
                edit_checks.require(found, statements.writer(measure))
            made.append(
                Statement(
                    cluster_id=seen[enterprise].cluster_id,
                    enterprise=seen[enterprise],
                    measure=measure,
                    period_kind="month",
                    period_on=month,
                    basis="current",
                    amount=amount,
                    unit=MEASURE_UNIT.get(measure, "yuan"),
                    written=text.strip()[:40],
                    source=source,
                    definition_version="2017",
                    reported_on=timezone.localdate(now),
                    confirmed=confirmed.strip()[:200],
                )
            )
    sheet.require(_held_back)
    with Change(REPORT_SHEET, by=by, now=now) as change:
        change.bulk_add(made)
    return made


def _held_back(wrong: int, asked: int) -> str:
    return _(
        "有%(wrong)s处填写有误、%(asked)s处需要核实，全部未保存，请改正或写明核实情况后再提交。"
    ) % {"wrong": wrong, "asked": asked}


def _new_amount(measure: str, text: str, month: date, past: list[Value]) -> int:
    """The amount that is written for a month that was not reported yet."""
    amount = amount_of(measure, text)
    if any(one[:3] == ("month", month, "current") for one in past):
        raise DomainError(_("这一期已经填报过，如有变化请用“更正”，原来的数会保留。"))
    return amount


def amount_of(measure: str, written: str) -> int:
    """The amount in the base unit of its measure; the sentence says which unit is expected."""
    wanted = MEASURE_UNIT.get(measure, "yuan")
    try:
        amount, unit = units.parse(written)
    except ValueError:
        raise DomainError(
            _("“%(written)s”不是数值加单位，请填写如“1250万元”。") % {"written": written}
        ) from None
    if not unit:
        raise DomainError(
            _("“%(written)s”没有写单位，请写明%(wanted)s。")
            % {"written": written, "wanted": WORDS[wanted]}
        )
    if UNITS.get(unit) != wanted:
        raise DomainError(
            _("单位“%(unit)s”与指标不符，应为%(wanted)s。")
            % {"unit": unit, "wanted": WORDS[wanted]}
        )
    if amount != amount.to_integral_value():
        amount = units.half_up(Decimal(amount), 0)
    return int(amount)


LINK_CONTACT = Action(
    "enterprises.link_contact", gettext_noop("关联企业联系单位"), Permission.EDIT_ENTERPRISE
)


def link_contact(
    enterprise: Enterprise, organisation: Department, *, by: Scope, now: datetime
) -> None:
    """The people of this unit speak for the enterprise."""
    with Change(LINK_CONTACT, by=by, now=now) as change:
        change.save(enterprise, organisation=organisation)


IMPORT_EXISTING_ENTERPRISES = Action(
    "enterprises.import_existing", gettext_noop("导入已有企业台账"), Permission.EDIT_ENTERPRISE
)


def import_existing_enterprises(
    enterprises: Iterable[Enterprise],
    names: Iterable[EnterpriseName] = (),
    *,
    by: Scope,
    now: datetime,
    why: str = "",
) -> list[Enterprise]:
    """Import a whole register from the office's own lists; every code is checked first."""
    IMPORT_EXISTING_ENTERPRISES.require(by)
    rows = list(enterprises)
    others: dict[int, list[EnterpriseName]] = {}
    for name in names:
        others.setdefault(id(name.enterprise), []).append(name)
    for row in rows:
        verdict = rules.credit_code(row.code)
        if not verdict:
            raise DomainError(f"{row.name}：{verdict.message}")
        known_as = [row.name, *(other.name for other in others.get(id(row), []))]
        row.search_text = rules.search_text(known_as, row.code)
    with Change(IMPORT_EXISTING_ENTERPRISES, by=by, now=now, why=why) as change:
        change.bulk_add(rows)
        change.bulk_add(name for row in rows for name in others.get(id(row), []))
    return rows


IMPORT_EXISTING_STATEMENTS = Action(
    "enterprises.import_existing_statements",
    gettext_noop("导入已有报表"),
    Permission.REPORT_STATEMENT,
)


def import_existing_statements(
    statements: Iterable[Statement], *, by: Scope, now: datetime, why: str = ""
) -> None:
    """Import a batch of reported values; refuses a period that is not over and a wrong unit."""
    rows, today = list(statements), timezone.localdate(now)
    for row in rows:
        rules.period_ended(row.period_kind, row.period_on, today).require()
        rules.fitting_basis(row.period_kind, row.basis).require()
        if row.unit != (wanted := MEASURE_UNIT.get(row.measure, "yuan")):
            raise DomainError(
                _("单位“%(unit)s”与指标不符，应为%(wanted)s。")
                % {"unit": row.unit, "wanted": WORDS[wanted]}
            )
    with Change(IMPORT_EXISTING_STATEMENTS, by=by, now=now, why=why) as change:
        change.bulk_add(rows)


RESTATE = Action("enterprises.restate", gettext_noop("批量更正报表"), Permission.REPORT_STATEMENT)


def restate(statements: Sequence[Statement], *, by: Scope, now: datetime, why: str) -> None:
    """Save amounts that were changed in many statements; the earlier ones stay in the history."""
    with Change(RESTATE, by=by, now=now, why=why) as change:
        change.save_all(statements, ["amount", "written", "reported_on"])


PLACE_IN_CLUB = Action(
    "enterprises.place_in_club", gettext_noop("评定强企俱乐部"), Permission.EDIT_ENTERPRISE
)


def place_in_club(members: Iterable[ClubMember], *, by: Scope, now: datetime) -> None:
    with Change(PLACE_IN_CLUB, by=by, now=now) as change:
        change.bulk_add(members)
