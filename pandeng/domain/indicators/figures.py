"""A figure is an object, not a number: what was asked, the answer, its words, and where its rows are."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

from pandeng.core import units
from pandeng.domain.indicators.declare import Indicator, Words

OFFICE_TIME = ZoneInfo("Asia/Shanghai")


def words(pair: Words) -> str:
    """The words in the language of the reader: Chinese, else English."""
    return pair[0] if _in_chinese() else pair[1]


def _in_chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


@dataclass(frozen=True)
class NamedFigure:
    """A figure that the office quotes: an indicator narrowed once and for all; pack data."""

    name: str
    indicator: str
    title: Words
    unit: str
    kind: str
    year: int | None = None
    slices: tuple[tuple[str, str], ...] = ()
    group: str = ""
    says: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figure:
    """The answer to indicator × scope × period × as-of × known-at.

    `value` is rounded as printed for rates, whole for counts, in the base unit for amounts; `exact`
    is not rounded. None means that no record answers: missing is not zero.
    """

    name: str
    indicator: Indicator
    title: str
    value: int | Decimal | None
    exact: int | Decimal | None
    unit: str
    kind: str
    as_of: date
    known_at: datetime | None
    records: int
    year: int | None = None
    digits: int | None = None
    group: str = ""
    slices: tuple[tuple[str, str], ...] = ()
    slice_words: tuple[tuple[str, str], ...] = ()
    parts: tuple["Figure", ...] = field(default=())

    @property
    def text(self) -> str:
        """As an official writes it: 10.71亿元, 2216亩, 91.5%."""
        return "—" if self.value is None else units.written(self.value, self.unit)

    @property
    def definition(self) -> str:
        return words(self.indicator.text)

    @property
    def version(self) -> str:
        return self.indicator.version

    @property
    def query(self) -> dict[str, str]:
        """What the address of this figure carries."""
        asked = {"as_of": self.as_of.isoformat()}
        if self.known_at:
            asked["known_at"] = self.known_at.astimezone(OFFICE_TIME).strftime("%Y-%m-%dT%H:%M:%S")
        if self.year:  # a pack's figure of this name may be of another year
            asked["year"] = str(self.year)
        return asked | dict(self.slices)

    @property
    def url(self) -> str:
        return f"/figures/{self.name}/?{urlencode(self.query)}"

    def as_json(self) -> dict[str, Any]:
        """Plain values: numbers as numbers, dates as ISO text."""
        return {
            "name": self.name,
            "indicator": self.indicator.name,
            "title": self.title,
            "value": _number(self.value),
            "exact": _number(self.exact),
            "unit": self.unit,
            "text": self.text,
            "kind": self.kind,
            "definition": self.definition,
            "version": self.version,
            "rounding": None if self.digits is None else {"digits": self.digits, "mode": "half-up"},
            "as_of": self.as_of.isoformat(),
            "known_at": self.known_at.isoformat() if self.known_at else None,
            "year": self.year,
            "slices": dict(self.slices),
            "records": self.records,
            "parts": [part.as_json() for part in self.parts],
            "url": self.url,
        }


def _number(value: int | Decimal | None) -> int | float | None:
    if value is None or isinstance(value, int):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


@dataclass(frozen=True)
class FigureRows:
    """The rows behind a figure: their count and sum equal it."""

    kind: str
    columns: tuple[tuple[str, str], ...]
    rows: list[dict[str, Any]]
    count: int
    total: int | Decimal | None
