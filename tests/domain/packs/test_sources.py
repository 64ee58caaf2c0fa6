"""Where a pack is taken from, and for which version of its base it was written."""

import io
import zipfile
from pathlib import Path

import pytest
from django.utils import translation

from pandeng.core.errors import DomainError
from pandeng.domain.packs import reader
from pandeng.domain.packs.reader import PackError
from pandeng.domain.packs.sources import offered, pack_of
from tests.conftest import YUNXI


def copied(folder: Path, **head: str) -> Path:
    """The pack of Yunxi, some words of its pack.yaml changed."""
    for path in YUNXI.glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        for old, new in head.items() if path.name == "pack.yaml" else ():
            text = text.replace(f"{old}:", f"{old}: {new} #")
        (folder / path.name).write_text(text, encoding="utf-8")
    return folder


def test_a_shipped_pack_is_named() -> None:
    assert pack_of("base").head.name == "base"


def test_a_folder_is_read_with_its_base() -> None:
    pack = pack_of(str(YUNXI))
    assert pack.head.name == "yunxi-bearings"
    assert {chain.code for chain in pack.chains} == {"ZC"}
    assert "finance" in {matter.code for matter in pack.demand_classes}, "from the base"


def test_a_zip_is_read(tmp_path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as whole:
        for path in YUNXI.glob("*.yaml"):
            whole.writestr(f"yunxi/{path.name}", path.read_text(encoding="utf-8"))
    (tmp_path / "yunxi.zip").write_bytes(made.getvalue())
    assert pack_of(str(tmp_path / "yunxi.zip")) == reader.read(YUNXI)


@pytest.mark.parametrize("written", ["nowhere", "", "../base", "/no/such/folder"])
def test_what_is_no_pack_is_told_with_those_that_are(written: str, tmp_path: Path) -> None:
    with pytest.raises(DomainError) as caught:
        pack_of(written or str(tmp_path / "x"))
    assert "随程序提供的有base、" in caught.value.message


def test_a_folder_without_a_pack_is_told(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"没有 pack\.yaml"):
        pack_of(str(tmp_path))


def test_the_base_is_offered_first_in_the_language_of_the_reader() -> None:
    assert offered()[0] == ("base", "通用政策包")
    with translation.override("en"):
        assert offered()[0] == ("base", "Base pack")
    assert len(offered()) == len(reader.shipped())


def test_a_pack_for_another_version_of_its_base_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(PackError) as caught:
        pack_of(str(copied(tmp_path, extends_version='"2030.1"')))
    assert caught.value.problems == [
        "pack.yaml:5: 这个政策包按基础包“base”2030.1版编写，程序附带的是2022.1版，"
        "请换用对应版本的政策包。"
    ]


def test_a_pack_may_leave_the_version_of_its_base_open(tmp_path: Path) -> None:
    copied(tmp_path)
    head = tmp_path / "pack.yaml"
    kept = [line for line in head.read_text("utf-8").splitlines() if "extends_version" not in line]
    head.write_text("\n".join(kept), encoding="utf-8")
    assert pack_of(str(tmp_path)).head.extends_version is None
