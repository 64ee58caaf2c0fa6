"""What a figure can be narrowed to: a county, a chain, a title scheme …, by code or by name."""

import re
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pandeng.access.scope import Scope
from pandeng.core.history import stamp
from pandeng.core.verdict import Refused
from pandeng.domain.demands.models import Channel, Result
from pandeng.domain.enterprises.models import ClubTier, Measure
from pandeng.domain.enterprises.queries import named
from pandeng.domain.indicators.tables import model_of
from pandeng.domain.outcomes.models import OutcomeKind
from pandeng.domain.projects.models import Level
from pandeng.domain.strategy.models import NodeKind


@dataclass(frozen=True)
class Slice:
    """Records of a kind, found by these fields; one of a fixed list of choices; or a written pattern."""

    title: str | Promise
    of: str = ""
    found_by: tuple[str, ...] = ()
    choices: tuple[tuple[str, str | Promise], ...] = ()
    pattern: str = ""
    example: str = ""


SLICES: dict[str, Slice] = {
    "county": Slice(
        gettext_lazy("县市区"), "access.Department", ("code", "short_name", "name", "region_code")
    ),
    "department": Slice(
        gettext_lazy("主办单位"), "access.Department", ("code", "short_name", "name")
    ),
    "chain": Slice(gettext_lazy("产业链"), "chains.Chain", ("code", "name", "full_name")),
    "segment": Slice(gettext_lazy("产业链环节"), "chains.Segment", ("code", "name")),
    "enterprise": Slice(
        gettext_lazy("企业"), "enterprises.Enterprise", ("code", "name", "names__name")
    ),
    "tier": Slice(gettext_lazy("俱乐部梯队"), ClubTier._meta.label, ("code", "name")),
    "size": Slice(gettext_lazy("企业划型"), "enterprises.SizeRule", ("code", "name")),
    "project": Slice(gettext_lazy("项目"), "projects.Project", ("code", "name", "short_name")),
    "matter": Slice(gettext_lazy("诉求类别"), "demands.DemandClass", ("code", "name")),
    "scheme": Slice(gettext_lazy("称号"), "titles.Scheme", ("code",)),
    "survey": Slice(gettext_lazy("排查"), "surveys.Survey", ("code", "name")),
    "target": Slice(gettext_lazy("目标"), "strategy.Target", ("code",)),
    "team": Slice(gettext_lazy("小组"), "teams.Team", ("number",)),
    "seat": Slice(gettext_lazy("小组角色"), "teams.TeamRole", ("code", "name")),
    "level": Slice(gettext_lazy("项目层级"), choices=tuple(Level.choices)),
    "node": Slice(gettext_lazy("工作思路"), choices=tuple(NodeKind.choices)),
    "outcome": Slice(gettext_lazy("成果类别"), choices=tuple(OutcomeKind.choices)),
    "channel": Slice(gettext_lazy("来源渠道"), choices=tuple(Channel.choices)),
    "result": Slice(gettext_lazy("办理结果"), choices=tuple(Result.choices)),
    "month": Slice(gettext_lazy("收到月份"), pattern=r"\d{4}-(0[1-9]|1[0-2])", example="2022-05"),
    "measure": Slice(gettext_lazy("报表指标"), choices=tuple(Measure.choices)),
}


def resolve(name: str, written: str, scope: Scope) -> tuple[int | str, str]:
    """The value to bind and the words to show for what was written; refuses what is not found."""
    if name not in SLICES:
        raise Refused(
            _("没有“%(name)s”这一维度，可用的有：%(known)s。")
            % {"name": name, "known": "、".join(SLICES)}
        )
    way = SLICES[name]
    if way.pattern:
        if re.fullmatch(way.pattern, written):
            return written, written
        raise Refused(
            _("%(title)s应写作“%(example)s”。") % {"title": way.title, "example": way.example}
        )
    if not way.of:
        for code, words in way.choices:
            if written in (code, str(words)):
                return code, str(words)
        raise Refused(
            _("%(title)s中没有“%(written)s”，可用的有：%(known)s。")
            % {
                "title": way.title,
                "written": written,
                "known": "、".join(str(words) for _code, words in way.choices),
            }
        )
    asked = Q()
    for field in way.found_by:
        if field != "number" or written.isdigit():
            asked |= Q(**{field: written})
    records = model_of(way.of).objects.visible_to(scope)
    found = records.filter(asked).distinct().order_by("id").first() if asked else None
    if found is None and name == "enterprise":
        found = named(scope, written)  # a code that went with a merged record
    if found is None:
        raise Refused(
            _("没有找到%(title)s“%(written)s”，请核对代码或名称。")
            % {"title": way.title, "written": written}
        )
    return found.pk, str(found)


def resolve_all(
    wanted: set[tuple[str, str]], scope: Scope
) -> dict[tuple[str, str], tuple[int | str, str]]:
    """Many at once; what is not found here is left to `resolve`.

    Every write leaves a version: while the newest version of each kind stays the same, so does the
    answer. One query; after a write one more a kind.
    """
    asked = frozenset(wanted)
    return _kept(scope, asked, _stamp(tuple(sorted({name for name, _value in asked}))))


def forget() -> None:
    """For tests, whose database goes back in time."""
    _kept.cache_clear()


def _stamp(names: tuple[str, ...]) -> tuple[object, ...]:
    """The stamp of the kinds that these slices are looked up in."""
    kinds = [model_of(SLICES[name].of) for name in names if name in SLICES and SLICES[name].of]
    return stamp(kinds) if kinds else ()


@lru_cache(maxsize=512)
def _kept(
    scope: Scope, wanted: frozenset[tuple[str, str]], _at: tuple[object, ...]
) -> dict[tuple[str, str], tuple[int | str, str]]:
    found: dict[tuple[str, str], tuple[int | str, str]] = {}
    for name in sorted({name for name, _value in wanted}):
        way = SLICES.get(name)
        values = {value for key, value in wanted if key == name}
        if way is None or not way.of or any("__" in item for item in way.found_by):
            continue
        asked = Q()
        for item in way.found_by:
            asked |= Q(**{f"{item}__in": [v for v in values if item != "number" or v.isdigit()]})
        records = model_of(way.of).objects.visible_to(scope).filter(asked).order_by("-id")
        for record in records:
            for item in reversed(way.found_by):
                if (value := str(getattr(record, item))) in values:
                    found[name, value] = (record.pk, str(record))
    return found
