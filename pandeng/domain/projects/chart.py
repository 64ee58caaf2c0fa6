"""The wall chart as a shape: projects down, months across, a symbol for every node. Pure: no Django.

The two charts of practice (作战进度图, 作战保障图) are two readings of the same rows. Every state has a
shape of its own, so that a black-and-white print reads as well as the screen.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from pandeng.core.verdict import gettext_noop
from pandeng.domain.projects.nodes import rules


@dataclass(frozen=True)
class Symbol:
    """How a state is drawn and what it is called. `shape` names a drawing of page and paper."""

    state: str
    shape: str
    word: str


SHAPES = {
    "done": "disc",
    "done_late": "half",
    "ahead": "diamond",
    "due": "triangle",
    "late": "solid",
    "blocked": "crossed",
    "planned": "ring",
}
SYMBOLS: dict[str, Symbol] = {
    state: Symbol(state, SHAPES[state], word) for state, word in rules.STATES.items()
}
# The guarantee chart: given, still to be given, and not given though its day has passed.
GIVEN: dict[str, Symbol] = {
    symbol.state: symbol
    for symbol in (
        Symbol("given", "stamp", gettext_noop("已落实")),
        Symbol("open", "frame", gettext_noop("待落实")),
        Symbol("overdue", "torn", gettext_noop("到期未落实")),
    )
}


# Kinds of guarantee: the one character that stands in the chart, and the word.
SIGNS = {
    "land": gettext_noop("地"),
    "energy": gettext_noop("能"),
    "finance": gettext_noop("资"),
    "permits": gettext_noop("批"),
}
NEEDS: dict[str, tuple[str, str]] = {
    kind: (SIGNS[kind], word) for kind, word in rules.GUARANTEES.items()
}


@dataclass(frozen=True)
class WallNeed:
    """A guarantee that a node needs: of which kind, what, from whom, by when, and when it was given."""

    kind: str
    what: str
    by: str
    needed_on: date | None
    given_on: date | None
    state: str

    @property
    def sign(self) -> str:
        return NEEDS[self.kind][0]


@dataclass(frozen=True)
class WallPoint:
    """A node as the chart shows it. `original_on` is the first plan where the plan was moved."""

    node_id: int
    order: int
    name: str
    is_key: bool
    planned_on: date
    original_on: date | None
    forecast_on: date | None
    actual_on: date | None
    department: str
    responsible: str
    waits_for: tuple[str, ...]
    needs: tuple[WallNeed, ...]
    blocked_by: str
    state: str

    @property
    def stands_on(self) -> date:
        """The day at which it is drawn: done, else now expected, else planned."""
        return self.actual_on or self.forecast_on or self.planned_on


@dataclass(frozen=True)
class Window:
    """The months that a chart shows: `months` of them from `first`, the first day of one."""

    first: date
    months: int

    def place(self, day: date) -> float:
        """Where a day stands, in months from the left edge; each month is equally wide."""
        whole = (day.year - self.first.year) * 12 + day.month - self.first.month
        return whole + (day.day - 1) / _days_of(day)

    def holds(self, day: date) -> bool:
        return 0 <= self.place(day) < self.months

    def starts(self) -> list[date]:
        """The first day of every month shown."""
        return [_month(self.first, step) for step in range(self.months)]


def year_window(year: int) -> Window:
    return Window(date(year, 1, 1), 12)


def whole_window(nodes: Iterable[WallPoint], year: int) -> Window:
    """From the first to the last node, at least the year."""
    days = [node.stands_on for node in nodes]
    first = min([date(year, 1, 1), *days]).replace(day=1)
    last = max([date(year, 12, 1), *days])
    return Window(first, (last.year - first.year) * 12 + last.month - first.month + 1)


@dataclass(frozen=True)
class WallLight:
    """The light of a project as the rule set gave it; the word says what the colour says."""

    code: str
    tone: str
    word: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class WallRow:
    """One project on the chart."""

    project_id: int
    code: str
    name: str
    county_id: int
    county: str
    chain: str
    levels: tuple[str, ...]
    leader: str
    planned_total_yuan: int
    annual_plan_yuan: int
    light: WallLight | None
    nodes: tuple[WallPoint, ...]

    @property
    def done(self) -> int:
        return sum(node.state in rules.DONE for node in self.nodes)

    @property
    def late(self) -> int:
        return sum(node.state == "late" for node in self.nodes)

    @property
    def next(self) -> WallPoint | None:
        """What the project stands before: the first node that is not done."""
        return next((node for node in self.nodes if node.state not in rules.DONE), None)

    def within(self, window: Window) -> list[WallPoint]:
        shown = [node for node in self.nodes if window.holds(node.stands_on)]
        return sorted(shown, key=lambda node: (node.stands_on, node.order))

    def outside(self, window: Window, *, before: bool) -> list[tuple[str, int]]:
        """States of the nodes left (or right) of the window with how many, in the legend's order."""
        found = Counter(
            node.state
            for node in self.nodes
            if not window.holds(node.stands_on) and (window.place(node.stands_on) < 0) == before
        )
        return [(state, found[state]) for state in SYMBOLS if found[state]]


