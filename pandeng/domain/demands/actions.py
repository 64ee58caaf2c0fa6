"""Writing demands: receive one, take over the ledger, record closes."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from pandeng.access.scope import Scope
from pandeng.core.change import Change
from pandeng.core.verdict import NotFound, Refused
from pandeng.domain.demands.models import Demand, DemandClass, DemandStep
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.enterprises.rules import search_text


def receive(
    enterprise: Enterprise,
    *,
    matter: DemandClass,
    title: str,
    text: str,
    channel: str,
    by: Scope,
    now: datetime,
) -> Demand:
    """Take a demand in; its number follows the last one of the year. Refuses an empty title."""
    by.may("receive_demand").require()
    if not Enterprise.objects.visible_to(by).filter(pk=enterprise.pk).exists():
        raise NotFound(_("没有找到这家企业。"))
    if not title.strip():
        raise Refused(_("请用一句话写明诉求。"))
    with Change("demands.receive", by=by, now=now) as change:
        demand = change.add(
            Demand(
                cluster_id=enterprise.cluster_id,
                number=_next_number(enterprise.cluster_id, now),
                enterprise=enterprise,
                county_id=enterprise.county_id,
                matter=matter,
                title=title.strip(),
                text=text.strip(),
                channel=channel,
                status="received",
                is_long_cycle=matter.is_long_cycle,
                received_on=now.date(),
                search_text=search_text([title.strip(), enterprise.name], ""),
            )
        )
        change.add(
            DemandStep(
                cluster_id=enterprise.cluster_id,
                demand=demand,
                order=1,
                step="receive",
                happened_at=now,
                person=by.name,
            )
        )
    return demand


def _next_number(cluster_id: int, now: datetime) -> str:
    last = (
        Demand.objects.filter(cluster_id=cluster_id, number__startswith=f"SQ{now.year}")
        .order_by("-number")
        .values_list("number", flat=True)
        .first()
    )
    return f"SQ{now.year}{int(last[6:]) + 1 if last else 1:05d}"


def take_over(
    demands: Iterable[Demand],
    steps: Iterable[DemandStep],
    *,
    by: Scope,
    now: datetime,
    why: str = "",
) -> None:
    """Take over a part of the ledger with the steps so far."""
    by.may("receive_demand").require()
    rows = list(demands)
    for row in rows:
        row.search_text = search_text([row.title, row.enterprise.name], row.number)
    with Change("demands.take_over", by=by, now=now, why=why) as change:
        change.add_all(rows)
        change.add_all(steps)


def record_progress(
    demands: Sequence[Demand],
    steps: Iterable[DemandStep],
    *,
    by: Scope,
    now: datetime,
    why: str = "",
) -> None:
    """Record what happened since: new status, closes with result and confirmation, further steps."""
    by.may("move_demand").require()
    with Change("demands.record_progress", by=by, now=now, why=why) as change:
        change.save_all(demands, ["status", "closed_on", "result", "satisfied", "due_on"])
        change.add_all(steps)
