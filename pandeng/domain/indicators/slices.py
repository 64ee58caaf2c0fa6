"""What a figure can be narrowed to: a county, a chain, a title scheme …, by code or by name."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pandeng.access.records import seen
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.core.history import stamp
from pandeng.domain.demands.models import Channel, Result
from pandeng.domain.enterprises.models import ClubTier, Measure
from pandeng.domain.enterprises.queries import named
from pandeng.domain.indicators.tables import model_of
from pandeng.domain.outcomes.models import OutcomeKind
from pandeng.domain.projects.ledger.models import ProjectLeader
from pandeng.domain.projects.models import Level
from pandeng.domain.strategy.models import NodeKind


@dataclass(frozen=True)
class Slice:
    """Records of a kind, found by these fields; one of a fixed list of choices; or a written pattern.

    `by_name`: bound by the very name that was written, which some record of the kind must carry.
    `none`: the words for the records that have nothing of the kind, asked for as `NONE`.
    """

    title: str | Promise
    of: str = ""
    found_by: tuple[str, ...] = ()
    choices: tuple[tuple[str, str | Promise], ...] = ()
    pattern: str = ""
    example: str = ""
    by_name: bool = False
    none: str | Promise = ""

    @property
    def by_id(self) -> bool:
        return bool(self.of) and not self.by_name


NONE = "none"
SLICES: dict[str, Slice] = {
    "county": Slice(
        gettext_lazy("县市区"), "access.Department", ("code", "short_name", "name", "region_code")
    ),
    "department": Slice(
        gettext_lazy("主办单位"), "access.Department", ("code", "short_name", "name")
    ),
    "chain": Slice(
        gettext_lazy("产业链"),
        "chains.Chain",
        ("code", "name", "full_name"),
        none=gettext_lazy("未标明产业链"),
    ),
    "segment": Slice(gettext_lazy("产业链环节"), "chains.Segment", ("code", "name")),
    "enterprise": Slice(gettext_lazy("企业"), "enterprises.Enterprise", ("code", "name")),
    "tier": Slice(gettext_lazy("俱乐部梯队"), ClubTier._meta.label, ("code", "name")),
    "size": Slice(gettext_lazy("企业划型"), "enterprises.SizeRule", ("code", "name")),
    "project": Slice(gettext_lazy("项目"), "projects.Project", ("code", "name", "short_name")),
    "matter": Slice(gettext_lazy("诉求类别"), "demands.DemandClass", ("code", "name")),
    "scheme": Slice(gettext_lazy("称号"), "titles.Scheme", ("code",)),
    "survey": Slice(gettext_lazy("排查"), "surveys.Survey", ("code", "name")),
    "target": Slice(gettext_lazy("目标"), "strategy.Target", ("code",)),
    "team": Slice(gettext_lazy("小组"), "teams.Team", ("number",)),
    "seat": Slice(gettext_lazy("小组角色"), "teams.TeamRole", ("code", "name")),
    "level": Slice(
        gettext_lazy("项目层级"), choices=tuple(Level.choices), none=gettext_lazy("未认定层级")
    ),
    "leader": Slice(
        gettext_lazy("牵头市领导"),
        ProjectLeader._meta.label,
        ("person",),
        by_name=True,
        none=gettext_lazy("未明确牵头市领导"),
    ),
    "node": Slice(gettext_lazy("工作思路"), choices=tuple(NodeKind.choices)),
    "outcome": Slice(gettext_lazy("成果类别"), choices=tuple(OutcomeKind.choices)),
    "channel": Slice(gettext_lazy("来源渠道"), choices=tuple(Channel.choices)),
    "result": Slice(gettext_lazy("办理结果"), choices=tuple(Result.choices)),
    "month": Slice(gettext_lazy("月份"), pattern=r"20[0-9]{2}-(0[1-9]|1[0-2])", example="2022-05"),
    "measure": Slice(gettext_lazy("报表指标"), choices=tuple(Measure.choices)),
}


@dataclass(frozen=True)
class BoundSlice:
    """A slice as it was written, as it is bound, and as it is shown."""

    name: str
    written: str
    value: int | str
    shown: str


def resolve(name: str, written: str, scope: Scope, known_at: datetime | None = None) -> BoundSlice:
    """What to bind and the words to show for what was written; refuses what is not found.

    Names are looked up as they were known at the time, records by id as they are now.
    """
    if name not in SLICES:
        raise DomainError(
            _("没有“%(name)s”这一维度，可用的有：%(known)s。")
            % {"name": name, "known": "、".join(SLICES)}
        )
    way = SLICES[name]
    if way.none and written == NONE:
        return nothing(name)
    if way.pattern:
        _refuse_other_than(way, written)
        return BoundSlice(name, written, written, written)
    if not way.of:
        return _chosen(name, way, written)
    if way.by_name and _carried(way, written, scope, known_at):
        return BoundSlice(name, written, written, written)
    found = None if way.by_name else _record(name, way, written, scope)
    if found is None:
        raise DomainError(
            _("没有找到%(title)s“%(written)s”，请核对代码或名称。")
            % {"title": way.title, "written": written}
        )
    return BoundSlice(name, written, found.pk, str(found))


def _chosen(name: str, way: Slice, written: str) -> BoundSlice:
    for code, words in way.choices:
        if written in (code, str(words)):
            return BoundSlice(name, written, code, str(words))
    known = "、".join(str(words) for _code, words in way.choices)
    raise DomainError(
        _("%(title)s中没有“%(written)s”，可用的有：%(known)s。")
        % {"title": way.title, "written": written, "known": known}
    )


def _record(name: str, way: Slice, written: str, scope: Scope) -> Any:
    """An enterprise is found by what it was called earlier too, where that means just one."""
    if name == "enterprise":
        return named(scope, written)
    asked = Q()
    for field in way.found_by:
        if field != "number" or written.isdigit():
            asked |= Q(**{field: written})
    records = model_of(way.of).objects.visible_to(scope)
    return records.filter(asked).order_by("id").first() if asked else None


def written_month(written: str) -> date:
    """The first day of a month written 2022-05."""
    _refuse_other_than(SLICES["month"], written)
    return date.fromisoformat(f"{written}-01")


def _refuse_other_than(way: Slice, written: str) -> None:
    if not re.fullmatch(way.pattern, written):
        raise DomainError(
            _("%(title)s应写作“%(example)s”。") % {"title": way.title, "example": way.example}
        )


def nothing(name: str) -> BoundSlice:
    """What is bound, and shown, for the records that have nothing of the kind."""
    way = SLICES[name]
    return BoundSlice(name, NONE, 0 if way.by_id else "", str(way.none))


def _carried(way: Slice, written: str, scope: Scope, known_at: datetime | None) -> bool:
    model = model_of(way.of)
    rows = seen(model, scope, known_at).filter(**{way.found_by[0]: written})
    return rows.exists()


Written = tuple[str, str]  # the slice and what was written for it


def resolve_all(wanted: set[Written], scope: Scope) -> dict[Written, BoundSlice]:
    """Many at once; what is not found here is left to `resolve`.

    Every write leaves a version: while the newest version of each kind stays the same, so does the
    answer. One query; after a write one more a kind.
    """
    asked = frozenset(wanted)
    return _found(scope, asked, _version_token(tuple(sorted({name for name, _value in asked}))))


def clear_cache() -> None:
    """For tests, whose database goes back in time."""
    _found.cache_clear()


def _version_token(names: tuple[str, ...]) -> tuple[object, ...]:
    """Stays the same while the kinds that these slices are looked up in do."""
    kinds = [model_of(SLICES[name].of) for name in names if name in SLICES and SLICES[name].by_id]
    return stamp(kinds) if kinds else ()


@lru_cache(maxsize=512)
def _found(
    scope: Scope, wanted: frozenset[Written], _token: tuple[object, ...]
) -> dict[Written, BoundSlice]:
    found: dict[Written, BoundSlice] = {}
    for name in sorted({name for name, _value in wanted}):
        way = SLICES.get(name)
        values = {value for key, value in wanted if key == name and value != NONE}
        if way is None or not way.by_id:
            continue
        asked = Q()
        for item in way.found_by:
            asked |= Q(**{f"{item}__in": [v for v in values if item != "number" or v.isdigit()]})
        records = model_of(way.of).objects.visible_to(scope).filter(asked).order_by("-id")
        for record in records:
            for item in reversed(way.found_by):
                if (value := str(getattr(record, item))) in values:
                    found[name, value] = BoundSlice(name, value, record.pk, str(record))
    return found
