"""What can be done with every kind of record: who enters, changes, ends and restores it, and where.

Kinds kept by hand say it in their `Workable`. The others are worked by actions of their own, named here
by their codes, or say in a sentence why nobody does it. `docs/reference/operations.md` is made from it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps

from pandeng.access.records import ClusterRecord
from pandeng.access.roles import ROLES
from pandeng.access.workable import CORRECT, END, ENTER, MOVE, RESTORE, WITHDRAW, workable_of
from pandeng.core.action import actions
from pandeng.domain.registers.catalogue import BY_MODEL
from pandeng.domain.registers.elsewhere import ELSEWHERE, MORE, SINGLY

Cell = tuple[str, ...] | str
"""Codes of actions; or the sentence that says why there is none."""

PACK = "政策包数据：改政策包后重新载入"
FOLLOWS = "由{of}产生，不单独录入"
STAYS = "办理过程不改写，更正另记一笔"
PROCESS_HISTORY = "历次变更都保留；按流程退回或重新办理"
KEPT = "历次变更都保留，用更正改回"
NEVER_ENDS = "没有终止：{why}"
ONE_BY_ONE = "没有批量：{why}"
IN_BULK = "列表上选一项批量更改，24小时内可撤回"


@dataclass(frozen=True, kw_only=True)
class Operations:
    """How one kind of record is created, edited, ended and restored."""

    create: Cell
    edit: Cell
    end: Cell
    restore: Cell = KEPT


def _pack(end: str = PACK) -> Operations:
    return Operations(create=("packs.load",), edit=("packs.load",), end=end, restore=PACK)


def _line(of: str, create: Cell = "") -> Operations:
    """A line of a process: written by its steps, never rewritten."""
    return Operations(
        create=create or FOLLOWS.format(of=of), edit=STAYS, end=STAYS, restore=PROCESS_HISTORY
    )


def _part(of: str, create: Cell, edit: Cell, end: Cell) -> Operations:
    return Operations(create=create, edit=edit, end=end, restore=PROCESS_HISTORY)


WORKED: dict[str, Operations] = {
    # units, people, files, notices
    "access.Department": Operations(
        create=("units.set_up",), edit=("units.correct",), end=("units.end", "units.merge")
    ),
    "access.Membership": Operations(
        create=("access.ask_role", "access.decide_role"),
        edit="结束后另行任命",
        end=("access.end_membership",),
    ),
    "access.Invitation": _part(
        "邀请",
        ("access.invite_person", "access.invite_again"),
        "链接失效后重新邀请",
        "过期或用后即失效",
    ),
    "access.RoleRequest": _part(
        "申请", ("access.ask_role",), ("access.decide_role",), ("access.take_back_role",)
    ),
    "access.ApiToken": Operations(
        create=("access.make_token", "access.ask_service_token"),
        edit="令牌不改，作废后另建",
        end=("access.revoke_token",),
        restore="作废不能恢复，另建一个",
    ),
    "access.UnitSuccession": _line("单位合并和分设", ("units.merge", "units.split")),
    "access.UnitAttribution": _line("单位合并和分设", ("units.merge", "units.split")),
    "attachments.Attachment": Operations(
        create=("attachments.attach",), edit="文件不改，另传一份", end=("attachments.remove",)
    ),
    "calendars.CalendarDay": Operations(
        create=("calendars.set_year",),
        edit=("calendars.set_day",),
        end=NEVER_ENDS.format(why="日期长期有效"),
    ),
    "calendars.YearNotice": Operations(
        create=("calendars.set_year",),
        edit=("calendars.set_year",),
        end=NEVER_ENDS.format(why="通知长期有效"),
    ),
    "notices.Notice": _part(
        "提醒", FOLLOWS.format(of="办理"), ("notices.mark_read",), "已读即了结"
    ),
    "notices.Robot": Operations(
        create=("notices.add_robot",),
        edit="密钥不显示，删除后重新登记",
        end=("notices.drop_robot",),
    ),
    "notices.Dispatch": _line("提醒"),
    "hooks.Hook": Operations(
        create=("hooks.add",), edit="停用后另加一个", end=("hooks.drop",), restore="停用后另加一个"
    ),
    "packs.LoadedPack": Operations(
        create=("packs.load",),
        edit="载入新版本，旧版本保留",
        end=NEVER_ENDS.format(why="新版本取代旧版本"),
    ),
    # enterprises
    "enterprises.Enterprise": Operations(
        create=("enterprises.register",),
        edit=("enterprises.correct",),
        end=("enterprises.merge",),
        restore=("enterprises.restore",),
    ),
    "enterprises.EnterpriseName": Operations(
        create=("enterprises.rename", "enterprises.add_name"),
        edit=("enterprises.correct",),
        end=("enterprises.rename",),
    ),
    "enterprises.Statement": Operations(
        create=("enterprises.report_statement", "enterprises.report_sheet"),
        edit=(
            "enterprises.correct_statement",
            "enterprises.agree_statements",
            "enterprises.review_statements",
            "enterprises.send_back_statements",
        ),
        end=NEVER_ENDS.format(why="报表属于它的月份，错报用更正"),
        restore=("enterprises.restore_statement",),
    ),
    "enterprises.SizeRule": _pack(),
    "enterprises.EnterpriseAddress": Operations(
        create=("enterprises.move",), edit=("enterprises.move",), end=("enterprises.move",)
    ),
    "enterprises.EnterpriseContact": Operations(
        create=("enterprises.add_contact",),
        edit=("enterprises.correct_contact",),
        end=("enterprises.end_contact", "enterprises.erase_person"),
    ),
    "enterprises.Succession": Operations(
        create=("enterprises.merge", "enterprises.split"),
        edit="合并、分立是既成事实，不改",
        end=NEVER_ENDS.format(why="合并、分立是既成事实"),
    ),
    "enterprises.NameMatch": _part(
        "名称匹配",
        ("enterprises.propose_matches",),
        ("enterprises.confirm_match",),
        ("enterprises.reject_match",),
    ),
    "chains.Product": Operations(
        create=("chains.add_product",), edit="停产后另登一项", end=("chains.end_product",)
    ),
    "climbing.ClimbPlan": Operations(
        create=("climbing.set_plan",),
        edit=("climbing.set_plan",),
        end="到期自然结束，改计划用同一页",
    ),
    "climbing.ClimbGoal": Operations(
        create=("climbing.set_plan",), edit=("climbing.set_plan",), end=("climbing.set_plan",)
    ),
    "climbing.ClimbTest": Operations(
        create=("climbing.set_plan",), edit=("climbing.set_plan",), end=("climbing.set_plan",)
    ),
    # projects
    "projects.Project": Operations(
        create=("projects.register",),
        edit=("projects.edit", "projects.correct_day"),
        end=("projects.withdraw", "projects.delete_erroneous"),
    ),
    "projects.ProjectStep": _line("项目进展登记", ("projects.start", "projects.complete")),
    "projects.ProjectListing": Operations(
        create=("projects.put_on_list", "projects.carry_list"),
        edit=("projects.change_plan",),
        end=("projects.take_off_list",),
    ),
    "projects.ProjectLabel": Operations(
        create=("projects.give_label",),
        edit=("projects.change_label",),
        end=("projects.end_label",),
    ),
    "projects.Milestone": Operations(
        create=("projects.plan_nodes", "projects.add_node"),
        edit=("projects.edit_node", "projects.move_node", "projects.reach_node"),
        end=("projects.remove_node",),
        restore=("projects.take_back_node",),
    ),
    "projects.InvestmentEntry": Operations(
        create=("projects.report_month",),
        edit=("projects.correct_month",),
        end=NEVER_ENDS.format(why="投资属于它的月份，错报用更正"),
    ),
    "projects.NodeWait": Operations(
        create=("projects.edit_node",), edit=("projects.edit_node",), end=("projects.edit_node",)
    ),
    "projects.NodeLate": _line("节点逾期"),
    "projects.NodeMove": _part(
        "节点调整",
        ("projects.move_node", "projects.ask_move_node"),
        ("projects.grant_move", "projects.deny_move"),
        ("projects.remove_node",),
    ),
    "projects.Guarantee": Operations(
        create=("projects.need_guarantee",),
        edit=("projects.give_guarantee",),
        end=("projects.give_guarantee",),
    ),
    "projects.NodeBlock": _line("诉求"),
    "projects.LightRules": Operations(
        create=("projects.set_light_rules", "packs.load"),
        edit=("projects.set_light_rules",),
        end=NEVER_ENDS.format(why="改用另一套规则"),
    ),
    "projects.MonthClosing": _pack(),
    "projects.MonthlyPlan": Operations(
        create=("projects.plan_months", "projects.carry_list"),
        edit=("projects.plan_months",),
        end=("projects.plan_months",),
    ),
    "projects.LightVerdict": _line("亮灯规则", ("projects.judge_month",)),
    "projects.ProjectSlip": _part(
        "督办单", ("projects.judge_month",), ("projects.answer_slip",), ("projects.close_slip",)
    ),
    "projects.MonthlyReport": _part(
        "投资月报",
        ("projects.draft_month", "projects.report_month"),
        ("projects.review_month", "projects.send_back_month"),
        NEVER_ENDS.format(why="月报属于它的月份"),
    ),
    "projects.ReportCorrection": _line("月报更正", ("projects.correct_month",)),
    # demands
    "demands.ServiceLevel": _pack(),
    "demands.DemandClass": _pack(),
    "demands.Responsibility": _pack(),
    "demands.ClockLight": _pack(),
    "demands.Demand": _part(
        "诉求", ("demands.receive",), ("demands.resubmit",), ("demands.close", "demands.decline")
    ),
    "demands.ConfidentialNote": _line("诉求", ("demands.receive",)),
    "demands.DemandStep": _line("诉求各环节"),
    "demands.DemandPart": _part(
        "协办", ("demands.assign",), ("demands.report_part",), ("demands.recall",)
    ),
    "demands.Clock": _line("诉求各环节"),
    "demands.Extension": _part(
        "延期", ("demands.extend",), "申请不改，驳回后重报", ("demands.grant", "demands.deny")
    ),
    "demands.NodePlanRequest": _part(
        "节点调整",
        ("demands.plan",),
        "申请不改，驳回后重报",
        ("demands.grant_nodes", "demands.deny_nodes"),
    ),
    "demands.DemandNode": _part("节点", ("demands.plan",), ("demands.node",), ("demands.node",)),
    "demands.Escalation": _line("期限亮灯", ("demands.check_deadlines",)),
    "demands.SupervisionSlip": _part(
        "督办单", ("demands.issue_slip",), ("demands.answer_slip",), ("demands.answer_slip",)
    ),
    "demands.Consultation": _part(
        "会商", ("demands.open_session",), ("demands.gather",), ("demands.end_session",)
    ),
    "demands.Attendance": _part(
        "参会", ("demands.open_session",), ("demands.record_attendance",), ("demands.end_session",)
    ),
    "demands.ConsultationItem": _part(
        "议题",
        ("demands.gather", "demands.consult"),
        ("demands.decide_item",),
        ("demands.decide_item",),
    ),
    "demands.SavedView": Operations(
        create=("demands.save_view",), edit="删除后另存", end=("demands.drop_view",)
    ),
    # teams
    "teams.TeamRole": _pack(),
    "teams.TeamMember": Operations(
        create=("teams.seat",), edit=("teams.hand_over",), end=("teams.end_seat",)
    ),
    "teams.HandOver": _line("小组交接", ("teams.hand_over",)),
    "teams.Visit": Operations(
        create=("teams.plan_visit",), edit=("teams.record_visit",), end=("teams.call_off_visit",)
    ),
    "teams.VisitQuestion": Operations(
        create=("teams.plan_visit", "teams.record_visit"),
        edit=("teams.record_visit",),
        end=("teams.raise_demand", "teams.record_visit"),
    ),
    "duplicates.DistinctPair": Operations(
        create=("duplicates.tell_apart",),
        edit="撤回后重新认定",
        end=("duplicates.take_back",),
    ),
    # titles, surveys, outcomes
    "outcomes.Outcome": Operations(
        create=("outcomes.report",), edit=("outcomes.correct",), end=("outcomes.withdraw",)
    ),
    # targets
    "strategy.Target": Operations(
        create=("strategy.set", "strategy.carry_over"),
        edit=("strategy.revise", "strategy.name_leader"),
        end=NEVER_ENDS.format(why="目标到年底或完成期限为止"),
    ),
    "strategy.TargetValue": Operations(
        create=("strategy.set",), edit=("strategy.revise",), end=("strategy.revise",)
    ),
    "strategy.PlanShare": Operations(
        create=("strategy.plan",), edit=("strategy.plan",), end=("strategy.plan",)
    ),
    "strategy.Decomposition": _part(
        "目标分解",
        ("strategy.draw_up",),
        ("strategy.draw_up",),
        ("strategy.send_back", "strategy.approve"),
    ),
    "strategy.CountyShare": _part(
        "目标分解", ("strategy.draw_up",), ("strategy.draw_up",), ("strategy.draw_up",)
    ),
    # instructions
    "instructions.Instruction": _part(
        "批示", ("instructions.give",), ("instructions.adjust",), ("instructions.close",)
    ),
    "instructions.InstructionSecret": _line("批示", ("instructions.give",)),
    "instructions.InstructionPart": _part(
        "协办", ("instructions.assign",), ("instructions.report_part",), ("instructions.adjust",)
    ),
    "instructions.InstructionStep": _line("批示各环节"),
}


@dataclass(frozen=True)
class Row:
    """One kind of record as the matrix shows it."""

    label: str
    title: str
    cells: tuple[str, str, str, str]  # create, edit, end, restore
    bulk: str
    page: str
    api: str


def kinds() -> list[type[ClusterRecord]]:
    """Every kind of record of the program."""
    return [model for model in apps.get_models() if issubclass(model, ClusterRecord)]


def operations_of(kind: type[ClusterRecord]) -> Operations | None:
    """What can be done with a kind; None where nobody has said it."""
    if work := workable_of(kind):
        code = {verb: (work.actions[verb].code,) for verb in work.verbs}
        edit = code[CORRECT] + code.get(MOVE, ())
        end = code.get(END, ()) + code[WITHDRAW]
        return Operations(create=code[ENTER], edit=edit, end=end, restore=code[RESTORE])
    return WORKED.get(kind._meta.label)


def matrix() -> Iterator[Row]:
    """Every kind with its cells in words, by app."""
    for kind in sorted(kinds(), key=lambda one: one._meta.label):
        found = operations_of(kind)
        assert found is not None, f"{kind._meta.label}: say in WORKED how it is worked"
        register = BY_MODEL.get(kind)
        yield Row(
            label=kind._meta.label,
            title=str(kind._meta.verbose_name),
            cells=(
                _written(found.create), _written(found.edit),
                _written(found.end), _written(found.restore),
            ),
            bulk=_bulk(kind, found),
            page=f"`{register.url}`" if register else ELSEWHERE[kind._meta.label][0],
            api=_api(kind),
        )  # fmt: skip


def _api(kind: type[ClusterRecord]) -> str:
    register = BY_MODEL.get(kind)
    if register is None:
        return ELSEWHERE[kind._meta.label][1]
    ways = "读、写" if register.works else "读"
    return f"`/api/records/{register.path}`（{ways}）{MORE.get(kind._meta.label, '')}"


def _bulk(kind: type[ClusterRecord], found: Operations) -> str:
    """How one field of many records is changed at once; or why it is not."""
    register = BY_MODEL.get(kind)
    if register and register.changes_in_bulk:
        return IN_BULK
    if why := SINGLY.get(kind._meta.label):
        return ONE_BY_ONE.format(why=why)
    if found.restore == PACK:
        return PACK
    return ONE_BY_ONE.format(why="按流程逐件办" if register else "没有列表，随所属记录办")


def _written(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    return "<br>".join(f"`{code}` {actions()[code].title}：{_who(code)}" for code in cell)


def _who(code: str) -> str:
    permission = actions()[code].permission
    if permission is None:
        return "按流程"
    return "、".join(str(role.title) for role in ROLES.values() if permission in role.may)
