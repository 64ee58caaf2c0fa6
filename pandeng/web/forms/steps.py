"""The form of a step of any process: its fields follow from the inputs of the step's row."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext

from pandeng.core.workflow import Input, Step, inputs_of
from pandeng.web.forms.look import Form, offered

TEXT = forms.Textarea(attrs={"rows": 3})
MANY = forms.SelectMultiple(attrs={"size": 4})
Options = Callable[[str], QuerySet[Any]]


def no_records(source: str) -> QuerySet[Any]:
    """The choices of a process whose steps name no record."""
    raise LookupError(source)


class StepForm(Form):
    """The form of one step of one record; `inputs()` is what the action asks for.

    `options` gives the records of a source, `initial` what stands in the fields at first.
    """

    def __init__(
        self,
        row: Step[Any, Any],
        options: Options,
        *args: Any,
        initial: Mapping[str, Any],
        **kwargs: Any,
    ) -> None:
        self.row, self.step = row, row.code
        kwargs.setdefault("auto_id", f"{row.code}-%s")
        super().__init__(*args, initial=dict(initial), **kwargs)
        self.asked = {name: one for name, one in inputs_of(row).items() if one.on_form}
        for name, one in self.asked.items():
            if one.kind != "rows":
                self.fields[name] = field_of(one, options, initial.get(name))
        self.fields["key"] = forms.CharField(
            widget=forms.HiddenInput, required=False, initial=uuid.uuid4().hex
        )
        self._look()

    @property
    def title(self) -> str:
        return gettext(self.row.word)

    def inputs(self) -> dict[str, Any]:
        """What the action of the step is called with."""
        given = {name: self.cleaned_data.get(name) for name in (*self.asked, "key")}
        inputs = {name: value for name, value in given.items() if value not in (None, "")}
        for name, one in self.asked.items():
            if name in inputs and one.kind == "yes_no":
                inputs[name] = inputs[name] == "yes"
            if name in inputs and one.kind == "lines":
                inputs[name] = [line for line in str(inputs[name]).splitlines() if line.strip()]
        return inputs


def field_of(one: Input, options: Options, stands: Any = None) -> forms.Field:
    """The field of one input; `stands` is what it says now."""
    shared: dict[str, Any] = {
        "label": gettext(one.prompt or one.label),
        "required": one.required,
        "help_text": gettext(one.help) if one.help else "",
    }
    if one.limit and one.kind in ("line", "text", "lines"):
        shared["max_length"] = one.limit
    match one.kind:
        case "line":
            return forms.CharField(**shared)
        case "text" | "lines":
            return forms.CharField(**shared, widget=TEXT)
        case "day":
            return forms.DateField(**shared)
        case "number":
            return forms.IntegerField(**shared, min_value=1, max_value=one.limit)
        case "flag":
            return forms.BooleanField(**shared)
        case "record":
            return forms.ModelChoiceField(offered(options(one.source), stands), **shared)
        case "records":
            return forms.ModelMultipleChoiceField(
                offered(options(one.source)), **shared, widget=MANY
            )
        case _:
            choices = [(code, gettext(word)) for code, word in one.choices.items()]
            return forms.ChoiceField(**shared, choices=choices)
