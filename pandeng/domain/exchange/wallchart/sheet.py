"""One project on one A4 page: what it is, its light, its nodes with guarantees, its money by month."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from pandeng.core.units import money
from pandeng.domain.exchange.wallchart.charts import (
    COLOURS,
    LIGHT_COLOURS,
    LIGHT_SHAPES,
    About,
)
from pandeng.domain.exchange.wallchart.paper import GRID, INK, QUIET, Sheet, width, wrap
from pandeng.domain.projects.chart import GIVEN, SYMBOLS, WallPoint
from pandeng.domain.projects.models import Level
from pandeng.domain.projects.wall import ProjectSheet

A4 = (210.0, 297.0)
MARGIN = 14.0
WAN = 10_000


def a4(project: ProjectSheet, about: About) -> list[Sheet]:
    """The page of a project; its nodes flow on to a second page where one is too short."""
    pages = [Sheet(*A4)]
    y = _head(pages[0], project, about)
    y = _facts(pages[0], project, y + 2)
    y = _reasons(pages[0], project, y + 2)
    y = _money(pages[0], project, y + 3)
    _nodes(pages, project, y + 4)
    for number, page in enumerate(pages, start=1):
        _foot(page, about, number, len(pages))
    return pages


# -- inside -----------------------------------------------------------------------------------


def _head(sheet: Sheet, project: ProjectSheet, about: About) -> float:
    room = A4[0] - 2 * MARGIN
    code, row = 24.0, project.row
    sheet.picture(A4[0] - MARGIN - code, MARGIN, code, about.code)
    y = MARGIN
    text = _("%(cluster)s%(year)s年重点项目") % {
        "cluster": about.cluster,
        "year": project.as_of.year,
    }
    sheet.text(MARGIN, y, room - code - 4, 5, text, 9.5, fill=QUIET)
    y += 6
    for line in wrap(row.name, room - code - 4, 17)[:2]:
        sheet.text(MARGIN, y, room - code - 4, 8, line, 17, bold=True)
        y += 8
    y += 1
    x = MARGIN
    if row.light:
        tone = row.light.tone
        colour = LIGHT_COLOURS.get(tone, QUIET)
        sheet.mark(x + 2, y + 2.5, 3.6, LIGHT_SHAPES.get(tone, "ring"), colour)
        taken = width(row.light.word, 10.5)
        sheet.text(x + 5, y, taken + 1, 5, row.light.word, 10.5, bold=True, fill=colour)
        x += taken + 11
    day = _("截至%(day)s") % {"day": project.as_of.isoformat()}
    as_known = "　".join(word for word in (day, about.known) if word)
    sheet.text(x, y, room - code - 4 - (x - MARGIN), 5, as_known, 10)
    return max(y + 6, MARGIN + code)


def _facts(sheet: Sheet, project: ProjectSheet, y: float) -> float:
    """Two columns of a word and its value."""
    row = project.row
    levels = "、".join(str(Level(level).label) for level in row.levels)
    facts = [
        (_("项目编号"), row.code), (_("所在县市区"), row.county),
        (_("产业链"), row.chain), (_("建设单位"), project.enterprise),
        (_("层级"), levels), (_("市级领导"), row.leader),
        (_("计划总投资"), money(row.planned_total_yuan)),
        (_("年度计划投资"), money(row.annual_plan_yuan)),
        *((word, day.isoformat() if day else "") for word, day in project.stages),
    ]  # fmt: skip
    column = (A4[0] - 2 * MARGIN) / 2
    sheet.rule(MARGIN, y, A4[0] - MARGIN, y, thick=0.3)
    for at, (word, value) in enumerate(facts):
        x = MARGIN + column * (at % 2)
        if at and at % 2 == 0:
            y += 6.2
        sheet.text(x, y, 24, 6.2, word, 9, fill=QUIET)
        sheet.text(x + 25, y, column - 27, 6.2, value or "—", 9.5, least=6)
        sheet.rule(x, y + 6.2, x + column, y + 6.2)
    return y + 6.2


def _reasons(sheet: Sheet, project: ProjectSheet, y: float) -> float:
    light = project.row.light
    for reason in light.reasons if light else ():
        for line in wrap(f"{light.word}：{reason}" if light else reason, A4[0] - 2 * MARGIN, 9.5):
            sheet.text(MARGIN, y, A4[0] - 2 * MARGIN, 5, line, 9.5, least=9.4)
            y += 5
    return y


def _money(sheet: Sheet, project: ProjectSheet, y: float) -> float:
    """The year's money by month as bars with their numbers, in 万元."""
    room, high = A4[0] - 2 * MARGIN, 22.0
    done = sum(amount or 0 for _month, amount in project.months)
    heading = _("本年投资完成（万元）：累计%(done)s，年度计划%(plan)s") % {
        "done": _wan(done), "plan": _wan(project.row.annual_plan_yuan),
    }  # fmt: skip
    sheet.text(MARGIN, y, room, 6, heading, 10.5, bold=True)
    y += 8
    step = room / 12
    most = max([amount or 0 for _month, amount in project.months] or [0]) or 1
    for at, (month, amount) in enumerate(project.months):
        x = MARGIN + at * step
        tall = (amount or 0) / most * (high - 5)
        if amount:
            sheet.band(x + step * 0.2, y + high - tall, step * 0.6, tall, "#4a5769")
        words = "—" if amount is None else _wan(amount)
        sheet.text(x, y + high - tall - 4.4, step, 4, words, 7.5, at="center", least=5)
        sheet.text(x, y + high + 0.5, step, 4.5, _("%(month)s月") % {"month": month.month}, 8, at="center", fill=QUIET)  # fmt: skip
    sheet.rule(MARGIN, y + high, A4[0] - MARGIN, y + high, thick=0.25, fill=QUIET)
    return y + high + 5.5


