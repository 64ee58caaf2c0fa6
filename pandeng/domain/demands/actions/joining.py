"""Effects that join or divide demands: merge into another, split into parts, raise to a whole chain."""

from django.utils.translation import gettext as _

from pandeng.core.errors import DomainError, NotFound
from pandeng.domain.chains.models import Chain
from pandeng.domain.demands import inputs
from pandeng.domain.demands.actions.notifications import notify_party
from pandeng.domain.demands.actions.work import DemandWork, next_number
from pandeng.domain.demands.models import Demand, DemandPart, Extension
from pandeng.domain.demands.workflow import CLOSED, LOOP
from pandeng.domain.enterprises.rules import search_text


def merge(work: DemandWork, given: inputs.Merger) -> str:
    into = given.into
    if into.pk == work.demand.pk:
        raise DomainError(_("不能并入自身，请另选一件。"))
    if not Demand.objects.visible_to(work.by).filter(pk=into.pk).exists():
        raise NotFound(_("没有找到要并入的诉求。"))
    if into.status in LOOP.ended:
        raise DomainError(_("%(number)s已经结束，不能并入。") % {"number": into.number})
    if into.enterprise_id != work.demand.enterprise_id:
        raise DomainError(_("只能并入同一家企业的诉求；多家企业的同一问题请升级为链上共性诉求。"))
    work.end()
    work.set(merged_into=into)
    DemandWork(work.change, into, work.by, work.now).line(
        "merge", _("并入%(number)s") % {"number": work.demand.number}
    )
    return _("并入%(number)s。%(note)s") % {"number": into.number, "note": given.note}


def split(work: DemandWork, given: inputs.Division) -> str:
    titles = [title.strip() for title in given.titles if title.strip()]
    if len(titles) < 2:
        raise DomainError(_("拆分须写明两项以上，每行一项。"))
    work.end()
    numbers = []
    for title in titles:
        number = next_number(work.demand.cluster_id, work.now)
        part = _child_of(work, title=title[:120], number=number)
        _receive(work, part, _("由%(number)s拆分") % {"number": work.demand.number})
        numbers.append(number)
    return _("拆分为%(numbers)s。%(note)s") % {
        "numbers": "、".join(numbers),
        "note": given.note,
    }


def _receive(work: DemandWork, demand: Demand, line: str) -> None:
    """A demand made of another is received with its clock of acceptance."""
    own = DemandWork(work.change, demand, work.by, work.now, is_new=True)
    own.start("accept", work.level.accept_days)
    demand.next_due_on = own.next_due_on()
    work.change.add(demand)
    own.write("receive", line)


def _child_of(work: DemandWork, *, title: str, number: str) -> Demand:
    demand = work.demand
    return Demand(
        cluster_id=demand.cluster_id,
        number=number,
        enterprise=demand.enterprise,
        chain=demand.chain,
        county_id=demand.county_id,
        matter=demand.matter,
        level=demand.level,
        title=title,
        text=demand.text,
        channel=demand.channel,
        status="received",
        parent=demand,
        is_long_cycle=demand.is_long_cycle,
        received_on=demand.received_on,
        is_example=demand.is_example,
        search_text=search_text([title, demand.whose], number, demand.text),
    )


def escalate_to_chain(work: DemandWork, given: inputs.ChainDemand) -> str:
    """Put a demand under one that a whole chain shares: an open one, or a new one."""
    into = given.into
    if into is None:
        into = _shared(work, given)
        _receive(work, into, _("由%(number)s等诉求归集") % {"number": work.demand.number})
    elif into.chain_id is None or into.status in LOOP.ended | CLOSED:
        raise DomainError(_("请选择一件未销号的链上共性诉求。"))
    work.set(parent=into)
    return _("归入共性诉求%(number)s") % {"number": into.number}


def _shared(work: DemandWork, given: inputs.ChainDemand) -> Demand:
    demand, chain = work.demand, given.chain
    if not isinstance(chain, Chain):
        raise DomainError(_("请选择产业链。"))
    number = next_number(demand.cluster_id, work.now)
    title = (given.title or demand.title)[:120]
    return Demand(
        cluster_id=demand.cluster_id,
        number=number,
        chain=chain,
        matter=demand.matter,
        level=demand.level,
        title=title,
        text=demand.text,
        channel=demand.channel,
        status="received",
        is_long_cycle=demand.is_long_cycle,
        received_on=work.today,
        is_example=demand.is_example,
        search_text=search_text([title, str(chain)], number, demand.text),
    )


BEFORE_ANSWER = ("received", "accepted", "assigned", "objected", "handling", "consulting", "parked")


def answer_children(work: DemandWork, given: inputs.Answer) -> None:
    """The answer to what a whole chain asks for answers each enterprise that asked; each confirms its own."""
    rows = Demand.objects.filter(parent=work.demand, status__in=BEFORE_ANSWER)
    beside = rows.select_related("enterprise", "matter__level", "level")
    for child in beside.select_for_update(of=("self",)).order_by("id"):
        own = DemandWork(work.change, child, work.by, work.now)
        own.end()
        for part in DemandPart.objects.filter(demand=child, reported_on=None, withdrawn_on=None):
            work.change.save(part, withdrawn_on=work.today)
        for asked in Extension.objects.filter(demand=child, decided_on=None):
            work.change.save(asked, decided_on=work.today, is_granted=False)
        if own.level.confirm_days is not None:
            own.start("confirm", own.level.confirm_days)
        own.set(
            status="answered",
            department=child.department or work.demand.department,
            result=given.result,
            evidence=given.evidence[:300],
            answer=given.note,
            answered_on=work.today,
        )
        own.write("answer", _("随共性诉求%(number)s答复：%(note)s") % {
            "number": work.demand.number, "note": given.note,
        })  # fmt: skip
        for whom, line in LOOP.steps["answer"].notify:
            notify_party(own, whom, line)
