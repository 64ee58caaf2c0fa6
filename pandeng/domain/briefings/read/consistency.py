"""What a text must agree on with itself: rates with their parts, sums, one quantity one value."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from . import phrases
from .arithmetic import doubtful
from .numerals import plain
from .reading import Reading
from .wholes import COMPLETE_LISTS, PART_OPENINGS, done_by

_STEM = re.compile(r"(?:问题|诉求|项目|投资|已)?(\w{1,4}?)率$")
_COUNT_UNITS = frozenset("个 项 件 家 条 户 人 名 起 宗 场 次 处 台 人次 件次".split())


@dataclass(frozen=True)
class Inconsistency:
    """Two or more figures of one text that cannot all hold.

    `kind`: ratio | sum | conflict | arithmetic; `figures`: indexes into the readings, the figure in doubt first;
    `expected`: what the others give for it; `reason`: one sentence for the reader.
    """

    kind: str
    figures: tuple[int, ...]
    expected: Decimal | None
    reason: str


MAX_PARTS = 60  # a list of parts longer than that is a table, not a sentence


def with_parts(readings: list[Reading]) -> list[Reading]:
    """Rates get the two counts beside them that they are made of, when the text gives both."""
    settled = list(readings)
    for index, rate in enumerate(readings):
        parts = _parts(readings, index)
        if parts:
            upper, lower = parts
            settled[index] = replace(
                rate, numerator=readings[upper].value, denominator=readings[lower].value
            )
    return settled


def inconsistencies(readings: list[Reading], text: str) -> list[Inconsistency]:
    """Rates that their parts do not give, sums that do not add up, one quantity with two values."""
    found = [
        *_ratios(readings), *_sums(readings, text), *_conflicts(readings), *_arithmetic(readings)
    ]  # fmt: skip
    return sorted(found, key=lambda one: readings[one.figures[0]].start)


def _arithmetic(readings: list[Reading]) -> Iterator[Inconsistency]:
    for follows, reason in doubtful(readings):
        yield Inconsistency("arithmetic", follows.places, follows.expected, reason)


def _parts(readings: list[Reading], index: int) -> tuple[int, int] | None:
    """Indexes of numerator and denominator of the rate, both before it in its sentence."""
    rate = readings[index]
    if rate.form != "rate" or rate.unit != "%" or rate.value is None:
        return None
    stem = _STEM.search(rate.what.removesuffix("为").removesuffix("达"))
    if not stem:
        return None
    done = done_by(rate.what, stem[1])
    upper = None
    for place in range(index - 1, max(-1, index - 7), -1):
        one = readings[place]
        if one.sentence_start != rate.sentence_start:
            break
        if one.form == "rate" and upper is None and place < index - 1:
            break
        if one.form != "count" or one.unit not in _COUNT_UNITS or one.value is None:
            continue
        if upper is None:
            said = f"{one.before}|{one.after}"
            if re.search(done, said):
                upper = place
            continue
        if one.unit == readings[upper].unit or {one.unit, readings[upper].unit} <= {
            "个",
            "项",
            "件",
            "条",
        }:
            top = readings[upper].value
            return (upper, place) if top is not None and one.value >= top > 0 else None
    return None


def _ratios(readings: list[Reading]) -> Iterator[Inconsistency]:
    for index, rate in enumerate(readings):
        parts = _parts(readings, index)
        if not parts or rate.value is None or rate.numerator is None or not rate.denominator:
            continue
        exact = rate.numerator * 100 / rate.denominator
        if _agrees(rate, exact):
            continue
        step = Decimal(1).scaleb(min(0, int(rate.value.as_tuple().exponent)))
        expected = exact.quantize(min(step, Decimal("0.1")), ROUND_HALF_UP)
        reason = (
            f"文中{readings[parts[0]].text}除以{readings[parts[1]].text}为{plain(expected)}%，"
            f"与所写{rate.text}不一致。"
        )
        yield Inconsistency("ratio", (index, *parts), expected, reason)


def _agrees(rate: Reading, exact: Decimal) -> bool:
    """Within one step of the last digit written (rounding or cutting off), and its qualifier."""
    assert rate.value is not None
    if rate.direction == ">=":
        return exact >= rate.value
    if rate.direction == "<=":
        return exact <= rate.value
    step = Decimal(1).scaleb(min(0, int(rate.value.as_tuple().exponent)))
    if rate.qualifier:
        return abs(exact - rate.value) <= max(step, Decimal(2))
    return (
        exact.quantize(step, ROUND_HALF_UP) == rate.value
        or exact.quantize(step, rounding="ROUND_DOWN") == rate.value
    )


def _sums(readings: list[Reading], text: str) -> Iterator[Inconsistency]:
    """120个产业项目中新开工51个、续建69个; 1059个，其中资金427个、…、其他73个."""
    for index, whole in enumerate(readings):
        if whole.form not in {"count", "money"} or whole.value is None or whole.is_range:
            continue
        listed = _listed(readings, index, text)
        if len(listed) < 2:
            continue
        total = sum((readings[place].value or Decimal(0) for place in listed), Decimal(0))
        if total == whole.value or any(readings[place].qualifier for place in (index, *listed)):
            continue
        if total < whole.value and not _is_exhaustive(readings, index, listed, text):
            continue
        joined = "、".join(readings[place].text for place in listed)
        unit = f"{whole.multiplier}{whole.unit}"
        size = whole.value / whole.number if whole.number else Decimal(1)
        reason = f"分项{joined}合计{plain(total / size)}{unit}，与总数{whole.text}不一致。"
        yield Inconsistency("sum", (index, *listed), total, reason)


def _listed(readings: list[Reading], index: int, text: str) -> list[int]:
    """The parts of a whole: a list joined by 、 right after 其中, 中 or 包括."""
    whole = readings[index]
    if index + 1 >= len(readings):
        return []
    first = readings[index + 1]
    between = text[whole.end : first.start][:200]
    if len(between) > 40 or "。" in between or "\n" in between:
        return []
    start = _parts_from(readings, index, between, text)
    if not start:
        return []
    listed: list[int] = []
    for place in range(start, min(len(readings), start + MAX_PARTS)):
        one = readings[place]
        if (
            one.unit != whole.unit
            or one.form != whole.form
            or one.sentence_start != whole.sentence_start
        ):
            break
        joint = text[readings[place - 1].end : one.start][:200]
        if listed and not _is_joined(joint, text[whole.end : one.start]):
            break
        listed.append(place)
    return listed


def _is_joined(joint: str, said: str) -> bool:
    """Does a list go on: by 、, or by ， between two kinds that are everything (线上…，线下…)?"""
    if "；" in joint:
        return False
    if "，" in joint:
        return (
            bool(re.match(r"，(?!合计|共计|总计)[^，]*$", joint))
            and COMPLETE_LISTS.first(said) is not None
        )
    return bool(re.search(r"[、和及与]", joint))


def _parts_from(readings: list[Reading], index: int, between: str, text: str) -> int:
    """Where the parts of a whole begin; 0 when nothing says that parts follow."""
    if PART_OPENINGS.first(between):
        return index + 1
    if readings[index + 1].form == readings[index].form or index + 2 >= len(readings):
        return 0
    first, second = readings[index + 1], readings[index + 2]
    # the whole may be followed by an amount: 1059个，涉及金额101.26亿元，其中资金427个
    is_opened = "其中" in text[first.end : second.start]
    return index + 2 if is_opened and second.sentence_start == readings[index].sentence_start else 0


def _is_exhaustive(readings: list[Reading], index: int, listed: list[int], text: str) -> bool:
    begin, end = readings[index].end, readings[listed[-1]].end + 20
    stretch = text[begin : min(end, len(text))].split("。")[0]
    return COMPLETE_LISTS.first(stretch) is not None


def _conflicts(readings: list[Reading]) -> Iterator[Inconsistency]:
    """The same thing, unit, kind and time with two different values."""
    seen: dict[tuple[str, str, int | None], list[int]] = defaultdict(list)
    for index, one in enumerate(readings):
        if (
            one.form not in {"count", "money", "rate"}
            or one.value is None
            or one.qualifier
            or one.is_range
        ):
            continue
        thing = _thing(one)
        if len(thing) < 4 or one.kind == "framework" or one.names or _VERB_FIRST.match(thing):
            continue
        seen[(thing, one.unit, one.year)].append(index)
    for (thing, _unit, _year), places in seen.items():
        first = readings[places[0]]
        for place in places[1:]:
            other = readings[place]
            if other.value != first.value and _comparable(first, other):
                reason = f"文中“{thing}”前后两个数不一致：{first.text}、{other.text}。"
                yield Inconsistency("conflict", (place, places[0]), first.value, reason)
                break


# Without its subject, 完成投资 in two sentences is two things.
_VERB_FIRST = re.compile(
    r"完成|实现|占|同比|增长|新增|涉及|已|解决|办结|销号|开工|达|招|引|投|计划|总投资|当年|其中|收集|上级|取得|建成|申请|获|项目"
)


def _thing(one: Reading) -> str:
    noun = re.sub(r"^(?:全市|全省|全县|共|累计|已|年度|其中|我市)+", "", one.noun)
    return re.sub(r"(?<=项目)(?:建设|推进)$", "", noun)


def _comparable(first: Reading, other: Reading) -> bool:
    if {first.kind, other.kind} & {"plan"} and first.kind != other.kind:
        return False
    if first.form == "count":
        # A part of the whole (其中52家攀登企业) is no second value: only bare mentions compare.
        if first.clause_start == other.clause_start:
            return False  # 分别为100%、91.5%
        return first.before.strip() == other.before.strip() or (
            _is_plain(first) and _is_plain(other)
        )
    if first.clause_start == other.clause_start:
        return False
    return first.kind == other.kind and first.as_of == other.as_of and first.period == other.period


_PLAIN = re.compile(
    r"^(?:推动|推进|加快推进|全力推进|加快|实施|紧盯|服务|现有|全市|共有|拥有|围绕|聚焦|和|及|与|对|为|针对|全县|全省|全市共有|全省共有|现共有|共)?$"
)


def _is_plain(one: Reading) -> bool:
    said = re.sub(r"^(?:全市|全省|全县|我市)", "", phrases.head(one.before))
    return bool(_PLAIN.match(one.before)) or said == _thing(one)
