"""Where a policy pack is taken from: one that comes with the program, a folder, or a .zip."""

from contextlib import suppress
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pandeng.core.errors import DomainError
from pandeng.domain.packs import archive, reader
from pandeng.domain.packs.schema import Pack


def offered() -> list[tuple[str, str]]:
    """The shipped packs that an office can begin with, each by name and title; the bases come first."""
    found = []
    for name in reader.shipped():
        with suppress(DomainError):  # the page of packs says what is wrong with one
            found.append(reader.find(name).head)
    found.sort(key=lambda head: (head.extends is not None, head.name))
    english = (get_language() or "").startswith("en")
    return [(head.name, head.title.en if english else head.title.zh) for head in found]


def pack_of(written: str) -> Pack:
    """The pack that a person names on the server: a shipped name, else the path of a folder or .zip."""
    if written in reader.shipped():
        return reader.find(written)
    path = Path(written).expanduser()
    if path.is_dir():
        return reader.read(path)
    if path.is_file():
        with path.open("rb") as file:
            return archive.read(file)
    raise DomainError(
        _("没有政策包“%(name)s”：随程序提供的有%(shipped)s，也可写文件夹或 .zip 的路径。")
        % {"name": written, "shipped": "、".join(reader.shipped())}
    )
