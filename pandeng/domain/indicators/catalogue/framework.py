"""Figures of surveys, targets, the framework, chains, platforms and teams."""

from pandeng.domain.indicators.catalogue.filters import (
    ENTERPRISE_SLICES,
    OF_ENTERPRISE_SLICES,
    through_where,
)
from pandeng.domain.indicators.declare import Count, Indicator, Sum

FRAMEWORK: tuple[Indicator, ...] = (
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
    Sum(
        "targets",
        ("目标值", "Target"),
        (
            "该年度的目标值，按截至日有效的一次确定或修订；“突破”即不低于。",
            "The target of the year, by the value set or revised that holds on the day.",
        ),
        "",
        kind="target",
        measure="target",
        yearly=True,
        of="strategy.TargetValue",
        amount="value",
        where=(
            lambda t, at: at.in_force(t),
            through_where("target_id", "strategy.Target", lambda t, at: t.year == at.year),
        ),
        by={"target": "target_id"},
        version="2",
        shows=("target__name", "target__direction", "target__year", "since", "reason", "source"),
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
                (p := at.records("chains.Placement")).filter(at.in_force(p)).enterprise_id
            ),
        ),
        by=ENTERPRISE_SLICES,
        shows=("name", "code", "county__short_name"),
    ),
    Count(
        "platforms",
        ("创新平台数", "Innovation platforms"),
        (
            "截至该日“1+N”协同创新体系中已启用、未撤并的平台个数，含“1”。",
            "Platforms of the 1+N innovation system open on the day, the 1 included.",
        ),
        "个",
        measure="platforms",
        of="platforms.Platform",
        since="opened_on",
        where=(lambda t, at: t.closed_on.isnull() | (t.closed_on >= at.day),),
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
                (m := at.records("platforms.PlatformMember")).filter(at.in_force(m)).enterprise_id
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
