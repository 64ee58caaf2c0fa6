"""Loading the demo: all or nothing, in the order in which the office came to know things."""

from collections.abc import Callable
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from pandeng.access.actions import open_cluster
from pandeng.access.models import Cluster, Department, User
from pandeng.access.scope import Scope
from pandeng.core.upkeep import refresh_statistics
from pandeng.demo import (
    climbing,
    facts,
    instructions,
    ledger,
    lights,
    lives,
    nodes,
    particulars,
    people,
    targets,
    titles,
    visits,
)
from pandeng.demo.carriers import carriers
from pandeng.demo.demands import Demands
from pandeng.demo.facts import evening
from pandeng.demo.invent import Inventor
from pandeng.demo.projects import Projects
from pandeng.demo.register import DemoRegister
from pandeng.domain.enterprises.actions import link_contact
from pandeng.domain.packs import reader
from pandeng.domain.packs.actions import load as load_pack
from pandeng.domain.packs.schema import Pack

CODE = PACK = "jining-high-end-equipment"
SEED = 12335
OFFICE_MORNING = date(2022, 7, 1)  # the day on which the demo's clock begins to run


def is_empty() -> bool:
    return not Cluster.objects.exists()


OPENED = date(2021, 1, 5)


@transaction.atomic
def load(say: Callable[[str], object] = print) -> Cluster:
    """Make every record of the demo in one transaction: a load that is killed leaves nothing."""
    cluster, by, pack = _open_office(say)
    opened = evening(OPENED)
    users = people.accounts(cluster, by=by, now=opened)
    people.other_cluster(opened)
    register = DemoRegister(cluster, Inventor(SEED), by)
    _enterprises(register, users, pack, say)
    projects = Projects(register, pack)
    _ledgers(register, projects, users, say)
    _june(register, projects, users, say)
    _months(register, projects, users, pack, say)
    refresh_statistics()
    return cluster


def _open_office(say: Callable[[str], object]) -> tuple[Cluster, Scope, Pack]:
    """The office with the pack of its first year."""
    opened = evening(OPENED)
    cluster = open_cluster(
        code=CODE,
        name="济宁市高端装备产业集群",
        city_code="370800",
        data_through=facts.AS_OF,
        is_demo=True,
        clock_lag=timezone.now() - datetime.combine(OFFICE_MORNING, time(8, 30), facts.OFFICE_TIME),
        by=Scope.of_system(None),
        now=opened,
    )
    by = Scope.of_system(cluster.pk, "示例数据")
    pack = reader.find(PACK)
    first = pack.model_copy(
        update={
            "head": pack.head.model_copy(update={"version": "2021.1"}),
            "targets": (),
            "surveys": (),
            "figures": (),
        }
    )
    say("载入政策包（2021年）")
    load_pack(first, cluster, by=by, now=opened, why="专班成立")
    return cluster, by, pack


def _enterprises(
    register: DemoRegister, users: dict[str, User], pack: Pack, say: Callable[[str], object]
) -> None:
    """Enterprises, chains, teams; the second year's pack; what was reported and planned."""
    by = register.by
    say("登记企业、产业链和小组")
    register.enrol()
    register.place()
    people.teams(register, users)
    link_contact(
        register.enterprises[12],
        Department.objects.get(cluster=register.cluster, code="enterprise-demo"),
        by=by,
        now=evening(date(2021, 3, 2)),
    )

    say("载入政策包（2022年）")
    load_pack(
        pack, register.cluster, by=by, now=evening(date(2022, 2, 10)), why="2022年全市助企攀登大会"
    )

    say("填报企业报表")
    register.report(climbing.Months(register).handed_in)
    register.club()
    climbing.climbing(register)
    climbing.other_measures(register)
    register.platforms()
    carriers(register)


def _ledgers(
    register: DemoRegister, projects: Projects, users: dict[str, User], say: Callable[[str], object]
) -> None:
    """Projects, demands, titles and outcomes up to the article's day."""
    say("录入项目、节点和投资")
    projects.list_of_2021()
    projects.follow(projects.list_2021, date(2021, 3, 1), date(2022, 1, 31))
    projects.invest_2021()
    projects.list_of_2022()
    projects.label()
    projects.follow(projects.list_2022, date(2022, 2, 1), facts.AS_OF)
    lives.spring(projects)
    projects.enter_statistics()
    projects.invest_2022()
    projects.attract()

    say("录入诉求台账")
    Demands(register, users).enter()

    say("录入称号、排查和成果")
    titles.titles(register)
    titles.survey(register)
    titles.results(register)


def _june(
    register: DemoRegister, projects: Projects, users: dict[str, User], say: Callable[[str], object]
) -> None:
    """What came late or was corrected after the article, and what else June brought."""
    say("补录和更正（2022年6月）")
    projects.enter_late_start()
    projects.follow(projects.list_2022, date(2022, 6, 1), date(2022, 6, 30))
    lives.summer(projects)
    register.restate_april()
    register.join_in_june()
    say("录入企业地址、联系人、产品和更名")
    particulars.enter(register)
    say("录入走访和待确认成果")
    visits.visits(register)
    visits.empty_seat(register)
    visits.waiting_outcomes(register, users)


def _months(
    register: DemoRegister,
    projects: Projects,
    users: dict[str, User],
    pack: Pack,
    say: Callable[[str], object],
) -> None:
    """Monthly reports, lights, targets by county, instructions, what blocks a node."""
    cluster, by = register.cluster, register.by
    say("接管投资月报，确定牵头市领导")
    ledger.ledger(cluster, users, by=by)
    say("研判项目亮灯，签发督办单")
    lights.lights(cluster, by=by)
    say("分解年度目标，登记领导批示")
    targets.targets(cluster, users, by=by)
    instructions.instructions(cluster, users)
    say("录入节点前置、要素保障和受阻节点")
    nodes.nodes(projects.list_2022, pack, by=by)
