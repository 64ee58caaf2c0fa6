"""A project's own plan curve: how its annual plan spreads over the months."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, NotFound
from pandeng.domain.projects.ledger import rules
from pandeng.domain.projects.ledger.amounts import yuan_of
from pandeng.domain.projects.ledger.models import MonthlyPlan
from pandeng.domain.projects.models import Project, ProjectListing

PLAN_MONTHS = Action(
    "projects.plan_months", gettext_noop("编制分月投资计划"), Permission.EDIT_PROJECT
)


def plan_months(
    project: Project, year: int, written: Sequence[str], *, why: str = "", by: Scope, now: datetime
) -> None:
    """Set the plan of all twelve months, as amounts with unit; an empty month is none.

    Refuses where the months do not add up to the annual plan, a project not on the list of the year,
    and a change of a curve that is there already without a reason; the earlier one stays in the history.
    """
    PLAN_MONTHS.require(by)
    if not Project.objects.visible_to(by).filter(pk=project.pk).exists():
        raise NotFound(_("没有找到这个项目。"))
    amounts = [yuan_of(text) if text.strip() else 0 for text in written]
    with Change(PLAN_MONTHS, by=by, now=now, why=why.strip()) as change:
        listings = ProjectListing.objects.select_for_update().filter(project=project, year=year)
        listing = listings.filter(until__isnull=True).first()
        if listing is None:
            raise DomainError(_("项目不在%(year)s年重点项目清单中。") % {"year": year})
        rules.may_plan(amounts, listing.annual_plan_yuan).require()
        known = _curve(project.pk, year)
        if known and not why.strip():
            raise DomainError(_("调整分月计划请写明原因，原来的计划会保留。"))
        if known and not by.may(Permission.EDIT_PROJECT_LIST):
            past = rules.past_months(year, timezone.localdate(now))
            kept = [known[month].amount_yuan if month in known else 0 for month in range(1, 13)]
            rules.may_replan(kept, amounts, past).require()
        _keep(change, listing, known, amounts, [text.strip() for text in written])


def follow(change: Change, listing: ProjectListing, today: date) -> None:
    """Inside the change of an annual plan: the curve of its year, where there is one, follows it.

    Months before this one stay; see `rules.rescaled`. The event of the change tells each month's
    amounts, and the earlier ones stay in the history.
    """
    if known := _curve(listing.project_id, listing.year):
        months = [known[month].amount_yuan if month in known else 0 for month in range(1, 13)]
        past = rules.past_months(listing.year, today)
        amounts = rules.rescaled(months, past, listing.annual_plan_yuan)
        written = [
            known[month].written if month in known and known[month].amount_yuan == yuan else ""
            for month, yuan in enumerate(amounts, start=1)
        ]
        _keep(change, listing, known, amounts, written)


def carry(change: Change, before: ProjectListing, listing: ProjectListing) -> None:
    """Inside the change of a new year's list: the curve of the year before, in its proportions."""
    if known := _curve(before.project_id, before.year):
        months = [known[month].amount_yuan if month in known else 0 for month in range(1, 13)]
        amounts = rules.rescaled(months, 0, listing.annual_plan_yuan)
        _keep(change, listing, _curve(listing.project_id, listing.year), amounts, [""] * 12)


def _curve(project_id: int, year: int) -> dict[int, MonthlyPlan]:
    rows = MonthlyPlan.objects.filter(project_id=project_id, month_on__year=year)
    return {plan.month_on.month: plan for plan in rows}


def _keep(
    change: Change,
    listing: ProjectListing,
    known: dict[int, MonthlyPlan],
    amounts: Sequence[int],
    written: Sequence[str],
) -> None:
    for month, (yuan, text) in enumerate(zip(amounts, written, strict=True), start=1):
        if month in known:
            change.save(known[month], amount_yuan=yuan, written=text)
        else:
            change.add(
                MonthlyPlan(
                    cluster_id=listing.cluster_id,
                    project_id=listing.project_id,
                    month_on=date(listing.year, month, 1),
                    amount_yuan=yuan,
                    written=text,
                )
            )
