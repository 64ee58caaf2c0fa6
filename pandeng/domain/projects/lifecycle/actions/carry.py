"""Carrying the key-project list of a year over to the next: each project with its new annual plan."""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError
from pandeng.domain.projects.ledger.actions import plans
from pandeng.domain.projects.lifecycle.actions.lists import not_ahead
from pandeng.domain.projects.lifecycle.queries import to_carry
from pandeng.domain.projects.models import ProjectListing

CARRY_LIST = Action(
    "projects.carry_list", gettext_noop("结转年度清单"), Permission.EDIT_PROJECT_LIST
)


def carry_list(
    annual_plans: Mapping[int, int], *, year: int, since: date, by: Scope, now: datetime
) -> list[ProjectListing]:
    """Put projects of the list of the year before on that of `year`, by id with their plans in yuan.

    All or none. A project that had a plan by months keeps its proportions. Refuses one that was not
    on the list of the year before, or stands on the new one already.
    """
    CARRY_LIST.require(by)
    today = timezone.localdate(now)
    not_ahead(since, today)
    if not annual_plans:
        raise DomainError(_("请至少填写一个项目的年度计划投资。"))
    with Change(CARRY_LIST, by=by, now=now) as change:
        before = {one.listing.project_id: one.listing for one in to_carry(by, year)}
        if annual_plans.keys() - before.keys():
            raise DomainError(
                _("有项目不在%(before)s年清单中，或已在%(year)s年清单中，请刷新后再试。")
                % {"before": year - 1, "year": year}
            )
        made = []
        for project_id, yuan in annual_plans.items():
            listing = change.add(
                ProjectListing(
                    cluster_id=by.in_cluster(),
                    project_id=project_id,
                    year=year,
                    since=since,
                    annual_plan_yuan=yuan,
                )
            )
            plans.carry(change, before[project_id], listing)
            made.append(listing)
    return made
