"""Who may use the interface: whoever signed in on the pages, or comes with a token, within its words."""

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from pandeng.access import tokens
from pandeng.access.request import PageRequest

# Addresses that are about a kind of record without naming it, and those that are about none.
WORD_OF = {
    "demands": "demands",
    "reports": "demands",
    "instructions": "instructions",
    "figures": "figures",
    "open311": "demands",
}
OF_NO_WORD = frozenset({"records", "openapi.json", "hooks", "calendar.ics"})


class Token(HttpBearer):
    """`Authorization: Bearer …`, which the gate has looked up already."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        return getattr(request, "token", None)

    def __call__(self, request: HttpRequest) -> Any:
        """The gate has let the token in, wherever it stood."""
        return getattr(request, "token", None)


def is_in_reach(request: PageRequest, first: str, kind: str) -> bool:
    """May this caller ask at an address that begins so, about this kind (empty where it names none)?"""
    if request.token is None or not request.token.words:
        return True
    word = kind or WORD_OF.get(first, "")
    return tokens.reaches(request.token, word) if word else first in OF_NO_WORD
