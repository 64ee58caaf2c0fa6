"""The answers when something is wrong: one clear sentence each, never a trace."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from pandeng.core.refusal import refusal
from pandeng.web.middleware.errors import error_page, is_interface
from pandeng.web.middleware.errors import not_found as missing


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 400, _("请求有误"), _("请求内容有误，请返回上一页重试。"))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    said = str(exception) if isinstance(exception, PermissionDenied) else ""
    return error_page(request, 403, _("没有权限"), said or _("您的角色不能查看这一页。"))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return missing(request)


def failed(request: HttpRequest) -> HttpResponse:
    """Stands alone: no database, no session, nothing that could fail again."""
    if is_interface(request):
        return refusal(500, _("程序出错，没有办成，请稍后再试或告知管理员。"))
    return HttpResponseServerError(render_to_string("errors/500.html"))


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is missing or old: nothing was written."""
    return error_page(
        request, 403, _("页面已过期"), _("页面放得太久或已重新登录，请返回并刷新后再提交。")
    )
