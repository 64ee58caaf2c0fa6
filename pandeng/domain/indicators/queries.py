"""Asking figures: one figure, its rows, a ratio of two, a series over months, the whole cockpit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from difflib import get_close_matches
from statistics import median
from typing import Any

from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from pandeng.access.models import Cluster
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError, NotFound
from pandeng.core.fields import field_of, title_of
from pandeng.core.history import as_of_system_time, version_model
from pandeng.core.units import half_up
from pandeng.domain.enterprises.naming import name_then
from pandeng.domain.indicators.catalogue import INDICATORS, slices_of
from pandeng.domain.indicators.catalogue.filters import InMonth
from pandeng.domain.indicators.compile import may_group
from pandeng.domain.indicators.days import end_of_month, refuse_future
from pandeng.domain.indicators.declare import Indicator, Median, Ratio, Records, Sum
from pandeng.domain.indicators.figures import Figure, FigureRows, NamedFigure, words
from pandeng.domain.indicators.named import named_figures
from pandeng.domain.indicators.run import run, run_each
from pandeng.domain.indicators.slices import SLICES, resolve, resolve_all, written_month
from pandeng.domain.indicators.tables import model_of

# Columns that show an enterprise's name, and where its id stands: shown as it was on the day.
_BEARERS = {"enterprise__name": "enterprise_id", "name": "id"}


def figure(
    scope: Scope,
    name: str,
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
    year: int | None = None,
    **slices: Any,
) -> Figure:
    """One figure. `name` is an indicator or a figure that the cluster's pack names.

    Refuses an unknown name, a date in the future, a date before any record, an unknown slice.
    """
    item = find(scope, name)
    as_of = as_of or default_as_of(scope)
    refuse_future(as_of, known_at)
    return _answer(scope, name, item, as_of, known_at, year, slices, {})


@dataclass(frozen=True)
class Part:
    """One value of a slice: as it is written in addresses, as it is bound, as it is shown."""

    code: str
    bound: int | str
    title: str


def beside(
    scope: Scope,
    name: str,
    by: str,
    parts: Sequence[Part],
    *,
    as_of: date,
    known_at: datetime | None = None,
    year: int | None = None,
    named: Mapping[str, NamedFigure] | None = None,
) -> list[Figure]:
    """A figure for each of these values of a slice and, last, the whole; a hundred in one statement.

    The statement joins those of the single figures, so that each equals its own page. What no record
    answers is empty, not refused.
    """
    item = find(scope, name, named)
    indicator = INDICATORS[item.indicator]
    refuse_future(as_of, known_at)
    fixed = {key: resolve(key, value, scope, known_at) for key, value in item.slices}
    asked: list[tuple[dict[str, Any], dict[str, str], dict[str, tuple[int | str, str]]]] = []
    for part in (*parts, None):
        slices = {by: part.code} if part else {}
        day, given = _narrowed(item, as_of, slices)
        _refuse_unknown_slices(indicator, given)
        of_year = year or _own_year(item, indicator, day, given)
        times = {"as_of": day, "known_at": known_at, "year": of_year}
        own = {by: (part.bound, part.title)} if part else {}
        bindings = {**fixed, **own}
        asked.append((times, slices, {key: bindings[key] for key in given}))
    answers = run_each(
        scope,
        indicator,
        [({key: bound for key, (bound, _w) in found.items()}, times) for times, _s, found in asked],
    )
    return [
        _dressed(
            _told(indicator, row, **times),
            name,
            item,
            slices,
            {key: shown for key, (_bound, shown) in found.items()},
        )
        for row, (times, slices, found) in zip(answers, asked, strict=True)
    ]


def figures(
    scope: Scope, *, as_of: date, known_at: datetime | None = None, group: str = ""
) -> dict[str, Figure]:
    """Every figure that the cluster's pack names (of one group); one without an answer is left out.

    One statement a figure, and one query for each kind of record that narrows them.
    """
    refuse_future(as_of, known_at)
    named = {
        name: item
        for name, item in named_figures(scope).items()
        if not group or item.group == group
    }
    resolved = resolve_all({pair for item in named.values() for pair in item.slices}, scope)
    answers = {}
    for name, item in named.items():
        try:
            answers[name] = _answer(scope, name, item, as_of, known_at, None, {}, resolved)
        except DomainError:
            continue
    return answers


def _answer(
    scope: Scope,
    name: str,
    item: NamedFigure,
    as_of: date,
    known_at: datetime | None,
    year: int | None,
    slices: dict[str, str],
    resolved: dict[tuple[str, str], tuple[int | str, str]],
) -> Figure:
    as_of, given = _narrowed(item, as_of, slices)
    indicator = INDICATORS[item.indicator]
    _refuse_unknown_slices(indicator, given)
    found = {
        key: resolved.get((key, value)) or resolve(key, value, scope, known_at)
        for key, value in given.items()
    }
    answer = _ask(
        scope,
        indicator,
        as_of=as_of,
        known_at=known_at,
        year=year or _own_year(item, indicator, as_of, given),
        bound={key: value for key, (value, _words) in found.items()},
    )
    return _dressed(
        answer, name, item, slices, {key: shown for key, (_value, shown) in found.items()}
    )


def _own_year(
    item: NamedFigure, indicator: Indicator, as_of: date, given: Mapping[str, str]
) -> int | None:
    """The year a figure is of when none is asked for: its own, that of its month, that of its day."""
    if item.year or not indicator.yearly:
        return item.year
    month = given.get("month", "")
    return int(month[:4]) if month else as_of.year


def _dressed(
    answer: Figure,
    name: str,
    item: NamedFigure,
    slices: Mapping[str, str],
    shown: Mapping[str, str],
) -> Figure:
    """An answer under the name it was asked by, with its slices in words.

    A month of which it is the end stands in its day, unless the name has a month of its own.
    """
    indicator = INDICATORS[item.indicator]
    own, given = dict(item.slices), {**dict(item.slices), **slices}
    return replace(
        answer,
        name=name,
        title=words(indicator.title if item.year not in (None, answer.year) else item.title),
        unit=item.unit or answer.unit,
        kind=item.kind or answer.kind,
        group=item.group,
        slices=tuple(pair for pair in slices.items() if pair[0] in shown or pair[0] in own),
        parts=tuple(
            replace(part, slices=tuple(pair for pair in given.items() if pair[0] in shown))
            for part in answer.parts
        ),
        slice_words=tuple((_title_of(indicator, key), text) for key, text in shown.items()),
    )


def _title_of(indicator: Indicator, slice_: str) -> str:
    """What a slice is called: of months, which month it is."""
    if isinstance(indicator, Ratio):
        return _title_of(INDICATORS[indicator.top], slice_)
    assert isinstance(indicator, Records)
    how = indicator.by[slice_]
    return words(how.title) if isinstance(how, InMonth) else str(SLICES[slice_].title)


def by_part(
    scope: Scope,
    name: str,
    part: str,
    *,
    as_of: date,
    known_at: datetime | None = None,
    year: int | None = None,
    named: Mapping[str, NamedFigure] | None = None,
) -> dict[int | None, Figure] | None:
    """A figure for every record of a slice (county …) that has records, by its id, in one statement.

    The figures open to their rows only where the caller adds the slice to their address. None where the figure cannot be grouped so: a rate, a median.
    """
    item = find(scope, name, named)
    indicator = INDICATORS[item.indicator]
    if not may_group(indicator, part):
        return None
    refuse_future(as_of, known_at)
    as_of, given = _narrowed(item, as_of, {})
    bound = {key: resolve(key, value, scope, known_at)[0] for key, value in given.items()}
    asked_year = year or _own_year(item, indicator, as_of, given)
    times: dict[str, Any] = {"as_of": as_of, "known_at": known_at, "year": asked_year}
    found = run(scope, indicator, part, bound=bound, **times)
    return {
        None if key is None else int(key): replace(
            _figure(indicator, value, records, **times),
            name=name,
            title=words(item.title),
            unit=item.unit or indicator.unit,
            kind=item.kind or indicator.kind,
            group=item.group,
        )
        for key, value, records in found
    }


def rows(scope: Scope, asked: Figure, *, limit: int | None = None, offset: int = 0) -> FigureRows:
    """The records behind a figure, as they were known; a ratio shows those of its denominator."""
    if asked.parts:
        return rows(scope, asked.parts[-1], limit=limit, offset=offset)
    indicator = asked.indicator
    assert isinstance(indicator, Records)
    _day, given = _narrowed(find(scope, asked.name), asked.as_of, dict(asked.slices))
    bound = {key: resolve(key, value, scope, asked.known_at)[0] for key, value in given.items()}
    found = run(
        scope,
        indicator,
        "rows",
        as_of=asked.as_of,
        known_at=asked.known_at,
        year=asked.year,
        bound=bound,
    )
    amounts = {int(key): amount for key, amount in found}
    total = _sum(amounts.values(), indicator)
    page = [key for key, _amount in found][offset : None if limit is None else offset + limit]
    columns = _columns(indicator, asked.unit)
    shown = as_of_system_time(model_of(indicator.of), asked.known_at).filter(id__in=page)
    names = {
        path: name_then(owner, path, asked.as_of, asked.known_at)
        for path, owner in _BEARERS.items()
        if path in indicator.shows and (path != "name" or indicator.of == "enterprises.Enterprise")
    }
    shown = shown.annotate(**{f"{path}_then": name for path, name in names.items()})
    paths = [f"{path}_then" if path in names else path for path in indicator.shows]
    records = {
        row[0]: dict(zip(indicator.shows, row[1:], strict=True))
        for row in shown.values_list("id", *paths)
    }
    return FigureRows(
        kind=indicator.of,
        columns=columns,
        rows=[
            {
                **{name: _shown(indicator, name, records[key][name]) for name in indicator.shows},
                "id": key,
                "amount": _exact(amounts[key], indicator),
            }
            for key in page
            if key in records
        ],
        count=len(amounts),
        total=total,
    )


def ratio(scope: Scope, top: str, bottom: str, **asked: Any) -> Figure:
    """One figure over another, only where a ratio of their measures is declared for one population."""
    upper, lower = find(scope, top), find(scope, bottom)
    for indicator in INDICATORS.values():
        if (
            isinstance(indicator, Ratio)
            and (indicator.top, indicator.bottom) == (upper.indicator, lower.indicator)
            and (upper.year, upper.slices) == (lower.year, lower.slices)
        ):
            asked = {"year": upper.year, **dict(upper.slices), **asked}
            return figure(
                scope, indicator.name, **{k: v for k, v in asked.items() if v is not None}
            )
    raise DomainError(why_not_comparable(upper, lower))


def why_not_comparable(upper: NamedFigure, lower: NamedFigure) -> str:
    """The reason why two figures are not divided, and what the first may be divided by."""
    allowed = [
        words(INDICATORS[item.bottom].title)
        for item in INDICATORS.values()
        if isinstance(item, Ratio) and item.top == upper.indicator
    ]
    if (upper.year, upper.slices) != (lower.year, lower.slices) and upper.indicator in {
        item.top for item in INDICATORS.values() if isinstance(item, Ratio)
    }:
        differ = _("“%(top)s”与“%(bottom)s”的年度或范围不同，不能相除。")
    else:
        differ = _("“%(top)s”与“%(bottom)s”口径不同，未声明可比，不能相除。")
    sentence = differ % {"top": words(upper.title), "bottom": words(lower.title)}
    if allowed:
        sentence += _("“%(top)s”可比的分母是：%(allowed)s。") % {
            "top": words(upper.title),
            "allowed": "、".join(allowed),
        }
    return sentence


def silent(scope: Scope, asked: Figure) -> Figure | None:
    """Who should have reported and has not: a missing value is no zero. None where nobody must."""
    name = getattr(asked.indicator, "silent", "")
    if not name:
        return None
    slices: dict[str, Any] = {
        key: value for key, value in asked.slices if key in slices_of(INDICATORS[name])
    }
    if len(slices) < len(asked.slices):
        return None
    try:
        return figure(scope, name, as_of=asked.as_of, known_at=asked.known_at, **slices)
    except DomainError:
        return None


def series(scope: Scope, asked: Figure, *, months: int = 12) -> Iterator[Figure]:
    """The same figure at the last `months` month ends up to its as-of date, oldest first."""
    day = asked.as_of
    slices: dict[str, Any] = dict(asked.slices)
    ends = [day]
    while len(ends) < months:
        day = day.replace(day=1) - timedelta(days=1)
        ends.append(day)
    for end in reversed(ends):
        try:
            yield figure(scope, asked.name, as_of=end, known_at=asked.known_at, **slices)
        except DomainError:
            continue


def find(scope: Scope, name: str, named: Mapping[str, NamedFigure] | None = None) -> NamedFigure:
    """The named figure or the plain indicator of this name; `NotFound` with the nearest names.

    `named` spares the query where the caller has the figures of the pack at hand.
    """
    named = named_figures(scope) if named is None else named
    if name in named:
        return named[name]
    if name in INDICATORS:
        indicator = INDICATORS[name]
        return NamedFigure(name, name, indicator.title, indicator.unit, indicator.kind)
    near = get_close_matches(name, [*named, *INDICATORS], n=3, cutoff=0.5)
    hint = (
        _("相近的有：%(near)s。") % {"near": "、".join(near)}
        if near
        else _("可在“指标”页查看全部指标。")
    )
    raise NotFound(_("没有指标“%(name)s”。") % {"name": name[:60]} + hint)


def default_as_of(scope: Scope) -> date:
    """The day the cluster's data reach, else today."""
    through = (
        Cluster.objects.filter(id=scope.in_cluster()).values_list("data_through", flat=True).first()
    )
    return through or timezone.localdate()


