"""Answering questions: one figure, the whole cockpit, a series over months, who has not reported."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.core.history import version_model
from pandeng.domain.indicators.catalogue import INDICATORS, slices_of
from pandeng.domain.indicators.days import month_ends, refuse_future
from pandeng.domain.indicators.declare import RecordsIndicator
from pandeng.domain.indicators.execute import run, run_each
from pandeng.domain.indicators.figure import Figure, answered
from pandeng.domain.indicators.named import named_figures
from pandeng.domain.indicators.question import (
    Question,
    ask,
    denominator,
    on_day,
    question,
)
from pandeng.domain.indicators.slices import resolve_all
from pandeng.domain.indicators.tables import model_of
from pandeng.domain.indicators.wording import words


def figure(question: Question) -> Figure:
    """The answer. Refuses a day or a time before any record: zero would not be true."""
    answer = answered(question, run(question)[0])
    if not answer.records:
        _refuse_before_any(denominator(question))
    return answer


def figures(
    scope: Scope, *, as_of: date, known_at: datetime | None = None, group: str = ""
) -> dict[str, Figure]:
    """Every figure that the cluster's pack names (of one group); one without an answer is left out.

    One statement a figure, and one query for each kind of record that narrows them.
    """
    refuse_future(as_of, known_at)
    named = [item for item in named_figures(scope).values() if not group or item.group == group]
    found = resolve_all({pair for item in named for pair in item.slices}, scope)
    answers = {}
    for item in named:
        try:
            answers[item.name] = figure(ask(scope, item, as_of, known_at, found=found))
        except DomainError:
            continue
    return answers


def on_days(asked: Question, days: Sequence[date]) -> list[Figure | None]:
    """The figure as of each of these days, in one statement; None where there was no record yet."""
    questions = [on_day(asked, day) for day in days]
    found: list[Figure | None] = []
    first: date | None = None  # looked up once, where some day has no record
    for one, row in zip(questions, run_each(questions), strict=True):
        answer = answered(one, row)
        if not answer.records and first is None:
            own = denominator(asked)
            first = _first_day(own, _first_known(own)) or date.min
        is_before_any = not answer.records and first is not None and one.as_of < first
        found.append(None if is_before_any else answer)
    return found


def series(asked: Question, *, months: int = 12) -> list[Figure]:
    """The same figure at the last `months` month ends up to its as-of date, oldest first."""
    return [one for one in on_days(asked, month_ends(asked.as_of, months)) if one is not None]


def non_reporters(asked: Question) -> Figure | None:
    """Who should have reported and has not: a missing value is no zero. None where nobody must."""
    name = getattr(asked.indicator, "non_reporters", "")
    slices: dict[str, Any] = dict(asked.slices)
    if not name or not slices.keys() <= {*slices_of(INDICATORS[name])}:
        return None
    try:
        return figure(
            question(
                asked.scope,
                name,
                as_of=asked.as_of,
                known_at=asked.known_at,
                **slices,
            )
        )
    except DomainError:
        return None


def _refuse_before_any(asked: Question) -> None:
    """Zero is an answer only where there could have been a record by then."""
    first_known = _first_known(asked)
    if asked.known_at and first_known and asked.known_at < first_known:
        raise DomainError(
            _("%(at)s时系统里还没有这类记录，最早的记录于%(first)s录入，请选择之后的时间。")
            % {"at": _local(asked.known_at), "first": _local(first_known)}
        )
    first = _first_day(asked, first_known)
    if first and asked.as_of < first:
        raise DomainError(
            _("%(day)s还没有“%(title)s”的记录，最早的记录是%(first)s，请选择该日或以后的日期。")
            % {"day": asked.as_of, "title": words(asked.indicator.title), "first": first}
        )


def _first_known(asked: Question) -> datetime | None:
    """When the first record of the kind was entered."""
    assert isinstance(asked.indicator, RecordsIndicator)
    versions = version_model(model_of(asked.indicator.of)).objects
    of_cluster = versions.filter(cluster_id=asked.scope.in_cluster())
    first: datetime | None = of_cluster.aggregate(first=Min("history_date"))["first"]
    return first


def _first_day(asked: Question, first_known: datetime | None) -> date | None:
    """From which day on there can be a record: the first that was entered, or the earliest that it tells of."""
    indicator = asked.indicator
    assert isinstance(indicator, RecordsIndicator)
    if first_known is None:
        return None
    first = first_known.astimezone(timezone.get_default_timezone()).date()
    if indicator.since:
        own = model_of(indicator.of).objects.filter(cluster_id=asked.scope.in_cluster())
        began: date | None = own.aggregate(first=Min(indicator.since))["first"]
        if began and began <= (asked.scope.on or timezone.localdate()):
            first = began  # a day still to come is no beginning: until then there are none, which is zero
    return first


def _local(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
