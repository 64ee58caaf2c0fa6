"""From a folder of YAML to a checked pack. Every error names its file and line and says what to do."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from pydantic import ValidationError

from pandeng.core.audit import keyed
from pandeng.core.errors import DomainError
from pandeng.domain.packs.schema import Pack
from pandeng.domain.projects.nodes.rules import no_loop
from pandeng.domain.strategy.rules import plan_adds_up

SHIPPED = Path(__file__).resolve().parents[2] / "packs"
RELEASED = SHIPPED / "digests.txt"
KEYS = {
    "figures": "name",
    "supply_relations": None,
    "calendar": None,
    "framework_records": None,
}
MAX_BYTES = 2 * 2**20
Place = tuple[str | int, ...]


class PackError(DomainError):
    """Everything that is wrong with a pack, one `file:line: sentence` each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def shipped() -> list[str]:
    """The names of the packs that come with the program."""
    return sorted(path.parent.name for path in SHIPPED.glob("*/pack.yaml"))


def find(name: str) -> Pack:
    """A pack that comes with the program, by name."""
    if name not in shipped():
        raise DomainError(
            _("没有名为“%(name)s”的政策包，可用的有：%(shipped)s。")
            % {"name": name, "shipped": "、".join(shipped())}
        )
    _require_as_released(name)
    return read(SHIPPED / name)


def digest(pack: Pack) -> str:
    return _digest_of(pack.content())


def _digest_of(content: dict[str, Any]) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def signature(cluster_code: str, pack: Pack) -> str:
    """By the key of the audit log, which lies outside the database: what was loaded, and where."""
    return signature_of(cluster_code, pack.content())


def signature_of(cluster_code: str, content: dict[str, Any]) -> str:
    return keyed("pack", cluster_code, _digest_of(content))


def digest_of_files(name: str) -> str:
    """Of a pack that comes with the program, as it lies in its folder."""
    files = sorted((SHIPPED / name).glob("*.yaml"))
    text = "".join(f"{path.name}\n{path.read_text(encoding='utf-8')}\n" for path in files)
    return hashlib.sha256(text.encode()).hexdigest()


def released() -> dict[str, str]:
    """The packs that come with the program, each with its digest when it was released."""
    lines = RELEASED.read_text(encoding="utf-8").splitlines()
    return dict(line.split() for line in lines)


def _require_as_released(name: str) -> None:
    if released().get(name) != digest_of_files(name):
        raise PackError(
            [
                _(
                    "随程序提供的政策包“%(name)s”被改动过，与发布时不一致；要改内容，请复制到别的文件夹，改名称和版本后再载入。"
                )
                % {"name": name}
            ]
        )


def read(folder: Path) -> Pack:
    """Read and check a pack folder, its base merged in. Raises `PackError`."""
    if not (folder / "pack.yaml").is_file():
        raise PackError(
            [_("%(name)s:1: 文件夹里没有 pack.yaml，请先建立它。") % {"name": folder.name}]
        )
    content, places, problems = _load(folder)
    base = (content.get("head") or {}).get("extends")
    if base and not problems:
        if base not in shipped():
            problems.append(
                _at(places, ("head", "extends"), _("没有名为“%(base)s”的基础包。") % {"base": base})
            )
        else:
            _require_as_released(base)
            below, below_places, _none = _load(SHIPPED / base)
            problems += _other_version(content["head"], below["head"], places)
            content, places = _merge(below, below_places, content, places)
    if problems:
        raise PackError(problems)
    try:
        pack = Pack.model_validate(content)
    except ValidationError as error:
        raise PackError(
            [_at(places, tuple(item["loc"]), _said(item)) for item in error.errors()]
        ) from error
    problems = [_at(places, place, sentence) for place, sentence in _dangling(pack)]
    if problems:
        raise PackError(problems)
    return pack


def _other_version(
    head: dict[str, Any], base: dict[str, Any], places: dict[Place, str]
) -> list[str]:
    """A pack written for another version of its base may name what is no longer there."""
    wanted, shipped = head.get("extends_version"), base["version"]
    if wanted is None or str(wanted) == shipped:
        return []
    sentence = _(
        "这个政策包按基础包“%(base)s”%(wanted)s版编写，程序附带的是%(shipped)s版，请换用对应版本的政策包。"
    )
    told = {"base": base["name"], "wanted": wanted, "shipped": shipped}
    return [_at(places, ("head", "extends_version"), sentence % told)]


# -- reading ----------------------------------------------------------------------------------


