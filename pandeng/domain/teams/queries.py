"""Who serves whom, and so: which scope a person has on a day."""

from datetime import date

from pandeng.access.models import DepartmentKind, Membership, User
from pandeng.access.scope import Scope
from pandeng.core.spans import holding
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.teams.models import TeamService


def scope_for(user: User, *, on: date, cluster_id: int | None = None) -> Scope:
    """The scope of a person on a day, in the cluster asked for or else in the first of theirs.

    Roles and units come from the memberships that hold on that day; enterprises from the teams the
    person sits in and from the enterprises whose contact the person is. Five queries at most.
    """
    memberships = list(
        Membership.objects.filter(holding(on), user=user)
        .select_related("department")
        .order_by("cluster_id", "id")
    )
    clusters = [membership.cluster_id for membership in memberships]
    if cluster_id not in clusters:
        cluster_id = clusters[0] if clusters else None
    own = [membership for membership in memberships if membership.cluster_id == cluster_id]
    departments = frozenset(membership.department_id for membership in own)
    served = TeamService.objects.filter(
        holding(on), holding(on, "team__members__"), team__members__user=user, cluster=cluster_id
    ).values_list("enterprise_id", flat=True)
    contact = Enterprise.objects.filter(organisation_id__in=departments).values_list(
        "id", flat=True
    )
    return Scope(
        cluster_id=cluster_id,
        user_id=user.pk,
        name=str(user),
        roles=frozenset(membership.role for membership in own),
        counties=frozenset(
            m.department_id for m in own if m.department.kind == DepartmentKind.COUNTY
        ),
        departments=departments,
        enterprises=frozenset(served) | frozenset(contact),
        on=on,
    )
