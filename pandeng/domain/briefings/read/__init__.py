"""Read: every figure of a clean text with all the text says about it."""

from datetime import date
from typing import Any

from . import dates, figures, tables
from .arithmetic import ARITHMETIC
from .assemble import Surroundings, assembled
from .consistency import Inconsistency, inconsistencies, with_parts
from .counted import COUNTED, NO_POPULATION
from .date_forms import DATE_FORMS
from .dates import MENTION_RULES, YEARS_SAID, Period
from .inherited import INHERITED, with_inherited
from .kinds import KIND_RULES
from .marks import DIRECTIONS, NO_QUALIFIERS
from .misprints import MISPRINTS
from .names import NAME_RULES
from .no_figures import NO_FIGURES
from .own import with_own
from .parallel import with_parallel
from .phrases import frame
from .ranges import RANGES
from .reading import Reading
from .slips import SLIPS
from .spoken import SPOKEN
from .table import RuleTable
from .thresholds import THRESHOLDS
from .titles import TITLES
from .wholes import COMPLETE_LISTS, PART_OPENINGS, RATE_STEMS

KINDS = ("actual", "target", "plan", "forecast", "required", "framework")
FORMS = ("count", "money", "measure", "rate", "duration", "rank", "fraction", "pattern")
# Every table of rules, in the order in which a text meets them.
TABLES: tuple[RuleTable[Any, Any], ...] = (
    DATE_FORMS, YEARS_SAID, MENTION_RULES, SLIPS, SPOKEN, NO_FIGURES, MISPRINTS, RANGES, NO_QUALIFIERS, THRESHOLDS, TITLES,
    DIRECTIONS, COUNTED, NO_POPULATION, KIND_RULES, NAME_RULES, INHERITED, RATE_STEMS, PART_OPENINGS,
    COMPLETE_LISTS, ARITHMETIC,
)  # fmt: skip


def read(text: str, published: date | None = None, today: date | None = None) -> list[Reading]:
    """Every figure of the text in order. `published`: the day of the article, when it is known;
    `today`: the day that gives the year where the text names none.

    Dates, document numbers, ordinals, slogans, thresholds that name a class (30亿元以上的项目) and
    digits that touch byte damage are not figures.
    """
    calendar = dates.find(text, published, today)
    cells = tables.find(text)
    found = figures.find(text, calendar, tables.figures(cells))
    around = Surroundings(text, found, calendar, frame(text))
    readings: list[Reading] = []
    for place in range(len(around.found)):
        readings.append(assembled(around, place, readings[-1] if readings else None))
    told = with_parallel(with_inherited(readings, text), text, calendar)
    return with_parts(with_own(tables.with_cells(told, cells, calendar, text), text))


__all__ = ["FORMS", "KINDS", "Inconsistency", "Period", "Reading", "inconsistencies", "read"]
