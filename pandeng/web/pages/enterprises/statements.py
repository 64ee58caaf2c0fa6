"""Reporting: one value with its questions, a whole month on one sheet, and sums of one kind."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from pandeng.access.permissions import Permission
from pandeng.access.queries import county_choices
from pandeng.access.records import one_of
from pandeng.access.request import PageRequest
from pandeng.access.scope import Scope
from pandeng.core.dates import parse_date
from pandeng.core.errors import DomainError
from pandeng.domain.enterprises import actions, statements
from pandeng.domain.enterprises.models import Enterprise, Statement
from pandeng.domain.enterprises.reviewing import to_review
from pandeng.domain.enterprises.statement_checks import Value
from pandeng.web.forms.look import SheetForm
from pandeng.web.forms.statements import (
    CorrectStatement,
    ReportStatement,
    ReviewStatements,
    TotalForm,
)
from pandeng.web.pages.enterprises.entry import enterprise_of
from pandeng.web.ui.form_page import carry_out, show_form
from pandeng.web.ui.paging import page_of

PER_SHEET = 30


@require_http_methods(["GET", "POST"])
def report(request: PageRequest, pk: int) -> HttpResponse:
    """Report one value of an enterprise; a doubtful one comes back with its question, unsaved."""
    scope, enterprise = request.scope, enterprise_of(request, pk)
    form = ReportStatement(request.POST or None)

    def save(values: dict[str, Any]) -> None:
        actions.report_statement(enterprise, **values, by=scope, now=request.now)

    return _answer(request, form, save, enterprise, _("填报报表"), _("已填报。"))


@require_http_methods(["GET", "POST"])
def correct(request: PageRequest, pk: int) -> HttpResponse:
    """Correct a reported value with a reason, or say why it is right as it is."""
    scope = request.scope
    row = one_of(Statement, scope, pk)
    form = CorrectStatement(request.POST or None, initial={"written": row.written})
    value = Value(row.period_kind, row.period_on, row.basis, row.amount)
    found = statements.checks_of(scope, row.enterprise_id, row.measure, value)

    def save(values: dict[str, Any]) -> None:
        if values["written"].strip() == row.written and not values["why"].strip():
            actions.confirm_statement(row, confirmed=values["confirmed"], by=scope, now=request.now)
        else:
            actions.correct_statement(row, **values, by=scope, now=request.now)

    asked = [] if row.confirmed else [one.message(statements.writer(row.measure)) for one in found]
    title = _("更正或核实报表")
    return _answer(request, form, save, row.enterprise, title, _("已保存。"), row, asked)


def _answer(
    request: PageRequest,
    form: Any,
    save: Callable[[dict[str, Any]], None],
    enterprise: Enterprise,
    title: str,
    done: str,
    row: Statement | None = None,
    asked: list[str] | None = None,
) -> HttpResponse:
    """Show the form, or carry it out; a refusal or a question comes back with what was typed (422)."""
    may = request.scope.may(Permission.REPORT_STATEMENT)
    if request.method == "POST":
        may.require()
    answer = carry_out(
        request,
        form,
        lambda: save(form.cleaned_data),
        done=done,
        to=enterprise.get_absolute_url(),
    )
    shown = {
        "title": title,
        "may": may,
        "asked": form.open_questions or asked or [],
        "posted": request.method == "POST",
        "row": row,
        "enterprise": enterprise,
    }
    return answer or show_form(request, "statements/report.html", form, shown)


# -- the sheet of a month ---------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def sheet(request: PageRequest) -> HttpResponse:
    """A month of many enterprises on one page: what is there is shown, only what is missing is typed."""
    scope = request.scope
    may = scope.may(Permission.REPORT_STATEMENT)
    month = _month(request)
    chosen = {name: request.GET.get(name, "").strip() for name in ("county", "q")}
    county = int(chosen["county"][:18]) if chosen["county"].isdecimal() else None
    form: SheetForm[tuple[int, str]] = SheetForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        may.require()
    answer = carry_out(
        request,
        form,
        lambda: form.check(
            lambda: actions.report_sheet(
                _entries(request.POST), month=month, source=_("月度填报"), by=scope,
                now=request.now,
            )
        ),
        done=lambda made: _("已填报%(count)s个数。") % {"count": len(made)},
        to=request.get_full_path(),
    )  # fmt: skip
    if answer:
        return answer
    rows = statements.sheet_rows(scope, month, county=county, words=chosen["q"])
    shown = page_of(request, rows, PER_SHEET)
    found = list(shown.object_list)
    cells = statements.sheet(scope, found, month)
    shown.object_list = [
        (enterprise, [_cell(request, cell, form) for cell in line])
        for enterprise, line in zip(found, cells, strict=True)
    ]
    return show_form(
        request,
        "statements/sheet.html",
        form,
        {
            "month": month,
            "months": _months(request.today),
            "columns": [
                (measure, statements.words_of(measure), statements.SHEET_UNITS[statements.unit_of(measure)])
                for measure in statements.SHEET
            ],
            "page": shown,
            "missing": sum(cell["row"] is None for _e, line in shown.object_list for cell in line),
            "chosen": chosen,
            "counties": county_choices(scope, "enterprise"),
            "may": may,
        },
    )  # fmt: skip


def _entries(posted: Any) -> dict[tuple[int, str], tuple[str, str]]:
    """What was typed, by enterprise and measure; an empty cell is no value. A bare number has its column's unit."""
    found: dict[tuple[int, str], tuple[str, str]] = {}
    for name, text in posted.items():
        kind, _dash, rest = name.partition("-")
        enterprise, _dash, measure = rest.partition("-")
        if kind != "value" or not enterprise.isdecimal() or measure not in statements.SHEET:
            continue
        written = str(text).strip()[:40]
        if not written:
            continue
        if written[-1:].isdecimal():
            written += statements.SHEET_UNITS[statements.unit_of(measure)]
        found[int(enterprise[:18]), measure] = (written, str(posted.get(f"why-{rest}", "")))
    return found


