"""Taking a demand in: what its form already knows (the enterprise, or the node that a problem blocks), what it must say."""

from typing import Any

from django.utils.translation import gettext as _

from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError, NotFound
from pandeng.domain.demands.models import Channel, DemandClass
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.enterprises.queries import only_meant_by, successor_of
from pandeng.domain.projects.models import Milestone
from pandeng.domain.projects.nodes.models import Guarantee

MAX_OWN = 60  # enterprises that a form still lists by name


def given_node(scope: Scope, written: str) -> Milestone | None:
    """The project node that the problem blocks; one out of scope is not there."""
    if not written:
        return None
    rows = Milestone.objects.visible_to(scope).filter(pk=int(written) if written.isdigit() else -1)
    node: Milestone | None = rows.select_related("project__enterprise").first()
    if node is None:
        raise NotFound(_("没有找到这个节点。"))
    return node


def initial_of_node(scope: Scope, node: Milestone) -> dict[str, Any]:
    """What the form says at once of a node's problem; the class is that of a guarantee not yet given."""
    needs = Guarantee.objects.visible_to(scope).filter(milestone=node, given_on__isnull=True)
    kind = needs.order_by("due_on", "id").values_list("kind", flat=True).first()
    matter = DemandClass.objects.visible_to(scope).filter(code=kind).first() if kind else None
    name = _("%(project)s“%(node)s”节点受阻") % {"project": node.project, "node": node.name}
    initial = {"node": node.pk, "title": name[:120], "matter": matter.pk if matter else None}
    if node.project.enterprise:
        initial["enterprise"] = node.project.enterprise.name
    return initial


def given_enterprise(scope: Scope, written: str) -> Enterprise | None:
    """The enterprise of an address, or the only one of somebody who serves one."""
    rows = Enterprise.objects.visible_to(scope)
    found: Enterprise | None = None
    if written.isdigit():
        pk = int(written[:18])
        return rows.filter(pk=pk).first() or successor_of(scope, pk)
    if len(scope.enterprises) == 1 and not scope.rows("enterprise").everything:
        found = rows.filter(pk__in=scope.enterprises).first()
    return found


def likely_enterprise(scope: Scope, written: str) -> Enterprise | None:
    """The enterprise that half-typed words mean, where it is one."""
    try:
        return only_meant_by(scope, written) if written.strip() else None
    except DomainError:
        return None


def own_enterprises(scope: Scope) -> list[Enterprise]:
    """Those that somebody serves, where a form can still list them."""
    if len(scope.enterprises) > MAX_OWN:
        return []
    rows = Enterprise.objects.visible_to(scope).filter(pk__in=scope.enterprises)
    return list(rows.order_by("id"))


def check_words(title: str, channel: str) -> None:
    """Refuses a demand without a title, or from a channel that is none."""
    if not title.strip():
        raise DomainError(_("请用一句话写明诉求。"))
    if channel not in Channel.values:
        raise DomainError(_("请选择来源渠道。"))
