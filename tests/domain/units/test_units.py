"""Units are set up, ended, merged and split; scope and figures follow, and history stays under both names."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from pandeng.access import queries as access
from pandeng.access.models import Department, Membership, UnitAttribution, UnitSuccession, User
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, NotFound
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.demands.models import Demand
from pandeng.domain.demands.queries import OPEN
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.indicators.groups import figures_by_group
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.question import question
from pandeng.domain.teams.queries import scope_for
from pandeng.domain.units import queries
from pandeng.domain.units.actions import Part, correct, end, merge, set_up, split

NOW = datetime(2022, 6, 15, 10, tzinfo=OFFICE_TIME)
FIRST = date(2022, 6, 1)  # the first day of what a unit became
BEFORE, AFTER = date(2022, 5, 31), date(2022, 6, 10)
WHY = "济政字〔2022〕31号"


@pytest.fixture
def rencheng(jining: object) -> Department:
    return Department.objects.get(cluster=jining, code="370811")


@pytest.fixture
def yanzhou(jining: object) -> Department:
    return Department.objects.get(cluster=jining, code="370812")


def counted(scope: Scope, county: str, on: date, known_at: datetime | None = None) -> int:
    asked = question(scope, "demands", as_of=on, known_at=known_at, county=county)
    return int(figure(asked).value or 0)


def on_day(username: str, on: date) -> Scope:
    return scope_for(User.objects.get(username=username), on=on)


def test_a_unit_is_set_up_with_its_parent_and_day(office: Scope, rencheng: Department) -> None:
    town = set_up(
        kind="department",
        code="370811-kx",
        name="任城区科学技术局",
        parent=rencheng,
        since=FIRST,
        by=office,
        now=NOW,
    )
    assert queries.units(office, search="任城区科学").get() == town
    assert list(rencheng.below.all()) == [town]
    with pytest.raises(DomainError, match="不能是本单位或其下级单位"):
        correct(rencheng, parent=town, why="改挂", by=office, now=NOW)
    with pytest.raises(DomainError, match="请写明更正原因"):
        correct(town, name="任城区科技局", why=" ", by=office, now=NOW)
    correct(town, name="任城区科技局", why="写错了", by=office, now=NOW)
    assert queries.unit(office, town.pk).name == "任城区科技局"
    with pytest.raises(DomainError, match="已经存在"):
        set_up(kind="department", code="370811-kx", name="又一个", by=office, now=NOW)


def test_only_an_administrator_keeps_units(
    scope_of: Callable[[str], Scope], rencheng: Department, yanzhou: Department
) -> None:
    for username in ("lead", "staff", "auditor", "county"):
        by = scope_of(username)
        for act in (
            lambda by=by: set_up(kind="bank", code="x", name="示例银行二", by=by, now=NOW),
            lambda by=by: correct(rencheng, name="x", why="x", by=by, now=NOW),
            lambda by=by: end(rencheng, on=FIRST, why="x", by=by, now=NOW),
            lambda by=by: merge([rencheng], yanzhou, on=FIRST, why="x", by=by, now=NOW),
        ):
            with pytest.raises(DomainError, match="可由系统管理员办理"):
                act()


def test_a_unit_does_not_end_while_people_sit_in_it(office: Scope, rencheng: Department) -> None:
    with pytest.raises(DomainError, match="还有1人在这个单位任职"):
        end(rencheng, on=AFTER, why=WHY, by=office, now=NOW)
    rencheng.refresh_from_db()
    assert rencheng.until is None


def test_a_unit_does_not_end_while_open_demands_lie_with_it(office: Scope) -> None:
    open_ = Demand.objects.filter(status__in=OPEN, department__kind="department")
    unit = next(
        one.department
        for one in open_.select_related("department")
        if one.department and not one.department.memberships.exists()
    )
    count = queries.in_hand(office, unit, AFTER).demands
    assert count > 0
    with pytest.raises(DomainError, match=f"还有{count}件在办诉求"):
        end(unit, on=AFTER, why=WHY, by=office, now=NOW)
    unit.refresh_from_db()
    assert unit.until is None


def test_a_unit_with_nothing_left_ends_once(office: Scope) -> None:
    bank = set_up(kind="bank", code="bank-9", name="泗河农商行", since=FIRST, by=office, now=NOW)
    with pytest.raises(DomainError, match="不能早于设立日期2022-06-01"):
        end(bank, on=BEFORE, why=WHY, by=office, now=NOW)
    end(bank, on=AFTER, why=WHY, by=office, now=NOW)
    assert bank not in queries.units(office)
    assert bank in queries.units(office, ended=True)
    with pytest.raises(DomainError, match="已于2022-06-10撤销"):
        end(bank, on=AFTER, why=WHY, by=office, now=NOW)


def test_what_was_merged_counts_as_the_new_unit_from_its_first_day_and_before_as_its_own(
    office: Scope, rencheng: Department, yanzhou: Department
) -> None:
    old, new = counted(office, "370811", BEFORE), counted(office, "370812", BEFORE)
    later = [counted(office, code, AFTER) for code in ("370811", "370812")]
    whole = int(figure(question(office, "demands", as_of=AFTER)).value or 0)
    assert old > 0
    assert new > 0
    merge([rencheng], yanzhou, on=FIRST, why=WHY, by=office, now=NOW)
    assert (counted(office, "370811", BEFORE), counted(office, "370812", BEFORE)) == (old, new)
    assert counted(office, "370811", AFTER) == 0
    assert counted(office, "370812", AFTER) == sum(later)
    assert int(figure(question(office, "demands", as_of=AFTER)).value or 0) == whole
    known = datetime(2022, 6, 14, tzinfo=OFFICE_TIME)
    assert counted(office, "370811", AFTER, known) == later[0], "before the merge was known"
    groups = figures_by_group(question(office, "demands", as_of=AFTER), "county")
    assert groups is not None
    assert rencheng.pk not in groups


def test_the_people_of_a_merged_unit_sit_in_the_new_one_and_see_what_both_had(
    office: Scope, rencheng: Department, yanzhou: Department
) -> None:
    own = set(Enterprise.objects.visible_to(on_day("county", AFTER)).values_list("id", flat=True))
    assert own
    merge([rencheng], yanzhou, on=FIRST, why=WHY, by=office, now=NOW)
    county = User.objects.get(username="county")
    held = {one.department: (one.since, one.until) for one in county.memberships.all()}
    assert held[yanzhou] == (FIRST, None)
    assert held[rencheng][1] == BEFORE
    after, before = on_day("county", AFTER), on_day("county", BEFORE)
    seen = set(Enterprise.objects.visible_to(after).values_list("id", flat=True))
    both = set(
        Enterprise.objects.visible_to(office)
        .filter(county__in=[rencheng, yanzhou])
        .values_list("id", flat=True)
    )
    assert seen == both > own
    assert after.departments == after.counties == {rencheng.pk, yanzhou.pk}
    assert set(Enterprise.objects.visible_to(before).values_list("id", flat=True)) == own
    assert counted(after, "370812", AFTER) == counted(office, "370812", AFTER)
    assert county in access.staff(office, on=AFTER, departments=[rencheng.pk])
    story = UnitSuccession.objects.get()
    assert list(queries.successions(office, rencheng)) == [story]
    assert list(queries.successions(office, yanzhou)) == [story]


def test_what_was_merged_twice_counts_as_the_last(
    office: Scope, rencheng: Department, yanzhou: Department
) -> None:
    qufu = Department.objects.get(cluster_id=office.cluster_id, code="370881")
    later = date(2022, 6, 8)
    total = sum(counted(office, code, AFTER) for code in ("370811", "370812", "370881"))
    between = sum(counted(office, code, FIRST) for code in ("370811", "370812"))
    merge([rencheng], yanzhou, on=FIRST, why=WHY, by=office, now=NOW)
    merge([yanzhou], qufu, on=later, why=WHY, by=office, now=NOW)
    assert counted(office, "370812", FIRST) == between
    assert counted(office, "370881", AFTER) == total
    rows = UnitAttribution.objects.filter(unit=rencheng).order_by("since")
    assert [(one.since, one.until) for one in rows] == [(FIRST, date(2022, 6, 7)), (later, None)]


def test_a_part_of_a_split_counts_as_the_old_unit_before(
    office: Scope, rencheng: Department
) -> None:
    old = counted(office, "370811", BEFORE)
    parts = [Part("370811-n", "任城北区"), Part("370811-s", "任城南区")]
    north, south = split(rencheng, parts, on=FIRST, why=WHY, by=office, now=NOW)
    moved = Demand.objects.filter(county=rencheng).order_by("id").first()
    assert moved
    assert counted(office, "370811", BEFORE) == old
    assert counted(office, "370811-n", AFTER) >= old
    assert counted(office, "370811-s", AFTER) == 0
    assert counted(office, "370811-n", BEFORE) == 0
    assert Membership.objects.get(user__username="county", until=None).department == north
    # what is moved to the south later still counts as the old unit's on the days before
    with Change(Action("test.move", "x"), by=office, now=NOW) as change:
        change.save(moved, county=south)
    assert counted(office, "370811-s", AFTER) == 1
    assert counted(office, "370811", BEFORE) == old


def test_units_merge_within_their_kind_and_not_with_themselves(
    office: Scope, rencheng: Department, yanzhou: Department
) -> None:
    bank = Department.objects.filter(cluster_id=office.cluster_id, kind="bank").first()
    assert bank
    for into, sentence in ((bank, "同一类别"), (rencheng, "不能并入自己")):
        with pytest.raises(DomainError, match=sentence):
            merge([rencheng], into, on=FIRST, why=WHY, by=office, now=NOW)
    merge([rencheng], yanzhou, on=FIRST, why=WHY, by=office, now=NOW)
    with pytest.raises(DomainError, match="已于2022-05-31撤销"):
        merge([rencheng], yanzhou, on=FIRST, why=WHY, by=office, now=NOW)
    with pytest.raises(DomainError, match="已于2022-05-31撤销"):
        split(
            rencheng, [Part("a", "甲区"), Part("b", "乙区")], on=FIRST, why=WHY, by=office, now=NOW
        )


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ([Part("a", "甲区")], "至少写两个"),
        ([Part("a", "甲区"), Part("a", "乙区")], "不能重复"),
        ([Part("a", "甲区"), Part("370812", "乙区")], "已经存在"),
    ],
)
def test_a_bad_split_makes_nothing(
    office: Scope, rencheng: Department, parts: list[Part], sentence: str
) -> None:
    before = Department.objects.count()
    with pytest.raises(DomainError, match=sentence):
        split(rencheng, parts, on=FIRST, why=WHY, by=office, now=NOW)
    rencheng.refresh_from_db()
    assert (Department.objects.count(), rencheng.until) == (before, None)
    assert Membership.objects.get(user__username="county").until is None


def test_a_unit_of_another_office_is_not_there(scope_of: Callable[[str], Scope]) -> None:
    foreign = Department.objects.get(cluster__code="demo-other", code="office")
    with pytest.raises(NotFound):
        end(foreign, on=AFTER, why=WHY, by=scope_of("admin"), now=NOW)
    with pytest.raises(NotFound):
        queries.unit(scope_of("admin"), foreign.pk)
