"""Granting a role: one administrator asks, a second one decides; alone while an office has no second."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access import queries, rules
from pandeng.access.models import Department, DepartmentKind, Membership, RoleRequest, User
from pandeng.access.permissions import Permission
from pandeng.access.roles import ROLES
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, NotFound

ASK_ROLE = Action("access.ask_role", gettext_noop("申请任职"), Permission.EDIT_USER)


def ask_role(
    user: User,
    *,
    role: str,
    department: Department,
    since: date,
    why: str = "",
    by: Scope,
    now: datetime,
) -> RoleRequest:
    """Ask for a role of a person. Granted at once where there is no second administrator to ask, which
    the request and the log then say."""
    with Change(ASK_ROLE, by=by, now=now, why=why, target=user) as change:
        return ask(
            change, user, role=role, department=department, since=since, why=why, by=by, now=now
        )


def ask(
    change: Change,
    user: User,
    *,
    role: str,
    department: Department,
    since: date,
    why: str,
    by: Scope,
    now: datetime,
) -> RoleRequest:
    """The same inside another change."""
    rules.may_touch_roles_of(user.pk, by.user_id).require()
    membership = _asked_for(user, role, department, since, by)
    request = RoleRequest(
        cluster_id=membership.cluster_id,
        user=user,
        department=department,
        role=role,
        since=since,
        why=why.strip(),
        asked_by_id=by.user_id,
        asked_at=now,
    )
    administrators = queries.staff(by, on=timezone.localdate(now), roles=["administrator"])
    if len(administrators) < rules.SECOND_ADMINISTRATORS:
        request.decision, request.decided_at = rules.ALONE, now
        request.decided_by_id = by.user_id
        change.add_fact(user, granted="alone")
    change.add(request)
    if request.decision == rules.ALONE:
        change.add(membership)
    return request


def _asked_for(user: User, role: str, department: Department, since: date, by: Scope) -> Membership:
    if role not in ROLES:
        raise DomainError(_("请选择一个角色。"))
    if department.cluster_id != by.in_cluster():
        raise DomainError(_("没有找到这个单位。"))
    needs = str(DepartmentKind(rules.UNIT_OF_ROLE.get(role, department.kind)).label)
    word = str(ROLES[role].title)
    rules.unit_fits(role, department.kind, word=word, needs=needs).require()
    if department.until is not None and department.until < since:
        raise DomainError(
            _("%(unit)s已于%(day)s撤销。") % {"unit": department, "day": department.until}
        )
    held = Membership.objects.filter(user=user, department=department, role=role, until=None)
    if held.exists():
        raise DomainError(_("此人现在就担任这个角色。"))
    waiting = RoleRequest.objects.filter(
        user=user, department=department, role=role, decision=rules.WAITING
    )
    if waiting.exists():
        raise DomainError(_("同样的任职申请正待审批。"))
    return Membership(
        cluster_id=by.in_cluster(), user=user, department=department, role=role, since=since
    )


DECIDE_ROLE = Action("access.decide_role", gettext_noop("审批任职"), Permission.EDIT_USER)


def decide_role(
    request: RoleRequest, *, approve: bool, why: str = "", by: Scope, now: datetime
) -> None:
    """A second administrator approves, and the person holds the role; or refuses, with the reason."""
    with Change(DECIDE_ROLE, by=by, now=now, why=why, target=request) as change:
        row = _locked(request, by)
        rules.may_decide(row.decision, row.asked_by_id, row.user_id, by.user_id).require()
        if not approve and not why.strip():
            raise DomainError(_("不批准的，请写明理由。"))
        change.save(
            request,
            decision=rules.APPROVED if approve else rules.REFUSED,
            decided_by_id=by.user_id,
            decided_at=now,
            ground=why.strip(),
        )
        if approve:
            change.add(_asked_for(row.user, row.role, row.department, row.since, by))


TAKE_BACK_ROLE = Action("access.take_back_role", gettext_noop("撤回任职申请"), Permission.EDIT_USER)


def take_back_role(request: RoleRequest, *, by: Scope, now: datetime) -> None:
    with Change(TAKE_BACK_ROLE, by=by, now=now, target=request) as change:
        row = _locked(request, by)
        rules.may_take_back(row.decision, row.asked_by_id, by.user_id).require()
        change.save(request, decision=rules.WITHDRAWN, decided_at=now)


def _locked(request: RoleRequest, by: Scope) -> RoleRequest:
    rows = RoleRequest.objects.visible_to(by).select_for_update(of=("self",))
    found: RoleRequest | None = rows.filter(pk=request.pk).first()
    if found is None:
        raise NotFound(_("没有这项任职申请。"))
    return found
