"""Tags about how a template is laid out.

`{% oneline %}`: several lines of a template that are one line of text on the page. Chinese has no spaces
between words, so a line break in a template would show as a gap. Inside the tag line breaks and the
indent after them are dropped; a space within a line stays.

`{{ clock.due_on|due:provisional }}`: a date that is counted in working days, with 暂定 where it may still move.

`{{ forecast.plan|money }}`, `{{ row.change_yuan|signed_money }}`: yuan in the reader's language.

`{{ slot|without_blanks }}`: a table whose cells without a value are marked: on a phone, where a row is a block
with a line for every cell, they are left out.

`{% at_page name 3 %}`: the address of the page's third page of the list of that name, all else as asked.

`{% is_filtered as filtered %}`: whether the reader asked for some rows of a list only.

`{% once_per tone word %}`: what stands inside is rendered once for each pair of tone and word on the page
and repeated after that. A long list shows fifty lights of four looks.

`{% fixed %}`: what stands inside is the same on every page of a language (words, icons, addresses without a
record) and is rendered once a language. It is rendered without the page, so nothing of a page can be in it.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, TextNode, Token
from django.template.context import Context
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from pandeng.core import units
from pandeng.domain.calendars.rules import marked

register = template.Library()
# What an address says beside a filter: which part of a list, in what order, in which form.
NO_FILTER = frozenset({"page", "decided", "sort", "format", "view", "year", "rules", "tab"})
BLANK = re.compile(r"(<td\b[^>]*\bdata-label=[^>]*)>\s*—\s*</td>")
PIECE = re.compile(r"""<(?=[a-zA-Z/])|[>"']|\s*\n\s*""")


@register.simple_tag(takes_context=True)
def is_filtered(context: Context) -> bool:
    """Did the reader ask for some rows only? An empty list then says that nothing matches."""
    asked = context["request"].GET.items()
    return any(value.strip() for name, value in asked if name not in NO_FILTER)


@register.simple_tag(takes_context=True)
def at_page(context: Context, name: str, number: int) -> str:
    asked = context["request"].GET.copy()
    asked[name] = str(number)
    return f"?{asked.urlencode()}"


class OneLine(Node):
    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        return self.nodelist.render(context)


@register.tag
def oneline(parser: Parser, token: Token) -> OneLine:
    nodelist = parser.parse(("endoneline",))
    parser.delete_first_token()
    state = ""
    for node in nodelist.get_nodes_by_type(TextNode):
        node.s, state = joined(node.s, state)  # type: ignore[attr-defined]
    return OneLine(nodelist)


def joined(text: str, state: str) -> tuple[str, str]:
    """The text without its line breaks; between attributes they become spaces.

    The state says where the text before this one ended: in words (""), a tag (">") or a quote.
    """

    def replaced(piece: re.Match[str]) -> str:
        nonlocal state
        sign = piece[0]
        if sign.isspace():
            return " " if state == ">" else ""
        if sign == "<":
            state = state or ">"
        elif sign == state:
            state = "" if sign == ">" else ">"
        elif state == ">":
            state = sign
        return sign

    return PIECE.sub(replaced, text), state


class OncePer(Node):
    def __init__(self, looks: list[FilterExpression], nodelist: NodeList) -> None:
        self.looks = looks
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        rendered: dict[tuple[Any, ...], SafeString] | None = context.render_context.get(self)
        if rendered is None:
            rendered = context.render_context[self] = {}  # it ends with this page
        look = tuple(one.resolve(context) for one in self.looks)
        if look not in rendered:
            rendered[look] = self.nodelist.render(context)
        return rendered[look]


class Fixed(Node):
    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self.rendered: dict[str | None, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        language = get_language()
        if language not in self.rendered:
            nothing = Context()
            with nothing.bind_template(context.template), nothing.render_context.push_state(self):  # type: ignore[arg-type]
                self.rendered[language] = self.nodelist.render(nothing)
        return self.rendered[language]


@register.tag
def fixed(parser: Parser, token: Token) -> Fixed:
    nodelist = parser.parse(("endfixed",))
    parser.delete_first_token()
    return Fixed(nodelist)


@register.tag
def once_per(parser: Parser, token: Token) -> OncePer:
    _name, *looks = token.split_contents()
    nodelist = parser.parse(("endonce_per",))
    parser.delete_first_token()
    return OncePer([parser.compile_filter(look) for look in looks], nodelist)


@register.filter
def known(at: datetime) -> str:
    """A time for an address that asks what was known then: not a part of a second before what came at it."""
    local = timezone.localtime(at) + timedelta(microseconds=999)
    return local.replace(tzinfo=None).isoformat(timespec="milliseconds")


@register.filter
def without_blanks(slot: SafeString) -> SafeString:
    return SafeString(BLANK.sub(r"\1 data-blank>—</td>", slot))


@register.filter
def or_empty(value: Any) -> Any:
    """The value of a field, or that there was none; zero is a value."""
    return gettext("（空）") if value is None or value == "" else value


@register.filter
def due(day: date | None, provisional: Callable[[date], bool] | str) -> str:
    """`provisional` is that of the page (`web/context_processors.py`)."""
    if not day:
        return "—"
    return marked(day) if callable(provisional) and provisional(day) else day.isoformat()


@register.filter
def money(yuan: int) -> str:
    return units.money(yuan)


@register.filter
def signed_money(yuan: int | None) -> str:
    if yuan is None:
        return "—"
    return f"{'+' if yuan > 0 else '−' if yuan < 0 else ''}{units.money(abs(yuan))}"
