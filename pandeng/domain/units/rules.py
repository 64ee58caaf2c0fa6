"""When a unit may end, be merged or be split."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pandeng.core.verdict import ALLOW, Verdict, deny, gettext_noop

MERGED, SPLIT = "merged", "split"


@dataclass(frozen=True)
class InHand:
    """What still lies with a unit after a day, by count."""

    people: int = 0
    demands: int = 0
    instructions: int = 0
    units: int = 0


def may_end(since: date | None, until: date | None, on: date, left: InHand) -> Verdict:
    """After its last day nobody sits in it and nothing open lies with it."""
    if not (days := may_stop(since, until, on)):
        return days
    for count, sentence in (
        (left.people, gettext_noop("还有%(count)s人在这个单位任职，请先结束任职或改派。")),
        (left.demands, gettext_noop("还有%(count)s件在办诉求由这个单位办理，请先改派。")),
        (left.instructions, gettext_noop("还有%(count)s件在办批示由这个单位办理，请先改派。")),
        (left.units, gettext_noop("还有%(count)s个下级单位，请先改挂或撤销。")),
    ):
        if count:
            return deny(sentence, count=count)
    return ALLOW


def may_stop(since: date | None, until: date | None, last: date) -> Verdict:
    if until is not None:
        return deny(gettext_noop("这个单位已于%(day)s撤销。"), day=until)
    if since is not None and last < since:
        return deny(gettext_noop("撤销日期不能早于设立日期%(day)s。"), day=since)
    return ALLOW


def may_merge(kinds: Sequence[str], *, is_among: bool) -> Verdict:
    """Several of one kind become one of the same kind, which is none of them."""
    if not kinds[1:]:
        return deny(gettext_noop("请选择要并入的单位。"))
    if is_among:
        return deny(gettext_noop("单位不能并入自己。"))
    if len(set(kinds)) > 1:
        return deny(gettext_noop("只有同一类别的单位才能合并。"))
    return ALLOW


def may_split(names: Sequence[str]) -> Verdict:
    if len(names) < 2:
        return deny(gettext_noop("分设至少写两个新单位，每行一个。"))
    if len(set(names)) < len(names):
        return deny(gettext_noop("新单位的代码和名称不能重复。"))
    return ALLOW


def may_stand_above(kind: str, is_itself: bool) -> Verdict:
    """No unit stands above itself, not even through others."""
    if is_itself:
        return deny(gettext_noop("上级单位不能是本单位或其下级单位。"))
    return ALLOW