# -- inside -----------------------------------------------------------------------------------


def _ask(
    scope: Scope,
    indicator: Indicator,
    *,
    as_of: date,
    known_at: datetime | None,
    year: int | None,
    bound: dict[str, int | str],
) -> Figure:
    times: dict[str, Any] = {"as_of": as_of, "known_at": known_at, "year": year}
    answer = _told(indicator, run(scope, indicator, "value", bound=bound, **times)[0], **times)
    source = answer.parts[-1] if answer.parts else answer
    if not source.records:
        _refuse_before_any(scope, source.indicator, as_of, known_at)
    return answer


def _told(indicator: Indicator, found: tuple[Any, ...], **common: Any) -> Figure:
    """The figure that a row of a statement tells of."""
    if isinstance(indicator, Ratio):
        top, top_records, bottom, bottom_records = found
        parts = tuple(
            _figure(INDICATORS[name], value, records, **common)
            for name, value, records in (
                (indicator.top, top, top_records),
                (indicator.bottom, bottom, bottom_records),
            )
        )
        exact = None
        if parts[0].exact is not None and parts[1].exact:
            exact = Decimal(parts[0].exact) * 100 / Decimal(parts[1].exact) - indicator.less
        return Figure(
            indicator.name,
            indicator,
            words(indicator.title),
            None if exact is None else half_up(exact, indicator.digits),
            exact,
            indicator.unit,
            indicator.kind,
            records=parts[1].records,
            digits=indicator.digits,
            parts=parts,
            **common,
        )
    value, records = found if len(found) == 2 else (found[0], found[0])
    return _figure(indicator, value, records, **common)


