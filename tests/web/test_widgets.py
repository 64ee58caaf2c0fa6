"""Inputs written in Python are those that Django's templates write, letter for letter."""

from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

from pandeng.web.forms.look import Form
from pandeng.web.ui.widgets import WRITTEN, Renderer

UNITS = [("", "—"), (7, "市财政局 <一科>"), ("城区", [("a", '甲"乙'), ("b", "丙")])]
WIDGETS: list[tuple[forms.Widget, Any]] = [
    (forms.TextInput({"class": "form-control", "required": True}), '山推 "股份" & <子公司>'),
    (forms.TextInput(), None),
    (forms.TextInput({"disabled": False, "data-similar": ""}), ""),
    (forms.NumberInput({"step": "0.01"}), 12.5),
    (forms.DateInput({"type": "date"}, format="%Y-%m-%d"), "2022-05-31"),
    (forms.EmailInput(), "li@example.com"),
    (forms.PasswordInput(), "hidden"),
    (forms.HiddenInput(), 0),
    (forms.CheckboxInput({"class": "form-check-input"}), True),
    (forms.CheckboxInput(), False),
    (forms.Textarea({"rows": 3}), "两行\n<b>字</b>"),
    (forms.Textarea(), None),
    (forms.Select({"class": "form-select"}, UNITS), 7),
    (forms.Select({"required": True}, UNITS), "b"),
    (forms.Select(choices=()), None),
    (forms.SelectMultiple(choices=UNITS), [7, "a"]),
]


@pytest.mark.parametrize(("widget", "value"), WIDGETS)
def test_an_input_is_written_as_django_writes_it(widget: forms.Widget, value: Any) -> None:
    attrs = {"id": "id_department", "aria-describedby": "id_department_helptext"}
    ours = widget.render("department", value, attrs, renderer=Renderer())
    assert widget.template_name in WRITTEN
    assert ours == widget.render("department", value, attrs, renderer=DjangoTemplates())


def test_what_is_not_written_here_is_rendered_by_its_template() -> None:
    widget = forms.RadioSelect(choices=[("yes", "是"), ("no", "否")])
    ours = widget.render("happy", "yes", renderer=Renderer())
    assert ours == widget.render("happy", "yes", renderer=DjangoTemplates())
    assert 'type="radio"' in ours


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2200-01-01"])
def test_a_form_takes_no_day_that_no_calendar_has(day: str) -> None:
    class Asked(Form):
        on = forms.DateField()

    assert "1900年至2199年" in Asked({"on": day}).errors["on"][0]
    assert Asked({"on": "2022-05-31"}).is_valid()
