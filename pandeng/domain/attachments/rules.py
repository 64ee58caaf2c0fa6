"""What a file is, by its content: its name may lie, its first bytes and its inside do not."""

import zipfile
from collections.abc import Mapping
from pathlib import PurePath
from typing import BinaryIO

import puremagic

from pandeng.core.errors import DomainError
from pandeng.core.verdict import deny, gettext_noop

OFFICE = "application/vnd.openxmlformats-officedocument."
# Extension → content type, and (for office files) the folder that must be inside.
TYPES: Mapping[str, tuple[str, str]] = {
    "pdf": ("application/pdf", ""),
    "png": ("image/png", ""),
    "jpg": ("image/jpeg", ""),
    "jpeg": ("image/jpeg", ""),
    "webp": ("image/webp", ""),
    "gif": ("image/gif", ""),
    "docx": (f"{OFFICE}wordprocessingml.document", "word/"),
    "xlsx": (f"{OFFICE}spreadsheetml.sheet", "xl/"),
    "pptx": (f"{OFFICE}presentationml.presentation", "ppt/"),
    "doc": ("application/msword", ""),
    "xls": ("application/vnd.ms-excel", ""),
    "ppt": ("application/vnd.ms-powerpoint", ""),
}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHOWN_INSIDE = ("application/pdf", "image/png", "image/jpeg", "image/webp", "image/gif")
HEAD = 4096
MAX_NAME_LENGTH = 120


def plain_name(name: str) -> str:
    """A file name without folders and control characters; the extension stays when it is shortened."""
    bare = PurePath(name.replace("\\", "/")).name
    bare = "".join(letter for letter in bare if letter.isprintable()).strip(" .") or "file"
    stem, dot, extension = bare.rpartition(".")
    room = MAX_NAME_LENGTH - len(extension) - 1
    return bare if len(bare) <= MAX_NAME_LENGTH else f"{stem[:room]}{dot}{extension}"


def content_type(name: str, file: BinaryIO) -> str:
    """The type of a file whose content agrees with its name; refuses every other one."""
    extension = name.rpartition(".")[2].lower()
    if extension not in TYPES:
        raise DomainError(
            deny(
                gettext_noop("不收“%(name)s”这类文件；可上传PDF、图片和Word、Excel、PPT文件。"),
                name=name,
            ).message
        )
    file.seek(0)
    head = file.read(HEAD)
    found, folder = TYPES[extension]
    if extension in ("doc", "xls", "ppt"):
        agrees = head.startswith(OLE)
    elif folder:
        agrees = _holds(file, folder)
    else:
        agrees = found in _said_by(head)
    if not agrees:
        raise DomainError(
            deny(
                gettext_noop("“%(name)s”的内容不是%(extension)s文件，请另存为正确的格式再上传。"),
                name=name,
                extension=extension.upper(),
            ).message
        )
    return found


def _said_by(head: bytes) -> set[str]:
    try:
        return {match.mime_type for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return set()


def _holds(file: BinaryIO, folder: str) -> bool:
    """An office file: a zip with its parts listed, its own folder, and no macros."""
    try:
        file.seek(0)
        names = zipfile.ZipFile(file).namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
    return (
        "[Content_Types].xml" in names
        and any(name.startswith(folder) for name in names)
        and not any(name.endswith("vbaProject.bin") for name in names)
    )
