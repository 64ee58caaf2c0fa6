"""A sent table and its head: which column is which field, where the rows begin, what is left out."""

import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from tempfile import TemporaryFile
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.core.errors import DomainError

MAX_BYTES = 20 * 2**20
SECONDS = 10
HEAD_WITHIN = 20  # lines
LEAST_ENDING = 3  # characters; fewer end too many titles
NAME = "名称"  # how people head the column of names, whatever the field is called
UNREAD = gettext_noop("文件太大或已损坏，读不完。请另存为 .xlsx 后再上传。")
_BRACKETS = re.compile(r"[(（\[【〔](.*?)[)）\]】〕]")
_DECORATION = re.compile(r"[\s*＊★:：·、/\u200b\ufeff\u00a0]")
_UNITS = re.compile(r"^(?:单位[:：]?)?(亿元|万元|元|亩|人|家|%|％)$")
LEFT_OUT = re.compile(
    r"^((合计|总计|小计|共计)([(（:：\d].*)?"
    r"|(注\d*|说明|备注|制表)[:：].*|(填表人|填报人|审核人|制表人)([:：].*)?)$"
)


@dataclass(frozen=True)
class SentSheet:
    """The cells of one sheet; a date is a date, an empty cell is None."""

    name: str
    hidden: bool
    rows: list[list[Any]]


@dataclass(frozen=True)
class SentTable:
    """A sheet whose head was found: `columns` gives the field of a column, `units` the unit of its head.

    `titles` are the words of all columns; `first` is the line (from 0) of the first row.
    """

    sheet: SentSheet
    titles: list[str]
    columns: dict[int, str]
    units: dict[int, str]
    first: int

    @property
    def lines(self) -> list[tuple[int, list[Any]]]:
        """The rows with their line in the sheet, from 1; empty ones, totals and notes are left out."""
        wide = len(self.titles)
        return [
            (number, row + [None] * (wide - len(row)))
            for number, row in enumerate(self.sheet.rows[self.first :], start=self.first + 1)
            if not _left_out(row)
        ]


def read_sheets(data: bytes) -> list[SentSheet]:
    """The sheets of a file, read in a child process with limits; refuses what cannot be read."""
    if len(data) > MAX_BYTES:
        raise DomainError(_("文件超过20 MB，请拆分后分别上传。"))
    try:
        answer = json.loads(run_apart("parse", data))
    except ValueError:
        raise DomainError(_(UNREAD)) from None
    if "refused" in answer:
        raise DomainError(_(answer["refused"]) % answer["of"])
    return [
        SentSheet(
            one["name"], one["hidden"], [[_cell(cell) for cell in row] for row in one["rows"]]
        )
        for one in answer["sheets"]
    ]


def run_apart(module: str, data: bytes) -> bytes:
    """What a module of this package answers in a process of its own, which has limits."""
    try:
        with TemporaryFile() as out:  # how much it may answer is limited too; a pipe has no end
            subprocess.run(
                [sys.executable, "-m", f"pandeng.domain.exchange.imports.{module}"],
                input=data,
                stdout=out,
                stderr=subprocess.DEVNULL,
                timeout=SECONDS,
                check=True,
            )
            out.seek(0)
            return out.read()
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        raise DomainError(_(UNREAD)) from None


def find_head(sheet: SentSheet, words: Mapping[str, str], chosen: Mapping[int, str]) -> SentTable:
    """The line, or two lines, whose cells say the most of these words (plain title to field).

    `chosen` is what a person said of columns; it goes before what their titles say.
    """
    best, best_depth = SentTable(sheet, [], {}, {}, 0), 0
    for line in range(min(HEAD_WITHIN, len(sheet.rows))):
        for depth in (1, 2):
            found = _head_at(sheet, line, depth, words)
            if (len(found.columns), -depth) > (len(best.columns), -best_depth):
                best, best_depth = found, depth
    if not best.columns and not chosen:
        raise DomainError(_("前20行里没有找到表头。请下载模板对照列名，或改选工作表。"))
    if not best.titles and sheet.rows:
        best = _head_at(sheet, 0, 1, words)
    told = set(chosen.values())
    columns = {at: name for at, name in best.columns.items() if name not in told} | dict(chosen)
    return SentTable(
        sheet,
        best.titles,
        {at: name for at, name in columns.items() if name and at < len(best.titles)},
        best.units,
        best.first,
    )


def plain_title(written: Any) -> tuple[str, str]:
    """The words of a head without marks and brackets, and the unit that a bracket names."""
    text = unicodedata.normalize("NFKC", str(written if written is not None else ""))
    unit = next(
        (found[1] for inner in _BRACKETS.findall(text) if (found := _UNITS.match(inner.strip()))),
        "",
    )
    return _DECORATION.sub("", _BRACKETS.sub("", text)).lower(), unit.replace("％", "%")


def _head_at(sheet: SentSheet, line: int, depth: int, words: Mapping[str, str]) -> SentTable:
    upper, lower = sheet.rows[line], sheet.rows[line + depth - 1 : line + depth] or [[]]
    wide = max(len(upper), len(lower[0]))
    titles: list[str] = []
    columns: dict[int, str] = {}
    units: dict[int, str] = {}
    for at in range(wide):
        said = [_at(upper, at), _at(lower[0], at)] if depth == 2 else [_at(upper, at)]
        title, field, unit = _named(said, words)
        titles.append(title)
        if field and field not in columns.values():
            columns[at], units[at] = field, unit
    return SentTable(sheet, titles, columns, units, line + depth)


def _named(said: Sequence[Any], words: Mapping[str, str]) -> tuple[str, str, str]:
    """The title of a column, its field, its unit: of the joined lines, else of the lowest that fits."""
    written = list(dict.fromkeys(str(one).strip() for one in said if one is not None))
    whole = "".join(written)
    for title in (whole, *reversed(written)):
        base, unit = plain_title(title)
        if field := words.get(base) or _only_ending(base, words):
            return whole, field, unit
    return whole, "", plain_title(whole)[1]


def _only_ending(base: str, words: Mapping[str, str]) -> str:
    """The one field whose words end with these: 县市区 for 经营所在县市区."""
    fields = {field for word, field in words.items() if word.endswith(base)}
    return fields.pop() if len(base) >= LEAST_ENDING and len(fields) == 1 else ""


def _at(row: Sequence[Any], place: int) -> Any:
    return row[place] if place < len(row) else None


def _left_out(row: Sequence[Any]) -> bool:
    written = [str(cell).strip() for cell in row if cell is not None and str(cell).strip()]
    return not written or bool(LEFT_OUT.match(re.sub(r"\s", "", written[0])))


def _cell(cell: Any) -> Any:
    if isinstance(cell, dict):
        return date.fromisoformat(cell["date"]) if "date" in cell else cell["at"]
    return cell
