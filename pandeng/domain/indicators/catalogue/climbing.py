"""Figures of climbing: who has reported, growth on a comparable base, size classes, what plans ask for."""

from typing import Any

from pandeng.domain.enterprises.workflow import REVIEWED
from pandeng.domain.indicators.catalogue.filters import (
    ENTERPRISE_SLICES,
    OF_ENTERPRISE_SLICES,
    climbing,
    of_enterprises,
    scale,
)
from pandeng.domain.indicators.declare import Count, Indicator, Ratio, Slices, Sum, Words

ENTERPRISE = ("name", "code", "county__short_name", "climbing_since")
IN_SCALE = ("name", "code", "county__short_name")
STATEMENT = ("enterprise__name", "period_on", "source", "reported_on", "definition_version")
GOAL = ("enterprise__name", "year", "tier__name", "set_on")
SIZES: Slices = {
    **ENTERPRISE_SLICES,
    "size": lambda t, at, value: t.id.isin(
        (c := size_classes(at)).filter(c.rule_id == value).enterprise_id
    ),
}
GOALS: Slices = {**OF_ENTERPRISE_SLICES, "tier": "tier_id"}


def months(t: Any) -> Any:
    """Monthly revenue that the office has agreed to, never mixed with cumulative values."""
    kind = (t.measure == "revenue") & (t.period_kind == "month") & (t.basis == "current")
    return kind & (t.status == REVIEWED)


def reported(t: Any, at: Any) -> Any:
    """Enterprises that reported the last month that had ended."""
    s = at.records("enterprises.Statement")
    return t.id.isin(s.filter(months(s), s.period_on == at.month).enterprise_id)


def incomplete(t: Any, at: Any) -> Any:
    """Enterprises that lack at least one month of the year so far."""
    s = at.records("enterprises.Statement")
    s = s.filter(months(s), s.period_on >= at.first, s.period_on <= at.month)
    whole = s.group_by(s.enterprise_id).aggregate(reported=s.count())
    return t.id.notin(whole.filter(whole.reported >= at.months).enterprise_id) & (at.months > 0)


def _this_year(t: Any, at: Any) -> Any:
    return (t.period_on >= at.first) & (t.period_on <= at.month)


def _year_before(t: Any, at: Any) -> Any:
    return (t.period_on >= at.last_first) & (t.period_on <= at.last_month)


def in_both_years(t: Any, at: Any) -> Any:
    """Months of the two years that the same enterprise has reported in both: one pass, no join."""
    import ibis

    same = ibis.window(group_by=[t.enterprise_id, t.period_on.month()])
    return (_this_year(t, at) | _year_before(t, at)) & (t.count().over(same) > 1)


def annual(at: Any, *measures: str) -> Any:
    """The annual values of the year before."""
    s = at.records("enterprises.Statement")
    s = s.filter(s.measure.isin(measures), s.period_kind == "year", s.status == REVIEWED)
    return s.filter(s.period_on == at.last_first)


def size_classes(at: Any) -> Any:
    """enterprise_id → the largest class of which it meets every lower limit, by last year's report."""
    r = at.records("enterprises.SizeRule")
    r = r.filter(r.kind == "class").select(
        rule_id=r.id, place=r.order, least_staff=r.least_staff, least_yuan=r.least_revenue_yuan
    )
    s = annual(at, "revenue", "staff")
    # in one pass; what was not reported is empty and meets no limit
    both = s.group_by(s.enterprise_id).aggregate(
        revenue=s.amount.max(where=s.measure == "revenue"),
        staff=s.amount.max(where=s.measure == "staff"),
    )
    met = both.cross_join(r)
    met = met.filter(met.staff >= met.least_staff, met.revenue >= met.least_yuan)
    best = met.group_by(met.enterprise_id).aggregate(place=met.place.min())
    named = best.join(r, best.place == r.place)
    return named.select(enterprise_id=named.enterprise_id, rule_id=named.rule_id)


def sized(t: Any, at: Any) -> Any:
    return t.id.isin(size_classes(at).enterprise_id)


def above_scale(t: Any, at: Any) -> Any:
    """Last year's revenue reaches the lower limit of the statistics."""
    r = at.records("enterprises.SizeRule")
    limit = r.filter(r.kind == "scale").select(least_yuan=r.least_revenue_yuan)
    found = annual(at, "revenue").cross_join(limit)
    return t.id.isin(found.filter(found.amount >= found.least_yuan).enterprise_id)


