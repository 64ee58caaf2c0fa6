"""One figure of a text with all that the text says about it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .dates import Period


@dataclass(frozen=True)
class Reading:
    """One figure of a text; text[start:end] is `text`.

    `number` as written, `value` with its multiplier (money in yuan when the unit is 元, land in the
    unit written, rates in percent); of a range the lower end, `low` and `high` (both expanded) hold
    both ends. `number` and `value` are None for patterns such as 1+N.
    """

    text: str
    start: int
    end: int
    form: str
    kind: str
    number: Decimal | None
    low: Decimal | None
    high: Decimal | None
    multiplier: str
    unit: str
    value: Decimal | None
    qualifier: str  # as written: 约 近 余 多 以上 突破 超过 …
    direction: str  # ">=" | "<=" | ""
    what: str  # what is counted, with what is said of it
    noun: str  # only the thing counted
    before: str  # the segment before the number
    after: str  # the segment after it
    population: str  # 302家攀登企业 in: 302家攀登企业营收突破750亿元
    is_population: bool
    period: Period | None
    period_from: str  # said | inherited | article
    as_of: date | None
    is_stamped: bool  # 截至 says the day
    names: tuple[str, ...]
    superlative: str
    malformed: bool
    implied: bool  # no digits: 全市唯一 says one
    clause: str
    sentence: str
    sentence_start: int
    paragraph_start: int
    clause_start: int = 0
    is_noun_behind: bool = False  # 708项|问题诉求: the thing counted follows the number
    lead: str = ""  # all words from the figure before to this one, dates left out
    trail: str = ""  # the words behind it, up to the next figure or the end of the clause
    listed: str = ""  # its thing, where a list before 分别 tells it
    said_so_far: str = ""  # its sentence up to it
    own: str = ""  # lead | trail; of a bare number with the subject of the one before
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    @property
    def is_range(self) -> bool:
        return self.low != self.high

    @property
    def year(self) -> int | None:
        return self.period.year if self.period else None
