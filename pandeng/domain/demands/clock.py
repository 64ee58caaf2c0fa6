"""Deadlines of a demand: when they end, how many working days are left, which light they show.

Overdue is computed when it is read: a deadline holds to the last second of its day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from pandeng.core.verdict import ALLOW, Verdict, deny, gettext_noop
from pandeng.domain.calendars.rules import WorkCalendar

KINDS: Mapping[str, str] = {
    "accept": gettext_noop("受理"),
    "sign": gettext_noop("签收"),
    "contact": gettext_noop("首次联系"),
    "handle": gettext_noop("办理"),
    "assist": gettext_noop("协办"),
    "plan": gettext_noop("报节点计划"),
    "progress": gettext_noop("每月进展"),
    "node": gettext_noop("节点"),
    "decision": gettext_noop("会商决定"),
    "assign": gettext_noop("分办"),
    "rule": gettext_noop("裁定"),
    "confirm": gettext_noop("企业确认"),
    "close": gettext_noop("销号"),
    "review": gettext_noop("挂账复核"),
}
# What the office owes, and what the enterprise: no unit is late with them.
OF_OFFICE = frozenset({"accept", "assign", "rule", "close", "review"})
OF_ENTERPRISE = frozenset({"confirm"})
OF_LEAD = frozenset({"handle", "plan", "progress", "node", "decision"})
TONES: Mapping[str, str] = {
    "green": gettext_noop("绿"),
    "blue": gettext_noop("蓝"),
    "yellow": gettext_noop("黄"),
    "red": gettext_noop("红"),
    "grey": gettext_noop("灰"),
}
MAX_DAYS_COUNTED = (
    60  # calendar days; further off the exact number of working days says nothing more
)


@dataclass(frozen=True)
class LightRule:
    """A row of the rules: on when at most so many working days are left (None: always)."""

    code: str
    name: str
    tone: str
    most_days_left: int | None
    tells: str = ""
    issues_slip: bool = False
    pk: int = 0


@dataclass(frozen=True)
class Light:
    """A light with its word: never a colour alone."""

    tone: str
    name: str
    days_left: int | None

    @property
    def is_late(self) -> bool:
        return self.days_left is not None and self.days_left < 0


def days_left(due_on: date, today: date, calendar: WorkCalendar) -> int:
    """Working days left, at least -1 from the first second after the due day."""
    if today <= due_on:
        far = (due_on - today).days > MAX_DAYS_COUNTED
        return MAX_DAYS_COUNTED if far else calendar.between(today, due_on)
    if (today - due_on).days > MAX_DAYS_COUNTED:
        return -MAX_DAYS_COUNTED
    return -max(1, calendar.between(due_on, today))


def rule_for(left: int, rules: Iterable[LightRule]) -> LightRule:
    """The strictest rule that holds."""
    on = [rule for rule in rules if rule.most_days_left is None or left <= rule.most_days_left]
    return min(
        on, key=lambda r: MAX_DAYS_COUNTED * 9 if r.most_days_left is None else r.most_days_left
    )


def light(
    due_on: date | None, today: date, rules: Iterable[LightRule], calendar: WorkCalendar
) -> Light | None:
    """The light of a running deadline; none without a deadline."""
    if due_on is None:
        return None
    left = days_left(due_on, today, calendar)
    rule = rule_for(left, rules)
    return Light(rule.tone, rule.name, left)


def reached(left: int, rules: Iterable[LightRule]) -> list[LightRule]:
    """All rules a deadline has reached that tell somebody, the mildest first."""
    on = [r for r in rules if r.tells and r.most_days_left is not None and left <= r.most_days_left]
    return sorted(on, key=lambda rule: -(rule.most_days_left or 0))


def may_extend(
    started_on: date,
    due_on: date,
    new_due_on: date,
    cap_days: int | None,
    today: date,
    calendar: WorkCalendar,
) -> Verdict:
    """An extension is asked at least one working day before the deadline and stays within the cap.

    Source: 泉州 2022 (one working day before), 枣庄 2022 (up to 25 working days).
    """
    if cap_days is None:
        return deny(gettext_noop("这类诉求不办延期。"))
    if calendar.between(today, due_on) < 1:
        return deny(gettext_noop("延期须在期限前至少1个工作日申请；期限为%(due)s。"), due=due_on)
    if new_due_on <= due_on:
        return deny(gettext_noop("新的期限须晚于现在的期限%(due)s。"), due=due_on)
    last = calendar.after(started_on, cap_days).on
    if new_due_on > last:
        return deny(
            gettext_noop("延期后最长%(days)s个工作日，不能晚于%(last)s。"), days=cap_days, last=last
        )
    if not calendar.is_working(new_due_on):
        return deny(gettext_noop("%(day)s不是工作日，请改选工作日。"), day=new_due_on)
    return ALLOW
