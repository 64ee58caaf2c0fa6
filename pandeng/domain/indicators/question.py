"""What is asked: a figure's name, a day, a known-at time, a year and what narrows it, resolved once.

Whatever cannot be asked is refused here, in a sentence; what answers a question only reads it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from pandeng.access.models import Cluster
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError, NotFound
from pandeng.domain.indicators.catalogue import INDICATORS, slices_of
from pandeng.domain.indicators.days import end_of_month, refuse_future
from pandeng.domain.indicators.declare import Indicator, Ratio
from pandeng.domain.indicators.named import NamedFigure, named_figures
from pandeng.domain.indicators.slices import BoundSlice, Written, resolve, written_month
from pandeng.domain.indicators.wording import words


@dataclass(frozen=True)
class Question:
    """One figure asked by one person.

    `as_of` is before the day that was `asked_for` where a month's end is meant. `slices` is what
    narrows it beside its own name, as written in its address; `bound` is all that narrows it.
    """

    scope: Scope
    item: NamedFigure
    asked_for: date
    as_of: date
    known_at: datetime | None
    year: int | None
    slices: tuple[Written, ...] = ()
    bound: tuple[BoundSlice, ...] = ()

    @property
    def name(self) -> str:
        return self.item.name

    @property
    def indicator(self) -> Indicator:
        return INDICATORS[self.item.indicator]


def question(
    scope: Scope,
    name: str,
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
    year: int | None = None,
    named: Mapping[str, NamedFigure] | None = None,
    **slices: Any,
) -> Question:
    """`name` is an indicator or a figure that the cluster's pack names; `named` those at hand.

    Refuses an unknown name, a date in the future, an unknown slice or value of one.
    """
    item = find(scope, name, named)
    as_of = as_of or default_as_of(scope)
    refuse_future(as_of, known_at)
    return ask(scope, item, as_of, known_at, year, slices)


def ask(
    scope: Scope,
    item: NamedFigure,
    as_of: date,
    known_at: datetime | None = None,
    year: int | None = None,
    slices: Mapping[str, str] | None = None,
    found: Mapping[Written, BoundSlice] | None = None,
) -> Question:
    """The question of a figure that was found by its name; `found` are slices resolved already."""
    asked, at_hand = slices or {}, found or {}
    day, given = _narrowed(item, as_of, asked)
    _refuse_unknown_slices(INDICATORS[item.indicator], given)
    bound = tuple(
        at_hand.get(pair) or resolve(*pair, scope=scope, known_at=known_at)
        for pair in given.items()
    )
    own = dict(item.slices)
    return Question(
        scope,
        item,
        as_of,
        day,
        known_at,
        year or _own_year(item, day, given),
        tuple(pair for pair in asked.items() if pair[0] in given or pair[0] in own),
        bound,
    )


def on_day(asked: Question, day: date) -> Question:
    """The same question as of another day; its year follows the day."""
    as_of, given = _narrowed(asked.item, day, dict(asked.slices))
    year = _own_year(asked.item, as_of, given)
    return replace(asked, asked_for=day, as_of=as_of, year=year)


def known_when(asked: Question, at: datetime | None) -> Question:
    """The same question as known at another time; names are looked up as they were known then."""
    refuse_future(asked.as_of, at)
    return ask(asked.scope, asked.item, asked.as_of, at, asked.year, dict(asked.slices))


def with_slice(asked: Question, one: BoundSlice) -> Question:
    """The same question, narrowed to one more value; a month brings its year, unless one was asked for."""
    slices = {**dict(asked.slices), one.name: one.written}
    item, at_hand = asked.item, (*asked.bound, one)
    follows = asked.year == _own_year(item, asked.as_of, {b.name: b.written for b in asked.bound})
    return ask(
        asked.scope,
        item,
        asked.asked_for,
        asked.known_at,
        None if follows else asked.year,
        slices,
        {(bound.name, bound.written): bound for bound in at_hand},
    )


def denominator(asked: Question) -> Question:
    """The question whose records are those behind a figure: of a ratio that of its lower part."""
    indicator = asked.indicator
    if not isinstance(indicator, Ratio):
        return asked
    return denominator(replace(asked, item=_plain(INDICATORS[indicator.bottom])))


def find(scope: Scope, name: str, named: Mapping[str, NamedFigure] | None = None) -> NamedFigure:
    """The named figure or the plain indicator of this name; `NotFound` with the nearest names.

    `named` spares the query where the caller has the figures of the pack at hand.
    """
    named = named_figures(scope) if named is None else named
    if name in named:
        return named[name]
    if name in INDICATORS:
        return _plain(INDICATORS[name])
    near = get_close_matches(name, [*named, *INDICATORS], n=3, cutoff=0.5)
    hint = (
        _("相近的有：%(near)s。") % {"near": "、".join(near)}
        if near
        else _("可在“指标”页查看全部指标。")
    )
    raise NotFound(_("没有指标“%(name)s”。") % {"name": name[:60]} + hint)


def measurable(scope: Scope) -> dict[str, tuple[str, str]]:
    """Figures that a target may set: name → what it is called, its unit; those of the packs too."""
    named = {name: _plain(indicator) for name, indicator in INDICATORS.items()}
    found = named | dict(named_figures(scope))
    return {
        name: (words(one.title), one.unit or INDICATORS[one.indicator].unit)
        for name, one in found.items()
    }


def default_as_of(scope: Scope) -> date:
    """The day the cluster's data reach, else today."""
    through = (
        Cluster.objects.filter(id=scope.in_cluster()).values_list("data_through", flat=True).first()
    )
    return through or timezone.localdate()


# -- inside -----------------------------------------------------------------------------------


def _plain(indicator: Indicator) -> NamedFigure:
    """An indicator asked by its own name."""
    return NamedFigure(
        indicator.name, indicator.name, indicator.title, indicator.unit, indicator.kind
    )


def _narrowed(
    item: NamedFigure, as_of: date, slices: Mapping[str, str]
) -> tuple[date, dict[str, str]]:
    """The day a figure is asked for, and all that narrows it: by its name and as asked.

    How things stand in a month is asked as of its end, or as of the day while the month runs.
    """
    given = {**dict(item.slices), **slices}
    if INDICATORS[item.indicator].month_end and "month" in given:
        as_of = end_of_month(written_month(given.pop("month")), as_of)
    return as_of, given


def _own_year(item: NamedFigure, as_of: date, given: Mapping[str, str]) -> int | None:
    """The year a figure is of when none is asked for: its own, that of its month, that of its day."""
    if item.year or not INDICATORS[item.indicator].yearly:
        return item.year
    month = given.get("month", "")
    return int(month[:4]) if month else as_of.year


def _refuse_unknown_slices(indicator: Indicator, given: Mapping[str, str]) -> None:
    allowed = slices_of(indicator)
    for name in given:
        if name not in allowed:
            raise DomainError(
                _("“%(title)s”不能按“%(name)s”细分，可用的有：%(allowed)s。")
                % {
                    "title": words(indicator.title),
                    "name": name,
                    "allowed": "、".join(sorted(allowed)) or _("无"),
                }
            )
