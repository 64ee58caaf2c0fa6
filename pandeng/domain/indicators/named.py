"""The figures that the office quotes, from the pack its cluster runs on."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pandeng.access.scope import Scope
from pandeng.domain.indicators.catalogue import INDICATORS
from pandeng.domain.indicators.declare import Words
from pandeng.domain.packs.models import LoadedPack


@dataclass(frozen=True)
class NamedFigure:
    """A figure that the office quotes: an indicator narrowed once and for all; pack data."""

    name: str
    indicator: str
    title: Words
    unit: str
    kind: str
    year: int | None = None
    slices: tuple[tuple[str, str], ...] = ()
    group: str = ""
    says: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


def named_figures(scope: Scope) -> dict[str, NamedFigure]:
    """Name → figure, in the order of the pack. One query; the content is read once per version."""
    latest = (
        LoadedPack.objects.filter(cluster_id=scope.in_cluster())
        .order_by("-loaded_at", "-id")
        .values_list("id", "digest")
        .first()
    )
    return _read(*latest) if latest else {}


@lru_cache(maxsize=64)
def _read(pack_id: int, digest: str) -> dict[str, NamedFigure]:
    content = LoadedPack.objects.values_list("content", flat=True).get(id=pack_id)
    return {
        entry["name"]: _named(entry)
        for entry in content.get("figures", [])
        if entry["indicator"]
        in INDICATORS  # a pack of an earlier program may name one that is gone
    }


def _named(entry: dict[str, Any]) -> NamedFigure:
    return NamedFigure(
        name=entry["name"],
        indicator=entry["indicator"],
        title=(entry["title"]["zh"], entry["title"]["en"]),
        unit=entry.get("unit") or "",
        kind=entry.get("kind") or "",
        year=entry.get("year"),
        slices=tuple(sorted((entry.get("slices") or {}).items())),
        group=entry.get("group") or "",
        says=tuple(entry.get("says") or ()),
        beside=tuple(entry.get("beside") or ()),
    )
