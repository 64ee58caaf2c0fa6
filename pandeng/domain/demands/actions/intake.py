"""Taking demands in: one form for every channel, and importing an existing ledger."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, NotFound
from pandeng.domain.calendars.queries import calendar_of
from pandeng.domain.demands.actions.blocking import block_node
from pandeng.domain.demands.actions.notifications import notify_party
from pandeng.domain.demands.actions.work import DemandWork, next_number
from pandeng.domain.demands.models import (
    Channel,
    ConfidentialNote,
    Demand,
    DemandClass,
    DemandStep,
)
from pandeng.domain.demands.queries import already_sent
from pandeng.domain.demands.workflow import LOOP
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.enterprises.rules import search_text

RECEIVE = Action("demands.receive", gettext_noop("受理诉求"), Permission.RECEIVE_DEMAND)


def receive(
    enterprise: Enterprise,
    *,
    matter: DemandClass,
    title: str,
    text: str,
    channel: str,
    confidential: str = "",
    key: str = "",
    node: int | None = None,
    by: Scope,
    now: datetime,
) -> Demand:
    """Take a demand in; its number follows the last one of the year, and the clock of acceptance starts.

    `node`: the id of the project node that the problem blocks, until the demand is closed.

    Refuses an empty title; an enterprise out of scope is not found. A form sent twice (the same
    `key`) gives the demand that is already there.
    """
    RECEIVE.require(by)
    _check(by, enterprise, matter, title, channel)
    if sent := already_sent(by, key):
        return sent
    today, level = timezone.localdate(now), matter.level
    due_on = calendar_of(by).after(today, level.accept_days).on if level else None
    with Change(RECEIVE, by=by, now=now) as change:
        number = next_number(enterprise.cluster_id, now)
        if sent := already_sent(by, key):  # the other form was just before this one
            return sent
        demand = change.add(
            Demand(
                cluster_id=enterprise.cluster_id,
                number=number,
                enterprise=enterprise,
                county_id=enterprise.county_id,
                matter=matter,
                level=level,
                title=title.strip(),
                text=text.strip(),
                channel=channel,
                status="received",
                is_long_cycle=matter.is_long_cycle,
                received_on=today,
                next_due_on=due_on,
                search_text=search_text([title.strip(), enterprise.name], number, text.strip()),
            )
        )
        work = DemandWork(change, demand, by, now, key, is_new=True)
        _begin(work, due_on, node)
        if secret := confidential.strip():
            change.add(
                ConfidentialNote(
                    cluster_id=demand.cluster_id, demand=demand, confidential_text=secret
                )
            )
    return demand


def _check(
    by: Scope, enterprise: Enterprise, matter: DemandClass, title: str, channel: str
) -> None:
    if not Enterprise.objects.visible_to(by).filter(pk=enterprise.pk).exists():
        raise NotFound(_("没有找到这家企业。"))
    if matter.cluster_id != enterprise.cluster_id:
        raise NotFound(_("没有找到这个诉求类别。"))
    if not title.strip():
        raise DomainError(_("请用一句话写明诉求。"))
    if channel not in Channel.values:
        raise DomainError(_("请选择来源渠道。"))


def _begin(work: DemandWork, due_on: date | None, node: int | None) -> None:
    """The first line of the process: its clock, the node that it blocks, who is notified."""
    level = work.demand.level
    if level and due_on:
        work.until("accept", due_on, None, days=level.accept_days)
    work.write("receive")
    if node is not None:
        block_node(work, node)
    for whom, line in LOOP.steps["receive"].notify:
        notify_party(work, whom, line)


IMPORT_EXISTING_DEMANDS = Action(
    "demands.import_existing", gettext_noop("导入已有诉求台账"), Permission.RECEIVE_DEMAND
)


def import_existing_demands(
    demands: Sequence[Demand],
    steps: Sequence[DemandStep],
    *,
    others: Iterable[Sequence[Any]] = (),
    moved: Iterable[Any] = (),
    by: Scope,
    now: datetime,
    why: str = "",
) -> None:
    """Import a part of an existing ledger: demands that are new, or how known ones stand there now.

    `steps` are the lines since the last import, `others` new records of further kinds, `moved` those
    whose dates moved. Refuses a demand of another office, one without a title, and a line of a day to come.
    """
    IMPORT_EXISTING_DEMANDS.require(by)
    by.may(Permission.DEMAND_CLOSE).require()
    _check_ledger(demands, steps, by, now)
    known = [demand for demand in demands if demand.pk]
    fresh = [demand for demand in demands if not demand.pk]
    for demand in fresh:
        words = [demand.title, demand.whose]
        demand.search_text = search_text(words, demand.number, demand.text)
    with Change(IMPORT_EXISTING_DEMANDS, by=by, now=now, why=why) as change:
        change.save_all(known, PROGRESS)
        for records in (fresh, steps, *others):
            change.bulk_add(records)
        kinds: dict[type, list[Any]] = {}
        for record in moved:
            kinds.setdefault(type(record), []).append(record)
        for kind, rows in kinds.items():
            names = {field.name for field in kind._meta.concrete_fields}  # type: ignore[attr-defined]
            change.save_all(rows, sorted(names & MOVING))


def _check_ledger(
    demands: Iterable[Demand], steps: Iterable[DemandStep], by: Scope, now: datetime
) -> None:
    for demand in demands:
        if demand.cluster_id != by.in_cluster():
            raise NotFound(_("没有找到这家企业。"))
        if not demand.title.strip():
            raise DomainError(_("请用一句话写明诉求。"))
        if demand.channel not in Channel.values:
            raise DomainError(_("请选择来源渠道。"))
    for step in steps:
        if step.happened_at > now:
            raise DomainError(_("发生日期还没有到，请核对。"))


MOVING = {
    "due_on", "ended_on", "paused_on", "planned_on", "done_on", "evidence", "reported_on", "report",
    "decided_on", "is_granted",
}  # fmt: skip
PROGRESS = (
    "status", "department", "handler", "closed_on", "answered_on", "result", "answer", "evidence", "satisfied",
    "due_on", "original_due_on", "next_due_on", "working_days", "reopened", "called_back_on",
    "call_back_satisfied",
)  # fmt: skip
