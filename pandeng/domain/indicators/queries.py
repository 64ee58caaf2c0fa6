"""Answering questions: one figure, the whole cockpit, a series over months, who has not reported."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.core.history import version_model
from pandeng.domain.indicators.catalogue import INDICATORS, slices_of
from pandeng.domain.indicators.days import refuse_future
from pandeng.domain.indicators.declare import RecordsIndicator
from pandeng.domain.indicators.execute import run
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


def series(question: Question, *, months: int = 12) -> Iterator[Figure]:
    """The same figure at the last `months` month ends up to its as-of date, oldest first."""
    ends = [question.as_of]
    while len(ends) < months:
        ends.append(ends[-1].replace(day=1) - timedelta(days=1))
    for end in reversed(ends):
        try:
            yield figure(on_day(question, end))
        except DomainError:
            continue


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
    indicator, cluster = asked.indicator, asked.scope.in_cluster()
    assert isinstance(indicator, RecordsIndicator)
    model = model_of(indicator.of)
    versions = version_model(model).objects.filter(cluster_id=cluster)
    first_known = versions.aggregate(first=Min("history_date"))["first"]
    if first_known is None:
        return
    if asked.known_at and asked.known_at < first_known:
        raise DomainError(
            _("%(at)s时系统里还没有这类记录，最早的记录于%(first)s录入，请选择之后的时间。")
            % {"at": _local(asked.known_at), "first": _local(first_known)}
        )
    first = first_known.astimezone(timezone.get_default_timezone()).date()
    if indicator.since:
        own = model.objects.filter(cluster_id=cluster)
        began = own.aggregate(first=Min(indicator.since))["first"]
        if began and began <= (asked.scope.on or timezone.localdate()):
            first = began  # a day still to come is no beginning: until then there are none, which is zero
    if asked.as_of < first:
        raise DomainError(
            _("%(day)s还没有“%(title)s”的记录，最早的记录是%(first)s，请选择该日或以后的日期。")
            % {"day": asked.as_of, "title": words(indicator.title), "first": first}
        )


def _local(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
