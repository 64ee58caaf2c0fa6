"""Figures of enterprises: how many, and what they report."""

from typing import Any

from pandeng.domain.enterprises.workflow import REVIEWED
from pandeng.domain.indicators.catalogue.filters import (
    ENTERPRISE_SLICES,
    OF_ENTERPRISE_SLICES,
    climbing,
    of_enterprises,
    scale,
)
from pandeng.domain.indicators.declare import Count, Indicator, Sum

ENTERPRISE = ("name", "code", "county__short_name", "climbing_since")
STATEMENT = ("enterprise__name", "period_on", "source", "reported_on", "definition_version")


def revenue(
    name: str,
    title: tuple[str, str],
    text: tuple[str, str],
    *population: Any,
    non_reporters: str = "",
    reported_by: str = "",
) -> Sum:
    """Monthly revenue since January, of a population or of all; cumulative values left out."""
    return Sum(
        name,
        title,
        text,
        "元",
        measure="revenue",
        yearly=True,
        of="enterprises.Statement",
        since="period_on",
        by_month=True,
        reported_by=reported_by,
        amount="amount",
        where=(
            lambda t, at: (t.measure == "revenue") & (t.period_kind == "month"),
            lambda t, at: t.status == REVIEWED,
            lambda t, at: (t.basis == "current") & (t.period_on >= at.first),
            *map(of_enterprises, population),
        ),
        by=OF_ENTERPRISE_SLICES,
        shows=STATEMENT,
        non_reporters=non_reporters,
    )


ENTERPRISES: tuple[Indicator, ...] = (
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
        where=(scale,),
        by=ENTERPRISE_SLICES,
        shows=("name", "code", "county__short_name"),
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
                (m := at.records("enterprises.ClubMember")).filter(at.in_force(m)).enterprise_id
            ),
        ),
        by=ENTERPRISE_SLICES,
        shows=("name", "code", "county__short_name", "climbing_since"),
    ),
    revenue(
        "cluster_revenue",
        ("规模企业营业收入", "Revenue of scale enterprises"),
        (
            "该日在规的高端装备规模企业本年1月起已结束各月营业收入（当月数）之和，不含累计数。",
            "Revenue of the months that ended since January of enterprises in the statistics on the day; cumulative values left out.",
        ),
        scale,
        non_reporters="incomplete_scale",
        reported_by="scale_reporting_rate",
    ),
    revenue(
        "climbing_revenue",
        ("攀登企业营业收入", "Revenue of climbing enterprises"),
        (
            "该日在册攀登企业本年1月起已结束各月营业收入（当月数）之和。",
            "Revenue of the months that ended since January of the enterprises on the climbing list on the day.",
        ),
        climbing,
        non_reporters="incomplete_climbing",
        reported_by="climbing_reporting_rate",
    ),
    revenue(
        "enterprise_revenue",
        ("企业营业收入", "Revenue of enterprises"),
        (
            "全部登记企业本年1月起已结束各月营业收入（当月数）之和。",
            "Revenue of the months that ended since January of all registered enterprises.",
        ),
    ),
)
