"""Targets: the list with its paces, one target with plan and counties, and the forms that change it."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pandeng.access.permissions import Permission
from pandeng.access.request import PageRequest
from pandeng.access.scope import Scope
from pandeng.core import units
from pandeng.core.chart import Chart, Series
from pandeng.core.errors import DomainError, NotFound
from pandeng.core.verdict import Verdict
from pandeng.domain.indicators.query_params import parse_times
from pandeng.domain.indicators.question import default_as_of
from pandeng.domain.indicators.target_progress import (
    TargetState,
    builds_up,
    counties_of,
    is_ratio,
    states,
)
from pandeng.domain.indicators.timeline import TimelinePoint, timeline
from pandeng.domain.registers.versions import versions_of
from pandeng.domain.strategy import actions, queries, rules
from pandeng.domain.strategy.models import Decomposition, Target, period_of
from pandeng.domain.strategy.workflow import DECOMPOSITION, DecompositionState
from pandeng.web.forms import targets as forms
from pandeng.web.pages import registers
from pandeng.web.target_status import target_shown
from pandeng.web.ui.form_page import FormPage, carry_out, form_page, show_form
from pandeng.web.ui.paging import page_of


@require_GET
def listing(request: PageRequest) -> HttpResponse:
    """Every target of a year with its pace; sorted or as a workbook it is the plain list."""
    if any(request.GET.get(name) for name in ("format", "sort", "q")):
        return registers.listing(request, "targets")
    scope = request.scope
    asked = parse_times(request.GET)
    as_of = asked["as_of"] or default_as_of(scope)
    years = queries.years(scope)
    year = _year(request, as_of, years)
    found = states(scope, as_of=as_of, known_at=asked["known_at"], year=year, by_county=True)
    page = page_of(
        request,
        [
            {**target_shown(one), "reds": sum(c.pace.status in rules.RED for c in one.counties)}
            for one in found
        ],
    )
    return render(
        request,
        "targets/list.html",
        {
            "page": page,
            "targets": page.object_list,
            "as_of": as_of,
            "asked": asked,
            "year": year,
            "years": years,
            "may_set": scope.may(Permission.APPROVE),
        },
    )


def _year(request: PageRequest, as_of: date, years: list[int]) -> int:
    written = request.GET.get("year", "")
    if written and not (written.isdecimal() and int(written) in years):
        raise DomainError(_("没有%(year)s年度的目标。") % {"year": written[:10]})
    return int(written) if written else as_of.year


@require_GET
def detail(request: PageRequest, pk: int) -> HttpResponse:
    """One target: value, pace, the curve of its plan, its counties, its revisions, its figure."""
    scope = request.scope
    asked = parse_times(request.GET)
    target = queries.target(scope, pk)
    state = _state(scope, target, asked)
    if state is None:
        return _not_yet(request, target, asked)
    as_of = state.value.as_of
    plan = queries.plans(scope, [pk], known_at=asked["known_at"]).get(pk, [])
    points = timeline(scope, state, plan, as_of=as_of)
    return render(
        request,
        "targets/detail.html",
        {
            "target": target,
            "one": target_shown(state),
            "counties": [target_shown(county) for county in state.counties],
            "chart": _chart(state, points),
            "plan": plan,
            "plan_is_proposal": queries.plan_is_proposal(scope, target),
            "ends_on": period_of(target)[1],
            "as_of": as_of,
            "asked": asked,
            "known_at": request.GET.get("known_at", "")[:16],
            "revisions": queries.revisions(scope, target),
            "versions": _versions(scope, target),
            "may_edit": scope.may(Permission.EDIT_TARGET),
            "may_read_leader": scope.may(Permission.READ_LEADER),
            "may_approve": scope.may(Permission.APPROVE),
            "may_decompose": rules.may_decompose(target.unit, is_ratio(scope, target.indicator)),
            "send_back": forms.SendBack(),
            "history": versions_of(Target, pk, scope)[:12],
        },
    )


def _state(scope: Scope, target: Target, asked: dict[str, Any]) -> TargetState | None:
    as_of = asked["as_of"] or min(default_as_of(scope), period_of(target)[1])
    found = states(
        scope,
        as_of=as_of,
        known_at=asked["known_at"],
        year=target.year,
        only=[target.pk],
        by_county=True,
    )
    return found[0] if found else None


def _not_yet(request: PageRequest, target: Target, asked: dict[str, Any]) -> HttpResponse:
    """Before the day on which the target was set, or before anybody knew of it."""
    as_of = asked["as_of"] or default_as_of(request.scope)
    sentence = _("%(day)s这项目标还没有确定，或还没有可对照的数；它于%(set_on)s确定。") % {
        "day": as_of,
        "set_on": target.set_on,
    }
    return render(
        request,
        "targets/not_yet.html",
        {
            "target": target,
            "sentence": sentence,
            "as_of": as_of,
            "known_at": request.GET.get("known_at", "")[:16],
        },
    )


def _versions(scope: Scope, target: Target) -> list[dict[str, Any]]:
    """Each version of the parts with its sum and what may be done with it. Two queries."""
    versions = list(queries.decompositions(scope, target))
    sums: dict[int, list[int]] = {}
    for share in queries.shares_of(scope, versions):
        sums.setdefault(share.decomposition_id, []).append(share.value)
    shown_ = []
    for version in versions:
        parts = sums.get(version.pk, [])
        agrees = rules.adds_up(parts, target.value, target.unit)
        state = DecompositionState(
            version.status, version.submitter_id, tuple(parts), target.value, target.unit
        )
        shown_.append(
            {
                "of": version,
                "sum": units.written(sum(parts), target.unit),
                "agrees": agrees,
                "may_approve": DECOMPOSITION.may(state, "approve", scope),
            }
        )
    return shown_


def _chart(state: TargetState, points: list[TimelinePoint]) -> Chart:
    size, unit = Decimal(1), state.value.unit
    if unit == "元":
        size, unit = units.YI, _("亿元")

    def plain(value: Any) -> float | None:
        return None if value is None else float(units.half_up(Decimal(value) / size, 2))

    return Chart(
        kind="line",
        axis=_("月末"),
        labels=[_("%(month)s月") % {"month": point.month} for point in points],
        series=[
            Series(_("计划累计"), [plain(point.planned) for point in points]),
            Series(
                _("实际累计"),
                [plain(point.actual.value if point.actual else None) for point in points],
            ),
        ],
        unit=unit,
        floats=bool(state.actual and not builds_up(state.actual)),
    )


# -- changing a target ------------------------------------------------------------------------------


def _page_of(target: Target, title: str, may: Verdict, lead: str = "") -> FormPage:
    trail = ((_("目标"), reverse("target_list")), (target.name, target.get_absolute_url()))
    return FormPage(title=title, trail=trail, may=may, lead=lead)


@require_http_methods(["GET", "POST"])
def revise(request: PageRequest, pk: int) -> HttpResponse:
    """Another value from a day on, with the reason."""
    scope = request.scope
    target = queries.target(scope, pk)

    def act(inputs: dict[str, Any]) -> None:
        inputs.pop("unit", None)
        actions.revise(target, **inputs, by=scope, now=request.now)

    lead = _("现行目标值%(value)s。修订只影响确定日期以后，以前的目标值和进度不变。") % {
        "value": units.written(target.value, target.unit)
    }
    page = _page_of(target, _("修订目标"), scope.may(Permission.APPROVE), lead)
    form = forms.Revise(target, request.POST or None)
    return form_page(request, form, act, page, _("目标已修订，原值保留。"))


@require_http_methods(["GET", "POST"])
def plan(request: PageRequest, pk: int) -> HttpResponse:
    """What share of the target falls to which month or quarter."""
    scope = request.scope
    target = queries.target(scope, pk)
    form = forms.SeasonalPlan(target, queries.plans(scope, [pk]).get(pk, []), request.POST or None)
    answer = carry_out(
        request,
        form,
        lambda: actions.plan(target, form.shares(), by=scope, now=request.now),
        done=_("季节计划已保存。"),
        to=target.get_absolute_url(),
    )
    shown = {"target": target, "may": scope.may(Permission.EDIT_TARGET)}
    return answer or show_form(request, "targets/plan.html", form, shown)


@require_http_methods(["GET", "POST"])
def name_leader(request: PageRequest, pk: int) -> HttpResponse:
    """Which leader answers for the target."""
    scope = request.scope
    target = queries.target(scope, pk)

    def act(inputs: dict[str, Any]) -> None:
        actions.name_leader(target, inputs["leader"], by=scope, now=request.now)

    page = _page_of(target, _("明确牵头领导"), scope.may(Permission.EDIT_TARGET))
    form = forms.NameLeader(scope, request.POST or None, initial={"leader": target.leader_id})
    return form_page(request, form, act, page, _("牵头领导已保存。"))


@require_http_methods(["GET", "POST"])
def draw_up(request: PageRequest, pk: int) -> HttpResponse:
    """The parts by county: a draft that shows its sum against the target."""
    scope = request.scope
    target = queries.target(scope, pk)
    versions = list(queries.decompositions(scope, target))
    start = next((v for v in versions if v.status in ("draft", "submitted", "approved")), None)
    parts = queries.parts(scope, start) if start else {}
    ratio = is_ratio(scope, target.indicator)
    counties = [
        county
        for county in counties_of(scope)
        if county.pk in parts or county.until is None or county.until >= request.today
    ]
    form = forms.DrawUp(target, counties, parts, request.POST or None)

    def act() -> None:
        note = form.cleaned_data["note"]
        actions.draw_up(target, form.parts(), note=note, is_ratio=ratio, by=scope, now=request.now)
        agrees = rules.adds_up(form.parts().values(), target.value, target.unit)
        if agrees:
            messages.success(request, _("草案已保存，合计与目标一致。"))
        else:
            messages.warning(request, _("草案已保存。%(why)s") % {"why": agrees.message})

    answer = carry_out(request, form, act, done="", to=target.get_absolute_url())
    shown = {
        "target": target,
        "may": scope.may(Permission.EDIT_TARGET) and rules.may_decompose(target.unit, ratio),
        "goal": form.written(target.value),
        "unit": form.unit,
        "goal_text": units.written(target.value, target.unit),
    }
    return answer or show_form(request, "targets/draw_up.html", form, shown)


@require_POST
def decide(request: PageRequest, pk: int, version: int, verb: str) -> HttpResponse:
    """Submit, send back or approve a version of the parts."""
    scope, now = request.scope, request.now
    target = queries.target(scope, pk)
    found: Decomposition = queries.decomposition(scope, target, version)
    if verb == "submit":
        actions.submit(found, by=scope, now=now)
        messages.success(request, _("已提交审批。"))
    elif verb == "approve":
        actions.approve(found, by=scope, now=now)
        messages.success(request, _("分解已批准，各县市区按此执行。"))
    elif verb == "send-back":
        actions.send_back(found, reason=request.POST.get("reason", ""), by=scope, now=now)
        messages.success(request, _("已退回起草人。"))
    else:
        raise NotFound(_("没有这一步。"))
    return redirect(target)
