"""Setting up assistance teams, filling seats, handing them over, alarming about empty ones."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.models import Cluster, Department, User
from pandeng.access.permissions import Permission
from pandeng.access.queries import staff
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, NotFound, require_reason
from pandeng.domain.demands.actions import transfer
from pandeng.domain.demands.models import Demand
from pandeng.domain.demands.queries import OPEN
from pandeng.domain.notices.actions import notify
from pandeng.domain.teams.models import (
    HandOver,
    Team,
    TeamMember,
    TeamRole,
    TeamService,
    Visit,
    VisitQuestion,
)
from pandeng.domain.teams.queries import served_by, vacancies

IMPORT_EXISTING_TEAMS = Action(
    "teams.import_existing", gettext_noop("导入已有小组台账"), Permission.EDIT_TEAM
)


def import_existing_teams(
    teams: Iterable[Team],
    members: Iterable[TeamMember],
    services: Iterable[TeamService],
    *,
    by: Scope,
    now: datetime,
) -> None:
    with Change(IMPORT_EXISTING_TEAMS, by=by, now=now) as change:
        change.bulk_add(teams)
        change.bulk_add(members)
        change.bulk_add(services)


SEAT = Action("teams.seat", gettext_noop("安排小组人员"), Permission.EDIT_TEAM)


def _own(team: Team, role: TeamRole, by: Scope) -> None:
    seen = Team.objects.visible_to(by).filter(pk=team.pk).exists()
    if not seen or role.cluster_id != team.cluster_id:
        raise NotFound(_("没有找到这个小组。"))


def seat(
    team: Team,
    role: TeamRole,
    *,
    person: str,
    since: date,
    user: User | None = None,
    department: Department | None = None,
    by: Scope,
    now: datetime,
) -> TeamMember:
    """Fill an empty seat. Refuses a seat that somebody holds."""
    SEAT.require(by)
    _own(team, role, by)
    if not (person.strip() or user):
        raise DomainError(_("请填写姓名。"))
    holders = TeamMember.objects.filter(team=team, role=role).exclude(until__lt=since)
    if holders.count() >= role.seats:
        raise DomainError(_("%(role)s已有人任职，请用“交接”。") % {"role": role})
    with Change(SEAT, by=by, now=now) as change:
        return change.add(
            TeamMember(
                cluster_id=team.cluster_id,
                team=team,
                role=role,
                department=department,
                person=person.strip() or str(user),
                user=user,
                since=since,
            )
        )


END_SEAT = Action("teams.end_seat", gettext_noop("结束小组任职"), Permission.EDIT_TEAM)


def end(seat: TeamMember, *, until: date, why: str, by: Scope, now: datetime) -> None:
    """End a seat without a successor; from the next day on it is empty and alarms."""
    END_SEAT.require(by)
    if not TeamMember.objects.visible_to(by).filter(pk=seat.pk).exists():
        raise NotFound(_("没有找到这个席位。"))
    if until < seat.since:
        raise DomainError(_("离任日期不能早于任职日期（%(since)s）。") % {"since": seat.since})
    require_reason(why, _("请写明离任原因。"))
    with Change(END_SEAT, by=by, now=now, why=why) as change:
        change.save(seat, until=until)


HAND_OVER = Action("teams.hand_over", gettext_noop("小组交接"), Permission.EDIT_TEAM)


def hand_over(
    seat: TeamMember,
    *,
    person: str,
    since: date,
    why: str,
    user: User | None = None,
    by: Scope,
    now: datetime,
) -> TeamMember:
    """End a seat the day before and give it to the next person, with the open work that belongs to it:
    demands in the predecessor's hands, planned visits, open questions."""
    HAND_OVER.require(by)
    if not TeamMember.objects.visible_to(by).filter(pk=seat.pk).exists():
        raise NotFound(_("没有找到这个席位。"))
    if not (person.strip() or user):
        raise DomainError(_("请填写接任人姓名。"))
    if seat.until is not None and seat.until < since:
        raise DomainError(_("%(person)s的任期已经结束，请直接补任。") % {"person": seat.person})
    if HandOver.objects.filter(left=seat).exists():
        raise DomainError(_("%(person)s的席位已经交接，不能再交接一次。") % {"person": seat.person})
    if since <= seat.since:
        raise DomainError(_("交接日期须在前任任职（%(since)s）以后。") % {"since": seat.since})
    with Change(HAND_OVER, by=by, now=now, why=why) as change:
        change.save(seat, until=since - timedelta(days=1))
        entered = change.add(
            TeamMember(
                cluster_id=seat.cluster_id,
                team_id=seat.team_id,
                role_id=seat.role_id,
                department_id=seat.department_id,
                person=person.strip() or str(user),
                user=user,
                since=since,
            )
        )
        handed = change.add(
            HandOver(
                cluster_id=seat.cluster_id,
                team_id=seat.team_id,
                left=seat,
                entered=entered,
                happened_on=since,
                why=why[:120],
            )
        )
        if since <= timezone.localdate(now):
            _move_work(change, handed, by, now)
    return entered


