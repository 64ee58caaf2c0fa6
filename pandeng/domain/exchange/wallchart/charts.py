"""The wall chart on paper: all projects on one A0 sheet, or A3 lists per county or leader."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from pandeng.core.errors import DomainError
from pandeng.domain.exchange.wallchart.paper import GRID, INK, POINT, QUIET, Sheet, width
from pandeng.domain.projects.chart import (
    GIVEN,
    NEEDS,
    SYMBOLS,
    WallPoint,
    WallRow,
    apart,
    groups,
    guarantees,
    lights_of,
    summary,
)
from pandeng.domain.projects.wall import Wall

A0, A3 = (1189.0, 841.0), (420.0, 297.0)
LEAST_LINE, GOOD_LINE, MOST_LINE = 4.1, 5.4, 30.0
COLOURS = {
    "done": "#0b6a3c", "done_late": "#7a5200", "ahead": "#1b57b5", "due": "#17212f",
    "late": "#b0221b", "blocked": "#6d3bb5", "planned": "#4a5769",
    "given": "#0b6a3c", "open": "#17212f", "overdue": "#b0221b",
}  # fmt: skip
LIGHT_SHAPES = {"green": "disc", "blue": "diamond", "yellow": "solid", "red": "square"}
LIGHT_COLOURS = {"green": "#0b6a3c", "blue": "#1b57b5", "yellow": "#b97f00", "red": "#b0221b"}


@dataclass(frozen=True)
class About:
    """What stands around a chart: whose it is, what it is narrowed to, where it lives on the net."""

    cluster: str
    narrowed: str
    known: str
    address: str
    code: str  # the QR code of the address, as SVG
    view: str = "progress"  # or "guarantee"

    def title(self, wall: Wall) -> str:
        chart = _("作战保障图") if self.view == "guarantee" else _("作战进度图")
        return _("%(cluster)s%(year)s年重点项目%(chart)s") % {
            "cluster": self.cluster, "year": wall.year, "chart": chart,
        }  # fmt: skip


@dataclass(frozen=True)
class Columns:
    """How wide the parts of a row are; `month` is one of the months of the window."""

    number: float
    name: float
    light: float
    plan: float
    before: float
    month: float
    after: float
    next: float = 0.0

    def chart_at(self) -> float:
        return self.number + self.name + self.light + self.plan + self.before


def a0(wall: Wall, about: About, by: str = "county") -> list[Sheet]:
    """Every project on one sheet, per county or leader, in one to four blocks. Refuses more than it holds."""
    wide, high = A0
    margin, head, foot, gap, months_high = 18.0, 66.0, 10.0, 10.0, 9.0
    body = high - 2 * margin - head - foot - months_high
    columns, line = _flow(wall, by, body - 15)
    sheet = Sheet(wide, high)
    _head(sheet, wall, wall.rows, about, margin, head, scale=2.6)
    each = (wide - 2 * margin - (len(columns) - 1) * gap) / len(columns)
    size = min(max(line / 6, 1), 2.6)  # few projects: larger, to be read from further away
    months_high *= size
    parts = _columns(
        each, wall,
        number=8 * size, name=each * 0.235, light=15 * size, plan=15 * size, side=13 * size,
    )  # fmt: skip
    for block, entries in enumerate(columns):
        x, y = margin + block * (each + gap), margin + head
        _months(sheet, wall, parts, x, y, months_high, each, line * len(entries))
        y += months_high
        for number, entry in entries:
            if isinstance(entry, WallRow):
                _row(sheet, wall, about, parts, entry, number, x, y, line, each)
            else:
                sheet.band(x, y, each, line)
                sheet.text(x + 1.5, y, each - 3, line, entry, _type(line), bold=True)
            y += line
    _foot(sheet, about, margin, high - margin - foot, wide - 2 * margin, foot, 11, "")
    return [sheet]


def a3(wall: Wall, about: About, by: str = "county") -> list[Sheet]:
    """Lists per county or leader: each begins on a page of its own; pages carry their number."""
    wide, high = A3
    margin, head, foot, line, months_high = 10.0, 31.0, 7.0, 7.6, 7.0
    room = high - 2 * margin - head - foot - months_high
    per = math.floor(room / line + 1e-6)
    pages = [
        (name or _("未明确市级领导"), rows[start : start + per], start, rows)
        for name, rows in groups(wall.rows, by)
        for start in range(0, len(rows), per)
    ]
    sheets = []
    each = wide - 2 * margin
    columns = _columns(each, wall, number=7, name=74, light=17, plan=17, side=13, next_=88)
    for page, (name, rows, start, members) in enumerate(pages, start=1):
        sheet = Sheet(wide, high)
        part = _("%(name)s　%(count)s个项目") % {"name": name, "count": len(members)}
        _head(sheet, wall, members, about, margin, head, scale=1.0, part=part)
        x, y = margin, margin + head
        _months(sheet, wall, columns, x, y, months_high, each, line * len(rows))
        y += months_high
        for at, row in enumerate(rows, start=start + 1):
            _row(sheet, wall, about, columns, row, at, x, y, line, each)
            y += line
        page_text = _("第%(page)s页 共%(pages)s页") % {"page": page, "pages": len(pages)}
        _foot(sheet, about, margin, high - margin - foot, each, foot, 7.5, page_text)
        sheets.append(sheet)
    return sheets


# -- inside -----------------------------------------------------------------------------------


Entry = tuple[int, WallRow | str]


def _flow(wall: Wall, by: str, room: float) -> tuple[list[list[Entry]], float]:
    """The rows under their headings in as few blocks as are well read, and a line's height."""
    entries: list[Entry] = []
    number = 0
    for name, rows in groups(wall.rows, by):
        leader = {"name": name or _("未明确市级领导"), "count": len(rows)}
        entries.append((0, _("%(name)s　%(count)s个项目") % leader))
        for row in rows:
            number += 1
            entries.append((number, row))
    most = math.floor(room / LEAST_LINE)
    for blocks in (1, 2, 3, 4):
        least = GOOD_LINE if blocks < 4 else LEAST_LINE
        per = math.ceil(len(entries) / blocks)
        while room / max(per, 1) >= least:
            flown = _blocks(entries, per)
            if len(flown) <= blocks:
                return flown, min(MOST_LINE, room / max(per, 1))
            per += 1
    raise DomainError(
        _("一张A0最多排%(most)s行，现有%(lines)s行；请按县市区、产业链或市级领导分别打印。")
        % {"most": most * 4, "lines": len(entries)}
    )


