"""A target's status as pages show it: the light with its word, the bar, the shares in words."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.core import units
from pandeng.domain.indicators.target_progress import CountyState, TargetState
from pandeng.domain.strategy.rules import PaceStatus

# What a status is called, and the light it shows.
STATUSES: dict[PaceStatus, tuple[str, str]] = {
    "met": ("green", gettext_noop("已完成")),
    "on_pace": ("blue", gettext_noop("达到进度")),
    "behind": ("yellow", gettext_noop("落后进度")),
    "far_behind": ("red", gettext_noop("严重落后")),
    "missed": ("red", gettext_noop("未完成")),
    "no_data": ("grey", gettext_noop("暂无数据")),
    "partial": ("grey", gettext_noop("仅本范围")),
}


def target_shown(state: TargetState | CountyState) -> dict[str, Any]:
    """What a card or a row of a target needs."""
    tone, word = STATUSES[state.pace.status]
    return {
        "state": state,
        "tone": tone,
        "word": _(word),
        "share": percent(state.pace.achieved_share),
        "bar": bar(state.pace.achieved_share),
        "due": bar(state.pace.expected_share),
        "due_text": percent(state.pace.expected_share),
        "judged": judged(state),
    }


def judged(state: TargetState | CountyState) -> str:
    """By which month an amount of months is judged, and how many of those who are to report it have."""
    month = state.judged if isinstance(state, TargetState) else None
    if month is None:
        return ""
    if not month.reported.expected:
        return _("按%(month)s月底评定") % {"month": f"{month.on:%Y-%m}"}
    return _("按%(month)s月底评定，应报%(expected)s，已报%(reported)s") % {
        "month": f"{month.on:%Y-%m}",
        "expected": month.reported.expected,
        "reported": month.reported.reported,
    }


def percent(share: Any) -> str:
    return "—" if share is None else f"{units.plain(units.half_up(share * 100, 1))}%"


def bar(share: Any) -> float:
    """A length between 0 and 100 for the bar."""
    return 0 if share is None else round(max(0.0, min(float(share), 1.0)) * 100, 1)
