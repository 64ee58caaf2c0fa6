"""A pack as one .zip: what is read, what is refused before it is unpacked."""

import io
import stat
import zipfile

import pytest

from pandeng.core.errors import DomainError
from pandeng.domain.packs import archive
from pandeng.domain.packs.reader import PackError

HEAD = "name: weihai\nversion: '1'\ntitle: {zh: 威海, en: Weihai}\nvalid_from: 2022-01-01\n"
CHAINS = "chains:\n  - {code: A, name: 甲链}\n"


def zipped(**files: str) -> io.BytesIO:
    """A .zip of these files; `__` in a name stands for a slash, the ending is .yaml."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, content in files.items():
            whole.writestr(f"{name.replace('__', '/')}.yaml", content)
    return made


def refused(file: io.BytesIO) -> str:
    with pytest.raises(DomainError) as caught:
        archive.read(file)
    return caught.value.message


def test_files_at_the_top_are_read() -> None:
    pack = archive.read(zipped(pack=HEAD, chains=CHAINS))
    assert (pack.head.name, pack.chains[0].name) == ("weihai", "甲链")


def test_files_in_a_folder_are_read() -> None:
    pack = archive.read(zipped(weihai__pack=HEAD, weihai__chains=CHAINS))
    assert [chain.code for chain in pack.chains] == ["A"]


def test_what_stands_outside_the_folder_is_left_out() -> None:
    pack = archive.read(zipped(weihai__pack=HEAD, weihai__old__chains=CHAINS, titles="titles: []"))
    assert pack.chains == ()


def test_a_mistake_is_named_with_file_and_line() -> None:
    with pytest.raises(PackError) as caught:
        archive.read(zipped(weihai__pack=HEAD, weihai__chains="chains:\n  - {code: A}\n"))
    assert caught.value.problems == ["chains.yaml:2: 缺少字段“name”，请补上。"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"<html>", b"\x00" * 300])
def test_what_is_no_zip(content: bytes) -> None:
    assert "这不是能打开的 .zip 文件" in refused(io.BytesIO(content))


def test_half_a_zip() -> None:
    whole = zipped(pack=HEAD, chains=CHAINS).getvalue()
    assert "这不是能打开的 .zip 文件" in refused(io.BytesIO(whole[: len(whole) // 2]))


def test_a_zip_with_a_password() -> None:
    made = bytearray(zipped(pack=HEAD).getvalue())
    made[6] |= 1  # the flag of the entry, and that of the directory
    made[made.index(b"PK\x01\x02") + 8] |= 1
    assert "这不是能打开的 .zip 文件" in refused(io.BytesIO(bytes(made)))


def test_without_a_head() -> None:
    assert "有且只有一个 pack.yaml" in refused(zipped(chains=CHAINS))


def test_with_two_heads() -> None:
    assert "有且只有一个 pack.yaml" in refused(zipped(a__pack=HEAD, b__pack=HEAD))


def test_fifty_files_and_no_more() -> None:
    files = {f"part{number}": f"# {number}\n{{}}\n" for number in range(49)}
    assert archive.read(zipped(pack=HEAD, **files)).head.name == "weihai"
    assert "最多50个文件" in refused(zipped(pack=HEAD, **files, one_more="{}"))


def test_a_bomb_is_not_unpacked() -> None:
    assert "共2兆字节" in refused(zipped(pack=HEAD, chains="#" * (2 * 2**20 + 1)))


def test_a_bomb_that_lies_about_its_size() -> None:
    """The size of an entry is what the sender says; what comes out is counted too."""
    made = bytearray(zipped(pack=HEAD, chains="#" * (3 * 2**20)).getvalue())
    size = (3 * 2**20).to_bytes(4, "little")
    while size in made:
        at = made.index(size)
        made[at : at + 4] = (100).to_bytes(4, "little")
    with pytest.raises(DomainError):
        archive.read(io.BytesIO(bytes(made)))


def test_a_link_is_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as whole:
        whole.writestr("pack.yaml", HEAD)
        link = zipfile.ZipInfo("chains.yaml")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        whole.writestr(link, "/etc/passwd")
    assert "不能有链接" in refused(made)


def test_a_path_that_climbs_stays_inside() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as whole:
        whole.writestr("../../pack.yaml", HEAD)
        whole.writestr("../../chains.yaml", CHAINS)
    assert archive.read(made).head.name == "weihai"
