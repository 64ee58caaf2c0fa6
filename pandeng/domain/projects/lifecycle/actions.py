"""Writing the life of projects: register, correct, take a step, put on a list and off it, label, delete."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.models import Department
from pandeng.access.permissions import Permission
from pandeng.access.records import ClusterRecord
from pandeng.access.scope import Scope
from pandeng.core.action import UNKNOWN_STEP, Action, step_actions
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, EditConflict, NotFound
from pandeng.domain.attachments.queries import files_of
from pandeng.domain.chains.models import Chain
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.enterprises.rules import search_text
from pandeng.domain.projects.ledger.actions import plans
from pandeng.domain.projects.lifecycle import rules, workflow
from pandeng.domain.projects.lifecycle.queries import facts_of, project_of
from pandeng.domain.projects.models import (
    Level,
    Milestone,
    Project,
    ProjectLabel,
    ProjectListing,
    ProjectStep,
)

EDITABLE = frozenset(
    {
        "name",
        "short_name",
        "county",
        "chain",
        "enterprise",
        "planned_total_yuan",
        "planned_start_on",
    }
)
# What goes with a project that is deleted as wrongly entered; anything else keeps it.
OWN = (ProjectStep, ProjectLabel, ProjectListing, Milestone)


# -- the project itself ---------------------------------------------------------------------------


REGISTER = Action("projects.register", gettext_noop("登记项目"), Permission.EDIT_PROJECT)


def register(
    *,
    name: str,
    county: Department,
    planned_total_yuan: int,
    stage: str,
    on: date,
    evidence: str = "",
    code: str = "",
    short_name: str = "",
    chain: Chain | None = None,
    enterprise: Enterprise | None = None,
    planned_start_on: date | None = None,
    is_example: bool = False,
    by: Scope,
    now: datetime,
) -> Project:
    """Enter a project that is proposed, negotiated or signed; what follows is entered step by step.

    Refuses a name or code in use, a county out of reach and a future day. Without a code it gets the next.
    """
    REGISTER.require(by)
    _reachable(by, county, chain, enterprise)
    if stage not in rules.ENTRY_STAGES:
        raise DomainError(_("新项目从谋划、洽谈或签约开始登记，之后的进展逐步登记。"))
    step = workflow.STAGES[stage].step
    workflow.may_happen(workflow.facts_of({}), step, on, timezone.localdate(now)).require()
    name, code = name.strip(), code.strip() or _next_code(by, on.year)
    _free(by, name, code)
    with Change(REGISTER, by=by, now=now) as change:
        project = change.add(
            Project(
                cluster_id=by.in_cluster(),
                code=code,
                name=name,
                short_name=short_name.strip(),
                county=county,
                chain=chain,
                enterprise=enterprise,
                planned_total_yuan=planned_total_yuan,
                planned_start_on=planned_start_on,
                is_example=is_example,
                search_text=search_text([name, short_name.strip()], code),
                **{workflow.STAGES[stage].column: on},
            )
        )
        _line(change, project, step, on, by, evidence=evidence)
    return project


EDIT = Action("projects.edit", gettext_noop("更正项目信息"), Permission.EDIT_PROJECT)


def edit(project: Project, *, why: str, by: Scope, now: datetime, **fields: Any) -> Project:
    """Correct what is known of a project; the reason and the earlier values are kept."""
    EDIT.require(by)
    _reason(why)
    if unknown := set(fields) - EDITABLE:
        raise DomainError(_("不能更正：%(unknown)s。") % {"unknown": "、".join(sorted(unknown))})
    project = project_of(by, project.pk)
    _reachable(by, fields.get("county"), fields.get("chain"), fields.get("enterprise"))
    if (name := fields.get("name", project.name).strip()) != project.name:
        _free(by, name, "")
        fields["name"] = name
    with Change(EDIT, by=by, now=now, why=why) as change:
        change.save(project, **fields)
        text = search_text([project.name, project.short_name], project.code)
        if text != project.search_text:
            change.save(project, search_text=text)
    return project


DELETE_ERRONEOUS = Action(
    "projects.delete_erroneous", gettext_noop("删除误录项目"), Permission.EDIT_PROJECT_LIST
)


def delete_erroneous(project: Project, *, why: str, by: Scope, now: datetime) -> None:
    """Delete a project that was entered by mistake; its history and the reason stay.

    Refuses where money, demands or anything else was recorded on it: such a project withdraws; and
    while it has files.
    """
    DELETE_ERRONEOUS.require(by)
    _reason(why)
    with Change(DELETE_ERRONEOUS, by=by, now=now, why=why) as change:
        project = project_of(by, project.pk, for_write=True)
        nodes = Milestone.objects.select_for_update().filter(project=project)
        held = [
            *_held(Project, Project.objects.filter(pk=project.pk)),
            *_held(Milestone, Milestone.objects.filter(id__in=[node.pk for node in nodes])),
        ]
        if held:
            raise DomainError(
                _("项目上已有%(kinds)s，不能删除；项目不再推进的，请登记退出并移出清单。")
                % {"kinds": "、".join(dict.fromkeys(held))}
            )
        if files := files_of(by, project).count():
            raise DomainError(
                _("项目上有%(count)s个附件，请先移除附件再删除项目。") % {"count": files}
            )
        change.add_fact(project, name=project.name)
        for kind in OWN:
            for record in kind.objects.filter(project=project):
                change.remove(record)
        change.remove(project)


def _held(model: type[ClusterRecord], records: Any) -> list[str]:
    """Words for what else points at records of a kind."""
    return [
        str(relation.related_model._meta.verbose_name)
        for relation in model._meta.related_objects
        if relation.related_model not in OWN
        and relation.related_model._base_manager.filter(
            **{f"{relation.field.name}__in": records}
        ).exists()
    ]


# -- steps ----------------------------------------------------------------------------------------

STEP_ACTIONS = step_actions("projects", workflow.STEPS)


def take_step(
    project: Project,
    step: str,
    *,
    on: date | None = None,
    evidence: str = "",
    note: str = "",
    seen: str = "",
    by: Scope,
    now: datetime,
) -> Project:
    """Record a step on its day with what proves it. Refuses a skipped stage, a day out of order, a future one.

    `seen` is the status that the form showed; of two people at once exactly one succeeds.
    """
    action = STEP_ACTIONS.get(step, UNKNOWN_STEP)
    with Change(action, by=by, now=now, why=note, target=project) as change:
        project = project_of(by, project.pk, for_write=True)
        facts = facts_of(by, project)
        status = workflow.status_of(facts)
        if seen and seen != status:
            raise EditConflict(
                _("刚才有人先登记了进展，项目现在“%(status)s”，请刷新后再试。")
                % {"status": _(workflow.STATUSES[status])}
            )
        workflow.may_take(facts, step, by).require()
        move = workflow.MOVES[status][step]
        for name in move.needs:
            if not {"evidence": evidence, "note": note}[name].strip():
                raise DomainError(_("请填写%(what)s。") % {"what": _(workflow.NEEDS[name])})
        day = on or timezone.localdate(now)
        if step == "take_back":
            column, value = workflow.STAGES[workflow.stage_of(facts)].column, None
        else:
            workflow.may_happen(facts, step, day, timezone.localdate(now)).require()
            column, value = workflow.COLUMNS[step], day
        seen_dates = {name: getattr(project, name) for name in workflow.LIFE}
        if (
            change.update_where(
                Project.objects.filter(pk=project.pk, **seen_dates), **{column: value}
            )
            != 1
        ):
            raise EditConflict(_("刚才有人先登记了进展，请刷新后再试。"))
        _line(change, project, step, day, by, evidence=evidence, note=note)
        project.refresh_from_db()
    return project


CORRECT_DAY = Action("projects.correct_day", gettext_noop("更正项目日期"), Permission.EDIT_PROJECT)


def correct_day(
    project: Project, fact: str, *, on: date, why: str, by: Scope, now: datetime
) -> Project:
    """Correct the day of a stage that was reached, or of statistics entry; the earlier day stays known."""
    CORRECT_DAY.require(by)
    _reason(why)
    if fact not in workflow.STAGES and fact != workflow.STATISTICS:
        raise DomainError(_("请选择要更正的日期。"))
    with Change(CORRECT_DAY, by=by, now=now, why=why) as change:
        project = project_of(by, project.pk, for_write=True)
        facts = facts_of(by, project)
        workflow.may_correct(facts, fact, on, timezone.localdate(now)).require()
        stage = workflow.STAGES.get(fact)
        column = stage.column if stage else fact
        step = stage.step if stage else "enter_statistics"
        old = getattr(project, column)
        change.save(project, **{column: on})
        lines = ProjectStep.objects.filter(project=project, step=step, happened_on=old)
        if line := lines.last():
            change.save(line, happened_on=on)
        else:
            _line(change, project, step, on, by, note=why)
    return project


TAKE_OVER_STEPS = Action(
    "projects.take_over_steps", gettext_noop("接管项目进展"), Permission.EDIT_PROJECT
)


def take_over_steps(steps: Iterable[ProjectStep], *, by: Scope, now: datetime) -> None:
    """Take over dated lines with evidence for what stands on the projects already."""
    with Change(TAKE_OVER_STEPS, by=by, now=now) as change:
        change.bulk_add(steps)


# -- lists ----------------------------------------------------------------------------------------


PUT_ON_LIST = Action(
    "projects.put_on_list", gettext_noop("列入年度清单"), Permission.EDIT_PROJECT_LIST
)


def put_on_list(
    project: Project, *, year: int, annual_plan_yuan: int, since: date, by: Scope, now: datetime
) -> ProjectListing:
    """Put a project on the key-project list of a year; a curve left from before follows its plan.

    Refuses one that stands on the list already.
    """
    PUT_ON_LIST.require(by)
    today = timezone.localdate(now)
    if since > today:
        raise DomainError(_("日期不能晚于今天（%(today)s）。") % {"today": today})
    with Change(PUT_ON_LIST, by=by, now=now) as change:
        project = project_of(by, project.pk, for_write=True)
        standing = ProjectListing.objects.filter(project=project, year=year)
        if standing.filter(Q(until__isnull=True) | Q(until__gte=since)).exists():
            raise DomainError(_("项目已在%(year)s年清单中。") % {"year": year})
        listing = change.add(
            ProjectListing(
                cluster_id=project.cluster_id,
                project=project,
                year=year,
                since=since,
                annual_plan_yuan=annual_plan_yuan,
            )
        )
        plans.follow(change, listing, today)
    return listing


TAKE_OFF_LIST = Action(
    "projects.take_off_list", gettext_noop("移出年度清单"), Permission.EDIT_PROJECT_LIST
)


def take_off_list(
    listing: ProjectListing, *, on: date, why: str, by: Scope, now: datetime
) -> ProjectListing:
    """From this day on the project stands no longer on the year's list; the reason is kept."""
    TAKE_OFF_LIST.require(by)
    _reason(why)
    with Change(TAKE_OFF_LIST, by=by, now=now, why=why) as change:
        listing = _fresh(ProjectListing, by, listing.pk)
        rules.may_end(listing.since, listing.until, on, timezone.localdate(now)).require()
        change.save(listing, until=rules.last_day(on), ended_why=why.strip())
    return listing


