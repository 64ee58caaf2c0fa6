"""Audit rows in the words of the office: what the action is called, what changed from what to what."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pandeng.access import queries
from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.models import AuditEvent
from pandeng.domain.projects.life import workflow
from pandeng.web.links import record_url

ACTIONS = {
    "access.open_cluster": gettext_lazy("开设集群"),
    "access.add_department": gettext_lazy("新增单位"),
    "access.create_user": gettext_lazy("新增用户"),
    "access.add_membership": gettext_lazy("新增任职"),
    "access.end_membership": gettext_lazy("结束任职"),
    "access.set_password": gettext_lazy("修改口令"),
    "access.choose_language": gettext_lazy("切换界面语言"),
    "access.require_second_factor": gettext_lazy("设定是否须用第二验证"),
    "access.confirm_second_factor": gettext_lazy("启用第二验证"),
    "access.remove_second_factor": gettext_lazy("停用第二验证"),
    "access.renew_recovery_codes": gettext_lazy("更换恢复码"),
    "audit.anchor_again": gettext_lazy("补写审计锚"),
    "audit.erase": gettext_lazy("删除审计记录中的个人信息"),
    "chains.take_over": gettext_lazy("接管产业链台账"),
    "climbing.set_plan": gettext_lazy("制定攀登计划"),
    "climbing.take_over": gettext_lazy("接管攀登计划"),
    "demands.receive": gettext_lazy("受理诉求"),
    "demands.record_progress": gettext_lazy("登记诉求进展"),
    "demands.close": gettext_lazy("诉求销号"),
    "demands.take_over": gettext_lazy("接管诉求台账"),
    "enterprises.register": gettext_lazy("登记企业"),
    "enterprises.correct": gettext_lazy("更正企业信息"),
    "enterprises.rename": gettext_lazy("企业更名"),
    "enterprises.add_name": gettext_lazy("登记企业名称"),
    "enterprises.move": gettext_lazy("登记企业地址"),
    "enterprises.add_contact": gettext_lazy("登记企业联系人"),
    "enterprises.correct_contact": gettext_lazy("更正企业联系人"),
    "enterprises.end_contact": gettext_lazy("停用企业联系人"),
    "enterprises.erase_person": gettext_lazy("删除联系人个人信息"),
    "enterprises.take_over_particulars": gettext_lazy("接管企业地址和联系人"),
    "enterprises.merge": gettext_lazy("合并企业记录"),
    "enterprises.split": gettext_lazy("登记企业分立"),
    "enterprises.propose_matches": gettext_lazy("提出名称匹配"),
    "enterprises.confirm_match": gettext_lazy("确认名称匹配"),
    "enterprises.reject_match": gettext_lazy("否定名称匹配"),
    "chains.add_product": gettext_lazy("登记企业产品"),
    "chains.end_product": gettext_lazy("停产企业产品"),
    "chains.take_over_products": gettext_lazy("接管企业产品"),
    "enterprises.report_statement": gettext_lazy("填报报表"),
    "enterprises.correct_statement": gettext_lazy("更正报表"),
    "enterprises.confirm_statement": gettext_lazy("核实报表"),
    "enterprises.report_sheet": gettext_lazy("填报月度台账"),
    "enterprises.restore": gettext_lazy("恢复原值"),
    "enterprises.restate": gettext_lazy("批量更正报表"),
    "enterprises.link_contact": gettext_lazy("关联企业联系单位"),
    "enterprises.take_over": gettext_lazy("接管企业台账"),
    "enterprises.take_over_statements": gettext_lazy("接管报表"),
    "enterprises.place_in_club": gettext_lazy("评定强企俱乐部"),
    "instructions.give": gettext_lazy("登记领导批示"),
    "instructions.register": gettext_lazy("批示立项"),
    "instructions.decline": gettext_lazy("批示不予立项"),
    "instructions.assign": gettext_lazy("交办批示"),
    "instructions.urge": gettext_lazy("催办批示"),
    "instructions.report": gettext_lazy("报告批示进展"),
    "instructions.report_part": gettext_lazy("批示协办反馈"),
    "instructions.adjust": gettext_lazy("调整批示期限"),
    "instructions.answer": gettext_lazy("反馈批示办理情况"),
    "instructions.review": gettext_lazy("审核批示办理情况"),
    "instructions.return": gettext_lazy("批示退回补办"),
    "instructions.close": gettext_lazy("批示办结"),
    "instructions.reopen": gettext_lazy("批示重新办理"),
    "instructions.sweep": gettext_lazy("提醒批示期限"),
    "outcomes.report": gettext_lazy("上报成果"),
    "outcomes.correct": gettext_lazy("更正成果"),
    "outcomes.withdraw": gettext_lazy("撤回成果"),
    "outcomes.take_over": gettext_lazy("接管成果台账"),
    "packs.load": gettext_lazy("载入政策包"),
    "platforms.take_over": gettext_lazy("接管创新平台台账"),
    "projects.take_over": gettext_lazy("接管项目台账"),
    "projects.label": gettext_lazy("认定项目层级"),
    "projects.end_label": gettext_lazy("取消项目层级"),
    "projects.reach_stage": gettext_lazy("项目进入新阶段"),
    "projects.enter": gettext_lazy("登记项目"),
    "projects.edit": gettext_lazy("更正项目信息"),
    "projects.plan_months": gettext_lazy("编制分月投资计划"),
    "projects.strike": gettext_lazy("删除误录项目"),
    "projects.correct_day": gettext_lazy("更正项目日期"),
    "projects.take_over_steps": gettext_lazy("接管项目进展"),
    "projects.put_on_list": gettext_lazy("列入年度清单"),
    "projects.take_off_list": gettext_lazy("移出年度清单"),
    "projects.change_plan": gettext_lazy("调整年度计划"),
    "projects.give_label": gettext_lazy("认定项目层级"),
    "projects.change_label": gettext_lazy("调整项目层级"),
    **{f"projects.{step}": gettext_lazy(words) for step, words in workflow.STEPS.items()},
    "projects.reach_nodes": gettext_lazy("项目完成节点"),
    "projects.plan_nodes": gettext_lazy("制定节点计划"),
    "projects.add_node": gettext_lazy("增补项目节点"),
    "projects.edit_node": gettext_lazy("更正项目节点"),
    "projects.move_node": gettext_lazy("调整节点计划"),
    "projects.remove_node": gettext_lazy("移出项目节点"),
    "projects.forecast_node": gettext_lazy("报节点预计日期"),
    "projects.reach_node": gettext_lazy("登记节点完成"),
    "projects.take_back_node": gettext_lazy("撤回节点完成"),
    "projects.need_guarantee": gettext_lazy("提出要素保障"),
    "projects.give_guarantee": gettext_lazy("落实要素保障"),
    "projects.take_over_nodes": gettext_lazy("接管节点前置和保障"),
    "projects.report_investment": gettext_lazy("填报投资"),
    "projects.correct_investment": gettext_lazy("更正投资"),
    "projects.draft_month": gettext_lazy("保存月报草稿"),
    "projects.report_month": gettext_lazy("上报投资月报"),
    "projects.review_month": gettext_lazy("审核投资月报"),
    "projects.send_back_month": gettext_lazy("退回投资月报"),
    "projects.correct_month": gettext_lazy("更正投资月报"),
    "projects.take_over_months": gettext_lazy("接管投资月报"),
    "projects.name_leaders": gettext_lazy("确定牵头市领导"),
    "projects.attract": gettext_lazy("登记引进配套企业"),
    "strategy.revise": gettext_lazy("修订目标"),
    "strategy.plan": gettext_lazy("设定季节计划"),
    "strategy.name_leader": gettext_lazy("明确目标牵头领导"),
    "strategy.draw_up": gettext_lazy("起草目标分解"),
    "strategy.submit": gettext_lazy("提交目标分解"),
    "strategy.send_back": gettext_lazy("退回目标分解"),
    "strategy.approve": gettext_lazy("批准目标分解"),
    "surveys.answer": gettext_lazy("登记排查结果"),
    "teams.take_over": gettext_lazy("接管小组台账"),
    "teams.hand_over": gettext_lazy("小组交接"),
    "titles.recommend": gettext_lazy("推荐称号"),
    "titles.award": gettext_lazy("登记称号获批"),
}

# What actions note beside the records themselves.
NOTES = {
    "password": gettext_lazy("口令"),
    "second_factor": gettext_lazy("第二验证"),
    "recovery_codes": gettext_lazy("恢复码"),
    "changed": gettext_lazy("已修改"),
    "renewed": gettext_lazy("已更换"),
    "on": gettext_lazy("启用"),
    "off": gettext_lazy("停用"),
    "plan": gettext_lazy("季节计划"),
    "removed": gettext_lazy("移出"),
}


def action_words(action: str) -> str:
    """The action in words; one without words yet shows its code."""
    return str(ACTIONS.get(action, action))


@dataclass(frozen=True)
class Field:
    name: str
    old: str
    new: str


@dataclass(frozen=True)
class Changed:
    """One record (or one batch) that an action touched."""

    title: str
    url: str
    fields: list[Field]
    is_new: bool


def kind_words(label: str) -> str:
    """The name of a kind of record; an unknown kind shows its code."""
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        return label


def target_words(event: AuditEvent) -> str:
    if not event.target_kind:
        return "—"
    return f"{kind_words(event.target_kind)} #{event.target_id}"


def target_url(event: AuditEvent) -> str:
    return _url(event.target_kind, event.target_id)


def _url(label: str, record_id: int | None) -> str:
    """Where the record is shown; nothing for a kind that has no page."""
    try:
        return record_url(label, record_id) if record_id is not None else ""
    except (LookupError, ValueError):
        return ""


# Of no use to a reader of the log: keys, and switches that Django keeps but the office does not use.
UNSAID = frozenset({"id", "cluster_id", "is_staff", "is_superuser", "date_joined"})


def changed(event: AuditEvent, scope: Scope) -> list[Changed]:
    """Every record of the event with its fields before and after, in words."""
    return [_changed(key, values, scope) for key, values in event.changes.items()]


def _changed(key: str, values: dict[str, Any], scope: Scope) -> Changed:
    label, colon, number = key.partition(":")
    if not colon:
        return _batch(key, values, scope)
    return Changed(
        title=f"{kind_words(label)} #{number}",
        url=_url(label, int(number) if number.isdigit() else None),
        fields=list(_fields(label, values, scope)),
        is_new=not any(_is_pair(value) for value in values.values()),
    )


def _batch(key: str, values: dict[str, Any], scope: Scope) -> Changed:
    label, _space, what = key.partition(" ")
    said = _("新增%(count)s条") if what == "added" else _("修改%(count)s条")
    return Changed(
        title=f"{kind_words(label)}：{said % {'count': values.get('count', 0)}}",
        url="",
        fields=list(_fields(label, values.get("set", {}), scope)),
        is_new=what == "added",
    )


def _fields(label: str, values: dict[str, Any], scope: Scope) -> Iterator[Field]:
    for name, value in values.items():
        if name in UNSAID or value in (None, ""):
            continue
        field = _field(label, name)
        old, new = value if _is_pair(value) else (None, value)
        shown = _shown(field, [old, new], scope)
        if (mask := getattr(field, "mask", None)) and not scope.may(Permission.READ_CONTACTS):
            shown = [mask(value) if value else "" for value in shown]
        yield Field(_field_words(field, name), shown[0], shown[1])


def _is_pair(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2


def _field(label: str, name: str) -> Any:
    try:
        return apps.get_model(label)._meta.get_field(name.removesuffix("_id"))
    except (LookupError, ValueError, FieldDoesNotExist):
        return None


def _field_words(field: Any, name: str) -> str:
    if field is None:
        return str(NOTES.get(name, name))
    plain = str(field.verbose_name)
    if field.is_relation and plain == field.name.replace("_", " "):
        return str(field.related_model._meta.verbose_name)
    return plain


def _shown(field: Any, values: list[Any], scope: Scope) -> list[str]:
    """Values as people read them: choices and related records by name, times in office time."""
    if field is not None and field.is_relation:
        ids = [value for value in values if isinstance(value, int)]
        named = queries.names(scope, field.related_model._meta.label, ids)
        return ["" if value is None else named.get(value, f"#{value}") for value in values]
    choices = dict(getattr(field, "flatchoices", None) or ())
    return [_plain(choices.get(value, value) if choices else value) for value in values]


def _plain(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, str) and (at := parse_datetime(value)) and at.tzinfo:
        return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}"
    return str(NOTES.get(value, value)) if isinstance(value, str) else str(value)
