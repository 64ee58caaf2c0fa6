"""Rules of the register: credit codes and the words a name is found by. No database."""

import re
import unicodedata
from datetime import date

from pandeng.core.bigrams import indexed
from pandeng.core.verdict import ALLOW, Verdict, deny
from pandeng.core.verdict import gettext_noop as _

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = tuple(pow(3, i, 31) for i in range(17))


def check_digit(first17: str) -> str:
    """The 18th character of a unified social credit code (GB 32100-2015)."""
    total = sum(
        ALPHABET.index(char) * weight for char, weight in zip(first17, WEIGHTS, strict=True)
    )
    return ALPHABET[(31 - total % 31) % 31]


def organisation_digit(first8: str) -> str:
    """The check character inside positions 9–17 (GB 11714)."""
    values = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    total = sum(values.index(c) * w for c, w in zip(first8, (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    rest = 11 - total % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


SOLE_TRADER = "92"  # how the credit code of a sole trader (个体工商户) begins
DIVISIONS = range(1, 98)  # of GB/T 4754, by the first two digits


def industry_code(code: str) -> Verdict:
    """Is it a code of GB/T 4754: two to four digits of a division that there is?"""
    digits = code.strip().lstrip("ABCDEFGHIJKLMNOPQRST")
    if not (digits.isascii() and digits.isdecimal() and 2 <= len(digits) <= 4):
        return deny(_("行业代码应为GB/T 4754的2至4位数字，如3514。"))
    if int(digits[:2]) not in DIVISIONS:
        return deny(_("GB/T 4754没有行业代码“%(code)s”，大类为01至97。"), code=code.strip()[:6])
    return ALLOW


def climbing_days(since: date | None, until: date | None, today: date) -> Verdict:
    """An enterprise is not put on the climbing list on a day to come."""
    for day in (since, until):
        if day and day > today:
            return deny(_("攀登企业的日期%(day)s还没有到，请核对。"), day=day)
    return ALLOW


def credit_code(code: str) -> Verdict:
    """Is this a unified social credit code whose check digit is right? (GB 32100-2015)."""
    if len(code) != 18:
        return deny(
            _("统一社会信用代码应为18位，现为%(length)s位，请核对营业执照。"), length=len(code)
        )
    strange = [char for char in code if char not in ALPHABET]
    if strange:
        return deny(
            _(
                "统一社会信用代码中不会出现“%(strange)s”（不使用小写字母和 I、O、S、V、Z），请核对营业执照。"
            ),
            strange=strange[0],
        )
    if not code[2:8].isdigit():
        return deny(_("统一社会信用代码第3至8位是登记机关行政区划，应为数字，请核对营业执照。"))
    if check_digit(code[:17]) != code[17]:
        return deny(_("统一社会信用代码的校验码不符，可能有一位录错，请核对营业执照。"))
    if not _organisation_fits(code[8:17]):
        return deny(_("统一社会信用代码中的组织机构代码（第9至17位）校验不符，请核对营业执照。"))
    return ALLOW


def _organisation_fits(part: str) -> bool:
    return organisation_digit(part[:8]) == part[8]


def period_ended(period_kind: str, period_on: date, today: date) -> Verdict:
    """May a period be reported yet? A month or a year only when it is over."""
    if period_kind == "year":
        if period_on.year >= today.year:
            return deny(_("%(year)s年还没有结束，年报不能填报。"), year=period_on.year)
    elif (period_on.year, period_on.month) >= (today.year, today.month):
        return deny(
            _("%(year)s年%(month)s月还没有结束，不能填报。"),
            year=period_on.year,
            month=period_on.month,
        )
    return ALLOW


def fitting_basis(period_kind: str, basis: str) -> Verdict:
    """An annual report has no value of the month."""
    if period_kind == "year" and basis == "current":
        return deny(_("年报没有当月数，口径请选“累计”。"))
    return ALLOW


def plain(text: str) -> str:
    """A name without what does not tell names apart: width, spaces, brackets, case."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s()\[\]【】（）·.,，。]+", "", text)


UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))


def tidy(name: str) -> str:
    """A name as it is kept: no invisible characters, no spaces between Chinese, full-width brackets."""
    name = re.sub(r"\s+", " ", name.translate(UNSEEN)).strip()
    name = re.sub(r"(?<=[\u3400-\u9fff（）()]) (?=[\u3400-\u9fff（）()])", "", name)
    return name.replace("(", "（").replace(")", "）")


def renaming(old: str, new: str, since: date, *, today: date, borne_since: date | None) -> Verdict:
    """May an enterprise be renamed from a day on? Another spelling is a correction, no renaming."""
    if len(plain(new)) < 2:
        return deny(_("请填写新的企业全称。"))
    if plain(new) == plain(old):
        return deny(_("新名称与现名只是写法不同，请用“更正”。"))
    if since > today:
        return deny(_("更名日期%(since)s还没有到，请在更名生效后登记。"), since=since)
    if borne_since and since <= borne_since:
        return deny(
            _("现名自%(borne)s启用，更名日期应在此之后；更早的曾用名请用“补登曾用名”。"),
            borne=borne_since,
        )
    return ALLOW


def former_name(
    since: date | None, until: date, *, present_since: date | None, today: date
) -> Verdict:
    """May an earlier name be entered for these days? Days of the present name are taken."""
    if until >= today:
        return deny(_("曾用名应已停用，截止日期应早于今天（%(today)s）。"), today=today)
    if since and since > until:
        return deny(_("启用日期%(since)s晚于停用日期%(until)s，请核对。"), since=since, until=until)
    if present_since and until >= present_since:
        return deny(_("现名自%(since)s启用，曾用名应在此之前停用。"), since=present_since)
    return ALLOW


def merging(winner: int, loser: int, winners_cluster: int, losers_cluster: int) -> Verdict:
    """May these two records become one?"""
    if winners_cluster != losers_cluster:
        return deny(_("两家企业不在同一个集群，不能合并。"))
    if winner == loser:
        return deny(_("不能与自己合并，请选择另一条企业记录。"))
    return ALLOW


def splitting(since: date, *, today: date, origin_since: date | None) -> Verdict:
    """May an enterprise be spun off on this day?"""
    if since > today:
        return deny(_("分立日期%(since)s还没有到，请在分立完成后登记。"), since=since)
    if origin_since and since <= origin_since:
        return deny(_("分立日期应晚于原企业的成立日期（%(origin)s）。"), origin=origin_since)
    return ALLOW


PHONE = re.compile(
    r"^(?:\+?86[- ]?)?(?:1[3-9]\d{9}|0\d{2,3}[- ]?\d{7,8}(?:[-转]\d{1,5})?|400\d{7})$"
)


def phone(number: str) -> Verdict:
    """Is this a mobile or a fixed number of mainland China?"""
    if PHONE.match(number):
        return ALLOW
    return deny(_("“%(number)s”不像电话号码，请填写11位手机号，或区号加固定电话。"), number=number)


def asked(written: str) -> str:
    """Words of a search box as the index holds them; spaces part them."""
    return " ".join(plain(word) for word in written.split())[:60]


def search_text(names: list[str], code: str, text: str = "") -> str:
    """What the search looks in: names, their pinyin initials, the code, some text; with its index."""
    from pypinyin import Style, lazy_pinyin

    words = [plain(name) for name in names if name]
    initials = [
        "".join(lazy_pinyin(word, style=Style.FIRST_LETTER, errors="default")).casefold()
        for word in words
    ]
    return indexed([*words, *initials, code, text])
