"""Writing the register: register and correct an enterprise, report a statement, take over lists."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pandeng.access.models import Department
from pandeng.access.scope import Scope
from pandeng.core import units
from pandeng.core.change import Change
from pandeng.core.verdict import NotFound, Refused
from pandeng.domain.enterprises import rules
from pandeng.domain.enterprises.models import ClubMember, Enterprise, EnterpriseName, Statement

UNITS = {"元": "yuan", "人": "person", "千瓦时": "kwh"}
MEASURE_UNIT = {"staff": "person", "electricity": "kwh"}
WORDS = {
    "yuan": gettext_lazy("元、万元或亿元"),
    "person": gettext_lazy("人"),
    "kwh": gettext_lazy("千瓦时"),
}


def register(
    *,
    code: str,
    name: str,
    county: Department,
    industry_code: str,
    short_names: Sequence[str] = (),
    climbing_since: date | None = None,
    is_example: bool = False,
    by: Scope,
    now: datetime,
) -> Enterprise:
    """Register an enterprise. Refuses a wrong or taken code, and a name in use."""
    by.may("edit_enterprise").require()
    code, name = code.strip().upper(), name.strip()
    rules.credit_code(code).require()
    if not rows_reach(by, county):
        raise Refused(_("只能登记本县市区的企业。"))
    taken = Enterprise.objects.filter(cluster_id=by.in_cluster()).filter(
        Q(code=code) | Q(name=name)
    )
    if twin := taken.first():
        what = _("信用代码") if twin.code == code else _("名称")
        raise Refused(
            _("%(what)s已登记为“%(name)s”，请在原企业上更正，不要重复登记。")
            % {"what": what, "name": twin.name}
        )
    with Change("enterprises.register", by=by, now=now) as change:
        enterprise = change.add(
            Enterprise(
                cluster_id=by.in_cluster(),
                code=code,
                name=name,
                county=county,
                registered_region=code[2:8],
                industry_code=industry_code.strip(),
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


def correct(enterprise: Enterprise, *, why: str, by: Scope, now: datetime, **fields: Any) -> None:
    """Correct fields of an enterprise; the reason is kept. A changed name stays findable."""
    by.may("edit_enterprise").require()
    if not why.strip():
        raise Refused(_("请写明更正原因。"))
    allowed = {"name", "county", "industry_code", "climbing_since", "climbing_until"}
    if unknown := set(fields) - allowed:
        raise Refused(_("不能更正：%(unknown)s。") % {"unknown": "、".join(sorted(unknown))})
    old = enterprise.name
    with Change("enterprises.correct", by=by, now=now, why=why) as change:
        change.save(enterprise, **fields)
        if enterprise.name != old:
            change.add(
                EnterpriseName(
                    cluster_id=enterprise.cluster_id, enterprise=enterprise, kind="former", name=old
                )
            )
        names = [enterprise.name, *enterprise.names.values_list("name", flat=True)]
        change.save(enterprise, search_text=rules.search_text(names, enterprise.code))


def report_statement(
    enterprise: Enterprise,
    *,
    measure: str,
    period_kind: str,
    period_on: date,
    basis: str,
    written: str,
    source: str,
    by: Scope,
    now: datetime,
) -> Statement:
    """Report one measure for one period. `written` is the amount with its unit, such as 1250万元.

    Refuses a missing or foreign unit, a period not ended, a future one, and a second report of the
    same period (which is a correction).
    """
    by.may("report_statement").require()
    if not Enterprise.objects.visible_to(by).filter(pk=enterprise.pk).exists():
        raise NotFound(_("没有找到这家企业。"))
    amount = amount_of(measure, written)
    period_on = period_on.replace(day=1) if period_kind == "month" else date(period_on.year, 1, 1)
    if period_on > now.date():
        raise Refused(
            _("%(year)s年%(month)s月还没有到，不能填报。")
            % {"year": period_on.year, "month": period_on.month}
        )
    key = {"measure": measure, "period_kind": period_kind, "period_on": period_on, "basis": basis}
    if Statement.objects.filter(enterprise=enterprise, **key).exists():
        raise Refused(_("这一期已经填报过，如有变化请用“更正”，原来的数会保留。"))
    with Change("enterprises.report_statement", by=by, now=now) as change:
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
                reported_on=now.date(),
            )
        )


def correct_statement(
    statement: Statement, *, written: str, why: str, by: Scope, now: datetime
) -> None:
    """Replace a reported amount; the earlier one stays in the history with the reason."""
    by.may("report_statement").require()
    if not why.strip():
        raise Refused(_("请写明更正原因。"))
    amount = amount_of(statement.measure, written)
    with Change("enterprises.correct_statement", by=by, now=now, why=why) as change:
        change.save(statement, amount=amount, written=written.strip(), reported_on=now.date())


def amount_of(measure: str, written: str) -> int:
    """The amount in the base unit of its measure; the sentence says which unit is expected."""
    wanted = MEASURE_UNIT.get(measure, "yuan")
    try:
        amount, unit = units.parse(written)
    except ValueError:
        raise Refused(
            _("“%(written)s”不是数值加单位，请填写如“1250万元”。") % {"written": written}
        ) from None
    if not unit:
        raise Refused(
            _("“%(written)s”没有写单位，请写明%(wanted)s。")
            % {"written": written, "wanted": WORDS[wanted]}
        )
    if UNITS.get(unit) != wanted:
        raise Refused(
            _("单位“%(unit)s”与指标不符，应为%(wanted)s。")
            % {"unit": unit, "wanted": WORDS[wanted]}
        )
    if amount != amount.to_integral_value():
        amount = units.half_up(Decimal(amount), 0)
    return int(amount)


def link_contact(
    enterprise: Enterprise, organisation: Department, *, by: Scope, now: datetime
) -> None:
    """The people of this unit speak for the enterprise."""
    by.may("edit_enterprise").require()
    with Change("enterprises.link_contact", by=by, now=now) as change:
        change.save(enterprise, organisation=organisation)


def take_over(
    enterprises: Iterable[Enterprise],
    names: Iterable[EnterpriseName] = (),
    *,
    by: Scope,
    now: datetime,
    why: str = "",
) -> list[Enterprise]:
    """Take over a whole register from the office's own lists; every code is checked first."""
    by.may("edit_enterprise").require()
    rows = list(enterprises)
    others: dict[int, list[EnterpriseName]] = {}
    for name in names:
        others.setdefault(id(name.enterprise), []).append(name)
    for row in rows:
        verdict = rules.credit_code(row.code)
        if not verdict:
            raise Refused(f"{row.name}：{verdict.sentence}")
        known_as = [row.name, *(other.name for other in others.get(id(row), []))]
        row.search_text = rules.search_text(known_as, row.code)
    with Change("enterprises.take_over", by=by, now=now, why=why) as change:
        change.add_all(rows)
        change.add_all(name for row in rows for name in others.get(id(row), []))
    return rows


def take_over_statements(
    statements: Iterable[Statement], *, by: Scope, now: datetime, why: str = ""
) -> None:
    by.may("report_statement").require()
    with Change("enterprises.take_over_statements", by=by, now=now, why=why) as change:
        change.add_all(statements)


def restate(statements: Sequence[Statement], *, by: Scope, now: datetime, why: str) -> None:
    """Save amounts that were changed in many statements; the earlier ones stay in the history."""
    by.may("report_statement").require()
    with Change("enterprises.restate", by=by, now=now, why=why) as change:
        change.save_all(statements, ["amount", "written", "reported_on"])


def place_in_club(members: Iterable[ClubMember], *, by: Scope, now: datetime) -> None:
    by.may("edit_enterprise").require()
    with Change("enterprises.place_in_club", by=by, now=now) as change:
        change.add_all(members)
