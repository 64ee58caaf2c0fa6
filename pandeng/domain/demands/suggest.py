"""Which unit might lead a demand: by the responsibility list, and by the office's own past assignments."""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from pandeng.access.models import Department
from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.extras import missing_extra
from pandeng.domain.demands import routing
from pandeng.domain.demands.models import Demand, Responsibility
from pandeng.domain.demands.workflow import NOT_COUNTED


@dataclass(frozen=True)
class Suggestion:
    """A unit and why; a person decides."""

    department: Department
    reason: str


def suggest(scope: Scope, demand: Demand) -> list[Suggestion]:
    """At most two: the list's, and what past assignments say where it is another one."""
    found = [hint for hint in (_by_list(scope, demand), _by_past(scope, demand)) if hint]
    if len(found) == 2 and found[0].department == found[1].department:
        both = _("%(one)s；%(other)s") % {"one": found[0].reason, "other": found[1].reason}
        return [Suggestion(found[0].department, both)]
    return found


def _by_list(scope: Scope, demand: Demand) -> Suggestion | None:
    lines = (
        Responsibility.objects.visible_to(scope)
        .filter(matter_id=demand.matter_id)
        .select_related("department", "county", "matter")
    )
    by_county = {line.county_id: line for line in lines}
    line = by_county.get(demand.county_id) or by_county.get(None)
    if line is None:
        return None
    where = f"（{line.county}）" if line.county else ""
    reason = _("责任清单：%(matter)s%(where)s由该单位主办") % {
        "matter": line.matter,
        "where": where,
    }
    return Suggestion(line.department, reason)


def _by_past(scope: Scope, demand: Demand) -> Suggestion | None:
    """What the latest assignments teach; silent while there are too few, or nothing to learn with."""
    if missing_extra("suggest"):
        return None
    past = (
        Demand.objects.filter(cluster_id=scope.in_cluster(), department__isnull=False)
        .exclude(status__in=(*NOT_COUNTED, "assigned", "objected"))
        .order_by("-id")
    )
    last = past.values_list("id", flat=True).first()
    if not last or not scope.may(Permission.DEMAND_ASSIGN):
        return None
    learned = _learned(scope.in_cluster(), past.count() // 50, last // 50)
    if learned is None:
        return None
    text = (demand.title, demand.text)
    unit = learned.predict([text])[0]
    department = Department.objects.visible_to(scope).filter(pk=int(unit)).first()
    if department is None:
        return None
    words = "、".join(f"“{word}”" for word in learned.because(text, unit))
    reason = _("过往%(count)s件诉求的办理情况") % {"count": learned.count}
    if words:
        reason += _("，依据的字样：%(words)s") % {"words": words}
    return Suggestion(department, reason)


@lru_cache(maxsize=8)
def _learned(cluster_id: int, _fifties: int, _last: int) -> routing.Learned | None:
    """Fitted anew after every fifty assignments or so; kept by the process."""
    rows = list(
        Demand.objects.filter(cluster_id=cluster_id, department__isnull=False)
        .exclude(status__in=(*NOT_COUNTED, "assigned", "objected"))
        .order_by("-id")
        .values_list("title", "text", "department_id")[: routing.MAX_ASSIGNMENTS]
    )
    often = {unit for unit, n in Counter(row[2] for row in rows).items() if n >= routing.RARE}
    rows = [row for row in rows if row[2] in often]
    if len(rows) < routing.MIN_ASSIGNMENTS or len(often) < 2:
        return None
    return routing.learn([row[:2] for row in rows], [row[2] for row in rows])
