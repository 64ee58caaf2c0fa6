"""What a merge of two records of one enterprise would move, and where the two clash.

Every kind of record that points to an enterprise is found by asking the models, so that a kind added
later is not forgotten. Two records clash where a rule of theirs allows only one of them for one
enterprise (the same statement period, the same place in the club on a day, …).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q

from pandeng.core.dated import DatedModel
from pandeng.core.fields import title_of, value_words
from pandeng.core.history import Recorded
from pandeng.domain.attachments.models import Attachment
from pandeng.domain.enterprises.models import (
    Enterprise,
    EnterpriseName,
    NameKind,
    NameMatch,
    Succession,
)
from pandeng.domain.enterprises.workflow import WAITING

# What stays as it was: it tells what happened to the records themselves.
STAYS: frozenset[Any] = frozenset({Succession})
# Fields of the enterprise itself in which the two may differ; those on one line belong together.
OWN_FIELDS: tuple[tuple[str, ...], ...] = (
    ("county",),
    ("registered_region",),
    ("industry_code", "industry_edition"),
    ("established_on",),
    ("climbing_since", "climbing_until"),
    ("organisation",),
)
REDACTED_FIELDS = {"id", "cluster", "search_text", "is_example"}


@dataclass(frozen=True)
class Pointer:
    """A kind of record and its column that names the enterprise (or another record)."""

    model: Any
    column: str

    @property
    def title(self) -> str:
        return str(self.model._meta.verbose_name)

    def rows(self, target: models.Model) -> Any:
        """The records that point to `target`, with what they refer to, for showing."""
        beside = [
            item.name
            for item in self.model._meta.concrete_fields
            if item.is_relation and item.name not in ("cluster", self.column)
        ]
        rows = self.model._base_manager.filter(**{self.column: target}).order_by("pk")
        return rows.select_related(*beside) if beside else rows


def pointers(model: type[models.Model] = Enterprise) -> list[Pointer]:
    """Every kind of record with a column that points to `model`, hidden relations included."""
    fields: list[Any] = model._meta.get_fields(include_hidden=True)
    return [
        Pointer(field.related_model, field.field.name)
        for field in fields
        if (field.one_to_many or field.one_to_one)
        and field.auto_created
        and not field.concrete
        and isinstance(field.related_model, type)
        and issubclass(field.related_model, Recorded)
        and field.related_model not in STAYS
    ]


@dataclass(frozen=True)
class Clash:
    """A record of the loser that cannot stand beside records of the winner."""

    pointer: Pointer
    row: Any
    against: tuple[Any, ...]
    rule: tuple[str, ...] = ()  # the fields of which only one record may hold the same
    mark: str = ""  # the switch that only one may carry: then both records stay, one without it
    same: bool = False  # word for word the same: nothing to decide

    @property
    def key(self) -> str:
        return f"{self.pointer.model._meta.label}:{self.row.pk}"

    @property
    def differing(self) -> list[tuple[str, Any, Any]]:
        """Title, value of the winner's record, value of the loser's; an amount as it was written."""
        other = self.against[0]
        fields = [
            item
            for item in _told(self.pointer)
            if getattr(self.row, item.attname) != getattr(other, item.attname)
        ]
        if any(item.name == "written" for item in fields):
            fields = [item for item in fields if not item.name.startswith("amount")]
        return [
            (title_of(self.pointer.model, item.name), _shown(other, item), _shown(self.row, item))
            for item in fields
        ]

    @property
    def common(self) -> str:
        """What only one of the two may hold: the measure and its period, the kind of address, …"""
        fields = [self.pointer.model._meta.get_field(name) for name in self.rule]
        said = [_shown(self.row, item) for item in fields]
        if self.mark:
            said.append(title_of(self.pointer.model, self.mark))
        return " ".join(filter(None, said))[:80] or self.pointer.title


@dataclass(frozen=True)
class FieldDifference:
    """Fields of the two enterprises that differ; `filled` where only the loser has a value."""

    names: tuple[str, ...]
    title: str
    ours: str
    theirs: str
    filled: bool

    @property
    def key(self) -> str:
        return self.names[0]


@dataclass(frozen=True)
class MergePlan:
    """What a merge would do: counts by kind, clashes to decide, fields that differ."""

    winner: Enterprise
    loser: Enterprise
    moves: list[tuple[str, int]]
    clashes: list[Clash]
    differences: list[FieldDifference]

    @property
    def to_decide(self) -> list[Clash]:
        return [clash for clash in self.clashes if not clash.same]


def plan(winner: Enterprise, loser: Enterprise) -> MergePlan:
    """Read-only. Two queries a kind of record, a third where it may clash."""
    moves: dict[str, int] = {}
    clashes: list[Clash] = []
    for pointer in pointers():
        theirs = list(pointer.rows(loser))
        if theirs:
            moves[pointer.title] = moves.get(pointer.title, 0) + len(theirs)
            clashes += clashes_of(pointer, theirs, winner)
    if files := files_of(loser):
        moves[str(Attachment._meta.verbose_name)] = len(files)
    return MergePlan(winner, loser, list(moves.items()), clashes, list(differences(winner, loser)))


def files_of(enterprise: Enterprise) -> list[Attachment]:
    """Files name their record by kind and number, so no relation leads to them."""
    rows = Attachment.objects.filter(subject_kind=enterprise._meta.label, subject_id=enterprise.pk)
    return list(rows.order_by("pk"))


def clashes_of(pointer: Pointer, theirs: list[Any], winner: models.Model) -> list[Clash]:
    """Which of `theirs` cannot simply point to `winner`."""
    against: dict[int, dict[int, Any]] = {}
    marks: dict[int, set[str]] = {}
    rules: dict[int, tuple[str, ...]] = {}
    for names, condition in _single(pointer):
        dated = "since" in names and issubclass(pointer.model, DatedModel)
        rest = [name for name in names if not (dated and name == "since")]
        ours = _keyed(pointer.rows(winner), condition, rest)
        counted = {
            row.pk
            for rows in _keyed(_of(pointer, theirs), condition, rest).values()
            for row in rows
        }
        for row in theirs:
            if row.pk not in counted:
                continue
            for other in ours.get(_key(row, rest), ()):
                if not dated or _overlap(row, other):
                    against.setdefault(row.pk, {})[other.pk] = other
                    marks.setdefault(row.pk, set()).add(_mark(condition))
                    rules.setdefault(row.pk, tuple(rest))
    return [
        Clash(
            pointer,
            row,
            tuple(against[row.pk].values()),
            rule=rules[row.pk],
            mark=next(iter(marks[row.pk])) if len(marks[row.pk]) == 1 else "",
            same=_trivial(row)
            or (len(against[row.pk]) == 1 and _same(pointer, row, *against[row.pk].values())),
        )
        for row in theirs
        if row.pk in against and not _handled_apart(row)
    ]


def differences(winner: Enterprise, loser: Enterprise) -> Iterator[FieldDifference]:
    """The fields of the enterprises themselves in which the loser has a value that the winner lacks or
    has otherwise."""
    for names in OWN_FIELDS:
        fields: list[Any] = [Enterprise._meta.get_field(name) for name in names]
        ours = [getattr(winner, item.attname) for item in fields]
        theirs = [getattr(loser, item.attname) for item in fields]
        if ours == theirs or theirs[0] in (None, ""):
            continue
        between = " ~ " if names[0].endswith("since") else " / "
        yield FieldDifference(
            names=names,
            title=title_of(Enterprise, names[0]),
            ours=between.join(filter(None, (_shown(winner, item) for item in fields))),
            theirs=between.join(filter(None, (_shown(loser, item) for item in fields))),
            filled=ours[0] in (None, ""),
        )


# -- inside -----------------------------------------------------------------------------------


def _handled_apart(row: Any) -> bool:
    """The loser's former names become other spellings of the winner: they cannot clash."""
    return isinstance(row, EnterpriseName) and row.kind == NameKind.FORMER


