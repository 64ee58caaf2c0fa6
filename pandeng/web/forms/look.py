"""How every form of the office looks: one class per kind of input, errors tied to their field."""

import json
from collections.abc import Callable, Hashable, Sequence
from datetime import date
from typing import Any, Generic, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext

from pandeng.access.models import Department
from pandeng.access.queries import open_units
from pandeng.core.dates import out_of_years
from pandeng.core.edit_checks import ChecksFailed
from pandeng.core.errors import DomainError

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")
CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "form-check-input"),
    (forms.Select, "form-select"),
    (forms.Widget, "form-control"),
)


def offered(rows: QuerySet[Any], *kept: Any) -> QuerySet[Any]:
    """What a form offers of these records: of units not those that are closed, but what stands there."""
    return open_units(rows, *kept) if rows.model is Department else rows


class RecordChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice of one record; the form gives it its rows (`Form.choose`)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(None, **kwargs)

    def label_from_instance(self, record: Any) -> str:
        """A person with their unit."""
        unit = getattr(record, "unit_name", "")
        return f"{record} · {unit}" if unit else str(record)


class RecordsChoice(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """A choice of several records; the form gives it its rows (`Form.choose`)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(None, **kwargs)


def _in_years(day: date) -> None:
    if said := out_of_years(day):
        raise ValidationError(said)


class Form(forms.Form):
    """A form with its own inputs marked: style class, invalid state. Use `<c-field :of="…" />`.

    `refused` is the sentence with which the action refused it; `<c-refusal :form="form" />` shows it.
    """

    refused = ""
    open_questions: Sequence[str] = ()  # what the action wants to know before it takes the form
    _refused_with = 0

    def choose(self, *, closed_too: bool = False, **rows: QuerySet[Any]) -> None:
        """Give choices of records their rows, as the scope of the form sees them. A closed unit is offered
        where it stands already, and where it is only asked about (`closed_too`)."""
        for name, found in rows.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            kept = (self.initial.get(name), field.initial)
            field.queryset = found if closed_too else offered(found, *kept)

    def refuse(self, sentence: str, status: int = 422, open_questions: Sequence[str] = ()) -> None:
        self.refused = "" if open_questions else sentence
        self._refused_with, self.open_questions = status, open_questions

    @property
    def status(self) -> int:
        """Of the page that shows the form: 200, 422 where it was refused, 503 where others write."""
        return self._refused_with or (422 if self.is_bound and self.errors else 200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self._look()

    def _look(self) -> None:
        """Mark the inputs; a form that adds fields of its own calls it again."""
        for field in self.fields.values():
            style = next(name for kind, name in CLASSES if isinstance(field.widget, kind))
            field.widget.attrs.setdefault("class", style)
            if isinstance(field, forms.DateField):
                field.widget.input_type = "date"
                field.widget.format = "%Y-%m-%d"
                if _in_years not in field.validators:
                    field.validators.append(_in_years)

    def full_clean(self) -> None:
        super().full_clean()
        for name in self.errors if self.is_bound else ():
            if name in self.fields:
                attributes = self.fields[name].widget.attrs
                attributes["class"] = f"{attributes.get('class', '')} is-invalid"


class EditForm(Form):
    """A correction of what stands on a record: only what this person changed is written.

    `seen` holds what the form showed. What somebody else changed meanwhile stays; where both changed one
    field the form comes back with the other value beside what was typed.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        if field_name == "seen":
            return json.dumps(self._stands(), ensure_ascii=False)
        return super().get_initial_for_field(field, field_name)

    def _stands(self) -> dict[str, Any]:
        """What the record says now, field by field."""
        return {
            name: _plain(super(EditForm, self).get_initial_for_field(field, name))
            for name, field in self.fields.items()
            if name in self.initial and name != "seen"
        }

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and hasattr(self, "cleaned_data"):
            self.cleaned_data.pop("seen", None)
            self._meet_others()

    def _meet_others(self) -> None:
        try:
            seen = dict(json.loads(self.data.get(self.add_prefix("seen")) or "{}"))
        except (TypeError, ValueError):
            return
        stands = self._stands()
        moved = [name for name, now in stands.items() if name in seen and now != seen[name]]
        if not moved:
            return
        sent: Any = QueryDict(mutable=True)
        sent.update(self.data)
        for name in moved:
            typed = _plain(self.cleaned_data.get(name))
            if seen[name] in (typed, str(self[name].data or "").strip()):  # left as it was shown
                field = self.fields[name]
                shown = field.prepare_value(super().get_initial_for_field(field, name))
                if name in self.cleaned_data:
                    self.cleaned_data[name] = field.clean(shown)
                sent.setlist(name, list(shown) if isinstance(stands[name], list) else [shown])
            elif typed != stands[name]:
                said = gettext("打开本页后，已有人把它改为“%(now)s”。请核对后再保存。")
                self.add_error(name, said % {"now": self._word(name, stands[name])})
        sent[self.add_prefix("seen")] = json.dumps(stands, ensure_ascii=False)
        self.data = sent

    def _word(self, name: str, value: Any) -> str:
        """A value as a person reads it."""
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField) and not isinstance(value, list):
            return str(field.to_python(value) or "")
        return str(dict(getattr(field, "choices", ()) or ()).get(value, value))


def _plain(value: Any) -> Any:
    """A value as JSON keeps it, the same whether it was shown or typed."""
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, list | tuple | set | QuerySet):
        return sorted(str(_plain(one)) for one in value)
    if value is None or isinstance(value, bool | int | float):
        return "" if value is None else value
    return str(value).strip()


class SheetForm(Form, Generic[K]):
    """Many values sent at once. What is wrong or asked stands beside each, so above them the sentence alone."""

    held: ChecksFailed[K] | None = None

    def check(self, act: Callable[[], T]) -> T:
        """Carry `act` out; what its checks hold back is noted by the place on the sheet."""
        try:
            return act()
        except ChecksFailed as back:
            self.held = back
            raise DomainError(back.message) from back

    def wrong_at(self, place: K) -> str:
        return self.held.wrong.get(place, "") if self.held else ""

    def asked_at(self, place: K) -> Sequence[str]:
        return self.held.asked.get(place, ()) if self.held else ()
