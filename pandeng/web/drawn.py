"""Small components drawn once for each of their few looks: in a list of fifty rows the same ten recur."""

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language


def drawn(component: str, **attributes: str) -> SafeString:
    """`drawn("pill", tone="good", text="已销号")`: the component's HTML, kept for this language."""
    return _drawn(component, get_language() or "", tuple(sorted(attributes.items())))


@lru_cache(maxsize=2048)
def _drawn(component: str, _language: str, attributes: tuple[tuple[str, str], ...]) -> SafeString:
    given = {"component": component, **dict(attributes)}
    return mark_safe(render_to_string("drawn.html", given).strip())
