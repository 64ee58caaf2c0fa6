"""What is asked, resolved once: name, day, year, slices; and the questions that follow from one."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError, NotFound
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.indicators.named import named_figures
from pandeng.domain.indicators.queries import figure, series
from pandeng.domain.indicators.question import (
    Question,
    default_as_of,
    denominator,
    find,
    known_when,
    on_day,
    question,
    with_slice,
)
from pandeng.domain.indicators.ratios import declared, ratio, why_not_comparable
from pandeng.domain.indicators.slices import NONE, SLICES, resolve, written_month

DAY = date(2022, 5, 31)
# name | what narrows it | year that the question is of, - where it has none
YEARS = """
demands | | -
closing_rate | | -
awards | | 2022
awards | as_of=2021-12-31 | 2021
awards | year=2020 | 2020
little_giants | | 2021
projects_2021 | | 2021
key_projects_2022 | as_of=2022-01-31 | 2022
"""


def asked(scope: Scope, name: str, text: str = "") -> Question:
    given: dict[str, object] = {"as_of": DAY}
    for pair in text.split():
        key, value = pair.split("=")
        given[key] = (
            date.fromisoformat(value) if key == "as_of" else int(value) if key == "year" else value
        )
    return question(scope, name, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("line", YEARS.strip().splitlines())
def test_the_year_of_a_question(office: Scope, line: str) -> None:
    name, given, year = (part.strip() for part in line.split("|"))
    assert str(asked(office, name, given).year or "-") == year


def test_without_a_day_the_data_decide(office: Scope) -> None:
    assert default_as_of(office) == DAY
    assert question(office, "demands").as_of == DAY


@pytest.mark.parametrize(
    ("name", "near"),
    [("demand", "demands"), ("closing_rat", "closing_rate"), ("little_giant", "little_giants")],
)
def test_a_slip_of_the_pen_is_answered_with_what_is_near(
    office: Scope, name: str, near: str
) -> None:
    with pytest.raises(NotFound, match=near):
        find(office, name)


def test_a_name_like_no_other_is_sent_to_the_list(office: Scope) -> None:
    with pytest.raises(NotFound, match="可在“指标”页查看全部指标"):
        find(office, "xyzzy-幸福")


def test_a_long_name_is_not_repeated_whole(office: Scope) -> None:
    with pytest.raises(NotFound) as refused:
        find(office, "x" * 5000)
    assert len(refused.value.message) < 200


def test_a_name_of_the_pack_stands_before_the_catalogue(office: Scope) -> None:
    item = find(office, "little_giants")
    assert (item.indicator, item.year) == ("awards", 2021)
    assert find(office, "awards").indicator == "awards"
    assert find(office, "little_giants", named_figures(office)) == item


@pytest.mark.parametrize(
    ("name", "slices", "said"),
    [
        ("demands", {"scheme": "national_little_giant"}, "不能按“scheme”细分，可用的有"),
        ("demands", {"colour": "red"}, "不能按“colour”细分"),
        ("demands", {"county": "370999"}, "没有找到县市区“370999”"),
        ("demands", {"channel": "鸽子"}, "来源渠道中没有“鸽子”，可用的有"),
        ("demands", {"month": "2022-13"}, "月份应写作“2022-05”"),
        ("demands", {"month": "5月"}, "月份应写作“2022-05”"),
        ("closing_rate", {"colour": "red"}, "不能按“colour”细分"),
    ],
)  # fmt: skip
def test_what_cannot_narrow_is_refused(
    office: Scope, name: str, slices: dict[str, str], said: str
) -> None:
    with pytest.raises(DomainError, match=said):
        question(office, name, as_of=DAY, **slices)  # type: ignore[arg-type]


@pytest.mark.parametrize("written", ["370811", "任城区"])
def test_a_county_is_found_by_code_and_name(office: Scope, written: str) -> None:
    (bound,) = asked(office, "demands", f"county={written}").bound
    assert (bound.written, bound.shown) == (written, "任城区")


@pytest.mark.parametrize("written", ["GC", "工程机械", "工程机械产业"])
def test_a_chain_is_found_by_each_of_its_names(office: Scope, written: str) -> None:
    values = {figure(asked(office, "demands", f"chain={name}")).value for name in ("GC", written)}
    assert len(values) == 1


def test_a_slice_that_nobody_knows_names_those_there_are(office: Scope) -> None:
    with pytest.raises(DomainError, match="没有“planet”这一维度，可用的有：county、"):
        resolve("planet", "mars", office)


@pytest.mark.parametrize("name", [name for name, one in SLICES.items() if one.none])
def test_what_has_nothing_of_a_kind_can_be_asked_for(office: Scope, name: str) -> None:
    bound = resolve(name, NONE, office)
    assert bound.shown == str(SLICES[name].none)
    assert bound.value == (0 if SLICES[name].by_id else "")


@pytest.mark.parametrize("name", [name for name, one in SLICES.items() if one.choices])
def test_a_choice_is_found_by_code_and_by_word(office: Scope, name: str) -> None:
    for code, words in SLICES[name].choices:
        assert resolve(name, code, office).value == code
        assert resolve(name, str(words), office).shown == str(words)


def test_a_month_is_its_first_day() -> None:
    assert written_month("2022-05") == date(2022, 5, 1)
    with pytest.raises(DomainError, match="2022-05"):
        written_month("2022-5")


def test_a_county_that_is_not_ones_own_is_not_narrowed_away(scope_of: object) -> None:
    own = scope_of("county")  # type: ignore[operator]
    assert figure(asked(own, "demands", "county=370883")).value == 0
    whole = figure(asked(own, "demands")).value
    assert figure(asked(own, "demands", "county=370811")).value == whole


# -- questions that follow ------------------------------------------------------------------------


def test_the_same_question_on_another_day(office: Scope) -> None:
    spring = on_day(asked(office, "demands", "county=370811"), date(2022, 3, 31))
    assert (spring.as_of, spring.slices) == (date(2022, 3, 31), (("county", "370811"),))
    direct = asked(office, "demands", "county=370811 as_of=2022-03-31")
    assert figure(spring).value == figure(direct).value


def test_the_year_follows_the_day_but_not_that_of_a_name(office: Scope) -> None:
    autumn = date(2021, 11, 30)
    assert on_day(asked(office, "awards"), autumn).year == 2021
    assert on_day(asked(office, "key_projects_2022"), autumn).year == 2022


def test_the_same_question_as_known_before(office: Scope) -> None:
    that_evening = datetime(2022, 5, 31, 18, tzinfo=OFFICE_TIME)
    before = known_when(asked(office, "demands_closed"), that_evening)
    assert (figure(before).value, figure(known_when(before, None)).value) == (645, 648)


def test_one_slice_more_narrows_what_was_narrowed(office: Scope) -> None:
    county = asked(office, "demands", "county=370811")
    both = with_slice(county, resolve("chain", "GC", office))
    assert dict(both.slices) == {"county": "370811", "chain": "GC"}
    assert (figure(both).value or 0) <= (figure(county).value or 0)
    assert figure(both).value == figure(asked(office, "demands", "county=370811 chain=GC")).value


def test_behind_a_rate_stand_the_records_it_is_of(office: Scope) -> None:
    assert denominator(asked(office, "closing_rate")).name == "demands"
    assert denominator(asked(office, "demands")).name == "demands"


def test_a_series_ends_on_the_day_and_steps_by_month_ends(office: Scope) -> None:
    found = list(series(asked(office, "demands"), months=5))
    assert [str(one.as_of) for one in found] == [
        "2022-01-31", "2022-02-28", "2022-03-31", "2022-04-30", "2022-05-31",
    ]  # fmt: skip
    values = [one.value or 0 for one in found]
    assert values == sorted(values)
    assert values[-1] == 708


def test_a_series_leaves_out_what_nobody_could_know(office: Scope) -> None:
    found = list(series(asked(office, "demands"), months=60))
    assert 0 < len(found) < 60
    assert found[0].as_of.year >= 2020


# -- ratios ---------------------------------------------------------------------------------------

# a declared ratio, its upper and lower figure by hand on 31 May 2022
RATIOS = """
closing_rate | demands_closed | demands | 648 | 708 | 91.5
start_rate | projects_started | key_projects_2022 | 309 | 341 | 90.6
"""


@pytest.mark.parametrize("line", RATIOS.strip().splitlines())
def test_a_rate_is_its_parts(office: Scope, line: str) -> None:
    name, top, bottom, upper, lower, shown = (part.strip() for part in line.split("|"))
    found = figure(ratio(office, top, bottom, as_of=DAY))
    assert found.name == name
    assert [part.value for part in found.parts] == [int(upper), int(lower)]
    assert found.value == Decimal(shown)
    assert found.exact == Decimal(upper) * 100 / Decimal(lower)


@pytest.mark.parametrize(
    ("top", "bottom", "said"),
    [
        ("demands", "demands_closed", "口径不同，未声明可比"),
        ("demands", "demands", "口径不同，未声明可比"),
        ("awards", "applications", "口径不同，未声明可比"),
        ("demands_closed", "key_projects", "可比的分母是：问题诉求"),
    ],
)
def test_what_is_not_declared_is_not_divided(
    office: Scope, top: str, bottom: str, said: str
) -> None:
    assert declared(find(office, top), find(office, bottom)) is None
    assert said in why_not_comparable(find(office, top), find(office, bottom))
    with pytest.raises(DomainError, match=said):
        ratio(office, top, bottom)


def test_a_rate_of_nothing_is_no_zero(scope_of: object) -> None:
    other = scope_of("other")  # type: ignore[operator]
    found = figure(question(other, "closing_rate", as_of=DAY))
    assert (found.value, found.exact, found.text) == (None, None, "—")
    assert figure(question(other, "demands", as_of=DAY)).value == 0


# -- its address ----------------------------------------------------------------------------------


def test_the_address_of_a_figure_asks_the_same(office: Scope) -> None:
    found = figure(asked(office, "demands", "county=任城区 chain=GC"))
    assert found.url.startswith("/figures/demands/?as_of=2022-05-31&")
    assert found.query == {"as_of": "2022-05-31", "county": "任城区", "chain": "GC"}
    assert figure(asked(office, "demands", "county=任城区 chain=GC")).value == found.value


def test_the_time_of_knowing_is_that_of_the_office(office: Scope) -> None:
    at = datetime(2022, 5, 31, 18, tzinfo=OFFICE_TIME)
    found = figure(question(office, "demands", as_of=DAY, known_at=at))
    assert found.query["known_at"] == "2022-05-31T18:00:00"


def test_what_narrows_a_figure_is_told_in_words(office: Scope) -> None:
    found = figure(asked(office, "demands", "county=370811 chain=none"))
    assert found.slice_words == (("县市区", "任城区"), ("产业链", "未标明产业链"))
