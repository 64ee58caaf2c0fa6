"""The lights of key projects by every rule set, supervision slips, and whether the year will be met."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pandeng.access.permissions import Permission
from pandeng.access.queries import counties
from pandeng.access.records import one_of
from pandeng.access.request import PageRequest
from pandeng.access.scope import Scope
from pandeng.core import units
from pandeng.core.chart import Chart, Series
from pandeng.core.errors import DomainError
from pandeng.domain.chains.queries import chains
from pandeng.domain.exchange.xlsx import workbook
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.query_params import parse_times
from pandeng.domain.indicators.question import default_as_of, question
from pandeng.domain.projects import forecast as forecasting
from pandeng.domain.projects.ledger import actions, queries
from pandeng.domain.projects.ledger.models import ProjectSlip
from pandeng.domain.projects.lights import CODES, TONES, LightResult
from pandeng.domain.projects.queries import projects_in
from pandeng.web.forms.demands import AnswerSlip
from pandeng.web.ui.download import download
from pandeng.web.ui.form_page import carry_out, show_form
from pandeng.web.ui.paging import page_of

YI = 100_000_000
WORST_FIRST = ("far_behind", "behind", "normal", "ahead")
DRIVERS = 15
SHOWN = ("code", "county", "chain")


@require_GET
def page(request: PageRequest) -> HttpResponse:
    """Every listed project with its verdict and why; the rule sets beside each other."""
    scope = request.scope
    asked = parse_times(request.GET)
    as_of: date = _not_ahead(asked["as_of"] or default_as_of(scope), request.today)
    judged = queries.judged(scope, as_of, asked["known_at"])
    rules = request.GET.get("rules", "")
    chosen = next((pair for pair in judged if pair[0].code == rules), judged[0] if judged else None)
    if rules and (chosen is None or chosen[0].code != rules):
        raise DomainError(_("没有“%(code)s”这套亮灯规则。") % {"code": rules[:20]})
    picked = {name: request.GET.get(name, "").strip() for name in SHOWN}
    lines = _lines(scope, chosen[1] if chosen else {}, picked)
    if request.GET.get("format") == "xlsx":
        return _download(as_of, chosen[0].name if chosen else "", lines)
    return render(
        request,
        "projects/lights.html",
        {
            "sets": [
                {
                    "of": each,
                    "here": chosen is not None and each is chosen[0],
                    "counts": [(code, _count(found, code)) for code in WORST_FIRST],
                }
                for each, found in judged
            ],
            "words": [(code, _(CODES[code]), TONES[code]) for code in WORST_FIRST],
            "rules": chosen[0] if chosen else None,
            "page": page_of(request, lines, 50),
            "picked": picked,
            "counties": counties(scope),
            "chains": chains(scope),
            "as_of": as_of,
            "asked": asked,
            "known_at": request.GET.get("known_at", ""),
        },
    )


def _not_ahead(as_of: date, today: date) -> date:
    if as_of > today:
        raise DomainError(_("%(day)s还没有到，请选择今天或以前的日期。") % {"day": as_of})
    return as_of


def _count(found: dict[int, LightResult], code: str) -> int:
    return sum(verdict.code == code for verdict in found.values())


def _lines(
    scope: Scope, found: dict[int, LightResult], picked: dict[str, str]
) -> list[dict[str, Any]]:
    """Projects that the filters leave, the worst first. One query."""
    for name in ("county", "chain"):
        if (value := picked[name]) and not value.isdigit():
            raise DomainError(_("筛选条件“%(value)s”无效，请重新选择。") % {"value": value[:30]})
    if picked["code"] and picked["code"] not in CODES:
        raise DomainError(
            _("筛选条件“%(value)s”无效，请重新选择。") % {"value": picked["code"][:30]}
        )
    lines: list[dict[str, Any]] = [
        {"of": project, "verdict": found[project.pk]}
        for project in projects_in(
            scope, found, county=_id(picked["county"]), chain=_id(picked["chain"])
        )
        if picked["code"] in ("", found[project.pk].code)
    ]
    return sorted(lines, key=lambda line: WORST_FIRST.index(line["verdict"].code))


def _id(written: str) -> int | None:
    return int(written[:18]) if written else None


def _download(as_of: date, rules: str, lines: list[dict[str, Any]]) -> HttpResponse:
    title = _("项目亮灯")
    body = workbook(
        title,
        [_("截至%(day)s") % {"day": as_of}, _("规则：%(rules)s") % {"rules": rules}],
        [_("项目"), _("项目编号"), _("县市区"), _("产业链"), _("结论"), _("依据")],
        [
            (
                line["of"].name,
                line["of"].code,
                str(line["of"].county),
                str(line["of"].chain or ""),
                line["verdict"].word,
                "".join(line["verdict"].reasons),
            )
            for line in lines
        ],
    )
    return download(body, f"lights-{as_of}.xlsx")


# -- supervision slips ---------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def slip(request: PageRequest, pk: int) -> HttpResponse:
    """A slip as it is printed, with the form for its answer and, for the office, its close."""
    scope = request.scope
    found = one_of(ProjectSlip, scope, pk)
    form = AnswerSlip(request.POST or None)
    answer = carry_out(
        request,
        form,
        lambda: actions.answer_slip(found, **form.cleaned_data, by=scope, now=request.now),
        done=_("已答复。"),
        to=found.get_absolute_url(),
    )
    shown = {
        "slip": found,
        "may": scope.may(Permission.ISSUE_SLIP) or scope.may(Permission.ANSWER_SLIP),
        "may_close": scope.may(Permission.ISSUE_SLIP),
        "late": found.answered_on is None and found.due_on < request.today,
    }
    return answer or show_form(request, "projects/slip.html", form, shown)


@require_POST
def close_slip(request: PageRequest, pk: int) -> HttpResponse:
    scope = request.scope
    found = one_of(ProjectSlip, scope, pk)
    closing = request.POST.get("closing", "")
    actions.close_slip(found, closing=closing, by=scope, now=request.now)
    messages.success(request, _("已销号，项目亮灯按规则恢复。"))
    return redirect("project_slip", pk)


# -- forecast ------------------------------------------------------------------------------------


@require_GET
def forecast(request: PageRequest) -> HttpResponse:
    """The year's investment as expected, with a band, what drives it, and how the method did before."""
    scope = request.scope
    asked = parse_times(request.GET)
    as_of: date = _not_ahead(asked["as_of"] or default_as_of(scope), request.today)
    year, month = queries.year_of(scope, as_of.year, as_of, asked["known_at"])
    before, _last = queries.year_of(scope, as_of.year - 1, as_of, asked["known_at"])
    if not len(year.ids):
        return render(request, "projects/no_forecast.html", {"year": as_of.year})
    taught = bool(len(before.ids)) and before.done[:, 11].sum() > 0
    spread = forecasting.spread(before) if taught else forecasting.Spread(1.0, 0.0, 0.0)
    made = forecasting.forecast(year, month, spread)
    trials = forecasting.back_test(before) if taught else []
    return render(
        request,
        "projects/forecast.html",
        {
            "as_of": as_of,
            "asked": asked,
            "known_at": request.GET.get("known_at", ""),
            "month": date(as_of.year, month, 1),
            "reported": year.completeness(month),
            "made": {
                "done": _money(made.done),
                "plan": _money(made.plan),
                "middle": _money(made.middle),
                "low": _money(made.low),
                "high": _money(made.high),
                "short": _money(made.plan - made.middle) if made.plan > made.middle else "",
            },
            "chance": round(made.chance(made.plan) * 100) if taught else None,
            "figure": figure(
                question(
                    scope,
                    "annual_investment",
                    as_of=as_of,
                    known_at=asked["known_at"],
                    year=as_of.year,
                )
            ),
            "sees_all": scope.rows("project").everything,
            "chart": _band(year, made, month),
            "drivers": _drivers(scope, year, made),
            "trials": [
                {
                    "month": date(as_of.year - 1, trial.month, 1),
                    "middle": _money(trial.middle),
                    "low": _money(trial.low),
                    "high": _money(trial.high),
                    "actual": _money(trial.actual),
                    "held": trial.held,
                    "off": units.half_up(Decimal((trial.middle / trial.actual - 1) * 100), 1),
                }
                for trial in trials
            ],
            "held": sum(trial.held for trial in trials),
            "level": forecasting.LEVEL,
        },
    )


