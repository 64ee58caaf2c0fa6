"""Teams, their seats and coverage; visits with their questions, on the phone as at the desk."""

from calendar import monthcalendar
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pandeng.access.permissions import Permission
from pandeng.access.records import one_of
from pandeng.access.request import PageRequest
from pandeng.core.dates import parse_date
from pandeng.core.errors import NotFound
from pandeng.domain.attachments.queries import files_of
from pandeng.domain.calendars.rules import has_year
from pandeng.domain.demands.queries import light_for
from pandeng.domain.enterprises.queries import find
from pandeng.domain.registers.catalogue import REGISTERS
from pandeng.domain.registers.record import verbs_of
from pandeng.domain.teams import actions, queries, visits
from pandeng.domain.teams.models import Team, TeamMember, TeamRole, Visit
from pandeng.web.forms.look import Form
from pandeng.web.forms.teams import EndSeat, PlanVisit, RaiseDemand, RecordVisit, SeatForm
from pandeng.web.ui.form_page import carry_out, show_form


@require_GET
def coverage(request: PageRequest) -> HttpResponse:
    """Every team in the order of its number: whom it serves, whom it has not spoken to, what it solved."""
    scope, today = request.scope, request.today
    rows = queries.coverage(scope, today)
    shown = {
        "rows": rows,
        "empty": sum(row.empty_seats for row in rows),
        "ending": queries.ending(scope, today)[:20],
        "days": queries.COVERED_DAYS,
    }
    return render(request, "teams/coverage.html", shown)


@require_GET
def detail(request: PageRequest, pk: int) -> HttpResponse:
    """A team as of a day: who sat where, whom it served, what is in hand."""
    return _detail(request, pk)


def _detail(request: PageRequest, pk: int, **forms: Form) -> HttpResponse:
    scope, today = request.scope, request.today
    team, on = one_of(Team, scope, pk), parse_date(request.GET.get("on")) or today
    may = scope.may(Permission.EDIT_TEAM)
    shown = {
        "team": team,
        "on": on,
        "is_today": on == today,
        "seats": queries.seats_on(scope, team, on),
        "served": queries.served(scope, queries.served_by(scope, team, on), today),
        "hand_overs": queries.hand_overs(scope, team),
        "may": may,
        "verbs": verbs_of(REGISTERS["teams"], scope, team),
        "serve_url": REGISTERS["teams/services"].enter_url(scope, team=team.pk),
        "seat_form": SeatForm(scope, initial={"since": today}) if may else None,
        "end_form": EndSeat(initial={"until": today}) if may else None,
        "form": next(iter(forms.values()), None),
    }
    status = max((form.status for form in forms.values()), default=200)
    return render(request, "teams/detail.html", shown | forms, status=status)


@require_POST
def fill_seat(request: PageRequest, pk: int) -> HttpResponse:
    """Fill an empty seat, hand a held one over, or end it."""
    scope = request.scope
    team = one_of(Team, scope, pk)
    ends = request.POST.get("verb") == "end"
    form: Form = EndSeat(request.POST) if ends else SeatForm(scope, request.POST)
    if not form.is_valid():
        form.refuse(_("请按提示补全。"))
    answer = carry_out(
        request,
        form,
        lambda: _fill(request, team, form.cleaned_data),
        done=_("已登记，任职和交接都有记录。"),
        to=team.get_absolute_url(),
    )
    return answer or _detail(request, pk, **{"end_form" if ends else "seat_form": form})


def _fill(request: PageRequest, team: Team, filled: dict[str, Any]) -> None:
    scope, verb = request.scope, request.POST.get("verb", "")
    inputs: dict[str, Any] = filled | {"by": scope, "now": request.now}
    if verb == "fill":
        inputs.pop("why")
        actions.seat(team, one_of(TeamRole, scope, _number(request.POST.get("role", ""))), **inputs)
        return
    seat = one_of(TeamMember, scope, _number(request.POST.get("seat", "")))
    if seat.team_id != team.pk:
        raise NotFound(_("没有找到这个席位。"))
    change = actions.end if verb == "end" else actions.hand_over
    change(seat, **inputs)


def _number(written: str) -> int:
    if not written.isdecimal():
        raise NotFound(_("没有找到这条记录。"))
    return int(written[:18])


@require_GET
def mine(request: PageRequest) -> HttpResponse:
    """What somebody on the way needs: their enterprises, open demands, questions, the next visit."""
    scope, today = request.scope, request.today
    light = light_for(scope, today)
    demands = {
        pk: [(demand, light(demand.next_due_on)) for demand in found]
        for pk, found in visits.own_demands(scope).items()
    }
    served = queries.served(scope, scope.enterprises, today)
    lines = [(one, demands.get(one.enterprise.pk, [])) for one in served]
    lines.sort(key=lambda pair: (-pair[0].late_demands, -(pair[0].days_since or 9999)))
    shown = {
        "shown": lines,
        "may_visit": scope.may(Permission.RECORD_VISIT),
        "may_raise": scope.may(Permission.RECEIVE_DEMAND),
    }
    return render(request, "teams/mine.html", shown)


