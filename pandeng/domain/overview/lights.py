"""The lights of key projects as a page shows them: every rule set beside the others, each project with its reasons."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.domain.projects.ledger.queries import judged
from pandeng.domain.projects.lights import CODES, LightResult, RuleSet
from pandeng.domain.projects.models import Project
from pandeng.domain.projects.queries import projects_in

WORST_FIRST = ("far_behind", "behind", "normal", "ahead", "unjudged")


@dataclass(frozen=True)
class RuleSetShown:
    """A rule set with how many projects are of each light, the worst first; `here`: it is the one chosen."""

    rules: RuleSet
    here: bool
    counts: list[tuple[str, int]]


@dataclass(frozen=True)
class ProjectLight:
    project: Project
    verdict: LightResult


@dataclass(frozen=True)
class LightsShown:
    """`rules` is None where a pack has no rule set."""

    rules: RuleSet | None
    sets: list[RuleSetShown]
    lines: list[ProjectLight]


def lights_shown(
    scope: Scope,
    as_of: date,
    known_at: datetime | None = None,
    *,
    rules: str = "",
    code: str = "",
    county: str = "",
    chain: str = "",
) -> LightsShown:
    """By the rule set of this code, else the default; projects of a light, a county or a chain where asked."""
    found = judged(scope, as_of, known_at)
    chosen = next((pair for pair in found if pair[0].code == rules), found[0] if found else None)
    if rules and (chosen is None or chosen[0].code != rules):
        raise DomainError(_("没有“%(code)s”这套亮灯规则。") % {"code": rules[:20]})
    verdicts = chosen[1] if chosen else {}
    if code and code not in CODES:
        raise _no_filter(code)
    rows = projects_in(scope, verdicts, county=_id(county), chain=_id(chain))
    lines = [ProjectLight(row, verdicts[row.pk]) for row in rows]
    return LightsShown(
        rules=chosen[0] if chosen else None,
        sets=[
            RuleSetShown(each, chosen is not None and each is chosen[0], _counts(results))
            for each, results in found
        ],
        lines=sorted(
            (line for line in lines if code in ("", line.verdict.code)),
            key=lambda line: WORST_FIRST.index(line.verdict.code),
        ),
    )


def _counts(results: dict[int, LightResult]) -> list[tuple[str, int]]:
    codes = [verdict.code for verdict in results.values()]
    return [(code, codes.count(code)) for code in WORST_FIRST]  # type: ignore[arg-type]


def _id(written: str) -> int | None:
    if written and not written.isdecimal():
        raise _no_filter(written)
    return int(written[:18]) if written else None


def _no_filter(value: str) -> DomainError:
    return DomainError(_("筛选条件“%(value)s”无效，请重新选择。") % {"value": value[:30]})
