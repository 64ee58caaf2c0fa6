"""The people of the demo: accounts, assistance teams with their four seats, hand-overs."""

from datetime import date, datetime

from pandeng.access import actions as access
from pandeng.access.models import Cluster, Department, User
from pandeng.access.scope import Scope
from pandeng.demo.accounts import ACCOUNTS, OTHER, PASSWORD, Account
from pandeng.demo.facts import evening
from pandeng.demo.register import DemoRegister
from pandeng.domain.teams import actions
from pandeng.domain.teams.models import Team, TeamMember, TeamRole, TeamService

TEAMS = 31
OPENED = date(2021, 1, 6)


def accounts(cluster: Cluster, *, by: Scope, now: datetime) -> dict[str, User]:
    """One person per role of the office."""
    return {account.username: _user(cluster, account, by=by, now=now) for account in ACCOUNTS}


def _user(cluster: Cluster, account: Account, *, by: Scope, now: datetime) -> User:
    department = Department.objects.filter(cluster=cluster, code=account.department).first()
    if department is None:
        department = access.add_department(
            kind="enterprise",
            code=account.department,
            name="示例企业联系单位",
            by=by,
            now=now,
        )
    return access.create_user(
        username=account.username,
        display_name=account.name,
        password=PASSWORD,
        role=account.role,
        department=department,
        since=OPENED,
        by=by,
        now=now,
    )


def other_cluster(now: datetime) -> None:
    """A second, nearly empty cluster: nothing of the first may be seen from it."""
    cluster = access.open_cluster(
        code="demo-other",
        name="示例市新材料产业集群",
        city_code="371300",
        is_demo=True,
        by=Scope.of_system(None),
        now=now,
    )
    by = Scope.of_system(cluster.pk)
    access.add_department(
        kind="cluster_office", code="office", name="示例市新材料产业集群专班", by=by, now=now
    )
    _user(cluster, OTHER, by=by, now=now)


SEATS = ("municipal_leader", "department_head", "stationed_officer", "lead_bank_manager")
SERVE_SINCE = date(2021, 3, 1)


def teams(register: DemoRegister, users: dict[str, User]) -> None:
    """31 numbered teams, every climbing enterprise served by one, some seats handed over."""
    cluster, by = register.cluster, register.by
    rows = [
        Team(
            cluster=cluster,
            number=number,
            name=f"第{number}助企攀登小组",
            county=register.counties[(number - 1) % len(register.counties)],
            is_example=True,
        )
        for number in range(1, TEAMS + 1)
    ]
    members = _members(register, rows, users)
    climbers = [e for e in register.enterprises if e.climbing_since]
    services = [
        TeamService(
            cluster=cluster,
            team=rows[index % TEAMS],
            enterprise=enterprise,
            since=max(SERVE_SINCE, enterprise.climbing_since or SERVE_SINCE),
            until=enterprise.climbing_until,
        )
        for index, enterprise in enumerate(climbers)
    ]
    actions.import_existing_teams(rows, members, services, by=by, now=evening(date(2021, 3, 2)))
    for seat in [member for member in members if member.role.code == "stationed_officer"][3:8]:
        actions.hand_over(
            seat,
            person=register.invent.person(),
            since=date(2022, 1, 1),
            why="驻企干部轮换",
            by=by,
            now=evening(date(2021, 12, 30)),
        )


def _members(register: DemoRegister, rows: list[Team], users: dict[str, User]) -> list[TeamMember]:
    """Four seats a team; the demo's own people sit in the first."""
    cluster = register.cluster
    roles = {role.code: role for role in TeamRole.objects.filter(cluster=cluster)}
    units = Department.objects.filter(cluster=cluster).order_by("id")
    banks, bodies = list(units.filter(kind="bank")), list(units.filter(kind="department"))
    own = {
        "municipal_leader": "leader",
        "stationed_officer": "officer",
        "lead_bank_manager": "bank",
    }
    members = []
    for team in rows:
        for code in SEATS:
            bank = code == "lead_bank_manager"
            user = users[own[code]] if team.number == 1 and code in own else None
            among = banks if bank else bodies
            members.append(
                TeamMember(
                    cluster=cluster,
                    team=team,
                    role=roles[code],
                    person=str(user) if user else register.invent.person(),
                    user=user,
                    department=among[team.number % (3 if bank else len(bodies))],
                    since=SERVE_SINCE,
                )
            )
    return members
