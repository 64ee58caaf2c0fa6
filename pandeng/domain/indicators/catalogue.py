"""Every indicator of the office, declared once.

Filters read as conditions over a relation `t` and what is asked `at`: `at.day` is the as-of date (or
the end of the year asked for), `at.first` and `at.year` its year, `at.records(kind)` other records as
the same scope sees them.
"""

from typing import Any

from pandeng.domain.indicators.declare import Count, Indicator, Ratio, Slices, Sum


def climbing(t: Any, at: Any) -> Any:
    return (t.climbing_since <= at.day) & (t.climbing_until.isnull() | (t.climbing_until >= at.day))


def scale(t: Any, at: Any) -> Any:
    return (t.scale_since <= at.day) & (t.scale_until.isnull() | (t.scale_until >= at.day))


def of_enterprises(condition: Any) -> Any:
    """Records whose enterprise meets a condition on the day."""

    def where(t: Any, at: Any) -> Any:
        e = at.records("enterprises.Enterprise")
        return t.enterprise_id.isin(e.filter(condition(e, at)).id)

    return where


def through(column: str, kind: str, field: str) -> Any:
    """A slice by a field of the record that `column` points to."""

    def where(t: Any, at: Any, value: Any) -> Any:
        other = at.records(kind)
        return t[column].isin(other.filter(other[field] == value).id)

    return where


def placed(field: str, column: str = "id") -> Any:
    """A slice of enterprises by the segment, or the chain, they stand on."""

    def where(t: Any, at: Any, value: Any) -> Any:
        p = at.records("chains.Placement")
        p = p.filter(at.holding(p))
        if field == "segment_id":
            return t[column].isin(p.filter(p.segment_id == value).enterprise_id)
        s = at.records("chains.Segment")
        segments = s.filter(s.chain_id == value).id
        return t[column].isin(p.filter(p.segment_id.isin(segments)).enterprise_id)

    return where


def in_tier(t: Any, at: Any, value: Any) -> Any:
    m = at.records("enterprises.ClubMember")
    return t.id.isin(m.filter(at.holding(m), m.tier_id == value).enterprise_id)


def listings(at: Any) -> Any:
    """The key-project list of the year, as it stood on the day."""
    p = at.records("projects.ProjectListing")
    return p.filter(p.year == at.year, at.holding(p))


def listed(t: Any, at: Any) -> Any:
    return t.id.isin(listings(at).project_id)


def of_listed(t: Any, at: Any) -> Any:
    return t.project_id.isin(listings(at).project_id)


def labelled(t: Any, at: Any, level: Any) -> Any:
    p = at.records("projects.ProjectLabel")
    return t.id.isin(p.filter(at.holding(p), p.level == level).project_id)


def of_labelled(t: Any, at: Any, level: Any) -> Any:
    p = at.records("projects.ProjectLabel")
    return t.project_id.isin(p.filter(at.holding(p), p.level == level).project_id)


def ahead(t: Any, at: Any) -> Any:
    """Every node due by the day is done, and one planned later is done already."""
    m = at.records("projects.Milestone")
    undone = m.actual_on.isnull() | (m.actual_on > at.day)
    late = m.filter((m.planned_on <= at.day) & undone).project_id
    early = m.filter((m.planned_on > at.day) & (m.actual_on <= at.day)).project_id
    return t.id.isin(early) & t.id.notin(late)