def _figure(indicator: Indicator, value: Any, records: int, **common: Any) -> Figure:
    exact = _exact(value, indicator)
    return Figure(
        indicator.name,
        indicator,
        words(indicator.title),
        exact,
        exact,
        indicator.unit,
        indicator.kind,
        records=int(records or 0),
        **common,
    )


def _exact(value: Any, indicator: Indicator) -> int | Decimal | None:
    """Databases answer sums as int, float or Decimal; records hold at most two decimals."""
    if value is None:
        return None
    exact = half_up(Decimal(str(value)), 2)
    return int(exact) if exact == exact.to_integral_value() else exact


def _sum(amounts: Any, indicator: Indicator) -> int | Decimal | None:
    found = [Decimal(str(amount)) for amount in amounts if amount is not None]
    if isinstance(indicator, Median):
        return _exact(median(found), indicator) if found else None
    return _exact(sum(found, Decimal(0)), indicator)


def _refuse_unknown_slices(indicator: Indicator, slices: dict[str, str]) -> None:
    allowed = slices_of(indicator)
    for name in slices:
        if name not in allowed:
            raise DomainError(
                _("“%(title)s”不能按“%(name)s”细分，可用的有：%(allowed)s。")
                % {
                    "title": words(indicator.title),
                    "name": name,
                    "allowed": "、".join(sorted(allowed)) or _("无"),
                }
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


def _refuse_before_any(
    scope: Scope, indicator: Indicator, as_of: date, known_at: datetime | None
) -> None:
    """Zero is an answer only where there could have been a record by then."""
    assert isinstance(indicator, Records)
    model = model_of(indicator.of)
    versions = version_model(model).objects.filter(cluster_id=scope.in_cluster())
    first_known = versions.aggregate(first=Min("history_date"))["first"]
    if first_known is None:
        return
    if known_at and known_at < first_known:
        raise DomainError(
            _("%(at)s时系统里还没有这类记录，最早的记录于%(first)s录入，请选择之后的时间。")
            % {"at": _local(known_at), "first": _local(first_known)}
        )
    first = first_known.astimezone(timezone.get_default_timezone()).date()
    if indicator.since:
        own = model.objects.filter(cluster_id=scope.in_cluster())
        first = own.aggregate(first=Min(indicator.since))["first"] or first
    if as_of < first:
        raise DomainError(
            _("%(day)s还没有“%(title)s”的记录，最早的记录是%(first)s，请选择该日或以后的日期。")
            % {"day": as_of, "title": words(indicator.title), "first": first}
        )


def _local(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")


def _columns(indicator: Records, unit: str) -> tuple[tuple[str, str], ...]:
    model = model_of(indicator.of)
    columns = [(name, title_of(model, name)) for name in indicator.shows]
    if isinstance(indicator, Sum | Median):
        columns.append(("amount", title_of(model, indicator.amount)))
    return tuple(columns)


def _shown(indicator: Records, path: str, value: Any) -> Any:
    if "__" in path:
        return value
    choices = dict(field_of(model_of(indicator.of), path).choices or ())
    return str(choices.get(value, value)) if choices else value
