"""Reading the life of a project: its dates as facts, the line of stages, what may be done next."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core import units
from pandeng.core.errors import NotFound
from pandeng.core.verdict import Verdict
from pandeng.core.workflow import StepButton
from pandeng.domain.projects.lifecycle import facts as dates
from pandeng.domain.projects.lifecycle.facts import STAGES, LifecycleFacts
from pandeng.domain.projects.lifecycle.workflow import LIFECYCLE
from pandeng.domain.projects.models import (
    InvestmentEntry,
    InvestmentMeasure,
    Project,
    ProjectLabel,
    ProjectListing,
    ProjectStep,
)


def project_of(scope: Scope, pk: int, *, for_write: bool = False) -> Project:
    """A project that the scope sees; locked for the rest of the change where the database can."""
    rows = Project.objects.visible_to(scope)
    if for_write:
        rows = rows.select_for_update(of=("self",))
    found: Project | None = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有找到这个项目。"))
    return found


def facts_of(scope: Scope, project: Project) -> LifecycleFacts:
    """The facts of a project as they stand."""
    steps = ProjectStep.objects.visible_to(scope).filter(project_id=project.pk)
    return _facts(project, steps.values_list("happened_on", "step"))


def _facts(project: Project, steps: Any) -> LifecycleFacts:
    return dates.facts_of({name: getattr(project, name) for name in dates.LIFE}, steps)


@dataclass(frozen=True)
class StageShown:
    """A stage on the line: reached, where the project stands, still ahead, or passed without a date."""

    code: str
    word: str
    state: str  # done | here | ahead | undated
    on: date | None
    evidence: str


@dataclass(frozen=True)
class Life:
    """What the page of a project shows of its life."""

    project: Project
    status: str
    word: str
    line: list[StageShown]
    interruption: ProjectStep | None
    in_statistics_on: date | None
    statistics_evidence: str
    steps: list[ProjectStep]
    buttons: list[StepButton]
    listings: list[ProjectListing]
    labels: list[ProjectLabel]
    may_edit: Verdict
    may_list: Verdict

    @property
    def tone(self) -> str:
        return LIFECYCLE.tones[self.status]

    @property
    def first(self) -> str:
        """The step that most likely comes next."""
        return next((button.step for button in self.buttons if button.may), "")

    @property
    def still_listed(self) -> list[ProjectListing]:
        """Lists on which a withdrawn project still stands."""
        if self.status != "withdrawn":
            return []
        return [listing for listing in self.listings if listing.until is None]


def life_of(scope: Scope, project: Project) -> Life:
    """The life of a project that the caller found through this scope. Three queries."""
    steps = list(ProjectStep.objects.visible_to(scope).filter(project_id=project.pk))
    facts = _facts(project, [(step.happened_on, step.step) for step in steps])
    status = facts.status
    proofs = {(step.step, step.happened_on): step for step in steps}
    turns = [proof for day, step in facts.turns if (proof := proofs.get((step, day)))]
    entered = proofs.get(("enter_statistics", facts.in_statistics_on))
    listings = ProjectListing.objects.visible_to(scope).filter(project_id=project.pk)
    labels = ProjectLabel.objects.visible_to(scope).filter(project_id=project.pk)
    return Life(
        project=project,
        status=status,
        word=_(LIFECYCLE.status_words[status]),
        line=_line(facts, proofs),
        interruption=turns[-1] if turns and status in ("stopped", "withdrawn") else None,
        in_statistics_on=facts.in_statistics_on,
        statistics_evidence=entered.evidence if entered else "",
        steps=steps[::-1],
        buttons=buttons(scope, facts),
        listings=list(listings.order_by("-year", "-since")),
        labels=list(labels.order_by("-since", "-id")),
        may_edit=scope.may(Permission.EDIT_PROJECT),
        may_list=scope.may(Permission.EDIT_PROJECT_LIST),
    )


def buttons(scope: Scope, facts: LifecycleFacts) -> list[StepButton]:
    """What may come next by the table, in its order, each with the sentence where it may not."""
    order = list(LIFECYCLE.steps_from(facts.status))
    found = LIFECYCLE.steps_for(facts, scope)
    return sorted(found, key=lambda button: order.index(button.step))


def _line(facts: LifecycleFacts, proofs: dict[Any, ProjectStep]) -> list[StageShown]:
    order = list(STAGES)
    here = order.index(dates.stage_of(facts))
    shown = []
    for place, (code, stage) in enumerate(STAGES.items()):
        on = facts.reached.get(code)
        proof = proofs.get((stage.step, on)) if on else None
        state = (
            "here" if place == here else "ahead" if place > here else "done" if on else "undated"
        )
        shown.append(StageShown(code, _(stage.word), state, on, proof.evidence if proof else ""))
    return shown


@dataclass(frozen=True)
class CarriedListing:
    """A project of last year's list, and what of its investment is left; None: nothing was reported."""

    listing: ProjectListing
    done_yuan: int | None

    @property
    def planned(self) -> str:
        return units.money(self.listing.project.planned_total_yuan)

    @property
    def done(self) -> str:
        return "—" if self.done_yuan is None else units.money(self.done_yuan)

    @property
    def suggested_yuan(self) -> int | None:
        """What is left of the planned total; the person decides."""
        left = self.listing.project.planned_total_yuan - (self.done_yuan or 0)
        return left if self.done_yuan is not None and left > 0 else None


def newest_list(scope: Scope) -> int | None:
    """The newest year that has a list; None where there is none."""
    years = (
        ProjectListing.objects.visible_to(scope).order_by("-year").values_list("year", flat=True)
    )
    return years.first()


def to_carry(scope: Scope, year: int) -> list[CarriedListing]:
    """What stood on the list of the year before to its end and is not on that of `year`. Two queries."""
    on_new = ProjectListing.objects.filter(year=year, until__isnull=True).values("project")
    rows = (
        ProjectListing.objects.visible_to(scope)
        .filter(year=year - 1, until__isnull=True)
        .exclude(project__in=on_new)
        .select_related("project", "project__county")
        .order_by("project__county", "project__code")
    )
    spent = dict(
        InvestmentEntry.objects.visible_to(scope)
        .filter(measure=InvestmentMeasure.CUMULATIVE)
        .order_by("month_on")
        .values_list("project_id", "amount_yuan")
    )
    return [CarriedListing(row, spent.get(row.project_id)) for row in rows]


def listing_of(scope: Scope, project_id: int, pk: int) -> ProjectListing:
    """One entry of a project on a year's list."""
    found: ProjectListing = _of(ProjectListing.objects.visible_to(scope), project_id, pk)
    return found


def label_of(scope: Scope, project_id: int, pk: int) -> ProjectLabel:
    found: ProjectLabel = _of(ProjectLabel.objects.visible_to(scope), project_id, pk)
    return found


def _of(rows: QuerySet[Any], project_id: int, pk: int) -> Any:
    found = rows.select_related("project").filter(project_id=project_id, pk=pk).first()
    if found is None:
        raise NotFound(_("没有找到这条记录。"))
    return found
