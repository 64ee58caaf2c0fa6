"""Inventing what the article does not give: names, codes, splits of a sum. The same every time."""

import calendar
import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import product

from pandeng.domain.enterprises.rules import check_digit, organisation_digit

SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡林郭何高罗"
GIVEN = "建国志强晓明海燕文斌丽华伟东春梅永胜玉兰振宇思远"
FIRST = "鲁岱泗洸运湖圣兖邹嘉汶曲任微金梁鱼"
SECOND = "恒瑞泰宏通联创佳硕铭博盛昌隆锦驰辰航"
THIRD = "机重工科动力智精装械锻铸液传特种安"
FIELDS = {
    "GC": ("工程机械", "重工机械", "液压科技", "机械制造", "结构件制造"),
    "QP": ("汽车零部件", "车桥制造", "专用汽车", "汽车科技", "挂车制造"),
    "YJ": ("应急装备", "安全科技", "消防装备", "救援设备", "智能装备"),
}


class Inventor:
    """A seeded source of invented names and numbers."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        stems = ["".join(parts) for parts in product(FIRST, SECOND, "仁义礼智信")]
        self.random.shuffle(stems)
        self._stems = iter(stems)
        self._serial = 0

    def person(self) -> str:
        given = self.random.sample(GIVEN, 2)
        return self.random.choice(SURNAMES) + "".join(given)

    def enterprise_name(self, chain: str) -> tuple[str, str]:
        """Short and full name of an invented enterprise."""
        stem = next(self._stems)
        field = self.random.choice(FIELDS[chain])
        return f"{stem}{field[:2]}", f"济宁{stem}{field}有限公司"

    def credit_code(self, region: str) -> str:
        """A code whose check digits are right; its organisation part begins with MAEX (example)."""
        self._serial += 1
        first8 = f"MAEX{_base31(self._serial)}"
        body = f"91{region}{first8}{organisation_digit(first8)}"
        return body + check_digit(body)

    def day(self, first: date, last: date) -> date:
        return first + timedelta(days=self.random.randint(0, (last - first).days))

    def split(self, total: int, parts: int, *, step: int, spread: float = 0.8) -> list[int]:
        """`parts` positive multiples of `step` that add up to `total` (a multiple of it)."""
        weights = [self.random.lognormvariate(0, spread) for _ in range(parts)]
        units, whole = total // step, sum(weights)
        shares = [max(1, int(units * weight / whole)) for weight in weights]
        rest = units - sum(shares)
        largest = max(range(parts), key=shares.__getitem__)
        shares[largest] += rest
        return [share * step for share in shares]


def _base31(number: int) -> str:
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    digits = ""
    for _place in range(4):
        number, rest = divmod(number, 31)
        digits = alphabet[rest] + digits
    return digits


def months(first: date, last: date) -> Iterator[date]:
    """First days of the months from `first` to `last`."""
    day = first.replace(day=1)
    while day <= last:
        yield day
        day = next_month(day)


def next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def working_day(day: date) -> date:
    """That day, or the next one that is no weekend."""
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day


def in_office(at: datetime) -> datetime:
    """That time, or nine o'clock of the next working day when the office is closed."""
    if at.hour >= 18:
        at = (at + timedelta(days=1)).replace(hour=9)
    elif at.hour < 9:
        at = at.replace(hour=9)
    while at.weekday() > 4:
        at = (at + timedelta(days=1)).replace(hour=9)
    return at


def in_turn(items: Sequence[str], count: int) -> list[str]:
    """`count` items, each at least once where there is room."""
    return [items[index % len(items)] for index in range(count)]
