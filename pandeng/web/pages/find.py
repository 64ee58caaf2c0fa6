"""Find anything in scope: pages, enterprises, demands, projects, teams, chains. For Ctrl-K."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from pandeng.access.request import PageRequest
from pandeng.access.scope import Scope
from pandeng.domain.enterprises.rules import asked
from pandeng.domain.overview.search import MAX_FOUND, Found, found_by
from pandeng.domain.registers.catalogue import REGISTERS
from pandeng.web.ui.navigation import pages


@require_GET
def page(request: PageRequest) -> HttpResponse:
    written = request.GET.get("q", "").strip()
    pages = _pages(request.scope, asked(written))
    found = [*([(_("页面"), pages)] if pages else []), *found_by(request.scope, written)]
    return render(request, "find/found.html", {"found": found, "words": written})


def _pages(scope: Scope, words: str) -> list[Found]:
    """Pages of the side bars and lists whose title holds the words."""
    seen = [(str(place.title), place.path) for place in pages() if place.is_open_to(scope)]
    lists = [(str(one.title), one.url) for one in REGISTERS.values() if one.is_open_to(scope)]
    titles = {path: title for title, path in (*lists, *seen)}
    found = [
        Found(title, "", path)
        for path, title in titles.items()
        if words and words in title.casefold()
    ]
    return found[:MAX_FOUND]
