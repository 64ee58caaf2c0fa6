"""The workbook that an office fills in for a kind of record: its columns, choices from the office's own
data, what is known, and a sheet that explains it."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from pandeng.access.scope import Scope
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.exchange.imports.kinds import ImportKind
from pandeng.domain.exchange.imports.records import ID, columns_of
from pandeng.domain.registers.register import IN_YUAN

LINES = 2000  # to which the checks of cells reach
MAX_CHOICES = 1000


def template(kind: ImportKind, by: Scope, records: Iterable[Any] = ()) -> bytes:
    """A workbook for this kind; with `records`, their values stand in it, to be changed and sent back."""
    by.may(kind.permission).require()
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet, lists, about = (book.add_worksheet(name) for name in (_("填报"), _("选项"), _("说明")))
    lists.hide()
    _say(about, kind)
    columns = columns_of(kind)
    head = book.add_format({"bold": True, "bg_color": "#DCE6F2", "border": 1, "text_wrap": True})
    asked = book.add_format({"bold": True, "bg_color": "#FCE4D6", "border": 1, "text_wrap": True})
    looks = {
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "text": book.add_format({"num_format": "@"}),
        "number": book.add_format({"num_format": "#,##0.######"}),
    }
    for place, (name, title) in enumerate(columns.items()):
        item: Any = None if name == ID else kind.model._meta.get_field(name)
        needed = item is not None and not (item.null or item.blank or item.has_default())
        sheet.write_string(0, place, _head(name, title), asked if needed else head)
        sheet.set_column(place, place, 9 if name == ID else 18, looks[_look(item)])
        if item is not None:
            _check(book, sheet, lists, place, item, _offered(kind, name, item, by))
    for line, record in enumerate(records, start=1):
        for place, name in enumerate(columns):
            _write(sheet, line, place, _value(record, name), looks)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    book.close()
    return out.getvalue()


def _head(name: str, title: str) -> str:
    has_unit = name.endswith("_yuan") and "元" not in title
    return title + IN_YUAN if has_unit else title


def _say(sheet: Any, kind: ImportKind) -> None:
    lines = [
        _("本表用于登记“%(noun)s”。每行一条，表头不要改动。") % {"noun": _(kind.noun)},
        _("橙色表头必填。系统编号由系统生成：新记录留空，更正已有记录时保留。"),
        _("日期写成2022-05-31；金额单位以表头为准，也可在单元格内写明，如 1.2亿元。"),
        _("企业可写全称、简称或统一社会信用代码。"),
        _("更正已有记录时，空单元格不改动原值；要去掉原值，请写“清空”。"),
        _("填好后在同一页面上传，系统先列出新增、更正和有误的行，确认后才写入。"),
    ]
    sheet.set_column(0, 0, 90)
    for at, line in enumerate(lines):
        sheet.write_string(at, 0, line)


def _look(item: Any) -> str:
    kind = "" if item is None else item.get_internal_type()
    if kind == "DateField":
        return "day"
    return "number" if kind == "DecimalField" or "Integer" in kind else "text"


def _offered(kind: ImportKind, name: str, item: Any, by: Scope) -> Sequence[str]:
    """The words that a cell may hold, where they are few enough to choose from."""
    if item.choices:
        return [str(word) for _code, word in item.choices]
    if item.get_internal_type() == "BooleanField":
        return [_("是"), _("否")]
    if not item.is_relation:
        return []
    rows = kind.choices(name, by, {})
    words = [one.name if isinstance(one, Enterprise) else str(one) for one in rows[:MAX_CHOICES]]
    return list(dict.fromkeys(words))


def _check(
    book: Any, sheet: Any, lists: Any, place: int, item: Any, offered: Sequence[str]
) -> None:
    """The drop-down or check of a column; a list longer than a cell takes stands on a sheet of its own."""
    said: dict[str, Any] = {
        "error_title": _("请核对"),
        "error_type": "warning",
        "ignore_blank": True,
    }
    if offered:
        for line, word in enumerate(offered):
            lists.write_string(line, place, word)
        name = f"choices_{place}"
        column = xlsxwriter.utility.xl_col_to_name(place)
        reach = f"${column}$1:${column}${len(offered)}"
        book.define_name(name, f"='{lists.get_name()}'!{reach}")
        rule: dict[str, Any] = {
            "validate": "list",
            "source": f"={name}",
            "error_message": _("请从列表中选择。"),
        }
    elif _look(item) == "number":
        rule = {"validate": "decimal", "criteria": ">=", "value": 0}
        rule["error_message"] = _("请填数字。")
    else:
        return
    sheet.data_validation(1, place, LINES, place, said | rule)


def _value(record: Any, name: str) -> Any:
    if name == ID:
        return record.pk
    item = record._meta.get_field(name)
    value = getattr(record, name)
    if item.choices and value not in (None, ""):
        return str(dict(item.choices).get(value, value))
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return value.name if isinstance(value, Enterprise) else value


def _write(sheet: Any, line: int, place: int, value: Any, looks: dict[str, Any]) -> None:
    if value is None or value == "":
        return
    if hasattr(value, "isoformat"):
        sheet.write_datetime(line, place, value, looks["day"])
    elif isinstance(value, int | float) or hasattr(value, "quantize"):
        sheet.write_number(line, place, value)
    else:
        sheet.write_string(line, place, str(value)[:32000])
