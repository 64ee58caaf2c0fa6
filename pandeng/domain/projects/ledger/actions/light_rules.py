"""Setting the rules of the lights by hand: another rule set, or other limits of one that is there."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import NotFound
from pandeng.domain.projects.ledger.models import LightRules
from pandeng.domain.projects.lights import RuleSet, may_set

SET_LIGHT_RULES = Action(
    "projects.set_light_rules", gettext_noop("设定亮灯规则"), Permission.EDIT_PROJECT_LIST
)


def set_light_rules(
    rules: LightRules | None,
    *,
    code: str,
    name: str,
    source: str,
    limits: Mapping[str, Any],
    is_default: bool,
    by: Scope,
    now: datetime,
) -> LightRules:
    """Set a rule set; `rules` None makes a new one. Verdicts kept of earlier days name their version and stay.

    One set is the default: choosing another takes the mark off it. Refuses limits that contradict each
    other, and taking the mark off the only default.
    """
    SET_LIGHT_RULES.require(by)
    may_set(RuleSet.of(code, name, limits, source=source)).require()
    if rules is not None and rules.cluster_id != by.in_cluster():
        raise NotFound(_("没有找到这套规则。"))
    given = {"name": name, "source": source, "limits": dict(limits), "is_proposal": False}
    with Change(SET_LIGHT_RULES, by=by, now=now, why=source) as change:
        others = LightRules.objects.visible_to(by).filter(is_default=True)
        for other in others.exclude(pk=rules.pk if rules else None):
            if is_default:
                change.save(other, is_default=False)
        if rules is not None:
            is_default = is_default or rules.is_default
            return change.save(rules, is_default=is_default, **given)
        last = LightRules.objects.visible_to(by).count()
        return change.add(
            LightRules(
                cluster_id=by.in_cluster(), code=code, is_default=is_default, order=last, **given
            )
        )
