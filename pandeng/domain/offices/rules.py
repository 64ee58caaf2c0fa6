"""What an office, its code and its first administrator may be called, and when it may be closed."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from pandeng.core.verdict import ALLOW, Verdict, deny, gettext_noop

CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
USERNAME = re.compile(r"[A-Za-z0-9._@-]+")
MOST_CODE, LEAST_NAME, MOST_NAME, MOST_USERNAME = 60, 2, 60, 60

BAD_CODE = gettext_noop(
    "代码“%(code)s”不合要求：以小写字母开头，只用小写字母、数字和连字符，最多60个字符。"
)
BAD_NAME = gettext_noop("集群名称应有2至60个字，不含换行等控制字符。")
BAD_USERNAME = gettext_noop("用户名“%(name)s”不合要求：只用字母、数字和 . _ - @，最多60个字符。")
BAD_PERSON = gettext_noop("管理员姓名最多60个字，不含换行等控制字符。")


def may_be_called(code: str, name: str) -> Verdict:
    """A code of small letters, which stands in commands; a name that people read."""
    if len(code) > MOST_CODE or not CODE.fullmatch(code):
        return deny(BAD_CODE, code=code)
    if not (LEAST_NAME <= len(name.strip()) <= MOST_NAME and name.isprintable()):
        return deny(BAD_NAME)
    return ALLOW


def may_administer(username: str, display_name: str) -> Verdict:
    if len(username) > MOST_USERNAME or not USERNAME.fullmatch(username):
        return deny(BAD_USERNAME, name=username)
    if len(display_name) > MOST_NAME or not display_name.isprintable():
        return deny(BAD_PERSON)
    return ALLOW


def may_set_clock(
    wanted: date, today: date, *, is_trial: bool, in_earnest: Sequence[str]
) -> Verdict:
    """Where people work in earnest the clock is real time; a trial goes forward alone, as records do."""
    if in_earnest and not is_trial:
        sentence = gettext_noop("“%(name)s”已在使用，不能拨时钟；请另用一个数据目录试用。")
        return deny(sentence, name=in_earnest[0])
    if wanted <= today:
        return deny(gettext_noop("今天已是%(today)s，时钟只能往后拨。"), today=today)
    return ALLOW


def may_close(closed_at: datetime | None) -> Verdict:
    return deny(gettext_noop("这个专班已经关闭。")) if closed_at else ALLOW


def may_reopen(closed_at: datetime | None) -> Verdict:
    return ALLOW if closed_at else deny(gettext_noop("这个专班没有关闭，无须重新开放。"))
