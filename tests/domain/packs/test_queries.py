"""Which pack is in force, which were before, and what each says."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from pandeng.access.models import Cluster
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError, NotFound
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.packs import queries, reader
from pandeng.domain.packs.actions import load
from pandeng.domain.packs.models import LoadedPack
from pandeng.domain.packs.schema import Pack, RoleItem

ScopeOf = Callable[[str], Scope]
NOW = datetime(2022, 7, 1, 9, tzinfo=OFFICE_TIME)
JINING = "jining-high-end-equipment"


@pytest.fixture
def later(office: Scope, jining: Cluster) -> LoadedPack:
    """The Jining pack with another version, loaded on 1 July 2022."""
    pack = reader.find(JINING)
    head = pack.head.model_copy(update={"version": "2022.7"})
    return load(pack.model_copy(update={"head": head}), jining, by=office, now=NOW)


def test_the_pack_loaded_last_is_in_force(office: Scope, later: LoadedPack) -> None:
    found = queries.current(office)
    assert found is not None
    assert found.head.version == "2022.7"
    assert queries.loaded(office).first() == later


def test_what_was_in_force_before_is_read_as_it_was(office: Scope, later: LoadedPack) -> None:
    before = queries.loaded(office)[1]
    assert before.version == "2022.5"
    assert before.loaded_at < later.loaded_at
    assert Pack.model_validate(before.content) == reader.find(JINING)


@pytest.mark.parametrize(
    ("day", "version"), [(timedelta(seconds=-1), "2022.5"), (timedelta(0), "2022.7")]
)
def test_the_version_of_a_day(
    office: Scope, later: LoadedPack, day: timedelta, version: str
) -> None:
    on = queries.loaded(office).filter(loaded_at__lte=NOW + day).first()
    assert on is not None
    assert on.version == version


def test_a_cluster_without_a_pack_has_none(db: None) -> None:
    assert queries.current(Scope.of_system(10**6)) is None


def test_the_pack_of_another_cluster_is_not_found(later: LoadedPack, scope_of: ScopeOf) -> None:
    assert queries.version(scope_of("lead"), later.pk) == later
    with pytest.raises(NotFound, match="没有这个政策包"):
        queries.version(scope_of("other"), later.pk)
    assert later not in queries.loaded(scope_of("other"))


def test_a_base_is_not_offered_by_itself(office: Scope) -> None:
    offered = queries.shipped(office)
    assert [(one.name, one.version, one.in_force) for one in offered] == [(JINING, "2022.5", True)]
    assert offered[0].title == "济宁市高端装备产业集群政策包"


def test_the_shipped_pack_is_not_in_force_under_a_later_one(
    office: Scope, later: LoadedPack
) -> None:
    assert [one.in_force for one in queries.shipped(office)] == [False]


def test_a_shipped_pack_that_cannot_be_read_says_why(
    office: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(name: str) -> Pack:
        raise DomainError("chains.yaml:3: 缺少字段“name”，请补上。")

    monkeypatch.setattr(queries.reader, "find", broken)
    assert {one.problem for one in queries.shipped(office)} == {
        "chains.yaml:3: 缺少字段“name”，请补上。"
    }


def test_an_unknown_name_says_which_there_are() -> None:
    with pytest.raises(DomainError, match=f"可用的有：base、{JINING}"):
        reader.find("weihai")


@pytest.mark.parametrize("name", ["../packs/base", "", "Base", "base/"])
def test_a_name_is_no_path(name: str) -> None:
    with pytest.raises(DomainError):
        reader.find(name)


# -- what a pack says -----------------------------------------------------------------------------


@pytest.fixture
def parts(office: Scope) -> dict[str, queries.PackPart]:
    loaded = queries.loaded(office).first()
    assert loaded is not None
    return {part.code: part for part in queries.parts(office, loaded)}


@pytest.mark.parametrize(
    ("code", "title", "count", "proposals"),
    [
        ("counties", "县市区和功能区", 14, 0),
        ("chains", "产业链", 3, 0),
        ("segments", "链条环节", 89, 89),
        ("supply_relations", "供需关系", 160, 160),
        ("titles", "称号", 10, 2),
        ("club_tiers", "强企俱乐部档次", 4, 4),
        ("size_rules", "企业规模标准", 5, 0),
        ("team_roles", "小组角色", 4, 0),
        ("targets", "目标", 5, 0),
        ("lights", "亮灯规则", 3, 3),
    ],
)
def test_a_list_with_its_proposals(
    parts: dict[str, queries.PackPart], code: str, title: str, count: int, proposals: int
) -> None:
    part = parts[code]
    assert (part.title, len(part.items), part.proposals) == (title, count, proposals)


def test_a_supply_is_told_by_the_names_of_its_ends(parts: dict[str, queries.PackPart]) -> None:
    names = [item.name for item in parts["supply_relations"].items]
    assert all(" 供 " in name for name in names)
    assert not any(name.split(" 供 ")[0].startswith("GC0") for name in names)


def test_an_item_with_two_languages_is_told_in_chinese(
    parts: dict[str, queries.PackPart],
) -> None:
    measures = {item.code: item.name for item in parts["measures"].items}
    assert measures["tax"] == "税收"
    figures = {item.code: item.name for item in parts["figures"].items}
    assert figures["climbing_enterprises"] == "攀登企业"


def test_a_list_with_nothing_in_it_is_not_shown(office: Scope, jining: Cluster) -> None:
    role = RoleItem(code="leader", name="组长")
    loaded = LoadedPack(cluster=jining, content={"team_roles": [role.model_dump()], "chains": []})
    assert [part.code for part in queries.parts(office, loaded)] == ["team_roles"]


def test_every_list_of_the_schema_has_a_title_or_is_told_elsewhere() -> None:
    elsewhere = {
        "head",
        "calendar",
        "framework_records",
        "service_levels",
        "clock_lights",
    }
    assert set(Pack.model_fields) - set(queries.PARTS) == elsewhere
