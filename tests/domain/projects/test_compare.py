"""Two days of a list held against each other: deleted ones, labels that came back, late corrections."""

from datetime import date, datetime, timedelta

import pytest

from pandeng.access.models import Department
from pandeng.core.errors import DomainError
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.projects import actions as lists
from pandeng.domain.projects.compare.queries import compared
from pandeng.domain.projects.compare.rules import (
    Ended,
    Gone,
    Held,
    Label,
    ListedNode,
    Side,
    compare,
    counts,
)
from pandeng.domain.projects.lifecycle import actions
from pandeng.domain.projects.lifecycle import facts as workflow
from pandeng.domain.projects.models import Milestone, Project, ProjectListing

MAY, JUNE = date(2022, 5, 31), date(2022, 6, 30)
NOW = datetime(2022, 7, 1, 10, tzinfo=OFFICE_TIME)
MAJOR = ("provincial_major", "实施类")


def held(pk=1, *, since=date(2022, 2, 10), dates=None, turns=(), labels=None, nodes=None, **told):
    numbers = {
        "planned_total_yuan": 100_000_000,
        "annual_plan_yuan": 50_000_000,
        "invested_yuan": 0,
    }
    return Held(
        project_id=pk, code=f"2022-{pk:03d}", name=f"项目{pk}", county="任城区", since=since,
        facts=workflow.facts_of(dates or {"signed_on": date(2022, 1, 1)}, turns),
        labels=labels or {}, nodes=nodes or {}, **{**numbers, **told},
    )  # fmt: skip


def side(on, *projects, **told):
    return Side(on, {one.project_id: one for one in projects}, **told)


def said(before, after, gone=None):
    return [
        (one.kind, one.what, one.before, one.after, one.on, one.why, one.is_late)
        for one in compare(before, after, gone)
    ]


def test_nothing_changed_is_no_difference():
    assert said(side(MAY, held()), side(JUNE, held())) == []


def test_entered_left_and_deleted_are_told_apart():
    gone = {
        3: Gone(3, "2022-003", "项目3", "任城区", NOW, date(2022, 6, 13), "李示例", "重复录入"),
        9: Gone(9, "2022-009", "项目9", "任城区", NOW, date(2022, 6, 14), "李示例", "误录"),
    }
    found = said(
        side(MAY, held(1), held(2), held(3)),
        side(
            JUNE, held(1), held(4, since=date(2022, 6, 8)), held(5, since=date(2022, 5, 20)),
            off={2: Ended(date(2022, 6, 20), "退出")},
        ),
        gone,
    )  # fmt: skip
    assert found == [
        ("entered", "列入清单", "不在册", "在册", date(2022, 6, 8), "", False),
        ("entered", "列入清单", "不在册", "在册", date(2022, 5, 20), "", True),
        ("left", "移出清单", "在册", "已移出", date(2022, 6, 20), "退出", False),
        ("deleted", "删除项目", "在册", "已删除（李示例）", date(2022, 6, 13), "重复录入", False),
        ("deleted", "删除项目", "期间录入，又删除", "已删除（李示例）", date(2022, 6, 14), "误录", False),
    ]  # fmt: skip


def test_a_label_gained_lost_and_one_that_went_and_came_back():
    old = {
        MAJOR: Label("省重大（实施类）", date(2022, 2, 20)),
        ("county", ""): Label("县级重点", date(2022, 2, 20)),
    }
    new = {
        MAJOR: Label("省重大（实施类）", date(2022, 6, 25), "再次列入"),
        ("wall_chart", ""): Label("市级挂图作战", date(2022, 5, 1), "文件"),
    }
    ended = {
        (1, *MAJOR): Ended(date(2022, 6, 5), "调出"),
        (1, "county", ""): Ended(date(2022, 6, 18), "县里调整"),
    }
    assert said(side(MAY, held(labels=old)), side(JUNE, held(labels=new), ended=ended)) == [
        ("label_gained", "市级挂图作战", "没有", "具有", date(2022, 5, 1), "文件", True),
        ("label_lost", "县级重点", "具有", "没有", date(2022, 6, 18), "县里调整", False),
        ("label_renewed", "省重大（实施类）", "具有", "曾取消，又恢复", date(2022, 6, 25), "调出；再次列入", False),
    ]  # fmt: skip