CHANGE_PLAN = Action(
    "projects.change_plan", gettext_noop("调整年度计划"), Permission.EDIT_PROJECT_LIST
)


def change_plan(
    listing: ProjectListing, *, annual_plan_yuan: int, why: str, by: Scope, now: datetime
) -> ProjectListing:
    """Change the year's investment plan of a listed project; its curve follows, so that the months add up.

    The reason, the earlier plan and the earlier curve are kept.
    """
    CHANGE_PLAN.require(by)
    _reason(why)
    with Change(CHANGE_PLAN, by=by, now=now, why=why) as change:
        listing = _fresh(ProjectListing, by, listing.pk)
        if listing.until is not None:
            raise DomainError(
                _("项目已移出%(year)s年清单，不能再改计划。") % {"year": listing.year}
            )
        change.save(listing, annual_plan_yuan=annual_plan_yuan)
        plans.follow(change, listing, timezone.localdate(now))
    return listing


# -- labels ---------------------------------------------------------------------------------------


GIVE_LABEL = Action(
    "projects.give_label", gettext_noop("认定项目层级"), Permission.EDIT_PROJECT_LIST
)


def give_label(
    project: Project,
    *,
    level: str,
    since: date,
    basis: str,
    variant: str = "",
    by: Scope,
    now: datetime,
) -> ProjectLabel:
    """Give a project a level from a day on; it may carry several. Refuses one that it carries already."""
    GIVE_LABEL.require(by)
    _may_label(level, variant)
    today = timezone.localdate(now)
    if since > today:
        raise DomainError(_("日期不能晚于今天（%(today)s）。") % {"today": today})
    if not basis.strip():
        raise DomainError(_("请填写认定依据。"))
    with Change(GIVE_LABEL, by=by, now=now, why=basis) as change:
        project = project_of(by, project.pk, for_write=True)
        return _give(change, project, level, variant, since, basis)


