"""The inputs of forms, written in Python.

Django writes each option of a select by two templates; a form with the units of a city took longer than the
rest of its page. What is written is the same, letter for letter; every other widget is Django's own.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import conditional_escape as escaped
from django.utils.safestring import SafeString

Widget = Mapping[str, Any]  # what a widget tells its template


class Renderer(DjangoTemplates):
    """Inputs, text areas and selects by a function, the rest by their templates."""

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        written = WRITTEN.get(template_name)
        if written is None:
            return super().render(template_name, context, request)
        return SafeString(written(context["widget"]))


def _attributes(widget: Widget) -> str:
    return "".join(
        f" {escaped(name)}" if value is True else f' {escaped(name)}="{escaped(str(value))}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _input(widget: Widget) -> str:
    value = widget["value"]
    shown = "" if value is None else f' value="{escaped(str(value))}"'
    return (
        f'<input type="{widget["type"]}" name="{escaped(widget["name"])}"{shown}'
        f"{_attributes(widget)}>"
    )


def _text_area(widget: Widget) -> str:
    text = escaped(widget["value"] or "")
    return f'<textarea name="{escaped(widget["name"])}"{_attributes(widget)}>\n{text}</textarea>'


def _select(widget: Widget) -> str:
    groups = "".join(_group(name, options) for name, options, _place in widget["optgroups"])
    return f'<select name="{escaped(widget["name"])}"{_attributes(widget)}>{groups}\n</select>'


def _group(name: str | None, options: list[Widget]) -> str:
    lines = "".join(
        f'\n  <option value="{escaped(str(option["value"]))}"{_attributes(option)}>'
        f"{escaped(str(option['label']))}</option>\n"
        for option in options
    )
    return f'\n  <optgroup label="{escaped(name)}">{lines}\n  </optgroup>' if name else lines


_INPUTS = ("text", "date", "number", "email", "password", "hidden", "checkbox")
_SELECTS = ("select", "select_multiple")
WRITTEN: Mapping[str, Callable[[Widget], str]] = {
    **{f"django/forms/widgets/{kind}.html": _input for kind in _INPUTS},
    "django/forms/widgets/textarea.html": _text_area,
    **{f"django/forms/widgets/{kind}.html": _select for kind in _SELECTS},
}