def _blocks(entries: list[Entry], per: int) -> list[list[Entry]]:
    """Blocks of at most `per` lines; a heading is repeated at the top and never stands last."""
    blocks: list[list[Entry]] = [[]]
    heading = ""
    for at, (number, entry) in enumerate(entries):
        if isinstance(entry, str):
            heading = entry.split("　")[0]
        last = isinstance(entry, str) and len(blocks[-1]) == per - 1 and at + 1 < len(entries)
        if blocks[-1] and (len(blocks[-1]) >= per or last):
            blocks.append([])
            if isinstance(entry, WallRow):
                blocks[-1].append((0, _("%(name)s（续）") % {"name": heading}))
        blocks[-1].append((number, entry))
    return blocks


def _columns(
    each: float, wall: Wall, *, number: float, name: float, light: float, plan: float, side: float,
    next_: float = 0.0,
) -> Columns:  # fmt: skip
    left = each - number - name - light - plan - 2 * side - next_
    return Columns(number, name, light, plan, side, left / wall.window.months, side, next_)


def _type(line: float) -> float:
    """Type size in points for a line of that height."""
    return min(24.0, line * 0.5 / POINT)


def _head(
    sheet: Sheet, wall: Wall, rows: list[WallRow], about: About, margin: float, high: float, *,
    scale: float, part: str = "",
) -> None:  # fmt: skip
    """Title, day, sums, legend in words, and the way to the live page."""
    code = high - 4 * scale
    room = sheet.wide - 2 * margin - code - 6 * scale
    x, y = margin, margin
    title = about.title(wall) + (f"　{part}" if part else "")
    sheet.text(x, y, room, 9 * scale, title, 17 * scale, bold=True)
    y += 9 * scale
    day = _("截至%(day)s") % {"day": _day(wall.as_of, year=True)}
    as_known = "　".join(word for word in (day, about.known, about.narrowed) if word)
    sheet.text(x, y, room, 5 * scale, as_known, 9 * scale, fill=INK)
    y += 5 * scale
    sheet.text(x, y, room, 4.5 * scale, _sums(rows, about.view), 8 * scale, fill=QUIET)
    y += 5 * scale
    _legend(sheet, about, x, y, room, scale)
    sheet.picture(sheet.wide - margin - code, margin, code, about.code)


def _sums(rows: list[WallRow], view: str) -> str:
    """How many projects under which light, how many nodes (or guarantees) in which state."""
    projects = [_("项目%(count)s个") % {"count": len(rows)}]
    projects += [f"{light.word}{count}" for light, count in lights_of(rows)]
    if view == "guarantee":
        asked = [f"{_(GIVEN[state].word)}{count}" for state, count in guarantees(rows)]
        return _("%(projects)s；要素保障%(states)s") % {
            "projects": "、".join(projects), "states": "、".join(asked),
        }  # fmt: skip
    nodes = [f"{_(SYMBOLS[state].word)}{count}" for state, count in summary(rows) if count]
    return _("%(projects)s；节点%(nodes)s") % {
        "projects": "、".join(projects), "nodes": "、".join(nodes),
    }  # fmt: skip


