"""The rows of a list: what the scope may see, as known, on the day, filtered, sorted, written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from pandeng.access.models import Department
from pandeng.access.queries import counted_with
from pandeng.access.records import seen
from pandeng.access.scope import Scope
from pandeng.core import units
from pandeng.core.addresses import MAX_ID
from pandeng.core.dated import in_force
from pandeng.core.errors import DomainError
from pandeng.core.fields import field_of
from pandeng.core.search import found
from pandeng.domain.calendars.queries import ProvisionalDays
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.enterprises.naming import name_then
from pandeng.domain.enterprises.queries import of_enterprise
from pandeng.domain.enterprises.rules import asked, plain
from pandeng.domain.registers.register import Kind, Register, bearer_of


def rows_of(
    register: Register,
    scope: Scope,
    *,
    words: str = "",
    chosen: dict[str, str] | None = None,
    sort: str = "",
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> models.QuerySet[Any]:
    """The rows that a list shows: what the scope may see, as known, on the day, filtered and sorted."""
    model = register.model
    rows = seen(model, scope, known_at)
    if as_of or known_at:
        rows = rows.annotate(
            **{
                then(path): name_then(owner, path, as_of, known_at)
                for column in register.columns
                if (path := column.path) and (owner := bearer_of(model, path))
            }
        )
    if as_of and register.day:
        held = in_force(as_of) if register.day == "span" else Q(**{f"{register.day}__lte": as_of})
        rows = rows.filter(held)
    for name, value in (chosen or {}).items():
        rows = rows.filter(_chosen(scope, model, name, value, as_of))
    return _searched(register, rows, words, known_at).order_by(*_order(register, sort))


def _searched(
    register: Register, rows: models.QuerySet[Any], words: str, known_at: datetime | None
) -> models.QuerySet[Any]:
    if not words.strip() or not register.search:
        return rows
    if register.search == "search_text" and not known_at:
        return found(rows, asked(words))
    return rows.filter(_search(register, words, known_at))


def then(path: str) -> str:
    """The annotation that holds the name an enterprise bore then, beside its present one at `path`."""
    return f"{path.replace('__', '_')}_then"


def _chosen(scope: Scope, model: type[models.Model], name: str, value: str, on: date | None) -> Q:
    """A filter with its value checked: an id for a record, a code for a choice."""
    try:
        own = field_of(model, name)
        bound = own.to_python(value)
        if isinstance(bound, int) and abs(bound) > MAX_ID:
            raise ValueError
    except Exception:
        raise DomainError(
            _("筛选条件“%(value)s”无效，请重新选择。") % {"value": value[:30]}
        ) from None
    if own.related_model is Enterprise:
        return of_enterprise(scope, bound, name)
    if own.related_model is Department:
        return Q(**{f"{name}__in": counted_with(scope, bound, on)})
    return Q(**{name: bound})


def _search(register: Register, words: str, known_at: datetime | None) -> Q:
    """Names, short names, pinyin initials and codes stand in one text; other fields are searched as is."""
    indexed = register.search.endswith("search_text")
    how, wanted = ("finds", asked(words)) if indexed else ("contains", plain(words)[:60])
    held = Q(**{f"{register.search}__{how}": wanted})
    if known_at and register.search == "search_text":  # versions hold no search text
        return Q(id__in=register.model.objects.filter(held).values("id"))
    return held


def _order(register: Register, sort: str) -> tuple[str, ...]:
    by = sort or register.order
    if by.removeprefix("-") not in register.sorts():
        raise DomainError(_("不能按“%(by)s”排序，请点击表头选择。") % {"by": by[:30]})
    return by, "id"


@dataclass(frozen=True)
class RegisterLine:
    """One row as it is shown."""

    pk: int
    example: bool
    cells: list[Any]


def lines(
    register: Register, rows: Any, scope: Scope, *, typed: bool = False
) -> Iterator[RegisterLine]:
    """Rows as they are shown to this scope; `typed`: dates as dates, amounts unrounded in the base unit,
    as a workbook takes them. One query for all, none per row."""
    fields = [field_of(register.model, column.path) for column in register.columns]
    choices = [dict(item.choices or ()) for item in fields]
    masks = [getattr(item, "mask", None) for item in fields]
    marked = any(item.name == "is_example" for item in register.model._meta.concrete_fields)
    paths = [
        name if (name := then(column.path)) in rows.query.annotations else column.path
        for column in register.columns
    ]
    owner = f"{register.model.row_policy.through}_id" if any(masks) else "id"
    provisional = ProvisionalDays(scope)
    for row in rows.values_list("id", "is_example" if marked else "id", owner, *paths):
        hidden = any(masks) and not scope.reads_contacts_of(row[2])
        yield RegisterLine(
            row[0],
            marked and row[1],
            [
                mask(value)
                if hidden and mask and value
                else typed_value(value, choice)
                if typed
                else provisional.written(value)
                if column.kind == "due" and value
                else written(value, column.kind, choice)
                for value, column, choice, mask in zip(
                    row[3:], register.columns, choices, masks, strict=True
                )
            ],
        )


def written_field(item: Any, value: Any) -> Any:
    """The value of a field as a person reads it: amounts in yuan by their name, codes by their words."""
    kind: Kind = "yuan" if item.name.endswith("_yuan") else "number"
    return written(value, kind, dict(item.choices or ()))


def is_hidden(item: Any, scope: Scope, of: Any) -> bool:
    """Is a field personal, and not for this scope to read of this record or version?"""
    return hasattr(item, "mask") and not scope.reads_contacts_of(of.enterprise_id)


def written(value: Any, kind: Kind, choices: dict[Any, Any]) -> Any:
    """A value as a person reads it."""
    if value is None or value == "":
        return ""
    if choices:
        return str(choices.get(value, value))
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if kind == "yuan":
        return units.money(value)
    return units.plain(value) if isinstance(value, Decimal) else value


def typed_value(value: Any, choices: dict[Any, Any]) -> Any:
    """A value as a workbook holds it: codes by their words, times at the office, all else as it is."""
    if isinstance(value, datetime):
        return timezone.localtime(value)
    return str(choices.get(value, value)) if choices and value not in (None, "") else value


LABEL_CELLS = 3


def labels_of(register: Register, scope: Scope, rows: Any) -> list[tuple[int, str]]:
    """Each row by its id and its first cells, as people tell it apart. One query."""
    return [(line.pk, label_of(line)) for line in lines(register, rows, scope)]


def label_of(line: RegisterLine) -> str:
    return " · ".join(str(cell) for cell in line.cells[:LABEL_CELLS] if cell not in ("", None))


def rows_of_ids(register: Register, scope: Scope, ids: Iterable[int]) -> models.QuerySet[Any]:
    """These rows of a list, as far as the scope sees them."""
    return rows_of(register, scope).filter(pk__in=list(ids))
