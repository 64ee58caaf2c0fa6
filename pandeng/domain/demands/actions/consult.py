"""Joint consultations: open a session, gather its agenda, record who came, decide, end."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.models import Department
from pandeng.access.permissions import Permission
from pandeng.access.queries import staff
from pandeng.access.roles import UNIT_ROLES
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, NotFound, require_reason
from pandeng.domain.calendars.queries import calendar_of
from pandeng.domain.demands.actions.loop import apply
from pandeng.domain.demands.actions.work import DemandWork
from pandeng.domain.demands.models import Attendance, Consultation, ConsultationItem, Demand
from pandeng.domain.demands.oversight import needing
from pandeng.domain.demands.workflow import LOOP
from pandeng.domain.notices.actions import notify

OPEN_SESSION = Action(
    "demands.open_session", gettext_noop("安排会商"), Permission.HOLD_CONSULTATION
)


def open_session(
    held_on: date,
    *,
    title: str = "",
    is_regular: bool = True,
    place: str = "",
    chair: str = "",
    is_example: bool = False,
    by: Scope,
    now: datetime,
) -> Consultation:
    """Plan a session and gather its agenda. Refuses a past or free day, and a second regular one on a day."""
    OPEN_SESSION.require(by)
    if held_on < timezone.localdate(now):
        raise DomainError(_("会商日期已经过去，请选择今天或以后。"))
    if not calendar_of(by).is_working(held_on):
        raise DomainError(_("%(day)s不是工作日，请改选工作日。") % {"day": held_on})
    if (
        is_regular
        and Consultation.objects.visible_to(by).filter(held_on=held_on, is_regular=True).exists()
    ):
        raise DomainError(_("%(day)s已经安排例会。") % {"day": held_on})
    kind = _("例会") if is_regular else _("专题会商")
    with Change(OPEN_SESSION, by=by, now=now) as change:
        session = change.add(
            Consultation(
                cluster_id=by.in_cluster(),
                title=title.strip() or f"{held_on} {kind}",
                is_regular=is_regular,
                held_on=held_on,
                place=place,
                chair=chair,
                is_example=is_example,
            )
        )
        _gather(change, session, by, now)
        units = [row.department_id for row in Attendance.objects.filter(consultation=session)]
        _ask_to_come(change, session, units, by, now)
    return session


GATHER = Action("demands.gather", gettext_noop("更新会商议题"), Permission.HOLD_CONSULTATION)


def gather(session: Consultation, *, by: Scope, now: datetime) -> int:
    """Bring the agenda up to date: demands that need a consultation and stand in no open session."""
    _own(session, by)
    with Change(GATHER, by=by, now=now) as change:
        change.add_fact(session)
        return _gather(change, session, by, now)


def _gather(change: Change, session: Consultation, by: Scope, now: datetime) -> int:
    """What asks for a session by itself; what is merely late is put on by hand."""
    found = needing(by, timezone.localdate(now))
    return _put_on(change, session, [(one, why) for one, why in found if one.status != "handling"])


def _put_on(change: Change, session: Consultation, found: list[tuple[Demand, str]]) -> int:
    last = ConsultationItem.objects.filter(consultation=session).aggregate(last=Max("order"))
    first = (last["last"] or 0) + 1
    change.bulk_add(
        ConsultationItem(
            cluster_id=session.cluster_id, consultation=session, demand=demand, order=order, why=why
        )
        for order, (demand, why) in enumerate(found, start=first)
    )
    known = set(
        Attendance.objects.filter(consultation=session).values_list("department_id", flat=True)
    )
    units = dict.fromkeys(demand.department_id for demand, _why in found if demand.department_id)
    change.bulk_add(
        Attendance(cluster_id=session.cluster_id, consultation=session, department_id=unit)
        for unit in units
        if unit not in known
    )
    return len(found)


PUT_ON = Action("demands.put_on", gettext_noop("列入会商议题"), Permission.HOLD_CONSULTATION)


def put_on(
    session: Consultation, demands: Iterable[Demand], *, why: str = "", by: Scope, now: datetime
) -> int:
    """Put demands on the agenda, whatever their status; those that stand on it already are left."""
    _open(session, by)
    known = set(
        ConsultationItem.objects.filter(consultation=session).values_list("demand_id", flat=True)
    )
    wanted = [demand.pk for demand in demands if demand.pk not in known]
    rows = Demand.objects.visible_to(by).filter(pk__in=wanted).exclude(status__in=LOOP.ended)
    reasons = {demand.pk: words for demand, words in needing(by, timezone.localdate(now))}
    found = [
        (row, why.strip() or reasons.get(row.pk, _("专班列入"))) for row in rows.order_by("id")
    ]
    if not found:
        raise DomainError(_("请选择要列入的诉求。"))
    with Change(PUT_ON, by=by, now=now) as change:
        change.add_fact(session)
        return _put_on(change, session, found)


TAKE_OFF = Action("demands.take_off", gettext_noop("撤下会商议题"), Permission.HOLD_CONSULTATION)


def take_off(item: ConsultationItem, *, by: Scope, now: datetime) -> None:
    """Take an item off the agenda while nothing is decided on it."""
    _open(item.consultation, by)
    _undecided(item)
    with Change(TAKE_OFF, by=by, now=now, target=item.demand) as change:
        change.remove(item)


DEFER = Action("demands.defer_item", gettext_noop("缓议"), Permission.HOLD_CONSULTATION)


def defer(item: ConsultationItem, *, why: str, by: Scope, now: datetime) -> None:
    """Leave an item for a later session, with the reason; it stays in the minutes."""
    _open(item.consultation, by)
    _undecided(item)
    require_reason(why, _("请写明缓议原因。"))
    with Change(DEFER, by=by, now=now, why=why, target=item.demand) as change:
        change.save(item, decision=(_("缓议：%(why)s") % {"why": why.strip()})[:600])


INVITE = Action("demands.invite_unit", gettext_noop("增加参会单位"), Permission.HOLD_CONSULTATION)


def invite(session: Consultation, department: Department, *, by: Scope, now: datetime) -> None:
    """Ask one more unit to come."""
    _open(session, by)
    if department.cluster_id != session.cluster_id:
        raise NotFound(_("没有找到这个单位。"))
    if Attendance.objects.filter(consultation=session, department=department).exists():
        raise DomainError(_("%(unit)s已在参会单位中。") % {"unit": department})
    with Change(INVITE, by=by, now=now) as change:
        change.add(
            Attendance(cluster_id=session.cluster_id, consultation=session, department=department)
        )
        _ask_to_come(change, session, [department.pk], by, now)


def _ask_to_come(
    change: Change, session: Consultation, units: list[int], by: Scope, now: datetime
) -> None:
    notify(
        change,
        staff(by, on=timezone.localdate(now), roles=UNIT_ROLES, departments=units),
        _("请参加联席会商"),
        path=session.get_absolute_url(),
        about=session.title,
        departments=units,
    )


def _open(session: Consultation, by: Scope) -> None:
    _own(session, by)
    if session.ended_on:
        raise DomainError(_("会商已经结束。"))


def _undecided(item: ConsultationItem) -> None:
    if item.decision:
        raise DomainError(_("这一项已有决定，请刷新后查看。"))


RECORD_ATTENDANCE = Action(
    "demands.record_attendance", gettext_noop("记录会商到会"), Permission.HOLD_CONSULTATION
)


def record_attendance(
    session: Consultation,
    *,
    came: dict[int, tuple[bool, str]],
    by: Scope,
    now: datetime,
) -> None:
    """Who came: department id → (came, person)."""
    _own(session, by)
    with Change(RECORD_ATTENDANCE, by=by, now=now) as change:
        for row in Attendance.objects.filter(consultation=session):
            if row.department_id in came:
                present, person = came[row.department_id]
                change.save(row, came=present, person=person.strip()[:60])


DECIDE_ITEM = Action(
    "demands.decide_item", gettext_noop("记录会商决定"), Permission.HOLD_CONSULTATION
)


def _check_decision(
    item: ConsultationItem, decision: str, department: Department, due_on: date, today: date
) -> None:
    if not decision.strip():
        raise DomainError(_("请写明会商决定。"))
    if department.cluster_id != item.cluster_id:
        raise NotFound(_("没有找到这个单位。"))
    if due_on <= today:
        raise DomainError(_("完成期限须在今天以后。"))


def decide(
    item: ConsultationItem,
    *,
    decision: str,
    department: Department,
    due_on: date,
    by: Scope,
    now: datetime,
) -> None:
    """Record the decision on one demand; it becomes a task of a unit with a clock."""
    _own(item.consultation, by)
    _check_decision(item, decision, department, due_on, timezone.localdate(now))
    with Change(DECIDE_ITEM, by=by, now=now, why=decision) as change:
        met = change.update_where(
            ConsultationItem.objects.filter(pk=item.pk, decision=""),
            decision=decision.strip()[:600],
            department=department,
            due_on=due_on,
        )
        if met != 1:
            raise DomainError(_("这一项已有决定，请刷新后查看。"))
        demand = Demand.objects.get(pk=item.demand_id)
        change.about(demand)
        inputs: dict[str, Any] = {"note": decision.strip(), "department": department}
        if demand.status == "consulting":
            apply(change, demand.pk, "decide", inputs | {"new_due_on": due_on}, by=by, now=now)
        else:
            if demand.status == "objected":
                demand = apply(change, demand.pk, "rule_on_objection", inputs, by=by, now=now)
            if demand.status not in LOOP.ended:
                work = DemandWork(change, demand, by, now)
                work.until("decision", due_on, department)
                work.store()
        notify(
            change,
            staff(by, on=timezone.localdate(now), roles=UNIT_ROLES, departments=[department.pk]),
            _("会商确定一项任务由本单位落实"),
            path=demand.get_absolute_url(),
            about=demand.title,
            departments=[department.pk],
        )


END_SESSION = Action("demands.end_session", gettext_noop("结束会商"), Permission.HOLD_CONSULTATION)


def end_session(session: Consultation, *, by: Scope, now: datetime) -> None:
    """End a session; what nothing was decided on is left for the next one."""
    _open(session, by)
    with Change(END_SESSION, by=by, now=now) as change:
        for item in ConsultationItem.objects.filter(consultation=session, decision=""):
            change.save(item, decision=_("未议，转下次会商"))
        change.save(session, ended_on=timezone.localdate(now))


def _own(session: Consultation, by: Scope) -> None:
    by.may(Permission.HOLD_CONSULTATION).require()
    if not Consultation.objects.visible_to(by).filter(pk=session.pk).exists():
        raise NotFound(_("没有找到这次会商。"))
