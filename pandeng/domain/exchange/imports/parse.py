"""Cells of a sent file, read in a process of its own that may use 5 s of computing and 512 MB, and
answer with 32 MB.

`python -m pandeng.domain.exchange.imports.parse NAME` reads the file from its input and answers with
JSON: the sheets, or one sentence that says why not. It knows nothing of the program or its records.
"""

import csv
import io
import json
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext_noop

MAX_ROWS, MAX_COLUMNS = 100_000, 400
ENCODINGS = ("utf-8-sig", "gb18030")
WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx and .ods; .xls
LIMITS = {"RLIMIT_CPU": 5, "RLIMIT_AS": 2**29, "RLIMIT_FSIZE": 2**25}


class Refused(Exception):
    """One sentence for whoever sent the file, and its facts; it is translated where it is told."""

    def __init__(self, said: str, **facts: Any) -> None:
        super().__init__(said)
        self.said, self.facts = said, facts


def sheets(data: bytes) -> list[dict[str, Any]]:
    """Every sheet with its name, whether it is hidden, and its rows."""
    if data.startswith(WORKBOOK):
        return _workbook(data)
    text = _text(data)
    if text.lstrip()[:200].lower().startswith(("<!doctype", "<html", "<table", "<?xml")):
        raise Refused(
            gettext_noop("文件内容是网页，不是表格。请用表格软件打开后另存为 .xlsx 再上传。")
        )
    return [{"name": "", "hidden": False, "rows": _delimited(text)}]


def _workbook(data: bytes) -> list[dict[str, Any]]:
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError:
        raise Refused(gettext_noop("工作簿有密码，打不开。请去掉密码后再上传。")) from None
    except CalamineError:
        raise Refused(gettext_noop("工作簿打不开，请另存为 .xlsx 后再上传。")) from None
    found = []
    for about in book.sheets_metadata:
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(about.name)
        if sheet.total_height > MAX_ROWS or sheet.total_width > MAX_COLUMNS:
            raise Refused(
                gettext_noop(
                    "工作表“%(sheet)s”有%(rows)s行、%(columns)s列，最多%(most)s行、%(wide)s列。请删去空行空列或拆分后再上传。"
                ),
                sheet=about.name,
                rows=sheet.total_height,
                columns=sheet.total_width,
                most=MAX_ROWS,
                wide=MAX_COLUMNS,
            )
        rows = [[_plain(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
        _spread(rows, sheet.merged_cell_ranges or [])
        found.append(
            {
                "name": about.name,
                "hidden": about.visible != SheetVisibleEnum.Visible,
                "rows": rows,
            }
        )
    return found


def _spread(rows: list[list[Any]], merged: Any) -> None:
    """A merged cell says the same in each of its places."""
    for (top, left), (bottom, right) in merged:
        if top >= len(rows) or left >= len(rows[top]):
            continue
        for row in rows[top : bottom + 1]:
            row[left : right + 1] = [rows[top][left]] * len(row[left : right + 1])


def _plain(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return {"date": cell.date().isoformat()} if cell.time() == time() else {"at": str(cell)}
    if isinstance(cell, date):
        return {"date": cell.isoformat()}
    if isinstance(cell, time | timedelta):
        return str(cell)
    return None if cell == "" else cell


def _text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refused(gettext_noop("文件读不出来。请用 .xlsx、.xls、.ods 或 .csv 格式。"))


def _delimited(text: str) -> list[list[str | None]]:
    csv.field_size_limit(10**7)
    first = text.splitlines()[:5]
    mark = max("\t,;", key=lambda one: sum(line.count(one) for line in first))
    rows = list(csv.reader(io.StringIO(text, newline=None), delimiter=mark))
    if len(rows) > MAX_ROWS:
        raise Refused(
            gettext_noop("文件有%(rows)s行，最多%(most)s行。请拆分后再上传。"),
            rows=len(rows),
            most=MAX_ROWS,
        )
    return [[cell or None for cell in row] for row in rows]


def limit() -> None:
    """Hold this process to the limits: it ends by itself where a file asks for more."""
    import resource

    for name, most in LIMITS.items():
        resource.setrlimit(getattr(resource, name), (most, most))


def main() -> None:
    limit()
    try:
        answer: dict[str, Any] = {"sheets": sheets(sys.stdin.buffer.read())}
    except Refused as why:
        answer = {"refused": why.said, "of": why.facts}
    except MemoryError:
        answer = {"refused": gettext_noop("文件太大，读不完。请拆分后再上传。"), "of": {}}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
