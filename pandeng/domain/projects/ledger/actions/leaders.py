"""The municipal leaders who answer for projects, kept by hand."""

from datetime import date

from django.utils.translation import gettext_noop

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.access.workable import ENTER, Workable
from pandeng.core.dated import overlapping
from pandeng.core.verdict import ALLOW, Verdict, deny
from pandeng.domain.projects.ledger.models import ProjectLeader


def _check_leader(leader: ProjectLeader, by: Scope, today: date) -> Verdict:
    """One leader answers for a project at a time."""
    others = ProjectLeader.objects.filter(project_id=leader.project_id).exclude(pk=leader.pk)
    if other := others.filter(overlapping(leader.since, leader.until)).first():
        said = gettext_noop("这段时间由%(person)s牵头，请先登记其终止日期。")
        return deny(said, person=other.person)
    return ALLOW


PROJECT_LEADER = Workable(
    model=ProjectLeader,
    code="projects.leader",
    noun=gettext_noop("牵头市领导"),
    permission=Permission.EDIT_PROJECT_LIST,
    fields=("project", "person", "user", "since"),
    fixed=("project",),
    ends="until",
    check=_check_leader,
    words={ENTER: gettext_noop("明确牵头市领导")},
)
