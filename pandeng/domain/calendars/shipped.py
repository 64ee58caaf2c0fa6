"""What the program knows of a year without the office: the notices of the State Council as far as they
are shipped, and for every year the days off by the regulation in force (13 since 2025, fixed and lunar,
with their observed days)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

CHINESE, ENGLISH = "zh_CN", "en_US"


@dataclass(frozen=True)
class ShippedYear:
    """Free days with their names, worked weekend days, and whether this rests on a notice.

    A year without a notice has no substitutions: nobody knows yet which Saturdays will be worked.
    """

    free: Mapping[date, str]
    worked: frozenset[date]
    is_announced: bool


@lru_cache(maxsize=400)
def shipped(year: int, language: str = CHINESE) -> ShippedYear:
    from holidays import country_holidays

    known = country_holidays("CN", years=year, expand=False, language=language)
    return ShippedYear(
        free={day: name.replace("; ", "、") for day, name in known.items()},
        worked=frozenset(day for day in known.weekend_workdays if day.year == year),
        is_announced=year in known.special_public_holidays,
    )
