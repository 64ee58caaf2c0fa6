"""Setting the targets of a year, carrying those of the year before over, and keeping the framework."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.access.workable import Workable
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError
from pandeng.domain.strategy import rules
from pandeng.domain.strategy.models import FrameworkNode, PlanShare, Target, TargetValue

FRAMEWORK_NODE = Workable(
    model=FrameworkNode,
    code="strategy.framework",
    noun=gettext_noop("工作思路"),
    permission=Permission.EDIT_TARGET,
    fields=("code", "kind", "name", "order"),
    fixed=("code",),
)
SET_TARGET = Action("strategy.set", gettext_noop("确定目标"), Permission.APPROVE)


def set_target(
    *,
    name: str,
    indicator: str,
    value: int,
    unit: str,
    direction: str,
    population: str,
    year: int,
    set_on: date,
    due_on: date | None = None,
    base: int | None = None,
    node: FrameworkNode | None = None,
    source: str = "",
    by: Scope,
    now: datetime,
) -> Target:
    """Set a target of a year; `value` and `base` in `unit`. Refuses one without a population, and days
    that do not lie in its year."""
    rules.may_set(value, population, year, set_on, due_on, timezone.localdate(now)).require()
    with Change(SET_TARGET, by=by, now=now) as change:
        target = Target(
            cluster_id=by.in_cluster(),
            code=_code(indicator, year, by),
            name=name.strip(),
            indicator=indicator,
            value=value,
            base=base,
            unit=unit,
            direction=direction,
            population=population.strip(),
            year=year,
            due_on=due_on,
            node=node,
            set_on=set_on,
            source=source.strip(),
        )
        return _add(change, target)


@dataclass(frozen=True)
class Carried:
    """A target of the year before; what it is called in the new year, what it asks for, whence it sets out."""

    target: Target
    name: str
    value: int
    base: int | None = None
    population: str = ""  # where the one before says none


CARRY_TARGETS = Action("strategy.carry_over", gettext_noop("结转年度目标"), Permission.APPROVE)


def carry_targets(
    chosen: Sequence[Carried], *, year: int, set_on: date, source: str, by: Scope, now: datetime
) -> list[Target]:
    """Set targets of the year before again, each with its new name and value; its seasonal plan goes along.

    All or none; refuses one that the year has already.
    """
    if not chosen:
        raise DomainError(_("请至少填写一项目标值。"))
    with Change(CARRY_TARGETS, by=by, now=now) as change:
        return [_carry(change, one, year, set_on, source, by, now) for one in chosen]


def _carry(
    change: Change, one: Carried, year: int, set_on: date, source: str, by: Scope, now: datetime
) -> Target:
    before = one.target
    if Target.objects.visible_to(by).filter(code=before.code, year=year).exists():
        raise DomainError(_("%(year)s年已有目标“%(name)s”。") % {"year": year, "name": before.name})
    today = timezone.localdate(now)
    population = before.population or one.population.strip()
    rules.may_set(one.value, population, year, set_on, None, today).require()
    target = Target(
        cluster_id=by.in_cluster(),
        code=before.code,
        name=one.name.strip(),
        indicator=before.indicator,
        value=one.value,
        base=one.base,
        unit=before.unit,
        direction=before.direction,
        population=population,
        year=year,
        node=before.node,
        leader=before.leader,
        set_on=set_on,
        source=source.strip(),
    )
    _add(change, target)
    for share in PlanShare.objects.filter(target=before):
        change.add(
            PlanShare(
                cluster_id=by.in_cluster(),
                target=target,
                month=share.month,
                share=share.share,
                is_proposal=True,
            )
        )
    return target


def _add(change: Change, target: Target) -> Target:
    change.add(target)
    change.add(
        TargetValue(
            cluster_id=target.cluster_id,
            target=target,
            value=target.value,
            since=target.set_on,
            source=target.source,
        )
    )
    return target


def _code(indicator: str, year: int, by: Scope) -> str:
    """The indicator names a target; a second one of the same indicator gets a number."""
    taken = set(Target.objects.visible_to(by).filter(year=year).values_list("code", flat=True))
    names = [indicator[:34], *(f"{indicator[:34]}_{number}" for number in range(2, 100))]
    return next(name for name in names if name not in taken)
