"""Files as they are sent: Word with tracked changes, boxes and notes; the encodings of the region."""

import io
import zipfile

import pytest
from docx import Document

from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.domain.briefings.clean import decode
from pandeng.domain.briefings.judge import check

TEXT = "截至2022年5月底，问题诉求708项，已销号648项。"
TRADITIONAL = "截至2022年5月底，問題訴求708項，已銷號648項。"
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"]
)
def test_a_text_is_read_in_its_encoding(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "a.txt") == TEXT


def test_a_text_from_taiwan_is_read() -> None:
    assert decode(TRADITIONAL.encode("big5"), "a.txt") == TRADITIONAL
    assert decode(TRADITIONAL.encode("gb18030"), "a.txt") == TRADITIONAL


def word(body: str, **others: str) -> bytes:
    """A Word file with this body; `others`: further parts by their names."""
    out = io.BytesIO()
    Document().save(out)
    made = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            if name != "word/document.xml":
                new.writestr(name, old.read(name))
        new.writestr(
            "word/document.xml", f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
        )
        for name, part in others.items():
            new.writestr(f"word/{name}.xml", f"<w:root {NAMESPACES}>{part}</w:root>")
    return made.getvalue()


def run(text: str, properties: str = "") -> str:
    return f"<w:r>{properties}<w:t>{text}</w:t></w:r>"


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


DELETED = '<w:del w:id="1"><w:r><w:delText>718</w:delText></w:r></w:del>'
INSERTED = f'<w:ins w:id="2">{run("708")}</w:ins>'
CONTROL = f"<w:sdt><w:sdtContent>{paragraph(run('问题诉求708项'))}</w:sdtContent></w:sdt>"
BOX = f"<w:r><w:pict><w:txbxContent>{paragraph(run('框中708项'))}</w:txbxContent></w:pict></w:r>"
CELLS = "".join(f"<w:tc>{paragraph(run(text))}</w:tc>" for text in ("诉求", "708项"))
TABLE = f"<w:tbl><w:tr>{CELLS}</w:tr></w:tbl>"
NESTED = f"<w:tbl><w:tr><w:tc>{paragraph(run('外'))}{TABLE}</w:tc></w:tr></w:tbl>"
WORD = [
    ("tracked", paragraph(run("诉求"), DELETED, INSERTED, run("项")), "诉求708项"),
    ("control", CONTROL, "问题诉求708项"),
    (
        "inline control",
        paragraph(f"<w:sdt><w:sdtContent>{run('708项')}</w:sdtContent></w:sdt>"),
        "708项",
    ),
    ("box", paragraph(run("正文"), BOX), "正文\n框中708项"),
    (
        "hidden",
        paragraph(run("诉求708项"), run("718项", "<w:rPr><w:vanish/></w:rPr>")),
        "诉求708项",
    ),
    ("link", paragraph(f"<w:hyperlink>{run('诉求708项')}</w:hyperlink>"), "诉求708项"),
    ("table", TABLE, "诉求\t708项"),
    ("nested", NESTED, "外\n诉求\t708项"),
    (
        "moved",
        paragraph(f'<w:moveFrom w:id="3">{run("718项")}</w:moveFrom>', run("708项")),
        "708项",
    ),
]


@pytest.mark.parametrize(("body", "wanted"), [case[1:] for case in WORD], ids=[c[0] for c in WORD])
def test_a_word_file_is_read_as_it_reads_when_changes_are_accepted(body: str, wanted: str) -> None:
    assert decode(word(body), "a.docx").strip() == wanted


def test_a_bomb_of_empty_paragraphs_is_refused_at_once() -> None:
    with pytest.raises(DomainError, match="解压后过大"):
        decode(word("<w:p/>" * 1_000_001), "a.docx")


def test_headers_and_notes_are_read_behind_the_body() -> None:
    data = word(
        paragraph(run("正文")), header1=paragraph(run("页眉")), footnotes=paragraph(run("注708项"))
    )
    assert decode(data, "a.docx").split() == ["正文", "注708项", "页眉"]


def test_each_figure_tells_how_it_was_read(office: Scope) -> None:
    told = check(office, f"济宁市{TEXT}徐州市诉求30项。").as_json()
    first, _closed, other = told["figures"]
    assert first["period"]["until"] == first["period"]["as_of"] == "2022-05-31"
    assert first["sentence"].startswith("济宁市截至2022年5月底")
    assert (first["whose"], other["whose"]) == (None, "徐州市")
    assert told["unread"] is None
