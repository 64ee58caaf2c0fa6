"""Saving a set of filters under a name."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, NotFound
from pandeng.domain.demands.models import SavedView

SAVE_VIEW = Action("demands.save_view", gettext_noop("保存诉求视图"))


def save_view(name: str, query: str, *, is_shared: bool, by: Scope, now: datetime) -> SavedView:
    """Save the filters of the queue; the same name again replaces them. Sharing is the office's."""
    if by.user_id is None:
        raise DomainError(_("请先登录。"))
    if not name.strip():
        raise DomainError(_("请给视图起个名称。"))
    if is_shared:
        by.may(Permission.DEMAND_ASSIGN).require()
    known: SavedView | None = (
        SavedView.objects.visible_to(by).filter(user_id=by.user_id, name=name.strip()).first()
    )
    with Change(SAVE_VIEW, by=by, now=now) as change:
        if known:
            return change.save(known, query=query[:400], is_shared=is_shared)
        return change.add(
            SavedView(
                cluster_id=by.in_cluster(),
                user_id=by.user_id,
                name=name.strip()[:30],
                query=query[:400],
                is_shared=is_shared,
            )
        )


DROP_VIEW = Action("demands.drop_view", gettext_noop("删除诉求视图"))


def drop_view(view: SavedView, *, by: Scope, now: datetime) -> None:
    if view.user_id != by.user_id or view.cluster_id != by.cluster_id:
        raise NotFound(_("没有找到这个视图。"))
    with Change(DROP_VIEW, by=by, now=now) as change:
        change.remove(view)
