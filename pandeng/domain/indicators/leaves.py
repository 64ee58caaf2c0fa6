"""The leaves of the work framework: which figures and which records fulfil each; pack data."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language

from pandeng.access.scope import Scope
from pandeng.core.fields import field_of
from pandeng.domain.indicators.tables import model_of
from pandeng.domain.packs.models import LoadedPack


@dataclass(frozen=True)
class LeafRecords:
    """Records of a kind that fulfil a leaf: narrowed by field paths to ids, codes or years.

    `one` where the pack means a single page: `where` then names the record.
    """

    node: str
    title: str
    kind: str
    where: tuple[tuple[str, str], ...]
    one: int | None = None


def records_by_leaf(scope: Scope) -> dict[str, list[LeafRecords]]:
    """Code of the leaf → its records, as the pack in force names them.

    One query; what the codes of a pack stand for is found once for each scope, as only a pack brings
    them. What a code does not find is left out.
    """
    latest = (
        LoadedPack.objects.filter(cluster_id=scope.in_cluster())
        .order_by("-loaded_at", "-id")
        .values_list("id", "digest")
        .first()
    )
    return _found(scope, *latest, (get_language() or "zh")[:2]) if latest else {}


@lru_cache(maxsize=1024)
def _found(scope: Scope, pack_id: int, digest: str, language: str) -> dict[str, list[LeafRecords]]:
    lines = _read(pack_id, digest)
    ids = _ids(scope, lines)
    found: dict[str, list[LeafRecords]] = {}
    for node, titles, kind, where, one in lines:
        bound = [(path, ids.get((kind, path, value), "")) for path, value in where]
        if all(value for _path, value in bound):
            title = titles[0] if language == "zh" else titles[1]
            found.setdefault(node, []).append(
                LeafRecords(
                    node, title, kind, tuple(bound), int(bound[0][1]) if one and bound else None
                )
            )
    return found


LeafLine = tuple[str, tuple[str, str], str, tuple[tuple[str, str], ...], bool]


@lru_cache(maxsize=64)
def _read(pack_id: int, digest: str) -> tuple[LeafLine, ...]:
    content = LoadedPack.objects.values_list("content", flat=True).get(id=pack_id)
    return tuple(
        (
            line["node"],
            (line["title"]["zh"], line["title"]["en"]),
            line["of"],
            tuple(sorted((line.get("where") or {}).items())),
            bool(line.get("one")),
        )
        for line in content.get("framework_records", [])
    )


def _ids(scope: Scope, lines: tuple[LeafLine, ...]) -> dict[tuple[str, str, str], str]:
    """What each code is in the address of a list: the id of the record, or the code itself."""
    found: dict[tuple[str, str, str], str] = {}
    wanted: dict[Any, set[tuple[str, str, str]]] = {}
    for _node, _titles, kind, where, one in lines:
        for path, value in where:
            own = field_of(model_of(kind), path)
            if own.is_relation:
                wanted.setdefault(own.related_model, set()).add((kind, path, value))
            elif one and path == "code":
                wanted.setdefault(model_of(kind), set()).add((kind, path, value))
            else:
                found[kind, path, value] = value
    for model, keys in wanted.items():
        codes = {value for _kind, _path, value in keys}
        rows = model.objects.visible_to(scope).filter(code__in=codes).order_by("-id")
        by_code = {str(code): str(pk) for pk, code in rows.values_list("id", "code")}
        found |= {key: by_code[key[2]] for key in keys if key[2] in by_code}
    return found


def clear_cache() -> None:
    """For tests, whose database goes back in time."""
    _found.cache_clear()
