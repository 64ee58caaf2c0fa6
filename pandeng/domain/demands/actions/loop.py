"""Every step of the loop after intake goes through `take`: the table allows it, an effect carries it out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.models import User
from pandeng.access.scope import Scope
from pandeng.core import workflow
from pandeng.core.action import UNKNOWN_STEP, step_actions
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, NotFound
from pandeng.core.form_key import form_key
from pandeng.domain.demands.actions.blocking import follow
from pandeng.domain.demands.actions.effects import EFFECTS
from pandeng.domain.demands.actions.notifications import notify_party
from pandeng.domain.demands.actions.work import DemandWork
from pandeng.domain.demands.models import Demand
from pandeng.domain.demands.queries import already_sent, for_step
from pandeng.domain.demands.rules import DemandState
from pandeng.domain.demands.workflow import LOOP

STEP_ACTIONS = step_actions("demands", LOOP.later_words, gettext_noop("诉求"))


def take(
    demand: Demand, step: str, *, by: Scope, now: datetime, key: str = "", **inputs: Any
) -> Demand:
    """Take one step. Refuses with a sentence what the table, the hands or the facts do not allow.

    `inputs` are those of the step (demands/inputs.py). The status moves by a conditional update: of
    two people at once exactly one succeeds. A form sent twice (same `key`, same content) by one person
    changes nothing more.
    """
    key = form_key(key, user_id=by.user_id, form=f"demand:{demand.pk}:{step}", content=inputs)
    if already_sent(by, key):
        return _seen(demand.pk, by)
    action, why = STEP_ACTIONS.get(step, UNKNOWN_STEP), str(inputs.get("note") or "")
    with Change(action, by=by, now=now, why=why) as change:
        return apply(change, demand.pk, step, inputs, by=by, now=now, key=key)


def _seen(demand_id: int, by: Scope) -> Demand:
    found: Demand | None = Demand.objects.visible_to(by).filter(pk=demand_id).first()
    if found is None:
        raise NotFound(_("没有找到这件诉求。"))
    return found


def apply(
    change: Change,
    demand_id: int,
    step: str,
    inputs: dict[str, Any],
    *,
    by: Scope,
    now: datetime,
    key: str = "",
) -> Demand:
    """One step inside an open change."""
    found = for_step(by, demand_id)
    if found is None:
        raise NotFound(_("没有找到这件诉求。"))
    demand, state, last_order = found
    change.about(demand)
    process = Taking(DemandWork(change, demand, by, now, key, last_order=last_order), state)
    workflow.take(LOOP, process, step, inputs, scope=by, cluster_id=demand.cluster_id)
    return demand


@dataclass
class Taking:
    """A step of a demand being taken, as the engine asks for it."""

    work: DemandWork
    state: DemandState

    @property
    def to(self) -> str | None:
        return self.work.to

    @to.setter
    def to(self, status: str | None) -> None:
        self.work.to = status

    def run(self, effect: str, inputs: Any) -> str | None:
        return EFFECTS[effect](self.work, inputs)

    def write(self, step: str, line: str, before: str, inputs: Any) -> None:
        work = self.work
        work.set(status=work.to or before)
        work.write(step, line, reason=getattr(inputs, "reason", ""))
        if work.to:
            follow(work, before)

    def notify(self, whom: str, line: str) -> None:
        notify_party(self.work, whom, line)


def transfer(change: Change, demand: Demand, user: User, *, by: Scope, now: datetime) -> None:
    """Give an open demand into another person's hands, inside the change of a hand-over."""
    change.save(demand, handler=user)
    DemandWork(change, demand, by, now).line("transfer", _("移交%(person)s") % {"person": user})


def take_each(
    demands: Iterable[Demand], step: str, *, by: Scope, now: datetime, **inputs: Any
) -> list[Demand]:
    """The same step for many: all of them or, when one is refused, none."""
    done = []
    with transaction.atomic():
        for demand in demands:
            try:
                done.append(take(demand, step, by=by, now=now, **inputs))
            except NotFound:
                raise
            except DomainError as refusal:
                raise DomainError(
                    _("%(number)s：%(sentence)s没有一件被改动。")
                    % {"number": demand.number, "sentence": refusal.message}
                ) from None
    return done
