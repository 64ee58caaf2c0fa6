"""One's inbox, and the group robots of the office."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pandeng.access import actions as access_actions
from pandeng.access.permissions import Permission
from pandeng.access.request import PageRequest
from pandeng.domain.notices import actions, queries
from pandeng.domain.notices.models import Notice, Robot
from pandeng.web.forms.notices import EmailNotices, NewRobot
from pandeng.web.pages.administration import demand
from pandeng.web.ui.form_page import carry_out, show_form
from pandeng.web.ui.paging import page_of


@require_GET
def inbox(request: PageRequest) -> HttpResponse:
    """Three queries: the page, its count, the unread."""
    only_unread = request.GET.get("show") == "unread"
    page = page_of(request, queries.inbox(request.scope, only_unread=only_unread))
    return render(request, "notices/inbox.html", {"page": page, "only_unread": only_unread})


@require_GET
def follow(request: PageRequest, pk: int) -> HttpResponse:
    """Open what a notice is about, and mark it as read."""
    scope = request.scope
    notice: Notice = get_object_or_404(queries.inbox(scope), pk=pk)
    actions.mark_read([notice.pk], by=scope, now=request.now)
    return redirect(notice.path)


@require_POST
def read_all(request: PageRequest) -> HttpResponse:
    actions.mark_read(None, by=request.scope, now=request.now)
    return redirect("notices")


@require_POST
def choose_email(request: PageRequest) -> HttpResponse:
    form = EmailNotices(request.POST)
    if not form.is_valid():
        messages.error(request, _("邮箱地址不完整，没有保存。"))
        return redirect("account")
    email, wanted = form.cleaned_data["email"], form.cleaned_data["wants_email"]
    access_actions.choose_email(
        request.user, email, wanted=wanted, by=request.scope, now=timezone.now()
    )
    said = _("今后有提醒会发邮件。") if email and wanted else _("今后不发邮件，提醒在收件箱里看。")
    messages.success(request, said)
    return redirect("account")


@require_http_methods(["GET", "POST"])
def robots(request: PageRequest) -> HttpResponse:
    """The robots in use with their state, and a form for another."""
    demand(request.scope.may(Permission.EDIT_ROBOT))
    form = NewRobot(request.POST or None, scope=request.scope)
    answer = carry_out(
        request,
        form,
        lambda: actions.add_robot(**form.cleaned_data, by=request.scope, now=request.now),
        done=lambda robot: _("已添加“%(name)s”。") % {"name": robot.name},
        to=reverse("robots"),
    )
    shown = {"robots": queries.robots(request.scope)}
    return answer or show_form(request, "notices/robots.html", form, shown)


@require_POST
def test_robot(request: PageRequest, pk: int) -> HttpResponse:
    scope = request.scope
    robot: Robot = get_object_or_404(queries.robots(scope), pk=pk)
    actions.test_robot(robot, by=scope, now=request.now)
    messages.success(request, _("测试提醒已放入待发，几秒后在群里查看。"))
    return redirect("robots")


@require_POST
def drop_robot(request: PageRequest, pk: int) -> HttpResponse:
    scope = request.scope
    robot: Robot = get_object_or_404(queries.robots(scope), pk=pk)
    actions.drop_robot(robot, by=scope, now=request.now)
    messages.success(request, _("已停用“%(name)s”。") % {"name": robot.name})
    return redirect("robots")