ENTERPRISE_SLICES: Slices = {
    "county": "county_id",
    "chain": placed("chain_id"),
    "segment": placed("segment_id"),
    "tier": in_tier,
}
OF_ENTERPRISE_SLICES: Slices = {
    "county": through("enterprise_id", "enterprises.Enterprise", "county_id"),
    "chain": placed("chain_id", "enterprise_id"),
    "enterprise": "enterprise_id",
}
PROJECT_SLICES: Slices = {
    "county": "county_id",
    "chain": "chain_id",
    "level": labelled,
    "project": "id",
    "enterprise": "enterprise_id",
}
OF_PROJECT_SLICES: Slices = {
    "county": through("project_id", "projects.Project", "county_id"),
    "chain": through("project_id", "projects.Project", "chain_id"),
    "level": of_labelled,
    "project": "project_id",
}
DEMAND_SLICES: Slices = {
    "county": "county_id",
    "matter": "matter_id",
    "department": "department_id",
    "enterprise": "enterprise_id",
    "chain": placed("chain_id", "enterprise_id"),
}
OUTCOME_SLICES: Slices = {
    "county": "county_id",
    "enterprise": "enterprise_id",
    "department": "department_id",
    "chain": placed("chain_id", "enterprise_id"),
}
ENTERPRISE = ("name", "code", "county__short_name", "climbing_since")
PROJECT = ("code", "name", "county__short_name", "planned_total_yuan", "started_on")
DEMAND = (
    "number",
    "title",
    "enterprise__name",
    "department__short_name",
    "received_on",
    "closed_on",
)
OUTCOME = ("enterprise__name", "counterparty", "happened_on", "evidence")
INVESTMENT = ("project__name", "month_on", "source", "reported_on")
STATEMENT = ("enterprise__name", "period_on", "source", "reported_on", "definition_version")


def outcomes(name: str, kind: str, unit: str, title: tuple[str, str], text: tuple[str, str]) -> Sum:
    return Sum(
        name,
        title,
        text,
        unit,
        measure=f"outcome_{kind}",
        of="outcomes.Outcome",
        since="happened_on",
        amount="amount",
        where=(lambda t, at: t.kind == kind,),
        by=OUTCOME_SLICES,
        shows=OUTCOME,
    )


def revenue(name: str, population: Any, title: tuple[str, str], text: tuple[str, str]) -> Sum:
    return Sum(
        name,
        title,
        text,
        "元",
        measure="revenue",
        yearly=True,
        of="enterprises.Statement",
        since="period_on",
        amount="amount",
        where=(
            lambda t, at: (t.measure == "revenue") & (t.period_kind == "month"),
            lambda t, at: (t.basis == "current") & (t.period_on >= at.first),
            of_enterprises(population),
        ),
        by=OF_ENTERPRISE_SLICES,
        shows=STATEMENT,
    )


