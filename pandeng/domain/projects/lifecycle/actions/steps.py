"""Taking a step of a project's life, and correcting a day of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core import workflow as process
from pandeng.core.action import UNKNOWN_STEP, Action, step_actions
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, EditConflict, require_reason
from pandeng.domain.projects.lifecycle import facts as dates
from pandeng.domain.projects.lifecycle import rules
from pandeng.domain.projects.lifecycle.actions.lines import add_line
from pandeng.domain.projects.lifecycle.facts import LifecycleFacts
from pandeng.domain.projects.lifecycle.queries import facts_of, project_of
from pandeng.domain.projects.lifecycle.workflow import LIFECYCLE
from pandeng.domain.projects.models import (
    Project,
    ProjectStep,
)
from pandeng.domain.projects.nodes.actions.agree import node_follows, node_follows_correction

STEP_ACTIONS = step_actions("projects", LIFECYCLE.step_words)


def take_step(
    project: Project, step: str, *, seen: str = "", by: Scope, now: datetime, **inputs: Any
) -> Project:
    """Record a step on its day with what proves it. Refuses a skipped stage, a day out of order, a future one.

    `inputs` are those of the step (lifecycle/inputs.py). `seen` is the status that the form showed; of two
    people at once exactly one succeeds.
    """
    action, why = STEP_ACTIONS.get(step, UNKNOWN_STEP), str(inputs.get("note") or "")
    with Change(action, by=by, now=now, why=why, target=project) as change:
        project = project_of(by, project.pk, for_write=True)
        facts = facts_of(by, project)
        if seen and seen != facts.status:
            raise EditConflict(
                _("刚才有人先登记了进展，项目现在“%(status)s”，请刷新后再试。")
                % {"status": _(LIFECYCLE.status_words[facts.status])}
            )
        taking = _ProjectStepTaking(change, project, facts, by)
        process.take(LIFECYCLE, taking, step, inputs, scope=by, cluster_id=project.cluster_id)
        project.refresh_from_db()
    return project


@dataclass
class _ProjectStepTaking:
    """A step of a project being taken, as the engine asks for it. The status follows from the dates."""

    change: Change
    project: Project
    state: LifecycleFacts
    by: Scope
    to: str | None = None

    def run(self, effect: str, inputs: Any) -> str | None:
        raise AssertionError(f"a step of a project has no effect but its date: {effect}")

    def write(self, step: str, line: str, before: str, inputs: Any) -> None:
        today = timezone.localdate(self.change.now)
        day = getattr(inputs, "on", None) or today
        if step == "take_back":
            stage, reached = dates.stage_of(self.state), None
            self._date(dates.STAGES[stage].column, None)
        else:
            rules.may_happen(self.state, step, day, today).require()
            self._date(dates.COLUMNS[step], day)
            stage, reached = dates.STAGE_OF_STEP.get(step, ""), day
        node_follows(self.change, self.project, stage, reached, inputs.evidence, self.by)
        add_line(self.change, self.project, step, day, self.by, evidence=inputs.evidence, note=line)

    def _date(self, column: str, value: date | None) -> None:
        """Set a date, unless somebody else set one meanwhile."""
        seen = {name: getattr(self.project, name) for name in dates.LIFE}
        rows = Project.objects.filter(pk=self.project.pk, **seen)
        if self.change.update_where(rows, **{column: value}) != 1:
            raise EditConflict(_("刚才有人先登记了进展，请刷新后再试。"))

    def notify(self, whom: str, line: str) -> None:
        """Nobody is notified of a project's step."""


CORRECT_DAY = Action("projects.correct_day", gettext_noop("更正项目日期"), Permission.EDIT_PROJECT)


def correct_day(
    project: Project, fact: str, *, on: date, why: str, by: Scope, now: datetime
) -> Project:
    """Correct the day of a stage that was reached, or of statistics entry; the earlier day stays known."""
    CORRECT_DAY.require(by)
    require_reason(why)
    if fact not in dates.STAGES and fact != dates.STATISTICS:
        raise DomainError(_("请选择要更正的日期。"))
    with Change(CORRECT_DAY, by=by, now=now, why=why) as change:
        project = project_of(by, project.pk, for_write=True)
        facts = facts_of(by, project)
        rules.may_correct(facts, fact, on, timezone.localdate(now)).require()
        stage = dates.STAGES.get(fact)
        column = stage.column if stage else fact
        step = stage.step if stage else "enter_statistics"
        old = getattr(project, column)
        change.save(project, **{column: on})
        node_follows_correction(change, project, fact, on)
        lines = ProjectStep.objects.filter(project=project, step=step, happened_on=old)
        if line := lines.last():
            change.save(line, happened_on=on)
        else:
            add_line(change, project, step, on, by, note=why)
    return project


IMPORT_EXISTING_STEPS = Action(
    "projects.import_existing_steps", gettext_noop("导入已有项目进展"), Permission.EDIT_PROJECT
)


def import_existing_steps(steps: Iterable[ProjectStep], *, by: Scope, now: datetime) -> None:
    """Import dated lines with evidence for what stands on the projects already; none of a day to come."""
    lines, today = list(steps), timezone.localdate(now)
    if any(line.happened_on > today for line in lines):
        raise DomainError(_("发生日期还没有到，请核对。"))
    with Change(IMPORT_EXISTING_STEPS, by=by, now=now) as change:
        change.bulk_add(lines)
