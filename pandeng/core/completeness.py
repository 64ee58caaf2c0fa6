"""Of those who are to report a month, how many have: it stands beside every figure made of reports."""

from dataclasses import dataclass

ENOUGH_PERCENT = 90  # our proposal: with fewer reports a month is not yet judged


@dataclass(frozen=True)
class Completeness:
    """`expected` are to report, `reported` of them have."""

    reported: int
    expected: int

    @property
    def is_enough(self) -> bool:
        """May the month be judged? Where nobody is to report there is nothing to wait for."""
        return self.reported * 100 >= ENOUGH_PERCENT * self.expected

    @property
    def is_whole(self) -> bool:
        return self.reported >= self.expected
