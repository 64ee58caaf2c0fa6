"""Who may decide about roles, how long an invitation holds, and when an account may be switched off."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pandeng.core.verdict import ALLOW, Verdict, deny, gettext_noop

INVITATION_HOLDS = timedelta(days=7)
WAITING, APPROVED, REFUSED, ALONE, WITHDRAWN = (
    "waiting", "approved", "refused", "alone", "withdrawn",
)  # fmt: skip
DECISIONS = {
    WAITING: gettext_noop("待审批"),
    APPROVED: gettext_noop("已批准"),
    REFUSED: gettext_noop("未批准"),
    ALONE: gettext_noop("一人办理"),
    WITHDRAWN: gettext_noop("已撤回"),
}
# The role of the people of a unit that is no part of the office, who are invited by those who deal with it.
PARTNER_ROLES = {"enterprise": "enterprise_contact", "bank": "lead_bank_manager"}
# The kind of unit in which a role that reads by its unit is held.
UNIT_OF_ROLE = {
    "county_reporter": "county",
    "lead_bank_manager": "bank",
    "enterprise_contact": "enterprise",
}
SECOND_ADMINISTRATORS = 2  # from so many on, one asks and another approves


@dataclass(frozen=True)
class LinkState:
    """An invitation as it stands."""

    expires_at: datetime
    used_at: datetime | None = None
    withdrawn_at: datetime | None = None


def link_opens(link: LinkState, now: datetime) -> Verdict:
    """Once, until its day, and not after a newer one was made."""
    if link.used_at:
        return deny(gettext_noop("这个邀请已经用过，请直接登录；忘记口令的，请邀请人重新邀请。"))
    if link.withdrawn_at:
        return deny(gettext_noop("这个邀请已经作废，请使用最近收到的邀请，或请邀请人重新邀请。"))
    if now > link.expires_at:
        return deny(gettext_noop("这个邀请已经过期，请邀请人重新邀请。"))
    return ALLOW


def unit_fits(role: str, kind: str, *, word: str, needs: str) -> Verdict:
    """A role that reads what its county, bank or enterprise reads is held in one; `word` and `needs` name
    the role and the kind for the sentence."""
    if role in UNIT_OF_ROLE and kind != UNIT_OF_ROLE[role]:
        said = gettext_noop("%(word)s须在“%(needs)s”一类的单位任职，请核对所选单位。")
        return deny(said, word=word, needs=needs)
    return ALLOW


def may_touch_roles_of(user_id: int | None, by: int | None) -> Verdict:
    """Nobody changes what they may do themselves."""
    if user_id is not None and user_id == by:
        return deny(gettext_noop("本人的角色和账号由其他管理员办理。"))
    return ALLOW


def may_decide(decision: str, asked_by: int | None, user_id: int, by: int | None) -> Verdict:
    """A second person decides: not who asked, and not whom it is about."""
    if decision != WAITING:
        return deny(gettext_noop("这项任职申请已经办结。"))
    if by == asked_by:
        return deny(gettext_noop("任职申请由另一名管理员审批，申请人不能自己批准。"))
    return may_touch_roles_of(user_id, by)


def may_take_back(decision: str, asked_by: int | None, by: int | None) -> Verdict:
    if decision != WAITING:
        return deny(gettext_noop("这项任职申请已经办结。"))
    if by != asked_by:
        return deny(gettext_noop("任职申请由申请人撤回。"))
    return ALLOW
