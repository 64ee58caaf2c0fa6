"""Teams and whom they serve, kept by hand."""

from datetime import date

from django.utils.translation import gettext_noop

from pandeng.access.permissions import Permission
from pandeng.access.queries import counties
from pandeng.access.scope import Scope
from pandeng.access.workable import END, ENTER, Workable
from pandeng.core.dated import in_force, overlapping
from pandeng.core.verdict import ALLOW, Verdict, deny
from pandeng.domain.teams.models import Team, TeamMember, TeamService


def _check_team(team: Team, by: Scope, today: date) -> Verdict:
    """A team closes once nobody sits in it and it serves nobody."""
    if team.closed_on is None:
        return ALLOW
    if served := TeamService.objects.filter(in_force(team.closed_on), team=team).count():
        return deny(
            gettext_noop("小组还包联%(count)s家企业，请先结束包联或改由其他小组包联。"),
            count=served,
        )
    if seats := TeamMember.objects.filter(in_force(team.closed_on), team=team).count():
        return deny(gettext_noop("小组还有%(count)s人在任，请先登记离任。"), count=seats)
    return ALLOW


TEAM = Workable(
    model=Team,
    code="teams.team",
    noun=gettext_noop("助企攀登小组"),
    permission=Permission.EDIT_TEAM,
    fields=("number", "name", "county"),
    fixed=("number",),
    ends="closed_on",
    check=_check_team,
    rows={"county": lambda by, known: counties(by)},
    words={ENTER: gettext_noop("组建小组"), END: gettext_noop("撤并小组")},
)


def _check_service(service: TeamService, by: Scope, today: date) -> Verdict:
    """An enterprise is served by one team at a time, so that there is one place to turn to."""
    if service.team.closed_on is not None:
        return deny(gettext_noop("%(team)s已经撤并。"), team=service.team)
    others = TeamService.objects.filter(enterprise_id=service.enterprise_id).exclude(pk=service.pk)
    meanwhile = others.filter(overlapping(service.since, service.until))
    if other := meanwhile.select_related("team").first():
        said = gettext_noop("%(enterprise)s这段时间由%(team)s包联，请先结束。")
        return deny(said, enterprise=service.enterprise, team=other.team)
    return ALLOW


SERVICE = Workable(
    model=TeamService,
    code="teams.service",
    noun=gettext_noop("包联关系"),
    permission=Permission.EDIT_TEAM,
    fields=("team", "enterprise", "since"),
    fixed=("team", "enterprise"),
    ends="until",
    check=_check_service,
    rows={"team": lambda by, known: Team.objects.visible_to(by).filter(closed_on__isnull=True)},
    words={ENTER: gettext_noop("纳入包联"), END: gettext_noop("结束包联")},
)
