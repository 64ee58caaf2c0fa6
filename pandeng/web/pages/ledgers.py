"""台账中心: every page and every list of records that a person may open, to be searched."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from pandeng.access.request import PageRequest
from pandeng.access.scope import Scope
from pandeng.domain.registers.catalogue import group_of
from pandeng.web.ui.navigation import ENTRIES, SETTINGS, Link, menu_for

# The objects of the work, as the office goes through them; each with its pages and its lists.
OBJECTS = (
    "today",
    "enterprises",
    "projects",
    "demands",
    "chains",
    "cockpit",
    "instructions",
    "visits",
    "reports",
)


@dataclass(frozen=True)
class Shelf:
    """One object of the work: its pages, and the lists of its records."""

    title: str
    icon: str
    pages: tuple[Link, ...]
    lists: tuple[Link, ...]


@require_GET
def page(request: PageRequest) -> HttpResponse:
    return render(request, "registers/ledgers.html", {"shelves": shelves(request.scope)})


def shelves(scope: Scope) -> list[Shelf]:
    """Every page and list once, under the object it belongs to; settings last."""
    found: list[Shelf] = []
    shown = (
        {link.path for link in menu_for(scope, "").entries} if not scope.does_business else set()
    )
    for code in (*OBJECTS, *SETTINGS):
        entry = ENTRIES[code]
        pages = tuple(
            Link(place.path, str(place.title))
            for place in entry.places
            if place.is_open_to(scope) and place.path not in shown
        )
        shown |= {page.path for page in pages}
        lists = tuple(
            Link(one.url, str(one.title))
            for word in entry.words
            for one in group_of(scope, word)
            if one.url not in shown
        )
        shown |= {one.path for one in lists}
        if pages or lists:
            found.append(Shelf(str(entry.title), entry.icon, pages, lists))
    return found