SIGNED = {"signed_on": date(2022, 1, 1)}
STARTED = {**SIGNED, "started_on": date(2022, 3, 1)}


@pytest.mark.parametrize(
    ("old", "new", "turns", "wanted"),
    [
        (SIGNED, {**SIGNED, "started_on": date(2022, 6, 3)}, (),
         [("stage", "阶段", "签约", "开工", date(2022, 6, 3), "", False)]),
        (SIGNED, {**SIGNED, "started_on": date(2022, 5, 27)}, (),
         [("stage", "阶段", "签约", "开工", date(2022, 5, 27), "", True)]),
        (STARTED, {**STARTED, "started_on": date(2022, 3, 6)}, (),
         [("stage", "开工日期", "2022-03-01", "2022-03-06", date(2022, 3, 6), "", True)]),
        (STARTED, SIGNED, (), [("stage", "阶段", "开工", "签约", date(2022, 1, 1), "", True)]),
        (STARTED, STARTED, ((date(2022, 6, 8), "stop"),),
         [("stage", "阶段", "开工", "停建", date(2022, 6, 8), "", False)]),
        (STARTED, STARTED, ((date(2022, 6, 8), "stop"), (date(2022, 6, 20), "resume")),
         [("stage", "期间停建或退出，已恢复", "开工", "2022-06-08停建、2022-06-20复工", date(2022, 6, 20), "", False)]),
        (STARTED, {**STARTED, "in_statistics_on": date(2022, 6, 9)}, (),
         [("statistics", "入库纳统", "未入库", "2022-06-09", date(2022, 6, 9), "", False)]),
    ],
)  # fmt: skip
def test_stages_reached_corrected_stopped_and_entered_into_statistics(old, new, turns, wanted):
    assert said(side(MAY, held(dates=old)), side(JUNE, held(dates=new, turns=turns))) == wanted


def test_nodes_reached_and_moved():
    plan = date(2022, 6, 10)
    old = {1: ListedNode("环评能评", plan, plan, None), 2: ListedNode("用地手续", plan, plan, None)}
    new = {
        1: ListedNode("环评能评", plan, plan, date(2022, 6, 12)),
        2: ListedNode("用地手续", date(2022, 7, 20), plan, None),
        3: ListedNode("规划许可", plan, None, None),
    }
    assert [one[:4] for one in said(side(MAY, held(nodes=old)), side(JUNE, held(nodes=new)))] == [
        ("node_reached", "环评能评", "未完成", "2022-06-12"),
        ("node_moved", "用地手续（计划）", "2022-06-10", "2022-07-20"),
        ("node_moved", "规划许可", "无此节点", "有此节点"),
    ]


def test_plan_and_money_carry_their_difference_in_yuan():
    found = compare(
        side(MAY, held(invested_yuan=10_000_000)),
        side(JUNE, held(annual_plan_yuan=30_000_000, invested_yuan=25_000_000)),
    )
    assert [(one.kind, one.before, one.after, one.change_yuan) for one in found] == [
        ("plan", "5000万元", "3000万元", -20_000_000),
        ("money", "1000万元", "2500万元", 15_000_000),
    ]
    assert counts(found)["money"] == 1


# -- over records ---------------------------------------------------------------------------------


def of(office, **told):
    told = {"year": 2022, "start": MAY, "end": JUNE, "now": NOW, **told}
    return compared(office, **told)


def kinds(found, kind):
    return [one for one in found.differences if one.kind == kind]


