"""The targets of the demo: who answers for them, their parts by county, one revision in June 2022."""

from datetime import date
from random import Random

from pandeng.access.models import Cluster, User
from pandeng.access.scope import Scope
from pandeng.demo.facts import AS_OF, evening
from pandeng.domain.indicators.groups import figures_by_group
from pandeng.domain.indicators.question import question
from pandeng.domain.indicators.target_progress import counties_of
from pandeng.domain.strategy import actions
from pandeng.domain.strategy.models import Decomposition, Target
from pandeng.domain.teams.queries import scope_for

DRAWN, APPROVED, REVISED = date(2022, 2, 22), date(2022, 3, 1), date(2022, 6, 20)
STEP_YUAN = 50_000_000  # parts in money are written to half of 亿元
LED = ("target_scale_enterprises", "target_climbing_revenue", "target_annual_investment")
STRETCH = (0.7, 0.9, 1.0, 1.0, 1.2, 1.8)  # so that not every light is calm


def targets(cluster: Cluster, users: dict[str, User], *, by: Scope) -> None:
    """Four targets are divided and approved, one division is still a draft that lacks three enterprises."""
    staff = scope_for(users["staff"], on=DRAWN)
    head = scope_for(users["lead"], on=APPROVED)
    random = Random(2022)
    for target in Target.objects.filter(cluster=cluster).order_by("id"):
        if target.code in LED:
            actions.name_leader(target, users["leader"], by=staff, now=evening(DRAWN))
        parts = _parts(target, by, random)
        if target.code == "target_club_enterprises":
            largest = max(parts, key=lambda county: parts[county])
            parts[largest] -= 3
            actions.draw_up(
                target,
                parts,
                note="还有3家待各县市区认领",
                by=staff,
                now=evening(date(2022, 6, 28)),
            )
            continue
        draft = actions.draw_up(
            target,
            parts,
            note="按上年实绩和在手项目测算",
            by=staff,
            now=evening(DRAWN),
        )
        actions.submit(draft, by=staff, now=evening(DRAWN))
        actions.approve(Decomposition.objects.get(pk=draft.pk), by=head, now=evening(APPROVED))
    scale = Target.objects.get(cluster=cluster, code="target_scale_enterprises")
    actions.revise(
        scale,
        710,
        reason="上半年新增规模企业较多，年中调度会议定上调10家",
        source="市制造强市建设指挥部年中调度会",
        by=scope_for(users["lead"], on=REVISED),
        now=evening(REVISED),
    )


def _parts(target: Target, by: Scope, random: Random) -> dict[int, int]:
    """Whole units for every county that add up exactly, some counties asked for more than others.

    An amount is divided by what was reached by May; a state keeps what each county began with and
    divides the growth.
    """
    step = STEP_YUAN if target.unit == "元" else 1
    day = date(target.year - 1, 12, 31) if target.base else AS_OF
    reached = figures_by_group(question(by, target.indicator, as_of=day), "county") or {}
    begun = {
        county.pk: int(reached[county.pk].value or 0) if county.pk in reached else 0
        for county in counties_of(by)
    }
    if target.base:
        grown = _divided(target.value - sum(begun.values()), dict.fromkeys(begun, 1.0), random)
        return {pk: begun[pk] + grown[pk] for pk in begun}
    shares = _divided(target.value // step, {pk: float(v) for pk, v in begun.items()}, random)
    return {pk: share * step for pk, share in shares.items()}


def _divided(whole: int, weights: dict[int, float], random: Random) -> dict[int, int]:
    """By weight, each stretched a little, the largest remainders rounded up."""
    stretched = {pk: weight * random.choice(STRETCH) for pk, weight in weights.items()}
    total = sum(stretched.values())
    exact = {pk: whole * weight / total for pk, weight in stretched.items()}
    parts = {pk: int(value) for pk, value in exact.items()}
    rest = whole - sum(parts.values())
    for pk in sorted(parts, key=lambda pk: (parts[pk] - exact[pk], pk))[:rest]:
        parts[pk] += 1
    return parts