def _legend(sheet: Sheet, about: About, x: float, y: float, room: float, scale: float) -> None:
    size, mark = 8 * scale, 3.0 * scale
    symbols = GIVEN if about.view == "guarantee" else SYMBOLS
    start = x
    sheet.text(x, y, 12 * scale, 5 * scale, _("图例"), size, bold=True)
    x += 9 * scale
    for symbol in symbols.values():
        words = _(symbol.word)
        taken = width(words, size)
        sign = next(iter(NEEDS.values()))[0] if about.view == "guarantee" else ""
        sheet.mark(
            x + mark / 2,
            y + 2.5 * scale,
            mark,
            symbol.shape,
            COLOURS[symbol.state],
            _(sign) if sign else "",
        )
        sheet.text(x + mark + 0.8 * scale, y, taken + 0.5, 5 * scale, words, size)
        x += mark + taken + 4 * scale
    note = (
        _("方框中一字为保障类别：%(kinds)s")
        % {"kinds": "、".join(f"{_(sign)}＝{_(word)}" for sign, word in NEEDS.values())}
        if about.view == "guarantee"
        else _(
            "大号为关键节点；符号立于完成日、预计日或计划日，相近的略有错开，写不下名称的标次序号；竖线为截至日"
        )
    )
    left = start + room - x
    if width(note, size * 0.9) <= left:
        sheet.text(x, y, left, 5 * scale, note, size * 0.9, fill=QUIET)
    else:
        sheet.text(start, y + 5 * scale, room, 4.5 * scale, note, size * 0.9, fill=QUIET)


def _months(
    sheet: Sheet, wall: Wall, columns: Columns, x: float, y: float, high: float, each: float,
    body: float,
) -> None:  # fmt: skip
    """The row of months, the grid below it, and the line of the day."""
    size = min(20.0, high * 0.4 / POINT)
    sheet.band(x, y, each, high)
    at = x
    for words, wide in (
        (_("序"), columns.number), (_("项目"), columns.name), (_("亮灯"), columns.light),
        (_("年计划 亿元"), columns.plan), (_("此前"), columns.before),
    ):  # fmt: skip
        sheet.text(at + 0.6, y, wide - 1.2, high, words, size, bold=True, least=4)
        at += wide
    for step, month in enumerate(wall.window.starts()):
        words = _("%(month)s月") % {"month": month.month}
        if wall.window.months > 12 and month.month == 1:
            words = str(month.year)
        left = at + step * columns.month
        sheet.text(
            left + 0.3, y, columns.month - 0.6, high, words, size, bold=True, at="center", least=3
        )
        sheet.rule(left, y, left, y + high + body, thick=0.15 if step else 0.3)
    at += columns.month * wall.window.months
    sheet.rule(at, y, at, y + high + body, thick=0.3)
    sheet.text(at + 0.6, y, columns.after - 1.2, high, _("此后"), size, bold=True, least=4)
    if columns.next:
        sheet.text(at + columns.after + 1, y, columns.next - 2, high, _("下一节点、责任单位和责任人"), size, bold=True)  # fmt: skip
    if wall.window.holds(wall.as_of):
        line = x + columns.chart_at() + wall.window.place(wall.as_of) * columns.month
        sheet.rule(
            line, y + high * 0.75, line, y + high + body, thick=0.45, fill="#b0221b", dash=True
        )


def _row(
    sheet: Sheet, wall: Wall, about: About, columns: Columns, row: WallRow, number: int, x: float,
    y: float, line: float, each: float,
) -> None:  # fmt: skip
    size = _type(line)
    sheet.rule(x, y + line, x + each, y + line)
    at = x
    sheet.text(
        at, y, columns.number - 1, line, str(number), size * 0.8, fill=QUIET, at="right", least=4
    )
    at += columns.number
    sheet.text(at + 0.5, y, columns.name - 1, line, row.name, size, least=4.5)
    at += columns.name
    if row.light:
        tone = row.light.tone
        mark = min(line * 0.42, columns.light * 0.2)
        sheet.mark(at + 0.4 + mark / 2, y + line / 2, mark, LIGHT_SHAPES.get(tone, "ring"), LIGHT_COLOURS.get(tone, QUIET))  # fmt: skip
        sheet.text(at + mark + 1, y, columns.light - mark - 1.4, line, row.light.word, size * 0.85, least=4)  # fmt: skip
    at += columns.light
    plan = f"{row.annual_plan_yuan / 100_000_000:.2f}"
    sheet.text(at, y, columns.plan - 1.5, line, plan, size * 0.85, at="right", least=4)
    at += columns.plan
    _outside(sheet, row.outside(wall.window, before=True), at, y, columns.before, line)
    at += columns.before
    if about.view == "guarantee":
        _needs(sheet, wall, row, at, y, columns, line)
    else:
        _nodes(sheet, wall, row.within(wall.window), at, y, columns, line)
    at += columns.month * wall.window.months
    _outside(sheet, row.outside(wall.window, before=False), at, y, columns.after, line)
    if columns.next:
        sheet.text(at + columns.after + 1, y, columns.next - 2, line, _next(row), size * 0.85, least=4.5)  # fmt: skip