def test_june_of_the_demo(office):
    found = of(office)
    assert (len(found.before.held), len(found.after.held)) == (341, 340)
    assert len(found.before.held) - len(kinds(found, "left")) + len(kinds(found, "entered")) == 340
    (left,) = kinds(found, "left")
    assert (left.on, left.why) == (date(2022, 6, 20), "项目退出，经专班会议同意移出清单")
    (deleted,) = kinds(found, "deleted")
    assert (deleted.code, deleted.before, deleted.on) == (
        "2022-901", "期间录入，又删除", date(2022, 6, 13),
    )  # fmt: skip
    assert "县市区重复录入" in deleted.why
    (renewed,) = kinds(found, "label_renewed")
    assert (renewed.what, renewed.on) == ("市级挂图作战", date(2022, 6, 25))
    assert sum(one.change_yuan for one in kinds(found, "plan")) == 0
    late = [one for one in kinds(found, "stage") if one.is_late]
    assert [(one.before, one.after, one.on) for one in late] == [
        ("签约", "开工", date(2022, 5, 27))
    ]


def test_a_late_correction_is_no_difference_for_who_knows_it_on_both_sides(office):
    today = of(office, known_before=NOW, known_after=NOW)
    assert [one for one in kinds(today, "stage") if one.on == date(2022, 5, 27)] == []
    assert kinds(today, "deleted") == []  # as known today it never was
    same_day = of(office, end=MAY, known_after=NOW)
    assert [(one.kind, one.on) for one in same_day.differences if one.is_late] == [
        ("stage", date(2022, 5, 27)),
        ("node_reached", date(2022, 5, 27)),  # the same fact on the node
    ]
    assert of(office, end=MAY).differences == []


def test_a_listed_project_that_is_deleted_later_stood_on_the_first_list(office, jining, scope_of):
    county = Department.objects.get(cluster=jining, code="370811")
    april, june = (datetime(2022, month, 9, 9, tzinfo=OFFICE_TIME) for month in (4, 6))
    project = actions.register(
        name="重复项目", county=county, planned_total_yuan=10**8, stage="signed",
        on=date(2022, 4, 1), by=office, now=april,
    )  # fmt: skip
    actions.put_on_list(
        project, year=2022, annual_plan_yuan=10**7, since=date(2022, 4, 2), by=office, now=april
    )
    actions.delete_erroneous(project, why="重复录入", by=office, now=june)
    found = of(office)
    assert len(found.before.held) == 342
    stood = next(one for one in kinds(found, "deleted") if one.name == "重复项目")
    assert (stood.before, stood.why, stood.change_yuan) == ("在册", "重复录入", -(10**7))
    assert "重复项目" not in [one.name for one in kinds(found, "left")]
    assert kinds(of(scope_of("county")), "deleted") == [stood]
    assert kinds(of(scope_of("enterprise")), "deleted") == []


def test_a_county_compares_its_own_projects_only(scope_of, office):
    county = scope_of("county")
    found, whole = of(county), of(office)
    places = {one.county for one in found.differences}
    assert places == {"任城区"}
    assert [one.code for one in found.differences] == [
        one.code for one in whole.differences if one.county == "任城区"
    ]


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"start": JUNE, "end": MAY}, "起始日期2022-06-30晚于截止日期2022-05-31，请对调"),
        ({"end": date(2022, 7, 9)}, "2022-07-09还没有到"),
        ({"known_after": NOW + timedelta(days=1)}, "所知时点2022-07-02 10:00还没有到"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_words(office, told, sentence):
    with pytest.raises(DomainError, match=sentence):
        of(office, **told)


def test_the_number_of_queries_does_not_grow_with_the_list(
    office, jining, django_assert_num_queries, scope_of
):
    with django_assert_num_queries(15):
        of(office)
    county = Department.objects.get(cluster=jining, code="370811")
    rows = [
        Project(
            cluster=jining, code=f"2022-7{number:02d}", name=f"新项目{number}", county=county,
            planned_total_yuan=10**8, signed_on=MAY,
        )
        for number in range(20)
    ]  # fmt: skip
    listings = [
        ProjectListing(
            cluster=jining, project=row, year=2022, since=date(2022, 6, 8), annual_plan_yuan=1
        )
        for row in rows
    ]
    nodes = [
        Milestone(cluster=jining, project=row, order=1, name="开工", planned_on=JUNE)
        for row in rows
    ]
    lists.import_existing_projects(
        rows, listings, nodes, by=office, now=datetime(2022, 6, 8, 9, tzinfo=OFFICE_TIME)
    )
    with django_assert_num_queries(15):
        assert len(kinds(of(office), "entered")) == 20
