"""Key projects counted on one's fingers: five projects over two years, and what each day makes of them."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from pandeng.core.errors import DomainError
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.chains.models import Chain
from pandeng.domain.indicators.groups import figures_by_group
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.question import question
from pandeng.domain.indicators.rows import rows
from pandeng.domain.projects.ledger.models import ProjectLeader
from pandeng.domain.projects.models import (
    AttractedSupplier,
    InvestmentEntry,
    Milestone,
    Project,
    ProjectLabel,
    ProjectListing,
)
from pandeng.domain.projects.nodes.models import NodeLate
from tests.domain.indicators.small import SmallOffice, narrowed, told

# Carried over; started on New Year's Day; not started; done; started after the day.
PROJECTS = """
code | county | chain | enterprise | planned_total_yuan | started_on | completed_on | in_statistics_on
P1   | east   | GC    | 甲重工     | 100000000          | 2021-12-31 | -            | 2022-02-10
P2   | east   | -     | -          | 200000000          | 2022-01-01 | -            | 2022-06-05
P3   | west   | GC    | -          | 50000000           | -          | -            | -
P4   | west   | NY    | 丙装备     | 80000000           | 2021-06-01 | 2022-05-31   | 2021-07-01
P5   | west   | NY    | -          | 70000000           | 2022-06-01 | -            | -
"""
LISTINGS = """
of | year | annual_plan_yuan | since      | until
P4 | 2021 | 30000000         | 2021-01-15 | 2021-12-31
P1 | 2022 | 40000000         | 2022-01-15 | -
P2 | 2022 | 60000000         | 2022-01-15 | -
P3 | 2022 | 20000000         | 2022-01-15 | 2022-04-30
P4 | 2022 | 10000000         | 2022-01-15 | -
P5 | 2022 | 15000000         | 2022-05-31 | -
"""
LABELS = """
of | level            | since      | until
P1 | provincial_major | 2022-01-15 | -
P1 | wall_chart       | 2022-01-15 | 2022-04-30
P2 | wall_chart       | 2022-05-31 | -
"""
LEADERS = """
of | person | since      | until
P1 | 周正   | 2022-01-15 | 2022-04-30
P1 | 郑国   | 2022-05-01 | -
P4 | 周正   | 2022-01-15 | -
"""
# Each month once; a cumulative value and what entered the statistics are other measures.
INVESTED = """
of | month_on   | measure    | amount_yuan
P1 | 2021-12-01 | month      | 9000000
P1 | 2022-01-01 | month      | 1000000
P1 | 2022-01-01 | statistics | 700000
P1 | 2022-02-01 | month      | 2000000
P1 | 2022-02-01 | cumulative | 12000000
P3 | 2022-03-01 | month      | 4000000
P4 | 2022-05-01 | month      | 8000000
P4 | 2022-06-01 | month      | 16000000
P4 | 2021-03-01 | month      | 5000000
"""
# figure | day | what narrows it | the projects behind it
COUNTS = """
key_projects                 | 2022-01-14 |                        |
key_projects                 | 2022-01-15 |                        | 1 2 3 4
key_projects                 | 2022-04-30 |                        | 1 2 3 4
key_projects                 | 2022-05-01 |                        | 1 2 4
key_projects                 | 2022-05-31 |                        | 1 2 4 5
key_projects                 | 2022-05-31 | year=2021              | 4
key_projects                 | 2022-05-31 | month=2022-04          | 1 2 3 4
key_projects                 | 2022-05-31 | county=east            | 1 2
key_projects                 | 2022-05-31 | chain=NY               | 4 5
key_projects                 | 2022-05-31 | chain=none             | 2
key_projects                 | 2022-05-31 | level=wall_chart       | 2
key_projects                 | 2022-04-30 | level=市级挂图作战       | 1
key_projects                 | 2022-05-30 | level=wall_chart       |
key_projects                 | 2022-05-31 | level=none             | 4 5
key_projects                 | 2022-05-31 | leader=周正            | 4
key_projects                 | 2022-05-31 | leader=周正 month=2022-04 | 1 4
key_projects                 | 2022-05-31 | leader=none            | 2 5
key_projects                 | 2022-05-31 | enterprise=甲重工       | 1
key_projects                 | 2022-05-31 | project=P4             | 4
projects_started             | 2021-12-30 | year=2022              |
projects_started             | 2022-05-31 |                        | 1 2 4
projects_started             | 2022-06-01 |                        | 1 2 4 5
projects_started             | 2021-12-31 |                        | 4
projects_newly_started       | 2022-05-31 |                        | 2
projects_newly_started       | 2022-06-01 |                        | 2 5
projects_newly_started       | 2022-06-01 | month=2022-01          | 2
projects_newly_started       | 2022-06-01 | month=2022-06          | 5
projects_newly_started       | 2021-12-31 |                        | 4
projects_completed           | 2022-05-30 |                        |
projects_completed           | 2022-05-31 |                        | 4
projects_newly_completed     | 2022-05-31 | month=2022-05          | 4
projects_in_statistics       | 2022-05-31 |                        | 1 4
projects_newly_in_statistics | 2022-05-31 |                        | 1
projects_newly_in_statistics | 2022-06-05 | month=2022-06          | 2
projects_started_outside_statistics | 2022-02-09 |                 | 1 2
projects_started_outside_statistics | 2022-02-10 |                 | 2
projects_started_outside_statistics | 2022-06-05 |                 | 5
"""
# figure | day | what narrows it | yuan; - where no record answers
AMOUNTS = """
planned_investment | 2022-05-31 |                  | 450000000
planned_investment | 2022-05-31 | county=west      | 150000000
planned_investment | 2022-05-31 | month=2022-04    | 430000000
annual_plan        | 2022-04-30 |                  | 130000000
annual_plan        | 2022-05-31 |                  | 125000000
annual_plan        | 2022-05-31 | year=2021        | 30000000
annual_plan        | 2021-12-31 |                  | 30000000
annual_plan        | 2022-05-31 | chain=none       | 60000000
annual_plan        | 2022-05-31 | leader=周正      | 10000000
annual_investment  | 2022-04-30 |                  | 7000000
annual_investment  | 2022-05-01 |                  | 3000000
annual_investment  | 2022-05-31 |                  | 11000000
annual_investment  | 2022-05-31 | month=2022-02    | 2000000
annual_investment  | 2022-05-31 | month=2022-04    | -
annual_investment  | 2022-05-31 | county=east      | 3000000
annual_investment  | 2022-05-31 | level=none       | 8000000
annual_investment  | 2022-06-01 |                  | 11000000
annual_investment  | 2022-06-30 |                  | 27000000
annual_investment  | 2021-12-31 |                  | 5000000
"""


@pytest.fixture
def projects(small: SmallOffice) -> dict[str, Project]:
    """The projects of the table, under their codes, with all that belongs to them."""
    chains = {code: small.add(Chain, code=code, name=f"{code}链") for code in ("GC", "NY")}
    made: dict[str, Project] = {}
    for line in told(PROJECTS):
        line |= {
            "county": small.units[line["county"]],
            "chain": chains.get(line["chain"]),
            "enterprise": small.enterprises.get(line["enterprise"]),
        }
        made[line["code"]] = small.add(Project, name=f"项目{line['code']}", **line)
    source = {"source": "月报", "reported_on": date(2022, 6, 8)}
    for model, table, more in (
        (ProjectListing, LISTINGS, {}),
        (ProjectLabel, LABELS, {}),
        (ProjectLeader, LEADERS, {}),
        (InvestmentEntry, INVESTED, source),
    ):
        for line in told(table):
            small.add(model, project=made[line.pop("of")], **line, **more)
    return made


def asked(slices: str) -> dict[str, Any]:
    """A year is no slice."""
    return {key: int(v) if key == "year" else v for key, v in narrowed(slices).items()}


@pytest.mark.parametrize("line", COUNTS.strip().splitlines())
def test_the_projects_behind_a_count(small: SmallOffice, projects: Any, line: str) -> None:
    name, day, slices, codes = (part.strip() for part in line.split("|"))
    wanted = {projects[f"P{code}"].pk for code in codes.split()}
    assert small.ids(name, day, **asked(slices)) == wanted


@pytest.mark.parametrize("line", AMOUNTS.strip().splitlines())
def test_an_amount_of_projects_adds_up(small: SmallOffice, projects: Any, line: str) -> None:
    name, day, slices, yuan = (part.strip() for part in line.split("|"))
    wanted = None if yuan == "-" else int(yuan)
    assert small.value(name, day, **asked(slices)) == wanted
    behind = rows(question(small.scope, name, as_of=date.fromisoformat(day), **asked(slices)))
    assert sum(row["amount"] for row in behind.rows) == (wanted or 0) == behind.total


# figure | day | what narrows it | top | bottom | as printed
RATES = """
start_rate      | 2022-05-31 |               | 3        | 4         | 75
start_rate      | 2022-05-31 | month=2022-04 | 3        | 4         | 75
start_rate      | 2022-05-31 | county=west   | 1        | 2         | 50
completion_rate | 2022-05-30 |               | 0        | 3         | 0
completion_rate | 2022-05-31 |               | 1        | 4         | 25
statistics_rate | 2022-05-31 |               | 2        | 3         | 66.7
investment_rate | 2022-05-31 |               | 11000000 | 125000000 | 8.8
investment_rate | 2022-05-31 | month=2022-04 | 7000000  | 130000000 | 5.4
"""


@pytest.mark.parametrize("line", RATES.strip().splitlines())
def test_a_rate_of_projects_is_its_parts(small: SmallOffice, projects: Any, line: str) -> None:
    name, day, slices, top, bottom, printed = (part.strip() for part in line.split("|"))
    found = figure(question(small.scope, name, as_of=date.fromisoformat(day), **narrowed(slices)))
    assert [part.value for part in found.parts] == [int(top), int(bottom)]
    assert found.text == f"{printed}%"


def test_nothing_started_is_a_rate_of_zero_and_nothing_invested_is_none(
    small: SmallOffice, projects: Any
) -> None:
    """P5 is on the list with a plan, its investment is not yet reported."""
    one = {"as_of": date(2022, 5, 31), "project": "P5"}
    started, invested = (
        figure(question(small.scope, name, **one)) for name in ("start_rate", "investment_rate")
    )
    assert (started.value, started.text) == (0, "0%")
    assert (invested.value, invested.text) == (None, "—")


def test_the_counties_of_a_list_add_up_to_it(small: SmallOffice, projects: Any) -> None:
    for name in ("key_projects", "planned_investment", "annual_plan", "annual_investment"):
        whole = question(small.scope, name, as_of=date(2022, 5, 31))
        parts = figures_by_group(whole, "county")
        assert parts is not None
        assert set(parts) == {small.units["east"].pk, small.units["west"].pk}
        assert sum(one.value or 0 for one in parts.values()) == figure(whole).value


def test_a_corrected_month_is_what_it_was_as_known_before(
    small: SmallOffice, projects: Any
) -> None:
    at = datetime(2022, 6, 20, 10, tzinfo=OFFICE_TIME)
    entry = InvestmentEntry.objects.get(project=projects["P4"], month_on=date(2022, 5, 1))
    small.change(entry, at=at, amount_yuan=8_500_000)
    assert small.value("annual_investment", "2022-05-31") == 11_500_000
    before = at - timedelta(microseconds=1)
    assert small.value("annual_investment", "2022-05-31", known_at=before) == 11_000_000


def test_a_project_that_moved_counts_once_in_its_county(small: SmallOffice, projects: Any) -> None:
    """Moved from west to east in June: its months and its plan go along; as known in May they stay."""
    at = datetime(2022, 6, 10, 9, tzinfo=OFFICE_TIME)
    small.change(projects["P4"], at=at, county=small.units["east"])
    before = at - timedelta(seconds=1)
    wanted = {"key_projects": (3, 1), "annual_investment": (11_000_000, None)}
    for name, (east, west) in wanted.items():
        assert small.value(name, "2022-05-31", county="east") == east
        assert small.value(name, "2022-05-31", county="west") == west
        assert small.value(name, "2022-05-31", small.reporter("east")) == east
    assert small.value("key_projects", "2022-05-31", county="west", known_at=before) == 2
    old = small.value("annual_investment", "2022-05-31", small.reporter("west"), known_at=before)
    assert old == 8_000_000


def test_a_month_to_come_of_what_stands_is_refused(small: SmallOffice, projects: Any) -> None:
    with pytest.raises(DomainError, match="截至2022-05-31还没有到2022-06，请选择该月或以前的月份"):
        small.value("key_projects", "2022-05-31", month="2022-06")
    assert small.value("projects_newly_started", "2022-05-31", month="2022-06") == 0


def test_suppliers_count_in_the_month_they_landed(small: SmallOffice, projects: Any) -> None:
    for name, of, on in (
        ("一号配套", "P1", date(2022, 4, 30)),
        ("二号配套", "P1", date(2022, 5, 31)),
        ("三号配套", "P3", date(2022, 6, 1)),
    ):
        small.add(AttractedSupplier, project=projects[of], name=name, landed_on=on)
    assert small.value("attracted_suppliers", "2022-05-30") == 1
    assert small.value("attracted_suppliers", "2022-05-31") == 2
    assert small.value("attracted_suppliers", "2022-06-01", month="2022-06") == 1
    assert small.value("attracted_suppliers", "2022-06-01", chain="GC", county="east") == 2


# -- ahead of the nodes ------------------------------------------------------------------------------

# planned / done / first plan, where it was moved, of each node; late since / plan moved on, of the first node | day | ahead?
AHEAD = """
2022-03-31/2022-03-31 2022-09-30/2022-05-20 |                       | 2022-05-31 | yes
2022-03-31/2022-03-31 2022-09-30/2022-05-20 |                       | 2022-05-19 | no
2022-03-31/-          2022-09-30/2022-05-20 |                       | 2022-05-31 | no
2022-03-31/2022-04-20 2022-09-30/2022-05-20 |                       | 2022-05-31 | yes
2022-03-31/2022-06-01 2022-09-30/2022-05-20 |                       | 2022-05-31 | no
2022-05-31/-          2022-09-30/2022-05-20 |                       | 2022-05-30 | yes
2022-05-31/-          2022-09-30/2022-05-20 |                       | 2022-05-31 | no
2022-03-31/2022-03-31 2022-05-31/2022-05-20 |                       | 2022-05-31 | no
2022-03-31/2022-03-31 2022-09-30/-          |                       | 2022-05-31 | no
2022-08-31/2022-05-10                       |                       | 2022-05-31 | yes
2022-08-31/2022-05-10                       | 2022-04-01/2022-05-05 | 2022-05-31 | no
2022-08-31/2022-05-10                       | 2022-05-11/2022-05-20 | 2022-05-31 | yes
2022-08-31/-          2022-09-30/2022-05-20 | 2022-05-21/2022-06-15 | 2022-05-31 | no
2022-08-31/-          2022-09-30/2022-05-20 | 2022-05-21/2022-05-31 | 2022-05-31 | no
2022-08-31/-/2022-05-30 2022-09-30/2022-05-20 |                     | 2022-05-31 | no
2022-08-31/-/2022-06-30 2022-09-30/2022-05-20 |                     | 2022-05-31 | yes
2022-08-31/2022-05-20/2022-05-15              |                     | 2022-05-31 | no
"""


@pytest.mark.parametrize("line", AHEAD.strip().splitlines())
def test_a_project_is_ahead_by_the_plan_of_the_day(
    small: SmallOffice, projects: Any, line: str
) -> None:
    """All that is due is done and a later node too; moving the plan of a late node does not help."""
    nodes, late, day, wanted = (part.strip() for part in line.split("|"))
    made = []
    for order, node in enumerate(nodes.split(), 1):
        planned, done, *first = (
            None if on == "-" else date.fromisoformat(on) for on in node.split("/")
        )
        of = {"project": projects["P1"], "order": order, "name": f"节点{order}"}
        of |= {"planned_on": planned, "actual_on": done, "original_on": (*first, planned)[0]}
        made.append(small.add(Milestone, **of))
    if late:
        since, until = map(date.fromisoformat, late.split("/"))
        small.add(NodeLate, node=made[0], since=since, until=until)
    assert bool(small.value("projects_ahead", day)) is (wanted == "yes")
    small.change(
        ProjectListing.objects.get(project=projects["P1"], year=2022),
        at=datetime(2022, 6, 30, tzinfo=OFFICE_TIME),
        until=date(2022, 5, 1),
    )
    assert small.value("projects_ahead", day) == 0, "off the list it is not counted"
