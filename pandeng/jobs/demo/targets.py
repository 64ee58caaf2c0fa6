"""The targets of the demo: who answers for them, their parts by county, one revision in June 2022."""

from datetime import date

from pandeng.access.models import Cluster, User
from pandeng.access.scope import Scope
from pandeng.domain.indicators.paces import counties_of
from pandeng.domain.indicators.queries import by_part
from pandeng.domain.strategy import actions
from pandeng.domain.strategy.models import Decomposition, Target
from pandeng.domain.teams.queries import scope_for
from pandeng.jobs.demo.facts import AS_OF, evening

DRAWN, APPROVED, REVISED = date(2022, 2, 22), date(2022, 3, 1), date(2022, 6, 20)
STEP_YUAN = 50_000_000  # parts in money are written to half of 亿元
LED = ("target_scale_enterprises", "target_climbing_revenue", "target_annual_investment")
# Two counties that were given more than they carry, so that not every light is calm.
STRETCHED = {"370826": 4, "370827": 3}


def targets(cluster: Cluster, users: dict[str, User], *, by: Scope) -> None:
    """Four targets are divided and approved, one division is still a draft that lacks three enterprises."""
    staff = scope_for(users["staff"], on=DRAWN)
    head = scope_for(users["lead"], on=APPROVED)
    for target in Target.objects.filter(cluster=cluster).order_by("id"):
        if target.code in LED:
            actions.name_leader(target, users["leader"], by=staff, now=evening(DRAWN))
        parts = _parts(target, by)
        if target.code == "target_club_enterprises":
            largest = max(parts, key=lambda county: parts[county])
            parts[largest] -= 3
            actions.draw_up(
                target,
                parts,
                note="邹城市拟再报3家，待核",
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


def _parts(target: Target, by: Scope) -> dict[int, int]:
    """Parts in proportion to what each county had reached, whole units, that add up exactly."""
    reached = by_part(by, target.indicator, "county", as_of=AS_OF) or {}
    step = STEP_YUAN if target.unit == "元" else 1
    weights = {}
    for county in counties_of(by):
        figure = reached.get(county.pk)
        weights[county.pk] = int(figure.value or 0) if figure else 0
        weights[county.pk] = weights[county.pk] * STRETCHED.get(county.code, 2) // 2
    whole, total = target.value // step, sum(weights.values())
    parts = {county: whole * weight // total for county, weight in weights.items()}
    rest = whole - sum(parts.values())
    for pk in sorted(parts, key=lambda pk: -(whole * weights[pk] % total))[:rest]:
        parts[pk] += 1
    return {pk: part * step for pk, part in parts.items()}
