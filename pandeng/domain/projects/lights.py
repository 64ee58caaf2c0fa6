"""Lights of key projects: start, progress against the plan, key nodes, entry into the statistics.

Rule sets are data (pack `lights`, sources beside them); this module only compares. It knows no Django,
no clock and no floating point: percentages are compared as whole numbers of yuan. The four words
ahead, normal, behind and far behind follow the proposal kept with the rule set.
"""

import calendar
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

from pandeng.core.units import money
from pandeng.core.verdict import ALLOW, Verdict, deny, gettext_noop

Code = Literal["ahead", "normal", "behind", "far_behind", "unjudged"]
CODES: Mapping[str, str] = {
    "ahead": gettext_noop("超前"),
    "normal": gettext_noop("正常"),
    "behind": gettext_noop("滞后"),
    "far_behind": gettext_noop("严重滞后"),
    "unjudged": gettext_noop("未评"),  # no plan, nothing to hold it against
}
RED: Code = "far_behind"
TONES: Mapping[str, str] = {
    "ahead": "blue",
    "normal": "green",
    "behind": "yellow",
    "far_behind": "red",
    "unjudged": "grey",
}
PARTS: Mapping[str, str] = {
    "start": gettext_noop("开工"),
    "progress": gettext_noop("投资进度"),
    "nodes": gettext_noop("关键节点"),
    "statistics": gettext_noop("入库纳统"),
}
START_NODE = gettext_noop("开工")  # the node that is the start, where the plan names no start day
WORSE = {"": 0, "grey": 0, "blue": 1, "green": 1, "yellow": 2, "red": 3}


@dataclass(frozen=True)
class InvestmentProgress:
    """Done against due. `points`: of the year's plan; `share`: of what is due by then.

    A limit named `from` is met by its own value, one named `over` only beyond it.
    """

    basis: Literal["points", "share"] = "points"
    ahead_from: int | None = None
    yellow_from: int | None = None
    yellow_over: int | None = None
    red_over: int = 100


@dataclass(frozen=True)
class Start:
    """Months after the planned month of the start."""

    yellow_months: int
    red_months: int


@dataclass(frozen=True)
class Statistics:
    """Months after the start without entry into the statistics: yellow from, red over."""

    yellow_from_months: int
    red_over_months: int
    least_total_yuan: int = 0  # smaller projects are not entered


@dataclass(frozen=True)
class Nodes:
    """Days after the planned day of a key node that is not done: yellow from the first, red over."""

    red_over_days: int


@dataclass(frozen=True)
class RuleSet:
    """One rule set. `counts` names the parts that make the verdict; the others are shown beside it."""

    code: str
    name: str
    source: str = ""
    is_proposal: bool = False
    progress: InvestmentProgress | None = None
    start: Start | None = None
    statistics: Statistics | None = None
    nodes: Nodes | None = None
    counts: tuple[str, ...] = ("progress", "nodes")

    @property
    def version(self) -> str:
        """A digest of every limit: other limits are another version, whatever anybody writes."""
        said = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(said.encode()).hexdigest()[:8]

    @classmethod
    def of(cls, code: str, name: str, limits: Mapping[str, Any], **rest: Any) -> "RuleSet":
        """From the plain values a pack holds."""
        kinds: dict[str, Any] = {
            "progress": InvestmentProgress,
            "start": Start,
            "statistics": Statistics,
            "nodes": Nodes,
        }
        made = {part: kind(**limits[part]) for part, kind in kinds.items() if limits.get(part)}
        counts = tuple(limits.get("counts") or cls.counts)
        return cls(code, name, counts=counts, **made, **rest)


