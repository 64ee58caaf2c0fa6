"""Figures of key projects: how many at which point, and the money.

By month, what happened counts in the month of its day (newly started, invested); how things stand
is read at the month's end, on the list as it stood then.
"""

from pandeng.domain.indicators.catalogue.filters import (
    OF_PROJECT_SLICES,
    PROJECT_SLICES,
    InMonth,
    ahead,
    listed,
    of_listed,
)
from pandeng.domain.indicators.declare import Count, Filter, Indicator, Ratio, Sum, Words

PROJECT = ("code", "name", "county__short_name", "planned_total_yuan", "started_on")


def _in_the_year(
    name: str, column: str, title: Words, text: Words, month: Words, shows: tuple[str, ...]
) -> Count:
    """Projects of the year's list to which something happened between 1 January and the day."""
    return Count(
        name,
        title,
        text,
        "个",
        measure="projects",
        yearly=True,
        of="projects.Project",
        since=column,
        where=(listed, lambda t, at: t[column] >= at.first),
        by={**PROJECT_SLICES, "month": InMonth(column, month)},
        shows=shows,
    )


def standing(
    name: str,
    title: Words,
    text: Words,
    since: str | None = None,
    where: tuple[Filter, ...] = (),
    shows: tuple[str, ...] = PROJECT,
) -> Count:
    """Projects of the year's list that stand so on the day; by month, at the month's end."""
    return Count(
        name,
        title,
        text,
        "个",
        measure="projects",
        yearly=True,
        month_end=True,
        of="projects.Project",
        since=since,
        where=(listed, *where),
        by=PROJECT_SLICES,
        shows=shows,
    )


def rate(name: str, top: str, bottom: str, title: Words, text: Words) -> Ratio:
    return Ratio(name, title, text, "%", yearly=True, month_end=True, top=top, bottom=bottom)