def _money(yuan: float) -> str:
    return units.money(round(yuan / 10_000) * 10_000)


def _band(year: forecasting.Year, made: forecasting.Forecast, month: int) -> Chart:
    def at(values: Any, first: int) -> list[float | None]:
        given = dict(enumerate(values, start=first))
        return [round(given[m] / YI, 2) if m in given else None for m in range(1, 13)]

    path = made.path
    enough = [year.completeness(m).is_enough for m in range(1, month + 1)]
    reached = at(year.done.sum(axis=0)[:month], 1)
    done = [yi if m < month and enough[m] else None for m, yi in enumerate(reached)]
    return Chart(
        kind="band",
        labels=[_("%(month)s月") % {"month": m} for m in range(1, 13)],
        series=[
            Series(_("区间下限"), at(path.low, month)),
            Series(_("区间上限"), at(path.high, month)),
            Series(_("累计完成"), done),
            Series(_("预计"), at(path.middle, month)),
            Series(_("计划进度"), at(year.due.sum(axis=0), 1)),
        ],
        unit=_("亿元"),
        axis=_("月份"),
    )


def _drivers(
    scope: Scope, year: forecasting.Year, made: forecasting.Forecast
) -> list[dict[str, Any]]:
    """The projects that carry the gap: those expected furthest below their plan. One query."""
    gaps = year.plan - made.by_project
    worst = [int(at) for at in (-gaps).argsort()[:DRIVERS] if gaps[at] > 0]
    names = {one.pk: one for one in projects_in(scope, [int(year.ids[at]) for at in worst])}
    whole = float(gaps[gaps > 0].sum()) or 1.0
    return [
        {
            "of": names[int(year.ids[at])],
            "plan": _money(float(year.plan[at])),
            "done": _money(float(year.done[at, made.month - 1])),
            "expected": _money(float(made.by_project[at])),
            "gap": _money(float(gaps[at])),
            "share": units.half_up(Decimal(float(gaps[at]) / whole * 100), 1),
        }
        for at in worst
    ]
