"""Stage and node as one fact: what is entered on one stands on the other, and contradictions are mended."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, require_reason
from pandeng.core.verdict import deny
from pandeng.domain.projects.lifecycle import facts as dates
from pandeng.domain.projects.lifecycle import rules as life
from pandeng.domain.projects.lifecycle.queries import facts_of, project_of
from pandeng.domain.projects.lifecycle.workflow import LIFECYCLE
from pandeng.domain.projects.models import Milestone, Project, ProjectStep
from pandeng.domain.projects.node_queries import node_of, stage_node
from pandeng.domain.projects.nodes import rules
from pandeng.domain.projects.nodes.actions.moves import DONE, drop_moves
from pandeng.domain.projects.nodes.stages import stage_of


def node_follows(
    change: Change, project: Project, stage: str, day: date | None, evidence: str, by: Scope
) -> None:
    """The step of a project reached this stage (or took it back): so does its node, where there is one.

    Refuses a stage whose node waits for others, is blocked, or says another day.
    """
    node = stage_node(project.pk, stage)
    if node is None or node.actual_on == day:
        return
    if day is None:
        rules.may_take_back(_facts(node, by, change.now)).require()
        change.save(node, actual_on=None, evidence="")
        return
    if node.actual_on:
        raise DomainError(
            _("节点“%(name)s”登记的完成日期是%(day)s，请填同一天，或先更正节点。")
            % {"name": node.name, "day": node.actual_on}
        )
    rules.may_reach(_facts(node, by, change.now), timezone.localdate(change.now)).require()
    change.save(node, actual_on=day, evidence=evidence.strip()[:300])
    drop_moves(change, node, DONE)


def stage_follows(
    change: Change, node: Milestone, day: date | None, evidence: str, by: Scope
) -> None:
    """A node that is a stage was reached (or taken back): the project is there, or it is refused."""
    if not (stage := stage_of(node.code, node.name)):
        return
    project = project_of(by, node.project_id, for_write=True)
    facts, column = facts_of(by, project), dates.STAGES[stage].column
    known, step = facts.reached.get(stage), dates.STAGES[stage].step
    if known == day:
        return
    if known and day:
        deny(
            gettext_noop("项目进程的%(stage)s日期是%(day)s，请填同一天，或先更正项目日期。"),
            stage=deny(dates.STAGES[stage].word).message,
            day=known,
        ).require()
    office = Scope.of_system(project.cluster_id)  # whoever reports the node enters the fact
    today = timezone.localdate(change.now)
    if day is None:
        LIFECYCLE.may(facts, "take_back", office).require()
        if dates.stage_of(facts) != stage:
            raise DomainError(_("项目之后又有进展，请先撤销后面的登记。"))
    else:
        LIFECYCLE.may(facts, step, office).require()
        life.may_happen(facts, step, day, today).require()
    change.save(project, **{column: day})
    _line(change, project, step if day else "take_back", day or today, by, evidence)


def node_follows_correction(change: Change, project: Project, stage: str, day: date) -> None:
    """The day of a stage was corrected: its node, reached on the same day, goes along."""
    node = stage_node(project.pk, stage)
    if node and node.actual_on:
        change.save(node, actual_on=day)


AGREE = Action(
    "projects.agree_stage", gettext_noop("更正阶段与节点不一致"), Permission.EDIT_PROJECT
)


def agree(project: Project, stage: str, *, keep: str, why: str, by: Scope, now: datetime) -> None:
    """Mend a contradiction: `keep` says whether the node's word ("node") or the stage's ("stage") holds."""
    AGREE.require(by)
    require_reason(why)
    with Change(AGREE, by=by, now=now, why=why) as change:
        project = project_of(by, project.pk, for_write=True)
        node = stage_node(project.pk, stage)
        facts = facts_of(by, project)
        if node is None or facts.reached.get(stage) == node.actual_on:
            raise DomainError(_("阶段与节点已经一致，不用更正。"))
        if keep == "stage":
            change.save(node, actual_on=facts.reached.get(stage))
            if node.actual_on:
                drop_moves(change, node, DONE)
            return
        if node.actual_on:
            _between(facts, stage, node.actual_on)
        elif dates.stage_of(facts) != stage:
            raise DomainError(_("项目之后又有进展，阶段日期不能去掉，请以项目进程为准。"))
        change.save(project, **{dates.STAGES[stage].column: node.actual_on})
        step = dates.STAGES[stage].step if node.actual_on else "take_back"
        _line(change, project, step, node.actual_on or timezone.localdate(now), by, "", why)


def _between(facts: dates.LifecycleFacts, stage: str, day: date) -> None:
    """A stage's day lies between those before and after it, wherever the project stands."""
    reached = {**facts.reached, stage: day}
    known = dates.LifecycleFacts(reached, facts.in_statistics_on, facts.turns)
    life.may_correct(known, stage, day, day).require()


def _facts(node: Milestone, by: Scope, now: datetime) -> rules.NodeFacts:
    return node_of(by, node.pk, timezone.localdate(now)).facts


def _line(
    change: Change,
    project: Project,
    step: str,
    day: date,
    by: Scope,
    evidence: str,
    note: str = "",
) -> None:
    change.add(
        ProjectStep(
            cluster_id=project.cluster_id,
            project=project,
            step=step,
            happened_on=day,
            evidence=evidence.strip()[:200],
            note=note.strip()[:300],
            person=by.name[:60],
        )
    )
