"""The one page of an installation without an office: it opens one for whoever has the printed key."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from pandeng.access.request import PageRequest
from pandeng.access.scope import Scope
from pandeng.core.errors import Busy, DomainError
from pandeng.domain.offices.actions import Opened, Opening
from pandeng.domain.offices.actions import open_office as open_one
from pandeng.domain.offices.queries import AlreadyOpen, WrongKey, is_any_open, opening_key
from pandeng.domain.packs import archive, reader
from pandeng.web.forms.opening import OpenOffice
from pandeng.web.ui.form_page import show_form

STATUSES: tuple[tuple[type[Exception], int], ...] = (
    (WrongKey, 403),
    (AlreadyOpen, 409),
    (Busy, 503),
)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def open_office(request: PageRequest) -> HttpResponse:
    """Closed once an office is open; a key that is used or wrong is told apart from a bad name."""
    if request.method == "GET" and is_any_open(Scope.of_system(None)):
        return redirect("sign_in")
    form = OpenOffice(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            opened = _open(form, request.now)
        except (DomainError, Busy) as refusal:
            status = next((code for kind, code in STATUSES if isinstance(refusal, kind)), 422)
            form.refuse(refusal.message, status)
        else:
            return render(request, "sign_in/opened.html", {"opened": opened})
    return show_form(request, "sign_in/open.html", form)


def _open(form: OpenOffice, now: datetime) -> Opened:
    given, by = form.cleaned_data, Scope.of_system(None, _("开设页面"))
    opening_key(by, given["key"])  # before anything that a stranger sent is read
    opening = Opening(
        code=given["code"],
        name=given["name"],
        pack=archive.read(given["file"]) if given["file"] else reader.find(given["pack"]),
        username=given["username"],
        display_name=given["display_name"],
    )
    return open_one(opening, key=given["key"], by=by, now=now)
