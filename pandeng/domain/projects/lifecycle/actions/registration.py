"""Registering a project, correcting it, deleting one that was entered by mistake."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.models import Department
from pandeng.access.permissions import Permission
from pandeng.access.records import ClusterRecord
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, NotFound, require_reason
from pandeng.domain.attachments.queries import files_of
from pandeng.domain.chains.models import Chain
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.enterprises.rules import search_text
from pandeng.domain.projects.lifecycle import facts as dates
from pandeng.domain.projects.lifecycle import rules
from pandeng.domain.projects.lifecycle.actions.lines import add_line
from pandeng.domain.projects.lifecycle.queries import project_of
from pandeng.domain.projects.models import (
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
    require_reach(by, county, chain, enterprise)
    if stage not in rules.ENTRY_STAGES:
        raise DomainError(_("新项目从谋划、洽谈或签约开始登记，之后的进展逐步登记。"))
    step = dates.STAGES[stage].step
    rules.may_happen(dates.facts_of({}), step, on, timezone.localdate(now)).require()
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
                **{dates.STAGES[stage].column: on},
            )
        )
        add_line(change, project, step, on, by, evidence=evidence)
    return project


EDIT = Action("projects.edit", gettext_noop("更正项目信息"), Permission.EDIT_PROJECT)
EDIT_EACH = Action("projects.edit_each", gettext_noop("批量更改项目"), Permission.EDIT_PROJECT)
UNDO_EDITS = Action("projects.undo_each", gettext_noop("撤回批量更改项目"), Permission.EDIT_PROJECT)


def edit(project: Project, *, why: str, by: Scope, now: datetime, **fields: Any) -> Project:
    """Correct what is known of a project; the reason and the earlier values are kept."""
    EDIT.require(by)
    require_reason(why)
    if unknown := set(fields) - EDITABLE:
        raise DomainError(_("不能更正：%(unknown)s。") % {"unknown": "、".join(sorted(unknown))})
    project = project_of(by, project.pk)
    require_reach(by, fields.get("county"), fields.get("chain"), fields.get("enterprise"))
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
    require_reason(why)
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


def require_reach(
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
