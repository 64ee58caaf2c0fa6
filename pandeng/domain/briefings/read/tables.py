"""Tables in a text: rows of cells parted by tabs or bars. A cell is told by its row, its column and the
unit that stands in either, in a column of units, or above the table (单位：亿元)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from . import units
from .dates import DateMentions, Mention
from .found import FoundFigure, simple
from .reading import Reading

_MULT = "万亿|千亿|百亿|亿|千万|百万|十万|万|千(?!米|克|瓦)|百(?!分)"
_CELL = re.compile(r"[^\t|]+")
_RULE = re.compile(r"^[\s|:\-—=+]+$")
_NUMBER = re.compile(
    rf"^(?P<num>-?\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|-?\d+(?:\.\d+)?)\s?(?P<mult>{_MULT})?(?P<unit>{units.ALL})?$"
)
_BRACKET = re.compile(rf"[（(](?:单位[：:])?(?P<mult>{_MULT})?(?P<unit>{units.ALL})[）)]")
_UNIT = re.compile(rf"^(?P<mult>{_MULT})?(?P<unit>{units.ALL})$")
_ABOVE = re.compile(rf"单位[：:]\s?(?P<mult>{_MULT})?(?P<unit>{units.ALL})")
_PLAIN_HEAD = re.compile(
    r"^(?:数值|数量|数据|数|值|指标|指标值|本期|本期数|合计|总计|完成情况|完成数|实际|实际数|备注|项目名称|名称|内容)$"
)
_NO_LABEL = re.compile(r"^(?:序号|编号|排名|名次)$")
_LABELLED = re.compile(
    rf"(?P<label>[\u4e00-\u9fff“”]{{2,24}})[（(](?P<mult>{_MULT})?(?P<unit>{units.ALL})[）)][：: ]{{0,2}}"
    r"(?P<num>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?=[\s，。；、]|$)"
)
MAX_COLUMNS = 60


@dataclass(frozen=True)
class TextCell:
    """A cell of a line: its words and where they stand."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class TableFigure:
    """A number in a cell: what its row and column call it, and where these stand."""

    start: int
    end: int
    number: Decimal
    multiplier: str
    unit: str
    label: str
    heads: tuple[TextCell, ...]
    has_own_unit: bool


Row = list[TextCell]


def find(text: str) -> list[TableFigure]:
    found = [one for block in _blocks(text) for one in _figures(block, text)]
    for match in _LABELLED.finditer(text):
        found.append(
            TableFigure(
                *match.span("num"), Decimal(match["num"].replace(",", "")), match["mult"] or "",
                match["unit"], match["label"], (), has_own_unit=False,
            )
        )  # fmt: skip
    return found


def figures(cells: list[TableFigure]) -> Iterator[FoundFigure]:
    """The numbers that stand without a unit in their cell."""
    for one in cells:
        if not one.has_own_unit and one.unit:
            yield simple(
                (one.start, one.end), units.form(one.unit), one.number, one.unit,
                multiplier=one.multiplier,
            )  # fmt: skip


def with_cells(
    readings: list[Reading], cells: list[TableFigure], calendar: DateMentions, text: str
) -> list[Reading]:
    """What is read in a cell is told by its row and column."""
    by_start = {one.start: one for one in cells}
    return [
        _told(one, by_start[one.start], calendar, text) if one.start in by_start else one
        for one in readings
    ]


def _told(one: Reading, cell: TableFigure, calendar: DateMentions, text: str) -> Reading:
    said = next((m for head in cell.heads if (m := _date_in(head, calendar))), None)
    label = cell.label.replace(text[said.start : said.end], "") if said else cell.label
    words: dict[str, object] = {
        "before": label, "after": "", "what": label[:60], "noun": label[:40], "lead": label,
        "trail": "", "listed": label, "population": "", "is_population": False,
        "is_noun_behind": False,
    }  # fmt: skip
    if said is not None:
        words |= {"period": said.period, "as_of": said.as_of, "is_stamped": said.is_stamp}
    return replace(one, **words)  # type: ignore[arg-type]