# -- visits --------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def plan_visit(request: PageRequest) -> HttpResponse:
    """Plan a visit; a clash in the week comes back as a warning that a reason overrides."""
    scope, today = request.scope, request.today
    written = request.GET.get("enterprise", "")
    if not written.isdecimal():
        raise NotFound(_("请从企业页面安排走访。"))
    enterprise = find(scope, int(written[:18]))
    form = PlanVisit(scope, request.POST or None, initial={"planned_on": today + timedelta(days=1)})

    def plan() -> Visit:
        inputs = form.cleaned_data | {"questions": form.cleaned_data["questions"].splitlines()}
        team = visits.team_of(scope, enterprise, today)
        return actions.plan(enterprise, **inputs, team=team, by=scope, now=request.now)

    if answer := carry_out(request, form, plan, done=_("走访已安排。")):
        return answer
    shown = {
        "enterprise": enterprise,
        "carried": visits.open_questions(scope, enterprise),
        "may": scope.may(Permission.RECORD_VISIT),
    }
    return show_form(request, "teams/plan_visit.html", form, shown)


@require_http_methods(["GET", "POST"])
def visit(request: PageRequest, pk: int) -> HttpResponse:
    """One visit: its questions before, its record after; files and photos; demands in one tap."""
    scope, found = request.scope, one_of(Visit, request.scope, pk)
    initial = {"done_on": found.done_on or request.today, "notes": found.notes}
    form = RecordVisit(found, request.POST or None, initial=initial)
    answer = carry_out(
        request,
        form,
        lambda: actions.record(found, **form.inputs(), by=scope, now=request.now),
        done=_("走访已登记；没有了结的问题会带到下次。"),
        to=found.get_absolute_url(),
    )
    return answer or _visit(request, found, form)


def _visit(request: PageRequest, found: Visit, form: RecordVisit) -> HttpResponse:
    scope = request.scope
    shown = {
        "visit": found,
        "raise_form": RaiseDemand(scope),
        "clashes": visits.clashes(scope, found.enterprise, found.planned_on, found.department),
        "files": files_of(scope, found),
        "may_attach": scope.may(Permission.ATTACH_FILE),
        "may": scope.may(Permission.RECORD_VISIT),
        "may_raise": scope.may(Permission.RECEIVE_DEMAND),
    }
    return show_form(request, "teams/visit.html", form, shown)


@require_POST
def call_off(request: PageRequest, pk: int) -> HttpResponse:
    found = one_of(Visit, request.scope, pk)
    actions.call_off(found, why=request.POST.get("why", ""), by=request.scope, now=request.now)
    messages.success(request, _("走访已取消，准备的问题留给下次。"))
    return redirect("visit", pk=pk)


@require_POST
def raise_demand(request: PageRequest, pk: int, question: int) -> HttpResponse:
    """One tap: the question becomes a demand of the enterprise. What was typed beside it stays on the page."""
    scope, found = request.scope, one_of(Visit, request.scope, pk)
    asked = visits.question_of(scope, found, question)
    matter = request.POST.get(f"matter{question}") or request.POST.get("matter", "")
    form = RaiseDemand(scope, {"matter": matter, "key": request.POST.get("key", "")})
    typed = RecordVisit(found, request.POST)
    if not form.is_valid():
        messages.error(request, _("请选择诉求类别。"))
        return _visit(request, found, typed)
    said = request.POST.get(f"answer-{question}", "").strip()
    demand = actions.raise_demand(asked, text=said, **form.cleaned_data, by=scope, now=request.now)
    messages.success(request, _("已登记，编号%(number)s。") % {"number": demand.number})
    return _visit(request, one_of(Visit, scope, pk), typed)


@require_GET
def calendar(request: PageRequest) -> HttpResponse:
    """The visits of a month; weeks in which two bodies come to one enterprise are marked."""
    scope, today, written = request.scope, request.today, request.GET.get("month", "")
    first = ((parse_date(f"{written}-01") if written else None) or today).replace(day=1)
    has_year(first.year).require()
    month = visits.visit_month(scope, first)
    weeks = [
        [
            (day := first.replace(day=number), month.by_day.get(day, [])) if number else None
            for number in week
        ]
        for week in monthcalendar(first.year, first.month)
    ]
    shown = {
        "first": first,
        "weekdays": [WEEKDAYS_ABBR[number] for number in range(7)],
        "weeks": weeks,
        "today": today,
        "crowded": month.crowded,
        "crowded_ids": {visit.pk for visit in month.crowded},
        "before": (first - timedelta(days=1)).strftime("%Y-%m"),
        "after": month.following.strftime("%Y-%m"),
    }
    return render(request, "teams/calendar.html", shown)
