"""Teams, their seats and coverage; visits with their questions, on the phone as at the desk."""

from calendar import monthcalendar
from datetime import date, timedelta
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
from pandeng.access.scope import Scope
from pandeng.core.dates import parse_date
from pandeng.core.errors import DomainError, NotFound
from pandeng.domain.attachments.queries import files_of
from pandeng.domain.demands.models import Demand
from pandeng.domain.demands.queries import OPEN, lamp
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.enterprises.queries import find
from pandeng.domain.teams import actions, queries
from pandeng.domain.teams.models import HandOver, Team, TeamMember, TeamRole, Visit, VisitQuestion
from pandeng.web.forms.teams import EndSeat, PlanVisit, RaiseDemand, RecordVisit, Seat


def _team(scope: Scope, pk: int) -> Team:
    found = one_of(Team, scope, pk)
    assert isinstance(found, Team)
    return found


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


def _detail(
    request: PageRequest, pk: int, *, refused: str = "", forms: dict[str, Any] | None = None
) -> HttpResponse:
    scope, today = request.scope, request.today
    team, on = _team(scope, pk), parse_date(request.GET.get("on")) or today
    may = scope.may(Permission.EDIT_TEAM)
    shown = {
        "team": team,
        "on": on,
        "is_today": on == today,
        "seats": queries.seats_on(scope, team, on),
        "served": queries.served(scope, queries.served_by(scope, team, on), today),
        "hand_overs": HandOver.objects.visible_to(scope)
        .filter(team=team)
        .select_related("left", "entered__role")
        .order_by("-happened_on"),
        "may": may,
        "seat_form": Seat(scope, initial={"since": today}) if may else None,
        "end_form": EndSeat(initial={"until": today}) if may else None,
        "refused": refused,
    }
    return render(
        request, "teams/detail.html", shown | (forms or {}), status=422 if refused else 200
    )


@require_POST
def fill_seat(request: PageRequest, pk: int) -> HttpResponse:
    """Fill an empty seat, hand a held one over, or end it."""
    scope = request.scope
    team = _team(scope, pk)
    verb = request.POST.get("verb", "")
    form: Any = EndSeat(request.POST) if verb == "end" else Seat(scope, request.POST)
    if not form.is_valid():
        name = "end_form" if verb == "end" else "seat_form"
        return _detail(request, pk, refused=_("请按提示补全。"), forms={name: form})
    told: dict[str, Any] = form.cleaned_data | {"by": scope, "now": request.now}
    try:
        if verb == "fill":
            role = _one(TeamRole, scope, request.POST.get("role", ""))
            told.pop("why")
            actions.seat(team, role, **told)
        else:
            seat = _one(TeamMember, scope, request.POST.get("seat", ""))
            if seat.team_id != team.pk:
                raise NotFound(_("没有找到这个席位。"))
            if verb == "end":
                actions.end(seat, **told)
            else:
                actions.hand_over(seat, **told)
    except NotFound:
        raise
    except DomainError as refusal:
        return _detail(request, pk, refused=refusal.message)
    messages.success(request, _("已登记，任职和交接都有记录。"))
    return redirect("team", pk=pk)


def _one(model: Any, scope: Scope, written: str) -> Any:
    found = (
        model.objects.visible_to(scope).filter(pk=int(written)).first()
        if written.isdigit()
        else None
    )
    if found is None:
        raise NotFound(_("没有找到这条记录。"))
    return found


@require_GET
def mine(request: PageRequest) -> HttpResponse:
    """What somebody on the way needs: their enterprises, open demands, questions, the next visit."""
    scope, today = request.scope, request.today
    ids = scope.enterprises
    light = lamp(scope, today)
    demands = (
        Demand.objects.visible_to(scope)
        .filter(enterprise_id__in=ids, status__in=OPEN)
        .select_related("department")
        .order_by("next_due_on", "id")
    )
    by_enterprise: dict[int | None, list[Any]] = {}
    for demand in demands:
        by_enterprise.setdefault(demand.enterprise_id, []).append(
            (demand, light(demand.next_due_on))
        )
    shown = [
        (one, by_enterprise.get(one.enterprise.pk, [])) for one in queries.served(scope, ids, today)
    ]
    shown.sort(key=lambda pair: (-pair[0].late_demands, -(pair[0].days_since or 9999)))
    return render(
        request,
        "teams/mine.html",
        {
            "shown": shown,
            "may_visit": scope.may(Permission.RECORD_VISIT),
            "may_raise": scope.may(Permission.RECEIVE_DEMAND),
        },
    )


# -- visits --------------------------------------------------------------------------------------


def _visit(scope: Scope, pk: int) -> Visit:
    found = one_of(Visit, scope, pk)
    assert isinstance(found, Visit)
    return found