END_LABEL = Action("projects.end_label", gettext_noop("取消项目层级"), Permission.EDIT_PROJECT_LIST)


def end_label(label: ProjectLabel, *, on: date, why: str, by: Scope, now: datetime) -> ProjectLabel:
    """From this day on the project carries the level no longer; it may get it again later."""
    END_LABEL.require(by)
    _reason(why)
    with Change(END_LABEL, by=by, now=now, why=why) as change:
        label = _fresh(ProjectLabel, by, label.pk)
        rules.may_end(label.since, label.until, on, timezone.localdate(now)).require()
        change.save(label, until=rules.last_day(on), ended_why=why.strip())
    return label


CHANGE_LABEL = Action(
    "projects.change_label", gettext_noop("调整项目层级"), Permission.EDIT_PROJECT_LIST
)


def change_label(
    label: ProjectLabel,
    *,
    level: str,
    variant: str = "",
    on: date,
    why: str,
    by: Scope,
    now: datetime,
) -> ProjectLabel:
    """One level (or kind) becomes another on a day: the old one ends, the new one begins, both are kept."""
    CHANGE_LABEL.require(by)
    _reason(why)
    _may_label(level, variant)
    with Change(CHANGE_LABEL, by=by, now=now, why=why) as change:
        project_of(by, label.project_id, for_write=True)
        label = _fresh(ProjectLabel, by, label.pk)
        rules.may_end(label.since, label.until, on, timezone.localdate(now)).require()
        if (label.level, label.variant) == (level, variant):
            raise DomainError(_("层级和类别没有变化。"))
        change.save(label, until=rules.last_day(on), ended_why=why.strip())
        return _give(change, label.project, level, variant, on, why)


