"""Taking demands in: one form for every channel."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import NotFound
from pandeng.core.form_key import form_key
from pandeng.domain.calendars.queries import calendar_of
from pandeng.domain.demands.actions.blocking import block_node
from pandeng.domain.demands.actions.notifications import notify_party
from pandeng.domain.demands.actions.work import DemandWork, next_number
from pandeng.domain.demands.intake import check_words
from pandeng.domain.demands.models import (
    ConfidentialNote,
    Demand,
    DemandClass,
)
from pandeng.domain.demands.queries import already_sent
from pandeng.domain.demands.workflow import LOOP
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.enterprises.queries import own
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
    is_example: bool = False,
    by: Scope,
    now: datetime,
) -> Demand:
    """Take a demand in; its number follows the last one of the year, and the clock of acceptance starts.

    `node`: the id of the project node that the problem blocks, until the demand is closed.

    Refuses an empty title; an enterprise out of scope is not found. A form sent twice (the same `key`
    and content, by one person) gives the demand that is already there; with other content it is another.
    """
    RECEIVE.require(by)
    _check(by, enterprise, matter, title, channel)
    said = (enterprise, matter, title, text, channel, confidential, node)
    key = form_key(key, user_id=by.user_id, form="demand", content={"said": said})
    if sent := already_sent(by, key):
        return sent
    today, level = timezone.localdate(now), matter.level
    due_on = calendar_of(by).after(today, level.accept_days).on if level else None
    with Change(RECEIVE, by=by, now=now) as change:
        number = next_number(enterprise.cluster_id, now)
        if sent := already_sent(by, key):  # the other form was just before this one
            return sent
        demand = Demand(
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
            is_example=is_example,
            search_text=search_text([title.strip(), enterprise.name], number, text.strip()),
        )
        change.add_each([demand])
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
    own(by, enterprise)
    if matter.cluster_id != enterprise.cluster_id:
        raise NotFound(_("没有找到这个诉求类别。"))
    check_words(title, channel)


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