class _Loader(yaml.SafeLoader):
    """Leaves a day that no calendar has as it is written: the schema then names its field and line."""


def _day(loader: _Loader, node: yaml.ScalarNode) -> Any:
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        return node.value


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _day)


def _load(folder: Path) -> tuple[dict[str, Any], dict[Place, str], list[str]]:
    content: dict[str, Any] = {}
    places: dict[Place, str] = {}
    problems: list[str] = []
    for path in sorted(folder.glob("*.yaml")):
        if path.stat().st_size > MAX_BYTES:
            problems.append(_("%(name)s:1: 文件超过2兆字节，请拆分。") % {"name": path.name})
            continue
        try:
            text = path.read_text(encoding="utf-8-sig")
            node = yaml.compose(text, Loader=yaml.SafeLoader)
            values = yaml.load(text, Loader=_Loader)
        except UnicodeDecodeError:
            problems.append(
                _("%(name)s:1: 文件不是UTF-8编码，请另存为UTF-8。") % {"name": path.name}
            )
            continue
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark else 1
            problems.append(
                _("%(name)s:%(line)s: YAML 写法有误，请检查缩进、冒号和引号。")
                % {"name": path.name, "line": line}
            )
            continue
        if not isinstance(values, dict):
            problems.append(_("%(name)s:1: 文件应由“名称: 内容”组成。") % {"name": path.name})
            continue
        prefix: Place = ("head",) if path.name == "pack.yaml" else ()
        for place, line in _lines(node):
            places[prefix + place] = f"{path.name}:{line}"
        if prefix:
            content["head"] = values
        else:
            for key, value in values.items():
                if key in content:
                    problems.append(
                        _("%(name)s: “%(key)s”在别的文件里已经写过。")
                        % {"name": places.get((key,), path.name), "key": key}
                    )
                content[key] = value
    return content, places, problems


def _lines(node: yaml.Node | None, place: Place = ()) -> Iterator[tuple[Place, int]]:
    if node is None:
        return
    yield place, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*place, key.value), key.start_mark.line + 1
            for inner, line in _lines(value, (*place, key.value)):
                if inner != (*place, key.value):
                    yield inner, line
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _lines(value, (*place, index))


def _merge(
    below: dict[str, Any],
    below_places: dict[Place, str],
    above: dict[str, Any],
    places: dict[Place, str],
) -> tuple[dict[str, Any], dict[Place, str]]:
    """Lists are joined; an item of the upper pack with the same code takes the place of the lower."""
    merged = dict(below) | {key: value for key, value in above.items() if key not in below}
    own = {"head", *above}  # a place of the base must not answer for the upper pack
    found = {place: at for place, at in below_places.items() if not own & {*place[:1]}} | places
    for key, value in above.items():
        if key not in below or not isinstance(value, list) or not isinstance(below[key], list):
            merged[key] = value
            continue
        code = KEYS.get(key, "code")
        taken = {item.get(code) for item in value if isinstance(item, dict)} if code else set()
        kept = [
            (index, item)
            for index, item in enumerate(below[key])
            if not (code and isinstance(item, dict) and item.get(code) in taken)
        ]
        merged[key] = [*value, *(item for _index, item in kept)]
        for new, (old, _item) in enumerate(kept, start=len(value)):
            for place, where in below_places.items():
                if place[:2] == (key, old):
                    found[(key, new, *place[2:])] = where
    return merged, found


# -- saying what is wrong ---------------------------------------------------------------------

SAID = {
    "extra_forbidden": gettext_noop("不认识的字段“{field}”，请删除或核对拼写。"),
    "missing": gettext_noop("缺少字段“{field}”，请补上。"),
    "literal_error": gettext_noop("“{field}”的值不在允许范围内，可用的有：{expected}。"),
}
OTHERWISE = gettext_noop("“{field}”的值不合要求（{msg}）。")


def _said(item: Any) -> str:
    field = str(item["loc"][-1])
    pattern = _(SAID.get(item["type"], OTHERWISE))
    expected = (item.get("ctx") or {}).get("expected", "")
    return pattern.format(field=field, expected=expected, msg=item["msg"])


def _at(places: dict[Place, str], place: Place, sentence: str) -> str:
    """The nearest written place: a missing field stands where its item begins."""
    while place and place not in places:
        place = place[:-1]
    return f"{places.get(place, 'pack.yaml:1')}: {sentence}"


