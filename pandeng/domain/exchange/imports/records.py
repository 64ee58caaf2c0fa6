"""A sent table as records of a kind: shown first, then written as one change.

Every line is new, changed, unchanged or wrong. A record is met again by its number, else by what of it
never changes. Nothing is written while a line is wrong, unless the person leaves those lines out.
"""

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.actions import bulk
from pandeng.access.scope import Scope
from pandeng.access.workable import IMPORT
from pandeng.core.errors import DomainError
from pandeng.core.fields import title_of, value_words
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.exchange.imports.cells import CellReader, is_blank, text_of
from pandeng.domain.exchange.imports.kinds import ImportKind
from pandeng.domain.exchange.imports.tables import (
    NAME,
    SentSheet,
    SentTable,
    find_head,
    plain_title,
    read_sheets,
    run_apart,
)
from pandeng.domain.exchange.name_list import HEADS

MAX_LINES = 5000
ID = "id"
ID_TITLE = gettext_noop("系统编号")
State = Literal["new", "changed", "unchanged", "wrong"]
STATES: tuple[State, ...] = ("wrong", "changed", "new", "unchanged")


@dataclass(frozen=True)
class SentFile:
    """A file, and what a person said of it: the sheet, the field of a column (by place), wrong lines left out."""

    name: str
    data: bytes
    sheet: str = ""
    columns: Mapping[int, str] = field(default_factory=dict)
    skips_wrong: bool = False

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    def read(self) -> list[SentSheet]:
        """Its sheets; the file is read once."""
        return self._sheets

    @cached_property
    def _sheets(self) -> list[SentSheet]:
        return read_sheets(self.data)


@dataclass(frozen=True)
class CellChange:
    title: str
    old: str
    new: str


@dataclass
class ImportLine:
    """One line of the sheet (`number`, from 1) and what becomes of it. `wrong`: column to sentence; -1 is
    the line as a whole. `doubt`: what a person is asked before it is entered."""

    number: int
    titles: list[str]
    cells: list[str]
    state: State = "new"
    record: Any = None
    values: dict[str, Any] = field(default_factory=dict)
    changes: list[CellChange] = field(default_factory=list)
    wrong: dict[int, str] = field(default_factory=dict)
    doubt: str = ""

    @property
    def said(self) -> list[tuple[str, str]]:
        """What is wrong, by the title of its column; of the line as a whole without one."""
        return [(self.titles[at] if at >= 0 else "", said) for at, said in self.wrong.items()]


@dataclass(frozen=True)
class ImportPreview:
    sheets: list[SentSheet]
    table: SentTable
    lines: list[ImportLine]

    @property
    def counts(self) -> dict[State, int]:
        found = Counter(line.state for line in self.lines)
        return {state: found[state] for state in STATES}

    @property
    def doubts(self) -> list[ImportLine]:
        return [line for line in self.lines if line.doubt]


def columns_of(kind: ImportKind) -> dict[str, str]:
    """The fields that a column may hold, with their titles, in the order of the form."""
    return {ID: _(ID_TITLE)} | {name: title_of(kind.model, name) for name in kind.fields}


def preview(kind: ImportKind, sent: SentFile, *, by: Scope, now: datetime) -> ImportPreview:
    """What the file would change; nothing is written. Refuses a file or a head that cannot be read."""
    by.may(kind.permission).require()
    sheets = sent.read()
    table = find_head(_chosen_sheet(sheets, sent.sheet), _words(kind), sent.columns)
    if unknown := set(table.columns.values()) - columns_of(kind).keys():
        raise DomainError(
            _("没有这些项：%(names)s。") % {"names": "、".join(sorted(unknown))[:200]}
        )
    counts = Counter(table.columns.values())
    if twice := [columns_of(kind)[name] for name, count in counts.items() if count > 1]:
        raise DomainError(_("“%(title)s”只能对应一列。") % {"title": twice[0]})
    if len(table.lines) > MAX_LINES:
        raise DomainError(
            _("表中有%(count)s行，一次最多导入%(most)s行，请拆分。")
            % {"count": len(table.lines), "most": MAX_LINES}
        )
    reader, known = CellReader(kind, by), _Known(kind, by)
    lines = [_line(kind, table, number, row, reader, known) for number, row in table.lines]
    for line in lines:
        if line.state == "new" and not line.wrong:
            _check_new(kind, line, by, now)
        elif line.state == "changed" and not line.wrong:
            _check_changed(kind, line, by, now)
        if line.wrong:
            line.state = "wrong"
    return ImportPreview(sheets, table, lines)


