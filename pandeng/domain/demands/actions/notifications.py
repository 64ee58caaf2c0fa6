"""Whom a step concerns: the people behind the words of its row. The lines hold no figure and no name."""

from datetime import date

from django.apps import apps
from django.utils.translation import gettext as _

from pandeng.access.models import Membership, User
from pandeng.access.queries import staff
from pandeng.access.roles import OFFICE, UNIT_ROLES
from pandeng.access.scope import Scope
from pandeng.core.dated import in_force
from pandeng.domain.demands.actions.work import DemandWork
from pandeng.domain.demands.clock import OF_ENTERPRISE, OF_OFFICE
from pandeng.domain.demands.models import Clock, DemandPart
from pandeng.domain.notices.actions import notify


def notify_party(work: DemandWork, whom: str, line: str) -> None:
    """Notify those whom a step concerns, in its own change."""
    users, units = _people(work, whom)
    notify(
        work.change,
        users,
        _(line),
        path=work.demand.get_absolute_url(),
        about=work.demand.title,
        departments=units,
    )


def _people(work: DemandWork, whom: str) -> tuple[list[User], list[int]]:
    demand = work.demand
    if whom == "office":
        return staff(work.by, on=work.today, roles=OFFICE), []
    if whom == "enterprise":
        if demand.enterprise_id is None:
            return [], []
        unit = demand.enterprise.organisation_id if demand.enterprise else None
        people = staff(work.by, on=work.today, departments=[unit])
        officers = _serving(work.by, demand.enterprise_id, work.today, "stationed_officer")
        return [*people, *officers], []
    if whom == "parts":
        parts = DemandPart.objects.filter(
            demand=demand, asked_on=work.today, reported_on=None, withdrawn_on=None
        )
        units = list(parts.values_list("department_id", flat=True))
    else:
        units = [demand.department_id] if demand.department_id else []
    return staff(work.by, on=work.today, roles=UNIT_ROLES, departments=units), units


def _serving(by: Scope, enterprise_id: int | None, day: date, role: str) -> list[User]:
    """Who of a role sits in the teams that serve an enterprise on a day. Teams stand above demands, so
    their records are named, not imported."""
    if enterprise_id is None:
        return []
    services = apps.get_model("teams", "TeamService").objects.filter(
        in_force(day), enterprise_id=enterprise_id
    )
    members = apps.get_model("teams", "TeamMember").objects.filter(
        in_force(day), team_id__in=services.values("team_id")
    )
    held = Membership.objects.filter(in_force(day), cluster_id=by.in_cluster(), role=role)
    people = User.objects.filter(is_active=True, pk__in=members.values("user_id"))
    return list(people.filter(pk__in=held.values("user_id")).order_by("pk"))


def escalated_to(clock: Clock, tells: str, day: date, by: Scope) -> list[User]:
    """Who is notified when a deadline reaches a light: the unit in charge, or a role of the office; of the leaders
    the one in charge of the enterprise, where there is one."""
    demand = clock.demand
    if tells == "unit" and clock.kind in OF_OFFICE:
        return staff(by, on=day, roles=OFFICE)
    if tells == "unit" and clock.kind in OF_ENTERPRISE:
        unit = demand.enterprise.organisation_id if demand.enterprise else None
        officers = _serving(by, demand.enterprise_id, day, "stationed_officer")
        return [*staff(by, on=day, departments=[unit]), *officers]
    if tells == "unit":
        unit = clock.department_id or clock.demand.department_id
        return staff(by, on=day, roles=UNIT_ROLES, departments=[unit])
    in_charge = tells == "municipal_leader" and _serving(by, demand.enterprise_id, day, tells)
    return in_charge or staff(by, on=day, roles=[tells])
