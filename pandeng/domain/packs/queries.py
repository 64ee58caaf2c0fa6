"""Which pack a cluster runs on, which versions it ran on before, what each says."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError, NotFound
from pandeng.core.verdict import ALLOW, Verdict, deny
from pandeng.domain.packs import reader
from pandeng.domain.packs.models import LoadedPack
from pandeng.domain.packs.schema import Pack


def current(scope: Scope) -> Pack | None:
    """The pack that was loaded last."""
    latest = loaded(scope).first()
    return Pack.model_validate(latest.content) if latest else None


def loaded(scope: Scope) -> QuerySet[LoadedPack]:
    """Every version this cluster ran on, the one in force first."""
    return LoadedPack.objects.visible_to(scope).order_by("-loaded_at", "-id")


def version(scope: Scope, pk: int) -> LoadedPack:
    found = loaded(scope).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这个政策包。"))
    return found


def may_follow(latest: LoadedPack | None, pack: Pack) -> Verdict:
    """A cluster keeps to the pack of its city: versions of it follow each other, and any follows a base.
    Another city's would rename units and counties by their codes."""
    if latest is None or latest.name == pack.head.name:
        return ALLOW
    in_force = Pack.model_validate(latest.content).head
    if not in_force.extends:
        return ALLOW
    return deny(
        gettext_noop(
            "本专班用的是“%(own)s”，不能改用“%(other)s”；同一政策包的新版本，名称（name）不变。"
        ),
        own=in_force.title.zh,
        other=pack.head.title.zh,
    )


@dataclass(frozen=True)
class LoadedVersion:
    """A version this cluster ran on."""

    of: LoadedPack

    @cached_property
    def is_as_loaded(self) -> bool:
        """Does it still say what was signed when it was loaded?"""
        return self.of.signature == reader.signature_of(self.of.cluster.code, self.of.content)


def versions(scope: Scope) -> list[LoadedVersion]:
    return [LoadedVersion(one) for one in loaded(scope).select_related("cluster")]


@dataclass(frozen=True)
class Shipped:
    """A pack that comes with the program; `problem` where it cannot be read."""

    name: str
    title: str
    version: str
    in_force: bool
    problem: str = ""


def shipped(scope: Scope) -> list[Shipped]:
    """The packs a cluster can be loaded with; a base that others extend is not offered by itself."""
    latest = loaded(scope).first()
    packs = []
    for name in reader.shipped():
        try:
            pack = reader.find(name)
        except DomainError as refused:
            packs.append(Shipped(name, name, "", False, refused.message))
            continue
        if pack.head.extends and may_follow(latest, pack):
            in_force = bool(latest and latest.digest == reader.digest(pack))
            packs.append(Shipped(name, pack.head.title.zh, pack.head.version, in_force))
    return packs


PARTS = {
    "counties": gettext_lazy("县市区和功能区"),
    "departments": gettext_lazy("单位"),
    "framework": gettext_lazy("工作框架"),
    "chains": gettext_lazy("产业链"),
    "segments": gettext_lazy("链条环节"),
    "supply_relations": gettext_lazy("供需关系"),
    "taxonomies": gettext_lazy("排查分类"),
    "surveys": gettext_lazy("排查"),
    "titles": gettext_lazy("称号"),
    "club_tiers": gettext_lazy("强企俱乐部档次"),
    "climb_rules": gettext_lazy("攀登研判规则"),
    "size_rules": gettext_lazy("企业规模标准"),
    "team_roles": gettext_lazy("小组角色"),
    "measures": gettext_lazy("报表指标"),
    "industries": gettext_lazy("行业代码"),
    "demand_classes": gettext_lazy("诉求类别"),
    "responsibilities": gettext_lazy("责任清单"),
    "targets": gettext_lazy("目标"),
    "figures": gettext_lazy("常用数字"),
    "milestone_templates": gettext_lazy("项目节点"),
    "lights": gettext_lazy("亮灯规则"),
    "month_closings": gettext_lazy("月报关账日"),
}


@dataclass(frozen=True)
class PackItem:
    code: str
    name: str
    proposal: bool
    source: str


@dataclass(frozen=True)
class PackPart:
    """One list of a pack."""

    code: str
    title: str
    items: Sequence[PackItem]

    @property
    def proposals(self) -> int:
        return sum(item.proposal for item in self.items)


def parts(scope: Scope, pack: LoadedPack) -> list[PackPart]:
    """What a loaded pack says, list by list, with the marks of its proposals."""
    named = {
        item["code"]: item["name"]
        for items in pack.content.values()
        if isinstance(items, list)
        for item in items
        if isinstance(item, dict) and isinstance(item.get("name"), str) and item.get("code")
    }
    return [
        PackPart(code, str(title), [_item(item, named) for item in pack.content[code]])
        for code, title in PARTS.items()
        if pack.content.get(code)
    ]


def _item(item: dict[str, Any], named: dict[str, str]) -> PackItem:
    if "supplier" in item:
        supplier, customer = (
            named.get(item[side], item[side]) for side in ("supplier", "customer")
        )
        code, name = (
            "",
            _("%(supplier)s 供 %(customer)s")
            % {
                "supplier": supplier,
                "customer": customer,
            },
        )
    else:
        words = item.get("title") or item.get("name") or ""
        name = words["zh"] if isinstance(words, dict) else str(words)
        code = str(item.get("code") or item.get("name") or "")
    return PackItem(code, name, bool(item.get("proposal")), str(item.get("source") or ""))
