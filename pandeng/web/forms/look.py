"""How every form of the office looks: one class per kind of input, errors tied to their field."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Generic, TypeVar

from django import forms
from django.db.models import QuerySet

from pandeng.access.models import Department
from pandeng.access.queries import open_units
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

    def full_clean(self) -> None:
        super().full_clean()
        for name in self.errors if self.is_bound else ():
            if name in self.fields:
                attributes = self.fields[name].widget.attrs
                attributes["class"] = f"{attributes.get('class', '')} is-invalid"


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