def _give(
    change: Change, project: Project, level: str, variant: str, since: date, basis: str
) -> ProjectLabel:
    carried = ProjectLabel.objects.filter(project=project, level=level)
    if carried.filter(Q(until__isnull=True) | Q(until__gte=since)).exists():
        raise DomainError(
            _("项目在%(day)s已是“%(level)s”，不能重复认定。")
            % {"day": since, "level": Level(level).label}
        )
    return change.add(
        ProjectLabel(
            cluster_id=project.cluster_id,
            project=project,
            level=level,
            variant=variant,
            since=since,
            basis=basis.strip(),
        )
    )


# -- what several ask -----------------------------------------------------------------------------


def _line(
    change: Change,
    project: Project,
    step: str,
    day: date,
    by: Scope,
    *,
    evidence: str = "",
    note: str = "",
) -> None:
    change.add(
        ProjectStep(
            cluster_id=project.cluster_id,
            project=project,
            step=step,
            happened_on=day,
            evidence=evidence.strip(),
            note=note.strip(),
            person=by.name[:60],
        )
    )


def _may_label(level: str, variant: str) -> None:
    if level not in Level.values:
        raise DomainError(_("请从列表中选择层级。"))
    rules.may_label(level, variant).require()


def _reason(why: str) -> None:
    if not why.strip():
        raise DomainError(_("请写明原因。"))


def _fresh(kind: Any, by: Scope, pk: int) -> Any:
    """A record as it stands now, locked where the database can; not found out of scope."""
    found = (
        kind.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("project")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotFound(_("没有找到这条记录。"))
    return found


def _reachable(
    by: Scope, county: Department | None, chain: Chain | None, enterprise: Enterprise | None
) -> None:
    """Refuses a county where this person enters nothing, and records of another cluster."""
    for record in (county, chain, enterprise):
        if record is not None and record.cluster_id != by.in_cluster():
            raise NotFound(_("没有找到所选的记录。"))
    rows = by.rows("project")
    if county is not None and (
        county.kind != "county" or not (rows.everything or county.pk in rows.counties)
    ):
        raise DomainError(_("只能登记本县市区的项目。"))


def _free(by: Scope, name: str, code: str) -> None:
    """Refuses a name or a code that another project of the cluster carries."""
    if not name:
        raise DomainError(_("请填写项目名称。"))
    taken = Project.objects.filter(cluster_id=by.in_cluster())
    if other := taken.filter(name=name).first():
        raise DomainError(_("已有同名项目（编号%(code)s）。") % {"code": other.code})
    if code and taken.filter(code=code).exists():
        raise DomainError(_("项目编号%(code)s已在使用。") % {"code": code})


def _next_code(by: Scope, year: int) -> str:
    """The next free number of a year, such as 2022-342."""
    used = Project.objects.filter(cluster_id=by.in_cluster(), code__startswith=f"{year}-")
    numbers = [
        int(code.partition("-")[2])
        for code in used.values_list("code", flat=True)
        if code.partition("-")[2].isdigit()
    ]
    return f"{year}-{max(numbers, default=0) + 1:03d}"
