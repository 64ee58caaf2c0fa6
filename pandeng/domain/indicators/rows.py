"""The records behind a figure: their count and sum equal it."""

from collections.abc import Iterable
from decimal import Decimal
from statistics import median
from typing import Any

from pandeng.core.fields import field_of, title_of
from pandeng.core.history import as_of_system_time
from pandeng.domain.enterprises.naming import name_then
from pandeng.domain.indicators.declare import Median, RecordsIndicator, Sum
from pandeng.domain.indicators.execute import run
from pandeng.domain.indicators.figure import FigureRows, exact_number
from pandeng.domain.indicators.question import Question, denominator
from pandeng.domain.indicators.tables import model_of

# Columns that show an enterprise's name, and where its id stands: shown as it was on the day.
_NAME_OWNERS = {"enterprise__name": "enterprise_id", "name": "id"}


def rows(question: Question, *, limit: int | None = None, offset: int = 0) -> FigureRows:
    """The records behind a figure, as they were known; a ratio shows those of its denominator."""
    asked = denominator(question)
    indicator = asked.indicator
    assert isinstance(indicator, RecordsIndicator)
    amounts = {int(key): amount for key, amount in run(asked, "rows")}
    page = list(amounts)[offset : None if limit is None else offset + limit]
    records = _records(asked, indicator, page)
    return FigureRows(
        kind=indicator.of,
        columns=_columns(indicator),
        rows=[
            {
                **{name: _shown(indicator, name, records[key][name]) for name in indicator.shows},
                "id": key,
                "amount": exact_number(amounts[key]),
            }
            for key in page
            if key in records
        ],
        count=len(amounts),
        total=_total(amounts.values(), indicator),
    )


def _records(
    asked: Question, indicator: RecordsIndicator, ids: list[int]
) -> dict[int, dict[str, Any]]:
    """Id → the columns that the indicator shows, names as they were on the day."""
    shown = as_of_system_time(model_of(indicator.of), asked.known_at).filter(id__in=ids)
    names = {
        path: name_then(owner, path, asked.as_of, asked.known_at)
        for path, owner in _NAME_OWNERS.items()
        if path in indicator.shows and (path != "name" or indicator.of == "enterprises.Enterprise")
    }
    shown = shown.annotate(**{f"{path}_then": name for path, name in names.items()})
    paths = [f"{path}_then" if path in names else path for path in indicator.shows]
    return {
        row[0]: dict(zip(indicator.shows, row[1:], strict=True))
        for row in shown.values_list("id", *paths)
    }


def _total(amounts: Iterable[Any], indicator: RecordsIndicator) -> int | Decimal | None:
    found = [Decimal(str(amount)) for amount in amounts if amount is not None]
    if isinstance(indicator, Median):
        return exact_number(median(found)) if found else None
    return exact_number(sum(found, Decimal(0)))


def _columns(indicator: RecordsIndicator) -> tuple[tuple[str, str], ...]:
    model = model_of(indicator.of)
    columns = [(name, title_of(model, name)) for name in indicator.shows]
    if isinstance(indicator, Sum | Median):
        columns.append(("amount", title_of(model, indicator.amount)))
    return tuple(columns)


def _shown(indicator: RecordsIndicator, path: str, value: Any) -> Any:
    if "__" in path:
        return value
    choices = dict(field_of(model_of(indicator.of), path).choices or ())
    return str(choices.get(value, value)) if choices else value
