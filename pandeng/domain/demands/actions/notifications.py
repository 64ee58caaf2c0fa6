"""Whom a step concerns: the people behind the words of its row. The lines hold no figure and no name."""

from datetime import date

from django.utils.translation import gettext as _

from pandeng.access.models import User
from pandeng.access.queries import staff
from pandeng.access.scope import Scope
from pandeng.domain.demands.actions.work import DemandWork
from pandeng.domain.demands.models import Clock, DemandPart
from pandeng.domain.notices.actions import notify

OFFICE = ("office_lead", "office_staff")
UNIT_ROLES = ("department_handler", "county_reporter", *OFFICE)


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
        unit = demand.enterprise.organisation_id if demand.enterprise else None
        return staff(work.by, on=work.today, departments=[unit]), []
    if whom == "parts":
        parts = DemandPart.objects.filter(
            demand=demand, asked_on=work.today, reported_on=None, withdrawn_on=None
        )
        units = list(parts.values_list("department_id", flat=True))
    else:
        units = [demand.department_id] if demand.department_id else []
    return staff(work.by, on=work.today, roles=UNIT_ROLES, departments=units), units


def escalated_to(clock: Clock, tells: str, day: date, by: Scope) -> list[User]:
    """Who is notified when a deadline reaches a light: the unit in charge, or a role of the office."""
    if tells == "unit":
        unit = clock.department_id or clock.demand.department_id
        return staff(by, on=day, roles=UNIT_ROLES, departments=[unit])
    return staff(by, on=day, roles=[tells])
