"""The hooks of the office's programs: how they fare, their log, sending again, taking one out of use."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from pandeng.access.permissions import Permission
from pandeng.access.request import PageRequest
from pandeng.core.action import action_word
from pandeng.domain.hooks import actions, queries
from pandeng.web.pages.administration import demand
from pandeng.web.ui.paging import page_of


@require_GET
def listing(request: PageRequest) -> HttpResponse:
    demand(request.scope.may(Permission.EDIT_ROBOT))
    return render(request, "hooks/list.html", {"hooks": queries.hooks(request.scope)})


@require_GET
def log(request: PageRequest, pk: int) -> HttpResponse:
    """The messages of a hook: what happened and how the sending fared, not what the records hold."""
    scope = request.scope
    demand(scope.may(Permission.EDIT_ROBOT))
    hook = queries.one_hook(scope, queries.hooks(scope), pk)
    page = page_of(request, queries.deliveries(scope, hook))
    rows = [(one, action_word(one.type)) for one in page]
    return render(request, "hooks/log.html", {"hook": hook, "page": page, "rows": rows})


@require_POST
def replay(request: PageRequest, pk: int, delivery: int) -> HttpResponse:
    scope = request.scope
    hook = queries.one_hook(scope, queries.hooks(scope), pk)
    actions.replay(queries.delivery(scope, hook, delivery), by=scope, now=request.now)
    messages.success(request, _("已放入待发，几秒后发出。"))
    return redirect("hook_log", pk=pk)


@require_POST
def drop(request: PageRequest, pk: int) -> HttpResponse:
    scope = request.scope
    hook = queries.one_hook(scope, queries.hooks(scope), pk)
    actions.drop_hook(hook, by=scope, now=request.now)
    messages.success(request, _("已停用“%(name)s”。") % {"name": hook.name})
    return redirect("hooks")
