"""How a test listens to the tables of rules while a text is read."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Any

import pytest

from pandeng.domain.briefings.read import TABLES, inconsistencies, read
from pandeng.domain.briefings.read.numerals import plain
from pandeng.domain.briefings.read.table import ReadingRule, RuleTable

Table = RuleTable[Any, Any]
Rule = ReadingRule[Any, Any]
BY_NAME: dict[str, Table] = {table.name: table for table in TABLES}


def parted(example: str) -> tuple[str, str]:
    """Text and wanted reading of an example; without an arrow nothing is read."""
    text, _arrow, wanted = example.partition(" → ")
    return text, wanted


def told(value: object) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return "、".join(map(str, value)) or "-"
    return "-" if value in (None, "") else str(value)


def shown(text: str, fields: tuple[str, ...], published: date | None = None) -> str:
    """Every figure of a text by the fields of its reading: 302家 target；750亿元 target."""
    readings = read(text, published)
    if fields == ("clash",):
        clashes = inconsistencies(readings, text)
        return "；".join(
            f"{one.kind} {readings[one.figures[0]].text} {told(one.expected)}" for one in clashes
        )
    return "；".join(" ".join(told(_field(one, name)) for name in fields) for one in readings)


def _field(one: object, name: str) -> object:
    for part in name.split("."):
        one = None if one is None else attrgetter(part)(one)
    return one


def listen(monkeypatch: pytest.MonkeyPatch, table: Table) -> list[str]:
    """The names of the rows that decide from now on, in order, as they are asked."""
    heard: list[str] = []

    def to(ask: Callable[[Table, Any], Any]) -> Callable[[Table, Any], Any]:
        def asked(self: Table, seen: Any) -> Any:
            found = ask(self, seen)
            if self is table:
                heard.extend(
                    row.name for row in (found if isinstance(found, list) else [found]) if row
                )
            return found

        return asked

    monkeypatch.setattr(RuleTable, "first", to(RuleTable.first))
    monkeypatch.setattr(RuleTable, "every", to(RuleTable.every))
    return heard


def without(monkeypatch: pytest.MonkeyPatch, table: Table, rule: Rule) -> None:
    monkeypatch.setattr(table, "rows", tuple(row for row in table.rows if row is not rule))
