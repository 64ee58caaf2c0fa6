"""Find the numbers of a text that are figures: with a unit, a rate, a rank; not dates or names."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from . import marks, misprints, no_figures, ranges, slips, spoken, thresholds, units
from .crowd import Crowd
from .dates import DateMentions
from .found import FoundFigure
from .number_patterns import (
    FRACTION,
    NUMBER,
    ONLY,
    PATTERN,
    RANK,
    RANKED,
    SERIES,
)
from .numerals import MULTIPLIERS, arabic, chinese, value_of
from .titles import is_part_of_a_name


def find(text: str, dates: DateMentions, cells: Iterable[FoundFigure] = ()) -> list[FoundFigure]:
    """Every figure of the text in order; dates, document numbers, names and damage left out."""
    found: list[FoundFigure] = []
    taken = bytearray(len(text) + 1)
    for special in (*cells, *_specials(text, dates)):
        if not any(taken[special.start : special.end]) and not _touches_damage(
            text, special.start, special.end
        ):
            found.append(special)
            taken[special.start : special.end] = b"\x01" * (special.end - special.start)
    at, crowd = 0, Crowd(text)
    while match := NUMBER.search(text, at):
        if (on := crowd.skips(match.start())) > match.start():
            at = on
            continue
        at = max(match.end(), match.start() + 1)
        first = match.start("lo") if match["lo"] else match.start("num" if match["num"] else "cn")
        if taken[first] or dates.covers(first):
            at = _after(text, first, dates)
            continue
        if match["lo"] and (
            dates.covers(match.start("num" if match["num"] else "cn"))
            or not match["unit"]
            or (match["lounit"] or match["unit"]) != match["unit"]
        ):
            at = match.end("lo")
            at = max(at, match.start() + 1)
            stop = match.end("lounit") if match["lounit"] else match.end("lo") + 14
            single = NUMBER.match(text, match.start("lo"), stop)
            if single is None or single["lo"] or not single["unit"]:
                continue
            match = single
            at = max(match.end(), first + 1)
        one = _figure(text, match)
        if one is None:
            # A number inside a longer match may still be a figure of its own
            at = match.end("lo") if match["lo"] else at
            continue
        if any(taken[one.start : one.end]):
            continue
        found.extend(_series(text, one))
        found.append(one)
    found.sort(key=lambda item: (item.start, item.end))
    return [one for one in found if not is_part_of_a_name(text, one.start, one.end, one.unit)]


def _specials(text: str, dates: DateMentions) -> Iterator[FoundFigure]:
    """What is written otherwise than as a number with its unit."""
    slipped = (one for one in slips.find(text) if not dates.covers(one.start))
    yield from (
        *_ranks(text), *_patterns(text), *_fractions(text), *_onlys(text), *slipped, *spoken.find(text)
    )  # fmt: skip


def _after(text: str, place: int, dates: DateMentions) -> int:
    """Where to read on behind a number that is a date: 截至5月底708项 goes on with 708项."""
    place += 1
    while place < len(text) and dates.covers(place):
        place += 1
    while place < len(text) and text[place - 1].isdigit() and text[place].isdigit():
        place += 1
    return place


def _figure(text: str, match: re.Match[str]) -> FoundFigure | None:
    number_at, cn = _number_at(match), match["cn"] or ""
    is_open = not match["unit"] and (match["mult"] or "") in {"万", "亿", "万亿", "千万"} and not cn
    unit = _unit_of(match, is_open)
    if unit is None:
        return None
    before = text[max(0, number_at - 6) : number_at]
    behind = match.end("unit") if match["unit"] else match.end()
    after = text[behind : behind + 16]
    if is_open and (not match["num"] or not _OPEN_ENDS.match(after)):
        return None
    value = value_of(match["num"] or cn)
    if value is None or _is_no_figure(_shown(match, unit, before, after), value):
        return None
    malformed, value, unit = misprints.mended(_printed(match, value, unit))
    low, high = ranges.bounds(_ends(match, value))
    if low is None or high is None:
        return None
    if match["high"]:
        size = Decimal(MULTIPLIERS[match["mult"] or ""])
        low = high = Decimal(match["high"]) * 10**8 / size + low
    if match["neg"]:
        low, high = -low, -high
    start, qualifier = _qualifier(text, match, number_at)
    end, post = match.end(), match["post"] or ""
    if post == "内" and units.form(unit) != "duration":
        end, post = match.end("post") - 1, ""
    form = units.form(unit) if unit else "money"
    if form == "count" and match["num"] and "." in match["num"] and not match["mult"]:
        number_at, low = _without_item_number(text, number_at, match["num"], low)
        high = low
    if thresholds.names_a_class(qualifier, form, post, text[end : end + 18]):
        return None
    if _touches_damage(text, number_at, end):
        return None
    mids = (match["mid"] or "") + (match["mid2"] or "")
    said = qualifier + mids.replace("+", "余") + post
    start = start if qualifier else (match.start("neg") if match["neg"] else number_at)
    return FoundFigure(
        start, end, _form(unit, match["mult"] or ""), low, low, high, match["mult"] or "",
        "%" if unit == "％" else unit, said, marks.direction(qualifier, mids, post), malformed,
        is_chinese=bool(cn),
    )  # fmt: skip


def _form(unit: str, multiplier: str) -> str:
    """10.71亿 without a unit is money; 3万 may be anything."""
    return units.form(unit) if unit else "money" if "亿" in multiplier else "count"


_ITEM = re.compile(r"\d{1,2}$")


def _without_item_number(
    text: str, number_at: int, written: str, value: Decimal
) -> tuple[int, Decimal]:
    """1.341个重点项目 at the opening of a line is the first item and 341."""
    first, _, rest = written.partition(".")
    opens_line = number_at == 0 or text[number_at - 1] in "\n（("
    if not opens_line or not _ITEM.match(first) or rest.startswith("0") or "," in written:
        return number_at, value
    return number_at + len(first) + 1, Decimal(rest)


_OPEN_ENDS = re.compile(r"[，。；、）)多余左以]|$")  # after 3万 without a unit


def _number_at(match: re.Match[str]) -> int:
    """Where the first digit stands."""
    place = match.start("lo" if match["lo"] else "num" if match["num"] else "cn")
    if match["high"] and not match["lo"]:
        place = match.start("high")
    return min(place, match.start("hundredth")) if match["hundredth"] else place


def _unit_of(match: re.Match[str], is_open: bool) -> str | None:
    """The unit; none where the number has none, or 百分之 stands before another unit."""
    unit = match["unit"] or ""
    if not unit and not match["hundredth"] and not is_open:
        return None
    if not match["hundredth"]:
        return unit
    return "%" if unit in ("", "%") else None


def _is_no_figure(written: str, value: Decimal) -> bool:
    return no_figures.NO_FIGURES.first(no_figures.NumberSeen(written, value)) is not None


def _shown(match: re.Match[str], unit: str, before: str, after: str) -> str:
    numeral = (match["hundredth"] or "") + (match["num"] or match["cn"])
    return no_figures.shown(before, match["pre"] or "", numeral, unit, match["post"] or "", after)


def _printed(match: re.Match[str], value: Decimal, unit: str) -> misprints.AsPrinted:
    return misprints.AsPrinted(
        match["num"] or "", match["stray"] or "", unit, match["doubled"] or "", value
    )


def _ends(match: re.Match[str], value: Decimal) -> ranges.Ends:
    return ranges.Ends(
        match["lo"] or "", match["lomult"] or "", value, match["mult"] or "", match["cn"] or ""
    )


def _qualifier(text: str, match: re.Match[str], number_at: int) -> tuple[int, str]:
    word = match["pre"] or ""
    place = match.start("pre")
    if word and marks.qualifies(text[max(0, place - 1) : place], word, match["mult"] or ""):
        return place, word
    return number_at, ""


def _touches_damage(text: str, start: int, end: int) -> bool:
    """Digits beside a sign of byte damage are part of the damage, whatever they look like."""
    for place in (start - 1, end):
        sign = text[place : place + 1] if place >= 0 else ""
        if sign == "\ufffd" or (sign in {"?", "？"} and sign):
            if place == end and not (
                text[end + 1 : end + 2] in {"?", "!"} or _is_rare(text[end + 1 : end + 2])
            ):
                continue  # a real question: 共有几家？120家？
            return True
        if _is_rare(sign):
            return True
    return False


def _is_rare(sign: str) -> bool:
    if not sign or not "\u3400" <= sign <= "\u9fff":
        return False
    try:
        sign.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


def _series(text: str, last: FoundFigure) -> list[FoundFigure]:
    """51、69个: the numbers before take the unit of the last."""
    if last.is_chinese or last.low != last.high or last.malformed:
        return []
    head = text[max(0, last.start - 40) : last.start]
    match = SERIES.search(head)
    if not match:
        return []
    offset = last.start - len(head) + match.start(1)
    if text[max(0, offset - 1) : offset] in {"", "\n", "。", "（", "("}:
        return []  # the number of a list item: 1、20家企业
    return [
        FoundFigure(
            offset + part.start(), offset + part.end(), last.form, arabic(part[0]), arabic(part[0]),
            arabic(part[0]), last.multiplier, last.unit, "", "", False,
        )
        for part in re.finditer(r"\d+(?:\.\d+)?", match[1])
    ]  # fmt: skip


def _special(
    match: re.Match[str], group: str | int, form: str, number: Decimal | None, unit: str
) -> FoundFigure:
    return FoundFigure(
        match.start(group), match.end(group), form, number, number, number, "", unit, "", "", False
    )


def _ranks(text: str) -> list[FoundFigure]:
    found = []
    for match in re.finditer(RANK.pattern[RANK.pattern.index("(?P<rank>") :], text):
        top = match["top"]
        ahead = text[max(0, match.start() - 16) : match.start()]
        if not top and not RANKED.search(ahead):
            continue
        after = text[match.end() : match.end() + 2]
        if not top and not match["u"] and not re.match(r"[，。；、！）)]|$|\n", after[:1] or "$"):
            continue
        number = value_of(top or match["n"])
        if number is not None:
            found.append(_special(match, "rank", "rank", number, match["u"] or match["tu"] or "位"))
    return found


def _patterns(text: str) -> list[FoundFigure]:
    return [_special(match, 0, "pattern", None, "") for match in PATTERN.finditer(text)]


def _fractions(text: str) -> list[FoundFigure]:
    found = []
    for match in FRACTION.finditer(text):
        if (
            text[match.start() - 1 : match.start()] == "“"
            and text[match.end() : match.end() + 1] == "”"
        ):
            continue  # “二分之一”工作法 is a name
        if match[1]:
            lower, upper = Decimal(match[2]), Decimal(match[1])
            if (
                upper >= lower
                or lower == 0
                or text[match.end() : match.end() + 1] in {"号", "幢", "栋"}
            ):
                continue
        else:
            if match[3] == "百":
                continue  # a percentage, read with the other numbers
            down, up = chinese(match[3]), chinese(match[4])
            if not down or not up:
                continue
            lower, upper = down, up
        found.append(_special(match, 0, "fraction", upper / lower, ""))
    return found


def _onlys(text: str) -> list[FoundFigure]:
    """全市唯一国家级工业设计中心 says: exactly one. 唯一 without a field (唯一标准) says nothing."""
    found = []
    for match in ONLY.finditer(text):
        if not match["scope"]:
            continue
        found.append(
            FoundFigure(
                match.start(),
                match.end(),
                "count",
                Decimal(1),
                Decimal(1),
                Decimal(1),
                "",
                "家",
                "",
                "",
                False,
                implied=True,
            )
        )
    return found
