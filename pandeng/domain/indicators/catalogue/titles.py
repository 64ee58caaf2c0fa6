"""Figures of titles: recommended and awarded, never added up."""

from pandeng.domain.indicators.catalogue.filters import OF_ENTERPRISE_SLICES
from pandeng.domain.indicators.declare import Count, Indicator

TITLES: tuple[Indicator, ...] = (
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
)
