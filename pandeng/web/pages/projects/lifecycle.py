"""The forms of a project's life: each shows where the project stands and calls one action."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pandeng.access.permissions import Permission
from pandeng.access.request import PageRequest
from pandeng.access.scope import Scope
from pandeng.core.errors import NotFound
from pandeng.core.verdict import Verdict
from pandeng.domain.attachments.actions import attach, check
from pandeng.domain.projects.ledger.reports import planned_year
from pandeng.domain.projects.lifecycle import actions, queries
from pandeng.domain.projects.lifecycle import facts as dates
from pandeng.domain.projects.lifecycle.workflow import LIFECYCLE
from pandeng.domain.projects.models import Project
from pandeng.web.forms import projects as forms
from pandeng.web.forms.look import Form
from pandeng.web.ui.form_page import FormPage, form_page

page_with_form = require_http_methods(["GET", "POST"])


@page_with_form
def new_project(request: PageRequest) -> HttpResponse:
    scope = request.scope
    form = forms.EnterProject(scope, request.POST or None, initial={"on": request.today})

    def act(inputs: dict[str, Any]) -> Project:
        return actions.register(**inputs, by=scope, now=request.now)

    def done(made: Project) -> str:
        return _("已登记，编号%(code)s。") % {"code": made.code}

    may = scope.may(Permission.EDIT_PROJECT)
    return _page(request, form, act, done, title=_("登记项目"), may=may)


@page_with_form
def edit_project(request: PageRequest, pk: int) -> HttpResponse:
    scope, project = request.scope, _project(request, pk)
    names = ("name", "short_name", "county", "chain", "planned_total_yuan", "planned_start_on")
    initial = {name: getattr(project, name) for name in names}
    initial["enterprise"] = project.enterprise.name if project.enterprise else ""
    form = forms.EditProject(scope, request.POST or None, initial=initial)

    def act(inputs: dict[str, Any]) -> None:
        actions.edit(project, **inputs, by=scope, now=request.now)

    done = _("已更正。")
    may = scope.may(Permission.EDIT_PROJECT)
    return _page(request, form, act, done, title=_("更正项目信息"), may=may, project=project)


@page_with_form
def delete_project(request: PageRequest, pk: int) -> HttpResponse:
    scope, project = request.scope, _project(request, pk)

    def act(inputs: dict[str, Any]) -> str:
        actions.delete_erroneous(project, **inputs, by=scope, now=request.now)
        return reverse("projects")

    done = _("已删除误录的项目“%(name)s”，历史和原因都保留。") % {"name": project.name}
    return _page(
        request,
        forms.DeleteProject(request.POST or None),
        act,
        done,
        title=_("删除误录项目"),
        lead=_("只用于录错或重复的项目；不再推进的项目请登记退出，并移出年度清单。"),
        may=scope.may(Permission.EDIT_PROJECT_LIST),
        project=project,
        button=_("删除"),
        look="warning",
    )


@page_with_form
def take_step(request: PageRequest, pk: int, step: str) -> HttpResponse:
    """One step with its day, what proves it and its files."""
    scope, project = request.scope, _project(request, pk)
    facts = queries.facts_of(scope, project)
    may = LIFECYCLE.may(facts, step, scope)
    if step not in LIFECYCLE.steps:
        raise NotFound(may.message)
    form = forms.ProjectStepForm(step, facts.status, request.today, request.POST or None)

    def act(_filled: dict[str, Any]) -> None:
        files = request.FILES.getlist("file")
        for file in files:
            check(file)
        actions.take_step(project, step, **form.inputs(), by=scope, now=request.now)
        for file in files:
            attach(project, file, by=scope, now=request.now)

    done = _("已登记：%(step)s。") % {"step": _(LIFECYCLE.step_words[step])}
    return _page(
        request,
        form,
        act,
        done,
        title=_("登记进展：%(step)s") % {"step": _(LIFECYCLE.step_words[step])},
        lead=_("项目现在“%(status)s”。") % {"status": _(LIFECYCLE.status_words[facts.status])},
        may=may,
        project=project,
        asks_files=bool(scope.may(Permission.ATTACH_FILE)) and step != "take_back",
    )


@page_with_form
def correct_day(request: PageRequest, pk: int) -> HttpResponse:
    scope, project = request.scope, _project(request, pk)
    choices = _reached(queries.facts_of(scope, project))
    initial = {"fact": request.GET.get("fact")}
    form = forms.CorrectDay(choices, request.POST or None, initial=initial)

    def act(inputs: dict[str, Any]) -> None:
        actions.correct_day(project, **inputs, by=scope, now=request.now)

    done = _("已更正，原来的日期保留在历次变更中。")
    return _page(
        request,
        form,
        act,
        done,
        title=_("更正日期"),
        lead=_("补登没有日期的阶段也用这一页。"),
        may=scope.may(Permission.EDIT_PROJECT),
        project=project,
    )


@page_with_form
def put_on_list(request: PageRequest, pk: int) -> HttpResponse:
    scope, project, today = request.scope, _project(request, pk), request.today
    form = forms.PutOnList(request.POST or None, initial={"year": today.year, "since": today})

    def act(inputs: dict[str, Any]) -> None:
        actions.put_on_list(project, **inputs, by=scope, now=request.now)

    def done(_made: object) -> str:
        return _("已列入%(year)s年重点项目清单。") % {"year": form.cleaned_data["year"]}

    return _page(
        request,
        form,
        act,
        done,
        title=_("列入年度清单"),
        lead=_curve_follows(scope, project),
        may=scope.may(Permission.EDIT_PROJECT_LIST),
        project=project,
    )


@page_with_form
def take_off_list(request: PageRequest, pk: int, item: int) -> HttpResponse:
    scope, project = request.scope, _project(request, pk)
    listing = queries.listing_of(scope, project.pk, item)
    form = forms.TakeOffList(request.POST or None, initial={"on": request.today})

    def act(inputs: dict[str, Any]) -> None:
        actions.take_off_list(listing, **inputs, by=scope, now=request.now)

    done = _("已移出%(year)s年清单。") % {"year": listing.year}
    return _page(
        request,
        form,
        act,
        done,
        title=_("移出%(year)s年清单") % {"year": listing.year},
        lead=_("%(since)s列入。移出后不再计入该年度重点项目数，此前各日的数不变。")
        % {"since": listing.since},
        may=scope.may(Permission.EDIT_PROJECT_LIST),
        project=project,
    )


@page_with_form
def change_plan(request: PageRequest, pk: int, item: int) -> HttpResponse:
    scope, project = request.scope, _project(request, pk)
    listing = queries.listing_of(scope, project.pk, item)
    initial = {"annual_plan_yuan": listing.annual_plan_yuan}

    def act(inputs: dict[str, Any]) -> None:
        actions.change_plan(listing, **inputs, by=scope, now=request.now)

    done = _("已调整年度计划。")
    return _page(
        request,
        forms.ChangePlan(request.POST or None, initial=initial),
        act,
        done,
        title=_("调整%(year)s年度计划投资") % {"year": listing.year},
        lead=_curve_follows(scope, project, listing.year),
        may=scope.may(Permission.EDIT_PROJECT_LIST),
        project=project,
    )


@page_with_form
def give_label(request: PageRequest, pk: int) -> HttpResponse:
    scope, project = request.scope, _project(request, pk)
    form = forms.GiveLabel(request.POST or None, initial={"since": request.today})

    def act(inputs: dict[str, Any]) -> None:
        actions.give_label(project, **inputs, by=scope, now=request.now)

    done = _("已认定。")
    may = scope.may(Permission.EDIT_PROJECT_LIST)
    return _page(request, form, act, done, title=_("认定层级"), may=may, project=project)


@page_with_form
def change_label(request: PageRequest, pk: int, item: int) -> HttpResponse:
    scope, project = request.scope, _project(request, pk)
    label = queries.label_of(scope, project.pk, item)
    initial = {"level": label.level, "variant": label.variant, "on": request.today}

    def act(inputs: dict[str, Any]) -> None:
        actions.change_label(label, **inputs, by=scope, now=request.now)

    done = _("已调整，原来的层级保留到前一天。")
    return _page(
        request,
        forms.ChangeLabel(request.POST or None, initial=initial),
        act,
        done,
        title=_("调整层级"),
        lead=f"{label.get_level_display()}{_(label.variant) if label.variant else ''}",
        may=scope.may(Permission.EDIT_PROJECT_LIST),
        project=project,
    )


@page_with_form
def end_label(request: PageRequest, pk: int, item: int) -> HttpResponse:
    scope, project = request.scope, _project(request, pk)
    label = queries.label_of(scope, project.pk, item)
    form = forms.EndLabel(request.POST or None, initial={"on": request.today})

    def act(inputs: dict[str, Any]) -> None:
        actions.end_label(label, **inputs, by=scope, now=request.now)

    done = _("已取消。以后可以重新认定。")
    return _page(
        request,
        form,
        act,
        done,
        title=_("取消层级"),
        lead=f"{label.get_level_display()}{_(label.variant) if label.variant else ''}",
        may=scope.may(Permission.EDIT_PROJECT_LIST),
        project=project,
    )


# -- inside ---------------------------------------------------------------------------------------


def _project(request: PageRequest, pk: int) -> Project:
    return queries.project_of(request.scope, pk)


def _home(project: Project) -> str:
    return project.get_absolute_url()


def _reached(facts: dates.LifecycleFacts) -> list[tuple[str, str]]:
    """The stages that were reached, and statistics entry, each with its day."""
    order = list(dates.STAGES)
    reached = order[: order.index(dates.stage_of(facts)) + 1]
    found = [
        (code, _dated(_(LIFECYCLE.status_words[code]), facts.reached[code])) for code in reached
    ]
    if facts.in_statistics_on:
        word = _(LIFECYCLE.step_words["enter_statistics"])
        found.append((dates.STATISTICS, _dated(word, facts.in_statistics_on)))
    return found


def _dated(word: str, on: Any) -> str:
    return f"{word} {on}" if on else _("%(stage)s（未登记日期）") % {"stage": word}


def _curve_follows(scope: Scope, project: Project, year: int | None = None) -> str:
    """What becomes of the curve (of the year, or the newest) when the annual plan changes; none: nothing."""
    planned = planned_year(scope, project, year)
    if planned is None:
        return ""
    return _(
        "%(year)s年已有分月投资计划。保存后，已过月份的计划不变，其余月份按原比例调整，各月合计等于"
        "年度计划；已过月份合计超过年度计划的，全年各月按比例调整。需要另行安排的，保存后再改分月投资计划。"
    ) % {"year": planned}


def _page(
    request: PageRequest,
    form: Form,
    act: Callable[[dict[str, Any]], Any],
    done: str | Callable[[Any], str],
    *,
    title: str,
    may: Verdict,
    project: Project | None = None,
    **more: Any,
) -> HttpResponse:
    trail = [(_("项目"), reverse("projects"))]
    if project:
        trail.append((project.name, project.get_absolute_url()))
    page = FormPage(title=title, trail=tuple(trail), may=may, **more)
    return form_page(request, form, act, page, done)
