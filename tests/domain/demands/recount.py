"""The figures of the loop counted once more, in plain Python over plain rows: an oracle, not the program."""

from datetime import date
from decimal import Decimal
from statistics import median

from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.demands.models import Clock, Demand, DemandNode, DemandStep


def recount(cluster_id: int, day: date) -> dict[str, int | Decimal | None]:
    """What each figure of the loop must say as of `day`."""
    everything = list(Demand.objects.filter(cluster_id=cluster_id))
    counted = {
        d.pk: d
        for d in everything
        if d.enterprise_id and d.status not in ("declined", "merged", "split")
    }
    received = [d for d in counted.values() if d.received_on <= day]
    closed = [d for d in counted.values() if d.closed_on and d.closed_on <= day]
    answered = [d for d in counted.values() if d.answered_on and d.answered_on <= day]
    short = [d for d in received if not d.is_long_cycle]
    due = [
        d for d in short
        if (d.answered_on and d.answered_on <= day) or (d.due_on and d.due_on < day)
    ]  # fmt: skip
    in_time = [
        d for d in answered if not d.is_long_cycle and d.due_on and d.answered_on <= d.due_on
    ]
    rated = [d for d in closed if d.satisfied is not None]
    happy = [d for d in rated if d.satisfied and d.call_back_satisfied is not False]
    ever = [d for d in received if (d.answered_on and d.answered_on <= day) or d.reopened]
    again = [d for d in received if d.reopened]
    signs = [
        c for c in Clock.objects.filter(kind="sign", demand_id__in=counted)
        if (c.ended_on and c.ended_on <= day) or c.due_on < day
    ]  # fmt: skip
    signed = [c for c in signs if c.ended_on and c.ended_on <= day and c.ended_on <= c.due_on]
    nodes = [
        n for n in DemandNode.objects.filter(demand_id__in=counted)
        if (n.done_on and n.done_on <= day) or n.planned_on < day
    ]  # fmt: skip
    kept = [n for n in nodes if n.done_on and n.done_on <= day and n.done_on <= n.planned_on]
    days = [d.working_days for d in closed if not d.is_long_cycle and d.working_days is not None]
    objections = [
        s for s in DemandStep.objects.filter(step="object", demand_id__in=counted)
        if s.happened_at.astimezone(OFFICE_TIME).date() <= day
    ]  # fmt: skip
    return {
        "demands": len(received),
        "demands_closed": len(closed),
        "demands_open": len([d for d in received if d not in closed]),
        "demands_declined": len(
            [d for d in everything if d.status == "declined" and d.received_on <= day]
        ),
        "demands_overdue": len(
            [d for d in counted.values() if not d.is_long_cycle and d.due_on and d.due_on < day
             and not (d.answered_on and d.answered_on <= day)]
        ),
        "demands_long_cycle": len([d for d in received if d.is_long_cycle]),
        "closing_rate": share(closed, received),
        "answering_rate": share(answered, received),
        "solution_rate": share([d for d in closed if d.result == "solved"], closed),
        "timely_rate": share(in_time, due),
        "signing_rate": share(signed, signs),
        "node_rate": share(kept, nodes),
        "satisfaction_rate": share(happy, rated),
        "reopening_rate": share(again, ever),
        "call_back_rate": share([d for d in closed if d.called_back_on and d.called_back_on <= day], closed),
        "median_working_days": Decimal(str(median(days))) if days else None,
        "objections": len(objections),
    }  # fmt: skip


def share(part: list[object], whole: list[object]) -> Decimal | None:
    return Decimal(len(part)) * 100 / Decimal(len(whole)) if whole else None
