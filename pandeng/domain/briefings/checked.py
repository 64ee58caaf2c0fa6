"""A checked text: every figure with its verdict, what was repaired, what clashes inside."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from pandeng.domain.briefings.clean import Cleaned, Repair
from pandeng.domain.briefings.read import Inconsistency, Reading
from pandeng.domain.indicators.figure import Figure

Verdict = Literal[
    "confirmed", "contradicted", "malformed", "inconsistent", "not_comparable", "unknown"
]
FAILS = ("contradicted", "malformed", "inconsistent")


@dataclass(frozen=True)
class Judged:
    """One figure of the text with its verdict. `start`:`end` are places in the cleaned text."""

    text: str
    value: Decimal | None
    unit: str
    kind: str
    indicator: str
    verdict: Verdict
    expected: str
    reason: str
    start: int
    end: int
    figure: Figure | None = None
    one: Reading | None = None  # as it was read
    of: str = ""  # whom it tells of, where that is not the office as a whole

    def as_json(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "value": None if self.value is None else _number(self.value),
            "unit": self.unit,
            "kind": self.kind,
            "indicator": self.indicator or None,
            "verdict": self.verdict,
            "expected": self.expected or None,
            "reason": self.reason,
            "start": self.start,
            "end": self.end,
            "as_of": self.figure.as_of.isoformat() if self.figure else None,
            "url": self.figure.url if self.figure else None,
            "whose": self.of or None,
            **_as_read(self.one),
        }


def _as_read(one: Reading | None) -> dict[str, Any]:
    """What the text says of a figure: of what, of whom, when and how exactly."""
    if one is None:
        return {"sentence": None, "what": None, "population": None, "period": None}
    period = one.period
    return {
        "sentence": one.sentence,
        "what": one.what,
        "population": one.population or None,
        "qualifier": one.qualifier or None,
        "direction": one.direction or None,
        "period": period
        and {
            "text": period.text,
            "year": period.year,
            "since": period.since and period.since.isoformat(),
            "until": period.until and period.until.isoformat(),
            "as_of": one.as_of and one.as_of.isoformat(),
            "from": one.period_from,
        },
    }


@dataclass(frozen=True)
class Checked:
    """A checked text: what was repaired, every figure with its verdict, and what clashes inside."""

    cleaned: Cleaned
    as_of: date
    known_at: datetime | None
    figures: list[Judged]
    clashes: list[Inconsistency] = field(default_factory=list)
    unread: str = ""  # what was not read, and why

    @property
    def repairs(self) -> list[Repair]:
        return self.cleaned.repairs

    @property
    def passes(self) -> bool:
        """True only when nothing is contradicted, malformed or inconsistent."""
        return not any(item.verdict in FAILS for item in self.figures)

    def count(self, verdict: str) -> int:
        return sum(item.verdict == verdict for item in self.figures)

    def as_json(self) -> dict[str, Any]:
        return {
            "as_of": self.as_of.isoformat(),
            "known_at": self.known_at.isoformat() if self.known_at else None,
            "unread": self.unread or None,
            "text": self.cleaned.text,
            "repairs": [
                {
                    "kind": repair.kind,
                    "before": repair.before,
                    "after": repair.after,
                    "start": repair.start,
                    "end": repair.end,
                    "count": repair.count,
                    "note": repair.note,
                    "candidates": list(repair.candidates),
                }
                for repair in self.repairs
            ],
            "figures": [item.as_json() for item in self.figures],
        }


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
