"""Packs are read strictly: every mistake is named with its file and line."""

import shutil

import pytest

from pandeng.domain.packs import reader
from pandeng.domain.packs.reader import PackError


@pytest.fixture
def folder(tmp_path):
    """A small pack that is right; tests then break it."""
    home = tmp_path / "weihai"
    home.mkdir()
    (home / "pack.yaml").write_text(
        "name: weihai\nversion: '1'\nextends: base\ntitle: {zh: 威海, en: Weihai}\nvalid_from: 2022-01-01\n"
    )
    (home / "chains.yaml").write_text(
        "chains:\n  - {code: A, name: 甲链}\nsegments:\n"
        "  - {code: A1, chain: A, stage: 上游, name: 钢}\n"
        "  - {code: A2, chain: A, stage: 中游, name: 轴}\n"
        "supply_relations:\n  - {supplier: A1, customer: A2}\n"
    )
    return home


def problems(folder):
    with pytest.raises(PackError) as caught:
        reader.read(folder)
    return caught.value.problems


def change(folder, name, old, new):
    path = folder / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_the_shipped_packs_are_right():
    pack = reader.find("jining-high-end-equipment")
    assert reader.shipped() == ["base", "jining-high-end-equipment"]
    assert (len(pack.counties), len(pack.segments), len(pack.supply_relations)) == (14, 89, 160)
    assert [len(t.classes) for t in pack.taxonomies] == [6]
    assert sum(len(c.subclasses) for c in pack.taxonomies[0].classes) == 21
    assert [n.kind for n in pack.framework].count("line") == 5


def test_what_the_facts_call_a_proposal_is_marked(folder):
    pack = reader.find("jining-high-end-equipment")
    assert all(tier.proposal for tier in pack.club_tiers)
    assert all(segment.proposal for segment in pack.segments)
    assert all(sub.proposal for c in pack.taxonomies[0].classes for sub in c.subclasses)
    assert [c.name for c in pack.taxonomies[0].classes if not c.proposal] == [
        "抢险救援",
        "现场保障",
    ]


def test_a_pack_extends_its_base(folder):
    pack = reader.read(folder)
    assert [chain.code for chain in pack.chains] == ["A"]
    assert any(title.code == "national_little_giant" for title in pack.titles)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("chains.yaml", "stage: 中游", "stag: 中游", "chains.yaml:5: 不认识的字段“stag”"),
        ("chains.yaml", ", name: 轴", "", "chains.yaml:5: 缺少字段“name”"),
        ("chains.yaml", "code: A2", "code: A1", "chains.yaml:5: 代码“A1”写了两次"),
        ("chains.yaml", "chain: A, stage: 上游", "chain: B, stage: 上游", "chains.yaml:4: 没有代码为“B”的产业链"),
        ("chains.yaml", "customer: A2", "customer: A9", "chains.yaml:7: 没有代码为“A9”的环节"),
        ("chains.yaml", "customer: A2", "customer: A1", "chains.yaml:7: “A1”到“A1”使供需关系成环"),
        ("chains.yaml", "chains:\n", "chains: [\n", "YAML 写法有误"),
        ("pack.yaml", "extends: base", "extends: basis", "pack.yaml:3: 没有名为“basis”的基础包"),
        ("pack.yaml", "valid_from: 2022-01-01", "valid_from: soon", "pack.yaml:5"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_file_and_line(folder, name, old, new, said):
    change(folder, name, old, new)
    assert any(said in problem for problem in problems(folder)), problems(folder)


def test_a_folder_without_a_pack(tmp_path):
    assert "pack.yaml" in problems(tmp_path)[0]


def test_a_file_that_is_not_utf8(folder):
    (folder / "clubs.yaml").write_bytes("club_tiers: []  # 梯队".encode("gb18030"))
    assert "clubs.yaml:1: 文件不是UTF-8编码" in problems(folder)[0]


def test_a_circle_of_three(folder):
    change(
        folder,
        "chains.yaml",
        "name: 轴}",
        "name: 轴}\n  - {code: A3, chain: A, stage: 下游, name: 车}",
    )
    change(
        folder,
        "chains.yaml",
        "customer: A2}",
        "customer: A2}\n  - {supplier: A2, customer: A3}\n  - {supplier: A3, customer: A1}",
    )
    assert any("成环" in problem and ":10:" in problem for problem in problems(folder))


def test_an_upper_item_takes_the_place_of_the_lower(folder):
    (folder / "roles.yaml").write_text(
        "team_roles:\n  - {code: municipal_leader, name: 市领导, seats: 2}\n"
    )
    roles = {role.code: role for role in reader.read(folder).team_roles}
    assert roles["municipal_leader"].seats == 2
    assert len(roles) == 4


def test_a_copy_elsewhere_reads_alike(tmp_path):
    copy = shutil.copytree(reader.SHIPPED / "base", tmp_path / "base")
    assert reader.digest(reader.read(copy)) == reader.digest(reader.find("base"))
