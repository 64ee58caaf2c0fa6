"""A list of enterprise names as somebody sends it: .csv or .txt, UTF-8 or GB18030, with or without head."""

import csv
import io

from django.utils.translation import gettext as _

from pandeng.core.errors import DomainError

MAX_BYTES = 2 * 2**20
HEADS = ("企业名称", "单位名称", "企业全称", "公司名称", "名称", "企业", "name")


def names(data: bytes) -> list[str]:
    """The names, in order: of the column whose head says so, else of the first column."""
    if len(data) > MAX_BYTES:
        raise DomainError(_("文件超过2 MB，请拆分后分别上传。"))
    rows = [row for row in csv.reader(io.StringIO(_text(data))) if any(map(str.strip, row))]
    if not rows:
        raise DomainError(_("文件里没有名称。每行一个企业名称，或有“企业名称”一列。"))
    head = [cell.strip().lower() for cell in rows[0]]
    column = next((head.index(word) for word in HEADS if word in head), None)
    body = rows if column is None else rows[1:]
    found = [row[column or 0].strip() for row in body if len(row) > (column or 0)]
    return [name for name in found if name]


def _text(data: bytes) -> str:
    if b"\0" in data[:4096] or data[:4] == b"PK\x03\x04":
        raise DomainError(_("请把表格另存为CSV（逗号分隔）后上传。"))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DomainError(_("文件编码无法识别，请另存为UTF-8编码的CSV。"))
