"""Targets: revise with a reason, plan over the months, divide among the counties, submit, approve."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.models import Department, DepartmentKind, User
from pandeng.access.permissions import Permission
from pandeng.access.queries import members, staff
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, EditConflict, NotFound
from pandeng.domain.notices.actions import notify
from pandeng.domain.strategy import rules
from pandeng.domain.strategy.models import (
    CountyShare,
    Decomposition,
    PlanShare,
    Target,
    TargetValue,
    period_of,
)

REVISE = Action("strategy.revise", gettext_noop("修订目标"), Permission.APPROVE)


def revise(
    target: Target,
    value: int,
    *,
    reason: str,
    set_on: date | None = None,
    source: str = "",
    by: Scope,
    now: datetime,
) -> TargetValue:
    """Set another value from a day on, with the reason; the value before stays as it was.

    Of two people at once exactly one succeeds: the value in force is ended by a conditional update.
    """
    REVISE.require(by)
    _own(target, by)
    if not reason.strip():
        raise DomainError(_("请写明修订原因。"))
    today = timezone.localdate(now)
    last = _in_force(target)
    rules.may_revise(last.value, value, last.since, set_on or today, today).require()
    with Change(REVISE, by=by, now=now, why=reason) as change:
        return _revise(change, target, last, value, set_on or today, reason.strip(), source)


def _revise(
    change: Change,
    target: Target,
    last: TargetValue,
    value: int,
    since: date,
    reason: str,
    source: str,
) -> TargetValue:
    met = change.update_where(
        TargetValue.objects.filter(pk=last.pk, until__isnull=True),
        until=since - timedelta(days=1),
    )
    if met != 1:
        raise EditConflict(_("刚才有人先修订了这个目标，请刷新后再试。"))
    change.save(target, value=value)
    return change.add(
        TargetValue(
            cluster_id=target.cluster_id,
            target=target,
            value=value,
            since=since,
            reason=reason[:300],
            source=source[:200],
        )
    )


def set_from_pack(
    change: Change,
    target: Target,
    *,
    value: int,
    set_on: date,
    source: str,
    plan: Sequence[tuple[int, Decimal]],
    plan_is_proposal: bool,
) -> None:
    """What a pack says of a target, inside the change of its loading; loaded twice it changes nothing.

    A value of a later day is a revision; of a day already known it corrects that value. The plan
    takes the place of an earlier pack's, never of one that the office entered.
    """
    known = {one.since: one for one in TargetValue.objects.filter(target=target)}
    if set_on in known:
        change.save(known[set_on], value=value, source=source)
        if known[set_on].until is None:
            change.save(target, value=value)
    elif not known:
        change.add(
            TargetValue(
                cluster_id=target.cluster_id,
                target=target,
                value=value,
                since=set_on,
                source=source,
            )
        )
    elif set_on > max(known):
        reason = _("政策包更新")
        _revise(change, target, _in_force(target), value, set_on, reason, source)
    shares = list(PlanShare.objects.filter(target=target))
    if not any(share.is_entered for share in shares):
        _replace_plan(change, target, shares, plan, is_proposal=plan_is_proposal)


PLAN = Action("strategy.plan", gettext_noop("设定季节计划"), Permission.EDIT_TARGET)


def plan(
    target: Target, shares: Sequence[tuple[int, Decimal]], *, by: Scope, now: datetime
) -> None:
    """Enter the seasonal plan: the month in which each part ends and its percent; empty is none."""
    PLAN.require(by)
    _own(target, by)
    shares = [(month, share) for month, share in shares if share]
    if shares:
        rules.plan_adds_up(shares, period_of(target)[1].month).require()
    known = list(PlanShare.objects.filter(target=target))
    with Change(PLAN, by=by, now=now) as change:
        change.add_fact(target, plan={month: str(share) for month, share in shares})
        _replace_plan(change, target, known, shares, is_entered=True)


def _replace_plan(
    change: Change,
    target: Target,
    known: Sequence[PlanShare],
    shares: Sequence[tuple[int, Decimal]],
    **marks: bool,
) -> None:
    by_month = {one.month: one for one in known}
    for month, one in by_month.items():
        if month not in dict(shares):
            change.remove(one)
    for month, share in shares:
        if month in by_month:
            marked: dict[str, Any] = {"is_proposal": False, "is_entered": False, **marks}
            change.save(by_month[month], share=share, **marked)
        else:
            change.add(
                PlanShare(
                    cluster_id=target.cluster_id, target=target, month=month, share=share, **marks
                )
            )


NAME_LEADER = Action(
    "strategy.name_leader", gettext_noop("明确目标牵头领导"), Permission.EDIT_TARGET
)


def name_leader(target: Target, leader: User | None, *, by: Scope, now: datetime) -> Target:
    """Say which leader answers for a target; None takes the name off."""
    NAME_LEADER.require(by)
    _own(target, by)
    if leader is not None and not members(by).filter(pk=leader.pk).exists():
        raise NotFound(_("没有找到这个人。"))
    with Change(NAME_LEADER, by=by, now=now) as change:
        return change.save(target, leader=leader)


# -- the parts by county ----------------------------------------------------------------------------


DRAW_UP = Action("strategy.draw_up", gettext_noop("起草目标分解"), Permission.EDIT_TARGET)


def draw_up(
    target: Target,
    parts: Mapping[int, int],
    *,
    note: str = "",
    is_ratio: bool = False,
    by: Scope,
    now: datetime,
) -> Decomposition:
    """Save a draft: county id → value in the base unit. The open draft is overwritten, one under
    approval is not. A sum that differs from the target is kept: the draft is worked on."""
    DRAW_UP.require(by)
    _own(target, by)
    rules.may_decompose(target.unit, is_ratio).require()
    counties = set(
        Department.objects.visible_to(by)
        .filter(kind=DepartmentKind.COUNTY)
        .values_list("id", flat=True)
    )
    if not parts:
        raise DomainError(_("请填写各县市区的分解值。"))
    if set(parts) - counties:
        raise NotFound(_("没有找到这个县市区。"))
    if any(value < 0 for value in parts.values()):
        raise DomainError(_("分解值不能是负数。"))
    with Change(DRAW_UP, by=by, now=now, why=note) as change:
        Target.objects.select_for_update().get(pk=target.pk)
        open_one = (
            Decomposition.objects.filter(target=target, status__in=("draft", "submitted"))
            .order_by("-number")
            .first()
        )
        if open_one and open_one.status == "submitted":
            raise DomainError(_("有一版分解正在审批，审批完再起草。"))
        draft = open_one or change.add(
            Decomposition(
                cluster_id=target.cluster_id,
                target=target,
                number=_next_number(target),
                drawn_on=timezone.localdate(now),
                note=note[:300],
            )
        )
        if open_one:
            change.save(draft, note=note[:300])
        known = {one.county_id: one for one in CountyShare.objects.filter(decomposition=draft)}
        for county, one in known.items():
            if county in parts:
                change.save(one, value=parts[county])
            else:
                change.remove(one)
        change.bulk_add(
            CountyShare(
                cluster_id=target.cluster_id, decomposition=draft, county_id=county, value=value
            )
            for county, value in parts.items()
            if county not in known
        )
    return draft


SUBMIT = Action("strategy.submit", gettext_noop("提交目标分解"), Permission.EDIT_TARGET)


def submit(decomposition: Decomposition, *, by: Scope, now: datetime) -> None:
    """Ask for approval; the office's head is told."""
    SUBMIT.require(by)
    today = timezone.localdate(now)
    with Change(SUBMIT, by=by, now=now) as change:
        found = _move(
            change, decomposition, "submit", by, submitted_on=today, submitter_id=by.user_id
        )
        notify(
            change,
            staff(by, on=today, roles=["office_lead"]),
            _("一项目标分解等待审批"),
            path=reverse("target", args=[found.target_id]),
            about=found.target.name,
        )


