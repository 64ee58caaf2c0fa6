"""Effects that join or divide demands: merge into another, split into parts, raise to a whole chain."""

from django.utils.translation import gettext as _

from pandeng.core.errors import DomainError, NotFound
from pandeng.domain.chains.models import Chain
from pandeng.domain.demands import workflow
from pandeng.domain.demands.actions.work import Work, next_number
from pandeng.domain.demands.models import (
    Demand,
)
from pandeng.domain.enterprises.rules import search_text


def merge(work: Work) -> str:
    into: Demand = work.told["into"]
    if into.pk == work.demand.pk:
        raise DomainError(_("不能并入自身，请另选一件。"))
    if not Demand.objects.visible_to(work.by).filter(pk=into.pk).exists():
        raise NotFound(_("没有找到要并入的诉求。"))
    if into.status in workflow.ENDED:
        raise DomainError(_("%(number)s已经结束，不能并入。") % {"number": into.number})
    if into.enterprise_id != work.demand.enterprise_id:
        raise DomainError(_("只能并入同一家企业的诉求；多家企业的同一问题请升级为链上共性诉求。"))
    work.end()
    other = Work(work.change, into, work.by, work.now)
    other.step("merge", _("并入%(number)s") % {"number": work.demand.number})
    return _("并入%(number)s。%(note)s") % {"number": into.number, "note": work.told["note"]}


def split(work: Work) -> str:
    titles = [title.strip() for title in work.told["titles"] if title.strip()]
    if len(titles) < 2:
        raise DomainError(_("拆分须写明两项以上，每行一项。"))
    work.end()
    numbers = []
    for title in titles:
        part = work.change.add(
            _child_of(work, title=title[:120], number=next_number(work.demand.cluster_id, work.now))
        )
        own = Work(work.change, part, work.by, work.now)
        own.step("receive", _("由%(number)s拆分") % {"number": work.demand.number})
        own.start("accept", work.level.accept_days)
        own.settle_next_due()
        numbers.append(part.number)
    return _("拆分为%(numbers)s。%(note)s") % {
        "numbers": "、".join(numbers),
        "note": work.told["note"],
    }


def _child_of(work: Work, *, title: str, number: str) -> Demand:
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


def raise_to_chain(work: Work) -> str:
    """Put a demand under one that a whole chain shares: an open one, or a new one."""
    demand = work.demand
    into: Demand | None = work.told.get("into")
    if into is None:
        chain = work.told.get("chain")
        if not isinstance(chain, Chain):
            raise DomainError(_("请选择产业链。"))
        number = next_number(demand.cluster_id, work.now)
        title = str(work.told.get("title") or demand.title)[:120]
        into = work.change.add(
            Demand(
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
        )
        own = Work(work.change, into, work.by, work.now)
        own.step("receive", _("由%(number)s等诉求归集") % {"number": demand.number})
        own.start("accept", work.level.accept_days)
        own.settle_next_due()
    elif into.chain_id is None or into.status in workflow.ENDED | workflow.CLOSED:
        raise DomainError(_("请选择一件未销号的链上共性诉求。"))
    work.change.save(demand, parent=into)
    return _("归入共性诉求%(number)s") % {"number": into.number}
