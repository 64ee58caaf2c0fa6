"""Numbers as reports write them: Arabic, Chinese, with 万 and 亿, fractions and tenths."""

from decimal import Decimal

DIGITS = {
    "〇": 0, "零": 0, "一": 1, "壹": 1, "二": 2, "贰": 2, "两": 2, "三": 3, "叁": 3, "四": 4, "肆": 4,
    "五": 5, "伍": 5, "六": 6, "陆": 6, "七": 7, "柒": 7, "八": 8, "捌": 8, "九": 9, "玖": 9,
}  # fmt: skip
TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
MULTIPLIERS = {
    "": 1,
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "十亿": 10**9,
    "百亿": 10**10,
    "千亿": 10**11,
    "万亿": 10**12,
}


def chinese(text: str) -> Decimal | None:
    """The value of a Chinese numeral (三十五, 一万二千, 十五点六, 二〇二一); None when it is none."""
    whole, point, fraction = text.partition("点")
    if point:
        start = chinese(whole)
        if start is None or not fraction or any(sign not in DIGITS for sign in fraction):
            return None
        return start + Decimal("0." + "".join(str(DIGITS[sign]) for sign in fraction))
    whole = whole.replace("廿", "二十").replace("卅", "三十")
    if not whole:
        return None
    if all(sign in DIGITS for sign in whole):
        # One digit after another is a year or a number read out: 二〇二一
        return Decimal("".join(str(DIGITS[sign]) for sign in whole))
    return _by_myriads(whole)


def _by_myriads(text: str) -> Decimal | None:
    for sign, size in (("亿", 10**8), ("万", 10**4)):
        if sign in text:
            high, _, low = text.partition(sign)
            upper = _by_myriads(high) if high else None
            if upper is None:
                return None
            if not low:
                return upper * size
            lower = _by_myriads(low.removeprefix("零"))
            if lower is None:
                return None
            if len(low) == 1 and low in DIGITS:  # 三万五 is 35,000
                lower *= size // 10
            return upper * size + lower
    return _below_myriad(text)


def _below_myriad(text: str) -> Decimal | None:
    total, digit, last_size = 0, 0, 10**4
    has_digit = False
    for place, sign in enumerate(text):
        if sign in DIGITS:
            if has_digit and digit:
                return None
            digit, has_digit = DIGITS[sign], True
            if digit == 0:
                last_size, has_digit = min(last_size, 10**4), False
        elif sign in TENS:
            size = TENS[sign]
            if size >= last_size or (not has_digit and place and size != 10):
                return None
            total += (digit if has_digit else 1) * size
            digit, has_digit, last_size = 0, False, size
        else:
            return None
    if has_digit and last_size > 10 and total and "零" not in text and "〇" not in text:
        digit *= last_size // 10  # 三百五 is 350
    return Decimal(total + digit)


def arabic(text: str) -> Decimal:
    return Decimal(text.replace(",", "").replace("，", ""))


def value_of(written: str) -> Decimal | None:
    return arabic(written) if written[0].isdigit() else chinese(written)


def plain(value: Decimal) -> str:
    """As a person writes it: no exponent, no trailing zeros."""
    written = format(value, "f")
    return written.rstrip("0").rstrip(".") if "." in written else written
