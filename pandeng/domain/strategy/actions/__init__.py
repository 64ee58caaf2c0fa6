"""Targets: revise with a reason, plan over the months, divide among the counties, submit, approve."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
from pandeng.core import workflow as process
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, EditConflict, NotFound, require_reason
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
from pandeng.domain.strategy.workflow import (
    DECOMPOSITION,
    MAX_REASON_LENGTH,
    DecompositionState,
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
    require_reason(reason, _("请写明修订原因。"))
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
    """Ask for approval; the office's head is notified."""
    _take(SUBMIT, decomposition, "submit", by, now)


SEND_BACK = Action("strategy.send_back", gettext_noop("退回目标分解"), Permission.APPROVE)


def send_back(decomposition: Decomposition, *, reason: str, by: Scope, now: datetime) -> None:
    """Back to the draft, with the reason; whoever submitted it is notified."""
    _take(SEND_BACK, decomposition, "send_back", by, now, note=reason.strip()[:MAX_REASON_LENGTH])


APPROVE = Action("strategy.approve", gettext_noop("批准目标分解"), Permission.APPROVE)


def approve(decomposition: Decomposition, *, by: Scope, now: datetime) -> None:
    """Put a decomposition into force where it adds up to the target; the one before it is replaced.

    Refuses, with the difference, parts that do not add up to the value in force; and approval by
    the very person who submitted it.
    """
    _take(APPROVE, decomposition, "approve", by, now)


def _take(
    action: Action,
    decomposition: Decomposition,
    step: str,
    by: Scope,
    now: datetime,
    note: str = "",
) -> None:
    with Change(action, by=by, now=now, why=note) as change:
        found = _find(decomposition, by)
        taking = DecompositionTaking(change, found, _state_of(found), by)
        inputs = {"note": note}
        process.take(DECOMPOSITION, taking, step, inputs, scope=by, cluster_id=found.cluster_id)


def _state_of(decomposition: Decomposition) -> DecompositionState:
    """What the rules must know of a division as it stands now."""
    target = decomposition.target
    parts = CountyShare.objects.filter(decomposition=decomposition).values_list("value", flat=True)
    return DecompositionState(
        decomposition.status,
        decomposition.submitter_id,
        tuple(parts),
        _in_force(target).value,
        target.unit,
    )


@dataclass
class DecompositionTaking:
    """A step of a division being taken, as the engine asks for it."""

    change: Change
    found: Decomposition
    state: DecompositionState
    by: Scope
    to: str | None = None
    fields: dict[str, Any] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return timezone.localdate(self.change.now)

    def run(self, effect: str, inputs: Any) -> str | None:
        match effect:
            case "submit":
                self.fields = {"submitted_on": self.today, "submitter_id": self.by.user_id}
            case "send_back":
                self.fields = {"note": inputs.note}
            case _:
                self.fields = {"approved_on": self.today, "approver_id": self.by.user_id}
                earlier = Decomposition.objects.filter(
                    target=self.found.target_id, status="approved"
                ).exclude(pk=self.found.pk)
                self.change.update_where(earlier, status="replaced", replaced_on=self.today)
        return None

    def write(self, step: str, line: str, before: str, inputs: Any) -> None:
        rows = Decomposition.objects.filter(pk=self.found.pk, status=before)
        if self.change.update_where(rows, status=self.to, **self.fields) != 1:
            raise EditConflict

    def notify(self, whom: str, line: str) -> None:
        roles = {"heads": ["office_lead"], "counties": ["county_reporter"]}
        submitter = self.found.submitter
        if whom == "submitter":
            people = [submitter] if submitter else []
        else:
            people = staff(self.by, on=self.today, roles=roles[whom])
        notify(
            self.change,
            people,
            _(line),
            path=reverse("target", args=[self.found.target_id]),
            about=self.found.target.name,
        )


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


def _own(target: Target, by: Scope) -> None:
    if not Target.objects.visible_to(by).filter(pk=target.pk).exists():
        raise NotFound(_("没有找到这个目标。"))


def _in_force(target: Target) -> TargetValue:
    found: TargetValue = TargetValue.objects.get(target=target, until__isnull=True)
    return found


def _next_number(target: Target) -> int:
    last = Decomposition.objects.filter(target=target).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1
