"""Records that may stand in the data twice: side by side, for a person to decide."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pandeng.access.permissions import Permission
from pandeng.access.request import PageRequest
from pandeng.domain.duplicates import actions, queries
from pandeng.domain.duplicates.kinds import KINDS, kind_of
from pandeng.domain.overview.duplicates import duplicates_page
from pandeng.web.forms.records import SettleDuplicate
from pandeng.web.ui.form_page import carry_out, show_form


@require_http_methods(["GET", "POST"])
def page(request: PageRequest, code: str) -> HttpResponse:
    """The pairs of a kind; one of two goes, or the two are told apart."""
    scope, kind = request.scope, kind_of(code)
    scope.may(Permission.SETTLE_DUPLICATES).require()
    form = SettleDuplicate(request.POST or None)

    def act() -> None:
        first, second, keep = (form.cleaned_data[name] for name in ("first", "second", "keep"))
        says = {"why": form.cleaned_data["why"], "by": scope, "now": request.now}
        if keep is None:
            actions.tell_apart(kind, first, second, **says)
        else:
            actions.settle(kind, keep, first if keep == second else second, **says)

    answer = carry_out(
        request,
        form,
        act,
        done=_("已处理，原记录和理由保留在历次变更中。"),
        to=reverse(f"duplicate_{code}"),
    )
    if answer:
        return answer
    shown = {
        "found": duplicates_page(scope, kind, request.GET.get("page"), request.GET.get("decided")),
        "tried": "-".join(request.POST.get(name, "") for name in ("first", "second")),
    }
    return show_form(request, "duplicates/page.html", form, shown)


@require_POST
def take_back(request: PageRequest, pk: int) -> HttpResponse:
    """The pair is asked about again."""
    pair = queries.decision(request.scope, pk)
    kind = next(one for one in KINDS.values() if one.model._meta.label == pair.subject_kind)
    actions.take_back(pair, by=request.scope, now=request.now)
    messages.success(request, _("已撤回，这两条重新列入疑似重复。"))
    return redirect(kind)
