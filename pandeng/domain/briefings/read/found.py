"""A figure as it stands in the text, before its context is read."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class FoundFigure:
    """Where a number stands, what it is, and how exactly it is meant."""

    start: int
    end: int
    form: str
    number: Decimal | None
    low: Decimal | None
    high: Decimal | None
    multiplier: str
    unit: str
    qualifier: str
    direction: str
    malformed: bool
    implied: bool = False
    is_chinese: bool = False


def simple(
    span: tuple[int, int], form: str, number: Decimal, unit: str, *,
    multiplier: str = "", qualifier: str = "", direction: str = "", malformed: bool = False,
) -> FoundFigure:  # fmt: skip
    """A figure with one value."""
    return FoundFigure(
        *span, form, number, number, number, multiplier, unit, qualifier, direction, malformed
    )