SEND_BACK = Action("strategy.send_back", gettext_noop("退回目标分解"), Permission.APPROVE)


def send_back(decomposition: Decomposition, *, reason: str, by: Scope, now: datetime) -> None:
    """Back to the draft, with the reason; whoever submitted it is told."""
    SEND_BACK.require(by)
    if not reason.strip():
        raise DomainError(_("请写明退回原因。"))
    with Change(SEND_BACK, by=by, now=now, why=reason) as change:
        submitter = decomposition.submitter
        found = _move(change, decomposition, "send_back", by, note=reason.strip()[:300])
        notify(
            change,
            [submitter] if submitter else [],
            _("一项目标分解被退回"),
            path=reverse("target", args=[found.target_id]),
            about=found.target.name,
        )


APPROVE = Action("strategy.approve", gettext_noop("批准目标分解"), Permission.APPROVE)


def approve(decomposition: Decomposition, *, by: Scope, now: datetime) -> None:
    """Put a decomposition into force where it adds up to the target; the one before it is replaced.

    Refuses, with the difference, parts that do not add up to the value in force; and approval by
    the very person who submitted it.
    """
    APPROVE.require(by)
    today = timezone.localdate(now)
    with Change(APPROVE, by=by, now=now) as change:
        found: Decomposition = _find(decomposition, by)
        rules.may_approve(
            found.submitter_id,
            by.user_id,
            _parts(found),
            _in_force(found.target).value,
            found.target.unit,
        ).require()
        before = Decomposition.objects.filter(target=found.target_id, status="approved")
        change.update_where(before.exclude(pk=found.pk), status="replaced", replaced_on=today)
        _move(change, found, "approve", by, approved_on=today, approver_id=by.user_id)
        notify(
            change,
            staff(by, on=today, roles=["county_reporter"]),
            _("一项年度目标已分解到县市区"),
            path=reverse("target", args=[found.target_id]),
            about=found.target.name,
        )


def _move(
    change: Change, decomposition: Decomposition, verb: str, by: Scope, **fields: Any
) -> Decomposition:
    before, after = rules.DECOMPOSITION_MOVES[verb]
    found = _find(decomposition, by)
    met = change.update_where(
        Decomposition.objects.filter(pk=found.pk, status=before), status=after, **fields
    )
    if met != 1:
        found.refresh_from_db()
        raise DomainError(
            _("这版分解现在“%(status)s”，不能办理这一步，请刷新后再试。")
            % {"status": found.get_status_display()}
        )
    return found


def _find(decomposition: Decomposition, by: Scope) -> Decomposition:
    found: Decomposition | None = (
        Decomposition.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("target")
        .filter(pk=decomposition.pk)
        .first()
    )
    if found is None:
        raise NotFound(_("没有找到这版分解。"))
    return found


def _parts(decomposition: Decomposition) -> list[int]:
    return list(
        CountyShare.objects.filter(decomposition=decomposition).values_list("value", flat=True)
    )


def _own(target: Target, by: Scope) -> None:
    if not Target.objects.visible_to(by).filter(pk=target.pk).exists():
        raise NotFound(_("没有找到这个目标。"))


def _in_force(target: Target) -> TargetValue:
    found: TargetValue = TargetValue.objects.get(target=target, until__isnull=True)
    return found


def _next_number(target: Target) -> int:
    last = Decomposition.objects.filter(target=target).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1
