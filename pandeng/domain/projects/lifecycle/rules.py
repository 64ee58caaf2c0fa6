"""Days of a project's life that can be, its level labels and yearly lists: which kinds, and from when on."""

from collections.abc import Mapping
from datetime import date, timedelta

from pandeng.core.verdict import ALLOW, Verdict, deny, gettext_noop
from pandeng.domain.projects.lifecycle.facts import (
    STAGES,
    STATISTICS,
    LifecycleFacts,
    stage_of,
)
from pandeng.domain.projects.lifecycle.workflow import LIFECYCLE

# A provincial major project is either being carried out or in preparation; no other level is divided.
VARIANTS: Mapping[str, tuple[str, ...]] = {
    "provincial_major": (gettext_noop("实施类"), gettext_noop("准备类")),
}
ENTRY_STAGES = ("proposed", "negotiating", "signed")


def last_day(on: date) -> date:
    """What ends from a day on held for the last time on the day before."""
    return on - timedelta(days=1)


def first_day_after(until: date) -> date:
    """The first day on which what held until a day holds no longer."""
    return until + timedelta(days=1)


def may_label(level: str, variant: str) -> Verdict:
    """Does this level have this kind?"""
    kinds = VARIANTS.get(level, ())
    if kinds and variant not in kinds:
        return deny(
            gettext_noop("这一层级分%(kinds)s，请选择一类。"),
            kinds="、".join(deny(kind).message for kind in kinds),
        )
    if variant and not kinds:
        return deny(gettext_noop("只有省重大项目分实施类、准备类，这一层级请不选类别。"))
    return ALLOW


def may_end(since: date, until: date | None, on: date, today: date) -> Verdict:
    """Can what holds since a day end from this day on?"""
    if until is not None:
        return deny(gettext_noop("已于%(day)s结束。"), day=until)
    if on > today:
        return deny(gettext_noop("日期不能晚于今天（%(today)s）。"), today=today)
    if on <= since:
        return deny(
            gettext_noop("须晚于起始日期（%(since)s）；当天就录错了的，请改录入而不是结束。"),
            since=since,
        )
    return ALLOW


def may_happen(facts: LifecycleFacts, step: str, day: date, today: date) -> Verdict:
    """Can the step have happened on this day? Not later than today, not before what went before."""
    name = _say(LIFECYCLE.step_words[step])
    if day > today:
        return deny(gettext_noop("%(step)s日期不能晚于今天（%(today)s）。"), step=name, today=today)
    last = facts.last()
    if step == "enter_statistics":
        last = ("started", start) if (start := facts.reached.get("started")) else None
    if last and day < last[1]:
        return deny(
            gettext_noop("%(step)s日期不能早于%(before)s日期（%(day)s）。"),
            step=name,
            before=_say(LIFECYCLE.status_words[last[0]]),
            day=last[1],
        )
    turn = facts.turns[-1] if facts.turns else None
    if turn and step != "enter_statistics" and day <= turn[0]:
        return deny(
            gettext_noop("%(step)s日期须晚于%(before)s日期（%(day)s）。"),
            step=name,
            before=_say(LIFECYCLE.step_words[turn[1]]),
            day=turn[0],
        )
    return ALLOW


def may_correct(facts: LifecycleFacts, fact: str, day: date, today: date) -> Verdict:
    """Can this be the day of a stage (or of statistics entry) that was reached already?

    A stage behind the present one that has no date yet gets one the same way.
    """
    if day > today:
        return deny(gettext_noop("日期不能晚于今天（%(today)s）。"), today=today)
    if fact == STATISTICS:
        if facts.in_statistics_on is None:
            return deny(gettext_noop("项目还没有入库纳统，请先登记。"))
        start = facts.reached.get("started")
        return ALLOW if start is None or day >= start else _outside("started", start, day)
    order = list(STAGES)
    place = order.index(fact)
    if place > order.index(stage_of(facts)):
        return deny(
            gettext_noop("项目还没有到“%(stage)s”，请用“登记进展”。"),
            stage=_say(LIFECYCLE.status_words[fact]),
        )
    for code in order[:place]:
        if (earlier := facts.reached.get(code)) and day < earlier:
            return _outside(code, earlier, day)
    for code in order[place + 1 :]:
        if (later := facts.reached.get(code)) and day > later:
            return deny(
                gettext_noop("%(day)s晚于%(after)s日期（%(limit)s），先后颠倒。"),
                day=day,
                after=_say(LIFECYCLE.status_words[code]),
                limit=later,
            )
    return ALLOW


def _outside(before: str, limit: date, day: date) -> Verdict:
    return deny(
        gettext_noop("%(day)s早于%(before)s日期（%(limit)s），先后颠倒。"),
        day=day,
        before=_say(LIFECYCLE.status_words[before]),
        limit=limit,
    )


def _say(words: str) -> str:
    return deny(words).message
