"""The units of an office: what lies with one, what it came from and what it became."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from pandeng.access.models import Department, Membership, UnitSuccession
from pandeng.access.scope import Scope
from pandeng.core.errors import NotFound
from pandeng.domain.demands import queries as demands
from pandeng.domain.demands.models import Demand, DemandPart
from pandeng.domain.instructions import queries as instructions
from pandeng.domain.instructions.models import Instruction, InstructionPart
from pandeng.domain.units.rules import InHand


def units(
    scope: Scope, *, search: str = "", kind: str = "", ended: bool = False
) -> QuerySet[Department]:
    """The units of the office but those of enterprises, whose pages hold their accounts."""
    rows: QuerySet[Department] = Department.objects.visible_to(scope).exclude(kind="enterprise")
    if search:
        rows = rows.filter(Q(name__icontains=search) | Q(short_name__icontains=search))
    if kind:
        rows = rows.filter(kind=kind)
    if not ended:
        rows = rows.filter(until=None)
    return rows.select_related("parent").order_by("kind", "id")


def unit(scope: Scope, pk: int) -> Department:
    found: Department | None = units(scope, ended=True).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有找到这个单位。"))
    return found


def below(scope: Scope, one: Department) -> QuerySet[Department]:
    """The units under one, the closed ones too."""
    return units(scope, ended=True).filter(parent=one)


def others(scope: Scope, one: Department) -> QuerySet[Department]:
    """What a unit may be merged into: the other units of its kind that are there."""
    return units(scope, kind=one.kind).exclude(pk=one.pk)


def in_hand(scope: Scope, one: Department, after: date) -> InHand:
    """What lies with a unit once a day is over; counted whole
    for whoever may not read it, since a unit must not end over it."""
    sitting = Membership.objects.filter(cluster_id=scope.in_cluster(), department=one).filter(
        Q(until=None) | Q(until__gt=after)
    )
    led = Demand.objects.filter(status__in=demands.OPEN, department=one)
    helped = DemandPart.objects.filter(demand__status__in=demands.OPEN, department=one)
    given = Instruction.objects.filter(status__in=instructions.OPEN, department=one)
    shared = InstructionPart.objects.filter(
        instruction__status__in=instructions.OPEN, department=one
    )
    return InHand(
        people=sitting.values("user").distinct().count(),
        demands=len(
            {*led.values_list("id", flat=True), *helped.values_list("demand_id", flat=True)}
        ),
        instructions=len(
            {*given.values_list("id", flat=True), *shared.values_list("instruction_id", flat=True)}
        ),
        units=Department.objects.filter(parent=one, until=None).count(),
    )


def people_of(scope: Scope, one: Department) -> QuerySet[Membership]:
    """Who sits and sat in a unit, for those who read the people of the office."""
    rows: QuerySet[Membership] = Membership.objects.visible_to(scope).filter(department=one)
    return rows.select_related("user").order_by("until", "since", "id")


def successions(scope: Scope, one: Department) -> QuerySet[UnitSuccession]:
    """What it came from and what it became, in order."""
    rows: QuerySet[UnitSuccession] = UnitSuccession.objects.visible_to(scope)
    found = rows.filter(Q(before=one) | Q(after=one)).select_related("before", "after")
    return found.order_by("on", "id")
