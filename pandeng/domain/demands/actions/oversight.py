"""Watching over deadlines: each light is notified once, supervision slips and their answers."""

import re
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.models import Cluster, Department, User
from pandeng.access.permissions import Permission
from pandeng.access.queries import staff
from pandeng.access.roles import UNIT_ROLES
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, NotFound
from pandeng.domain.calendars.queries import calendar_of
from pandeng.domain.demands.actions.notifications import escalated_to
from pandeng.domain.demands.clock import (
    KINDS,
    OF_ENTERPRISE,
    OF_OFFICE,
    LightRule,
    days_left,
    reached,
)
from pandeng.domain.demands.models import Clock, Demand, Escalation, SupervisionSlip
from pandeng.domain.demands.queries import light_rules
from pandeng.domain.demands.rules import may_answer_slip
from pandeng.domain.notices.actions import notify

SAID_NEAR = gettext_noop("一件诉求的期限临近")
SAID_LATE = gettext_noop("一件诉求已经超期")
SAID_MANY = gettext_noop("多件诉求期限临近或已经超期，请查看“我的工作”")
SLIP_DAYS = 3  # working days for the answer to a slip; this system's proposal


CHECK_DEADLINES = Action("demands.check_deadlines", gettext_noop("检查诉求期限"))


def check_deadlines(cluster: Cluster, *, by: Scope, now: datetime) -> int:
    """Notify whom the lights of running deadlines name, each once and in order; on red issue a slip.

    A light that was passed over while nobody looked is notified first. Safe to repeat at any time: the
    escalations are kept in the same transaction. Counts those of now.
    """
    today = timezone.localdate(now)
    rules = light_rules(by)
    notifying = [rule for rule in rules if rule.tells and rule.most_days_left is not None]
    if not notifying:
        return 0
    calendar = calendar_of(by)
    furthest = calendar.after(today, max(0, *(rule.most_days_left or 0 for rule in notifying))).on
    running = (
        Clock.objects.visible_to(by)
        .filter(ended_on__isnull=True, paused_on__isnull=True, due_on__lte=furthest)
        .select_related("demand__enterprise", "demand__department", "department")
        .order_by("due_on", "id")
    )
    notified = set(
        Escalation.objects.visible_to(by)
        .filter(clock__in=running)
        .values_list("clock_id", "due_on", "light_id")
    )
    news = [
        (clock, rule)
        for clock in running
        for rule in reached(days_left(clock.due_on, today, calendar), notifying)
        if (clock.pk, clock.due_on, rule.pk) not in notified
    ]
    if not news:
        return 0
    with Change(CHECK_DEADLINES, by=by, now=now) as change:
        change.bulk_add(
            Escalation(
                cluster_id=cluster.pk,
                demand=clock.demand,
                clock=clock,
                light_id=rule.pk,
                due_on=clock.due_on,
                raised_at=now,
                tells=rule.tells,
            )
            for clock, rule in news
        )
        _tell(change, news, by, today)
        slips = [_slip_for(change, clock, by, now) for clock, rule in news if rule.issues_slip]
        _tell_of_slips(change, [slip for slip in slips if slip], by)
    return len(news)


def _tell(change: Change, news: list[tuple[Clock, LightRule]], by: Scope, today: date) -> None:
    """One notice for each person and each robot, however many deadlines it is about."""
    people: dict[User, list[Clock]] = {}
    units: dict[int, list[Clock]] = {}
    for clock, rule in news:
        for user in escalated_to(clock, rule.tells, today, by):
            people.setdefault(user, []).append(clock)
        if rule.tells == "unit" and clock.department_id:
            units.setdefault(clock.department_id, []).append(clock)
    for user, clocks in people.items():
        notify(change, [user], **_line_about(clocks, today))
    for unit, clocks in units.items():
        notify(change, [], departments=[unit], **_line_about(clocks, today))


def _line_about(clocks: list[Clock], today: date) -> dict[str, Any]:
    """The notice of one deadline, or the digest of several."""
    named = dict.fromkeys(f"{one.demand.title}（{_(KINDS[one.kind])}）" for one in clocks)
    demands = {one.demand_id for one in clocks}
    if len(demands) == 1:
        late = any(one.due_on < today for one in clocks)
        path = clocks[0].demand.get_absolute_url()
        return {
            "line": _(SAID_LATE) if late else _(SAID_NEAR),
            "path": path,
            "about": next(iter(named)),
        }
    about = _("共%(count)s件：%(first)s") % {"count": len(demands), "first": "；".join(named)}
    return {"line": _(SAID_MANY), "path": reverse("my_work"), "about": about}


