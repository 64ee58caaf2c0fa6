"""What each role counts in a small office: its county's, its unit's, those it serves, or everything."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from pandeng.access.records import seen
from pandeng.access.scope import Scope
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.chains.models import Chain, Segment
from pandeng.domain.demands.models import Clock, Demand, DemandClass, DemandPart
from pandeng.domain.indicators import statements
from pandeng.domain.indicators.groups import figures_by_group
from pandeng.domain.indicators.question import question
from pandeng.domain.indicators.rows import rows
from pandeng.domain.outcomes.models import Outcome
from pandeng.domain.projects.models import Milestone, Project, ProjectListing
from pandeng.domain.projects.nodes.models import Guarantee
from pandeng.domain.titles.models import Award, Scheme
from tests.domain.indicators.small import SmallOffice

DAY = date(2022, 5, 31)


@pytest.fixture(autouse=True)
def _nothing_compiled() -> Iterator[None]:
    statements.clear_cache()
    yield
    statements.clear_cache()


@dataclass(frozen=True)
class Cast:
    """The small office with a little of everything, and its people."""

    office: SmallOffice
    people: dict[str, Scope]
    assisted: DemandPart

    def value(self, name: str, who: str, **given: Any) -> Any:
        return self.office.value(name, "2022-05-31", self.people[who], **given)


@pytest.fixture
def roles(small: SmallOffice) -> Cast:
    """East: 甲 with a demand that the energy bureau leads. West: 丁 with one of the finance bureau, in
    which the energy bureau assists. A project in the west with a node of the energy bureau."""
    matter = small.add(DemandClass, code="loan", name="融资")
    made = {}
    for of, unit in (("甲重工", "energy"), ("丁铸造", "finance")):
        one = small.enterprises[of]
        made[of] = small.add(
            Demand, number=f"D-{unit}", enterprise=one, county=one.county, matter=matter, title=of,
            channel="visit", status="handling", department=small.units[unit],
            received_on=date(2022, 5, 1), due_on=date(2022, 5, 20),
        )  # fmt: skip
        small.add(
            Clock, demand=made[of], kind="sign", department=small.units[unit],
            started_on=date(2022, 5, 1), original_due_on=date(2022, 5, 4), due_on=date(2022, 5, 4),
        )  # fmt: skip
        small.add(
            Outcome, kind="loan", enterprise=one, county=one.county, department=small.units[unit],
            amount=5_000_000, unit="yuan", happened_on=date(2022, 5, 10),
        )  # fmt: skip
        small.report(of, "2022-05", 3_000_000)
    assisted = small.add(
        DemandPart, demand=made["丁铸造"], department=small.units["energy"], asked_on=DAY
    )
    project = small.add(
        Project, code="P1", name="铸造项目", county=small.units["west"],
        enterprise=small.enterprises["丁铸造"], planned_total_yuan=10**8,
    )  # fmt: skip
    small.add(
        ProjectListing, project=project, year=2022, annual_plan_yuan=10**7, since=date(2022, 1, 1)
    )
    node = small.add(
        Milestone, project=project, order=1, name="供电", planned_on=date(2022, 9, 1),
        department=small.units["energy"],
    )  # fmt: skip
    guarantee = {"department": small.units["finance"], "kind": "finance"}
    small.add(Guarantee, project=project, milestone=node, **guarantee)
    scheme = small.add(Scheme, code="giant", name="小巨人", level="national")
    award = {"scheme": scheme, "year": 2022, "awarded_on": date(2022, 5, 1)}
    small.add(Award, enterprise=small.enterprises["丁铸造"], **award)
    chain = small.add(Chain, code="GC", name="工程机械")
    small.add(Segment, chain=chain, code="GC1", name="主机", stage="整机")
    east, west = small.units["east"], small.units["west"]
    energy, finance = small.units["energy"], small.units["finance"]
    of_east = [small.enterprises["甲重工"]]
    people = {
        "leader": small.reads("municipal_leader"),
        "staff": small.reads("office_staff"),
        "east": small.reads("county_reporter", counties=[east], departments=[east]),
        "west": small.reads("county_reporter", counties=[west], departments=[west]),
        "energy": small.reads("department_handler", departments=[energy]),
        "finance": small.reads("department_handler", departments=[finance]),
        "officer": small.reads("stationed_officer", departments=[energy], enterprises=of_east),
        "contact": small.reads("enterprise_contact", enterprises=of_east),
        "new": small.reads("county_reporter"),
    }
    return Cast(small, people, assisted)


# figure | what each sees of it; - where no record answers
SEEN = """
figure                 | leader   | east    | west    | energy  | finance | officer | contact | new
registered_enterprises | 4        | 2       | 2       | 0       | 0       | 1       | 1       | 0
climbing_enterprises   | 2        | 1       | 1       | 0       | 0       | 1       | 1       | 0
enterprise_revenue     | 6000000  | 3000000 | 3000000 | -       | -       | 3000000 | 3000000 | -
demands                | 2        | 1       | 1       | 2       | 1       | 1       | 1       | 0
demands_overdue        | 2        | 1       | 1       | 2       | 1       | 1       | 1       | 0
signings_due           | 2        | 1       | 1       | 2       | 1       | 1       | 1       | 0
new_bank_loans         | 10000000 | 5000000 | 5000000 | 5000000 | 5000000 | 5000000 | 5000000 | -
key_projects           | 1        | 0       | 1       | 1       | 1       | 0       | 0       | 0
annual_plan            | 10000000 | -       | 10000000| 10000000| 10000000| -       | -       | -
awards                 | 1        | 0       | 1       | 0       | 0       | 0       | 0       | 0
segments               | 1        | 1       | 1       | 1       | 1       | 1       | 1       | 1
"""
HEADING, *LINES = ([part.strip() for part in line.split("|")] for line in SEEN.strip().splitlines())
TABLE = {name: dict(zip(HEADING[1:], seen, strict=True)) for name, *seen in LINES}


@pytest.mark.parametrize("name", TABLE)
def test_each_counts_what_it_sees_whoever_asked_before(roles: Cast, name: str) -> None:
    """All in one go, from the widest and from the narrowest: the statements of others lie ready."""
    wanted = {who: None if seen == "-" else int(seen) for who, seen in TABLE[name].items()}
    for order in (list(wanted), list(reversed(wanted))):
        statements.clear_cache()
        assert {who: roles.value(name, who) for who in order} == {who: wanted[who] for who in order}


@pytest.mark.parametrize("name", ["demands", "enterprise_revenue", "key_projects"])
def test_the_rows_of_each_are_no_more_than_it_counts(roles: Cast, name: str) -> None:
    for first, second in permutations(("leader", "east", "energy", "contact"), 2):
        statements.clear_cache()
        for who in (first, second):
            seen = TABLE[name][who]
            found = rows(question(roles.people[who], name, as_of=DAY))
            count = len(found.rows)
            assert (found.total or 0) == (0 if seen == "-" else int(seen))
            assert count == found.count


def test_two_who_see_the_same_rows_share_a_statement_and_two_of_other_rows_none(
    roles: Cast,
) -> None:
    roles.value("demands", "leader")
    roles.value("demands", "staff")
    assert len(statements._statements) == 1
    for place, who in enumerate(("east", "west", "energy", "new"), 2):
        roles.value("demands", who)
        assert len(statements._statements) == place
    roles.value("demands", "officer")
    assert len(statements._statements) == 6
    roles.value("demands", "contact")  # the same demands, but read from outside the office
    assert len(statements._statements) == 7


def test_the_unit_that_an_officer_sits_in_opens_no_demand_to_him(roles: Cast) -> None:
    """He serves one enterprise; that the bureau leads or assists elsewhere is not his."""
    assert roles.value("demands", "officer", department="energy") == 1
    assert roles.value("demands", "officer", department="finance") == 0
    assert roles.value("demands", "energy", department="finance") == 1


def test_what_a_unit_assisted_in_it_sees_as_known_then(roles: Cast) -> None:
    """Taken off the demand in June, it still sees it as known before."""
    small, at = roles.office, datetime(2022, 6, 10, 9, tzinfo=OFFICE_TIME)
    small.remove(roles.assisted, at=at)
    before = at - timedelta(seconds=1)
    assert roles.value("demands", "energy") == 1
    assert roles.value("demands", "energy", known_at=before) == 2
    assert roles.value("signings_due", "energy", known_at=before) == 2
    energy = roles.people["energy"]
    assert [seen(Demand, energy, known).count() for known in (None, before)] == [1, 2]
    assert [seen(Clock, energy, known).count() for known in (None, before)] == [1, 2]


def test_who_has_two_roles_sees_what_either_opens(roles: Cast) -> None:
    east, energy = roles.people["east"], roles.people["energy"]
    both = Scope(
        east.cluster_id, 7, "王丽", east.roles | energy.roles,
        counties=east.counties, departments=energy.departments, on=DAY,
    )  # fmt: skip
    small = roles.office
    assert small.value("demands", "2022-05-31", both) == 2
    assert small.value("registered_enterprises", "2022-05-31", both) == 2
    assert small.value("key_projects", "2022-05-31", both) == 1


def test_the_counties_that_a_person_sees_add_up_to_what_it_sees(roles: Cast) -> None:
    for who in ("leader", "east", "energy", "contact", "new"):
        for name in ("demands", "enterprise_revenue", "annual_plan"):
            parts = figures_by_group(question(roles.people[who], name, as_of=DAY), "county")
            assert parts is not None
            seen = sum(one.value or 0 for one in parts.values())
            assert seen == (roles.value(name, who) or 0)
