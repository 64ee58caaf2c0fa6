"""Records that may be one and the same: only those that share a key are compared. Pure."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

R = TypeVar("R")
REACH = 20  # each is compared with so many that follow it under one key, however many share it


@dataclass(frozen=True)
class LikelyPair:
    """Two records by id, the smaller first, and what speaks for their being one."""

    first: int
    second: int
    because: str


def neighbours(
    rows: Sequence[R], keys: Callable[[R], Iterable[Hashable]], reach: int = REACH
) -> Iterator[tuple[R, R]]:
    """Each row with the next ones that share a key with it, in the order of the rows: linear, not all pairs."""
    before: dict[Hashable, list[R]] = {}
    for row in rows:
        for key in keys(row):
            near = before.setdefault(key, [])
            for other in near[-reach:]:
                yield other, row
            near.append(row)


def pair_of(one: int, other: int, because: str) -> LikelyPair:
    return LikelyPair(min(one, other), max(one, other), because)


def strongest(pairs: Iterable[LikelyPair], order: Sequence[str]) -> list[LikelyPair]:
    """Each pair once, by its strongest reason (`order`); the newest records first."""
    found: dict[tuple[int, int], LikelyPair] = {}
    rank = {because: place for place, because in enumerate(order)}
    for pair in pairs:
        key = (pair.first, pair.second)
        if key not in found or rank[pair.because] < rank[found[key].because]:
            found[key] = pair
    return sorted(found.values(), key=lambda one: (rank[one.because], -one.second, -one.first))