CARRY_OUT = Action("teams.carry_out_hand_over", gettext_noop("交接到期，移交事项"))


def carry_out_hand_overs(cluster: Cluster, *, by: Scope, now: datetime) -> int:
    """Move the open work of the hand-overs whose day has come. Counts them."""
    today = timezone.localdate(now)
    due = HandOver.objects.visible_to(by).filter(moved_on=None, happened_on__lte=today)
    rows = list(due.select_related("left__team", "entered__user", "entered__role").order_by("id"))
    if rows:
        with Change(CARRY_OUT, by=by, now=now) as change:
            change.add_fact(cluster, hand_overs=len(rows))
            for handed in rows:
                _move_work(change, handed, by, now)
    return len(rows)


def _move_work(change: Change, handed: HandOver, by: Scope, now: datetime) -> None:
    left, entered = handed.left, handed.entered
    enterprises = served_by(by, left.team, entered.since)
    demands: list[Demand] = []
    if left.user_id and entered.user:
        demands = list(
            Demand.objects.filter(
                handler_id=left.user_id, enterprise_id__in=enterprises, status__in=OPEN
            )
        )
        for demand in demands:
            transfer(change, demand, entered.user, by=by, now=now)
    visits = Visit.objects.filter(
        team_id=left.team_id, done_on__isnull=True, called_off_on__isnull=True
    ).filter(Q(user=left.user_id) if left.user_id else Q(person=left.person))
    questions = VisitQuestion.objects.filter(visit__team_id=left.team_id, settled_on__isnull=True)
    moved = visits.count()
    asked = questions.filter(visit__in=visits, carried_to__isnull=True).count()
    for visit in visits:
        change.save(visit, person=entered.person, user=entered.user)
    change.save(
        handed,
        moved_on=timezone.localdate(now),
        demands_moved=len(demands),
        visits_moved=moved,
        questions_moved=asked,
    )
    if entered.user:
        notify(
            change,
            [entered.user],
            _("您接任了一个助企攀登小组席位"),
            path=left.team.get_absolute_url(),
            about=f"{left.team} {entered.role}",
        )


ALARM = Action("teams.alarm", gettext_noop("提醒小组人员变动"))


def alarm(cluster: Cluster, *, by: Scope, now: datetime) -> int:
    """Tell the office of every seat that is empty today, once for each time it falls empty."""
    today = timezone.localdate(now)
    empty = vacancies(by, today)
    if not empty:
        return 0
    office = staff(by, on=today, roles=("office_lead", "office_staff"))
    notified = 0
    with Change(ALARM, by=by, now=now) as change:
        change.add_fact(cluster, empty_seats=len(empty))
        for team, role, since in empty:
            notified += notify(
                change,
                office,
                _("一个助企攀登小组席位空缺"),
                path=team.get_absolute_url(),
                about=f"{team} {role}",
                key=f"vacant:{team.pk}:{role.pk}:{since}",
            )
    return notified
