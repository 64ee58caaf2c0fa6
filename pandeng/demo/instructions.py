"""Eight instructions of the demo's leader, in various states; one is late, one is confidential in part."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pandeng.access.models import Cluster, Department, User
from pandeng.access.scope import Scope
from pandeng.demo.facts import evening
from pandeng.domain.demands.models import Demand
from pandeng.domain.demands.queries import OPEN
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.instructions import actions
from pandeng.domain.projects.models import Project
from pandeng.domain.strategy.models import Target
from pandeng.domain.teams.queries import scope_for

Told = dict[str, Any]


@dataclass(frozen=True)
class InstructionStory:
    """What the leader wrote on a day, and the steps that followed: day, account, step, what was told."""

    on: date
    title: str
    text: str
    link: str = ""
    confidential: str = ""
    steps: list[tuple[date, str, str, Told]] = field(default_factory=list)


def _d(month: int, day: int) -> date:
    return date(2022, month, day)


STORIES = (
    InstructionStory(
        _d(3, 7),
        "关于春节后项目复工情况",
        "请专班逐个核实节后复工项目，未复工的说明原因，提出解决办法，3月底前报我。",
        "",
        "",
        [
            (_d(3, 8), "staff", "register", {}),
            (_d(3, 8), "staff", "assign", {"department": "ndrc", "days": 15}),
            (_d(3, 24), "staff", "answer", {
                "note": "节后应复工项目已全部核实，3个因设备到货晚推迟，已约定4月上旬复工。",
                "evidence": "复工核查台账",
            }),
            (_d(3, 25), "staff", "review", {"note": "台账与现场抽查一致"}),
            (_d(3, 28), "leader", "close", {}),
        ],
    ),
    InstructionStory(
        _d(4, 11),
        "关于重点项目用地保障",
        "用地是当前最大制约，请自然资源和规划局会同专班列出缺口清单，能解决的马上解决。",
        "project",
        "",
        [
            (_d(4, 12), "staff", "register", {}),
            (_d(4, 12), "staff", "assign", {
                "department": "land", "days": 10, "assisting": ["guarantee-land"],
            }),
            (_d(4, 22), "staff", "urge", {"note": "还有3个工作日到期，请抓紧反馈"}),
            (_d(4, 25), "handler", "report", {"note": "缺口清单已列出，正与土地保障组核对"}),
            (_d(4, 26), "system", "report_part", {"note": "清单中11宗可在本年指标内解决"}),
            (_d(4, 27), "handler", "answer", {
                "note": "列出用地缺口清单，11宗在本年指标内解决，其余分两批报批。",
                "evidence": "用地缺口清单（第一批）",
            }),
            (_d(4, 28), "staff", "review", {}),
            (_d(4, 29), "lead", "close", {"note": "领导已阅"}),
        ],
    ),
    InstructionStory(
        _d(5, 16),
        "关于包联企业融资需求",
        "请地方金融监管局对接主办银行，逐户了解贷款到期和新增需求，拿出办法。",
        "enterprise",
        "企业实际控制人近期有股权变动意向，对接时注意保密。",
        [
            (_d(5, 17), "staff", "register", {}),
            (_d(5, 17), "staff", "assign", {"department": "finance", "days": 15}),
            (_d(6, 8), "staff", "answer", {
                "note": "主办银行已上门对接，续贷方案按期办理，新增授信在审批。",
                "evidence": "银企对接记录",
            }),
            (_d(6, 9), "staff", "return", {"note": "没有写明新增授信的时间，请补充"}),
            (_d(6, 22), "staff", "answer", {
                "note": "新增授信预计7月中旬批复，到期贷款已全部续贷。",
                "evidence": "主办银行书面答复",
            }),
            (_d(6, 24), "staff", "review", {}),
        ],
    ),
    InstructionStory(
        _d(6, 6),
        "关于企业反映的供电问题",
        "请供电公司现场查看，能不停产改造的不停产，一周内给企业答复。",
        "demand",
        "",
        [
            (_d(6, 6), "staff", "register", {}),
            (_d(6, 7), "staff", "assign", {"department": "power", "days": 15}),
            (_d(6, 27), "staff", "answer", {
                "note": "已现场查看并与企业商定错峰改造，施工期不停产。",
                "evidence": "现场勘查单",
            }),
        ],
    ),
    InstructionStory(
        _d(6, 13),
        "关于规模企业培育进度",
        "半年将到，规模企业距目标还有差距，请工信局把后备企业逐户落到县市区。",
        "target",
        "",
        [
            (_d(6, 14), "staff", "register", {}),
            (_d(6, 14), "staff", "assign", {"department": "miit", "days": 10}),
            (_d(6, 27), "staff", "urge", {"note": "期限将到，请按期反馈"}),
            (_d(6, 30), "staff", "urge", {"note": "已超期，请当日反馈"}),
        ],
    ),
    InstructionStory(
        _d(6, 24),
        "关于重点项目环评手续",
        "请生态环境局、行政审批局提前介入，材料一次告知，不让企业来回跑。",
        "",
        "",
        [
            (_d(6, 27), "staff", "register", {}),
            (_d(6, 27), "staff", "assign", {
                "department": "ecology", "days": 5, "assisting": ["approval"],
            }),
        ],
    ),
    InstructionStory(
        _d(6, 29),
        "关于应急装备产业排查成果运用",
        "排查结果要用起来，请专班研究怎样按大类组织供需对接。",
        "",
        "",
        [(_d(6, 30), "staff", "register", {})],
    ),
    InstructionStory(
        _d(6, 30),
        "关于三季度项目开工准备",
        "请专班把三季度计划开工的项目列出来，手续差在哪里一并写明。",
    ),
)  # fmt: skip


def instructions(cluster: Cluster, users: dict[str, User]) -> None:
    """Given by the leader, handled as the table of steps allows."""
    links = _links(cluster, users["leader"])
    units = {unit.code: unit for unit in Department.objects.filter(cluster=cluster)}
    for story in STORIES:
        given = actions.give(
            title=story.title,
            text=story.text,
            confidential=story.confidential,
            by=scope_for(users["leader"], on=story.on),
            now=evening(story.on),
            is_example=True,
            **({story.link: links[story.link]} if story.link else {}),
        )
        for minute, (day, account, step, inputs) in enumerate(story.steps):
            by = (
                Scope.of_system(cluster.pk, str(users["handler"]))
                if account == "system"
                else scope_for(users[account], on=day)
            )
            said = dict(inputs)
            if "department" in said:
                said["department"] = units[said["department"]]
            if "assisting" in said:
                said["assisting"] = [units[code] for code in said["assisting"]]
            actions.take(given, step, by=by, now=evening(day).replace(minute=minute), **said)


def _links(cluster: Cluster, leader: User) -> dict[str, Any]:
    """What the instructions concern: records of enterprises that the leader's team serves."""
    served = sorted(scope_for(leader, on=date(2022, 5, 31)).enterprises)
    demand = (
        Demand.objects.filter(cluster=cluster, enterprise_id__in=served, status__in=OPEN)
        .order_by("id")
        .first()
    )
    project = (
        Project.objects.filter(cluster=cluster, enterprise_id__in=served).order_by("id").first()
    )
    return {
        "enterprise": Enterprise.objects.get(pk=served[0]),
        "project": project or Project.objects.filter(cluster=cluster).order_by("id").first(),
        "demand": demand or Demand.objects.filter(cluster=cluster).order_by("id").first(),
        "target": Target.objects.get(cluster=cluster, code="target_scale_enterprises"),
    }
