"""Setting the targets of a year: one by itself, or those of the year before carried over."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pandeng.access.permissions import Permission
from pandeng.access.request import PageRequest
from pandeng.core.dates import year_to_carry
from pandeng.domain.indicators.question import measurable
from pandeng.domain.indicators.target_progress import reached_by_the_end
from pandeng.domain.strategy import queries
from pandeng.domain.strategy.actions import setting
from pandeng.domain.strategy.models import Target
from pandeng.web.forms.targets import CarryTargets, SetTarget
from pandeng.web.ui.form_page import FormPage, form_page


@require_http_methods(["GET", "POST"])
def set_target(request: PageRequest) -> HttpResponse:
    scope, today = request.scope, request.today

    def act(filled: dict[str, Any]) -> Target:
        return setting.set_target(**filled, by=scope, now=request.now)

    initial = {"year": today.year, "set_on": today, "node": request.GET.get("node")}
    form = SetTarget(scope, measurable(scope), request.POST or None, initial=initial)
    return form_page(request, form, act, _page(request, _("确定目标")), _("目标已确定。"))


@require_http_methods(["GET", "POST"])
def carry_targets(request: PageRequest) -> HttpResponse:
    """The targets of the year before that the new year has not yet."""
    scope = request.scope
    newest = next(iter(queries.years(scope)), request.today.year - 1)
    is_left = bool(queries.to_carry(scope, newest))
    before = year_to_carry(newest, request.today, is_left=is_left) - 1
    reached, left = reached_by_the_end(scope, before), queries.to_carry(scope, before + 1)
    form = CarryTargets(
        {target: value for target, value in reached.items() if target.pk in left},
        request.POST or None,
        initial={"year": before + 1, "set_on": request.today},
    )

    def act(filled: dict[str, Any]) -> str:
        year, said = filled["year"], {name: filled[name] for name in ("year", "set_on", "source")}
        setting.carry_targets(form.chosen(), **said, by=scope, now=request.now)
        return f"{reverse('target_list')}?year={year}"

    lead = _(
        "%(year)s年的目标。填写新年度的目标值；不填的不结转。季节计划一并带入，标为建议值。"
    ) % {"year": before}
    return form_page(request, form, act, _page(request, _("结转年度目标"), lead), _("已结转。"))


def _page(request: PageRequest, title: str, lead: str = "") -> FormPage:
    return FormPage(
        title=title,
        trail=((_("目标"), reverse("target_list")),),
        may=request.scope.may(Permission.APPROVE),
        lead=lead,
        button=title,
    )
