"""Figures of the demand loop: how many, how far, in time or not, to whose satisfaction.

What is counted: every demand of a single enterprise that was not declined, merged or split; a
chain-wide demand counts through its single ones. Long-cycle demands run by nodes and stand outside
the figures of single deadlines.
"""

from typing import Any

from pandeng.domain.demands.workflow import NOT_COUNTED
from pandeng.domain.indicators.catalogue.filters import DEMAND_SLICES, InMonth
from pandeng.domain.indicators.declare import Count, Indicator, Median, Ratio, Words

DEMAND = (
    "number",
    "title",
    "enterprise__name",
    "department__short_name",
    "received_on",
    "closed_on",
)
HANDLED = (*DEMAND[:5], "due_on", "answered_on")


def counted(t: Any, at: Any) -> Any:
    return t.enterprise_id.notnull() & t.status.notin(sorted(NOT_COUNTED))


def single_deadline(t: Any, at: Any) -> Any:
    return ~t.is_long_cycle


def in_time(t: Any, at: Any) -> Any:
    return t.answered_on <= t.due_on


def came_due(ended: str, due: str) -> Any:
    """Ended by the day, or due before it and not ended."""
    return lambda t, at: (t[ended] <= at.day) | (t[due] < at.day)


def ended_in_time(ended: str, due: str) -> Any:
    return lambda t, at: (t[ended] <= at.day) & (t[ended] <= t[due])


def of_demand(name: str) -> Any:
    """A slice of clocks, nodes and steps by their demand."""

    def where(t: Any, at: Any, value: Any) -> Any:
        d, how = at.records("demands.Demand"), DEMAND_SLICES[name]
        d = d.filter(d[how] == value if isinstance(how, str) else how(d, at, value))
        return t.demand_id.isin(d.id)

    return where


def of_counted(t: Any, at: Any) -> Any:
    d = at.records("demands.Demand")
    return t.demand_id.isin(d.filter(counted(d, at)).id)


OF_DEMAND_SLICES = {
    name: of_demand(name) for name in ("county", "matter", "enterprise", "chain", "team")
}


def demands(name: str, title: Words, text: Words, **more: Any) -> Count:
    """A count of demands in the usual shape."""
    where = (counted, *more.pop("where", ()))
    return Count(
        name,
        title,
        text,
        "项",
        measure="demands",
        of="demands.Demand",
        where=where,
        by=DEMAND_SLICES,
        **{"since": "received_on", "shows": DEMAND, **more},
    )


def signings(name: str, title: Words, text: Words, ended: Any) -> Count:
    """A count of the clocks that run until a unit signs for what it was assigned."""
    return Count(
        name,
        title,
        text,
        "次",
        measure="signings",
        of="demands.Clock",
        where=(lambda t, at: t.kind == "sign", ended, of_counted),
        by={
            **OF_DEMAND_SLICES,
            "department": "department_id",
            "month": InMonth("started_on", ("起算月份", "Month the clock started")),
        },
        shows=("demand__number", "department__short_name", "started_on", "due_on", "ended_on"),
    )


def nodes(name: str, title: Words, text: Words, ended: Any) -> Count:
    """A count of the nodes of long-cycle demands."""
    return Count(
        name,
        title,
        text,
        "个",
        measure="demand_nodes",
        of="demands.DemandNode",
        where=(ended, of_counted),
        by={**OF_DEMAND_SLICES, "department": of_demand("department")},
        shows=("demand__number", "name", "responsible", "original_on", "planned_on", "done_on"),
    )


def rate(name: str, top: str, bottom: str, title: Words, text: Words) -> Ratio:
    return Ratio(name, title, text, "%", top=top, bottom=bottom)