def _cell(
    request: PageRequest, cell: statements.Cell, form: SheetForm[tuple[int, str]]
) -> dict[str, Any]:
    key = (cell.enterprise_id, cell.measure)
    name = f"{cell.enterprise_id}-{cell.measure}"
    write = statements.writer(cell.measure)
    return {
        "name": name,
        "measure": statements.words_of(cell.measure),
        "row": cell.statement,
        "text": write(cell.statement.amount) if cell.statement else "",
        "running": write(cell.running) if cell.running is not None else "",
        "checks": [one.message(write) for one in cell.checks],
        "typed": request.POST.get(f"value-{name}", ""),
        "why": request.POST.get(f"why-{name}", ""),
        "wrong": form.wrong_at(key),
        "asked": "".join(form.asked_at(key)),
    }


def _month(request: PageRequest) -> date:
    """The month of the address, or the last one that has ended."""
    asked = parse_date(
        f"{written}-01" if len(written := request.GET.get("month", "")) == 7 else written
    )
    return (asked or request.today.replace(day=1) - timedelta(days=1)).replace(day=1)


def _months(today: date) -> list[str]:
    """The last twelve months that have ended, newest first."""
    found, day = [], today
    for _step in range(12):
        day = day.replace(day=1) - timedelta(days=1)
        found.append(day.strftime("%Y-%m"))
    return found


# -- review -----------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def review(request: PageRequest) -> HttpResponse:
    """What waits for this person's review: agreed to, or sent back with a reason."""
    scope = request.scope
    may = scope.may(Permission.AGREE_STATEMENT)
    form = ReviewStatements(request.POST or None)
    if request.method == "POST":
        may.require()
    answer = carry_out(
        request,
        form,
        lambda: _review(request, **form.cleaned_data),
        done=lambda count: _("已办理%(count)s条报表。") % {"count": count},
        to=request.path,
    )
    if answer:
        return answer
    page = page_of(request, to_review(scope), PER_SHEET)
    page.object_list = [
        (one, statements.writer(one.measure)(one.amount)) for one in page.object_list
    ]
    shown = {"page": page, "may": may, "office": bool(scope.may(Permission.REVIEW_STATEMENT))}
    return show_form(request, "statements/review.html", form, shown)


def _review(request: PageRequest, *, verb: str, why: str) -> int:
    scope, now = request.scope, request.now
    picks = (pick.partition("-") for pick in request.POST.getlist("pick"))
    seen = {int(pk[:18]): version for pk, _dash, version in picks if pk.isdecimal()}
    if verb == "send_back":
        return actions.send_back_statements(seen, why=why, by=scope, now=now)
    decide = (
        actions.review_statements
        if scope.may(Permission.REVIEW_STATEMENT)
        else actions.agree_statements
    )
    return decide(seen, by=scope, now=now)


# -- sums -------------------------------------------------------------------------------------


@require_GET
def totals(request: PageRequest) -> HttpResponse:
    """The sum of one kind of value, who has not reported, and the growth of the same enterprises."""
    scope = request.scope
    today = request.today
    last = today.replace(day=1) - timedelta(days=1)
    start = {
        "measure": "revenue", "period_kind": "month", "basis": "current", "population": "climbing",
        "first": last.replace(month=1, day=1), "last": last.replace(day=1),
    }  # fmt: skip
    form = TotalForm(scope, request.GET if "first" in request.GET else start)
    total = _total(scope, form)
    write = statements.writer(form.data.get("measure") or "revenue")
    shown: dict[str, Any] = {
        name: write(value) if (value := getattr(total, name, None)) is not None else "—"
        for name in ("amount", "now", "before")
    }
    status = 400 if form.status != 200 else 200
    return render(
        request, "statements/totals.html", shown | {"form": form, "total": total}, status=status
    )


def _total(scope: Scope, form: TotalForm) -> statements.Total | None:
    """The sum that is asked for; None where the form says why there is none."""
    if not form.is_valid():
        return None
    values = dict(form.cleaned_data)
    county = values.pop("county")
    try:
        return statements.total(scope, **values, county=county.pk if county else None)
    except DomainError as refusal:
        form.refuse(refusal.message)
        return None
