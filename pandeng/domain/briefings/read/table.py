"""Tables of rules in their order: which row decides, what it yields, why, and the examples that test it.

An example is `text → reading`; without → the text holds no figure. Of each reading a table tells the
fields it `shows`, in order; several figures are parted by ；.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

Seen = TypeVar("Seen")
Yielded = TypeVar("Yielded")


@dataclass(frozen=True)
class ReadingRule(Generic[Seen, Yielded]):
    """One rule. `near`: what looks like an example and is decided by another row, or by none."""

    name: str
    holds: Callable[[Seen], object]
    yields: Yielded
    because: str
    examples: tuple[str, ...]
    near: tuple[str, ...] = ()


@dataclass(eq=False)
class RuleTable(Generic[Seen, Yielded]):
    """Rows in the order in which they are asked."""

    name: str
    shows: tuple[str, ...]
    rows: tuple[ReadingRule[Seen, Yielded], ...]

    def first(self, seen: Seen) -> ReadingRule[Seen, Yielded] | None:
        """The row that decides: the first that holds."""
        return next((row for row in self.rows if row.holds(seen)), None)

    def every(self, seen: Seen) -> list[ReadingRule[Seen, Yielded]]:
        """Where rows add to each other: all that hold, in order."""
        return [row for row in self.rows if row.holds(seen)]
