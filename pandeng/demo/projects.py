"""The projects of the demo: the lists of 2021 and 2022, their nodes, labels and monthly investment."""

from datetime import date, timedelta

from pandeng.demo import facts
from pandeng.demo.facts import evening
from pandeng.demo.invent import month_end, months, next_month
from pandeng.demo.register import DemoRegister
from pandeng.domain.chains.models import Chain
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.packs.schema import Pack
from pandeng.domain.projects import actions
from pandeng.domain.projects.lifecycle.actions import end_label
from pandeng.domain.projects.models import (
    AttractedSupplier,
    InvestmentEntry,
    Milestone,
    Project,
    ProjectLabel,
    ProjectListing,
)

CARRIED = 96
LISTED_2021, LISTED_2022 = date(2021, 2, 20), date(2022, 2, 10)
KINDS = ("智能工厂", "扩产", "技术改造", "关键零部件", "产业园", "研发中心", "数字化车间")
JUNE_STARTS = 6
LATE_START = date(2022, 5, 27)
START_NODE = "开工"
LAST_NODES, LATER = ("acceptance", "production"), date(2022, 8, 8)


class Projects:
    def __init__(self, register: DemoRegister, pack: Pack) -> None:
        self.register, self.invent, self.by = register, register.invent, register.by
        self.cluster = register.cluster
        self.chains = {chain.code: chain for chain in Chain.objects.filter(cluster=self.cluster)}
        self.nodes = pack.milestone_templates[0].nodes
        self.list_2021: list[Project] = []
        self.list_2022: list[Project] = []
        self.late: Project | None = None
        self._listings: dict[int, list[ProjectListing]] = {2021: [], 2022: []}
        self._milestones: dict[int, list[Milestone]] = {}

    # -- the lists ----------------------------------------------------------------------------

    def list_of_2021(self) -> None:
        totals = self.invent.split(
            facts.PLANNED_TOTAL_2021_YUAN, facts.PROJECTS_2021, step=1_000_000
        )
        for number, total in enumerate(totals, start=1):
            project = self._project(f"2021-{number:03d}", total)
            project.started_on = (
                self.invent.day(date(2019, 6, 1), date(2020, 12, 20))
                if number % 3 == 0
                else self.invent.day(date(2021, 3, 1), date(2021, 12, 20))
            )
            if number > CARRIED and self.invent.random.random() < 0.6:
                project.completed_on = self.invent.day(
                    max(project.started_on + timedelta(days=200), date(2021, 6, 1)),
                    date(2022, 6, 30),
                )
            self.list_2021.append(project)
            plan = max(1_000_000, total * self.invent.random.randint(30, 60) // 100)
            self._list(project, 2021, LISTED_2021, plan // 10_000 * 10_000)
        self._import_list(self.list_2021, 2021, LISTED_2021)

    def list_of_2022(self) -> None:
        new = facts.PROJECTS_2022 - CARRIED
        started = facts.STARTED_2022 - CARRIED
        park = self._park()
        others = [
            self._project(f"2022-{number:03d}", self.invent.random.randint(20, 900) * 1_000_000)
            for number in range(2, new + 1)
        ]
        fresh = [park, *others]
        wall = self.register.named["永生重工"]
        others[0].name, others[0].short_name = (
            "永生重工中韩高端装备项目",
            "永生重工中韩高端装备项目",
        )
        others[0].enterprise, others[0].county, others[0].is_example = wall, wall.county, False
        for index, project in enumerate(fresh[1:started], start=1):
            project.started_on = self.invent.day(date(2021, 9, 1), date(2022, 5, 26))
            if index == started - 1:
                project.started_on, self.late = LATE_START, project
        for project in fresh[started : started + JUNE_STARTS]:
            project.started_on = self.invent.day(date(2022, 6, 1), date(2022, 6, 24))
        self.list_2022 = [*fresh, *self.list_2021[:CARRIED]]
        plans = self.invent.split(
            facts.ANNUAL_PLAN_2022_YUAN - 1_200_000_000, facts.PROJECTS_2022 - 1, step=100_000
        )
        self._list(park, 2022, LISTED_2022, 1_200_000_000)
        for project, plan in zip(self.list_2022[1:], plans, strict=True):
            self._list(project, 2022, LISTED_2022, plan)
        self._plan_nodes()
        self._import_list(fresh, 2022, LISTED_2022)

    def _park(self) -> Project:
        park = self._project("2022-001", facts.PARK_YUAN)
        park.name, park.short_name, park.is_example = (
            "山能智慧制造园区项目",
            "山能智慧制造园区",
            False,
        )
        park.enterprise = None
        park.started_on = date(2022, 3, 18)
        return park

    def _project(self, code: str, total: int) -> Project:
        enterprise: Enterprise = self.invent.random.choice(self.register.enterprises[9:420])
        chain = self.register.chain_of[enterprise.code]
        short = enterprise.name.removeprefix("济宁")[:3]
        kind = self.invent.random.choice(KINDS)
        return Project(
            cluster=self.cluster,
            code=code,
            name=f"{short}{self.chains[chain].name}{kind}项目（{code}）",
            short_name="",
            county=enterprise.county,
            chain=self.chains[chain],
            enterprise=enterprise,
            planned_total_yuan=total,
            signed_on=date(2020, 6, 1),
            is_example=True,
        )

    def _list(self, project: Project, year: int, since: date, plan: int) -> None:
        self._listings[year].append(
            ProjectListing(
                cluster=self.cluster, project=project, year=year, since=since, annual_plan_yuan=plan
            )
        )

    def _import_list(self, projects: list[Project], year: int, on: date) -> None:
        """Enter a list as it was known on its day; stages reached later are entered later."""
        later = {}
        for project in projects:
            later[id(project)] = (project.started_on, project.completed_on)
            if project.started_on and project.started_on > on:
                project.started_on = None
            if project.completed_on and (project.started_on is None or project.completed_on > on):
                project.completed_on = None
        nodes = [node for project in projects for node in self._milestones.get(id(project), [])]
        carried = [
            node
            for project in self.list_2021[:CARRIED]
            for node in self._milestones.get(id(project), [])
            if year == 2022
        ]
        actual = {id(node): node.actual_on for node in (*nodes, *carried)}
        for node in (*nodes, *carried):
            if node.actual_on and node.actual_on > on:
                node.actual_on = None
        actions.import_existing_projects(
            projects,
            self._listings[year],
            [*nodes, *carried],
            by=self.by,
            now=evening(on),
            why=f"{year}年重点项目清单",
        )
        for project in projects:
            project.started_on, project.completed_on = later[id(project)]
        for node in (*nodes, *carried):
            node.actual_on = actual[id(node)]

    # -- what happened month by month ----------------------------------------------------------

    def follow(self, projects: list[Project], first: date, last: date) -> None:
        """Enter, at each month end, the stages and nodes that the month brought."""
        for month in months(first, last):
            end = min(month_end(month), last)
            for stage in ("started_on", "completed_on"):
                reached = [
                    project
                    for project in projects
                    if (day := getattr(project, stage))
                    and month <= day <= end
                    and project is not self.late
                ]
                if reached:
                    actions.reach_stage(reached, stage, by=self.by, now=evening(end))
            nodes = [
                node
                for project in projects
                for node in self._milestones.get(id(project), [])
                if node.actual_on
                and month <= node.actual_on <= end
                and not (project is self.late and node.name == START_NODE)
            ]
            if nodes:
                actions.reach_nodes(nodes, by=self.by, now=evening(end))

    def enter_late_start(self) -> None:
        assert self.late
        actions.reach_stage(
            [self.late],
            "started_on",
            by=self.by,
            now=evening(date(2022, 6, 8)),
            why="5月27日开工，6月补录",
        )
        nodes = [one for one in self._milestones[id(self.late)] if one.name == START_NODE]
        actions.reach_nodes(nodes, by=self.by, now=evening(date(2022, 6, 8)))

    def enter_statistics(self) -> None:
        """Most started projects entered the investment statistics one to two months after."""
        reached = []
        for project in self.list_2022:
            if project.started_on and self.invent.random.random() < 0.82:
                day = project.started_on + timedelta(days=self.invent.random.randint(20, 75))
                if day <= facts.AS_OF:
                    project.in_statistics_on = day
                    reached.append(project)
        actions.reach_stage(reached, "in_statistics_on", by=self.by, now=evening(facts.AS_OF))

    # -- nodes and labels ----------------------------------------------------------------------

    def _plan_nodes(self) -> None:
        """Eleven nodes a project around its start; the eight wall-chart projects run ahead."""
        for index, project in enumerate(self.list_2022):
            ahead = 1 <= index <= facts.WALL_CHART_AHEAD
            start = project.started_on or self.invent.day(date(2022, 7, 1), date(2022, 10, 31))
            begin = start - timedelta(days=200)
            rows = []
            for order, node in enumerate(self.nodes, start=1):
                planned = begin + timedelta(
                    days=(order - 1) * 40 + self.invent.random.randint(0, 9)
                )
                slip = self.invent.random.choice((-6, 0, 0, 5, 12)) if not ahead else -4
                actual: date | None = planned + timedelta(days=slip)
                if node.name == START_NODE:
                    planned, actual = start - timedelta(days=slip), project.started_on
                elif order > 6 and not project.started_on:
                    actual = None
                if actual and actual > facts.AS_OF and node.name != START_NODE:
                    actual = None
                if actual and planned > facts.AS_OF and not ahead and node.name != START_NODE:
                    actual = None
                if node.code in LAST_NODES:  # none of the list is completed: they are still to come
                    planned = max(
                        planned, LATER + timedelta(days=index * 7 % 120 + (order - 10) * 30)
                    )
                    actual = None
                rows.append(
                    Milestone(
                        cluster=self.cluster,
                        project=project,
                        order=order,
                        code=node.code,
                        name=node.name,
                        is_key=node.key,
                        planned_on=planned,
                        forecast_on=planned + timedelta(days=max(slip, 0)),
                        actual_on=actual,
                        responsible=self.invent.person(),
                        department=project.county,
                    )
                )
            if ahead:
                self._run_ahead(rows)
            self._milestones[id(project)] = rows

    def _run_ahead(self, rows: list[Milestone]) -> None:
        """All due nodes done, and the first node planned after the day done already."""
        plain = [row for row in rows if row.code not in LAST_NODES]
        future = [row for row in plain if row.planned_on > facts.AS_OF and row.name != START_NODE]
        for row in rows:
            if row.planned_on <= facts.AS_OF and row.actual_on is None:
                row.actual_on = row.planned_on - timedelta(days=2)
        if not future:
            plain[-1].planned_on, future = date(2022, 7, 20), [plain[-1]]
        future[0].actual_on = date(2022, 5, 24)

    def label(self) -> None:
        def labels(level: str, projects: list[Project], variant: str = "") -> list[ProjectLabel]:
            return [
                ProjectLabel(
                    cluster=self.cluster,
                    project=project,
                    level=level,
                    variant=variant,
                    since=date(2022, 2, 20),
                )
                for project in projects
            ]

        row = self.list_2022
        major = [row[0], *row[30 : 30 + facts.PROVINCIAL_MAJOR]]
        key = row[24 : 24 + facts.PROVINCIAL_KEY]
        entered = [
            *labels("provincial_major", major, "实施类"),
            *labels("provincial_key", key),
            *labels("wall_chart", row[1 : 1 + facts.WALL_CHART]),
        ]
        actions.label(entered, by=self.by, now=evening(date(2022, 2, 25)))
        end_label(
            entered[facts.PROVINCIAL_MAJOR],
            on=date(2022, 5, 1),
            why="年中调整调出省重大项目名单",
            by=self.by,
            now=evening(date(2022, 5, 10)),
        )

    # -- money and suppliers -------------------------------------------------------------------

    def invest_2021(self) -> None:
        total, chosen = facts.INVESTED_2021_YUAN, []
        for project in self.list_2021:
            first = max(project.started_on or LISTED_2021, date(2021, 1, 1))
            last = min(project.completed_on or date(2021, 12, 31), date(2021, 12, 31))
            chosen += [(project, month) for month in months(first, last)]
        self._enter(chosen, self.invent.split(total, len(chosen), step=10_000))

    def invest_2022(self) -> None:
        chosen = [
            (project, month)
            for project in self.list_2022
            if project.started_on and project.started_on <= facts.AS_OF
            for month in months(max(project.started_on, date(2022, 1, 1)), facts.AS_OF)
            if not (project.completed_on and project.completed_on < month)
        ]
        self._enter(chosen, self.invent.split(6_830_000_000, len(chosen), step=10_000))

    def _enter(self, chosen: list[tuple[Project, date]], amounts: list[int]) -> None:
        by_month: dict[date, list[InvestmentEntry]] = {}
        for (project, month), amount in zip(chosen, amounts, strict=True):
            reported = next_month(month) + timedelta(days=4)
            for measure, share in (("month", 100), ("statistics", 70)):
                if measure == "statistics" and project.pk % 4 == 0:
                    continue
                value = amount * share // 100
                by_month.setdefault(month, []).append(
                    InvestmentEntry(
                        cluster=self.cluster,
                        project=project,
                        month_on=month,
                        measure=measure,
                        amount_yuan=value,
                        written=f"{value / 10000:g}万元",
                        source="县市区填报（示例）",
                        reported_on=reported,
                    )
                )
        for month, entries in sorted(by_month.items()):
            now = evening(next_month(month) + timedelta(days=4))
            actions.report_investment(entries, by=self.by, now=now)

    def attract(self) -> None:
        park = self.list_2022[0]
        suppliers = []
        for number in range(facts.PARK_SUPPLIERS + 1):
            _short, full = self.invent.enterprise_name("GC")
            suppliers.append(
                AttractedSupplier(
                    cluster=self.cluster,
                    project=park,
                    name=full,
                    position="上游" if number % 2 else "下游",
                    landed_on=date(2022, 6, 20)
                    if number == facts.PARK_SUPPLIERS
                    else self.invent.day(date(2022, 3, 20), date(2022, 5, 25)),
                    is_example=True,
                )
            )
        actions.attract(suppliers[:-1], by=self.by, now=evening(date(2022, 5, 27)))
        actions.attract(suppliers[-1:], by=self.by, now=evening(date(2022, 6, 21)))
