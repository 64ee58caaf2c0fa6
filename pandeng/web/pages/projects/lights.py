"""The lights of key projects by every rule set, supervision slips, and whether the year will be met."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pandeng.access.permissions import Permission
from pandeng.access.queries import counties
from pandeng.access.records import one_of
from pandeng.access.request import PageRequest
from pandeng.core.errors import DomainError
from pandeng.domain.chains.queries import chains
from pandeng.domain.exchange.xlsx import workbook
from pandeng.domain.indicators.query_params import parse_times
from pandeng.domain.indicators.question import default_as_of
from pandeng.domain.overview.forecast import year_forecast
from pandeng.domain.overview.lights import WORST_FIRST, LightsShown, lights_shown
from pandeng.domain.projects.ledger import actions
from pandeng.domain.projects.ledger.models import ProjectSlip
from pandeng.domain.projects.lights import CODES, TONES
from pandeng.web.forms.demands import AnswerSlip
from pandeng.web.ui.download import download
from pandeng.web.ui.form_page import carry_out, show_form
from pandeng.web.ui.paging import page_of

SHOWN = ("code", "county", "chain")


@require_GET
def page(request: PageRequest) -> HttpResponse:
    """Every listed project with its verdict and why; the rule sets beside each other."""
    scope = request.scope
    asked = parse_times(request.GET)
    as_of = _not_ahead(asked["as_of"] or default_as_of(scope), request.today)
    picked = {name: request.GET.get(name, "").strip() for name in SHOWN}
    found = lights_shown(
        scope, as_of, asked["known_at"], rules=request.GET.get("rules", ""), **picked
    )
    if request.GET.get("format") == "xlsx":
        return _download(as_of, found)
    return render(
        request,
        "projects/lights.html",
        {
            "sets": found.sets,
            "rules": found.rules,
            "words": [(code, _(CODES[code]), TONES[code]) for code in WORST_FIRST],
            "page": page_of(request, found.lines, 50),
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


def _download(as_of: date, found: LightsShown) -> HttpResponse:
    rules = found.rules.name if found.rules else ""
    title = _("项目亮灯")
    body = workbook(
        title,
        [_("截至%(day)s") % {"day": as_of}, _("规则：%(rules)s") % {"rules": rules}],
        [_("项目"), _("项目编号"), _("县市区"), _("产业链"), _("结论"), _("依据")],
        [
            (
                line.project.name,
                line.project.code,
                str(line.project.county),
                str(line.project.chain or ""),
                line.verdict.word,
                "".join(line.verdict.reasons),
            )
            for line in found.lines
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
    asked = parse_times(request.GET)
    as_of = _not_ahead(asked["as_of"] or default_as_of(request.scope), request.today)
    found = year_forecast(request.scope, as_of, asked["known_at"])
    if found is None:
        return render(request, "projects/no_forecast.html", {"year": as_of.year})
    known_at = request.GET.get("known_at", "")
    shown = {"of": found, "as_of": as_of, "asked": asked, "known_at": known_at}
    return render(request, "projects/forecast.html", shown)
