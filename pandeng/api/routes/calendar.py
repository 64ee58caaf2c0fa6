"""Deadlines and visits as a calendar (iCalendar, RFC 5545) for the programs in which people keep theirs."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from pandeng.access.request import PageRequest
from pandeng.domain.overview.agenda import AgendaEntry, agenda

router = Router(tags=["calendar"])
WIDE = 75  # octets of a line
EXTRA = {"responses": {"200": {"description": "iCalendar", "content": {"text/calendar": {}}}}}


@router.get("/calendar.ics", openapi_extra=EXTRA)
def feed(request: PageRequest) -> HttpResponse:
    """Open deadlines and planned visits in sight. A calendar that sends no head puts a reading token into
    the address: `?token=…`."""
    words = request.token.words if request.token else []
    lines = _lines(request, agenda(request.scope, words))
    text = "".join(f"{part}\r\n" for line in lines for part in _folded(line))
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")


def _lines(request: PageRequest, entries: list[AgendaEntry]) -> Iterator[str]:
    words = {"demand": _("诉求到期"), "instruction": _("批示到期"), "visit": _("走访")}
    stamp = request.now.strftime("%Y%m%dT000000Z")
    yield from (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Pandeng//Pandeng//ZH",
        "CALSCALE:GREGORIAN",
    )
    yield f"X-WR-CALNAME:{_escaped(str(request.cluster))}"
    for entry in entries:
        yield "BEGIN:VEVENT"
        yield f"UID:{entry.uid}@{request.cluster.code}.pandeng"
        yield f"DTSTAMP:{stamp}"
        yield f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}"
        yield f"SUMMARY:{_escaped(f'{words[entry.kind]} {entry.title}')}"
        yield f"URL:{settings.PUBLIC_URL}{entry.path}"
        yield "TRANSP:TRANSPARENT"
        yield "END:VEVENT"
    yield "END:VCALENDAR"


def _escaped(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return " ".join(text.split())


def _folded(line: str) -> Iterator[str]:
    """A long line in pieces; no character is cut through."""
    piece, size = "", 0
    for letter in line:
        wide = len(letter.encode())
        if size + wide > WIDE:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + wide
    yield piece
