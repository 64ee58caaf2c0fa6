"""The lives of the demo's projects: one stopped and back, one withdrawn, one entered by mistake, labels of mid-year.

All of it lies after 31 May 2022 or moves no figure of that day.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from pandeng.access.models import Department
from pandeng.demo import facts
from pandeng.demo.facts import evening
from pandeng.demo.projects import CARRIED, JUNE_STARTS, Projects
from pandeng.domain.projects import actions
from pandeng.domain.projects.lifecycle import actions as life
from pandeng.domain.projects.models import Project, ProjectLabel, ProjectListing, ProjectStep

SEED = 630
SPRING = date(2022, 2, 28)
STOPPED_IN_SPRING, STOPPED_IN_JUNE, UNLABELLED = 12, 150, 5
PROOFS = {
    "signed_on": ("sign", "投资协议（示例）第{number}号"),
    "started_on": ("start", "施工许可证（示例）第{number}号、开工现场照片"),
    "building_on": ("build", "主体施工监理月报（示例）第{number}号"),
    "completed_on": ("complete", "竣工验收备案表（示例）第{number}号"),
    "in_statistics_on": ("enter_statistics", "联网直报入库通过截图（示例）第{number}号"),
}


def spring(projects: Projects) -> None:
    """Carried-over projects under way; one of them stops in March and is back in May."""
    building = []
    for project in projects.list_2021[:CARRIED:2]:
        assert project.started_on
        project.building_on = min(project.started_on + timedelta(days=75), date(2022, 2, 20))
        building.append(project)
    actions.reach_stage(building, "building_on", by=projects.by, now=evening(SPRING))
    stopped = projects.list_2021[STOPPED_IN_SPRING]
    for step, day, note in (
        ("stop", date(2022, 3, 10), "钢材涨价，建设单位与总包重新议价，暂停施工"),
        ("resume", date(2022, 5, 6), "补充协议已签，塔吊、人员复工到位"),
    ):
        now = evening(day + timedelta(days=1))
        life.take_step(stopped, step, on=day, note=note, by=projects.by, now=now)
    stopped.refresh_from_db()


def summer(projects: Projects) -> None:
    """What June brought after the figures of the end of May."""
    by, row = projects.by, projects.list_2022
    _mistake(projects)
    life.take_step(
        row[STOPPED_IN_JUNE],
        "stop",
        on=date(2022, 6, 8),
        note="规划道路调整，厂区出入口待重新报批",
        by=by,
        now=evening(date(2022, 6, 9)),
    )
    _withdrawn(projects)
    _labels(projects)
    _plans(projects)
    _early(projects)
    life.import_existing_steps(_proofs(projects), by=by, now=evening(date(2022, 6, 29)))


def _mistake(projects: Projects) -> None:
    """Entered on 8 June, found on 13 June to be in the books already."""
    twin, entered = projects.list_2022[30], evening(date(2022, 6, 8))
    mistake = life.register(
        name=f"{twin.name}（二期）",
        code="2022-901",
        county=twin.county,
        chain=twin.chain,
        enterprise=twin.enterprise,
        planned_total_yuan=180_000_000,
        stage="signed",
        on=date(2022, 5, 30),
        evidence="投资协议（示例）",
        is_example=True,
        by=projects.by,
        now=entered,
    )
    life.put_on_list(
        mistake,
        year=2022,
        annual_plan_yuan=60_000_000,
        since=date(2022, 6, 8),
        by=projects.by,
        now=entered,
    )
    life.delete_erroneous(
        mistake,
        why=f"与{twin.code}为同一项目，县市区重复录入",
        by=projects.by,
        now=evening(date(2022, 6, 13)),
    )


def _withdrawn(projects: Projects) -> None:
    """A project that never started gives up and leaves the list five days later."""
    started = facts.STARTED_2022 - CARRIED
    gone = projects.list_2022[started + JUNE_STARTS + 4]
    life.take_step(
        gone,
        "withdraw",
        on=date(2022, 6, 15),
        note="投资方资金安排变化，双方协商终止协议",
        evidence="终止协议（示例）",
        by=projects.by,
        now=evening(date(2022, 6, 16)),
    )
    life.take_off_list(
        ProjectListing.objects.get(project=gone, year=2022),
        on=date(2022, 6, 20),
        why="项目退出，经专班会议同意移出清单",
        by=projects.by,
        now=evening(date(2022, 6, 21)),
    )


def _labels(projects: Projects) -> None:
    """The lists of levels as adjusted in mid-year, in both directions."""
    by, row = projects.by, projects.list_2022

    def held(project: Project, level: str) -> ProjectLabel:
        found: ProjectLabel = ProjectLabel.objects.get(
            project=project, level=level, until__isnull=True
        )
        return found

    chart = held(row[UNLABELLED], "wall_chart")
    life.end_label(
        chart,
        on=date(2022, 6, 5),
        why="因规划调整暂调出挂图作战",
        by=by,
        now=evening(date(2022, 6, 6)),
    )
    for project, level, variant, since in (
        (row[60], "provincial_key", "", date(2022, 6, 18)),
        (row[61], "provincial_major", "准备类", date(2022, 6, 18)),
        *((row[place], "county", "", date(2022, 6, 20)) for place in range(70, 78)),
        (row[UNLABELLED], "wall_chart", "", date(2022, 6, 25)),
    ):
        life.give_label(
            project,
            level=level,
            variant=variant,
            since=since,
            basis="2022年年中调整名单（示例）",
            by=by,
            now=evening(since + timedelta(days=1)),
        )
    life.change_label(
        held(row[31], "provincial_major"),
        level="provincial_major",
        variant="准备类",
        on=date(2022, 6, 18),
        why="用地未批，实施类转准备类",
        by=by,
        now=evening(date(2022, 6, 19)),
    )
    life.end_label(
        held(row[26], "provincial_key"),
        on=date(2022, 6, 18),
        why="年中调整调出",
        by=by,
        now=evening(date(2022, 6, 19)),
    )


def _plans(projects: Projects) -> None:
    """Twenty million move from one project's plan of the year to another's; the sum stays."""
    for place, change in ((80, -20_000_000), (81, 20_000_000)):
        listing = ProjectListing.objects.get(project=projects.list_2022[place], year=2022)
        plan = max(listing.annual_plan_yuan + change, 0)
        assert plan == listing.annual_plan_yuan + change
        life.change_plan(
            listing,
            annual_plan_yuan=plan,
            why="半年调度会调剂年度计划",
            by=projects.by,
            now=evening(date(2022, 6, 22)),
        )


def _early(projects: Projects) -> None:
    """Two projects at the beginning of their lives, on no list yet."""
    county = Department.objects.get(cluster=projects.cluster, code="370811")
    for name, stage, on, evidence in (
        ("任城智能叉车产业园项目（示例）", "proposed", date(2022, 6, 14), "谋划项目清单（示例）"),
        (
            "任城新能源矿卡总装项目（示例）",
            "negotiating",
            date(2022, 6, 20),
            "6月20日洽谈纪要（示例）",
        ),
    ):
        life.register(
            name=name,
            county=county,
            planned_total_yuan=300_000_000,
            stage=stage,
            on=on,
            evidence=evidence,
            is_example=True,
            by=projects.by,
            now=evening(on + timedelta(days=1)),
        )


def _proofs(projects: Projects) -> Iterator[ProjectStep]:
    """A line with what proves it for every date that the lists brought."""
    number = random.Random(SEED)
    rows = Project.objects.filter(cluster=projects.cluster, signed_on=date(2020, 6, 1))
    for project in rows.order_by("code"):
        for column, (step, words) in PROOFS.items():
            if day := getattr(project, column):
                yield ProjectStep(
                    cluster=projects.cluster,
                    project=project,
                    step=step,
                    happened_on=day,
                    evidence=words.format(number=number.randint(1000, 9999)),
                    person="县市区填报员（示例）",
                )