def planned(t: Any, at: Any) -> Any:
    return t.year == at.year


Population = tuple[
    tuple[str, str], Any, str | None, tuple[str, ...]
]  # words, filter, since, columns
CLIMBERS: Population = (
    ("攀登企业", "climbing enterprises"), climbing, "climbing_since", ENTERPRISE,
)  # fmt: skip
SCALED: Population = (("规模企业", "scale enterprises"), scale, None, IN_SCALE)


def _members(name: str, of: Population, condition: Any, title: Words, text: Words) -> Count:
    """Enterprises of a population of the day that meet a condition."""
    _words, population, since, shows = of
    return Count(
        name,
        title,
        text,
        "家",
        measure="enterprises",
        of="enterprises.Enterprise",
        since=since,
        where=(population, condition),
        by=ENTERPRISE_SLICES,
        shows=shows,
    )


def _reporting(name: str, of: Population) -> Count:
    zh, en = of[0]
    return _members(
        name,
        of,
        reported,
        (f"已报上月营收的{zh}数", f"{en} that reported last month"),
        (
            f"该日在册的{zh}中，已填报最近一个已结束月份当月营业收入的户数。",
            f"{en} of the day that have reported the revenue of the last month that had ended.",
        ),
    )


def _incomplete(name: str, of: Population) -> Count:
    zh, en = of[0]
    return _members(
        name,
        of,
        incomplete,
        (f"有缺报月份的{zh}数", f"{en} with a month missing"),
        (
            f"该日在册的{zh}中，本年已结束的月份至少有一个月没有填报营业收入的户数；缺报不按零计。",
            f"{en} of the day that have not reported some month of the year; a missing month is no zero.",
        ),
    )


def _comparable(name: str, of: Population, before: bool) -> Sum:
    word, population = of[:2]
    year = ("上年同期", "the year before") if before else ("本年", "this year")
    return Sum(
        name,
        (f"{word[0]}可比营业收入（{year[0]}）", f"Comparable revenue of {word[1]}, {year[1]}"),
        (
            f"该日在册的{word[0]}{year[0]}各月营业收入之和，只计同一企业两年同月都已填报的月份（可比口径）。",
            f"Monthly revenue of {word[1]}, {year[1]}: only months that the same enterprise has reported in both years.",
        ),
        "元",
        measure="revenue",
        yearly=True,
        of="enterprises.Statement",
        since="period_on",
        amount="amount",
        where=(
            lambda t, at: months(t),
            in_both_years,
            _year_before if before else _this_year,
            of_enterprises(population),
        ),
        by=OF_ENTERPRISE_SLICES,
        shows=STATEMENT,
    )


def _growth(name: str, of: Population, top: str, bottom: str) -> Ratio:
    return Ratio(
        name,
        (f"{of[0][0]}营业收入同比增速", f"Revenue growth of {of[0][1]}"),
        (
            "本年各月营业收入比上年同月的增减；只计同一企业两年同月都已填报的月份，两边企业相同（可比口径）。",
            "Revenue of this year's months over the same months of last year, of the same enterprises: months reported in both years.",
        ),
        "%",
        yearly=True,
        top=top,
        bottom=bottom,
        less=100,
    )


def _rate(name: str, of: Population, top: str, bottom: str) -> Ratio:
    return Ratio(
        name,
        (f"{of[0][0]}上报率", f"Reporting rate of {of[0][1]}"),
        (
            f"已填报最近一个已结束月份营业收入的{of[0][0]}，占该日在册{of[0][0]}的比重。",
            f"Share of the {of[0][1]} of the day that have reported the revenue of the last month that had ended.",
        ),
        "%",
        top=top,
        bottom=bottom,
    )


