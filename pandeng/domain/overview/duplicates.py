"""Likely duplicates as their page shows them: two records side by side, and what may be done."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.paging import RowsPage, page_of
from pandeng.core.verdict import Verdict
from pandeng.domain.duplicates.kinds import KINDS, Kind
from pandeng.domain.duplicates.models import DistinctPair
from pandeng.domain.duplicates.queries import likely_pairs, told_apart
from pandeng.domain.registers.catalogue import BY_MODEL
from pandeng.domain.registers.rows import label_of, lines, rows_of_ids

PAIRS = 10  # on a page
DECISIONS = 20


@dataclass(frozen=True)
class PairSide:
    """One of the two: its cells as its list writes them, and whether it may go."""

    pk: int
    url: str
    label: str
    cells: list[Any]
    may_drop: Verdict


@dataclass(frozen=True)
class Choice:
    """Which is kept, whether the other may go, and the page that compares the two first, if any."""

    words: str
    keep: int
    may: Verdict
    page: str


@dataclass(frozen=True)
class Doubt:
    """Two records that may be one."""

    first: PairSide
    second: PairSide
    because: str
    titles: list[str]

    kind: Kind

    @property
    def key(self) -> str:
        return f"{self.first.pk}-{self.second.pk}"

    @property
    def choices(self) -> tuple[Choice, Choice]:
        of = {"word": self.kind.word}
        return (
            self._choice(self.first, self.second, _("保留左边，右边%(word)s") % of),
            self._choice(self.second, self.first, _("保留右边，左边%(word)s") % of),
        )

    def _choice(self, keep: PairSide, drop: PairSide, words: str) -> Choice:
        page = "" if self.kind.settle else f"{reverse('merge', args=[keep.pk])}?other={drop.pk}"
        return Choice(words, keep.pk, drop.may_drop, page)

    @property
    def facts(self) -> list[tuple[str, Any, Any, bool]]:
        """Title, the one, the other, do they differ."""
        both = zip(self.titles, self.first.cells, self.second.cells, strict=True)
        return [(title, one, other, one != other) for title, one, other in both]


@dataclass(frozen=True)
class ToldApart:
    """A decision that two records are two."""

    decision: DistinctPair
    first: PairSide
    second: PairSide


@dataclass(frozen=True)
class DuplicatesPage:
    kind: Kind
    counts: list[tuple[Kind, int]]
    page: RowsPage  # of doubts
    apart: RowsPage  # of pairs told apart

    @property
    def elsewhere(self) -> list[tuple[Kind, int]]:
        """The other kinds of which pairs wait."""
        return [(kind, count) for kind, count in self.counts if count and kind != self.kind]

    @property
    def list_url(self) -> str:
        return BY_MODEL[self.kind.model].url


def duplicates_page(
    scope: Scope, kind: Kind, number: str | None, decided: str | None = None
) -> DuplicatesPage:
    """One page of pairs of a kind, how many wait of each, and one page of those told apart (`decided` its
    number). A fixed number of queries."""
    scope.may(Permission.SETTLE_DUPLICATES).require()
    found = {code: likely_pairs(scope, one) for code, one in KINDS.items()}
    page = page_of(found[kind.code], number, PAIRS)
    apart = page_of(told_apart(scope, kind), decided, DECISIONS)
    wanted = {pk for pair in page.object_list for pk in (pair.first, pair.second)}
    wanted |= {pk for one in apart.object_list for pk in (one.first_id, one.second_id)}
    sides = _sides(scope, kind, wanted)
    titles = [BY_MODEL[kind.model].column_title(one) for one in BY_MODEL[kind.model].columns]
    page.object_list = [
        Doubt(sides[pair.first], sides[pair.second], pair.because, titles, kind)
        for pair in page.object_list
    ]
    apart.object_list = [
        ToldApart(one, sides[one.first_id], sides[one.second_id])
        for one in apart.object_list
        if {one.first_id, one.second_id} <= sides.keys()
    ]
    return DuplicatesPage(
        kind=kind,
        counts=[(one, len(found[code])) for code, one in KINDS.items()],
        page=page,
        apart=apart,
    )


def duplicates_data(
    scope: Scope, kind: Kind, offset: int, limit: int
) -> tuple[list[dict[str, Any]], bool]:
    """Pairs of a kind as plain values, and whether more follow."""
    scope.may(Permission.SETTLE_DUPLICATES).require()
    found = likely_pairs(scope, kind)
    asked = found[offset : offset + limit]
    sides = _sides(scope, kind, {pk for pair in asked for pk in (pair.first, pair.second)})
    rows = [
        {
            "records": [
                {"id": side.pk, "label": side.label, "url": side.url}
                for side in (sides[pair.first], sides[pair.second])
            ],
            "because": pair.because,
        }
        for pair in asked
    ]
    return rows, len(found) > offset + limit


def _sides(scope: Scope, kind: Kind, ids: Collection[int]) -> dict[int, PairSide]:
    """Two queries."""
    register = BY_MODEL[kind.model]
    records = {one.pk: one for one in kind.model.objects.visible_to(scope).filter(pk__in=ids)}
    return {
        line.pk: PairSide(
            pk=line.pk,
            url=register.record_url(line.pk),
            label=label_of(line),
            cells=line.cells,
            may_drop=kind.may_drop(records[line.pk], scope),
        )
        for line in lines(register, rows_of_ids(register, scope, ids), scope)
    }