def state_of_need(needed_on: date | None, given_on: date | None, as_of: date) -> str:
    """On a day: given by then, else overdue when it was needed before, else open."""
    if given_on and given_on <= as_of:
        return "given"
    return "overdue" if needed_on and needed_on < as_of else "open"


def apart(places: Sequence[float], least: float, low: float, high: float) -> list[float]:
    """The places moved as little as needed so that neighbours are `least` apart, within low…high.

    `places` are in order. Where there are more than fit they stand evenly, closer than `least`.
    """
    if not places:
        return []
    least = min(least, (high - low) / max(len(places) - 1, 1))
    moved: list[float] = []
    for place in places:
        moved.append(max(place, low, moved[-1] + least if moved else low))
    limit = high
    for at in range(len(moved) - 1, -1, -1):
        moved[at] = min(moved[at], limit)
        limit = moved[at] - least
    return moved


def summary(rows: Iterable[WallRow]) -> list[tuple[str, int]]:
    """How many nodes are in which state."""
    found = Counter(node.state for row in rows for node in row.nodes)
    return [(state, found[state]) for state in SYMBOLS]


def guarantees(rows: Iterable[WallRow]) -> list[tuple[str, int]]:
    """How many guarantees are given, open, and overdue."""
    found = Counter(need.state for row in rows for node in row.nodes for need in node.needs)
    return [(state, found[state]) for state in GIVEN]


def lights_of(rows: Iterable[WallRow]) -> list[tuple[WallLight, int]]:
    """The lights that are lit, each with how many projects show it, the gravest first."""
    grave = {"red": 0, "yellow": 1, "blue": 2, "green": 3}
    seen: dict[str, WallLight] = {}
    found: Counter[str] = Counter()
    for row in rows:
        if row.light:
            seen.setdefault(row.light.code, row.light)
            found[row.light.code] += 1
    order = sorted(seen.values(), key=lambda light: (grave.get(light.tone, 4), light.code))
    return [(light, found[light.code]) for light in order]


def groups(rows: Sequence[WallRow], by: str) -> Iterator[tuple[str, list[WallRow]]]:
    """The rows per county or leader, in their order; without a leader last."""
    if by == "leader":
        rows = sorted(rows, key=lambda row: (not row.leader, row.leader))
    for key, members in groupby(rows, key=lambda row: row.leader if by == "leader" else row.county):
        yield key, list(members)


def _month(first: date, step: int) -> date:
    whole = first.month - 1 + step
    return date(first.year + whole // 12, whole % 12 + 1, 1)


def _days_of(day: date) -> int:
    return (_month(day.replace(day=1), 1) - timedelta(days=1)).day