def _wan(yuan: int) -> str:
    return f"{yuan / WAN:,.1f}".replace(",", "").removesuffix(".0")


HEADS = (
    4.0,
    6.0,
    33.0,
    21.0,
    21.0,
    21.0,
    24.0,
)  # mark, order, name, plan, now expected, done, state


TIGHTEST = 0.78


def _nodes(pages: list[Sheet], project: ProjectSheet, y: float) -> None:
    """The table of nodes, set tighter where that keeps it on one page."""
    sheet = pages[-1]
    rest = A4[0] - 2 * MARGIN - sum(HEADS)
    titles = (
        "",
        "",
        _("节点"),
        _("计划完成"),
        _("预计完成"),
        _("实际完成"),
        _("状态"),
        _("责任单位和责任人"),
    )
    y = _node_head(sheet, titles, rest, y)
    end = A4[1] - MARGIN - 7
    tight = 1.0
    while tight > TIGHTEST and y + sum(_tall(node, tight) for node in project.row.nodes) > end:
        tight -= 0.02
    for node in project.row.nodes:
        if y + _tall(node, tight) > end:
            sheet = Sheet(*A4)
            pages.append(sheet)
            y = _node_head(sheet, titles, rest, MARGIN)
        y = _node(sheet, node, rest, y, tight)


def _tall(node: WallPoint, tight: float) -> float:
    return (6.6 + 4.4 * len(_note_lines(node, tight))) * tight


def _note_lines(node: WallPoint, tight: float) -> list[str]:
    notes = _notes(node)
    return wrap("　".join(notes), A4[0] - 2 * MARGIN - 12, 8.5 * tight) if notes else []


def _node_head(sheet: Sheet, titles: Sequence[str], rest: float, y: float) -> float:
    sheet.band(MARGIN, y, A4[0] - 2 * MARGIN, 6.6)
    x = MARGIN
    for words, wide in zip(titles, (*HEADS, rest), strict=True):
        sheet.text(x + 0.5, y, wide - 1, 6.6, words, 9, bold=True, least=6)
        x += wide
    return y + 6.6


def _node(sheet: Sheet, node: WallPoint, rest: float, y: float, tight: float) -> float:
    symbol, x, line = SYMBOLS[node.state], MARGIN, 6.6 * tight
    mark = (3.6 if node.is_key else 2.8) * tight
    sheet.mark(x + 2, y + line / 2, mark, symbol.shape, COLOURS[node.state])
    who = "　".join(word for word in (node.department, node.responsible) if word)
    cells = (
        "", str(node.order), node.name, _date(node.planned_on), _date(node.forecast_on),
        _date(node.actual_on), _(symbol.word), who,
    )  # fmt: skip
    for at, (words, wide) in enumerate(zip(cells, (*HEADS, rest), strict=True)):
        bold = node.is_key and at == 2
        sheet.text(x + 0.5, y, wide - 1, line, words, 9 * tight, bold=bold, least=5.5)
        x += wide
    y += line
    for note in _note_lines(node, tight):
        size = 8.5 * tight
        sheet.text(MARGIN + 11, y - 0.8 * tight, A4[0] - 2 * MARGIN - 12, 4.4 * tight, note, size, fill=QUIET, least=size * 0.98)  # fmt: skip
        y += 4.4 * tight
    sheet.rule(MARGIN, y, A4[0] - MARGIN, y, fill=GRID)
    return y


def _notes(node: WallPoint) -> list[str]:
    """Below the node: the first plan where it was moved, what it waits for, its guarantees, what blocks it."""
    notes = []
    if node.original_on and node.original_on != node.planned_on:
        notes.append(_("原计划%(day)s") % {"day": node.original_on.isoformat()})
    if node.waits_for:
        notes.append(_("先决节点：%(nodes)s") % {"nodes": "、".join(node.waits_for)})
    for need in node.needs:
        state = _(GIVEN[need.state].word)
        given = f" {need.given_on.isoformat()}" if need.given_on else ""
        notes.append(_("要素保障：%(word)s，%(by)s，%(state)s") % {"word": need.what, "by": need.by or "—", "state": state + given})  # fmt: skip
    if node.blocked_by:
        notes.append(_("受阻：%(why)s") % {"why": node.blocked_by})
    return notes


def _date(day: date | None) -> str:
    return day.isoformat() if day else "—"


def _foot(sheet: Sheet, about: About, number: int, pages: int) -> None:
    y = A4[1] - MARGIN - 5
    sheet.rule(MARGIN, y, A4[0] - MARGIN, y, thick=0.2)
    words = _("扫码看实时页：%(address)s") % {"address": about.address}
    sheet.text(MARGIN, y, 130, 6, words, 8, fill=QUIET)
    pages_text = _("第%(page)s页 共%(pages)s页") % {"page": number, "pages": pages}
    sheet.text(A4[0] - MARGIN - 40, y, 40, 6, pages_text, 8, at="right", fill=INK)
