"""Writing climb plans: set one, change it with a reason, note the evidence for a test."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, NotFound
from pandeng.domain.climbing import rules
from pandeng.domain.climbing.models import ClimbGoal, ClimbPlan, ClimbTest, Condition
from pandeng.domain.climbing.queries import rungs
from pandeng.domain.enterprises.models import ClubTier, Enterprise

SET_PLAN = Action("climbing.set_plan", gettext_noop("制定攀登计划"), Permission.PLAN_CLIMB)


def set_plan(
    enterprise: Enterprise,
    goals: Sequence[rules.Goal],
    evidence: Mapping[str, str],
    *,
    source: str = "",
    why: str = "",
    is_example: bool = False,
    by: Scope,
    now: datetime,
) -> ClimbPlan:
    """Set the five-year plan of an enterprise, or change the one it has; a change needs a reason.

    `evidence` by test; an empty one takes the evidence back. Refuses years that are not five in a row,
    a target below the tier it is to reach, and evidence for a test that does not exist.
    """
    SET_PLAN.require(by)
    if not Enterprise.objects.visible_to(by).filter(pk=enterprise.pk).exists():
        raise NotFound(_("没有找到这家企业。"))
    rules.sound_plan(goals, rungs(by)).require()
    if unknown := set(evidence) - set(Condition.values):
        raise DomainError(_("没有“%(kind)s”这项条件。") % {"kind": sorted(unknown)[0][:20]})
    plan = ClimbPlan.objects.filter(enterprise=enterprise, first_year=goals[0].year).first()
    if plan is not None and not why.strip():
        raise DomainError(_("修改攀登计划请写明原因，原来的目标会保留。"))
    if plan is None:
        _refuse_overlap(enterprise, goals)
    tiers = {tier.code: tier for tier in ClubTier.objects.filter(cluster_id=enterprise.cluster_id)}
    today = timezone.localdate(now)
    with Change(SET_PLAN, by=by, now=now, why=why) as change:
        if plan is None:
            plan = change.add(
                ClimbPlan(
                    cluster_id=enterprise.cluster_id,
                    enterprise=enterprise,
                    first_year=goals[0].year,
                    last_year=goals[-1].year,
                    set_on=today,
                    source=source.strip(),
                    is_example=is_example,
                )
            )
        elif source.strip() and source.strip() != plan.source:
            change.save(plan, source=source.strip())
        _goals(change, plan, goals, tiers, today)
        _tests(change, plan, evidence, today)
    return plan


def _refuse_overlap(enterprise: Enterprise, goals: Sequence[rules.Goal]) -> None:
    years = [goal.year for goal in goals]
    taken = ClimbGoal.objects.filter(enterprise=enterprise, year__in=years).order_by("year").first()
    if taken:
        raise DomainError(
            _("%(year)s年已在另一份攀登计划中，请在原计划上修改。") % {"year": taken.year}
        )


def _goals(
    change: Change,
    plan: ClimbPlan,
    goals: Sequence[rules.Goal],
    tiers: Mapping[str, ClubTier],
    today: date,
) -> None:
    known = {goal.year: goal for goal in plan.goals.all()}
    fresh = []
    for goal in goals:
        tier = tiers[goal.tier] if goal.tier else None
        old = known.get(goal.year)
        if old is None:
            fresh.append(
                ClimbGoal(
                    cluster_id=plan.cluster_id,
                    plan=plan,
                    enterprise_id=plan.enterprise_id,
                    year=goal.year,
                    revenue_yuan=goal.revenue_yuan,
                    tier=tier,
                    set_on=today,
                )
            )
        elif (old.revenue_yuan, old.tier_id) != (goal.revenue_yuan, tier.pk if tier else None):
            change.save(old, revenue_yuan=goal.revenue_yuan, tier=tier, set_on=today)
    change.add_each(fresh)


def _tests(change: Change, plan: ClimbPlan, evidence: Mapping[str, str], today: date) -> None:
    known = {test.kind: test for test in plan.tests.all()}
    fresh = []
    for kind, written in evidence.items():
        text, old = written.strip(), known.get(kind)
        if old is None and text:
            fresh.append(
                ClimbTest(
                    cluster_id=plan.cluster_id,
                    plan=plan,
                    enterprise_id=plan.enterprise_id,
                    kind=kind,
                    evidence=text,
                    noted_on=today,
                )
            )
        elif old is not None and not text:
            change.remove(old)
        elif old is not None and text != old.evidence:
            change.save(old, evidence=text, noted_on=today)
    change.add_each(fresh)
