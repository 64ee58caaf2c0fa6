"""The key-project list of a year carried over to the next."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pandeng.access.permissions import Permission
from pandeng.access.request import PageRequest
from pandeng.core.dates import year_to_carry
from pandeng.domain.projects.lifecycle import actions, queries
from pandeng.web.forms.projects import CarryList
from pandeng.web.ui.form_page import carry_out, show_form


@require_http_methods(["GET", "POST"])
def page(request: PageRequest) -> HttpResponse:
    """Every project that the list of the year before leaves open, with what of its investment is left."""
    scope = request.scope
    newest = queries.newest_list(scope) or request.today.year - 1
    is_left = bool(queries.to_carry(scope, newest))
    year = year_to_carry(newest, request.today, is_left=is_left)
    may = scope.may(Permission.EDIT_PROJECT_LIST)
    rows = queries.to_carry(scope, year)
    form = CarryList(rows, request.POST or None, initial={"since": request.today})

    def act() -> str:
        filled = {"since": form.cleaned_data["since"], "year": year}
        actions.carry_list(form.annual_plans(), **filled, by=scope, now=request.now)
        return f"{reverse('projects_listings')}?year={year}"

    done = _("已结转到%(year)s年清单。") % {"year": year}
    if answer := carry_out(request, form, act, done=done):
        return answer
    lines = [(row, form[f"plan{row.listing.project_id}"]) for row in rows]
    shown = {"year": year, "before": year - 1, "lines": lines, "may": may}
    return show_form(request, "projects/carry.html", form, shown)
