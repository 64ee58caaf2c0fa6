"""A figure is an object, not a number: what was asked, the answer, its words, and where its rows are."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from pandeng.core import units
from pandeng.domain.indicators.catalogue import INDICATORS
from pandeng.domain.indicators.catalogue.filters import InMonth
from pandeng.domain.indicators.days import OFFICE_TIME
from pandeng.domain.indicators.declare import Indicator, Ratio, RecordsIndicator
from pandeng.domain.indicators.question import Question
from pandeng.domain.indicators.slices import SLICES
from pandeng.domain.indicators.wording import words


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
        return f"{reverse('figure', args=[self.name])}?{urlencode(self.query)}"

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


@dataclass(frozen=True)
class FigureRows:
    """The rows behind a figure: their count and sum equal it."""

    kind: str
    columns: tuple[tuple[str, str], ...]
    rows: list[dict[str, Any]]
    count: int
    total: int | Decimal | None


def answered(question: Question, row: tuple[Any, ...]) -> Figure:
    """The figure that a row of a question's statement tells of, under the name it was asked by.

    The row holds value and records, of a ratio those of both parts; a count is both at once.
    """
    indicator, item = question.indicator, question.item
    parts: tuple[Figure, ...] = ()
    exact: int | Decimal | None
    value: int | Decimal | None
    if isinstance(indicator, Ratio):
        parts = (
            _part(question, INDICATORS[indicator.top], *row[:2]),
            _part(question, INDICATORS[indicator.bottom], *row[2:]),
        )
        exact, records = _percent(indicator, parts), parts[1].records
        value = None if exact is None else units.half_up(exact, indicator.digits)
    else:
        exact = value = exact_number(row[0])
        records = int(row[-1] or 0)
    return Figure(
        name=item.name,
        indicator=indicator,
        title=words(indicator.title if item.year not in (None, question.year) else item.title),
        value=value,
        exact=exact,
        unit=item.unit or indicator.unit,
        kind=item.kind or indicator.kind,
        as_of=question.as_of,
        known_at=question.known_at,
        year=question.year,
        records=records,
        digits=indicator.digits if isinstance(indicator, Ratio) else None,
        group=item.group,
        slices=question.slices,
        slice_words=tuple((_label(indicator, one.name), one.shown) for one in question.bound),
        parts=parts,
    )


def _part(question: Question, indicator: Indicator, value: Any, records: Any) -> Figure:
    """Top or bottom of a ratio, asked as the ratio is."""
    exact = exact_number(value)
    return Figure(
        name=indicator.name,
        indicator=indicator,
        title=words(indicator.title),
        value=exact,
        exact=exact,
        unit=indicator.unit,
        kind=indicator.kind,
        as_of=question.as_of,
        known_at=question.known_at,
        year=question.year,
        records=int(records or 0),
        slices=tuple((one.name, one.written) for one in question.bound),
    )


def _percent(ratio: Ratio, parts: tuple[Figure, ...]) -> Decimal | None:
    top, bottom = (part.exact for part in parts)
    return None if top is None or not bottom else Decimal(top) * 100 / Decimal(bottom) - ratio.less


def _label(indicator: Indicator, slice_: str) -> str:
    """What a slice is called: of months, which month it is."""
    if isinstance(indicator, Ratio):
        return _label(INDICATORS[indicator.top], slice_)
    assert isinstance(indicator, RecordsIndicator)
    how = indicator.by[slice_]
    return words(how.title) if isinstance(how, InMonth) else str(SLICES[slice_].title)


def exact_number(value: Any) -> int | Decimal | None:
    """Databases answer sums as int, float or Decimal; records hold at most two decimals."""
    if value is None:
        return None
    exact = units.half_up(Decimal(str(value)), 2)
    return int(exact) if exact == exact.to_integral_value() else exact


def _number(value: int | Decimal | None) -> int | float | None:
    if value is None or isinstance(value, int):
        return value
    return int(value) if value == value.to_integral_value() else float(value)
