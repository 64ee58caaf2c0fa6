"""Watching over deadlines: each light is notified once, supervision slips and their answers."""

import re
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.models import Cluster, Department
from pandeng.access.permissions import Permission
from pandeng.access.queries import staff
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, NotFound
from pandeng.domain.calendars.queries import calendar_of
from pandeng.domain.demands.actions.notifications import UNIT_ROLES, escalated_to
from pandeng.domain.demands.clock import KINDS, days_left, reached
from pandeng.domain.demands.models import Clock, Demand, Escalation, SupervisionSlip
from pandeng.domain.demands.queries import light_rules
from pandeng.domain.demands.rules import may_answer_slip
from pandeng.domain.notices.actions import notify

SAID_NEAR = gettext_noop("一件诉求的期限临近")
SAID_LATE = gettext_noop("一件诉求已经超期")
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
        .select_related("demand", "department")
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
        for clock, rule in news:
            notify(
                change,
                escalated_to(clock, rule.tells, today, by),
                _(SAID_LATE) if clock.due_on < today else _(SAID_NEAR),
                path=clock.demand.get_absolute_url(),
                about=f"{clock.demand.title}（{_(KINDS[clock.kind])}）",
                departments=[clock.department_id] if rule.tells == "unit" else [],
            )
            if rule.issues_slip:
                _slip_for(change, clock, by, now)
    return len(news)


def _slip_for(change: Change, clock: Clock, by: Scope, now: datetime) -> None:
    department = clock.department or clock.demand.department
    known = SupervisionSlip.objects.filter(clock=clock, demand_due_on=clock.due_on).exists()
    if department is None or known:
        return
    words = _("“%(title)s”%(kind)s期限%(due)s，已超期。") % {
        "title": clock.demand.title,
        "kind": _(KINDS[clock.kind]),
        "due": clock.due_on,
    }
    _notify_unit(
        change, change.add(_slip(clock.demand, department, words, by, now, clock=clock)), by
    )


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
