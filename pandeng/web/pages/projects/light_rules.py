"""The rules of the lights by form: a new set, or other limits of one that is there."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pandeng.access.permissions import Permission
from pandeng.access.records import one_of
from pandeng.access.request import PageRequest
from pandeng.domain.projects.ledger.actions.light_rules import set_light_rules
from pandeng.domain.projects.ledger.models import LightRules
from pandeng.domain.registers.catalogue import BY_MODEL
from pandeng.web.forms.light_rules import SetLightRules, initial_of
from pandeng.web.ui.form_page import FormPage, form_page

KEPT = ("code", "name", "source", "is_default")


@require_http_methods(["GET", "POST"])
def page(request: PageRequest, pk: int | None = None) -> HttpResponse:
    scope, register = request.scope, BY_MODEL[LightRules]
    rules: LightRules | None = one_of(LightRules, scope, pk) if pk is not None else None
    initial: dict[str, Any] = {"basis": "points"}
    if rules is not None:
        initial |= {name: getattr(rules, name) for name in KEPT} | initial_of(rules.limits)
    form = SetLightRules(request.POST or None, initial=initial)
    form.fields["code"].disabled = rules is not None

    def act(filled: dict[str, Any]) -> str:
        said = {name: filled[name] for name in KEPT}
        made = set_light_rules(
            rules, **said, limits=_limits(form, rules), by=scope, now=request.now
        )
        return register.record_url(made.pk)

    title = _("更改亮灯规则") if rules is not None else _("新设亮灯规则")
    shown = FormPage(
        title=title,
        trail=((str(register.title), reverse(register.route)),),
        may=scope.may(Permission.EDIT_PROJECT_LIST),
        lead=_("保存后按新界限判断；此前各月末的亮灯结论连同当时的规则保留。"),
    )
    return form_page(request, form, act, shown, _("亮灯规则已保存。"))


def _limits(form: SetLightRules, rules: LightRules | None) -> dict[str, Any]:
    """What the form does not ask stays as it is in the set: what counts, the least total."""
    found, before = form.limits(), rules.limits if rules is not None else {}
    for part in found:
        found[part] = (
            {**(before.get(part) or {}), **found[part]} if part != "progress" else found[part]
        )
    return found | ({"counts": before["counts"]} if before.get("counts") else {})
