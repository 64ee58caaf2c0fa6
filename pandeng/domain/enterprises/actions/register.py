"""Writing the register: register and correct an enterprise, set a field back, import lists."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.models import Department
from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, NotFound, require_reason
from pandeng.core.fields import field_of
from pandeng.core.history import version_model
from pandeng.domain.enterprises import queries, rules
from pandeng.domain.enterprises.actions.naming import index, learn_name
from pandeng.domain.enterprises.duplicates import nearly
from pandeng.domain.enterprises.models import Enterprise, EnterpriseName
from pandeng.domain.enterprises.naming import refuse_taken

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
    confirmed: bool = False,
    is_example: bool = False,
    by: Scope,
    now: datetime,
) -> Enterprise:
    """Register an enterprise. Refuses a wrong or taken code, and a name in use.

    A name that another bore, or that is nearly another's, is asked about until `confirmed` says that they
    are two; so is the name of another sole trader.
    """
    REGISTER.require(by)
    code, name = code.strip().upper(), rules.tidy(name)
    rules.credit_code(code).require()
    if not queries.reaches(by, county):
        raise DomainError(_("只能登记本县市区的企业。"))
    rules.industry_code(industry_code).require()
    rules.climbing_days(climbing_since, None, timezone.localdate(now)).require()
    _refuse_known(by, code, name, confirmed=confirmed)
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


def _refuse_known(by: Scope, code: str, name: str, *, confirmed: bool) -> None:
    """Refuse a code or name in use; ask about one that another bore, or that is nearly another's."""
    taken = Enterprise.objects.filter(cluster_id=by.in_cluster()).filter(
        Q(code=code) | Q(name=name)
    )
    one_name = code.startswith(rules.SOLE_TRADER)
    if one_name:
        taken = taken.exclude(~Q(code=code) & Q(code__startswith=rules.SOLE_TRADER))
    if duplicate := taken.first():
        what = _("信用代码") if duplicate.code == code else _("名称")
        raise DomainError(
            _("%(what)s已登记为“%(name)s”，请在原企业上更正，不要重复登记。")
            % {"what": what, "name": duplicate.name}
        )
    if not one_name:
        refuse_taken(by.in_cluster(), name, confirmed=confirmed)
    if not confirmed and (near := nearly(by, name, code)):
        raise DomainError(
            _("可能已登记：%(names)s。确实不是同一家的，请勾选“已核对”后再保存。")
            % {"names": "；".join(f"{one}（{why}）" for one, why in near)}
        )


CORRECT = Action("enterprises.correct", gettext_noop("更正企业信息"), Permission.EDIT_ENTERPRISE)


def correct(enterprise: Enterprise, *, why: str, by: Scope, now: datetime, **fields: Any) -> None:
    """Correct what was entered wrongly; the reason is kept. A wrong spelling of the name stays findable
    (a real renaming is `naming.rename`)."""
    CORRECT.require(by)
    queries.own(by, enterprise)
    require_reason(why, _("请写明更正原因。"))
    allowed = {"name", "county", "industry_code", "industry_edition", "registered_region"}
    allowed |= {"established_on", "climbing_since", "climbing_until"}
    if "industry_code" in fields and fields["industry_code"] != enterprise.industry_code:
        rules.industry_code(str(fields["industry_code"])).require()
    listed = (fields.get("climbing_since"), fields.get("climbing_until"))
    rules.climbing_days(*listed, timezone.localdate(now)).require()
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


# What a person may set back to an earlier value; a name goes the way of a correction.
RESTORABLE = (
    "name", "county", "industry_code", "established_on",
    "climbing_since", "climbing_until",
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
    require_reason(why, _("请写明恢复原因。"))
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