INVESTMENT = ("project__name", "month_on", "source", "reported_on")
PROJECTS: tuple[Indicator, ...] = (
    standing(
        "key_projects",
        ("重点项目数", "Key projects"),
        (
            "该年度重点项目清单中截至该日仍在册的项目个数；可按层级细分，一个项目可有多个层级。按月为月末数。",
            "Projects standing on the year's key-project list on the day; by level, a project may carry several. By month: as at the month's end.",
        ),
    ),
    standing(
        "projects_started",
        ("已开工项目数", "Projects started"),
        (
            "该年度重点项目中截至该日已开工（永久性工程首次破土）的项目个数，含续建。按月为月末数。",
            "Projects of the year's list started by the day, those carried over included. By month: as at the month's end.",
        ),
        since="started_on",
    ),
    rate(
        "start_rate",
        "projects_started",
        "key_projects",
        ("开工率", "Start rate"),
        (
            "已开工项目数÷重点项目数。按月为月末数。",
            "Projects started over key projects. By month: as at the month's end.",
        ),
    ),
    standing(
        "projects_completed",
        ("已竣工项目数", "Projects completed"),
        (
            "该年度重点项目中截至该日已竣工的项目个数；竣工与投产分别计。按月为月末数。",
            "Projects of the year's list completed by the day; completion is not production. By month: as at the month's end.",
        ),
        since="completed_on",
        shows=(*PROJECT, "completed_on"),
    ),
    rate(
        "completion_rate",
        "projects_completed",
        "key_projects",
        ("竣工率", "Completion rate"),
        (
            "已竣工项目数÷重点项目数；竣工与投产分别计。按月为月末数。",
            "Projects completed over key projects; completion is not production. By month: as at the month's end.",
        ),
    ),
    standing(
        "projects_in_statistics",
        ("已入库纳统项目数", "Projects in the statistics"),
        (
            "该年度重点项目中截至该日已入库纳统的项目个数。按月为月末数。",
            "Projects of the year's list entered into the investment statistics by the day. By month: as at the month's end.",
        ),
        since="in_statistics_on",
        shows=(*PROJECT, "in_statistics_on"),
    ),
    rate(
        "statistics_rate",
        "projects_in_statistics",
        "projects_started",
        ("入库率", "Statistics-entry rate"),
        (
            "已入库纳统项目数÷已开工项目数。按月为月末数。",
            "Projects in the statistics over projects started. By month: as at the month's end.",
        ),
    ),
    standing(
        "projects_started_outside_statistics",
        ("已开工未入库项目数", "Projects started, not in the statistics"),
        (
            "该年度重点项目中截至该日已开工、尚未入库纳统的项目个数。按月为月末数。",
            "Projects of the year's list started by the day and not yet in the investment statistics. By month: as at the month's end.",
        ),
        since="started_on",
        where=(lambda t, at: t.in_statistics_on.isnull() | (t.in_statistics_on > at.day),),
    ),
    _in_the_year(
        "projects_newly_started",
        "started_on",
        ("本年新开工项目数", "Projects started in the year"),
        (
            "该年度重点项目中本年1月1日起至该日开工的项目个数，不含上年续建；按月为当月新开工。",
            "Projects of the year's list started from 1 January to the day, none carried over. By month: those started in it.",
        ),
        ("开工月份", "Month started"),
        PROJECT,
    ),
    _in_the_year(
        "projects_newly_completed",
        "completed_on",
        ("本年竣工项目数", "Projects completed in the year"),
        (
            "该年度重点项目中本年1月1日起至该日竣工的项目个数；按月为当月竣工。",
            "Projects of the year's list completed from 1 January to the day. By month: those completed in it.",
        ),
        ("竣工月份", "Month completed"),
        (*PROJECT, "completed_on"),
    ),
    _in_the_year(
        "projects_newly_in_statistics",
        "in_statistics_on",
        ("本年入库项目数", "Projects entered in the statistics in the year"),
        (
            "该年度重点项目中本年1月1日起至该日入库纳统的项目个数；按月为当月入库。",
            "Projects of the year's list entered into the investment statistics from 1 January to the day. By month: those entered in it.",
        ),
        ("入库月份", "Month entered"),
        (*PROJECT, "in_statistics_on"),
    ),
    Sum(
        "planned_investment",
        ("计划总投资", "Planned total investment"),
        (
            "该年度重点项目的计划总投资之和（项目全周期的计划数，不是年度计划，也不是完成数）。按月为月末数。",
            "Planned total investment of the year's projects: whole-life plans, neither annual plans nor work done. By month: as at the month's end.",
        ),
        "元",
        kind="plan",
        measure="planned_total",
        yearly=True,
        month_end=True,
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
            "该年度重点项目清单中各项目年度计划投资之和。按月为月末数。",
            "The year's investment plans of the listed projects added up. By month: as at the month's end.",
        ),
        "元",
        kind="plan",
        measure="annual_plan",
        yearly=True,
        month_end=True,
        of="projects.ProjectListing",
        amount="annual_plan_yuan",
        where=(lambda t, at: (t.year == at.year) & at.in_force(t),),
        by=OF_PROJECT_SLICES,
        shows=("project__name", "project__county__short_name", "year", "since"),
    ),
    Sum(
        "annual_investment",
        ("年度完成投资", "Investment done in the year"),
        (
            "该年度重点项目本年1月起至该日已结束各月完成投资（当月数）之和；按月为当月完成投资。",
            "Investment done by the year's listed projects in the months that ended since January. By month: that month's alone.",
        ),
        "元",
        measure="investment_done",
        yearly=True,
        of="projects.InvestmentEntry",
        since="month_on",
        by_month=True,
        amount="amount_yuan",
        where=(
            lambda t, at: (t.measure == "month") & (t.month_on >= at.first),
            of_listed,
        ),
        by={**OF_PROJECT_SLICES, "month": InMonth("month_on", ("投资月份", "Month of investment"))},
        shows=INVESTMENT,
    ),
    rate(
        "investment_rate",
        "annual_investment",
        "annual_plan",
        ("投资完成率", "Investment completion rate"),
        (
            "年度完成投资÷年度计划投资。计划总投资是另一口径，不作分母。按月为月末数。",
            "Investment done in the year over the plan of the year; never over the planned total. By month: as at the month's end.",
        ),
    ),
    standing(
        "projects_ahead",
        ("超前节点推进项目数", "Projects ahead of their nodes"),
        (
            "截至该日应完成的节点全部完成，且至少一个后续节点已提前完成的项目个数。按月为月末数。",
            "Projects whose due nodes are all done and one later node is done already. By month: as at the month's end.",
        ),
        where=(ahead,),
    ),
    Count(
        "attracted_suppliers",
        ("吸引落地配套企业数", "Supporting enterprises attracted"),
        (
            "项目吸引并已落地的上下游配套企业户数；按月为当月落地。",
            "Supporting enterprises that projects attracted and that have landed. By month: those that landed in it.",
        ),
        "家",
        measure="suppliers",
        of="projects.AttractedSupplier",
        since="landed_on",
        by={**OF_PROJECT_SLICES, "month": InMonth("landed_on", ("落地月份", "Month landed"))},
        shows=("name", "project__name", "position", "landed_on"),
    ),
)
