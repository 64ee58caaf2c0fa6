"""The units of the office: set up, corrected, ended, merged and split."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from pandeng.access.models import Department, DepartmentKind
from pandeng.access.permissions import Permission
from pandeng.access.request import PageRequest
from pandeng.domain.units import actions, queries
from pandeng.web.forms import units as forms
from pandeng.web.pages.administration import demand
from pandeng.web.ui.form_page import FormPage, form_page
from pandeng.web.ui.paging import page_of


@require_GET
def listing(request: PageRequest) -> HttpResponse:
    scope = request.scope
    demand(scope.may(Permission.READ_USERS))
    search, kind = request.GET.get("q", "").strip()[:60], request.GET.get("kind", "")
    ended = request.GET.get("ended") == "1"
    shown = {
        "page": page_of(request, queries.units(scope, search=search, kind=kind, ended=ended)),
        "search": search,
        "kind": kind,
        "ended": ended,
        "kinds": [one for one in DepartmentKind.choices if one[0] != "enterprise"],
        "may_edit": scope.may(Permission.EDIT_USER),
    }
    return render(request, "administration/units.html", shown)


@require_GET
def detail(request: PageRequest, pk: int) -> HttpResponse:
    scope = request.scope
    demand(scope.may(Permission.READ_USERS))
    unit = queries.unit(scope, pk)
    shown = {
        "unit": unit,
        "below": queries.below(scope, unit),
        "people": queries.people_of(scope, unit),
        "successions": queries.successions(scope, unit),
        "may_edit": scope.may(Permission.EDIT_USER),
    }
    return render(request, "administration/unit.html", shown)


@require_http_methods(["GET", "POST"])
def new(request: PageRequest) -> HttpResponse:
    form = forms.NewUnit(
        request.POST or None, scope=request.scope, initial={"since": request.today}
    )

    def act(filled: dict[str, Any]) -> str:
        made = actions.set_up(**filled, by=request.scope, now=request.now)
        return reverse("unit", args=[made.pk])

    return form_page(request, form, act, _page(request, _("设立单位")), _("已设立。"))


def _page(
    request: PageRequest,
    title: str,
    unit: Department | None = None,
    lead: str = "",
    look: str = "primary",
) -> FormPage:
    trail = [(_("单位"), reverse("unit_list"))]
    if unit is not None:
        trail.append((unit.name, reverse("unit", args=[unit.pk])))
    may = request.scope.may(Permission.EDIT_USER)
    return FormPage(title=title, trail=tuple(trail), may=may, lead=lead, look=look)


@require_http_methods(["GET", "POST"])
def correct(request: PageRequest, pk: int) -> HttpResponse:
    unit = queries.unit(request.scope, pk)
    given = {name: getattr(unit, name) for name in forms.CorrectUnit.kept}
    form = forms.CorrectUnit(request.POST or None, scope=request.scope, initial=given)

    def act(filled: dict[str, Any]) -> None:
        actions.correct(unit, **filled, by=request.scope, now=request.now)

    return form_page(request, form, act, _page(request, _("更正单位"), unit), _("已更正。"))


@require_http_methods(["GET", "POST"])
def end(request: PageRequest, pk: int) -> HttpResponse:
    unit = queries.unit(request.scope, pk)
    form = forms.EndUnit(request.POST or None, initial={"on": request.today})

    def act(filled: dict[str, Any]) -> None:
        actions.end(unit, **filled, by=request.scope, now=request.now)

    lead = _("撤销后不再选用；以往的记录仍在它名下。有人任职、有在办诉求或批示的不能撤销。")
    page = _page(request, _("撤销单位"), unit, lead, "warning")
    return form_page(request, form, act, page, _("已撤销。"))


@require_http_methods(["GET", "POST"])
def merge(request: PageRequest, pk: int) -> HttpResponse:
    """Merge this unit into another."""
    unit = queries.unit(request.scope, pk)
    form = forms.MergeUnit(
        request.POST or None, scope=request.scope, unit=unit, initial=_tomorrow(request)
    )

    def act(filled: dict[str, Any]) -> str:
        into = filled["into"]
        actions.merge([unit], **filled, by=request.scope, now=request.now)
        return reverse("unit", args=[into.pk])

    lead = _(
        "从这一天起，“%(unit)s”的人员按原角色转入，在办事项由并入的单位办理，统计归入并入的单位；"
        "此前各日的人员、记录和数字仍在原单位名下。"
    ) % {"unit": unit.name}
    page = _page(request, _("合并单位"), unit, lead, "warning")
    return form_page(request, form, act, page, _("已合并。"))


@require_http_methods(["GET", "POST"])
def split(request: PageRequest, pk: int) -> HttpResponse:
    unit = queries.unit(request.scope, pk)
    form = forms.SplitUnit(request.POST or None, initial=_tomorrow(request))

    def act(filled: dict[str, Any]) -> str:
        made = actions.split(unit, **filled, by=request.scope, now=request.now)
        return reverse("unit", args=[made[0].pk])

    lead = _(
        "从这一天起，人员和在办事项先归第一个新单位，再由经办人改派到其他新单位；"
        "此前各日的数字仍计入“%(unit)s”。"
    ) % {"unit": unit.name}
    page = _page(request, _("分设单位"), unit, lead, "warning")
    return form_page(request, form, act, page, _("已分设。"))


def _tomorrow(request: PageRequest) -> dict[str, Any]:
    return {"on": request.today + timedelta(days=1)}
