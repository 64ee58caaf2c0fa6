"""What recurs is drawn once for each of its few looks: small components in lists, the side bar of a role."""

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from pandeng.web.ui.navigation import Section


def drawn(component: str, **attributes: str) -> SafeString:
    """`drawn("pill", tone="good", text="已销号")`: the component's HTML, kept for this language."""
    return _drawn(component, get_language() or "", tuple(sorted(attributes.items())))


@lru_cache(maxsize=2048)
def _drawn(component: str, _language: str, attributes: tuple[tuple[str, str], ...]) -> SafeString:
    given = {"component": component, **dict(attributes)}
    return mark_safe(render_to_string("drawn.html", given).strip())


@lru_cache(maxsize=1024)
def menu(sections: tuple[Section, ...]) -> SafeString:
    """The side bar; its words say in which language it is."""
    return mark_safe(render_to_string("_menu.html", {"sections": sections}).strip())
