"""Rows as an Excel workbook. Text is written as text: nothing that begins with = + - @ becomes a formula."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

WIDEST = 48
A4 = 9


def workbook(
    title: str, notes: Sequence[str], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> bytes:
    """One sheet: the title, a line per note (as-of, known-at, scope), a frozen header with filters, the
    rows; printed on A4 across, one page wide, the header on each page."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(
        title[:31].translate({ord(mark): None for mark in "[]:*?/\\"}) or "1"
    )
    bold = book.add_format({"bold": True, "font_size": 14})
    head = book.add_format({"bold": True, "bg_color": "#DCE6F2", "border": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm", "align": "left"})
    sheet.write_string(0, 0, title, bold)
    for line, note in enumerate(notes, start=1):
        sheet.write_string(line, 0, note)
    top = len(notes) + 2
    widths = [len(column) * 2 for column in columns]
    for place, column in enumerate(columns):
        sheet.write_string(top, place, column, head)
    line = top
    for line, row in enumerate(rows, start=top + 1):
        for place, value in enumerate(row):
            if value is None:
                continue
            if isinstance(value, bool):
                sheet.write_string(line, place, "是" if value else "否")
            elif isinstance(value, int | float | Decimal):
                sheet.write_number(line, place, value)
            elif isinstance(value, datetime):
                sheet.write_datetime(line, place, value.replace(tzinfo=None), moment)
            elif isinstance(value, date):
                sheet.write_datetime(line, place, datetime(value.year, value.month, value.day), day)
            else:
                sheet.write_string(line, place, str(value)[:32000])
            if line < top + 200:
                widths[place] = max(widths[place], len(str(value)) * 2)
    for place, width in enumerate(widths):
        sheet.set_column(place, place, min(max(width, 8), WIDEST))
    sheet.freeze_panes(top + 1, 0)
    sheet.autofilter(top, 0, line, max(0, len(columns) - 1))
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    book.close()
    return out.getvalue()