def may_mark(sent: SentFile) -> bool:
    """Can what is wrong be marked in the file itself? In .xlsx alone."""
    return sent.data.startswith(b"PK\x03\x04") and b"xl/workbook.xml" in sent.data


def with_marks(sent: SentFile, shown: ImportPreview) -> bytes:
    """The sender's own workbook with what is wrong said on its cells; all else stays as it was."""
    marks = [
        (line.number, max(at, 0) + 1, said)
        for line in shown.lines
        for at, said in line.wrong.items()
    ]
    head = json.dumps({"sheet": shown.table.sheet.name, "marks": marks})
    return run_apart("mark", head.encode() + b"\n" + sent.data)


def imported(kind: ImportKind, by: Scope, now: datetime) -> Any:
    """The imports of the last day that are not taken back, the newest first."""
    return bulk.undoable(kind, by, now).filter(action=kind.actions[IMPORT].code)


def _words(kind: ImportKind) -> dict[str, str]:
    """Plain titles to fields: the words of the form, and those that officials write instead."""
    found: dict[str, str] = {}
    for name, title in columns_of(kind).items():
        words = [title, name]
        item: Any = kind.model._meta.get_field(name) if name != ID else None
        if name == "name" or (item is not None and item.is_relation):
            words.append(title + NAME)
        if name == "name":
            words.append(NAME)
        if name == "name" and kind.model is Enterprise:
            words += HEADS
        if item is not None and item.related_model is Enterprise:
            words += (*HEADS, title_of(Enterprise, "code"))
        for word in words:
            found.setdefault(plain_title(word)[0], name)
    return found


def _chosen_sheet(sheets: Sequence[SentSheet], name: str) -> SentSheet:
    named = [one for one in sheets if one.name == name] if name else []
    if name and not named:
        raise DomainError(_("文件里没有工作表“%(name)s”。") % {"name": name[:40]})
    filled = [one for one in sheets if one.rows and not one.hidden] or list(sheets)
    if not (named or filled):
        raise DomainError(_("文件里没有表格。"))
    return (named or filled)[0]


class _Known:
    """The records in sight by number, and by what of them never changes; read once."""

    def __init__(self, kind: ImportKind, by: Scope) -> None:
        model: Any = kind.model
        self.key = kind.key
        self.by_key: dict[Any, list[Any]] = defaultdict(list)
        self.by_id: dict[int, Any] = {}
        self.lines: dict[Any, int] = {}
        named = [name for name in kind.fields if model._meta.get_field(name).is_relation]
        rows = model.objects.visible_to(by).order_by("id")
        for record in rows.select_related(*named) if named else rows:
            self.by_id[record.pk] = record
            self.by_key[
                self.key_of({n: getattr(record, _column(record, n)) for n in self.key})
            ] += [record]

    def key_of(self, values: Mapping[str, Any]) -> Any:
        return tuple(getattr(values[name], "pk", values[name]) for name in self.key)


