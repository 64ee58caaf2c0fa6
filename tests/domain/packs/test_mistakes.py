"""Every list of the shipped pack, with one mistake set into it: file, line and what to do."""

import shutil
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from pandeng.domain.packs import reader
from pandeng.domain.packs.reader import KEYS, SHIPPED, PackError

JINING = SHIPPED / "jining-high-end-equipment"
CODED = """
counties departments framework chains segments titles club_tiers climb_rules size_rules team_roles
service_levels clock_lights demand_classes targets surveys measures industries figures
milestone_templates
""".split()


def lists() -> dict[str, Path]:
    """Where each list of the pack, or of its base, is written."""
    found: dict[str, Path] = {}
    for folder in (SHIPPED / "base", JINING):
        for path in sorted(folder.glob("*.yaml")):
            content = yaml.safe_load(path.read_text(encoding="utf-8"))
            found |= {key: path for key, value in content.items() if isinstance(value, list)}
    return found


PLACES = lists()


def with_items(folder: Path, name: str, items: list[dict[str, Any]]) -> tuple[str, list[int]]:
    """The pack with another list under `name`: its file, and the line of each item."""
    home = folder / "copy"
    shutil.copytree(JINING, home)
    text = yaml.safe_dump({name: items}, allow_unicode=True, sort_keys=False)
    path = home / PLACES[name].name
    if path.exists():
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        rest = {key: value for key, value in content.items() if key != name}
        text += yaml.safe_dump(rest, allow_unicode=True, sort_keys=False) if rest else ""
    path.write_text(text, encoding="utf-8")
    lines = [at for at, line in enumerate(text.split("\n"), 1) if line.startswith("- ")]
    return path.name, lines[: len(items)]


def problems(folder: Path) -> list[str]:
    with pytest.raises(PackError) as caught:
        reader.read(folder / "copy")
    return caught.value.problems


def items_of(name: str) -> list[dict[str, Any]]:
    return list(yaml.safe_load(PLACES[name].read_text(encoding="utf-8"))[name])


@pytest.mark.parametrize("name", [name for name in CODED if name in PLACES])
def test_a_code_written_twice(tmp_path: Path, name: str) -> None:
    items = items_of(name)
    file, lines = with_items(tmp_path, name, [*items, deepcopy(items[0])])
    code = items[0][KEYS.get(name) or "code"]
    wanted = f"{file}:{lines[-1]}: 代码“{code}”写了两次，请改成不同的代码。"
    assert wanted in problems(tmp_path)


@pytest.mark.parametrize("name", sorted(PLACES))
def test_a_field_that_nobody_knows(tmp_path: Path, name: str) -> None:
    items = items_of(name)
    file, lines = with_items(tmp_path, name, [*items[:-1], {**items[-1], "colour": "red"}])
    (problem,) = problems(tmp_path)
    place, said = problem.split(": ", 1)
    assert said == "不认识的字段“colour”，请删除或核对拼写。"
    assert place.startswith(f"{file}:")
    assert int(place.split(":")[1]) >= lines[-1]


@pytest.mark.parametrize("name", [name for name in CODED if name in PLACES])
def test_an_item_without_its_code(tmp_path: Path, name: str) -> None:
    key = KEYS.get(name) or "code"
    items = items_of(name)
    bare = {field: value for field, value in items[-1].items() if field != key}
    file, lines = with_items(tmp_path, name, [*items[:-1], bare])
    found = [
        problem for problem in problems(tmp_path) if problem.endswith(f"缺少字段“{key}”，请补上。")
    ]
    assert len(found) == 1
    assert found[0].startswith(f"{file}:{lines[-1]}:")


@pytest.mark.parametrize(
    ("name", "field", "said"),
    [
        ("segments", "chain", "没有代码为“nowhere”的产业链。"),
        ("supply_relations", "supplier", "没有代码为“nowhere”的环节。"),
        ("supply_relations", "customer", "没有代码为“nowhere”的环节。"),
        ("targets", "node", "工作思路中没有代码为“nowhere”的条目。"),
        ("framework_records", "node", "工作思路中没有代码为“nowhere”的条目。"),
        ("demand_classes", "level", "没有代码为“nowhere”的办理时限。"),
        ("responsibilities", "matter", "没有代码为“nowhere”的条目。"),
        ("responsibilities", "county", "没有代码为“nowhere”的条目。"),
        ("responsibilities", "department", "没有代码为“nowhere”的条目。"),
        ("figures", "group", "工作思路中没有代码为“nowhere”的条目。"),
        ("surveys", "taxonomy", "没有代码为“nowhere”的分类体系。"),
    ],
)
def test_a_reference_to_nothing(tmp_path: Path, name: str, field: str, said: str) -> None:
    items = items_of(name)
    file, lines = with_items(tmp_path, name, [*items[:-1], {**items[-1], field: "nowhere"}])
    found = [problem for problem in problems(tmp_path) if problem.endswith(said)]
    assert len(found) == 1, problems(tmp_path)
    assert found[0].startswith(f"{file}:")
    assert int(found[0].split(":")[1]) >= lines[-1]
