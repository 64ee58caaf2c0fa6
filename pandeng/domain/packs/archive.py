"""A policy pack that arrives as one .zip: unpacked with care, then read like any folder."""

import stat
import zipfile
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import BinaryIO

from django.utils.translation import gettext as _

from pandeng.core.errors import DomainError
from pandeng.domain.packs import reader
from pandeng.domain.packs.schema import Pack

MAX_FILES = 50
MAX_BYTES = 2 * 2**20


def read(file: BinaryIO) -> Pack:
    """The pack in a .zip. Raises `PackError` with file and line, or `DomainError` for a bad archive."""
    try:
        with zipfile.ZipFile(file) as archive, TemporaryDirectory() as folder:
            for member in _members(archive):
                content = archive.open(member).read(MAX_BYTES + 1)
                if len(content) > MAX_BYTES:
                    raise DomainError(_("政策包解压后超过2兆字节，请去掉无关文件后再传。"))
                (Path(folder) / PurePosixPath(member.filename).name).write_bytes(content)
            return reader.read(Path(folder))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise DomainError(
            _("这不是能打开的 .zip 文件，请把政策包文件夹重新压缩后再传。")
        ) from error


def _members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The YAML files of the one folder that holds pack.yaml; nothing else is unpacked."""
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    heads = [entry for entry in entries if PurePosixPath(entry.filename).name == "pack.yaml"]
    if len(heads) != 1:
        raise DomainError(_("压缩包里应当有且只有一个 pack.yaml，请检查后再传。"))
    home = PurePosixPath(heads[0].filename).parent
    members = [
        entry
        for entry in entries
        if PurePosixPath(entry.filename).parent == home and entry.filename.endswith(".yaml")
    ]
    if len(members) > MAX_FILES or sum(entry.file_size for entry in members) > MAX_BYTES:
        raise DomainError(_("政策包最多50个文件、共2兆字节，请精简后再传。"))
    if any(stat.S_ISLNK(entry.external_attr >> 16) for entry in members):
        raise DomainError(_("政策包里不能有链接，请放入文件本身。"))
    return members