# Lists of a pack whose items have codes of their own.
CODED = (
    "counties", "departments", "framework", "chains", "segments", "titles", "club_tiers", "climb_rules",
    "size_rules", "team_roles", "service_levels", "clock_lights", "demand_classes", "targets", "surveys",
    "measures", "industries",
)  # fmt: skip
NO_CHAIN = gettext_noop("没有代码为“%(code)s”的产业链。")
NO_SEGMENT = gettext_noop("没有代码为“%(code)s”的环节。")
NO_NODE = gettext_noop("工作思路中没有代码为“%(code)s”的条目。")
NO_LEVEL = gettext_noop("没有代码为“%(code)s”的办理时限。")
NO_ITEM = gettext_noop("没有代码为“%(code)s”的条目。")
NO_TAXONOMY = gettext_noop("没有代码为“%(code)s”的分类体系。")
# A list, the field of its items that names other items, the lists that it names, what is said of a code
# that is not there.
REFERENCES: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("segments", "chain", ("chains",), NO_CHAIN),
    ("supply_relations", "supplier", ("segments",), NO_SEGMENT),
    ("supply_relations", "customer", ("segments",), NO_SEGMENT),
    ("targets", "node", ("framework",), NO_NODE),
    ("framework_records", "node", ("framework",), NO_NODE),
    ("demand_classes", "level", ("service_levels",), NO_LEVEL),
    ("responsibilities", "matter", ("demand_classes",), NO_ITEM),
    ("responsibilities", "county", ("departments", "counties"), NO_ITEM),
    ("responsibilities", "department", ("departments", "counties"), NO_ITEM),
    ("figures", "group", ("framework",), NO_NODE),
    ("surveys", "taxonomy", ("taxonomies",), NO_TAXONOMY),
)


def _dangling(pack: Pack) -> Iterator[tuple[Place, str]]:
    """Codes written twice, references to nothing, and circles in the supply relations."""
    for name in CODED:
        yield from _doubled(name, [item.code for item in getattr(pack, name)])
    yield from _doubled("figures", [item.name for item in pack.figures])
    for name, field, kinds, sentence in REFERENCES:
        there = {item.code for kind in kinds for item in getattr(pack, kind)}
        for index, item in enumerate(getattr(pack, name)):
            if (code := getattr(item, field)) and code not in there:
                yield (name, index, field), _(sentence) % {"code": code}
    for index, target in enumerate(pack.targets):
        shares = [(part.month, part.share) for part in target.plan]
        last = (target.due_on or date(target.year, 12, 31)).month
        if shares and not (verdict := plan_adds_up(shares, last)):
            yield ("targets", index, "plan"), verdict.message
    yield from _templates(pack)
    yield from _circle(pack)


def _templates(pack: Pack) -> Iterator[tuple[Place, str]]:
    """Nodes of a template written twice, waiting for nothing that is there, or for each other."""
    yield from _doubled("milestone_templates", [item.code for item in pack.milestone_templates])
    for index, template in enumerate(pack.milestone_templates):
        place: Place = ("milestone_templates", index, "nodes")
        names = {node.code: node.name for node in template.nodes}
        for (_word, at), said in _doubled("nodes", [node.code for node in template.nodes]):
            yield (*place, at), said
        missing = False
        for number, node in enumerate(template.nodes):
            for code in node.waits_for:
                if code not in names:
                    missing = True
                    yield (
                        (*place, number, "waits_for"),
                        _("没有代码为“%(code)s”的节点。") % {"code": code},
                    )
        waits = {node.code: set(node.waits_for) for node in template.nodes}
        if not missing and not (verdict := no_loop(waits, names)):
            yield place, verdict.message


def _doubled(name: str, codes: list[str]) -> Iterator[tuple[Place, str]]:
    seen: set[str] = set()
    for index, code in enumerate(codes):
        if code in seen:
            yield (name, index), _("代码“%(code)s”写了两次，请改成不同的代码。") % {"code": code}
        seen.add(code)


def _circle(pack: Pack) -> Iterator[tuple[Place, str]]:
    """The first supply relation that closes a circle."""
    supplies: dict[str, set[str]] = {}
    for index, item in enumerate(pack.supply_relations):
        reached, todo = set(), [item.customer]
        while todo:
            here = todo.pop()
            if here not in reached:
                reached.add(here)
                todo += supplies.get(here, ())
        if item.supplier in reached:
            yield (
                ("supply_relations", index),
                _("“%(supplier)s”到“%(customer)s”使供需关系成环。")
                % {"supplier": item.supplier, "customer": item.customer},
            )
            return
        supplies.setdefault(item.supplier, set()).add(item.customer)
