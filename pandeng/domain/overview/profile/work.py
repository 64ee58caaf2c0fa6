"""Projects, demands, outcomes and titles of an enterprise."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.core import units
from pandeng.domain.demands.models import Demand
from pandeng.domain.demands.queries import OPEN
from pandeng.domain.enterprises import statements
from pandeng.domain.outcomes.models import Outcome, OutcomeKind
from pandeng.domain.overview.profile.looking import Looking
from pandeng.domain.projects.models import Project
from pandeng.domain.titles.models import Application, Award

MAX_LINES = 6
OUTCOME_UNITS = {"yuan": "元", "person": "人", "mu": "亩"}
STAGES = (
    ("stopped_on", gettext_noop("已停建或退出")),
    ("in_production_on", gettext_noop("已投产")),
    ("completed_on", gettext_noop("已竣工")),
    ("started_on", gettext_noop("已开工")),
    ("signed_on", gettext_noop("已签约")),
)


@dataclass(frozen=True)
class EnterpriseWork:
    """Projects, demands, outcomes and titles."""

    projects: list[tuple[Any, str, str]]
    projects_count: int
    open_demands: list[tuple[Any, str]]
    open_count: int
    closed_demands: list[Any]
    closed_count: int
    outcomes: list[tuple[str, str, int]]
    waiting: int
    awards: list[Any]
    applications: list[Any]


def work(at: Looking) -> EnterpriseWork:
    """Nine queries."""
    projects = at.own(Project).order_by("-planned_total_yuan", "id")
    demands = at.own(Demand).filter(received_on__lte=at.day)
    still = demands.filter(status__in=OPEN)
    closed = demands.filter(closed_on__isnull=False, closed_on__lte=at.day)
    shown = list(still.select_related("department").order_by("next_due_on", "id")[:MAX_LINES])
    outcomes = at.own(Outcome).filter(happened_on__lte=at.day)
    sums = (
        outcomes.filter(status="confirmed")
        .order_by("kind")
        .values_list("kind", "unit")
        .annotate(amount=Sum("amount"), n=Count("id"))
    )
    return EnterpriseWork(
        projects=[
            (
                project,
                _stage(project, at.day),
                statements.written(project.planned_total_yuan, "revenue"),
            )
            for project in projects[:MAX_LINES]
        ],
        projects_count=projects.count(),
        open_demands=[(demand, _due(demand, at.day)) for demand in shown],
        open_count=still.count(),
        closed_demands=list(closed.order_by("-closed_on", "id")[:3]),
        closed_count=closed.count(),
        outcomes=[
            (
                str(OutcomeKind(kind).label),
                units.written(Decimal(amount), OUTCOME_UNITS[unit]),
                n,
            )
            for kind, unit, amount, n in sums
        ],
        waiting=outcomes.filter(status="reported").count(),
        awards=list(
            at.own(Award)
            .filter(awarded_on__lte=at.day)
            .select_related("scheme")
            .order_by("-awarded_on", "id")
        ),
        applications=list(
            at.own(Application)
            .filter(recommended_on__lte=at.day)
            .select_related("scheme")
            .order_by("-recommended_on", "id")
        ),
    )


def _stage(project: Any, day: date) -> str:
    """The furthest stage reached by the day."""
    for name, words in STAGES:
        if (on := getattr(project, name)) and on <= day:
            return _(words)
    return _("前期")


def _due(demand: Any, day: date) -> str:
    """The light of its nearest deadline: red when it has passed."""
    if demand.next_due_on is None:
        return "grey"
    return "red" if demand.next_due_on < day else "green"