DEMANDS: tuple[Indicator, ...] = (
    demands(
        "demands",
        ("问题诉求数", "Demands received"),
        (
            "截至该日累计收到的企业问题诉求项数；不予受理、已合并、已拆分的不计，链上共性诉求按所含单件计。",
            "Demands received up to the day; those declined, merged or split are not counted, a chain-wide demand counts through its single ones.",
        ),
    ),
    demands(
        "demands_closed",
        ("已销号诉求数", "Demands closed"),
        (
            "截至该日累计销号的问题诉求项数，须有办理结果并经企业确认。",
            "Demands closed up to the day, with a result and the enterprise's confirmation.",
        ),
        since="closed_on",
    ),
    demands(
        "demands_open",
        ("未销号诉求数", "Demands open"),
        ("截至该日已收到、尚未销号的问题诉求项数。", "Demands received but not closed on the day."),
        where=(lambda t, at: t.closed_on.isnull() | (t.closed_on > at.day),),
    ),
    demands(
        "demands_overdue",
        ("超期未办结诉求数", "Demands overdue"),
        (
            "截至该日已过办理期限、尚未反馈办理结果的诉求项数；长周期诉求按节点考核，不计在内。",
            "Demands past their due date without a result on the day; long-cycle demands are judged by nodes and left out.",
        ),
        since="due_on",
        where=(
            single_deadline,
            lambda t, at: t.due_on < at.day,
            lambda t, at: t.answered_on.isnull() | (t.answered_on > at.day),
        ),
        shows=HANDLED,
    ),
    demands(
        "demands_long_cycle",
        ("长周期诉求数", "Long-cycle demands"),
        (
            "截至该日收到的、按节点管理的诉求项数（土地指标、空间规划调整、高压线迁移、基金尽调等）。",
            "Demands received up to the day that run by nodes (land quota, planning, power lines, due diligence …).",
        ),
        where=(lambda t, at: t.is_long_cycle,),
    ),
    Count(
        "demands_declined",
        ("不予受理诉求数", "Demands declined"),
        (
            "截至该日收到、经审核不予受理的诉求项数，不计入问题诉求数。",
            "Demands received up to the day and declined; not among the demands received.",
        ),
        "项",
        measure="demands_declined",
        of="demands.Demand",
        since="received_on",
        where=(lambda t, at: t.status == "declined",),
        by=DEMAND_SLICES,
        shows=DEMAND,
    ),
    rate(
        "closing_rate",
        "demands_closed",
        "demands",
        ("销号率", "Closing rate"),
        ("已销号诉求数÷问题诉求数。", "Demands closed over demands received."),
    ),
    # 办结与解决 -----------------------------------------------------------------------------------
    demands(
        "demands_answered",
        ("已办结诉求数", "Demands answered"),
        (
            "截至该日主办单位已反馈办理结果的诉求项数（不论解决、承诺办结还是解释）。",
            "Demands whose lead had given a result by the day, be it solved, promised or explained.",
        ),
        since="answered_on",
        shows=HANDLED,
    ),
    rate(
        "answering_rate",
        "demands_answered",
        "demands",
        ("办结率", "Answering rate"),
        ("已办结诉求数÷问题诉求数。", "Demands answered over demands received."),
    ),
    demands(
        "demands_solved",
        ("已解决诉求数", "Demands solved"),
        (
            "截至该日已销号、办理结果为“解决”的诉求项数；承诺办结和解释不计。",
            "Demands closed by the day with the result “solved”; promised and explained ones are not counted.",
        ),
        since="closed_on",
        where=(lambda t, at: t.result == "solved",),
    ),
    rate(
        "solution_rate",
        "demands_solved",
        "demands_closed",
        ("解决率", "Solution rate"),
        ("已解决诉求数÷已销号诉求数。", "Demands solved over demands closed."),
    ),
    # 及时 ---------------------------------------------------------------------------------------
    demands(
        "demands_came_due",
        ("应办结诉求数", "Demands that came due"),
        (
            "截至该日已反馈结果、或已过办理期限的诉求项数；长周期诉求不计在内。",
            "Demands answered by the day or past their due date; long-cycle demands are left out.",
        ),
        where=(single_deadline, came_due("answered_on", "due_on")),
        shows=HANDLED,
    ),
    demands(
        "demands_in_time",
        ("按时办结诉求数", "Demands answered in time"),
        (
            "截至该日在办理期限（含批准的延期）内反馈结果的诉求项数；长周期诉求不计在内。",
            "Demands answered by the day within their time, approved extensions included; long-cycle demands are left out.",
        ),
        since="answered_on",
        where=(single_deadline, in_time),
        shows=HANDLED,
    ),
    rate(
        "timely_rate",
        "demands_in_time",
        "demands_came_due",
        ("及时率", "Timely rate"),
        ("按时办结诉求数÷应办结诉求数。", "Demands answered in time over demands that came due."),
    ),
    signings(
        "signings_due",
        ("应签收次数", "Signings due"),
        (
            "截至该日已签收（或提出异议）、或已过签收期限的分办次数。",
            "Assignments signed for or objected to by the day, or past their time.",
        ),
        came_due("ended_on", "due_on"),
    ),
    signings(
        "signings_in_time",
        ("按时签收次数", "Signings in time"),
        (
            "截至该日在期限内签收（或提出异议）的分办次数。",
            "Assignments signed for or objected to within their time by the day.",
        ),
        ended_in_time("ended_on", "due_on"),
    ),
    rate(
        "signing_rate",
        "signings_in_time",
        "signings_due",
        ("签收及时率", "Timely signing rate"),
        ("按时签收次数÷应签收次数。", "Signings in time over signings due."),
    ),
    nodes(
        "demand_nodes_due",
        ("长周期应完成节点数", "Nodes of long-cycle demands due"),
        (
            "截至该日已完成、或已过计划日期的长周期诉求节点个数。",
            "Nodes of long-cycle demands done by the day or past their planned date.",
        ),
        came_due("done_on", "planned_on"),
    ),
    nodes(
        "demand_nodes_in_time",
        ("长周期按时完成节点数", "Nodes of long-cycle demands done in time"),
        (
            "截至该日在计划日期内完成的长周期诉求节点个数。",
            "Nodes of long-cycle demands done by their planned date.",
        ),
        ended_in_time("done_on", "planned_on"),
    ),
    rate(
        "node_rate",
        "demand_nodes_in_time",
        "demand_nodes_due",
        ("长周期节点及时率", "Timely nodes of long-cycle demands"),
        ("长周期按时完成节点数÷长周期应完成节点数。", "Nodes done in time over nodes due."),
    ),
    Median(
        "median_working_days",
        ("办理工作日中位数", "Median working days"),
        (
            "截至该日已销号诉求从收到到销号所用工作日的中位数；长周期诉求不计在内。",
            "Median of the working days from receipt to close of demands closed by the day; long-cycle demands are left out.",
        ),
        "个工作日",
        measure="working_days",
        of="demands.Demand",
        since="closed_on",
        amount="working_days",
        where=(counted, single_deadline, lambda t, at: t.working_days.notnull()),
        by=DEMAND_SLICES,
        shows=DEMAND,
    ),
    # 满意与重办 -----------------------------------------------------------------------------------
    demands(
        "demands_rated",
        ("已评价诉求数", "Demands rated"),
        (
            "截至该日已销号、企业表明满意与否的诉求项数。",
            "Demands closed by the day of which the enterprise said whether it is satisfied.",
        ),
        since="closed_on",
        where=(lambda t, at: t.satisfied.notnull(),),
        shows=(*DEMAND, "satisfied"),
    ),
    demands(
        "demands_satisfied",
        ("企业满意诉求数", "Demands to satisfaction"),
        (
            "截至该日已销号、企业表示满意且回访未改口的诉求项数。",
            "Demands closed by the day with which the enterprise is satisfied, a call-back not saying otherwise.",
        ),
        since="closed_on",
        where=(
            lambda t, at: t.satisfied,
            lambda t, at: t.call_back_satisfied.isnull() | t.call_back_satisfied,
        ),
        shows=(*DEMAND, "satisfied"),
    ),
    rate(
        "satisfaction_rate",
        "demands_satisfied",
        "demands_rated",
        ("满意率", "Satisfaction rate"),
        ("企业满意诉求数÷已评价诉求数。", "Demands to satisfaction over demands rated."),
    ),
    demands(
        "demands_ever_answered",
        ("办结过的诉求数", "Demands ever answered"),
        (
            "截至该日收到、至少办结过一次的诉求项数（含退回重办的）。",
            "Demands received by the day and answered at least once, those handled again included.",
        ),
        where=(lambda t, at: (t.answered_on <= at.day) | (t.reopened > 0),),
        shows=(*DEMAND, "reopened"),
    ),
    demands(
        "demands_reopened",
        ("重办诉求数", "Demands handled again"),
        (
            "截至该日收到、因企业不满意或回访发现问题而重办的诉求项数，每项只计一次。",
            "Demands received by the day and handled again, because the enterprise was not satisfied or a call-back found it unsolved; each once.",
        ),
        where=(lambda t, at: t.reopened > 0,),
        shows=(*DEMAND, "reopened"),
    ),
    rate(
        "reopening_rate",
        "demands_reopened",
        "demands_ever_answered",
        ("重办率", "Rate handled again"),
        ("重办诉求数÷办结过的诉求数。", "Demands handled again over demands ever answered."),
    ),
    demands(
        "demands_called_back",
        ("已回访诉求数", "Demands called back"),
        (
            "截至该日已销号并由第三人回访的诉求项数。",
            "Demands closed by the day and called back by a third person.",
        ),
        since="closed_on",
        where=(lambda t, at: t.called_back_on <= at.day,),
        shows=(*DEMAND, "called_back_on"),
    ),
    rate(
        "call_back_rate",
        "demands_called_back",
        "demands_closed",
        ("回访率", "Call-back rate"),
        ("已回访诉求数÷已销号诉求数。", "Demands called back over demands closed."),
    ),
    Count(
        "objections",
        ("异议次数", "Objections"),
        (
            "截至该日各单位对分办提出异议的次数。",
            "Objections that units raised to assignments up to the day.",
        ),
        "次",
        measure="objections",
        of="demands.DemandStep",
        where=(
            lambda t, at: (t.step == "object") & (t.happened_at < at.day_end),
            of_counted,
        ),
        by={**OF_DEMAND_SLICES, "department": "department_id"},
        shows=("demand__number", "department__short_name", "reason", "happened_at", "note"),
    ),
)
