"""The minutes of a consultation as a Word file."""

import io
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from pandeng.domain.demands.models import Attendance, Consultation, ConsultationItem

FONT, TITLE_FONT = "仿宋", "黑体"


def minutes(
    session: Consultation,
    attendances: Sequence[Attendance],
    items: Sequence[ConsultationItem],
) -> bytes:
    """Title, time and place, who came, then each demand with its decision, unit and deadline."""
    document = Document()
    _font(document.styles["Normal"], FONT, 12)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _font(title.add_run(_("会商纪要")), TITLE_FONT, 20)
    head = document.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    head.add_run(session.title)
    _line(document, _("时间"), str(session.held_on))
    _line(document, _("地点"), session.place)
    _line(document, _("主持"), session.chair)
    came = [row for row in attendances if row.came]
    absent = [row for row in attendances if row.came is False]
    _line(document, _("到会"), "、".join(_who(row) for row in came))
    if absent:
        _line(document, _("缺席"), "、".join(str(row.department) for row in absent))
    table = document.add_table(rows=1, cols=5)
    table.style = "Table Grid"
    titles = (_("序号"), _("诉求"), _("会商决定"), _("责任单位"), _("完成期限"))
    for cell, words in zip(table.rows[0].cells, titles, strict=True):
        cell.text = words
    for item in items:
        cells = table.add_row().cells
        demand = item.demand
        values: tuple[Any, ...] = (
            item.order,
            f"{demand.whose}：{demand.title}（{demand.number}）",
            item.decision or _("未议决"),
            item.department or "",
            item.due_on or "",
        )
        for cell, value in zip(cells, values, strict=True):
            cell.text = str(value)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _who(row: Attendance) -> str:
    return f"{row.department}（{row.person}）" if row.person else str(row.department)


def _line(document: Any, title: str, words: str) -> None:
    paragraph = document.add_paragraph()
    _font(paragraph.add_run(f"{title}："), TITLE_FONT, 12)
    paragraph.add_run(words or "—")


def _font(of: Any, name: str, points: int) -> None:
    """Latin and East Asian face: Word picks by script, so both are named."""
    of.font.name, of.font.size = name, Pt(points)
    of.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)
