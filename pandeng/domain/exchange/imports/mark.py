"""The sender's own workbook with a comment and a colour on every cell that is wrong; all else as it was.

`python -m pandeng.domain.exchange.imports.mark` runs apart, with limits: its input is a line of JSON
(the sheet, and row, column and sentence of each mark, from 1), then the workbook; it answers with the
workbook.
"""

import io
import json
import sys
from collections.abc import Sequence
from typing import Any

from pandeng.domain.exchange.imports.parse import limit

COLOUR = "FFFFE699"
AUTHOR = "攀登"
Mark = tuple[int, int, str]


def marked(data: bytes, sheet: str, marks: Sequence[Mark]) -> bytes:
    from openpyxl import load_workbook
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    workbook = load_workbook(io.BytesIO(data))
    for row, column, said in marks:
        cell = _first_of(workbook[sheet], workbook[sheet].cell(row=row, column=column))
        before = f"{cell.comment.text}\n" if cell.comment else ""
        cell.comment = Comment(before + said, AUTHOR)
        cell.fill = PatternFill("solid", fgColor=COLOUR)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _first_of(sheet: Any, cell: Any) -> Any:
    """Of merged cells only the first takes a comment."""
    merged = (one for one in sheet.merged_cells.ranges if cell.coordinate in one)
    held = next(merged, None)
    return sheet.cell(row=held.min_row, column=held.min_col) if held else cell


def main() -> None:
    limit()
    asked = json.loads(sys.stdin.buffer.readline())
    data = marked(sys.stdin.buffer.read(), asked["sheet"], asked["marks"])
    sys.stdout.buffer.write(data)


if __name__ == "__main__":
    main()