def _line(
    kind: ImportKind,
    table: SentTable,
    number: int,
    row: list[Any],
    reader: CellReader,
    known: _Known,
) -> ImportLine:
    line = ImportLine(number, table.titles, [text_of(cell) for cell in row])
    at = {name: place for place, name in table.columns.items()}
    asked = [name for name in kind.fields if name in at]
    blank = [name for name in asked if is_blank(row[at[name]])]

    def read(names: Sequence[str]) -> None:
        for name in names:
            try:
                unit = table.units.get(at[name], "")
                line.values[name] = reader.read(name, row[at[name]], unit, line.values)
            except DomainError as refusal:
                line.wrong[at[name]] = refusal.message

    number_of = text_of(row[at[ID]]) if ID in at else ""
    in_key = [] if number_of else [name for name in blank if name in known.key]
    read([name for name in asked if name not in blank or name in in_key])
    _meet(kind, line, known, number_of, at)
    if line.record is None:
        read([name for name in blank if name not in in_key])
    return line


def _meet(
    kind: ImportKind, line: ImportLine, known: _Known, number: str, at: Mapping[str, int]
) -> None:
    """Find the record that the line is about, if there is one."""
    if number:
        is_id = re.fullmatch(r"\d{1,18}", number)
        line.record = known.by_id.get(int(number)) if is_id else None
        if line.record is None:
            line.wrong[at[ID]] = _("没有系统编号为“%(number)s”的记录。") % {"number": number[:20]}
            return
    elif all(name in line.values for name in known.key):
        line.record = _met(kind, known.by_key.get(known.key_of(line.values), []), line.values)
    if line.record is None:
        if not line.wrong and line.values.keys() >= set(known.key):
            _once(line, known, known.key_of(line.values))
        return
    _once(line, known, line.record.pk)
    for name, value in line.values.items():
        old = getattr(line.record, name)
        if old != value:
            if name in kind.fixed:
                line.wrong[at[name]] = _("已登记的“%(title)s”不能改。") % {
                    "title": title_of(kind.model, name)
                }
            item = kind.model._meta.get_field(name)
            words = (value_words(item, one) for one in (old, value))
            line.changes.append(CellChange(title_of(kind.model, name), *words))
    line.state = "changed" if line.changes else "unchanged"


def _met(kind: ImportKind, met: Sequence[Any], values: Mapping[str, Any]) -> Any:
    """Of the records of one key the one that is open, else the last; none where all had ended before
    what the line tells begins."""
    if not kind.ends:
        return met[-1] if met else None
    still = [one for one in met if getattr(one, kind.ends) is None]
    begins = values.get(kind.begins)
    held = still or [one for one in met if begins is None or begins <= getattr(one, kind.ends)]
    return held[-1] if held else None


def _once(line: ImportLine, known: _Known, key: Any) -> None:
    if key in known.lines:
        line.wrong[-1] = _("与第%(line)s行重复。") % {"line": known.lines[key]}
    known.lines.setdefault(key, line.number)


def _check_new(kind: ImportKind, line: ImportLine, by: Scope, now: datetime) -> None:
    missing = [
        title_of(kind.model, name)
        for name in kind.fields
        if name not in line.values and _is_asked(kind.model._meta.get_field(name))
    ]
    if missing:
        line.wrong[-1] = _("缺少：%(titles)s。") % {"titles": "、".join(missing)}
        return
    line.record = kind.model(cluster_id=by.cluster_id, **line.values)
    if refused := _refused(kind, line.record, by, now):
        line.wrong[-1] = refused
    else:
        line.doubt = kind.asks(line.record)


def _check_changed(kind: ImportKind, line: ImportLine, by: Scope, now: datetime) -> None:
    before = {name: getattr(line.record, name) for name in line.values}
    for name, value in line.values.items():
        setattr(line.record, name, value)
    if refused := _refused(kind, line.record, by, now):
        line.wrong[-1] = refused
    for name, value in before.items():
        setattr(line.record, name, value)


def _refused(kind: ImportKind, record: Any, by: Scope, now: datetime) -> str:
    try:
        kind.require(record, by, now)
        record.validate_constraints()
    except DomainError as refusal:
        return refusal.message
    except ValidationError as wrong:
        return str(wrong.messages[0])
    return ""


def _is_asked(item: Any) -> bool:
    return not (item.null or item.blank or item.has_default())


def _column(record: Any, name: str) -> str:
    return str(record._meta.get_field(name).attname)