CLIMBING: tuple[Indicator, ...] = (
    _reporting("reporting_climbing", CLIMBERS),
    _incomplete("incomplete_climbing", CLIMBERS),
    _rate("climbing_reporting_rate", CLIMBERS, "reporting_climbing", "climbing_enterprises"),
    _comparable("comparable_climbing_revenue", CLIMBERS, before=False),
    _comparable("comparable_climbing_revenue_before", CLIMBERS, before=True),
    _growth(
        "climbing_revenue_growth",
        CLIMBERS,
        "comparable_climbing_revenue",
        "comparable_climbing_revenue_before",
    ),
    _reporting("reporting_scale", SCALED),
    _incomplete("incomplete_scale", SCALED),
    _rate("scale_reporting_rate", SCALED, "reporting_scale", "scale_enterprises"),
    _comparable("comparable_cluster_revenue", SCALED, before=False),
    _comparable("comparable_cluster_revenue_before", SCALED, before=True),
    _growth(
        "cluster_revenue_growth",
        SCALED,
        "comparable_cluster_revenue",
        "comparable_cluster_revenue_before",
    ),
    Count(
        "registered_enterprises",
        ("登记企业数", "Registered enterprises"),
        (
            "集群企业名册中的全部企业户数，不论是否在规、是否攀登。",
            "All enterprises of the register, in the statistics or not, climbing or not.",
        ),
        "家",
        measure="enterprises",
        of="enterprises.Enterprise",
        by=ENTERPRISE_SLICES,
        shows=ENTERPRISE,
    ),
    Count(
        "sized_enterprises",
        ("已划型企业数", "Enterprises with a size class"),
        (
            "按统计上大中小微型企业划分办法（2017，工业）和上一年度年报的从业人员、营业收入划型的企业户数，"
            "可按大型、中型、小型、微型细分；缺任一指标的不划型。",
            "Enterprises classed by the rule of 2017 (industry) and the annual report of the year before; "
            "without staff or revenue there is no class.",
        ),
        "家",
        version="2017",
        measure="enterprises",
        yearly=True,
        of="enterprises.Enterprise",
        where=(sized,),
        by=SIZES,
        shows=ENTERPRISE,
    ),
    Count(
        "above_scale_enterprises",
        ("达到规上标准的企业数", "Enterprises that reach the above-scale limit"),
        (
            "上一年度年报营业收入达到规模以上工业标准（2000万元，2011年起）的企业户数，不论是否已入统计。",
            "Enterprises whose revenue of the year before reaches 20 million yuan (rule since 2011), in the statistics or not.",
        ),
        "家",
        version="2011",
        measure="enterprises",
        yearly=True,
        of="enterprises.Enterprise",
        where=(above_scale,),
        by=ENTERPRISE_SLICES,
        shows=IN_SCALE,
    ),
    Count(
        "not_yet_in_statistics",
        ("达标未入统企业数", "Enterprises above the limit, not in the statistics"),
        (
            "上一年度年报营业收入达到规上标准，而该日未在规模以上统计名录中的企业户数（小升规对象）。",
            "Enterprises whose revenue of the year before reaches the limit and that are not in the statistics on the day.",
        ),
        "家",
        version="2011",
        measure="enterprises",
        yearly=True,
        of="enterprises.Enterprise",
        where=(above_scale, lambda t, at: ~scale(t, at)),
        by=ENTERPRISE_SLICES,
        shows=IN_SCALE,
    ),
    Count(
        "planned_enterprises",
        ("有攀登计划的攀登企业数", "Climbing enterprises with a plan"),
        (
            "该日在册攀登企业中，五年攀登计划有该年度目标的户数。",
            "Climbing enterprises of the day whose five-year plan has a target for the year.",
        ),
        "家",
        kind="plan",
        measure="enterprises",
        yearly=True,
        of="climbing.ClimbGoal",
        where=(planned, of_enterprises(climbing)),
        by=GOALS,
        shows=GOAL,
    ),
    Count(
        "planned_club_enterprises",
        ("计划进入强企俱乐部的企业数", "Enterprises planned to be in the club"),
        (
            "该日在册攀登企业中，攀登计划安排该年度末在强企俱乐部某一梯队的户数（含已在俱乐部的）。",
            "Climbing enterprises of the day whose plan has them in a tier of the club at the end of the year, those already in it included.",
        ),
        "家",
        kind="plan",
        measure="enterprises",
        yearly=True,
        of="climbing.ClimbGoal",
        where=(planned, lambda t, at: t.tier_id.notnull(), of_enterprises(climbing)),
        by=GOALS,
        shows=GOAL,
    ),
    Sum(
        "planned_climbing_revenue",
        ("攀登计划营业收入", "Revenue planned by climbing enterprises"),
        (
            "该日在册攀登企业攀登计划中该年度目标营业收入之和。",
            "Target revenue of the year in the plans of the climbing enterprises of the day.",
        ),
        "元",
        kind="plan",
        measure="planned_revenue",
        yearly=True,
        of="climbing.ClimbGoal",
        amount="revenue_yuan",
        where=(planned, of_enterprises(climbing)),
        by=GOALS,
        shows=GOAL,
    ),
)
