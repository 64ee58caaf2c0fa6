"""What was written for a slice and what is bound: names old and new, merged records, many at once, scopes."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.chains.models import Chain, Segment
from pandeng.domain.enterprises.models import EnterpriseName
from pandeng.domain.indicators.slices import SLICES, resolve, resolve_all
from pandeng.domain.indicators.tables import model_of
from pandeng.domain.teams.models import Team
from tests.domain.indicators.small import SmallOffice

LATER = datetime(2022, 6, 10, 9, tzinfo=OFFICE_TIME)


@pytest.mark.parametrize(
    "written", ["91370811MA3C00003R", "91370811ma3c00003r", "甲重工", "甲重", "甲机床厂"]
)
def test_an_enterprise_is_found_by_its_code_and_by_every_name(
    small: SmallOffice, written: str
) -> None:
    one = small.enterprises["甲重工"]
    small.add(EnterpriseName, enterprise=one, kind="short", name="甲重")
    former = {"kind": "former", "until": date(2020, 12, 31)}
    small.add(EnterpriseName, enterprise=one, name="甲机床厂", **former)
    bound = resolve("enterprise", written, small.scope)
    assert (bound.value, bound.written, bound.shown) == (one.pk, written, "甲重工")


def test_a_full_name_comes_before_the_former_name_of_another(small: SmallOffice) -> None:
    """甲 was once called as 丁 is now: who asks for 丁 is not answered with 甲."""
    former = {"kind": "former", "until": date(2020, 12, 31)}
    small.add(EnterpriseName, enterprise=small.enterprises["甲重工"], name="丁铸造", **former)
    small.report("甲重工", "2022-01", 1_000_000)
    small.report("丁铸造", "2022-01", 9_000_000)
    assert resolve("enterprise", "丁铸造", small.scope).value == small.enterprises["丁铸造"].pk
    assert small.value("enterprise_revenue", "2022-05-31", enterprise="丁铸造") == 9_000_000


def test_a_name_of_two_enterprises_is_not_guessed(small: SmallOffice) -> None:
    for name in ("甲重工", "乙机械"):
        small.add(EnterpriseName, enterprise=small.enterprises[name], kind="short", name="东重")
    with pytest.raises(DomainError, match="没有找到企业“东重”，请核对代码或名称"):
        resolve("enterprise", "东重", small.scope)


def test_the_code_of_a_merged_record_leads_to_what_it_became_part_of(small: SmallOffice) -> None:
    merged, kept = small.enterprises["丁铸造"], small.enterprises["丙装备"]
    small.change(merged, at=LATER, merged_into=kept, merged_on=LATER.date())
    bound = resolve("enterprise", merged.code, small.scope)
    assert (bound.value, bound.written, bound.shown) == (kept.pk, merged.code, "丙装备")
    with pytest.raises(DomainError, match="没有找到企业"):
        resolve("enterprise", merged.code, small.reporter("east"))  # both are in the west


def test_an_enterprise_of_another_county_looks_like_none(small: SmallOffice) -> None:
    for written in ("丁铸造", small.enterprises["丁铸造"].code):
        assert resolve("enterprise", written, small.reporter("west")).shown == "丁铸造"
        with pytest.raises(DomainError, match="没有找到企业"):
            resolve("enterprise", written, small.reporter("east"))


def test_a_county_of_another_cluster_looks_like_none(small: SmallOffice, office: Scope) -> None:
    assert resolve("county", "370811", office).shown == "任城区"
    with pytest.raises(DomainError, match="没有找到县市区“370811”"):
        resolve("county", "370811", small.scope)


@pytest.mark.parametrize("written", ["二", "2.0", "-2", "3", ""])
def test_a_team_is_found_by_its_number_and_by_nothing_else(
    small: SmallOffice, written: str
) -> None:
    team = small.add(Team, number=2, name="二组")
    assert resolve("team", "2", small.scope).value == team.pk
    with pytest.raises(DomainError, match="没有找到小组"):
        resolve("team", written, small.scope)


@pytest.mark.parametrize(
    "written", ["2022-00", "2022-13", "1999-12", "2100-01", "2022-5", "202205", "2022-05-01", " "]
)
def test_a_month_is_written_in_one_way_only(small: SmallOffice, written: str) -> None:
    with pytest.raises(DomainError, match="月份应写作“2022-05”"):
        resolve("month", written, small.scope)


def test_none_is_a_name_where_nothing_of_the_kind_can_be_asked_for(small: SmallOffice) -> None:
    """Of chains it means those without one; of counties it is a code that no county has."""
    assert resolve("chain", "none", small.scope).value == 0
    with pytest.raises(DomainError, match="没有找到县市区“none”"):
        resolve("county", "none", small.scope)


# -- many at once ------------------------------------------------------------------------------------


@pytest.mark.parametrize("account", ["lead", "county", "enterprise"])
def test_many_at_once_are_what_each_is_alone(scope_of: object, account: str) -> None:
    scope: Scope = scope_of(account)  # type: ignore[operator]
    wanted = set()
    for name, way in SLICES.items():
        for field in way.found_by if way.by_id else ():
            rows = model_of(way.of).objects.order_by("id").values_list(field, flat=True)
            wanted |= {(name, str(value)) for value in rows[:40] if value}
    found = resolve_all(wanted, scope)
    assert len(found) > 50
    for pair in wanted:
        if pair in found:
            assert found[pair] == resolve(*pair, scope=scope)
        else:
            with pytest.raises(DomainError, match="没有找到"):
                resolve(*pair, scope=scope)


def test_many_at_once_leave_the_rest_to_one_at_a_time(small: SmallOffice) -> None:
    small.add(Chain, code="GC", name="工程机械")
    wanted = {
        ("chain", "GC"), ("chain", "none"), ("chain", "XX"), ("level", "county"),
        ("month", "2022-05"), ("leader", "周正"), ("planet", "mars"),
    }  # fmt: skip
    assert resolve_all(wanted, small.scope).keys() == {("chain", "GC")}
    assert resolve_all(set(), small.scope) == {}


def test_what_was_found_is_kept_until_something_of_the_kind_is_written(small: SmallOffice) -> None:
    chain = small.add(Chain, code="GC", name="工程机械")
    wanted = {("chain", "GC")}
    assert resolve_all(wanted, small.scope)["chain", "GC"].shown == "工程机械"
    with CaptureQueriesContext(connection) as again:
        resolve_all(wanted, small.scope)
    assert len(again) == 1, "only whether anything was written"
    small.change(chain, at=LATER, name="工程机械产业")
    assert resolve_all(wanted, small.scope)["chain", "GC"].shown == "工程机械产业"


def test_what_was_found_for_one_is_not_given_to_another(small: SmallOffice) -> None:
    """The wider scope asks first."""
    wanted = {("enterprise", "丁铸造"), ("county", "east")}
    assert resolve_all(wanted, small.scope).keys() == wanted
    assert resolve_all(wanted, small.reporter("east")).keys() == {("county", "east")}
    nobody = Scope(small.scope.cluster_id, 1, "无", on=date(2022, 5, 31))
    assert resolve_all(wanted, nobody) == {}


def test_of_two_segments_of_one_name_the_code_tells_them_apart(small: SmallOffice) -> None:
    made = []
    for code in ("GC", "NY"):
        chain = small.add(Chain, code=code, name=f"{code}链")
        made.append(small.add(Segment, chain=chain, code=f"{code}1", name="液压件", stage="零部件"))
    assert [resolve("segment", one.code, small.scope).value for one in made] == [
        one.pk for one in made
    ]
    both = {("segment", "液压件")}
    assert resolve_all(both, small.scope)["segment", "液压件"] == resolve(
        "segment", "液压件", small.scope
    )