_ALL: tuple[Indicator, ...] = (
    # 企业 -------------------------------------------------------------------------------------
    Count(
        "climbing_enterprises",
        ("攀登企业数", "Climbing enterprises"),
        (
            "截至该日列入助企攀登名单且未退出的企业户数。",
            "Enterprises on the climbing list on the day, not yet taken off it.",
        ),
        "家",
        measure="enterprises",
        of="enterprises.Enterprise",
        since="climbing_since",
        where=(climbing,),
        by=ENTERPRISE_SLICES,
        shows=ENTERPRISE,
    ),
    Count(
        "scale_enterprises",
        ("规模企业数", "Scale enterprises"),
        (
            "截至该日纳入规模以上统计且未退出的高端装备企业户数（规上工业：年主营业务收入2000万元及以上）。",
            "Enterprises in the above-scale statistics on the day (annual main revenue of 20 million yuan or more).",
        ),
        "家",
        measure="enterprises",
        of="enterprises.Enterprise",
        since="scale_since",
        where=(scale,),
        by=ENTERPRISE_SLICES,
        shows=("name", "code", "county__short_name", "scale_since"),
    ),
    Count(
        "club_enterprises",
        ("强企俱乐部企业数", "Club enterprises"),
        (
            "截至该日在强企俱乐部各梯队中的企业户数，每家企业只计一次。",
            "Enterprises in any tier of the strong-enterprise club on the day, each counted once.",
        ),
        "家",
        measure="enterprises",
        of="enterprises.Enterprise",
        where=(
            lambda t, at: t.id.isin(
                (m := at.records("enterprises.ClubMember")).filter(at.holding(m)).enterprise_id
            ),
        ),
        by=ENTERPRISE_SLICES,
        shows=("name", "code", "county__short_name", "climbing_since"),
    ),
    revenue(
        "cluster_revenue",
        scale,
        ("规模企业营业收入", "Revenue of scale enterprises"),
        (
            "该日在规的高端装备规模企业本年1月起各月营业收入（当月数）之和，不含累计数。",
            "Monthly revenue since January of enterprises in the statistics on the day; cumulative values left out.",
        ),
    ),
    revenue(
        "climbing_revenue",
        climbing,
        ("攀登企业营业收入", "Revenue of climbing enterprises"),
        (
            "该日在册攀登企业本年1月起各月营业收入（当月数）之和。",
            "Monthly revenue since January of the enterprises on the climbing list on the day.",
        ),
    ),
    Sum(
        "enterprise_revenue",
        ("企业营业收入", "Revenue of enterprises"),
        (
            "全部登记企业本年1月起各月营业收入（当月数）之和。",
            "Monthly revenue since January of all registered enterprises.",
        ),
        "元",
        measure="revenue",
        yearly=True,
        of="enterprises.Statement",
        since="period_on",
        amount="amount",
        where=(
            lambda t, at: (t.measure == "revenue") & (t.period_kind == "month"),
            lambda t, at: (t.basis == "current") & (t.period_on >= at.first),
        ),
        by=OF_ENTERPRISE_SLICES,
        shows=STATEMENT,
    ),
    # 项目 -------------------------------------------------------------------------------------
    Count(
        "key_projects",
        ("重点项目数", "Key projects"),
        (
            "该年度重点项目清单中截至该日仍在册的项目个数；可按层级细分，一个项目可有多个层级。",
            "Projects standing on the year's key-project list on the day; by level, a project may carry several.",
        ),
        "个",
        measure="projects",
        yearly=True,
        of="projects.Project",
        where=(listed,),
        by=PROJECT_SLICES,
        shows=PROJECT,
    ),
    Count(
        "projects_started",
        ("已开工项目数", "Projects started"),
        (
            "该年度重点项目中截至该日已开工（永久性工程首次破土）的项目个数，含续建。",
            "Projects of the year's list started by the day, those carried over included.",
        ),
        "个",
        measure="projects",
        yearly=True,
        of="projects.Project",
        since="started_on",
        where=(listed,),
        by=PROJECT_SLICES,
        shows=PROJECT,
    ),
    Ratio(
        "start_rate",
        ("开工率", "Start rate"),
        ("已开工项目数÷重点项目数。", "Projects started over key projects."),
        "%",
        yearly=True,
        top="projects_started",
        bottom="key_projects",
    ),
    Count(
        "projects_completed",
        ("已竣工项目数", "Projects completed"),
        (
            "该年度重点项目中截至该日已竣工的项目个数；竣工与投产分别计。",
            "Projects of the year's list completed by the day; completion is not production.",
        ),
        "个",
        measure="projects",
        yearly=True,
        of="projects.Project",
        since="completed_on",
        where=(listed,),
        by=PROJECT_SLICES,
        shows=(*PROJECT, "completed_on"),
    ),
    Count(
        "projects_in_statistics",
        ("已入库纳统项目数", "Projects in the statistics"),
        (
            "该年度重点项目中截至该日已入库纳统的项目个数。",
            "Projects of the year's list entered into the investment statistics by the day.",
        ),
        "个",
        measure="projects",
        yearly=True,
        of="projects.Project",
        since="in_statistics_on",
        where=(listed,),
        by=PROJECT_SLICES,
        shows=(*PROJECT, "in_statistics_on"),
    ),
    Ratio(
        "statistics_rate",
        ("入库率", "Statistics-entry rate"),
        ("已入库纳统项目数÷已开工项目数。", "Projects in the statistics over projects started."),
        "%",
        yearly=True,
        top="projects_in_statistics",
        bottom="projects_started",
    ),
    Sum(
        "planned_investment",
        ("计划总投资", "Planned total investment"),
        (
            "该年度重点项目的计划总投资之和（项目全周期的计划数，不是年度计划，也不是完成数）。",
            "Planned total investment of the year's projects: whole-life plans, neither annual plans nor work done.",
        ),
        "元",
        kind="plan",
        measure="planned_total",
        yearly=True,
        of="projects.Project",
        amount="planned_total_yuan",
        where=(listed,),
        by=PROJECT_SLICES,
        shows=PROJECT,
    ),
    Sum(
        "annual_plan",
        ("年度计划投资", "Planned investment of the year"),
        (
            "该年度重点项目清单中各项目年度计划投资之和。",
            "The year's investment plans of the listed projects added up.",
        ),
        "元",
        kind="plan",
        measure="annual_plan",
        yearly=True,
        of="projects.ProjectListing",
        amount="annual_plan_yuan",
        where=(lambda t, at: (t.year == at.year) & at.holding(t),),
        by=OF_PROJECT_SLICES,
        shows=("project__name", "project__county__short_name", "year", "since"),
    ),
    Sum(
        "annual_investment",
        ("年度完成投资", "Investment done in the year"),
        (
            "该年度重点项目本年1月起至该日各月完成投资（当月数）之和。",
            "Monthly investment done by the year's listed projects since January.",
        ),
        "元",
        measure="investment_done",
        yearly=True,
        of="projects.InvestmentEntry",
        since="month_on",
        amount="amount_yuan",
        where=(
            lambda t, at: (t.measure == "month") & (t.month_on >= at.first),
            of_listed,
        ),
        by=OF_PROJECT_SLICES,
        shows=INVESTMENT,
    ),
    Ratio(
        "investment_rate",
        ("投资完成率", "Investment completion rate"),
        (
            "年度完成投资÷年度计划投资。计划总投资是另一口径，不作分母。",
            "Investment done in the year over the plan of the year; never over the planned total.",
        ),
        "%",
        yearly=True,
        top="annual_investment",
        bottom="annual_plan",
    ),
    Count(
        "projects_ahead",
        ("超前节点推进项目数", "Projects ahead of their nodes"),
        (
            "截至该日应完成的节点全部完成，且至少一个后续节点已提前完成的项目个数。",
            "Projects whose due nodes are all done and one later node is done already.",
        ),
        "个",
        measure="projects",
        yearly=True,
        of="projects.Project",
        where=(listed, ahead),
        by=PROJECT_SLICES,
        shows=PROJECT,
    ),
    Count(
        "attracted_suppliers",
        ("吸引落地配套企业数", "Supporting enterprises attracted"),
        (
            "项目吸引并已落地的上下游配套企业户数。",
            "Supporting enterprises that projects attracted and that have landed.",
        ),
        "家",
        measure="suppliers",
        of="projects.AttractedSupplier",
        since="landed_on",
        by=OF_PROJECT_SLICES,
        shows=("name", "project__name", "position", "landed_on"),
    ),
    # 诉求 -------------------------------------------------------------------------------------
    Count(
        "demands",
        ("问题诉求数", "Demands received"),
        ("截至该日累计收到的企业问题诉求项数。", "Demands received up to the day."),
        "项",
        measure="demands",
        of="demands.Demand",
        since="received_on",
        by=DEMAND_SLICES,
        shows=DEMAND,
    ),
    Count(
        "demands_closed",
        ("已销号诉求数", "Demands closed"),
        (
            "截至该日累计销号的问题诉求项数，须有办理结果并经企业确认。",
            "Demands closed up to the day, with a result and the enterprise's confirmation.",
        ),
        "项",
        measure="demands",
        of="demands.Demand",
        since="closed_on",
        by=DEMAND_SLICES,
        shows=DEMAND,
    ),
    Count(
        "demands_open",
        ("未销号诉求数", "Demands open"),
        ("截至该日已收到、尚未销号的问题诉求项数。", "Demands received but not closed on the day."),
        "项",
        measure="demands",
        of="demands.Demand",
        since="received_on",
        where=(lambda t, at: t.closed_on.isnull() | (t.closed_on > at.day),),
        by=DEMAND_SLICES,
        shows=DEMAND,
    ),
    Ratio(
        "closing_rate",
        ("销号率", "Closing rate"),
        ("已销号诉求数÷问题诉求数。", "Demands closed over demands received."),
        "%",
        top="demands_closed",
        bottom="demands",
    ),
    # 成果 -------------------------------------------------------------------------------------
    outcomes(
        "new_bank_loans",
        "loan",
        "元",
        ("新增银行贷款", "New bank loans"),
        ("截至该日协调落实的新增银行贷款金额之和。", "New bank loans brought about up to the day."),
    ),
    outcomes(
        "fund_investment",
        "fund",
        "元",
        ("基金投资", "Fund investment"),
        ("截至该日落地的基金投资金额之和。", "Fund investments made up to the day."),
    ),
    outcomes(
        "talent_recruited",
        "hire",
        "人",
        ("招聘各类人才", "Talent recruited"),
        (
            "截至该日帮助企业招聘的各类人才人数之和。",
            "People hired with the office's help up to the day.",
        ),
    ),
    outcomes(
        "land_quota_mu",
        "land",
        "亩",
        ("解决土地指标", "Land quota"),
        ("截至该日帮助企业解决的土地指标亩数之和。", "Land quota secured up to the day, in mu."),
    ),
    # 称号 -------------------------------------------------------------------------------------
    Count(
        "awards",
        ("称号获批数", "Titles awarded"),
        (
            "该年度获批某一称号的企业户数（按获批年度；推荐不计）。",
            "Enterprises awarded a title in the year; recommendations are not counted.",
        ),
        "家",
        measure="awards",
        yearly=True,
        of="titles.Award",
        where=(lambda t, at: (t.year == at.year) & (t.awarded_on <= at.as_of),),
        by={**OF_ENTERPRISE_SLICES, "scheme": "scheme_id"},
        shows=("enterprise__name", "scheme__name", "year", "batch", "awarded_on"),
    ),
    Count(
        "applications",
        ("称号推荐数", "Titles applied for"),
        (
            "该年度推荐申报某一称号的企业户数（推荐不等于获批，两者不相加）。",
            "Enterprises recommended for a title in the year; never added to awards.",
        ),
        "家",
        measure="applications",
        yearly=True,
        of="titles.Application",
        where=(lambda t, at: (t.year == at.year) & (t.recommended_on <= at.as_of),),
        by={**OF_ENTERPRISE_SLICES, "scheme": "scheme_id"},
        shows=("enterprise__name", "scheme__name", "year", "recommended_on"),
    ),
    # 排查 -------------------------------------------------------------------------------------
    Count(
        "surveyed_enterprises",
        ("排查企业数", "Enterprises surveyed"),
        (
            "截至该日已排查并归类的企业户数，按主类计，一次排查中每家只计一次。",
            "Enterprises surveyed and classified by the day, by their main class, each once a survey.",
        ),
        "家",
        measure="enterprises",
        of="surveys.SurveyAnswer",
        since="answered_on",
        where=(lambda t, at: t.is_main,),
        by={**OF_ENTERPRISE_SLICES, "survey": "survey_id"},
        shows=("enterprise__name", "subclass__name", "product", "answered_on"),
    ),
    Count(
        "survey_classes",
        ("排查大类数", "Survey classes"),
        ("有排查企业的大类个数。", "Classes that have surveyed enterprises."),
        "大类",
        measure="classes",
        of="surveys.TaxonomyClass",
        where=(
            lambda t, at: t.parent_id.isnull(),
            lambda t, at: t.id.isin(
                (c := at.records("surveys.TaxonomyClass"))
                .filter(
                    c.id.isin(
                        (a := at.records("surveys.SurveyAnswer"))
                        .filter(a.answered_on <= at.day)
                        .subclass_id
                    )
                )
                .parent_id
            ),
        ),
        shows=("code", "name", "taxonomy__name"),
    ),
    Count(
        "survey_subclasses",
        ("排查小类数", "Survey subclasses"),
        ("有排查企业的小类个数。", "Subclasses that have surveyed enterprises."),
        "小类",
        measure="subclasses",
        of="surveys.TaxonomyClass",
        where=(
            lambda t, at: t.parent_id.notnull(),
            lambda t, at: t.id.isin(
                (a := at.records("surveys.SurveyAnswer"))
                .filter(a.answered_on <= at.day)
                .subclass_id
            ),
        ),
        shows=("code", "name", "parent__name", "taxonomy__name"),
    ),
    # 目标与工作思路 -----------------------------------------------------------------------------
    Sum(
        "targets",
        ("目标值", "Target"),
        ("该年度确定的目标值；“突破”即不低于。", "The value set as target for the year."),
        "",
        kind="target",
        measure="target",
        yearly=True,
        of="strategy.Target",
        amount="value",
        where=(lambda t, at: (t.year == at.year) & (t.set_on <= at.as_of),),
        by={"target": "id"},
        shows=("name", "direction", "year", "set_on", "source"),
    ),
    Count(
        "framework_items",
        ("工作思路条目数", "Framework items"),
        ("工作思路中某一类条目的个数。", "Items of one kind in the work framework."),
        "个",
        kind="framework",
        measure="framework",
        of="strategy.FrameworkNode",
        by={"node": "kind"},
        shows=("name", "kind", "code"),
    ),
    Sum(
        "team_seats",
        ("小组人数", "Seats of a team"),
        ("每个助企攀登小组应配的人数，按角色合计。", "Seats of an assistance team, by role."),
        "人",
        kind="framework",
        measure="seats",
        of="teams.TeamRole",
        amount="seats",
        by={"seat": "id"},
        shows=("name",),
    ),
    Count(
        "segments",
        ("产业链环节数", "Chain segments"),
        ("产业链图谱中的环节个数。", "Segments drawn in the chain maps."),
        "个",
        kind="framework",
        measure="segments",
        of="chains.Segment",
        by={"chain": "chain_id"},
        shows=("name", "chain__name", "stage", "products"),
    ),
    Count(
        "placed_enterprises",
        ("已上图谱企业数", "Enterprises placed on the maps"),
        (
            "截至该日已标注到产业链环节的企业户数，每家只计一次。",
            "Enterprises that stand on a segment on the day, each counted once.",
        ),
        "家",
        measure="enterprises",
        of="enterprises.Enterprise",
        where=(
            lambda t, at: t.id.isin(
                (p := at.records("chains.Placement")).filter(at.holding(p)).enterprise_id
            ),
        ),
        by=ENTERPRISE_SLICES,
        shows=("name", "code", "county__short_name"),
    ),
    Count(
        "platforms",
        ("创新平台数", "Innovation platforms"),
        (
            "截至该日“1+N”协同创新体系中已启用的平台个数，含“1”。",
            "Platforms of the 1+N innovation system open on the day, the 1 included.",
        ),
        "个",
        measure="platforms",
        of="platforms.Platform",
        since="opened_on",
        by={"county": "county_id"},
        shows=("name", "kind", "role", "opened_on"),
    ),
    Count(
        "platform_members",
        ("创新平台成员企业数", "Enterprises in platforms"),
        (
            "截至该日参加任一创新平台的企业户数，每家只计一次。",
            "Enterprises that take part in any platform on the day, each counted once.",
        ),
        "家",
        measure="enterprises",
        of="enterprises.Enterprise",
        where=(
            lambda t, at: t.id.isin(
                (m := at.records("platforms.PlatformMember")).filter(at.holding(m)).enterprise_id
            ),
        ),
        by=ENTERPRISE_SLICES,
        shows=("name", "code", "county__short_name"),
    ),
    Count(
        "teams",
        ("助企攀登小组数", "Assistance teams"),
        ("助企攀登小组个数。", "Assistance teams."),
        "个",
        measure="teams",
        of="teams.Team",
        by={"county": "county_id"},
        shows=("number", "name", "county__short_name"),
    ),
)

INDICATORS: dict[str, Indicator] = {indicator.name: indicator for indicator in _ALL}
