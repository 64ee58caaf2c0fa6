"""Demands counted on one's fingers: a table of twelve, and what each day makes of them."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from pandeng.core.errors import DomainError
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.chains.models import Chain
from pandeng.domain.demands.models import Clock, Demand, DemandClass, DemandNode, DemandStep
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.question import question
from pandeng.domain.indicators.rows import rows
from tests.domain.indicators.small import SmallOffice, narrowed, told

# In time on the last day; a day late; in time and unsatisfied when called back; due on 31 May; due the
# day before; long-cycle; three that are not counted; of a whole chain; of June; answered again.
DEMANDS = """
number | of     | unit    | channel | status   | received_on | due_on     | answered_on | closed_on
D01    | 甲重工 | energy  | visit   | closed   | 2022-03-01  | 2022-03-15 | 2022-03-15  | 2022-03-18
D02    | 甲重工 | energy  | phone   | archived | 2022-03-05  | 2022-03-19 | 2022-03-20  | 2022-03-31
D03    | 乙机械 | finance | visit   | closed   | 2022-04-01  | 2022-04-15 | 2022-04-10  | 2022-05-31
D04    | 丙装备 | finance | visit   | handling | 2022-05-10  | 2022-05-31 | -           | -
D05    | 丙装备 | energy  | county  | handling | 2022-05-10  | 2022-05-30 | -           | -
D06    | 丁铸造 | energy  | leader  | handling | 2022-02-01  | 2022-03-01 | -           | -
D07    | 丁铸造 | -       | phone   | declined | 2022-05-01  | -          | -           | -
D08    | 丁铸造 | -       | phone   | merged   | 2022-05-11  | 2022-05-12 | -           | -
D09    | 甲重工 | -       | phone   | split    | 2022-05-12  | 2022-05-13 | -           | -
D10    | -      | energy  | county  | handling | 2022-05-15  | 2022-05-16 | -           | -
D11    | 甲重工 | energy  | visit   | closed   | 2022-06-01  | 2022-06-15 | 2022-06-02  | 2022-06-03
D12    | 丙装备 | finance | phone   | answered | 2021-12-31  | 2022-01-14 | 2022-01-10  | -
"""
ENDED = """
number | result    | satisfied | call_back_satisfied | called_back_on | reopened | working_days
D01    | solved    | yes       | -                   | 2022-04-20     | 0        | 13
D02    | explained | no        | -                   | -              | 2        | 18
D03    | promised  | yes       | no                  | 2022-06-02     | 0        | 40
D11    | solved    | yes       | yes                 | 2022-06-20     | 0        | 2
D12    | solved    | -         | -                   | -              | 1        | -
"""
# figure | day | what narrows it | the demands behind it, told one by one
COUNTS = """
demands               | 2022-05-31 |                  | 1 2 3 4 5 6 12
demands               | 2022-06-01 |                  | 1 2 3 4 5 6 11 12
demands               | 2022-05-31 | county=east      | 1 2 3
demands               | 2022-05-31 | department=能源局 | 1 2 5 6
demands               | 2022-05-31 | channel=走访收集  | 1 3 4
demands               | 2022-05-31 | month=2022-03    | 1 2
demands               | 2022-05-31 | month=2021-12    | 12
demands               | 2022-05-31 | result=explained | 2
demands               | 2022-05-31 | matter=land      | 6
demands               | 2022-05-31 | county=west channel=county | 5
demands_declined      | 2022-05-31 |                  | 7
demands_declined      | 2022-04-30 |                  |
demands_closed        | 2022-05-30 |                  | 1 2
demands_closed        | 2022-05-31 |                  | 1 2 3
demands_open          | 2022-05-30 |                  | 3 4 5 6 12
demands_open          | 2022-05-31 |                  | 4 5 6 12
demands_open          | 2022-03-31 |                  | 6 12
demands_overdue       | 2022-05-30 |                  |
demands_overdue       | 2022-05-31 |                  | 5
demands_overdue       | 2022-06-01 |                  | 4 5
demands_overdue       | 2022-03-19 |                  |
demands_overdue       | 2022-03-20 |                  |
demands_long_cycle    | 2022-05-31 |                  | 6
demands_answered      | 2022-03-19 |                  | 1 12
demands_answered      | 2022-03-20 |                  | 1 2 12
demands_answered      | 2022-05-31 |                  | 1 2 3 12
demands_solved        | 2022-05-31 |                  | 1
demands_solved        | 2022-06-03 |                  | 1 11
demands_came_due      | 2022-05-31 |                  | 1 2 3 5 12
demands_came_due      | 2022-06-01 |                  | 1 2 3 4 5 12
demands_in_time       | 2022-03-14 |                  | 12
demands_in_time       | 2022-03-15 |                  | 1 12
demands_in_time       | 2022-05-31 |                  | 1 3 12
demands_rated         | 2022-05-31 |                  | 1 2 3
demands_satisfied     | 2022-05-31 |                  | 1
demands_satisfied     | 2022-06-03 |                  | 1 11
demands_ever_answered | 2022-03-05 |                  | 2 12
demands_ever_answered | 2022-05-31 |                  | 1 2 3 12
demands_reopened      | 2022-05-31 |                  | 2 12
demands_called_back   | 2022-04-19 |                  |
demands_called_back   | 2022-06-01 |                  | 1
demands_called_back   | 2022-06-02 |                  | 1 3
"""
# figure | day | top | bottom | as printed
RATES = """
closing_rate      | 2022-05-31 | 3 | 7 | 42.9
answering_rate    | 2022-05-31 | 4 | 7 | 57.1
solution_rate     | 2022-05-31 | 1 | 3 | 33.3
timely_rate       | 2022-05-31 | 3 | 5 | 60
timely_rate       | 2022-06-01 | 3 | 6 | 50
satisfaction_rate | 2022-05-31 | 1 | 3 | 33.3
reopening_rate    | 2022-05-31 | 2 | 4 | 50
call_back_rate    | 2022-06-01 | 1 | 3 | 33.3
"""


@pytest.fixture
def loop(small: SmallOffice) -> dict[str, Demand]:
    """The demands of the table, under their numbers."""
    made: dict[str, Demand] = {}
    chain = small.add(Chain, code="GC", name="工程机械")
    usual = small.add(DemandClass, code="loan", name="融资")
    long = small.add(DemandClass, code="land", name="用地", is_long_cycle=True)
    ended = {line.pop("number"): line for line in told(ENDED)}
    for line in told(DEMANDS):
        of, unit = line.pop("of"), line.pop("unit")
        enterprise = small.enterprises.get(of)
        number = line["number"]
        made[number] = small.add(
            Demand,
            **line,
            **ended.get(number, {}),
            enterprise=enterprise,
            county=enterprise and enterprise.county,
            chain=None if enterprise else chain,
            department=small.units.get(unit),
            matter=long if number == "D06" else usual,
            is_long_cycle=number == "D06",
            merged_into=made["D05"] if line["status"] == "merged" else None,
            title=f"诉求{number}",
        )
    return made


@pytest.mark.parametrize("line", COUNTS.strip().splitlines())
def test_the_demands_behind_a_count(small: SmallOffice, loop: Any, line: str) -> None:
    name, day, slices, numbers = (part.strip() for part in line.split("|"))
    wanted = {loop[f"D{number:0>2}"].pk for number in numbers.split()}
    assert small.ids(name, day, **narrowed(slices)) == wanted
    assert small.value(name, day, **narrowed(slices)) == len(wanted)


def test_a_first_deadline_still_to_come_leaves_none_overdue(small: SmallOffice) -> None:
    firm = small.enterprises["甲重工"]
    small.add(
        Demand,
        number="D01",
        title="诉求D01",
        status="handling",
        channel="visit",
        enterprise=firm,
        county=firm.county,
        matter=small.add(DemandClass, code="loan", name="融资"),
        received_on=date(2022, 5, 10),
        due_on=timezone.localdate() + timedelta(days=30),
    )
    assert small.value("demands_overdue", "2022-05-31") == 0


@pytest.mark.parametrize("line", RATES.strip().splitlines())
def test_a_rate_is_printed_from_its_two_counts(small: SmallOffice, loop: Any, line: str) -> None:
    name, day, top, bottom, printed = (part.strip() for part in line.split("|"))
    found = figure(question(small.scope, name, as_of=date.fromisoformat(day)))
    assert [part.value for part in found.parts] == [int(top), int(bottom)]
    assert found.text == f"{printed}%"


def test_a_rate_of_no_demand_is_empty_and_not_zero(small: SmallOffice, loop: Any) -> None:
    """In the west nothing is closed; before the first close nobody can ask."""
    west = figure(question(small.scope, "solution_rate", as_of=date(2022, 5, 31), county="west"))
    assert (west.value, west.text, west.records) == (None, "—", 0)
    with pytest.raises(
        DomainError, match="2022-03-17还没有“已销号诉求数”的记录，最早的记录是2022-03-18"
    ):
        figure(question(small.scope, "solution_rate", as_of=date(2022, 3, 17)))


@pytest.mark.parametrize(
    ("day", "slices", "days"),
    [
        ("2022-03-18", {}, 13),  # one closed demand is its own middle
        ("2022-03-31", {}, 15.5),  # of two the mean
        ("2022-05-31", {}, 18),  # of three the second; 40 moves nothing
        ("2022-06-03", {}, 15.5),  # 2 13 18 40
        ("2022-06-03", {"department": "finance"}, 40),
        ("2022-06-03", {"county": "west"}, None),  # none of its demands is closed
    ],
)
def test_the_middle_of_the_working_days(
    small: SmallOffice, loop: Any, day: str, slices: dict[str, str], days: Any
) -> None:
    assert small.value("median_working_days", day, **slices) == days


def test_the_middle_is_that_of_its_rows(small: SmallOffice, loop: Any) -> None:
    behind = rows(question(small.scope, "median_working_days", as_of=date(2022, 6, 3)))
    assert sorted(row["amount"] for row in behind.rows) == [2, 13, 18, 40]
    assert (behind.count, behind.total) == (4, 15.5)
    assert behind.columns[-1] == ("amount", "办理工作日")


def test_two_demands_of_the_same_days_have_those_days_in_the_middle(
    small: SmallOffice, loop: Any
) -> None:
    """Equal values have ranks of their own, or the middle would be that of one."""
    small.change(loop["D03"], at=datetime(2022, 6, 1, tzinfo=OFFICE_TIME), working_days=13)
    assert small.value("median_working_days", "2022-05-31") == 13
    assert small.value("median_working_days", "2022-06-03") == 13  # 2 13 13 18


def test_an_extension_granted_makes_a_late_answer_one_in_time(
    small: SmallOffice, loop: Any
) -> None:
    known = datetime(2022, 6, 10, 15, tzinfo=OFFICE_TIME)
    small.change(loop["D02"], at=known, due_on=date(2022, 3, 20))
    assert small.ids("demands_in_time", "2022-05-31") >= {loop["D02"].pk}
    before = known - timedelta(seconds=1)
    assert loop["D02"].pk not in small.ids("demands_in_time", "2022-05-31", known_at=before)


def test_a_demand_reopened_is_closed_no_more(small: SmallOffice, loop: Any) -> None:
    """As known before it was sent back, it still is."""
    known = datetime(2022, 6, 10, 15, tzinfo=OFFICE_TIME)
    back = {"status": "handling", "closed_on": None, "answered_on": None, "reopened": 1}
    small.change(loop["D01"], at=known, **back)
    one, day = loop["D01"].pk, "2022-05-31"
    assert one not in small.ids("demands_closed", day) | small.ids("demands_answered", day)
    assert {one} <= small.ids("demands_open", day) & small.ids("demands_reopened", day)
    assert one in small.ids("demands_overdue", day), "its first deadline is over"
    before = known - timedelta(seconds=1)
    assert one in small.ids("demands_closed", day, known_at=before)


# -- the clocks, nodes and steps of demands -----------------------------------------------------------

# Signed on the last day; late; still open, due on 31 May; of another kind; of a declined demand.
CLOCKS = """
of  | unit    | kind    | started_on | due_on     | ended_on
D01 | energy  | sign    | 2022-03-02 | 2022-03-04 | 2022-03-04
D02 | energy  | sign    | 2022-03-31 | 2022-04-02 | 2022-04-03
D04 | finance | sign    | 2022-05-27 | 2022-05-31 | -
D05 | energy  | contact | 2022-05-10 | 2022-05-12 | -
D07 | energy  | sign    | 2022-05-02 | 2022-05-04 | -
"""
NODES = """
of  | order | original_on | planned_on | done_on
D06 | 1     | 2022-02-20  | 2022-02-28 | 2022-02-28
D06 | 2     | 2022-03-31  | 2022-03-31 | 2022-04-05
D06 | 3     | 2022-04-30  | 2022-05-30 | -
D06 | 4     | 2022-05-31  | 2022-05-31 | -
D06 | 5     | 2022-09-30  | 2022-09-30 | 2022-05-20
D08 | 1     | 2022-01-31  | 2022-01-31 | -
"""
# figure | day | what narrows it | the number, counted by hand
WORK = """
signings_due         | 2022-03-03 |                    | 0
signings_due         | 2022-03-04 |                    | 1
signings_due         | 2022-04-02 |                    | 1
signings_due         | 2022-04-03 |                    | 2
signings_due         | 2022-05-31 |                    | 2
signings_due         | 2022-06-01 |                    | 3
signings_due         | 2022-06-01 | department=finance | 1
signings_due         | 2022-06-01 | month=2022-03      | 2
signings_due         | 2022-06-01 | county=west        | 1
signings_in_time     | 2022-06-01 |                    | 1
signing_rate         | 2022-05-31 |                    | 50
demand_nodes_due     | 2022-05-30 |                    | 3
demand_nodes_due     | 2022-05-31 |                    | 4
demand_nodes_due     | 2022-06-01 |                    | 5
demand_nodes_due     | 2022-02-27 |                    | 0
demand_nodes_due     | 2022-06-01 | department=energy  | 5
demand_nodes_due     | 2022-06-01 | department=finance | 0
demand_nodes_in_time | 2022-02-28 |                    | 1
demand_nodes_in_time | 2022-05-31 |                    | 2
node_rate            | 2022-05-31 |                    | 50
"""


@pytest.fixture
def worked(small: SmallOffice, loop: dict[str, Demand]) -> None:
    for line in told(CLOCKS):
        of, unit = line.pop("of"), small.units[line.pop("unit")]
        small.add(Clock, demand=loop[of], department=unit, original_due_on=line["due_on"], **line)
    for line in told(NODES):
        small.add(DemandNode, demand=loop[line.pop("of")], name="批复", responsible="李强", **line)


@pytest.mark.parametrize("line", WORK.strip().splitlines())
def test_the_work_on_demands_on_a_day(small: SmallOffice, worked: None, line: str) -> None:
    name, day, slices, wanted = (part.strip() for part in line.split("|"))
    assert small.value(name, day, **narrowed(slices)) == int(wanted)


@pytest.mark.parametrize(
    ("hour", "day", "wanted"),
    [
        (datetime(2022, 5, 31, 23, 59, tzinfo=OFFICE_TIME), "2022-05-31", 1),
        (datetime(2022, 6, 1, 0, 0, tzinfo=OFFICE_TIME), "2022-05-31", 0),
        (datetime(2022, 6, 1, 0, 0, tzinfo=OFFICE_TIME), "2022-06-01", 1),
        (datetime(2022, 5, 31, 0, 0, tzinfo=OFFICE_TIME), "2022-05-30", 0),
        (datetime(2022, 5, 31, 0, 0, tzinfo=OFFICE_TIME), "2022-05-31", 1),
    ],
)
def test_an_objection_falls_on_the_day_of_the_office(
    small: SmallOffice, loop: Any, hour: datetime, day: str, wanted: int
) -> None:
    """Midnight in the office is four in the afternoon of the day before in UTC."""
    of = {"demand": loop["D01"], "department": small.units["energy"], "happened_at": hour}
    small.add(DemandStep, order=1, step="object", reason="not_ours", **of)
    small.add(DemandStep, order=2, step="sign", **of)  # no objection
    assert small.value("objections", day) == wanted
    assert small.value("objections", day, department="finance") == 0
