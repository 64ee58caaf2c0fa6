"""Files of records: add, fetch, take away. Who sees the record sees its files."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from pandeng.access.request import PageRequest
from pandeng.core.errors import DomainError, NotFound
from pandeng.domain.attachments import actions, queries
from pandeng.domain.attachments.rules import SHOWN_INSIDE
from pandeng.domain.attachments.storage import path_of


@require_POST
def add(request: PageRequest, word: str, pk: int) -> HttpResponse:
    """Add the files of a form; each is taken or refused by itself."""
    scope = request.scope
    record = queries.subject(scope, word, pk)
    files = request.FILES.getlist("file")
    if not files:
        messages.error(request, _("请先选择文件。"))
    for file in files:
        try:
            made = actions.attach(record, file, by=scope, now=request.now)
        except NotFound:
            raise
        except DomainError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("已上传“%(name)s”。") % {"name": made.name})
    return redirect(_back(request))


@require_GET
def fetch(request: PageRequest, stored: str) -> FileResponse:
    """The file itself. Images and PDF open in the browser, without scripts; the rest is saved."""
    file = queries.find(request.scope, stored)
    path = path_of(file.stored)
    if not path.exists():
        raise NotFound(_("文件不在服务器上，请联系系统管理员。"))
    response = FileResponse(
        path.open("rb"),
        as_attachment=file.content_type not in SHOWN_INSIDE,
        filename=file.name,
        content_type=file.content_type,
    )
    response["Content-Security-Policy"] = "default-src 'none'; img-src 'self'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def remove(request: PageRequest, stored: str) -> HttpResponse:
    scope = request.scope
    file = queries.find(scope, stored)
    try:
        actions.remove(file, why=request.POST.get("why", ""), by=scope, now=request.now)
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("已移除“%(name)s”。") % {"name": file.name})
    return redirect(_back(request))


def _back(request: PageRequest) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if safe else "/"
