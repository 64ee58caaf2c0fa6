"""A list as its page shows it: one page of rows, the filters with their options, what may be done."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from pandeng.access.records import visible
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.core.fields import field_of, title_of
from pandeng.core.history import version_model
from pandeng.core.paging import RowsPage, page_of
from pandeng.domain.registers.register import IN_YUAN, Register
from pandeng.domain.registers.rows import lines, rows_of

MAX_EXPORTED_ROWS = 50_000
MAX_OPTIONS = 400
MAX_VALUES = 60
UNITS = ("department", "guarantee_group", "cluster_office")


@dataclass(frozen=True)
class ListQuery:
    """What a list is asked for; page, export and interface read it from their own addresses."""

    words: str = ""
    chosen: dict[str, str] = field(default_factory=dict)
    sort: str = ""
    as_of: date | None = None
    known_at: datetime | None = None
    changed_since: datetime | None = None
    after: int | None = None  # in the order of their numbers, those that follow this one


@dataclass(frozen=True)
class Filter:
    """A filter with the values it offers; `value` is the chosen one."""

    name: str
    title: str
    options: list[tuple[str, str]]
    value: str


@dataclass(frozen=True)
class ListRow:
    """A row of a list: its page, and each cell as (title, value, is it a number)."""

    url: str
    example: bool
    cells: list[tuple[str, Any, bool]]


@dataclass(frozen=True)
class RegisterExport:
    """A list for a workbook: the notes above it, the heads, the rows."""

    notes: list[str]
    titles: list[str]
    rows: Iterable[list[Any]]


def choosable(register: Register) -> list[str]:
    """What an address may narrow a list by: its filters, and any reference to another record."""
    references = {item.name for item in register.model._meta.concrete_fields if item.is_relation}
    return sorted(set(register.filters) | references)


def list_page(register: Register, scope: Scope, query: ListQuery, number: str | None) -> RowsPage:
    """One page of fifty rows. Two queries, whatever the length."""
    page = page_of(asked_rows(register, scope, query), number)
    titles = [register.column_title(column) for column in register.columns]
    numbers = [column.kind not in ("text", "due") for column in register.columns]
    then = _then(query)
    page.object_list = [
        ListRow(
            url=f"{register.record_url(line.pk)}{then}",
            example=line.example,
            cells=list(zip(titles, line.cells, numbers, strict=True)),
        )
        for line in lines(register, page.object_list, scope)
    ]
    return page


def _then(query: ListQuery) -> str:
    """What an address adds to open a record as it was shown."""
    if query.known_at:
        return f"?{urlencode({'known_at': query.known_at.strftime('%Y-%m-%dT%H:%M:%S')})}"
    return f"?as_of={query.as_of.isoformat()}" if query.as_of else ""


def filters_of(register: Register, scope: Scope, query: ListQuery) -> list[Filter]:
    """One query for each filter that offers records or values."""
    return [
        Filter(
            name=name,
            title=title_of(register.model, name),
            options=_options(register, scope, name),
            value=query.chosen.get(name, ""),
        )
        for name in register.filters
    ]


def export_of(register: Register, scope: Scope, query: ListQuery) -> RegisterExport:
    """All rows of a list; refuses more than fit a workbook."""
    rows = asked_rows(register, scope, query)
    count = rows.count()
    if count > MAX_EXPORTED_ROWS:
        raise DomainError(
            _("共%(count)s条，一次最多导出%(most)s条，请先筛选再导出。")
            % {"count": count, "most": MAX_EXPORTED_ROWS}
        )
    known = timezone.localtime(query.known_at or timezone.now()).strftime("%Y-%m-%d %H:%M")
    notes = [_("按%(known)s所知，共%(count)s条") % {"known": known, "count": count}]
    if query.as_of:
        notes.append(_("截至%(day)s") % {"day": query.as_of})
    return RegisterExport(
        notes=notes,
        titles=[
            _("系统编号"),
            *(
                register.column_title(column) + (IN_YUAN if column.kind == "yuan" else "")
                for column in register.columns
            ),
        ],
        rows=([row.pk, *row.cells] for row in lines(register, rows, scope, typed=True)),
    )


def asked_rows(register: Register, scope: Scope, query: ListQuery) -> "models.QuerySet[Any]":
    rows = rows_of(
        register,
        scope,
        words=query.words,
        chosen=query.chosen,
        sort=query.sort,
        as_of=query.as_of,
        known_at=query.known_at,
    )
    if query.changed_since is not None:
        versions = version_model(register.model).objects
        changed = versions.filter(history_date__gte=query.changed_since)
        rows = rows.filter(id__in=changed.values("id"))
    if query.after is not None:
        rows = rows.filter(id__gt=query.after).order_by("id")
    return rows


def _options(register: Register, scope: Scope, name: str) -> list[tuple[str, str]]:
    own = field_of(register.model, name)
    if own.is_relation:
        records = own.related_model.objects.filter(visible(own.related_model, scope))
        if name == "county":
            records = records.filter(kind="county")
        elif name == "department":
            records = records.filter(kind__in=UNITS)
        return [(str(record.pk), str(record)) for record in records.order_by("id")[:MAX_OPTIONS]]
    if own.choices:
        return [(str(key), str(words)) for key, words in own.choices]
    if own.get_internal_type() == "BooleanField":
        return [("True", _("是")), ("False", _("否"))]
    values = register.model.objects.filter(visible(register.model, scope)).order_by(name)
    return [(str(v), str(v)) for v in values.values_list(name, flat=True).distinct()[:MAX_VALUES]]
