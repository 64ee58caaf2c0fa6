"""A project's own plan curve: how its annual plan spreads over the months."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from pandeng.access.scope import Scope
from pandeng.core.change import Change
from pandeng.core.verdict import NotFound, Refused
from pandeng.domain.projects.ledger import rules
from pandeng.domain.projects.ledger.amounts import yuan_of
from pandeng.domain.projects.ledger.models import MonthlyPlan
from pandeng.domain.projects.models import Project, ProjectListing


def plan_months(
    project: Project, year: int, written: Sequence[str], *, why: str = "", by: Scope, now: datetime
) -> None:
    """Set the plan of all twelve months, as amounts with unit; an empty month is none.

    Refuses where the months do not add up to the annual plan, a project not on the list of the year,
    and a change of a curve that is there already without a reason; the earlier one stays in the history.
    """
    by.may("edit_project").require()
    if not Project.objects.visible_to(by).filter(pk=project.pk).exists():
        raise NotFound(_("没有找到这个项目。"))
    amounts = [yuan_of(text) if text.strip() else 0 for text in written]
    with Change("projects.plan_months", by=by, now=now, why=why.strip()) as change:
        listings = ProjectListing.objects.select_for_update().filter(project=project, year=year)
        listing = listings.filter(until__isnull=True).first()
        if listing is None:
            raise Refused(_("项目不在%(year)s年重点项目清单中。") % {"year": year})
        rules.may_plan(amounts, listing.annual_plan_yuan).require()
        known = {
            plan.month_on.month: plan
            for plan in MonthlyPlan.objects.filter(project=project, month_on__year=year)
        }
        if known and not why.strip():
            raise Refused(_("调整分月计划请写明原因，原来的计划会保留。"))
        for month, (yuan, text) in enumerate(zip(amounts, written, strict=True), start=1):
            if month in known:
                change.save(known[month], amount_yuan=yuan, written=text.strip())
            else:
                change.add(
                    MonthlyPlan(
                        cluster_id=project.cluster_id,
                        project=project,
                        month_on=date(year, month, 1),
                        amount_yuan=yuan,
                        written=text.strip(),
                    )
                )
