"""The work calendar: a year with what it rests on; entering its notice, or one day by itself."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from pandeng.access.permissions import Permission
from pandeng.access.request import PageRequest
from pandeng.core.dates import parse_date
from pandeng.core.errors import DomainError
from pandeng.domain.calendars.queries import year_of
from pandeng.domain.calendars.rules import FIRST_YEAR, LAST_YEAR
from pandeng.domain.deadlines import actions
from pandeng.domain.deadlines.actions import Entered
from pandeng.web.forms.work_calendar import OneDay, YearOfNotice
from pandeng.web.ui.form_page import carry_out


@require_GET
def page(request: PageRequest) -> HttpResponse:
    written = request.GET.get("year", "")
    if written and not (written.isascii() and written.isdigit() and len(written) == 4):
        raise DomainError(_("年度请写成四位数，如 2027。"))
    return _page(request, int(written or request.today.year))


def _page(request: PageRequest, year: int, status: int = 200, **forms: Any) -> HttpResponse:
    shown = year_of(request.scope, year)
    entered = {"note": shown.entered.note} if shown.entered else {}
    page = {
        "shown": shown,
        "weekdays": [WEEKDAYS_ABBR[number] for number in range(7)],
        "before": year - 1 if year > FIRST_YEAR else None,
        "after": year + 1 if year < LAST_YEAR else None,
        "may": request.scope.may(Permission.EDIT_CALENDAR),
        "year_form": YearOfNotice(initial={"year": year, **entered}),
        "day_form": OneDay(),
        **forms,
    }
    return render(request, "administration/calendar.html", page, status=status)


@require_POST
def set_year(request: PageRequest) -> HttpResponse:
    form = YearOfNotice(request.POST, request.FILES)
    answer = carry_out(
        request,
        form,
        lambda: actions.set_year(
            form.cleaned_data["year"],
            form.days,
            note=form.cleaned_data["note"],
            by=request.scope,
            now=request.now,
        ),
        done=_done,
        to=lambda _made: _address(form.cleaned_data["year"]),
    )
    return answer or _page(request, request.today.year, form.status, year_form=form)


@require_POST
def set_day(request: PageRequest) -> HttpResponse:
    form = OneDay(request.POST)
    answer = carry_out(
        request,
        form,
        lambda: actions.set_day(**form.cleaned_data, by=request.scope, now=request.now),
        done=_done,
        to=lambda _made: _address(form.cleaned_data["day"].year),
    )
    return answer or _page(request, request.today.year, form.status, day_form=form)


@require_POST
def drop_day(request: PageRequest) -> HttpResponse:
    if (day := parse_date(request.POST.get("day"))) is None:
        raise DomainError(_("请写明日期。"))
    done = actions.drop_day(day, by=request.scope, now=request.now)
    messages.success(request, _done(done))
    return redirect(_address(day.year))


def _done(made: Entered) -> str:
    said = {"days": made.days, "moved": made.moved}
    return _("已登记。与原来不同的有%(days)s天，重算%(moved)s个期限。") % said


def _address(year: int) -> str:
    return f"{reverse('work_calendar')}?year={year}"