def may_set(rules: RuleSet) -> Verdict:
    """Do the limits of a rule set agree: yellow before red, something that counts?"""
    if rules.progress is None and rules.nodes is None:
        return deny(gettext_noop("投资进度和关键节点至少要有一项。"))
    if (progress := rules.progress) is not None:
        yellow = [one for one in (progress.yellow_from, progress.yellow_over) if one is not None]
        if not yellow:
            return deny(gettext_noop("请填写投资进度亮黄灯的界限。"))
        if max(yellow) > progress.red_over:
            return deny(gettext_noop("亮红灯的界限须大于亮黄灯的界限。"))
    if (start := rules.start) is not None and start.yellow_months > start.red_months:
        return deny(gettext_noop("亮红灯的界限须大于亮黄灯的界限。"))
    late = rules.statistics
    if late is not None and late.yellow_from_months > late.red_over_months:
        return deny(gettext_noop("亮红灯的界限须大于亮黄灯的界限。"))
    return ALLOW


@dataclass(frozen=True, slots=True)
class LightFacts:
    """What is known of a project on the day it is judged. Money in yuan.

    `month_on` is the last month that counts for it: due by then (`due_yuan`) is held against done by
    then (`done_yuan`). Dates after the day judged are left out.
    """

    on: date
    plan_yuan: int = 0
    month_on: date | None = None
    due_yuan: int = 0
    done_yuan: int = 0
    by_curve: bool = False
    total_yuan: int = 0
    planned_start_on: date | None = None
    started_on: date | None = None
    completed_on: date | None = None
    in_statistics_on: date | None = None
    late_keys: int = 0
    oldest_late_on: date | None = None
    early_nodes: int = 0
    slip: str = ""  # number of the open slip that holds the light at red
    key_nodes: int | None = None  # how many there are; None where nobody counted
    late_by_first: int = 0  # key nodes late by their first plan, whose plan was moved

    def plain(self) -> dict[str, Any]:
        """The inputs as they are kept with a verdict."""
        found = {name: getattr(self, name) for name in self.__slots__}
        return {n: v.isoformat() if isinstance(v, date) else v for n, v in found.items() if v}


@dataclass(frozen=True)
class RulePart:
    """The light of one part with the sentence that says why. Grey: not judged."""

    code: str
    tone: str
    message: str

    @property
    def word(self) -> str:
        return _say(PARTS[self.code])


