"""One written cell as the value of a field: full-width digits, units, dates as text, words for codes."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from math import isfinite
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from pandeng.access.scope import Scope
from pandeng.core import units
from pandeng.core.errors import DomainError
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.enterprises.queries import only_meant_by
from pandeng.domain.exchange.imports.kinds import ImportKind

YES, NO = (
    {"是", "有", "√", "✓", "y", "yes", "true", "1"},
    {"否", "无", "×", "n", "no", "false", "0"},
)
SERIAL = range(20_000, 80_000)  # days since 1899-12-30: 1954 to 2119
NARROW = {  # letters, digits and blanks in full width; marks stay as they were written
    wide: wide - 0xFEE0
    for wide in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
} | {0x3000: " ", 0xA0: " ", 0x200B: None, 0xFEFF: None}
_DAY = re.compile(r"^(\d{4})\s*[年./-]\s*(\d{1,2})\s*(?:[月./-]\s*(\d{1,2})?\s*日?)?$")
_SHORTENED = re.compile(r"^\d(\.\d+)?e\+\d+$", re.IGNORECASE)
EMPTY = {"", "-", "—", "——", "/", "无数据"}
FAILED = re.compile(r"^#(DIV/0!|N/A|REF!|VALUE!|NAME\?|NUM!|NULL!)$")
CLEAR = "清空"  # what a person writes to take a value away


def text_of(cell: Any) -> str:
    """What a cell says: letters and digits in half width, no outer and invisible blanks; 12.0 is 12."""
    if isinstance(cell, float) and isfinite(cell):
        return units.plain(Decimal(f"{cell:.15g}"))  # as many digits as a spreadsheet keeps
    return str(cell if cell is not None else "").translate(NARROW).strip()


def _half(text: str) -> str:
    """For comparing and reading, never for keeping: marks in half width too."""
    return unicodedata.normalize("NFKC", text).strip()


def is_blank(cell: Any) -> bool:
    """Does a cell say nothing? Of a record that is met again it changes nothing."""
    return _half(text_of(cell)) in EMPTY


class CellReader:
    """Reads the cells of one kind of record for one person; each name is looked up once."""

    def __init__(self, kind: ImportKind, by: Scope) -> None:
        self.kind, self.by = kind, by
        self._meant: dict[tuple[str, Any, str], Any] = {}

    def read(self, name: str, cell: Any, unit: str, known: Mapping[str, Any]) -> Any:
        """The value of a field; refuses with what is wrong and what is expected."""
        item: Any = self.kind.model._meta.get_field(name)
        text = text_of(cell)
        if is_blank(cell) or text == CLEAR:
            return self._nothing(item)
        if FAILED.match(text):
            raise DomainError(_("公式出错（%(text)s），请改好公式或直接填值。") % {"text": text})
        if item.is_relation:
            return self._record(item, name, text, known)
        return self._value(item, name, cell, text, unit)

    def _nothing(self, item: Any) -> Any:
        if item.has_default():
            return item.get_default()
        if not item.null and not item.blank:
            raise DomainError(_("没有填写。"))
        return None if item.null else ""

    def _value(self, item: Any, name: str, cell: Any, text: str, unit: str) -> Any:
        kind = item.get_internal_type()
        value: Any = text
        if item.choices:
            value = _choice(item, text)
        elif kind == "DateField":
            value = _day(cell, _half(text))
        elif kind == "BooleanField":
            value = _yes(_half(text))
        elif kind == "DecimalField" or "Integer" in kind:
            value = _number(_half(text), unit if name.endswith("_yuan") else "")
            if "Integer" in kind and value != value.to_integral_value():
                raise DomainError(_("“%(text)s”不是整数。") % {"text": text[:30]})
        elif _SHORTENED.match(text):
            raise DomainError(
                _("“%(text)s”被表格软件缩写成了科学计数，请把这一列设为文本后重填。")
                % {"text": text}
            )
        try:
            return self.kind.tidy(name, item.clean(value, None))
        except ValidationError as wrong:
            raise DomainError(str(wrong.messages[0])) from wrong

    def _record(self, item: Any, name: str, text: str, known: Mapping[str, Any]) -> Any:
        depends = tuple(sorted((key, str(value)) for key, value in known.items()))
        key = (name, depends if self.kind.depends(name) else (), text)
        if key not in self._meant:
            self._meant[key] = self._look_up(item, name, text, known)
        found = self._meant[key]
        if isinstance(found, DomainError):
            raise found
        return found

    def _look_up(self, item: Any, name: str, text: str, known: Mapping[str, Any]) -> Any:
        if item.related_model is Enterprise and not self.kind.depends(name):
            try:
                return only_meant_by(self.by, text)
            except DomainError as refusal:
                return refusal
        rows = [one for one in self.kind.choices(name, self.by, known) if _says(one, text)]
        if len(rows) == 1:
            return rows[0]
        said = _("没有找到“%(text)s”。") if not rows else _("“%(text)s”不止一个，请写编号。")
        return DomainError(said % {"text": text[:40]})


def _says(record: Any, text: str) -> bool:
    words = (getattr(record, name, "") for name in ("name", "short_name", "code", "number"))
    return _half(text) in {_half(str(word)) for word in (record, *words) if word}


def _choice(item: Any, text: str) -> Any:
    words = {str(word): code for code, word in item.choices}
    meant = {str(code): code for code in words.values()}
    meant |= {_half(word): code for word, code in words.items()}
    if (said := _half(text)) in meant:
        return meant[said]
    raise DomainError(
        _("没有“%(text)s”这个选项，可填：%(words)s。")
        % {"text": text[:30], "words": "、".join(words)[:200]}
    )


def _day(cell: Any, text: str) -> date:
    if isinstance(cell, date):
        return cell
    if re.fullmatch(r"\d{5}", text) and int(text) in SERIAL:
        return date(1899, 12, 30) + timedelta(days=int(text))
    if re.fullmatch(r"\d{8}", text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    if found := _DAY.match(text.split(" ")[0]):
        year, month, day = found[1], found[2], found[3] or "1"
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            pass
    raise DomainError(_("“%(text)s”不是日期，请写成2022-05-31。") % {"text": text[:30]})


def _yes(text: str) -> bool:
    if text.lower() in YES | NO:
        return text.lower() in YES
    raise DomainError(_("请填“是”或“否”，这里是“%(text)s”。") % {"text": text[:30]})


def _number(text: str, unit: str) -> Decimal:
    """A number; money in yuan, by the unit in the cell, else by the one in the head."""
    digits = text.replace(" ", "").replace(",", "").replace("−", "-")
    try:
        value, own = units.parse(digits)
    except (ValueError, InvalidOperation):
        raise DomainError(_("“%(text)s”不是数字。") % {"text": text[:30]}) from None
    if own or not unit or digits.endswith(("万", "亿")):
        return value
    return value * units.SIZES.get(unit, Decimal(1))