def _tell_of_slips(change: Change, slips: list[SupervisionSlip], by: Scope) -> None:
    """One notice for each unit."""
    units: dict[int, list[SupervisionSlip]] = {}
    for slip in slips:
        units.setdefault(slip.department_id, []).append(slip)
    for unit, its in units.items():
        if len(its) == 1:
            _notify_unit(change, its[0], by)
            continue
        notify(
            change,
            staff(by, on=its[0].issued_on, roles=UNIT_ROLES, departments=[unit]),
            _("收到多张督办单，请按期答复"),
            path=reverse("my_work"),
            about="、".join(slip.number for slip in its),
            departments=[unit],
        )


def _slip_for(change: Change, clock: Clock, by: Scope, now: datetime) -> SupervisionSlip | None:
    """A slip to the unit that is late; one at a time for a demand and a unit. What the office or the enterprise
    owes, no unit answers for."""
    department = clock.department or clock.demand.department
    if department is None or clock.kind in OF_OFFICE | OF_ENTERPRISE:
        return None
    of_it = SupervisionSlip.objects.filter(demand=clock.demand, department=department)
    if of_it.filter(Q(answered_on=None) | Q(clock=clock, demand_due_on=clock.due_on)).exists():
        return None
    words = _("“%(title)s”%(kind)s期限%(due)s，已超期。") % {
        "title": clock.demand.title,
        "kind": _(KINDS[clock.kind]),
        "due": clock.due_on,
    }
    return change.add(_slip(clock.demand, department, words, by, now, clock=clock))


def _notify_unit(change: Change, slip: SupervisionSlip, by: Scope) -> None:
    notify(
        change,
        staff(by, on=slip.issued_on, roles=UNIT_ROLES, departments=[slip.department_id]),
        _("收到一张督办单，请按期答复"),
        path=slip.get_absolute_url(),
        about=f"{slip.number} {slip.text}",
        departments=[slip.department_id],
    )


def _slip(
    demand: Demand,
    department: Department,
    text: str,
    by: Scope,
    now: datetime,
    *,
    due_on: date | None = None,
    clock: Clock | None = None,
) -> SupervisionSlip:
    today = timezone.localdate(now)
    return SupervisionSlip(
        cluster_id=demand.cluster_id,
        number=_next_number(demand.cluster_id, today.year),
        demand=demand,
        clock=clock,
        department=department,
        county_id=demand.county_id,
        issued_on=today,
        due_on=due_on or calendar_of(by).after(today, SLIP_DAYS).on,
        demand_due_on=clock.due_on if clock else demand.due_on,
        text=text[:300],
        is_example=demand.is_example,
    )


def _next_number(cluster_id: int, year: int) -> str:
    Cluster.objects.select_for_update().get(pk=cluster_id)
    numbers = SupervisionSlip.objects.filter(
        cluster_id=cluster_id, issued_on__year=year
    ).values_list("number", flat=True)
    serials = [int(re.findall(r"\d+", number)[-1]) for number in numbers]
    return _("督办〔%(year)s〕%(serial)s号") % {"year": year, "serial": max(serials, default=0) + 1}


ISSUE_SLIP = Action("demands.issue_slip", gettext_noop("签发诉求督办单"), Permission.ISSUE_SLIP)


def issue_slip(
    demand: Demand,
    department: Department,
    *,
    text: str,
    due_on: date | None = None,
    by: Scope,
    now: datetime,
) -> SupervisionSlip:
    """Issue a slip by hand. Refuses a deadline that is past and a demand that is ended."""
    ISSUE_SLIP.require(by)
    if not Demand.objects.visible_to(by).filter(pk=demand.pk).exists():
        raise NotFound(_("没有找到这件诉求。"))
    if department.cluster_id != demand.cluster_id:
        raise NotFound(_("没有找到这个单位。"))
    if not text.strip():
        raise DomainError(_("请写明督办事项。"))
    if due_on and due_on <= timezone.localdate(now):
        raise DomainError(_("答复期限须在今天以后。"))
    with Change(ISSUE_SLIP, by=by, now=now, why=text, target=demand) as change:
        slip = change.add(_slip(demand, department, text.strip(), by, now, due_on=due_on))
        _notify_unit(change, slip, by)
    return slip


ANSWER_SLIP = Action("demands.answer_slip", gettext_noop("答复诉求督办单"))


def answer_slip(slip: SupervisionSlip, *, answer: str, by: Scope, now: datetime) -> None:
    """Answer a slip, once. Refuses an empty answer and another unit's slip."""
    visible: Any = SupervisionSlip.objects.visible_to(by).filter(pk=slip.pk)
    found = visible.select_related("demand").first()
    if found is None:
        raise NotFound(_("没有找到这张督办单。"))
    may_answer_slip(found.department_id, by).require()
    if not answer.strip():
        raise DomainError(_("请写明办理情况和下一步安排。"))
    with Change(ANSWER_SLIP, by=by, now=now, target=found.demand) as change:
        met = change.update_where(
            SupervisionSlip.objects.filter(pk=slip.pk, answered_on__isnull=True),
            answer=answer.strip(),
            answered_on=timezone.localdate(now),
        )
        if met != 1:
            raise DomainError(_("这张督办单已经答复过。"))
