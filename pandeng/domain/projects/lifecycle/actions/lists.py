"""Yearly lists and level labels of projects: put on, taken off, changed."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, NotFound, require_reason
from pandeng.domain.projects.ledger.actions import plans
from pandeng.domain.projects.lifecycle import rules
from pandeng.domain.projects.lifecycle.queries import project_of
from pandeng.domain.projects.models import (
    Level,
    Project,
    ProjectLabel,
    ProjectListing,
)

PUT_ON_LIST = Action(
    "projects.put_on_list", gettext_noop("列入年度清单"), Permission.EDIT_PROJECT_LIST
)


def put_on_list(
    project: Project, *, year: int, annual_plan_yuan: int, since: date, by: Scope, now: datetime
) -> ProjectListing:
    """Put a project on the key-project list of a year; a curve left from before follows its plan.

    Refuses one that stands on the list already.
    """
    PUT_ON_LIST.require(by)
    today = timezone.localdate(now)
    not_ahead(since, today)
    with Change(PUT_ON_LIST, by=by, now=now) as change:
        project = project_of(by, project.pk, for_write=True)
        standing = ProjectListing.objects.filter(project=project, year=year)
        if standing.filter(Q(until__isnull=True) | Q(until__gte=since)).exists():
            raise DomainError(_("项目已在%(year)s年清单中。") % {"year": year})
        listing = change.add(
            ProjectListing(
                cluster_id=project.cluster_id,
                project=project,
                year=year,
                since=since,
                annual_plan_yuan=annual_plan_yuan,
            )
        )
        plans.follow(change, listing, today)
    return listing


TAKE_OFF_LIST = Action(
    "projects.take_off_list", gettext_noop("移出年度清单"), Permission.EDIT_PROJECT_LIST
)


def take_off_list(
    listing: ProjectListing, *, on: date, why: str, by: Scope, now: datetime
) -> ProjectListing:
    """From this day on the project stands no longer on the year's list; the reason is kept."""
    TAKE_OFF_LIST.require(by)
    require_reason(why)
    with Change(TAKE_OFF_LIST, by=by, now=now, why=why) as change:
        listing = _fresh(ProjectListing, by, listing.pk)
        rules.may_end(listing.since, listing.until, on, timezone.localdate(now)).require()
        change.save(listing, until=rules.last_day(on), ended_why=why.strip())
    return listing


CHANGE_PLAN = Action(
    "projects.change_plan", gettext_noop("调整年度计划"), Permission.EDIT_PROJECT_LIST
)


def change_plan(
    listing: ProjectListing, *, annual_plan_yuan: int, why: str, by: Scope, now: datetime
) -> ProjectListing:
    """Change the year's investment plan of a listed project; its curve follows, so that the months add up.

    The reason, the earlier plan and the earlier curve are kept.
    """
    CHANGE_PLAN.require(by)
    require_reason(why)
    with Change(CHANGE_PLAN, by=by, now=now, why=why) as change:
        listing = _fresh(ProjectListing, by, listing.pk)
        if listing.until is not None:
            raise DomainError(
                _("项目已移出%(year)s年清单，不能再改计划。") % {"year": listing.year}
            )
        change.save(listing, annual_plan_yuan=annual_plan_yuan)
        plans.follow(change, listing, timezone.localdate(now))
    return listing


# -- labels ---------------------------------------------------------------------------------------


GIVE_LABEL = Action(
    "projects.give_label", gettext_noop("认定项目层级"), Permission.EDIT_PROJECT_LIST
)


def give_label(
    project: Project,
    *,
    level: str,
    since: date,
    basis: str,
    variant: str = "",
    by: Scope,
    now: datetime,
) -> ProjectLabel:
    """Give a project a level from a day on; it may carry several. Refuses one that it carries already."""
    GIVE_LABEL.require(by)
    _may_label(level, variant)
    not_ahead(since, timezone.localdate(now))
    if not basis.strip():
        raise DomainError(_("请填写认定依据。"))
    with Change(GIVE_LABEL, by=by, now=now, why=basis) as change:
        project = project_of(by, project.pk, for_write=True)
        return _give(change, project, level, variant, since, basis)


END_LABEL = Action("projects.end_label", gettext_noop("取消项目层级"), Permission.EDIT_PROJECT_LIST)


def end_label(label: ProjectLabel, *, on: date, why: str, by: Scope, now: datetime) -> ProjectLabel:
    """From this day on the project carries the level no longer; it may get it again later."""
    END_LABEL.require(by)
    require_reason(why)
    with Change(END_LABEL, by=by, now=now, why=why) as change:
        label = _fresh(ProjectLabel, by, label.pk)
        rules.may_end(label.since, label.until, on, timezone.localdate(now)).require()
        change.save(label, until=rules.last_day(on), ended_why=why.strip())
    return label


CHANGE_LABEL = Action(
    "projects.change_label", gettext_noop("调整项目层级"), Permission.EDIT_PROJECT_LIST
)


def change_label(
    label: ProjectLabel,
    *,
    level: str,
    variant: str = "",
    on: date,
    why: str,
    by: Scope,
    now: datetime,
) -> ProjectLabel:
    """One level (or kind) becomes another on a day: the old one ends, the new one begins, both are kept."""
    CHANGE_LABEL.require(by)
    require_reason(why)
    _may_label(level, variant)
    with Change(CHANGE_LABEL, by=by, now=now, why=why) as change:
        project_of(by, label.project_id, for_write=True)
        label = _fresh(ProjectLabel, by, label.pk)
        rules.may_end(label.since, label.until, on, timezone.localdate(now)).require()
        if (label.level, label.variant) == (level, variant):
            raise DomainError(_("层级和类别没有变化。"))
        change.save(label, until=rules.last_day(on), ended_why=why.strip())
        return _give(change, label.project, level, variant, on, why)


def _give(
    change: Change, project: Project, level: str, variant: str, since: date, basis: str
) -> ProjectLabel:
    carried = ProjectLabel.objects.filter(project=project, level=level)
    if carried.filter(Q(until__isnull=True) | Q(until__gte=since)).exists():
        raise DomainError(
            _("项目在%(day)s已是“%(level)s”，不能重复认定。")
            % {"day": since, "level": Level(level).label}
        )
    return change.add(
        ProjectLabel(
            cluster_id=project.cluster_id,
            project=project,
            level=level,
            variant=variant,
            since=since,
            basis=basis.strip(),
        )
    )


def not_ahead(since: date, today: date) -> None:
    if since > today:
        raise DomainError(_("日期不能晚于今天（%(today)s）。") % {"today": today})


def _may_label(level: str, variant: str) -> None:
    if level not in Level.values:
        raise DomainError(_("请从列表中选择层级。"))
    rules.may_label(level, variant).require()


def _fresh(kind: Any, by: Scope, pk: int) -> Any:
    """A record as it stands now, locked where the database can; not found out of scope."""
    found = (
        kind.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("project")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotFound(_("没有找到这条记录。"))
    return found
