"""The tags about the layout of templates."""

from django.template import Context, Template
from django.utils import translation

LIST = Template(
    "{% for line in lines %}{% once_per line.tone line.code %}[{{ line.tone }} {{ line.name }} "
    "{% cycle 'a' 'b' 'c' %}]{% endonce_per %}{% endfor %}"
)


def lines(*looks: tuple[str, str, str]) -> Context:
    return Context(
        {"lines": [{"tone": tone, "code": code, "name": name} for tone, code, name in looks]}
    )


def test_what_recurs_in_a_list_is_rendered_once_for_each_of_its_looks() -> None:
    shown = LIST.render(
        lines(
            ("good", "closed", "已销号"),
            ("bad", "closed", "已销号"),
            ("good", "closed", "已销号"),
            ("good", "open", "办理中"),
        )
    )
    assert shown == "[good 已销号 a][bad 已销号 b][good 已销号 a][good 办理中 c]"


def test_the_next_page_begins_anew() -> None:
    """Nothing of one reader, in one language, stays for another."""
    assert LIST.render(lines(("good", "closed", "已销号"))) == "[good 已销号 a]"
    with translation.override("en"):
        assert LIST.render(lines(("good", "closed", "Closed"))) == "[good Closed a]"


FIXED = Template(
    "{% load i18n %}{% fixed %}{% trans '诉求' %} {% url 'demand_queue' %}{{ viewer.name }}{% endfixed %}"
    " {{ viewer.name }}"
)


def test_what_is_fixed_follows_from_the_language_alone() -> None:
    """Nothing of one reader can be in it: not the first, whose page rendered it, and not a later one."""
    for name in ("李明", "王芳"):
        assert FIXED.render(Context({"viewer": {"name": name}})) == f"诉求 /demands/ {name}"
    with translation.override("en"):
        assert FIXED.render(Context({"viewer": {"name": "Li"}})) == "Demand /demands/ Li"


def test_zero_is_a_value_and_nothing_is_none() -> None:
    shown = Template("{{ a|or_empty }} {{ b|or_empty }} {{ c|or_empty }}")
    assert shown.render(Context({"a": 0, "b": None, "c": ""})) == "0 （空） （空）"


def test_a_cell_without_a_value_is_left_out_of_a_block_on_a_phone() -> None:
    cells = '<td>—</td><td data-label="简称" class="nowrap"> — </td><td data-label="代码">—A</td>'
    shown = Template("{{ cells|safe|without_blanks }}").render(Context({"cells": cells}))
    assert shown == (
        '<td>—</td><td data-label="简称" class="nowrap" data-blank>—</td>'
        '<td data-label="代码">—A</td>'
    )