@dataclass(frozen=True, slots=True)
class LightResult:
    """What the rules say of one project. Sentences are made when they are read."""

    code: Code
    by_rules: Code
    facts: LightFacts = field(repr=False)
    rules: RuleSet = field(repr=False)

    @property
    def tone(self) -> str:
        return TONES[self.code]

    @property
    def word(self) -> str:
        return _say(CODES[self.code])

    @property
    def rule(self) -> str:
        return self.rules.name

    @property
    def version(self) -> str:
        return self.rules.version

    @property
    def parts(self) -> tuple[RulePart, ...]:
        f, r = self.facts, self.rules
        return (
            RulePart("start", start_tone(f, r), _start_words(f)),
            RulePart("progress", progress_tone(f, r), _progress_words(f)),
            RulePart("nodes", nodes_tone(f, r), _nodes_words(f)),
            RulePart("statistics", statistics_tone(f, r), _statistics_words(f, r)),
        )

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why the verdict is what it is: an open slip first, then the parts that count."""
        held: tuple[str, ...] = ()
        if self.facts.slip:
            held = (_say(gettext_noop("督办单%(slip)s尚未销号。"), slip=self.facts.slip),)
        parts = {part.code: part for part in self.parts}
        counted = [parts[code] for code in self.rules.counts]
        worst = max((WORSE[part.tone] for part in counted), default=0)
        if worst >= WORSE["yellow"]:
            counted = [part for part in counted if WORSE[part.tone] >= WORSE["yellow"]]
        return (*held, *(part.message for part in counted))


def judge(facts: LightFacts, rules: RuleSet) -> LightResult:
    """The verdict of one project by one rule set."""
    tones = [_TONE_OF[part](facts, rules) for part in rules.counts]
    worst = max((WORSE[tone] for tone in tones), default=0)
    if worst == 3:
        code: Code = "far_behind"
    elif worst == 2:
        code = "behind"
    elif worst == 0:
        code = "unjudged"
    else:
        code = "ahead" if is_ahead(facts, rules) else "normal"
    return LightResult("far_behind" if facts.slip else code, code, facts, rules)


def is_ahead(facts: LightFacts, rules: RuleSet) -> bool:
    """Every due key node done and a later node done already, or investment well above the plan."""
    if facts.early_nodes and not facts.late_keys:
        return True
    limit = rules.progress.ahead_from if rules.progress else None
    if limit is None or not _has_progress(facts):
        return False
    return (facts.done_yuan - facts.due_yuan) * 100 >= limit * _base(facts, rules)


def progress_tone(facts: LightFacts, rules: RuleSet) -> str:
    limits = rules.progress
    if limits is None or not _has_progress(facts):
        return "grey"
    behind, base = (facts.due_yuan - facts.done_yuan) * 100, _base(facts, rules)
    if behind > limits.red_over * base:
        return "red"
    if limits.yellow_from is not None and behind >= limits.yellow_from * base:
        return "yellow"
    if limits.yellow_over is not None and behind > limits.yellow_over * base:
        return "yellow"
    return "green"


def start_tone(facts: LightFacts, rules: RuleSet) -> str:
    if rules.start is None or (facts.planned_start_on is None and facts.started_on is None):
        return "grey"
    if facts.started_on is not None or facts.planned_start_on is None:
        return "green"
    months = months_between(facts.planned_start_on, facts.on)
    if months >= rules.start.red_months:
        return "red"
    return "yellow" if months >= rules.start.yellow_months else "green"


def nodes_tone(facts: LightFacts, rules: RuleSet) -> str:
    if rules.nodes is None or facts.key_nodes == 0:
        return "grey"
    if facts.oldest_late_on is None:
        return "green"
    late = (facts.on - facts.oldest_late_on).days
    return "red" if late > rules.nodes.red_over_days else "yellow"


def statistics_tone(facts: LightFacts, rules: RuleSet) -> str:
    limits = rules.statistics
    if limits is None or facts.started_on is None or facts.total_yuan < limits.least_total_yuan:
        return "grey"
    if facts.in_statistics_on is not None:
        return "green"
    if facts.on > add_months(facts.started_on, limits.red_over_months):
        return "red"
    late = facts.on >= add_months(facts.started_on, limits.yellow_from_months)
    return "yellow" if late else "green"


_TONE_OF = {
    "start": start_tone,
    "progress": progress_tone,
    "nodes": nodes_tone,
    "statistics": statistics_tone,
}


def node_tone(planned_on: date, actual_on: date | None, on: date, red_over_days: int = 30) -> str:
    """One node on a day. Done late is yellow for ever: its past never turns green."""
    if actual_on is not None and actual_on <= on:
        if actual_on > planned_on:
            return "yellow"
        return "blue" if planned_on > on else "green"
    if planned_on >= on:
        return "grey"
    return "red" if (on - planned_on).days > red_over_days else "yellow"


def due_by(plan_yuan: int, first: date, last: date, on: date) -> int:
    """What of a plan is due by a day when it runs evenly over its span, whole yuan rounded down."""
    if on < first:
        return 0
    if on >= last:
        return plan_yuan
    return plan_yuan * ((on - first).days + 1) // ((last - first).days + 1)


def month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def months_between(first: date, later: date) -> int:
    """Calendar months from the month of one day to that of another."""
    return (later.year - first.year) * 12 + later.month - first.month


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _has_progress(facts: LightFacts) -> bool:
    """Is there anything to hold against anything: a plan that asks for something by then, or work done?"""
    if facts.plan_yuan <= 0 or facts.month_on is None or facts.completed_on is not None:
        return False
    return facts.due_yuan > 0 or facts.done_yuan > 0


def _base(facts: LightFacts, rules: RuleSet) -> int:
    assert rules.progress is not None
    return facts.plan_yuan if rules.progress.basis == "points" else facts.due_yuan


# -- sentences -------------------------------------------------------------------------------------


def _say(words: str, **facts: object) -> str:
    return deny(words, **facts).message


def _points(part: int, whole: int) -> str:
    """A percentage at one decimal, half up, from whole numbers."""
    tenths = (abs(part) * 2000 + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}" if tenths % 10 else str(tenths // 10)


def _progress_words(f: LightFacts) -> str:
    if f.completed_on is not None:
        return _say(gettext_noop("已于%(day)s竣工，不再对照进度。"), day=f.completed_on)
    if f.plan_yuan <= 0:
        return _say(gettext_noop("没有年度计划投资，不对照进度。"))
    if f.month_on is None:
        return _say(gettext_noop("本年度还没有应报的月份。"))
    if not f.due_yuan and not f.done_yuan:
        return _say(
            gettext_noop("至%(month)s还没有应完成的投资，不对照进度。"), month=f"{f.month_on:%Y-%m}"
        )
    words = {
        "month": f"{f.month_on:%Y-%m}",
        "done": money(f.done_yuan),
        "due": money(f.due_yuan),
        "points": _points(f.done_yuan - f.due_yuan, f.plan_yuan),
    }
    if f.done_yuan >= f.due_yuan:
        said = gettext_noop(
            "至%(month)s累计完成%(done)s，应完成%(due)s，高于计划进度%(points)s个百分点。"
        )
    else:
        said = gettext_noop(
            "至%(month)s累计完成%(done)s，应完成%(due)s，低于计划进度%(points)s个百分点。"
        )
    return _say(said, **words)


def _start_words(f: LightFacts) -> str:
    if f.started_on is not None:
        return _say(gettext_noop("已于%(day)s开工。"), day=f.started_on)
    if f.planned_start_on is None:
        return _say(gettext_noop("没有填写计划开工日期。"))
    months = months_between(f.planned_start_on, f.on)
    if months < 1:
        return _say(gettext_noop("计划%(day)s开工，未到期。"), day=f.planned_start_on)
    return _say(
        gettext_noop("计划%(day)s开工，已过计划月份%(months)s个月，尚未开工。"),
        day=f.planned_start_on,
        months=months,
    )


def _nodes_words(f: LightFacts) -> str:
    if f.key_nodes == 0:
        return _say(gettext_noop("没有关键节点计划，不对照节点。"))
    if f.oldest_late_on is None:
        if f.early_nodes:
            return _say(
                gettext_noop("到期的关键节点均已完成，提前完成%(count)s个节点。"),
                count=f.early_nodes,
            )
        return _say(gettext_noop("到期的关键节点均已完成。"))
    facts = {"count": f.late_keys, "days": (f.on - f.oldest_late_on).days}
    if f.late_by_first:
        said = gettext_noop(
            "%(count)s个关键节点到期未完成（其中%(first)s个已调整计划，按最初计划计），"
            "最长已逾期%(days)s天。"
        )
        return _say(said, first=f.late_by_first, **facts)
    return _say(gettext_noop("%(count)s个关键节点到期未完成，最长已逾期%(days)s天。"), **facts)


def _statistics_words(f: LightFacts, rules: RuleSet) -> str:
    if f.in_statistics_on is not None:
        return _say(gettext_noop("已于%(day)s入库纳统。"), day=f.in_statistics_on)
    if f.started_on is None:
        return _say(gettext_noop("尚未开工，不对照入库。"))
    if rules.statistics and f.total_yuan < rules.statistics.least_total_yuan:
        return _say(
            gettext_noop("计划总投资不足%(least)s，不须入库。"),
            least=money(rules.statistics.least_total_yuan),
        )
    return _say(gettext_noop("开工已%(days)s天，尚未入库纳统。"), days=(f.on - f.started_on).days)