def _date_in(head: TextCell, calendar: DateMentions) -> Mention | None:
    return next(iter(calendar.within(head.start, head.end)), None)


def _blocks(text: str) -> Iterator[list[Row]]:
    """Two lines or more of at least two cells each."""
    block: list[Row] = []
    at = 0
    for line in text.splitlines(keepends=True):
        row = _row(line, at) if "\t" in line or "|" in line else []
        at += len(line)
        if row is None:
            continue  # |---|---|
        if len(row) >= 2:
            block.append(row)
        elif block:
            yield from ([block] if len(block) > 1 else [])
            block = []
    if len(block) > 1:
        yield block


def _row(line: str, at: int) -> Row | None:
    if _RULE.match(line) and "-" in line:
        return None
    bare = line.rstrip("\n")
    if bare.lstrip().startswith("|"):
        offset = len(bare) - len(bare.lstrip()) + 1
        bare, at = bare.strip()[1:].removesuffix("|"), at + offset
    cells, begin = [], 0
    for piece in re.split(r"[\t|]", bare)[:MAX_COLUMNS]:
        word = piece.strip()
        start = at + begin + (len(piece) - len(piece.lstrip()) if word else 0)
        cells.append(TextCell(start, start + len(word), word))
        begin += len(piece) + 1
    return cells


def _figures(block: list[Row], text: str) -> Iterator[TableFigure]:
    heads, rows = _heads(block)
    names = ["".join(cell.text for cell in column) for column in heads]
    unit_at = next((i for i, name in enumerate(names) if name in {"单位", "计量单位"}), -1)
    label_at = next((i for i, name in enumerate(names) if not _NO_LABEL.match(name)), 0)
    above = _ABOVE.search(text, max(0, block[0][0].start - 60), block[0][0].start)
    carried = TextCell(0, 0, "")
    for row in rows:
        label = row[label_at] if label_at < len(row) else carried
        carried = label if label.text else carried
        for i, cell in enumerate(row):
            number = _NUMBER.match(cell.text) if i > label_at and i != unit_at else None
            if number:
                head = heads[i] if i < len(heads) else []
                own_unit = row[unit_at].text if 0 <= unit_at < len(row) else ""
                yield _figure(cell, number, carried, head, own_unit, above)


def _heads(block: list[Row]) -> tuple[list[Row], list[Row]]:
    """The cells above each column, and the rows below them; a blank head goes on from its left."""
    height = 0
    for row in block[:3]:
        if any(_NUMBER.match(cell.text) for cell in row[1:]):
            break
        height += 1
    width = max(map(len, block))
    heads: list[Row] = [[] for _ in range(width)]
    for row in block[:height]:
        last = TextCell(0, 0, "")
        for i in range(width):
            cell = row[i] if i < len(row) else TextCell(0, 0, "")
            last = cell if cell.text or i == 0 else last
            if last.text and last not in heads[i]:
                heads[i].append(last)
    return heads, block[height:]


def _figure(
    cell: TextCell,
    number: re.Match[str],
    label: TextCell,
    heads: Row,
    own_unit: str,
    above: re.Match[str] | None,
) -> TableFigure:
    told = (label, *heads)
    given = next((found for head in told if (found := _BRACKET.search(head.text))), None)
    by = _UNIT.match(own_unit) or given or above
    has_own = bool(number["unit"])
    words = [_BRACKET.sub("", one.text) for one in told]
    named = "".join(word for word in words if not _PLAIN_HEAD.match(word) or word == words[0])
    return TableFigure(
        cell.start, cell.end, Decimal(number["num"].replace(",", "")),
        number["mult"] or ("" if has_own or not by else by["mult"] or ""),
        number["unit"] or (by["unit"] if by else ""), named, told, has_own_unit=has_own,
    )  # fmt: skip
