"""The JSON shape of the steps of a process, and the records that a step names, from the same table."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any

from django.utils.translation import gettext as _
from ninja import Field, Schema
from pydantic import create_model

from pandeng.access.records import one_of
from pandeng.access.scope import Scope
from pandeng.core.addresses import MAX_ID
from pandeng.core.dates import FIRST_DAY, LAST_DAY
from pandeng.core.errors import NotFound
from pandeng.core.workflow import Input, Step, StepButton, Workflow, inputs_of

MAX_ROWS = 200  # of a list in one answer
Limit = Annotated[int, Field(50, ge=1, le=MAX_ROWS)]
Offset = Annotated[int, Field(0, ge=0, le=10**9)]
Id = Annotated[int, Field(ge=1, le=MAX_ID)]
Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]
KEY = ("key", (str, Field("", max_length=40)))


def shape_of(
    name: str, table: Workflow[Any, Any], rows: Mapping[str, type[Schema]] | None = None
) -> type[Schema]:
    """One schema for all steps of a table; which of these a step needs stands in `next_steps`.

    `rows` gives the schema of an input that is itself rows.
    """
    asked = [pair for step in table.step_rows for pair in inputs_of(step).items()]
    shapes = {key: _type(one, (rows or {}).get(key)) for key, one in asked}
    shapes.setdefault("note", (str, ""))
    fields: dict[str, Any] = dict((KEY, *shapes.items()))
    return create_model(name, __base__=Schema, **fields)


def _type(one: Input, row: type[Schema] | None) -> tuple[Any, Any]:
    match one.kind:
        case "day":
            return Day | None, None
        case "number":
            return Annotated[int, Field(ge=-(10**9), le=10**9)] | None, None
        case "record":
            return Id | None, None
        case "yes_no":
            return bool | None, None
        case "flag":
            return bool, False
        case "records":
            return list[Id], []
        case "lines":
            return list[str], []
        case "rows":
            return list[row], []  # type: ignore[valid-type]
        case _:
            return str, ""


def given(
    inputs: Schema, step: Step[Any, Any], scope: Scope, kind_of: Callable[[str], Any]
) -> dict[str, Any]:
    """What the action asks for: numbers become the records they name, as far as this scope sees them."""
    values = inputs.model_dump(exclude_defaults=True)
    for name, one in inputs_of(step).items():
        if name in values and one.kind in ("record", "records"):
            kind = kind_of(one.source)
            many = one.kind == "records"
            found = [named(kind, scope, pk) for pk in (values[name] if many else [values[name]])]
            values[name] = found if many else found[0]
    return values


def named(kind: Any, scope: Scope, pk: int) -> Any:
    """The record of a number, as far as this scope sees it."""
    try:
        return one_of(kind, scope, pk)
    except NotFound as error:
        of = {"kind": kind._meta.verbose_name, "pk": pk}
        raise NotFound(_("没有找到%(kind)s%(pk)s。") % of) from error


def next_steps(buttons: Sequence[StepButton]) -> list[dict[str, Any]]:
    """What may be done next, and why what may not."""
    return [
        {
            "step": button.step,
            "title": button.title,
            "may": bool(button.may),
            "why_not": button.may.message,
            "needs": list(button.needs),
        }
        for button in buttons
    ]
