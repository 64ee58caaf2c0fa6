"""What a pack names: its figures, the cockpit's groups, the leaves of the framework, the rule of the ladder."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from pandeng.core.errors import DomainError
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.chains.models import Chain, Segment
from pandeng.domain.indicators.cockpit import cockpit
from pandeng.domain.indicators.ladder import rule_of
from pandeng.domain.indicators.leaves import records_by_leaf
from pandeng.domain.indicators.named import named_figures
from pandeng.domain.indicators.queries import figure, figures
from pandeng.domain.indicators.question import find, question
from pandeng.domain.packs.models import LoadedPack
from pandeng.domain.projects.models import Project
from pandeng.domain.strategy.models import FrameworkNode, Target, TargetValue
from tests.domain.indicators.small import OPENED, SmallOffice

DAY = date(2022, 5, 31)


def entry(name: str, indicator: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "indicator": indicator, "title": {"zh": name, "en": name}, **more}


FIGURES = [
    entry("east_climbers", "climbing_enterprises", slices={"county": "east"}, group="climb"),
    entry("revenue_2021", "climbing_revenue", year=2021, group="climb", unit="元"),
    entry("all_registered", "registered_enterprises", group="register"),
    entry("of_no_county", "climbing_enterprises", slices={"county": "south"}, group="climb"),
    entry("of_earlier_days", "an_indicator_that_is_gone", group="climb"),
    entry(
        "target_climb", "targets", slices={"target": "target_climb"}, kind="target", group="climb"
    ),
    entry("of_no_leaf", "scale_enterprises", group="cellar"),
]
CONTENT = {
    "figures": FIGURES,
    "framework_records": [
        {
            "node": "chains",
            "title": {"zh": "工程机械链", "en": "Machinery"},
            "of": "chains.Segment",
            "where": {"chain": "GC"},
        },
        {
            "node": "chains",
            "title": {"zh": "没有的链", "en": "None such"},
            "of": "chains.Segment",
            "where": {"chain": "XX"},
        },
        {
            "node": "climb",
            "title": {"zh": "一号项目", "en": "Project one"},
            "of": "projects.Project",
            "where": {"code": "P1"},
            "one": True,
        },
        {"node": "climb", "title": {"zh": "全部企业", "en": "All"}, "of": "enterprises.Enterprise"},
    ],
    "climb_rules": [
        {
            "version": "2022",
            "behind_percent": 20,
            "thin_percent": 3,
            "months_percent": 75,
            "proposal": True,
        }
    ],
}


def load(small: SmallOffice, content: dict[str, Any], at: datetime = OPENED) -> None:
    """A pack comes into force with its loading."""
    digest = f"{at.isoformat()}"
    fields = {"name": "小集群", "version": digest[:10], "digest": digest, "content": content}
    small.add(LoadedPack, at=at, loaded_at=at, **fields)


@pytest.fixture
def packed(small: SmallOffice) -> SmallOffice:
    for order, (code, name) in enumerate(
        (("register", "名册"), ("climb", "攀登"), ("chains", "链"))
    ):
        small.add(FrameworkNode, code=code, kind="duty", name=name, order=order)
    target = small.add(
        Target, code="target_climb", name="攀登企业", indicator="climbing_enterprises", value=4, unit="家",
        direction=">=", year=2022, set_on=date(2022, 1, 10),
    )  # fmt: skip
    small.add(TargetValue, target=target, value=4, since=date(2022, 1, 10))
    small.report("甲重工", "2021-12", 7_000_000)
    small.report("甲重工", "2022-01", 1_000_000)
    load(small, CONTENT)
    return small


def test_without_a_pack_no_figure_has_a_name_of_the_office(small: SmallOffice) -> None:
    assert named_figures(small.scope) == {}
    assert figures(small.scope, as_of=DAY) == {}
    assert records_by_leaf(small.scope) == {}
    rule, is_proposal = rule_of(small.scope)
    assert (rule.version, rule.months_percent, is_proposal) == ("—", 50, True)


def test_a_named_figure_is_its_indicator_narrowed(packed: SmallOffice) -> None:
    named = figure(question(packed.scope, "east_climbers", as_of=DAY))
    assert (named.title, named.group) == ("east_climbers", "climb")
    assert named.value == packed.value("climbing_enterprises", "2022-05-31", county="east") == 1
    assert "county" not in named.query, "its own name says it"
    assert named.slice_words == (("县市区", "东区"),)
    west = figure(question(packed.scope, "east_climbers", as_of=DAY, county="west"))
    assert west.query["county"] == "west"
    again = figure(question(packed.scope, "east_climbers", as_of=DAY, county=west.query["county"]))
    assert again == west


def test_a_figure_of_a_year_keeps_it_on_any_day(packed: SmallOffice) -> None:
    for day in (date(2022, 1, 31), DAY):
        found = figure(question(packed.scope, "revenue_2021", as_of=day))
        assert (found.value, found.year, found.title) == (7_000_000, 2021, "revenue_2021")
    asked = figure(question(packed.scope, "revenue_2021", as_of=DAY, year=2022))
    assert (asked.value, asked.title) == (1_000_000, "攀登企业营业收入")


def test_an_indicator_that_is_gone_is_left_out_of_an_old_pack(packed: SmallOffice) -> None:
    assert set(named_figures(packed.scope)) == {one["name"] for one in FIGURES} - {
        "of_earlier_days"
    }
    with pytest.raises(DomainError, match="没有指标“of_earlier_days”"):
        find(packed.scope, "of_earlier_days")


def test_the_newest_pack_is_in_force(packed: SmallOffice) -> None:
    later = OPENED + timedelta(days=30)
    load(packed, {"figures": [entry("climbers", "climbing_enterprises")]}, at=later)
    assert set(named_figures(packed.scope)) == {"climbers"}
    assert records_by_leaf(packed.scope) == {}


def test_the_cockpit_groups_what_can_be_answered(packed: SmallOffice) -> None:
    """In the order of the framework; targets stand apart; no county, no leaf: left out."""
    found = cockpit(packed.scope, as_of=DAY)
    shown = {group.code: [one.name for one in group.figures] for group in found.groups}
    assert list(shown) == ["register", "climb", "chains"]
    assert shown == {
        "register": ["all_registered"],
        "climb": ["east_climbers", "revenue_2021"],
        "chains": [],
    }
    for group in found.groups:
        for one in group.figures:
            assert one == figure(question(packed.scope, one.name, as_of=DAY))
    (target,) = found.targets
    assert (target.value.name, target.value.value) == ("target_climb", 4)
    assert target.actual is not None
    assert (target.actual.value, target.record_id) == (2, target.target.pk)


def test_the_cockpit_of_an_early_day_leaves_out_what_had_no_record(packed: SmallOffice) -> None:
    found = cockpit(packed.scope, as_of=date(2021, 1, 31))
    shown = {group.code: [one.name for one in group.figures] for group in found.groups}
    assert shown["climb"] == [], "nobody climbed before March"
    assert shown["register"] == ["all_registered"]
    assert found.targets == []


def test_figures_of_one_group_are_those_of_all(packed: SmallOffice) -> None:
    everything = figures(packed.scope, as_of=DAY)
    climb = figures(packed.scope, as_of=DAY, group="climb")
    assert climb == {name: one for name, one in everything.items() if one.group == "climb"}
    assert "of_no_county" not in everything
    with pytest.raises(DomainError, match="还没有到"):
        figures(packed.scope, as_of=date(2099, 1, 1))


def test_the_leaves_name_records_that_are_there(packed: SmallOffice) -> None:
    chain = packed.add(Chain, code="GC", name="工程机械")
    packed.add(Segment, chain=chain, code="GC1", name="主机", stage="整机")
    project = packed.add(
        Project, code="P1", name="铸造项目", county=packed.units["west"], planned_total_yuan=10**8
    )
    found = records_by_leaf(packed.scope)
    (segments,) = found["chains"]
    assert (segments.kind, segments.where, segments.one) == (
        "chains.Segment",
        (("chain", str(chain.pk)),),
        None,
    )
    one, everything = found["climb"]
    assert (one.title, one.one) == ("一号项目", project.pk)
    assert (everything.where, everything.one) == ((), None)


def test_a_leaf_does_not_tell_of_a_record_that_a_person_may_not_see(packed: SmallOffice) -> None:
    packed.add(
        Project, code="P1", name="铸造项目", county=packed.units["west"], planned_total_yuan=9
    )
    titles = {
        county: [one.title for one in records_by_leaf(packed.reporter(county))["climb"]]
        for county in ("west", "east")
    }
    assert titles == {"west": ["一号项目", "全部企业"], "east": ["全部企业"]}


def test_a_leaf_speaks_the_language_of_the_reader(packed: SmallOffice) -> None:
    with translation.override("en"):
        assert [one.title for one in records_by_leaf(packed.scope)["climb"]] == ["All"]
    assert [one.title for one in records_by_leaf(packed.scope)["climb"]] == ["全部企业"]


def test_the_rule_of_the_ladder_is_that_of_the_pack(packed: SmallOffice) -> None:
    rule, is_proposal = rule_of(packed.scope)
    assert (rule.version, rule.behind_percent, rule.thin_percent, rule.months_percent) == (
        "2022",
        20,
        3,
        75,
    )
    assert is_proposal
    confirmed = [{**CONTENT["climb_rules"][0], "proposal": False}]  # type: ignore[index]
    load(packed, {"climb_rules": confirmed}, at=datetime(2022, 3, 1, tzinfo=OFFICE_TIME))
    assert rule_of(packed.scope) == (rule, False)
