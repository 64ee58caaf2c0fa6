"""A record as its page shows it: its facts, its panels, what belongs to it, every version of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pandeng.access.permissions import Permission
from pandeng.access.records import ClusterRecord, one_of
from pandeng.access.scope import Scope
from pandeng.access.workable import ENTER, workable_of
from pandeng.core.fields import title_of
from pandeng.core.verdict import ALLOW, Verdict
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.enterprises.naming import name_on
from pandeng.domain.registers.catalogue import BY_MODEL
from pandeng.domain.registers.register import Panel, Register
from pandeng.domain.registers.rows import is_hidden, lines, rows_of, written_field
from pandeng.domain.registers.versions import RecordVersion, versions_of

MAX_RELATED_ROWS = 8
HIDDEN = {"id", "cluster", "search_text"}
FOR_KEEPERS = {"code", "order"}  # by which a kind is kept and a pack names it; no word for others


@dataclass(frozen=True)
class Fact:
    """A field with its words; `url` leads to the record that it names."""

    title: str
    value: Any
    url: str = ""


@dataclass(frozen=True)
class RelatedList:
    """The first few records of a kind that point at this one, and how many there are."""

    register: Register
    columns: list[str]
    rows: list[tuple[str, list[Any]]]  # address, cells
    count: int
    url: str
    enter_url: str  # where one more is entered; empty for those who may not

    @property
    def lines(self) -> list[tuple[str, list[tuple[str, Any]]]]:
        """Address, and the cells each with the title of its column."""
        return [(url, list(zip(self.columns, cells, strict=True))) for url, cells in self.rows]


@dataclass(frozen=True)
class VerbShown:
    title: str
    url: str
    may: Verdict


@dataclass(frozen=True)
class RecordPage:
    register: Register
    record: Any
    name: str
    facts: list[Fact]
    related: list[RelatedList]
    panels: list[tuple[Panel, Any]]
    versions: list[RecordVersion]
    verbs: list[VerbShown]
    sees_audit: bool
    restores: bool  # may this person set it back to a version of before?

    @property
    def is_example(self) -> bool:
        return bool(getattr(self.record, "is_example", False))

    @property
    def is_proposal(self) -> bool:
        return bool(getattr(self.record, "is_proposal", False))


def record_page(
    register: Register,
    scope: Scope,
    pk: int,
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> RecordPage:
    """One record, as known then. Queries: a few for the record, two for each kind that points at it."""
    record = one_of(register.model, scope, pk, known_at=known_at)
    found = [(panel, panel.read(scope, record, as_of, known_at)) for panel in register.panels]
    return RecordPage(
        register=register,
        record=record,
        name=name_of(register, record, as_of, known_at),
        facts=list(_facts(register.model, record, scope, as_of, known_at)),
        related=list(related_lists(register, scope, pk)),
        panels=[(panel, shown) for panel, shown in found if shown],
        versions=versions_of(register.model, pk, scope, events=True),
        verbs=verbs_of(register, scope, record),
        sees_audit=bool(scope.may(Permission.READ_AUDIT)),
        restores=bool(register.verbs_by_hand(scope)),
    )


def list_verbs_of(register: Register, scope: Scope) -> list[VerbShown]:
    """What may be done from the list."""
    shown = [
        VerbShown(str(verb.word), verb.address(), verb.may(scope)) for verb in register.list_verbs
    ]
    if address := register.enter_url(scope):
        title = register.work.actions[ENTER].title
        shown.insert(0, VerbShown(title, address, ALLOW))
    return shown


def verbs_of(register: Register, scope: Scope, record: Any) -> list[VerbShown]:
    """What may be done with this record."""
    return [
        VerbShown(str(verb.word), verb.address(record), verb.may(scope))
        for verb in (*register.verbs, *register.verbs_by_hand(scope))
        if verb.when(record)
    ]


def name_of(
    register: Register, record: Any, as_of: date | None = None, known_at: datetime | None = None
) -> str:
    """What a record is called in headings: an enterprise as it was called then, a contact not by name."""
    if register.model is Enterprise and (as_of or known_at):
        return name_on(record.id, as_of, known_at)
    personal = {item.name for item in register.model._meta.fields if hasattr(item, "mask")}
    for field in ("name", "title", "person"):
        if field not in personal and (value := getattr(record, field, "")):
            return str(value)
    for field in ("enterprise", "project", "demand", "supplier"):
        if other := getattr(record, field, None):
            return f"{other} · {register.title}"
    return str(register.title)


def _facts(
    model: type[ClusterRecord],
    record: Any,
    scope: Scope,
    as_of: date | None,
    known_at: datetime | None,
) -> Iterator[Fact]:
    """Each field with its words; an enterprise by the name it bore then, people as they may be read."""
    work = workable_of(model)
    hidden = HIDDEN if work is None or scope.may(work.permission) else HIDDEN | FOR_KEEPERS
    for item in model._meta.concrete_fields:
        if item.name in hidden or (model is Enterprise and item.name.startswith("merged")):
            continue
        if item.is_relation:
            yield _reference(item, model, record, scope, as_of, known_at)
        else:
            yield _value(item, model, record, scope, as_of, known_at)


def _value(
    item: Any,
    model: type[ClusterRecord],
    record: Any,
    scope: Scope,
    as_of: date | None,
    known_at: datetime | None,
) -> Fact:
    value = getattr(record, item.attname)
    shown = written_field(item, value)
    if value and is_hidden(item, scope, record):
        shown = item.mask(value)
    elif model is Enterprise and item.name == "name" and (as_of or known_at):
        shown = name_on(record.id, as_of, known_at)
    return Fact(title_of(model, item.name), shown)


def _reference(
    item: Any,
    model: type[ClusterRecord],
    record: Any,
    scope: Scope,
    as_of: date | None,
    known_at: datetime | None,
) -> Fact:
    """The record that a field names; one out of sight is as good as none."""
    value, target = getattr(record, item.attname), item.related_model
    other = getattr(record, item.name, None) if value else None
    if other is not None and not is_seen(scope, target, value):
        value, other = None, None
    shown = "" if other is None else str(other)
    if target is Enterprise and value and (as_of or known_at):
        shown = name_on(value, as_of, known_at)
    register = BY_MODEL.get(target)
    url = register.record_url(value) if register and value else ""
    return Fact(title_of(model, item.name), shown, url)


def is_seen(scope: Scope, kind: Any, pk: int) -> bool:
    """May this person see the record that another one names? No query for those who see all."""
    if not issubclass(kind, ClusterRecord) or scope.rows(kind.row_policy.kind).everything:
        return True
    return bool(kind.objects.visible_to(scope).filter(pk=pk).exists())


def related_lists(register: Register, scope: Scope, pk: int) -> Iterator[RelatedList]:
    """Other records that point at this one. Two queries a kind, one where there are none."""
    for relation in register.model._meta.related_objects:
        model: Any = relation.related_model
        other, name = BY_MODEL.get(model), relation.field.name
        if other is None or model in register.shown_by_panels:
            continue
        rows = rows_of(other, scope).filter(**{name: pk})
        enter_url = other.enter_url(scope, **{name: pk}) if _is_asked(other, name) else ""
        if not (count := rows.count()) and not enter_url:
            continue
        is_shown = [not column.path.startswith(f"{name}__") for column in other.columns]
        yield RelatedList(
            register=other,
            columns=[
                other.column_title(column)
                for column, shown in zip(other.columns, is_shown, strict=True)
                if shown
            ],
            rows=[
                (
                    other.record_url(row.pk),
                    [cell for cell, shown in zip(row.cells, is_shown, strict=True) if shown],
                )
                for row in lines(other, rows[:MAX_RELATED_ROWS], scope)
            ],
            count=count,
            url=f"{other.url}?{name}={pk}",
            enter_url=enter_url,
        )


def _is_asked(register: Register, name: str) -> bool:
    return register.works and name in register.work.fields