@require_http_methods(["GET", "POST"])
def plan_visit(request: PageRequest) -> HttpResponse:
    """Plan a visit; a clash in the week comes back as a warning that a reason overrides."""
    scope, today = request.scope, request.today
    enterprise = find(scope, _number(request.GET.get("enterprise", "")))
    form = PlanVisit(scope, request.POST or None, initial={"planned_on": today + timedelta(days=1)})
    refused = ""
    if form.is_valid():
        told = dict(form.cleaned_data)
        told["questions"] = told["questions"].splitlines()
        try:
            visit = actions.plan(
                enterprise,
                **told,
                team=_team_of(scope, enterprise, today),
                by=scope,
                now=request.now,
            )
        except NotFound:
            raise
        except DomainError as refusal:
            refused = refusal.message
        else:
            messages.success(request, _("走访已安排。"))
            return redirect("visit", pk=visit.pk)
    shown = {
        "form": form,
        "enterprise": enterprise,
        "carried": queries.open_questions(scope, enterprise),
        "refused": refused,
        "may": scope.may(Permission.RECORD_VISIT),
    }
    return render(
        request, "teams/plan_visit.html", shown, status=422 if refused or form.errors else 200
    )


def _team_of(scope: Scope, enterprise: Enterprise, on: date) -> Team | None:
    for service in enterprise.services.select_related("team").order_by("-since"):
        if service.since <= on and (service.until is None or service.until >= on):
            team: Team = service.team
            return team
    return None


def _number(written: str) -> int:
    if not written.isdigit():
        raise NotFound(_("请从企业页面安排走访。"))
    return int(written[:18])


@require_http_methods(["GET", "POST"])
def visit(request: PageRequest, pk: int) -> HttpResponse:
    """One visit: its questions before, its record after; files and photos; demands in one tap."""
    scope, found = request.scope, _visit(request.scope, pk)
    form = RecordVisit(
        found,
        request.POST or None,
        initial={"done_on": found.done_on or request.today, "notes": found.notes},
    )
    refused = ""
    if form.is_valid():
        told = form.cleaned_data
        try:
            actions.record(
                found,
                done_on=told["done_on"],
                notes=told["notes"],
                answers=form.answers(),
                more=told["more"].splitlines(),
                by=scope,
                now=request.now,
            )
        except NotFound:
            raise
        except DomainError as refusal:
            refused = refusal.message
        else:
            messages.success(request, _("走访已登记；没有了结的问题会带到下次。"))
            return redirect("visit", pk=pk)
    shown = {
        "visit": found,
        "form": form,
        "refused": refused,
        "raise_form": RaiseDemand(scope),
        "clashes": queries.clashes(scope, found.enterprise, found.planned_on, found.department),
        "files": files_of(scope, found),
        "may_attach": scope.may(Permission.ATTACH_FILE),
        "may": scope.may(Permission.RECORD_VISIT),
        "may_raise": scope.may(Permission.RECEIVE_DEMAND),
    }
    return render(request, "teams/visit.html", shown, status=422 if refused or form.errors else 200)


@require_POST
def call_off(request: PageRequest, pk: int) -> HttpResponse:
    found = _visit(request.scope, pk)
    actions.call_off(found, why=request.POST.get("why", ""), by=request.scope, now=request.now)
    messages.success(request, _("走访已取消，准备的问题留给下次。"))
    return redirect("visit", pk=pk)


@require_POST
def raise_demand(request: PageRequest, pk: int, question: int) -> HttpResponse:
    """One tap: the question becomes a demand of the enterprise."""
    scope, found = request.scope, _visit(request.scope, pk)
    asked = VisitQuestion.objects.visible_to(scope).filter(visit=found, pk=question).first()
    if asked is None:
        raise NotFound(_("没有找到这个问题。"))
    form = RaiseDemand(scope, request.POST)
    if not form.is_valid():
        messages.error(request, _("请选择诉求类别。"))
        return redirect("visit", pk=pk)
    demand = actions.raise_demand(asked, **form.cleaned_data, by=scope, now=request.now)
    messages.success(request, _("已登记，编号%(number)s。") % {"number": demand.number})
    return redirect("visit", pk=pk)


@require_GET
def calendar(request: PageRequest) -> HttpResponse:
    """The visits of a month; weeks in which two bodies come to one enterprise are marked."""
    scope, today = request.scope, request.today
    first = (
        parse_date(f"{request.GET['month']}-01") if request.GET.get("month") else None
    ) or today
    first = first.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    visits: dict[date, list[Visit]] = {}
    rows = (
        Visit.objects.visible_to(scope)
        .filter(planned_on__gte=first, planned_on__lt=following, called_off_on__isnull=True)
        .select_related("enterprise", "department")
        .order_by("planned_on", "id")
    )
    for found in rows:
        visits.setdefault(found.planned_on, []).append(found)
    crowded = queries.crowded_weeks(scope, first, following - timedelta(days=1))
    weeks = [
        [(first.replace(day=number), visits.get(first.replace(day=number), [])) if number else None
         for number in week]
        for week in monthcalendar(first.year, first.month)
    ]  # fmt: skip
    shown = {
        "first": first,
        "weekdays": [WEEKDAYS_ABBR[number] for number in range(7)],
        "weeks": weeks,
        "today": today,
        "crowded": [visit for found in crowded.values() for visit in found],
        "crowded_ids": {visit.pk for found in crowded.values() for visit in found},
        "before": (first - timedelta(days=1)).strftime("%Y-%m"),
        "after": following.strftime("%Y-%m"),
    }
    return render(request, "teams/calendar.html", shown)
