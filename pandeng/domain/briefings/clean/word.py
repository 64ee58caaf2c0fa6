"""The text of a Word file as a reader sees it when every tracked change is accepted.

Text boxes, content controls, nested tables, headers, footers and notes are read; deleted and hidden
text is not. A row of a table is one line, a merged cell says the same in each of its places.
"""

import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ASIDE = ("header", "footer", "footnotes", "endnotes")
# What is not part of the text when changes are accepted; pictures of a text box for old programs.
_LEFT_OUT = {
    f"{W}del", f"{W}moveFrom", f"{W}delText", f"{W}instrText", f"{W}pPr", f"{W}tblPr", f"{W}sectPr",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}  # fmt: skip
MAX_SPAN = 60


def text_of(archive: zipfile.ZipFile) -> str:
    """The body, then headers, footers and notes, each said once."""
    lines = list(_blocks(_root(archive, "word/document.xml")))
    for name in sorted(archive.namelist()):
        part = name.removeprefix("word/")
        if name.startswith("word/") and part.startswith(_ASIDE) and part.endswith(".xml"):
            lines += [line for line in _blocks(_root(archive, name)) if line and line not in lines]
    return "\n".join(lines)


def _root(archive: zipfile.ZipFile, name: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(archive.read(name), parser)


def _blocks(element: Any) -> Iterator[str]:
    """Paragraphs and rows in the order of the page, whatever they are wrapped in."""
    for child in element:
        if child.tag in _LEFT_OUT:
            continue
        if child.tag == f"{W}p":
            yield "".join(_words(child))
            for box in child.iter(f"{W}txbxContent"):
                if not any(above.tag in _LEFT_OUT for above in box.iterancestors()):
                    yield from _blocks(box)
        elif child.tag == f"{W}tbl":
            yield from _rows(child)
        elif isinstance(child.tag, str):
            yield from _blocks(child)


def _words(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag in _LEFT_OUT or child.tag == f"{W}txbxContent" or _is_hidden(child):
            continue
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in {f"{W}tab", f"{W}ptab"}:
            yield "\t"
        elif child.tag in {f"{W}br", f"{W}cr"}:
            yield "\n"
        elif isinstance(child.tag, str):
            yield from _words(child)


def _is_hidden(element: Any) -> bool:
    if element.tag != f"{W}r":
        return False
    mark = element.find(f"{W}rPr/{W}vanish")
    return mark is not None and mark.get(f"{W}val") not in {"0", "false"}


def _rows(table: Any) -> Iterator[str]:
    above: dict[int, str] = {}
    for row in table.iter(f"{W}tr"):
        if (
            next(row.iterancestors(f"{W}tbl")) is not table
            or row.find(f"{W}trPr/{W}del") is not None
        ):
            continue
        cells: list[str] = []
        nested: list[str] = []
        for cell in row.iter(f"{W}tc"):
            if next(cell.iterancestors(f"{W}tr")) is not row:
                continue
            cells.append(_cell(cell, nested, above, len(cells)))
            cells += [""] * (_span(cell) - 1)
        yield "\t".join(cells)
        yield from nested


def _cell(cell: Any, nested: list[str], above: dict[int, str], column: int) -> str:
    words = " ".join(
        part for child in cell.iter(f"{W}p")
        if next(child.iterancestors(f"{W}tc")) is cell and (part := "".join(_words(child)).strip())
    )  # fmt: skip
    for table in cell.iter(f"{W}tbl"):
        if next(table.iterancestors(f"{W}tc")) is cell:
            nested += _rows(table)
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    if merge is not None and merge.get(f"{W}val") != "restart":
        return above.get(column, "")
    above[column] = words
    return words.replace("\n", " ").replace("\t", " ")


def _span(cell: Any) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    width = span.get(f"{W}val", "1") if span is not None else "1"
    return min(int(width), MAX_SPAN) if width.isdigit() else 1
