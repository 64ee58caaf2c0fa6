"""What a chart shows: one set of labels, one or more series, drawn by pandeng.js, readable as a table."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

Number = int | float | Decimal | None


@dataclass(frozen=True)
class Series:
    name: str
    values: Sequence[Number]


@dataclass(frozen=True)
class ChartRow:
    label: str
    values: Sequence[Number]


@dataclass(frozen=True)
class Chart:
    """`kind`: line, bar (upright), bars (lying), stacked, donut (first series only), or band (lines, the
    first two of them the lower and upper edge of a band).

    `unit` stands at the axis and in the tooltip; `axis` names the labels in the table. A value of
    None is a gap, not a zero.
    """

    kind: Literal["line", "bar", "bars", "stacked", "donut", "band"]
    labels: Sequence[str]
    series: Sequence[Series]
    unit: str = ""
    axis: str = field(default="")
    floats: bool = False  # the value axis need not start at zero: a state that moves little

    @property
    def plain(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "labels": [str(label) for label in self.labels],
            "series": [
                {"name": str(one.name), "values": [_plain(value) for value in one.values]}
                for one in self.series
            ],
            "unit": str(self.unit),
            "floats": self.floats,
        }

    @property
    def rows(self) -> list[ChartRow]:
        return [
            ChartRow(str(label), [one.values[at] for one in self.series])
            for at, label in enumerate(self.labels)
        ]


def _plain(value: Number) -> int | float | None:
    return float(value) if isinstance(value, Decimal) else value
