"""Every kind of record with its list, in the order of the side bar."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from pandeng.access.models import Department
from pandeng.domain.calendars.models import CalendarDay
from pandeng.domain.chains.models import (
    Chain,
    ChainLeader,
    Placement,
    Product,
    Segment,
    SupplyRelation,
)
from pandeng.domain.climbing.models import ClimbGoal, ClimbPlan, ClimbTest
from pandeng.domain.demands.models import (
    Clock,
    ClockLight,
    Consultation,
    ConsultationItem,
    Demand,
    DemandClass,
    DemandNode,
    DemandPart,
    DemandStep,
    Escalation,
    Extension,
    Responsibility,
    ServiceLevel,
    SupervisionSlip,
)
from pandeng.domain.enterprises.models import (
    ClubMember,
    ClubTier,
    Enterprise,
    EnterpriseAddress,
    EnterpriseContact,
    EnterpriseName,
    NameMatch,
    SizeRule,
    Statement,
    Succession,
)
from pandeng.domain.instructions.models import Instruction, InstructionPart, InstructionStep
from pandeng.domain.outcomes.models import Outcome
from pandeng.domain.platforms.models import Platform, PlatformMember
from pandeng.domain.projects.ledger.models import (
    LightRules,
    LightVerdict,
    MonthClosing,
    MonthlyPlan,
    MonthlyReport,
    ProjectLeader,
    ProjectSlip,
    ReportCorrection,
)
from pandeng.domain.projects.models import (
    AttractedSupplier,
    InvestmentEntry,
    Milestone,
    Project,
    ProjectLabel,
    ProjectListing,
    ProjectStep,
)
from pandeng.domain.projects.nodes.models import Guarantee, NodeBlock, NodeLate, NodeWait
from pandeng.domain.strategy.models import (
    CountyShare,
    Decomposition,
    FrameworkNode,
    PlanShare,
    Target,
    TargetValue,
)
from pandeng.domain.surveys.models import Survey, SurveyAnswer, Taxonomy, TaxonomyClass
from pandeng.domain.teams.models import (
    HandOver,
    Team,
    TeamMember,
    TeamRole,
    TeamService,
    Visit,
    VisitQuestion,
)
from pandeng.domain.titles.models import Application, Award, Scheme
from pandeng.web.registers.register import Column, Register

OF_ENTERPRISE = "enterprise__search_text"
OF_PROJECT = "project__search_text"

_ALL = (
    # 企业 -------------------------------------------------------------------------------------
    Register(
        "enterprises", Enterprise, _("企业"),
        (Column("name"), Column("code"), Column("county__short_name"), Column("industry_code"),
         Column("climbing_since"), Column("climbing_until"), Column("scale_since")),
        "name", _("企业"), ("county",), "search_text",
    ),
    Register(
        "enterprises/statements", Statement, _("报表"),
        (Column("enterprise__name"), Column("measure"), Column("period_kind"), Column("period_on"),
         Column("basis"), Column("amount", kind="number"), Column("unit"), Column("written"),
         Column("reported_on")),
        "-period_on", _("企业"), ("measure", "period_kind", "basis"), OF_ENTERPRISE, "period_on",
    ),
    Register(
        "enterprises/names", EnterpriseName, _("简称和曾用名"),
        (Column("name"), Column("kind"), Column("enterprise__name"), Column("since"), Column("until")),
        "name", _("企业"), ("kind",), OF_ENTERPRISE,
    ),
    Register(
        "enterprises/addresses", EnterpriseAddress, _("地址"),
        (Column("enterprise__name"), Column("kind"), Column("county__short_name"), Column("text"),
         Column("since"), Column("until")),
        "enterprise__name", _("企业"), ("kind", "county"), OF_ENTERPRISE, "span",
    ),
    Register(
        "enterprises/contacts", EnterpriseContact, _("联系人"),
        (Column("enterprise__name"), Column("name"), Column("post"), Column("phone"), Column("is_main"),
         Column("since"), Column("until")),
        "enterprise__name", _("企业"), ("is_main",), OF_ENTERPRISE, "span",
    ),
    Register(
        "enterprises/successions", Succession, _("合并与分立"),
        (Column("former__name", _("原企业")), Column("kind"), Column("successor__name", _("现企业")),
         Column("happened_on"), Column("why")),
        "-happened_on", _("企业"), ("kind",), "successor__search_text", "happened_on",
    ),
    Register(
        "enterprises/matches/all", NameMatch, _("名称匹配"),
        (Column("written"), Column("enterprise__name"), Column("confidence", kind="number"),
         Column("because"), Column("source"), Column("status"), Column("proposed_on"),
         Column("decided_on")),
        "-proposed_on", _("企业"), ("status",), OF_ENTERPRISE, "proposed_on",
    ),
    Register(
        "enterprises/club", ClubMember, _("强企俱乐部"),
        (Column("enterprise__name"), Column("tier__name"), Column("since"), Column("until")),
        "enterprise__name", _("企业"), ("tier",), OF_ENTERPRISE, "span",
    ),
    Register(
        "enterprises/tiers", ClubTier, _("俱乐部梯队"),
        (Column("name"), Column("least_revenue_yuan", kind="yuan"), Column("is_proposal"), Column("source"),
         Column("order")),
        "order", _("企业"),
    ),
    Register(
        "enterprises/plans", ClimbPlan, _("攀登计划"),
        (Column("enterprise__name"), Column("first_year"), Column("last_year"), Column("set_on"),
         Column("source")),
        "enterprise__name", _("企业"), ("first_year",), OF_ENTERPRISE, "set_on",
    ),
    Register(
        "enterprises/goals", ClimbGoal, _("攀登年度目标"),
        (Column("enterprise__name"), Column("year"), Column("revenue_yuan", kind="yuan"),
         Column("tier__name", _("目标梯队")), Column("set_on")),
        "-revenue_yuan", _("企业"), ("year", "tier"), OF_ENTERPRISE,
    ),
    Register(
        "enterprises/tests", ClimbTest, _("攀登条件依据"),
        (Column("enterprise__name"), Column("kind"), Column("evidence"), Column("noted_on")),
        "enterprise__name", _("企业"), ("kind",), OF_ENTERPRISE, "noted_on",
    ),
    Register(
        "enterprises/sizes", SizeRule, _("企业规模标准"),
        (Column("name"), Column("kind"), Column("least_staff", kind="number"),
         Column("least_revenue_yuan", kind="yuan"), Column("version"), Column("source"), Column("order")),
        "order", _("企业"),
    ),
    # 产业链 -----------------------------------------------------------------------------------
    Register(
        "chains", Chain, _("产业链"), (Column("name"), Column("full_name"), Column("code")), "code",
        _("产业链"),
    ),
    Register(
        "chains/segments", Segment, _("环节"),
        (Column("name"), Column("code"), Column("chain__name"), Column("stage"), Column("products"),
         Column("industry_codes"), Column("is_proposal")),
        "code", _("产业链"), ("chain",), "name",
    ),
    Register(
        "chains/supply", SupplyRelation, _("供需关系"),
        (Column("supplier__name", _("供应环节")), Column("customer__name", _("需求环节")),
         Column("is_proposal")),
        "supplier__name", _("产业链"),
    ),
    Register(
        "chains/placements", Placement, _("企业所处环节"),
        (Column("enterprise__name"), Column("segment__name"), Column("segment__chain__name"),
         Column("is_main"), Column("is_verified"), Column("since"), Column("until"), Column("source")),
        "enterprise__name", _("产业链"), ("segment", "segment__chain"), OF_ENTERPRISE, "span",
    ),
    Register(
        "chains/products", Product, _("企业产品"),
        (Column("enterprise__name"), Column("name"), Column("segment__name"),
         Column("segment__chain__name"), Column("is_main"), Column("since"), Column("until")),
        "enterprise__name", _("产业链"), ("segment",), OF_ENTERPRISE, "span",
    ),
    Register(
        "chains/leaders", ChainLeader, _("链主企业"),
        (Column("enterprise__name"), Column("chain__name"), Column("since"), Column("until"),
         Column("source")),
        "chain__name", _("产业链"), ("chain",), OF_ENTERPRISE, "span",
    ),
    # 创新平台 ---------------------------------------------------------------------------------
    Register(
        "platforms", Platform, _("创新平台"),
        (Column("name"), Column("role"), Column("kind"), Column("county__short_name"), Column("host__name"),
         Column("opened_on")),
        "name", _("创新平台"), ("role", "county"), "name", "opened_on",
    ),
    Register(
        "platforms/members", PlatformMember, _("平台成员"),
        (Column("enterprise__name"), Column("platform__name"), Column("since"), Column("until")),
        "platform__name", _("创新平台"), ("platform",), OF_ENTERPRISE, "span",
    ),
    # 项目 -------------------------------------------------------------------------------------
    Register(
        "projects", Project, _("项目"),
        (Column("name"), Column("code"), Column("county__short_name"), Column("chain__name"),
         Column("planned_total_yuan", kind="yuan"), Column("started_on"), Column("completed_on"),
         Column("in_statistics_on")),
        "code", _("项目"), ("county", "chain"), "search_text",
    ),
    Register(
        "projects/listings", ProjectListing, _("年度清单"),
        (Column("project__name"), Column("year"), Column("annual_plan_yuan", kind="yuan"),
         Column("since"), Column("until")),
        "-year", _("项目"), ("year",), OF_PROJECT, "span",
    ),
    Register(
        "projects/steps", ProjectStep, _("进展"),
        (Column("project__name"), Column("step"), Column("happened_on"), Column("evidence"), Column("note"),
         Column("person")),
        "-happened_on", _("项目"), ("step",), OF_PROJECT, "happened_on",
    ),
    Register(
        "projects/labels", ProjectLabel, _("层级"),
        (Column("project__name"), Column("level"), Column("variant"), Column("since"), Column("until")),
        "project__name", _("项目"), ("level",), OF_PROJECT, "span",
    ),
    Register(
        "projects/milestones", Milestone, _("节点"),
        (Column("name"), Column("project__name"), Column("is_key"), Column("planned_on"),
         Column("forecast_on"), Column("actual_on"), Column("responsible"), Column("order")),
        "planned_on", _("项目"), ("is_key",), OF_PROJECT,
    ),
    Register(
        "projects/waits", NodeWait, _("前置关系"),
        (Column("node__name", _("节点")), Column("node__project__name", _("项目")),
         Column("waits_for__name", _("前置节点"))),
        "node__name", _("项目"), (), "node__project__search_text",
    ),
    Register(
        "projects/late", NodeLate, _("节点逾期"),
        (Column("node__project__name", _("项目")), Column("node__name", _("节点")), Column("since"),
         Column("until")),
        "-since", _("项目"), (), "node__project__search_text", "since",
    ),
    Register(
        "projects/guarantees", Guarantee, _("要素保障"),
        (Column("project__name"), Column("milestone__name", _("节点")), Column("kind"),
         Column("department__short_name", _("保障单位")), Column("due_on"), Column("given_on"),
         Column("note")),
        "due_on", _("项目"), ("kind", "department"), OF_PROJECT,
    ),
    Register(
        "projects/blocks", NodeBlock, _("节点受阻"),
        (Column("milestone__project__name", _("项目")), Column("milestone__name", _("节点")),
         Column("number"), Column("reason"), Column("since"), Column("until")),
        "-since", _("项目"), (), "milestone__project__search_text", "since",
    ),
    Register(
        "projects/investments", InvestmentEntry, _("投资完成"),
        (Column("project__name"), Column("month_on"), Column("measure"),
         Column("amount_yuan", kind="yuan"), Column("source"), Column("reported_on")),
        "-month_on", _("项目"), ("measure",), OF_PROJECT, "month_on",
    ),
    Register(
        "projects/reports", MonthlyReport, _("投资月报"),
        (Column("project__name"), Column("month_on"), Column("status"), Column("month_yuan", kind="yuan"),
         Column("cumulative_yuan", kind="yuan"), Column("statistics_yuan", kind="yuan"),
         Column("reported_by"), Column("reviewed_by")),
        "-month_on", _("项目"), ("status",), OF_PROJECT, "month_on",
    ),
    Register(
        "projects/corrections", ReportCorrection, _("月报更正"),
        (Column("project__name"), Column("report__month_on"), Column("measure"),
         Column("old_yuan", kind="yuan"), Column("new_yuan", kind="yuan"), Column("why"),
         Column("corrected_by"), Column("corrected_on")),
        "-corrected_on", _("项目"), ("measure",), OF_PROJECT, "corrected_on",
    ),
    Register(
        "projects/plans", MonthlyPlan, _("分月投资计划"),
        (Column("project__name"), Column("month_on"), Column("amount_yuan", kind="yuan"),
         Column("written")),
        "-month_on", _("项目"), (), OF_PROJECT,
    ),
    Register(
        "projects/verdicts", LightVerdict, _("亮灯记录"),
        (Column("project__name"), Column("since"), Column("until"), Column("code"), Column("by_rules"),
         Column("red_since"), Column("rules__name"), Column("version")),
        "-since", _("项目"), ("code",), OF_PROJECT, "span",
    ),
    Register(
        "projects/slips", ProjectSlip, _("项目督办单"),
        (Column("number"), Column("project__name"), Column("department__short_name", _("承办单位")),
         Column("owner"), Column("issued_on"), Column("due_on"), Column("answered_on"),
         Column("closed_on")),
        "-issued_on", _("项目"), ("department",), OF_PROJECT, "issued_on",
    ),
    Register(
        "projects/leaders", ProjectLeader, _("牵头市领导"),
        (Column("person"), Column("project__name"), Column("since"), Column("until")),
        "person", _("项目"), (), OF_PROJECT, "span",
    ),
    Register(
        "projects/light-rules", LightRules, _("项目亮灯规则"),
        (Column("name"), Column("is_default"), Column("is_proposal"), Column("source"), Column("order")),
        "order", _("项目"),
    ),
    Register(
        "projects/closings", MonthClosing, _("月报关账日"),
        (Column("code"), Column("day"), Column("closes_on"), Column("is_proposal"), Column("source")),
        "code", _("项目"),
    ),
    Register(
        "projects/suppliers", AttractedSupplier, _("配套企业"),
        (Column("name"), Column("project__name"), Column("position"), Column("landed_on")),
        "-landed_on", _("项目"), (), OF_PROJECT, "landed_on",
    ),
    # 诉求 -------------------------------------------------------------------------------------
    Register(
        "demands", Demand, _("诉求"),
        (Column("title"), Column("number"), Column("enterprise__name"), Column("matter__name"),
         Column("department__short_name", _("主办单位")), Column("status"), Column("received_on"),
         Column("due_on"), Column("closed_on")),
        "-received_on", _("诉求"), ("status", "matter", "county", "department", "channel", "result"),
        "search_text", "received_on",
    ),
    Register(
        "demands/slips", SupervisionSlip, _("督办单"),
        (Column("number"), Column("demand__title"), Column("department__short_name", _("承办单位")),
         Column("issued_on"), Column("due_on"), Column("answered_on")),
        "-issued_on", _("诉求"), ("department",), "demand__search_text", "issued_on",
    ),
    Register(
        "demands/consultations", Consultation, _("会商"),
        (Column("title"), Column("held_on"), Column("is_regular"), Column("place"), Column("chair"),
         Column("ended_on")),
        "-held_on", _("诉求"), ("is_regular",), "title", "held_on",
    ),
    Register(
        "demands/decisions", ConsultationItem, _("会商事项"),
        (Column("demand__title"), Column("consultation__title"), Column("why"), Column("decision"),
         Column("department__short_name", _("责任单位")), Column("due_on"), Column("done_on")),
        "-due_on", _("诉求"), ("department",), "demand__search_text",
    ),
    Register(
        "demands/nodes", DemandNode, _("诉求节点"),
        (Column("name"), Column("demand__title"), Column("planned_on"), Column("done_on"),
         Column("responsible"), Column("evidence")),
        "planned_on", _("诉求"), (), "demand__search_text",
    ),
    Register(
        "demands/clocks", Clock, _("办理期限"),
        (Column("demand__title"), Column("kind"), Column("department__short_name", _("责任单位")),
         Column("started_on"), Column("original_due_on"), Column("due_on"), Column("ended_on")),
        "-due_on", _("诉求"), ("kind", "department"), "demand__search_text", "started_on",
    ),
    Register(
        "demands/parts", DemandPart, _("协办事项"),
        (Column("demand__title"), Column("department__short_name", _("协办单位")), Column("asked_on"),
         Column("reported_on"), Column("report")),
        "-asked_on", _("诉求"), ("department",), "demand__search_text", "asked_on",
    ),
    Register(
        "demands/extensions", Extension, _("延期申请"),
        (Column("demand__title"), Column("asked_on"), Column("why"), Column("old_due_on"),
         Column("new_due_on"), Column("is_granted"), Column("decided_on")),
        "-asked_on", _("诉求"), ("is_granted",), "demand__search_text", "asked_on",
    ),
    Register(
        "demands/escalations", Escalation, _("提级提醒"),
        (Column("demand__title"), Column("light__name", _("亮灯")), Column("due_on"),
         Column("raised_at"), Column("tells")),
        "-raised_at", _("诉求"), ("light", "tells"), "demand__search_text",
    ),
    Register(
        "demands/steps", DemandStep, _("办理过程"),
        (Column("demand__title"), Column("step"), Column("happened_at"),
         Column("department__short_name", _("单位")), Column("person"), Column("reason"), Column("note")),
        "-happened_at", _("诉求"), ("step", "department", "reason"), "demand__search_text",
    ),
    Register(
        "demands/classes", DemandClass, _("诉求类别"),
        (Column("name"), Column("code"), Column("level__name", _("办理时限")), Column("is_long_cycle"),
         Column("is_proposal"), Column("order")),
        "order", _("诉求"),
    ),
    Register(
        "demands/levels", ServiceLevel, _("办理时限"),
        (Column("name"), Column("accept_days"), Column("sign_days"), Column("contact_days"),
         Column("handle_days"), Column("assist_days"), Column("cap_days"), Column("plan_days"),
         Column("source"), Column("order")),
        "order", _("诉求"),
    ),
    Register(
        "demands/lights", ClockLight, _("期限亮灯"),
        (Column("name"), Column("tone"), Column("most_days_left"), Column("tells"), Column("issues_slip"),
         Column("source"), Column("order")),
        "order", _("诉求"),
    ),
    Register(
        "demands/calendar", CalendarDay, _("工作日历"),
        (Column("day"), Column("is_working"), Column("note"), Column("source")), "-day", _("诉求"),
    ),
    Register(
        "demands/responsibilities", Responsibility, _("责任清单"),
        (Column("matter__name", _("类别")), Column("county__short_name"),
         Column("department__short_name", _("主办单位")), Column("is_proposal"), Column("source")),
        "matter__name", _("诉求"), ("matter", "department"),
    ),
    # 小组 -------------------------------------------------------------------------------------
    Register(
        "teams", Team, _("助企攀登小组"),
        (Column("name"), Column("number"), Column("county__short_name")),
        "number", _("小组"), ("county",), "name",
    ),
    Register(
        "teams/members", TeamMember, _("小组成员"),
        (Column("person"), Column("team__name"), Column("role__name"),
         Column("department__short_name", _("单位")), Column("since"), Column("until")),
        "team__name", _("小组"), ("role", "team"), "person", "span",
    ),
    Register(
        "teams/services", TeamService, _("包联关系"),
        (Column("enterprise__name"), Column("team__name"), Column("since"), Column("until")),
        "enterprise__name", _("小组"), ("team",), OF_ENTERPRISE, "span",
    ),
    Register(
        "teams/visits", Visit, _("走访"),
        (Column("enterprise__name"), Column("department__short_name", _("走访单位")), Column("person"),
         Column("planned_on"), Column("done_on")),
        "-planned_on", _("小组"), ("department", "county"), OF_ENTERPRISE, "planned_on",
    ),
    Register(
        "teams/questions", VisitQuestion, _("走访问题"),
        (Column("text"), Column("visit__enterprise__name", _("企业")), Column("answer"), Column("settled_on")),
        "text", _("小组"), (), "text",
    ),
    Register(
        "teams/handovers", HandOver, _("交接"),
        (Column("team__name"), Column("happened_on"), Column("why"), Column("demands_moved"),
         Column("visits_moved")),
        "-happened_on", _("小组"), ("team",), "why",
    ),
    Register(
        "teams/roles", TeamRole, _("小组角色"), (Column("name"), Column("seats"), Column("order")), "order",
        _("小组"),
    ),
    Register(
        "teams/departments", Department, _("单位"),
        (Column("name"), Column("short_name"), Column("kind"), Column("code")),
        "kind", _("小组"), ("kind",), "name",
    ),
    # 排查 -------------------------------------------------------------------------------------
    Register(
        "surveys", Survey, _("摸底排查"),
        (Column("name"), Column("taxonomy__name"), Column("chain__name"), Column("since"), Column("until")),
        "-since", _("排查"),
    ),
    Register(
        "surveys/answers", SurveyAnswer, _("排查结果"),
        (Column("enterprise__name"), Column("subclass__name", _("小类")),
         Column("subclass__parent__name", _("大类")), Column("is_main"), Column("product"),
         Column("answered_on")),
        "enterprise__name", _("排查"), ("subclass", "is_main"), OF_ENTERPRISE, "answered_on",
    ),
    Register(
        "surveys/classes", TaxonomyClass, _("分类"),
        (Column("name"), Column("code"), Column("parent__name", _("大类")), Column("examples"),
         Column("taxonomy__name"), Column("is_proposal")),
        "code", _("排查"), (), "name",
    ),
    Register(
        "surveys/taxonomies", Taxonomy, _("分类体系"),
        (Column("name"), Column("version"), Column("is_proposal"), Column("source")), "name", _("排查"),
    ),
    # 称号 -------------------------------------------------------------------------------------
    Register(
        "titles", Award, _("称号获批"),
        (Column("enterprise__name"), Column("scheme__name"), Column("scheme__level"), Column("year"),
         Column("awarded_on"), Column("expires_on"), Column("source")),
        "-awarded_on", _("称号"), ("scheme", "year"), OF_ENTERPRISE, "awarded_on",
    ),
    Register(
        "titles/applications", Application, _("称号推荐"),
        (Column("enterprise__name"), Column("scheme__name"), Column("scheme__level"), Column("year"),
         Column("recommended_on")),
        "-recommended_on", _("称号"), ("scheme", "year"), OF_ENTERPRISE, "recommended_on",
    ),
    Register(
        "titles/schemes", Scheme, _("称号目录"),
        (Column("name"), Column("level"), Column("source"), Column("is_proposal"), Column("order")),
        "order", _("称号"), ("level",), "name",
    ),
    # 批示 -------------------------------------------------------------------------------------
    Register(
        "instructions", Instruction, _("批示"),
        (Column("title"), Column("number"), Column("status"), Column("leader__display_name", _("批示领导")),
         Column("given_on"), Column("department__short_name", _("主办单位")), Column("due_on"),
         Column("closed_on")),
        "-given_on", _("批示"), ("status", "department"), "title", "given_on",
    ),
    Register(
        "instructions/parts", InstructionPart, _("批示协办"),
        (Column("instruction__title", _("批示")), Column("department__short_name", _("协办单位")),
         Column("asked_on"), Column("reported_on"), Column("report")),
        "-asked_on", _("批示"), ("department",), "instruction__title", "asked_on",
    ),
    Register(
        "instructions/steps", InstructionStep, _("批示办理过程"),
        (Column("instruction__title", _("批示")), Column("step"), Column("happened_at"), Column("person"),
         Column("note")),
        "-happened_at", _("批示"), ("step",), "instruction__title",
    ),
    # 成果与目标 -------------------------------------------------------------------------------
    Register(
        "outcomes", Outcome, _("成果"),
        (Column("enterprise__name"), Column("kind"), Column("amount", kind="number"), Column("unit"),
         Column("happened_on"), Column("counterparty"), Column("evidence"), Column("status"),
         Column("county__short_name")),
        "-happened_on", _("成果"), ("kind", "status", "county"), OF_ENTERPRISE, "happened_on",
    ),
    Register(
        "targets", Target, _("目标"),
        (Column("name"), Column("year"), Column("direction"), Column("value", kind="number"),
         Column("unit"), Column("population"), Column("set_on"), Column("source")),
        "-year", _("目标"), ("year",), "name", "set_on",
    ),
    Register(
        "targets/values", TargetValue, _("目标值"),
        (Column("target__name"), Column("value", kind="number"), Column("since"), Column("until"),
         Column("reason"), Column("source")),
        "-since", _("目标"), ("target",), "target__name", "span",
    ),
    Register(
        "targets/shares", PlanShare, _("季节计划"),
        (Column("target__name"), Column("month", kind="number"), Column("share", kind="number"),
         Column("is_proposal"), Column("is_entered")),
        "target__name", _("目标"), ("target",), "target__name",
    ),
    Register(
        "targets/decompositions", Decomposition, _("目标分解"),
        (Column("target__name"), Column("number", kind="number"), Column("status"), Column("drawn_on"),
         Column("submitted_on"), Column("approved_on"), Column("replaced_on"), Column("note")),
        "-drawn_on", _("目标"), ("target", "status"), "target__name", "drawn_on",
    ),
    Register(
        "targets/counties", CountyShare, _("县市区分解"),
        (Column("decomposition__target__name", _("目标")), Column("decomposition__number", _("版次"), kind="number"),
         Column("decomposition__status", _("状态")), Column("county__short_name"),
         Column("value", kind="number")),
        "decomposition__target__name", _("目标"), ("county",), "decomposition__target__name",
    ),
    Register(
        "targets/framework", FrameworkNode, _("工作思路"),
        (Column("name"), Column("kind"), Column("order")), "order", _("目标"), ("kind",), "name",
    ),
)  # fmt: skip

REGISTERS: dict[str, Register] = {register.path: register for register in _ALL}
BY_MODEL: dict[Any, Register] = {register.model: register for register in _ALL}


def group_of(register: Register) -> list[Register]:
    """The lists that stand together under one entry of the side bar."""
    return [other for other in _ALL if other.path.split("/")[0] == register.path.split("/")[0]]
