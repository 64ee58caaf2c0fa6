"""A figure for many values of one slice at once: one statement, and each equals its own page."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from pandeng.domain.indicators.compile import may_group
from pandeng.domain.indicators.execute import run, run_each
from pandeng.domain.indicators.figure import Figure, answered, exact_number
from pandeng.domain.indicators.question import Question, with_slice
from pandeng.domain.indicators.slices import SLICES, BoundSlice, resolve_all

Groups = dict[int | None, Figure]  # by the id of the record that the slice names


def figures_by_slice(question: Question, values: Sequence[BoundSlice]) -> list[Figure]:
    """A figure for each of these values of a slice and, last, the whole; a hundred in one statement.

    The statement joins those of the single figures. What no record answers is empty, not refused.
    """
    asked = [*(with_slice(question, one) for one in values), question]
    return [answered(one, row) for one, row in zip(asked, run_each(asked), strict=True)]


def figures_by_record(
    question: Question, slice_: str, records: Sequence[Any]
) -> list[tuple[Any, Figure]]:
    """Each record that a slice may name with its figure, in one statement; one that it may not is left out."""
    found = resolve_all({(slice_, str(one.code)) for one in records}, question.scope)
    known = [(one, found[pair]) for one in records if (pair := (slice_, str(one.code))) in found]
    *figures, _whole = figures_by_slice(question, [value for _one, value in known])
    return [(one, of) for (one, _value), of in zip(known, figures, strict=True)]


def figures_by_group(question: Question, slice_: str) -> Groups | None:
    """A figure for every record of a slice (county …) that has records, in one statement.

    The figures open to their rows only where the caller adds the slice (`of_group`). None where the
    figure cannot be grouped so: a rate, a median.
    """
    if not may_group(question.indicator, slice_):
        return None
    return {
        None if key is None else int(key): answered(question, (value, records))
        for key, value, records in run(question, slice_)
    }


def of_group(figure: Figure, slice_: str, code: str, shown: str) -> Figure:
    """One of `figures_by_group` as its page asks for it: with the slice in its address."""
    return replace(
        figure,
        slices=(*figure.slices, (slice_, code)),
        slice_words=(*figure.slice_words, (str(SLICES[slice_].title), shown)),
    )


def total(groups: Groups) -> Figure | None:
    """The whole of a figure asked by groups; None where no group has a record."""
    if not groups:
        return None
    found = exact_number(sum(Decimal(one.exact or 0) for one in groups.values()))
    return replace(
        next(iter(groups.values())),
        value=found,
        exact=found,
        records=sum(one.records for one in groups.values()),
    )