def _nodes(
    sheet: Sheet, wall: Wall, nodes: Sequence[WallPoint], x: float, y: float, columns: Columns,
    line: float,
) -> None:  # fmt: skip
    big, small = min(line * 0.54, 10), min(line * 0.43, 8)
    end = columns.month * wall.window.months
    places = apart(
        [wall.window.place(node.stands_on) * columns.month for node in nodes],
        big * 1.12, big * 0.6, end - big * 0.6,
    )  # fmt: skip
    label = _type(line) * 0.7
    for at, (node, place) in enumerate(zip(nodes, places, strict=True)):
        size = big if node.is_key else small
        symbol = SYMBOLS[node.state]
        sheet.mark(x + place, y + line / 2, size, symbol.shape, COLOURS[node.state])
        start = place + big * 0.56 + 0.3
        limit = places[at + 1] - big * 0.56 - 0.4 if at + 1 < len(places) else end - 0.4
        for words in (node.name, str(node.order)):
            if width(words, label) <= limit - start:
                fill = INK if node.is_key else QUIET
                sheet.text(x + start, y, limit - start, line, words, label, fill=fill, clear=True)
                break


def _needs(
    sheet: Sheet, wall: Wall, row: WallRow, x: float, y: float, columns: Columns, line: float
) -> None:
    """The guarantees at their nodes, each with who gives it where there is room."""
    wanted = [(node, need) for node in row.within(wall.window) for need in node.needs]
    size = min(line * 0.66, 11)
    end = columns.month * wall.window.months
    places = apart(
        [wall.window.place(node.stands_on) * columns.month for node, _need in wanted],
        size * 1.12, size * 0.6, end - size * 0.6,
    )  # fmt: skip
    label = _type(line) * 0.7
    for at, ((_node, need), place) in enumerate(zip(wanted, places, strict=True)):
        shape, colour = GIVEN[need.state].shape, COLOURS[need.state]
        sheet.mark(x + place, y + line / 2, size, shape, colour, _(need.sign))
        start = place + size * 0.56 + 0.3
        limit = places[at + 1] - size * 0.56 - 0.4 if at + 1 < len(places) else end - 0.4
        if need.by and width(need.by, label) <= limit - start:
            sheet.text(x + start, y, limit - start, line, need.by, label, fill=QUIET, clear=True)


def _outside(
    sheet: Sheet, found: list[tuple[str, int]], x: float, y: float, room: float, line: float
) -> None:
    """The nodes left or right of the months, as symbols with their number; what does not fit is summed."""
    mark, size = min(line * 0.4, 7), _type(line) * 0.64
    at = x + 0.6
    for state, count in found:
        words = str(count)
        taken = mark + 0.3 + width(words, size) + 0.9
        if at + taken > x + room:
            break
        sheet.mark(at + mark / 2, y + line / 2, mark, SYMBOLS[state].shape, COLOURS[state])
        sheet.text(at + mark + 0.3, y, taken - mark - 0.4, line, words, size, least=size)
        at += taken


def _next(row: WallRow) -> str:
    node = row.next
    if node is None:
        return _("节点全部完成")
    words = [
        node.name,
        _day(node.forecast_on or node.planned_on),
        node.department,
        node.responsible,
    ]
    return "　".join(word for word in words if word)


def _foot(
    sheet: Sheet, about: About, x: float, y: float, room: float, high: float,
    size: float, page: str,
) -> None:  # fmt: skip
    words = _("扫码看实时图：%(address)s") % {"address": about.address}
    sheet.rule(x, y + 1, x + room, y + 1, thick=0.2, fill=GRID)
    sheet.text(x, y + 1.5, room * 0.7, high - 1.5, words, size, fill=QUIET)
    sheet.text(x + room * 0.7, y + 1.5, room * 0.3, high - 1.5, page, size, at="right", fill=QUIET)


def _day(day: date, *, year: bool = False) -> str:
    if year:
        return _("%(year)s年%(month)s月%(day)s日") % {"year": day.year, "month": day.month, "day": day.day}  # fmt: skip
    return _("%(month)s月%(day)s日") % {"month": day.month, "day": day.day}