def _trivial(row: Any) -> bool:
    """Nothing is lost with it: a name both bear, a proposal that nobody has decided."""
    return isinstance(row, EnterpriseName) or (isinstance(row, NameMatch) and row.status == WAITING)


def _single(pointer: Pointer) -> Iterator[tuple[list[str], Q | None]]:
    """The rules of a kind of record that allow one only, without the pointing column."""
    meta = pointer.model._meta
    if meta.get_field(pointer.column).unique:
        yield [], None
    for rule in meta.constraints:
        if isinstance(rule, models.UniqueConstraint) and pointer.column in rule.fields:
            yield [name for name in rule.fields if name != pointer.column], rule.condition
    for together in meta.unique_together:
        if pointer.column in together:
            yield [name for name in together if name != pointer.column], None


def _of(pointer: Pointer, rows: list[Any]) -> Any:
    return pointer.model._base_manager.filter(pk__in=[row.pk for row in rows])


def _keyed(rows: Any, condition: Q | None, names: list[str]) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for row in rows.filter(condition) if condition else rows:
        found.setdefault(_key(row, names), []).append(row)
    return found


def _key(row: Any, names: list[str]) -> tuple[Any, ...]:
    return tuple(getattr(row, row._meta.get_field(name).attname) for name in names)


def _overlap(one: Any, other: Any) -> bool:
    return (one.until is None or one.until >= other.since) and (
        other.until is None or other.until >= one.since
    )


def _mark(condition: Q | None) -> str:
    """The switch of a rule such as “one main answer”: is_main=True."""
    for child in condition.children if condition else ():
        if isinstance(child, tuple) and child[1] is True and str(child[0]).startswith("is_"):
            return str(child[0])
    return ""


def _told(pointer: Pointer) -> Iterator[Any]:
    for item in pointer.model._meta.concrete_fields:
        if item.name not in REDACTED_FIELDS and item.name != pointer.column:
            yield item


def _same(pointer: Pointer, row: Any, other: Any) -> bool:
    return all(
        getattr(row, item.attname) == getattr(other, item.attname) for item in _told(pointer)
    )


def _shown(row: Any, item: Any) -> str:
    value = getattr(row, item.attname)
    if value is None or value == "":
        return ""
    if mask := getattr(item, "mask", None):
        return str(mask(value))
    if item.is_relation:
        return str(getattr(row, item.name))
    return value_words(item, value)


__all__ = [
    "Clash",
    "FieldDifference",
    "MergePlan",
    "Pointer",
    "clashes_of",
    "differences",
    "files_of",
    "plan",
    "pointers",
]
