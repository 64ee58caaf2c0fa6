"""Outcomes, titles, surveys, platforms, teams and the framework, counted on one's fingers."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.chains.models import Chain, Placement, Segment
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.question import question
from pandeng.domain.indicators.rows import rows
from pandeng.domain.outcomes.models import Outcome
from pandeng.domain.platforms.models import Platform, PlatformMember
from pandeng.domain.strategy.models import FrameworkNode
from pandeng.domain.surveys.models import Survey, SurveyAnswer, Taxonomy, TaxonomyClass
from pandeng.domain.teams.models import Team, TeamRole, TeamService
from pandeng.domain.titles.models import Application, Award, Scheme
from tests.domain.indicators.small import SmallOffice, narrowed, told

# Counted once confirmed; what waits, was refused or was told twice is not.
OUTCOMES = """
of     | unit    | kind | amount  | happened_on | status
甲重工 | finance | loan | 5000000 | 2022-01-31  | confirmed
甲重工 | finance | loan | 2500000 | 2022-05-31  | confirmed
丁铸造 | -       | loan | 1000000 | 2022-03-01  | reported
丁铸造 | finance | loan | 3000000 | 2022-06-01  | confirmed
丁铸造 | energy  | fund | 9000000 | 2022-04-01  | confirmed
甲重工 | energy  | hire | 12      | 2022-04-01  | confirmed
乙机械 | energy  | hire | 3       | 2022-04-02  | rejected
"""
UNITS = {"loan": "yuan", "fund": "yuan", "hire": "person", "land": "mu"}
# figure | day | what narrows it | the sum; - where no record answers
AMOUNTS = """
new_bank_loans   | 2022-01-31 | county=west          | -
new_bank_loans   | 2022-01-31 |                      | 5000000
new_bank_loans   | 2022-05-31 |                      | 7500000
new_bank_loans   | 2022-06-01 |                      | 10500000
new_bank_loans   | 2022-06-01 | county=west          | 3000000
new_bank_loans   | 2022-06-01 | enterprise=丁铸造    | 3000000
new_bank_loans   | 2022-06-01 | department=energy    | -
new_bank_loans   | 2022-06-01 | team=1               | 7500000
new_bank_loans   | 2022-05-14 | team=1               | 5000000
new_bank_loans   | 2022-05-14 | team=2               | -
new_bank_loans   | 2022-06-01 | chain=GC             | 7500000
new_bank_loans   | 2022-06-01 | chain=none           | 3000000
fund_investment  | 2022-05-31 |                      | 9000000
talent_recruited | 2022-05-31 |                      | 12
land_quota_mu    | 2022-05-31 |                      | 2216.55
"""


@pytest.fixture
def helped(small: SmallOffice) -> None:
    """甲 stands on a chain and is served by team 1; 丁 was served by team 2 until 10 May."""
    for line in told(OUTCOMES):
        one, unit = small.enterprises[line.pop("of")], small.units.get(line.pop("unit"))
        of = {"enterprise": one, "county": one.county, "department": unit}
        small.add(Outcome, unit=UNITS[line["kind"]], **of, **line)
    one = small.enterprises["乙机械"]
    for amount in ("2000.05", "216.50"):
        land = {"kind": "land", "unit": "mu", "amount": Decimal(amount)}
        small.add(Outcome, enterprise=one, county=one.county, happened_on=date(2022, 5, 1), **land)
    for number, of, until in ((1, "甲重工", None), (2, "丁铸造", date(2022, 5, 10))):
        team = small.add(Team, number=number, name=f"{number}组", county=small.units["east"])
        spell = {"since": date(2022, 1, 1), "until": until}
        small.add(TeamService, team=team, enterprise=small.enterprises[of], **spell)
    chain = small.add(Chain, code="GC", name="工程机械")
    segment = small.add(Segment, chain=chain, code="GC1", name="主机", stage="整机")
    place = {"segment": segment, "since": date(2021, 3, 1)}
    small.add(Placement, enterprise=small.enterprises["甲重工"], **place)


@pytest.mark.parametrize("line", AMOUNTS.strip().splitlines())
def test_what_came_of_the_help_by_a_day(small: SmallOffice, helped: None, line: str) -> None:
    name, day, slices, wanted = (part.strip() for part in line.split("|"))
    found = figure(question(small.scope, name, as_of=date.fromisoformat(day), **narrowed(slices)))
    assert found.value == (None if wanted == "-" else Decimal(wanted))
    behind = rows(question(small.scope, name, as_of=date.fromisoformat(day), **narrowed(slices)))
    assert sum(row["amount"] for row in behind.rows) == (found.value or 0) == behind.total


def test_an_outcome_found_to_be_a_duplicate_is_counted_no_more(
    small: SmallOffice, helped: None
) -> None:
    first, second = Outcome.objects.filter(
        cluster_id=small.scope.cluster_id, kind="loan", enterprise=small.enterprises["甲重工"]
    ).order_by("id")
    at = datetime(2022, 6, 10, 9, tzinfo=OFFICE_TIME)
    small.change(second, at=at, status="duplicate", counted_as=first)
    assert small.value("new_bank_loans", "2022-05-31") == 5_000_000
    before = at - timedelta(seconds=1)
    assert small.value("new_bank_loans", "2022-05-31", known_at=before) == 7_500_000


# -- titles ------------------------------------------------------------------------------------------

TITLES = """
of     | scheme   | year | recommended_on | awarded_on
甲重工 | giant    | 2022 | 2022-03-01     | 2022-05-31
乙机械 | giant    | 2022 | 2022-03-01     | -
丙装备 | champion | 2022 | 2022-04-01     | 2022-05-01
丁铸造 | giant    | 2021 | 2021-03-01     | 2022-01-15
"""
# figure | day | what narrows it | the number, counted by hand
GIVEN = """
applications | 2022-02-28 |                           | 0
applications | 2022-03-01 |                           | 2
applications | 2022-05-31 |                           | 3
applications | 2022-05-31 | scheme=giant              | 2
applications | 2022-05-31 | scheme=giant year=2021    | 1
applications | 2021-12-31 |                           | 1
awards       | 2022-05-30 |                           | 1
awards       | 2022-05-31 |                           | 2
awards       | 2022-05-31 | scheme=giant              | 1
awards       | 2022-05-31 | scheme=giant county=west  | 0
awards       | 2022-05-31 | year=2021                 | 1
awards       | 2022-01-14 | year=2021                 | 0
awards       | 2022-05-31 | chain=none                | 2
awards       | 2022-05-31 | enterprise=丙装备         | 1
"""


@pytest.fixture
def honoured(small: SmallOffice) -> None:
    schemes = {
        code: small.add(Scheme, code=code, name=name, level="national")
        for code, name in (("giant", "小巨人"), ("champion", "单项冠军"))
    }
    for line in told(TITLES):
        of = {"enterprise": small.enterprises[line["of"]], "scheme": schemes[line["scheme"]]}
        small.add(Application, year=line["year"], recommended_on=line["recommended_on"], **of)
        if line["awarded_on"]:
            small.add(Award, year=line["year"], awarded_on=line["awarded_on"], **of)


@pytest.mark.parametrize("line", GIVEN.strip().splitlines())
def test_recommended_and_awarded_are_two_numbers(
    small: SmallOffice, honoured: None, line: str
) -> None:
    """A title of 2021 that was given in January 2022 is of 2021, and known on its day."""
    name, day, slices, wanted = (part.strip() for part in line.split("|"))
    given: dict[str, Any] = narrowed(slices)
    if "year" in given:
        given["year"] = int(given["year"])
    assert small.value(name, day, **given) == int(wanted)


# -- surveys -----------------------------------------------------------------------------------------

ANSWERS = """
of     | subclass | is_main | answered_on
甲重工 | A1       | yes     | 2022-03-01
甲重工 | B1       | no      | 2022-03-01
乙机械 | A2       | yes     | 2022-05-31
丙装备 | B1       | yes     | 2022-06-01
"""
# figure | day | what narrows it | the number, counted by hand
SURVEYED = """
surveyed_enterprises | 2022-05-30 |                 | 1
surveyed_enterprises | 2022-05-31 |                 | 2
surveyed_enterprises | 2022-06-01 | county=west     | 1
surveyed_enterprises | 2022-06-01 | survey=census   | 3
survey_classes       | 2022-02-28 |                 | 0
survey_classes       | 2022-05-31 |                 | 2
survey_subclasses    | 2022-05-30 |                 | 2
survey_subclasses    | 2022-05-31 |                 | 3
"""


@pytest.mark.parametrize("line", SURVEYED.strip().splitlines())
def test_who_was_surveyed_and_into_how_many_classes(small: SmallOffice, line: str) -> None:
    """By its main class an enterprise counts once; a class counts by any answer below it."""
    taxonomy = small.add(Taxonomy, code="products", version="2022", name="产品分类")
    survey = {"code": "census", "name": "摸底", "taxonomy": taxonomy, "since": date(2022, 3, 1)}
    census = small.add(Survey, **survey)
    classes: dict[str, TaxonomyClass] = {}
    for code in ("A", "B", "C", "A1", "A2", "B1", "C1"):
        of = {"taxonomy": taxonomy, "parent": classes.get(code[0]) if len(code) > 1 else None}
        classes[code] = small.add(TaxonomyClass, code=code, name=f"{code}类", **of)
    for answer in told(ANSWERS):
        one, subclass = small.enterprises[answer.pop("of")], classes[answer.pop("subclass")]
        small.add(SurveyAnswer, survey=census, enterprise=one, subclass=subclass, **answer)
    name, day, slices, wanted = (part.strip() for part in line.split("|"))
    assert small.value(name, day, **narrowed(slices)) == int(wanted)


# -- platforms, teams, the framework ------------------------------------------------------------------


def test_an_enterprise_in_two_platforms_counts_once_and_while_it_is_in_one(
    small: SmallOffice,
) -> None:
    core, other = (
        small.add(
            Platform, code=role, name=role, role=role, kind="研究院", opened_on=opened,
            county=small.units["east"],
        )
        for role, opened in (("core", date(2021, 6, 1)), ("n", date(2022, 5, 31)))
    )  # fmt: skip
    one = {"enterprise": small.enterprises["甲重工"]}
    small.add(PlatformMember, platform=core, since=date(2021, 6, 1), until=date(2022, 5, 30), **one)
    small.add(PlatformMember, platform=other, since=date(2022, 5, 30), **one)
    for day, open_ones, members in (
        ("2021-06-01", 1, 1),
        ("2022-05-30", 1, 1),
        ("2022-05-31", 2, 1),
    ):
        assert small.value("platforms", day) == open_ones
        assert small.value("platform_members", day) == members
    assert small.value("platforms", "2022-05-31", county="west") == 0
    assert small.value("platform_members", "2022-05-31", county="east") == 1


def test_seats_are_added_up_and_items_counted_by_kind(small: SmallOffice) -> None:
    for code, seats in (("leader", 1), ("officer", 2), ("banker", 0)):
        small.add(TeamRole, code=code, name=code, seats=seats)
    for order, kind in enumerate(("lead", "duty", "duty", "line")):
        small.add(FrameworkNode, code=f"n{order}", kind=kind, name="条目", order=order)
    assert small.value("team_seats", "2022-05-31") == 3
    assert small.value("team_seats", "2022-05-31", seat="officer") == 2
    assert small.value("team_seats", "2022-05-31", seat="banker") == 0, "no seat is a number"
    assert small.value("framework_items", "2022-05-31", node="duty") == 2
    assert small.value("framework_items", "2022-05-31", node="主攻目标") == 0
