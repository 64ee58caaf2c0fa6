"""Key nodes of projects escalate like the clocks of demands: each light of a node tells once whom it names."""

from datetime import date, datetime
from functools import lru_cache, partial

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.models import User
from pandeng.access.queries import staff
from pandeng.access.roles import UNIT_ROLES
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.dated import in_force
from pandeng.domain.calendars.queries import calendar_of
from pandeng.domain.demands.clock import LightRule, days_left, reached
from pandeng.domain.demands.queries import light_rules
from pandeng.domain.notices.actions import notify
from pandeng.domain.notices.models import Notice
from pandeng.domain.projects.ledger.models import ProjectLeader
from pandeng.domain.projects.models import Milestone
from pandeng.domain.projects.node_queries import running_keys

CHECK_NODES = Action("projects.check_nodes", gettext_noop("检查项目节点期限"))
NEAR = gettext_noop("一个项目关键节点临近到期")
LATE = gettext_noop("一个项目关键节点逾期未完成")


def check_nodes(*, by: Scope, now: datetime) -> int:
    """Notify whom the lights of key nodes name, each once for a node and its day. A slip follows from the
    light of the project at the month's end. Safe to repeat; counts the nodes and lights told now."""
    today = timezone.localdate(now)
    rules = [rule for rule in light_rules(by) if rule.tells and rule.most_days_left is not None]
    if not rules:
        return 0
    calendar = calendar_of(by)
    furthest = calendar.after(today, max(0, *(rule.most_days_left or 0 for rule in rules))).on
    due = {
        _key(node, rule): (node, rule)
        for node in running_keys(by, today, furthest)
        for rule in reached(days_left(node.planned_on, today, calendar), rules)
    }
    said = Notice.objects.filter(cluster_id=by.in_cluster(), key__in=list(due))
    news = {key: due[key] for key in due.keys() - set(said.values_list("key", flat=True))}
    asked = lru_cache(maxsize=None)(partial(_told, by, today))
    people = {
        key: asked(rule.tells, node.department_id or node.project.county_id, node.project_id)
        for key, (node, rule) in news.items()
    }
    told = sorted((key for key in news if people[key]), key=list(due).index)
    if not told:
        return 0
    with Change(CHECK_NODES, by=by, now=now) as change:
        for key in told:
            node, rule = news[key]
            unit = node.department_id or node.project.county_id
            notify(
                change,
                people[key],
                _(LATE) if node.planned_on < today else _(NEAR),
                path=node.get_absolute_url(),
                about=f"{node.project} {node}",
                departments=[unit] if rule.tells == "unit" else (),
                key=key,
            )
    return len(told)


def _key(node: Milestone, rule: LightRule) -> str:
    return f"node:{node.pk}:{node.planned_on}:{rule.code}"


def _told(by: Scope, day: date, tells: str, unit: int, project: int) -> list[User]:
    """The unit in charge, or a role of the office; of the leaders the one who answers for the project."""
    if tells == "unit":
        return staff(by, on=day, roles=UNIT_ROLES, departments=[unit])
    if tells == "municipal_leader":
        rows = ProjectLeader.objects.filter(in_force(day), project_id=project)
        named = rows.exclude(user=None).select_related("user")
        if leaders := [row.user for row in named if row.user]:
            return leaders
    return staff(by, on=day, roles=[tells])
