"""The month sheet of projects: report, keep as draft, review, send back; and the correction of a locked month."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pandeng.access.permissions import Permission
from pandeng.access.queries import county_choices
from pandeng.access.records import one_of
from pandeng.access.request import PageRequest
from pandeng.access.scope import Scope
from pandeng.core import units
from pandeng.core.dates import parse_date
from pandeng.core.errors import DomainError
from pandeng.core.verdict import Verdict
from pandeng.domain.projects.ledger import actions, queries, reports, rules
from pandeng.domain.projects.ledger.actions import Written
from pandeng.domain.projects.ledger.amounts import UNIT, exact
from pandeng.domain.projects.ledger.models import (
    MonthlyReport,
)
from pandeng.domain.projects.ledger.reporting_calendar import previous_month
from pandeng.domain.projects.ledger.workflow import MONTHLY_REPORT, ReportState
from pandeng.domain.projects.models import Project
from pandeng.web.forms.ledger import CorrectReport, PlanCurve
from pandeng.web.forms.look import SheetForm
from pandeng.web.ui.form_page import carry_out, show_form
from pandeng.web.ui.paging import page_of

PER_SHEET = 30
FIELDS = ("month", "cumulative", "statistics", "reason")
STATES = (rules.DRAFT, rules.REPORTED, rules.REVIEWED, rules.MISSING)
TONES = {"draft": "grey", "reported": "yellow", "reviewed": "green", "locked": "green"}


@require_http_methods(["GET", "POST"])
def sheet(request: PageRequest) -> HttpResponse:
    """A month of my projects on one page; nothing is saved while a row is wrong or asked about."""
    scope, today = request.scope, request.today
    calendar = queries.closings(scope)
    month = _month(request, calendar.last_ended(today))
    form: SheetForm[int] = SheetForm(request.POST if request.method == "POST" else None)
    if answer := carry_out(
        request,
        form,
        lambda: form.check(lambda: _act(request, scope, month)),
        done=str,
        to=request.get_full_path(),
    ):
        return answer
    chosen = {name: request.GET.get(name, "").strip() for name in ("county", "q", "state")}
    county = int(chosen["county"][:18]) if chosen["county"].isdecimal() else None
    narrowed = reports.SheetFilter(county, chosen["q"], chosen["state"])
    page = page_of(request, reports.sheet_projects(scope, month, narrowed), PER_SHEET)
    found = reports.lines(scope, list(page.object_list), month, today, calendar)
    may_report = scope.may(Permission.EDIT_PROJECT) and rules.may_report_month(
        month, today, calendar
    )
    page.object_list = [_line(request, line, form, bool(may_report)) for line in found]
    shown = {
        "month": month,
        "months": _months(calendar.last_ended(today)),
        "closes_on": calendar.closes_on(month),
        "page": page,
        "chosen": chosen,
        "states": [(code, _(MONTHLY_REPORT.status_words[code])) for code in STATES],
        "counties": county_choices(scope, "enterprise"),
        "may_report": may_report,
        "may_review": scope.may(Permission.EDIT_PROJECT_LIST),
        "why": request.POST.get("why", ""),
    }  # fmt: skip
    return show_form(request, "projects/ledger.html", form, shown)


def _act(request: PageRequest, scope: Scope, month: date) -> str:
    """Carry out the button that was pressed; the words say what was done."""
    posted, now = request.POST, request.now
    what = posted.get("do", "")
    if what in ("report", "draft"):
        draft = what == "draft"
        count = actions.report(_typed(posted), month=month, draft=draft, by=scope, now=now)
        if not count:
            return _("没有新的数，未作改动。")
        if draft:
            return _("已保存%(count)s份草稿。") % {"count": count}
        return _("已上报%(count)s个项目。") % {"count": count}
    seen = _picked(posted)
    if what == "review":
        return _("已审核%(count)s份月报。") % {"count": actions.review(seen, by=scope, now=now)}
    if what == "return":
        count = actions.send_back(seen, why=posted.get("why", "")[:200], by=scope, now=now)
        return _("已退回%(count)s份月报。") % {"count": count}
    raise DomainError(_("没有这个操作，请从页面上的按钮选择。"))


def _picked(posted: Any) -> dict[int, str]:
    """The reports that were ticked, each with the version that the page showed."""
    picks = (pick.partition("-") for pick in posted.getlist("pick"))
    return {int(pk[:18]): version for pk, _dash, version in picks if pk.isdecimal()}


def _typed(posted: Any) -> dict[int, Written]:
    """What was typed, by project; an empty row is no report. A bare number is in 万元."""
    found: dict[int, Written] = {}
    for name in posted:
        kind, _dash, pk = name.partition("-")
        if kind != "month" or not pk.isdecimal():
            continue
        texts = [str(posted.get(f"{field}-{pk}", "")).strip() for field in FIELDS]
        if not any(texts[:3]):
            continue
        amounts = [text[:38] + (UNIT if text[-1:].isdigit() else "") for text in texts[:3]]
        month, cumulative, statistics = amounts
        found[int(pk[:18])] = Written(month, cumulative, statistics, texts[3][:200])
    if not found:
        raise DomainError(_("还没有填写任何项目。"))
    return found


def _line(
    request: PageRequest, line: reports.SheetLine, form: SheetForm[int], may: bool
) -> dict[str, Any]:
    pk, report = line.project.pk, line.report
    stored = {name: getattr(report, f"{name}_written") if report else "" for name in FIELDS[:3]}
    stored["reason"] = report.reason if report else ""
    open_row = may and bool(_may(line.state, "report", request.scope))
    shown = {
        "of": line.project,
        "report": report,
        "state": line.state,
        "word": _(MONTHLY_REPORT.status_words[line.state or rules.MISSING]),
        "tone": TONES.get(line.state, "grey"),
        "before": units.money(line.past.before),
        "total": units.money(line.past.total),
        "taken_over": units.money(line.taken_over) if line.taken_over is not None else "",
        "open": open_row,
        "picks": line.state in (rules.REPORTED, rules.REVIEWED),
        "corrects": report is not None and line.state == rules.LOCKED,
        "cells": [
            {
                "name": f"{name}-{pk}",
                "word": _(rules.MEASURES[name]),
                "text": units.money(getattr(report, f"{name}_yuan")) if report else "—",
                "typed": request.POST.get(f"{name}-{pk}", stored[name]),
            }
            for name in FIELDS[:3]
        ],
        "reason": request.POST.get(f"reason-{pk}", stored["reason"]),
        "wrong": form.wrong_at(pk),
        "asked": form.asked_at(pk),
    }
    if report and line.state != rules.DRAFT:
        shown["gap"] = _gap(report, line.past.before + report.month_yuan)
    shown["has_remarks"] = shown["wrong"] or shown["asked"]
    return shown


def _gap(report: MonthlyReport, expected: int) -> str:
    """By how much a cumulative is not what the months add up to; said wherever the two stand together."""
    gap = report.cumulative_yuan - expected
    if not gap:
        return ""
    words = (
        _("累计完成比上月累计加当月完成多%(gap)s")
        if gap > 0
        else _("累计完成比上月累计加当月完成少%(gap)s")
    )
    return words % {"gap": units.money(abs(gap))}


def _may(state: str, step: str, scope: Scope) -> Verdict:
    return MONTHLY_REPORT.may(ReportState(state or rules.MISSING), step, scope)


def _month(request: PageRequest, last: date) -> date:
    """The month of the address, or the last one that has ended."""
    written = request.GET.get("month", "")
    asked = parse_date(f"{written}-01" if len(written) == 7 else written)
    return (asked or last).replace(day=1)


def _months(last: date) -> list[str]:
    """The last twelve months that have ended, newest first."""
    found = [last]
    while len(found) < 12:
        found.append(previous_month(found[-1]))
    return [month.strftime("%Y-%m") for month in found]


@require_http_methods(["GET", "POST"])
def correct(request: PageRequest, pk: int) -> HttpResponse:
    """Correct a number of a locked month; what it was, and why, is kept."""
    scope, today = request.scope, request.today
    report = one_of(MonthlyReport, scope, pk)
    calendar = queries.closings(scope)
    state = rules.state(report.status, report.month_on, today, calendar)
    form = CorrectReport(request.POST or None)
    answer = carry_out(
        request,
        form,
        lambda: actions.correct(report, **form.cleaned_data, by=scope, now=request.now),
        done=_("已更正，原数和原因已保留。"),
        to=request.path,
    )
    if answer:
        return answer
    earlier = reports.corrections(scope, report)
    shown = {
        "report": report,
        "project": report.project,
        "word": _(MONTHLY_REPORT.status_words[state]),
        "tone": TONES[state],
        "amounts": [
            (
                _(word),
                units.money(getattr(report, f"{name}_yuan")),
                getattr(report, f"{name}_written"),
            )
            for name, word in rules.MEASURES.items()
        ],
        "earlier": [(one, units.money(one.old_yuan), units.money(one.new_yuan)) for one in earlier],
        "series": [
            (
                each,
                units.money(each.month_yuan),
                units.money(each.cumulative_yuan),
                _gap(each, adds_up),
            )
            for each, adds_up in reports.cumulatives(scope, report.project_id)
            if each.month_on >= report.month_on
        ],
        "may": _may(state, "correct", scope),
    }
    return show_form(request, "projects/correct_report.html", form, shown)


@require_http_methods(["GET", "POST"])
def curve(request: PageRequest, pk: int) -> HttpResponse:
    """A project's own plan by months; without one the annual plan is due evenly."""
    scope, today = request.scope, request.today
    project = one_of(Project, scope, pk)
    listing = reports.newest_listing(scope, project)
    if listing is None:
        raise DomainError(_("项目不在%(year)s年重点项目清单中。") % {"year": today.year})
    known = reports.monthly_plans(scope, project, listing.year)
    initial = {
        f"month_{month}": plan.written or exact(plan.amount_yuan) for month, plan in known.items()
    }
    form = PlanCurve(request.POST or None, initial=initial, changes=bool(known))
    may = scope.may(Permission.EDIT_PROJECT)
    if request.method == "POST":
        may.require()
    answer = carry_out(
        request,
        form,
        lambda: actions.plan_months(
            project,
            listing.year,
            form.written(),
            why=form.cleaned_data.get("why", ""),
            by=scope,
            now=request.now,
        ),
        done=_("分月计划已保存。"),
        to=f"{project.get_absolute_url()}#money",
    )
    shown = {
        "project": project,
        "listing": listing,
        "annual": units.money(listing.annual_plan_yuan),
        "may": may,
    }
    return answer or show_form(request, "projects/curve.html", form, shown)
