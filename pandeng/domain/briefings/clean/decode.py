"""From the bytes of an uploaded file to its text: plain text in the usual encodings, or Word."""

import io
import zipfile

from pandeng.core.errors import DomainError

from . import word

LARGEST_BYTES = 10 * 1024 * 1024
# A Word file unpacks to XML; a small file that unpacks to far more is a trap, not a report.
LARGEST_UNPACKED_BYTES = 60 * 1024 * 1024
MAX_PARTS = 2000
MAX_TAGS = 1_000_000  # a small file of millions of empty paragraphs would fill the memory

_NOT_TEXT = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x7fELF",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


def decode(data: bytes, name: str = "") -> str:
    """The text of a .txt or .docx file.

    Reads UTF-8 (with or without BOM), UTF-16 with BOM and GB18030. Raises `DomainError` with one
    sentence for an empty, binary, broken or too large file (over 10 MB).
    """
    called = f"文件“{name}”" if name else "文件"
    if len(data) > LARGEST_BYTES:
        raise DomainError(f"{called}超过10 MB，请拆分后分别上传。")
    if not data.strip():
        raise DomainError(f"{called}是空的，请选择有内容的文本或 Word 文件。")
    if data.startswith(_OLD_OFFICE):
        raise DomainError(f"{called}是旧版 Office 格式，请另存为 .docx 后再上传。")
    if data.startswith(b"PK") or name.lower().endswith(".docx"):
        text = _word(data, called)
    elif data.startswith(_NOT_TEXT):
        raise DomainError(f"{called}不是文本文件，请上传 .txt 或 .docx 文件。")
    else:
        text = _plain(data, called)
    if not text.strip():
        raise DomainError(f"{called}中没有文字，请选择有内容的文本或 Word 文件。")
    return text


def _plain(data: bytes, called: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif data.startswith(b"\xef\xbb\xbf"):
        encodings = ["utf-8-sig"]
    else:
        encodings = [*_without_mark(data), "utf-8", *_traditional(data), "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_binary(text):
            break
        return text
    raise DomainError(
        f"{called}不是可识别的文本，请另存为 UTF-8 或 GB18030 编码的 .txt，或 .docx。"
    )


def _without_mark(data: bytes) -> list[str]:
    """UTF-16 without its mark: every second byte of digits and line ends is zero."""
    head = data[:4000]
    zeros = head[0::2].count(0), head[1::2].count(0)
    if max(zeros) * 20 < len(head):
        return []
    return ["utf-16-be"] if zeros[0] > zeros[1] else ["utf-16-le"]


_USUAL_TRADITIONAL = frozenset("的年月家項個業企產訴求銷號開工全市縣區專班發展截至底新增億萬元")


def _traditional(data: bytes) -> list[str]:
    """Big5, where it reads as words of reports and GB18030 does not."""
    try:
        big5, gb = data.decode("big5"), data.decode("gb18030", "replace")
    except UnicodeDecodeError:
        return []
    usual = sum(sign in _USUAL_TRADITIONAL for sign in big5[:4000])
    other = sum(
        sign
        in "的年月家项个业企产诉求销号开工全市县区专班发展截至底新增亿万元項個業產訴銷號開縣區專發億萬"
        for sign in gb[:4000]
    )
    return ["big5"] if usual > other else []


def _is_binary(text: str) -> bool:
    controls = sum(1 for mark in text[:65536] if mark < " " and mark not in "\t\r\n\f\x0b")
    return "\x00" in text or controls * 100 > len(text[:65536])


def _word(data: bytes, called: str) -> str:
    broken = DomainError(
        f"{called}不是完好的 Word 文件，请用 Word 或 WPS 重新另存为 .docx 后再上传。"
    )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            # The sizes in the directory can lie, so the main part is unpacked with a bound.
            if len(parts) > MAX_PARTS or unpacked > LARGEST_UNPACKED_BYTES:
                raise DomainError(f"{called}解压后过大，请删去图片等附件后再上传。")
            if "word/document.xml" not in {part.filename for part in parts}:
                raise DomainError(f"{called}不是 Word 文档，请上传 .docx 或 .txt 文件。")
            for part in parts:
                _bounded(archive, part, called)
            return word.text_of(archive)
    except DomainError:
        raise
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as fault:
        raise broken from fault
    except Exception as fault:  # lxml and zlib raise many kinds for a broken file
        raise broken from fault


def _bounded(archive: zipfile.ZipFile, part: zipfile.ZipInfo, called: str) -> None:
    with archive.open(part) as stream:
        left, tags = part.file_size + 1, 0
        while block := stream.read(1024 * 1024):
            left -= len(block)
            tags += block.count(b"<") if part.filename.endswith(".xml") else 0
            if left < 0 or tags > MAX_TAGS:
                raise DomainError(f"{called}解压后过大，请删去图片等附件后再上传。")
