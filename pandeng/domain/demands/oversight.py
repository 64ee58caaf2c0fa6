"""What watches over demands: joint sessions with their items, and what each unit has on its desk."""

import hashlib
import math
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.models import Department
from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.errors import NotFound
from pandeng.domain.calendars.queries import calendar_of
from pandeng.domain.demands.models import (
    Attendance,
    Consultation,
    ConsultationItem,
    Demand,
)
from pandeng.domain.demands.queries import OPEN, open_slips
from pandeng.domain.demands.workflow import CLOSED, LOOP

WHY_ASKED = gettext_noop("提请会商")
WHY_OBJECTED = gettext_noop("两次异议")
WHY_LATE = gettext_noop("超期%(days)s个工作日以上")
LATE_DAYS = 5
FOLLOW_UP_SHARE = 0.1  # source: 晴隆 12345, call-back of at least a tenth each month


def due_for_follow_up(scope: Scope, month: date) -> list[Demand]:
    """The sample of a month's closes to be followed up: every tenth at least, the same for everybody.

    Drawn by the number's digest, so that nobody picks; those called back already stay in.
    """
    closed = list(
        Demand.objects.visible_to(scope)
        .filter(closed_on__year=month.year, closed_on__month=month.month)
        .select_related("enterprise", "chain", "department")
    )
    closed.sort(key=lambda demand: hashlib.sha256(demand.number.encode()).hexdigest())
    return closed[: math.ceil(len(closed) * FOLLOW_UP_SHARE)]


def to_call_back(scope: Scope, today: date) -> list[Demand]:
    """Of this month's sample what nobody has called back yet and this person may: neither handler nor closer."""
    if not scope.may(Permission.DEMAND_FOLLOW_UP):
        return []
    return [
        demand
        for demand in due_for_follow_up(scope, today.replace(day=1))
        if not demand.called_back_on and scope.user_id not in (demand.handler_id, demand.closer_id)
    ]


def needing(scope: Scope, today: date) -> list[tuple[Demand, str]]:
    """Demands that need a joint session, each with the reason."""
    since = calendar_of(scope).before(today, LATE_DAYS)
    rows = (
        Demand.objects.visible_to(scope)
        .exclude(status__in=LOOP.ended | CLOSED)
        .annotate(objections=Count("steps", filter=Q(steps__step="object")))
        .filter(
            Q(status="consulting")
            | Q(status="objected", objections__gte=2)
            | Q(status="handling", due_on__lte=since)
        )
        .exclude(consultations__consultation__ended_on__isnull=True, consultations__isnull=False)
        .select_related("enterprise", "chain", "department")
        .order_by("due_on", "id")
    )
    return [
        (
            demand,
            _(WHY_ASKED)
            if demand.status == "consulting"
            else _(WHY_OBJECTED)
            if demand.status == "objected"
            else _(WHY_LATE) % {"days": LATE_DAYS},
        )
        for demand in rows
    ]


def items(scope: Scope, session: Consultation) -> list[ConsultationItem]:
    """The demands on the table of a joint session, in their order."""
    rows = ConsultationItem.objects.visible_to(scope).filter(consultation=session)
    beside = ("enterprise", "chain", "department", "matter")
    related = rows.select_related(*(f"demand__{name}" for name in beside), "department")
    return list(related.order_by("order"))


def item(scope: Scope, session: Consultation, pk: int) -> ConsultationItem:
    found = next((one for one in items(scope, session) if one.pk == pk), None)
    if found is None:
        raise NotFound(_("没有找到这一项。"))
    return found


def attendances(scope: Scope, session: Consultation) -> list[Attendance]:
    """The units that are asked to come, and who came."""
    rows = Attendance.objects.visible_to(scope).filter(consultation=session)
    return list(rows.select_related("department").order_by("department_id"))


@dataclass(frozen=True)
class UnitWork:
    """A unit with what it has done and what is on its desk: counts of demands and of open slips."""

    unit: Department
    open: int
    late: int
    closed: int
    reopened: int
    objections: int
    slips: int


def work_of_units(scope: Scope, today: date) -> list[UnitWork]:
    """Every unit that leads a demand in sight, the one with most late ones first. Four queries."""
    rows = Demand.objects.visible_to(scope)
    counted = (
        rows.filter(department__isnull=False)
        .values("department_id")
        .annotate(
            open=Count("id", filter=Q(status__in=OPEN)),
            late=Count("id", filter=Q(status__in=OPEN, next_due_on__lt=today)),
            closed=Count("id", filter=Q(closed_on__isnull=False)),
            reopened=Count("id", filter=Q(reopened__gt=0)),
        )
    )
    counts = {row.pop("department_id"): row for row in counted}
    objected = rows.filter(steps__step="object").values_list("steps__department_id")
    objections = dict(objected.annotate(n=Count("id")))
    slips = dict(open_slips(scope).values_list("department_id").annotate(n=Count("id")))
    units = Department.objects.visible_to(scope).in_bulk(list(counts))
    found = [
        UnitWork(unit, **counts[pk], objections=objections.get(pk, 0), slips=slips.get(pk, 0))
        for pk, unit in units.items()
    ]
    return sorted(found, key=lambda one: (-one.late, -one.open, str(one.unit)))


def of_own_enterprises(
    scope: Scope, most_open: int, most_ended: int
) -> tuple[list[Demand], list[Demand]]:
    """The demands of the enterprises that somebody belongs to, the newest first: those that run, those
    that ended. Two queries."""
    rows = Demand.objects.visible_to(scope).filter(enterprise_id__in=scope.enterprises)
    rows = rows.exclude(status__in=("merged", "split"))
    found = rows.select_related("enterprise", "department", "matter")
    found = found.order_by("-received_on", "-id")
    running = found.filter(status__in=OPEN)[:most_open]
    return list(running), list(found.exclude(status__in=OPEN)[:most_ended])
