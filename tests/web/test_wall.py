"""The wall chart and the county map as each role meets them: filters, scope, table, workbook, paper, refusals."""

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pandeng.access.models import Department
from pandeng.demo.accounts import ACCOUNTS
from pandeng.domain.indicators.by_county import OFFERED, is_region
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.question import question
from pandeng.domain.projects.models import Project

WALL = "/projects/wall/?as_of=2022-05-31"


def rows_of(page):
    return [row for group in page.context["groups"] for row in group["rows"]]


def test_the_page_holds_every_project_and_the_nodes_for_its_script(signed_in):
    page = signed_in("staff").get(WALL)
    assert page.status_code == 200
    assert len(rows_of(page)) == 341
    text = page.content.decode()
    data = json.loads(re.search(r'<script id="wall-data"[^>]*>(.*?)</script>', text)[1])
    assert [row[0] for row in data["rows"]] == [row.project_id for row in rows_of(page)]
    assert sum(len(nodes) for _project, nodes in data["rows"]) == sum(
        one["count"] for one in page.context["legend"]
    )
    assert len(text) < 700_000


@pytest.mark.parametrize(
    "username", [account.username for account in ACCOUNTS if account.role != "administrator"]
)
@pytest.mark.parametrize(
    "path", [WALL, f"{WALL}&view=guarantee", f"{WALL}&format=table", "/projects/map/"]
)
def test_every_role_may_look_at_what_it_sees(signed_in, username, path):
    assert signed_in(username).get(path).status_code == 200


def test_filters_stand_in_the_address_and_narrow_page_table_and_paper(signed_in):
    client = signed_in("staff")
    county = Department.objects.get(code="370811")
    page = client.get(f"{WALL}&county={county.pk}&state=late")
    assert {row.county for row in rows_of(page)} <= {"任城区"}
    assert all(row.late for row in rows_of(page))
    table = client.get(f"{WALL}&county={county.pk}&format=table")
    assert table.context["page"].paginator.count == sum(
        len(row.nodes) for row in rows_of(client.get(f"{WALL}&county={county.pk}"))
    )
    book = client.get(f"{WALL}&county={county.pk}&format=xlsx")
    sheet = zipfile.ZipFile(io.BytesIO(book.content)).read("xl/sharedStrings.xml").decode()
    assert "县市区：任城区" in sheet
    assert "兖州区" not in sheet


@pytest.mark.parametrize("form", ["a0", "a3"])
def test_it_prints_from_the_page(signed_in, form):
    answer = signed_in("staff").get(f"{WALL}&format={form}&q=山能智慧")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert "attachment" in answer["Content-Disposition"]


def test_a_county_reporter_reads_and_prints_its_own_rows_only(signed_in):
    client = signed_in("county")
    assert {row.county for row in rows_of(client.get(WALL))} == {"任城区"}
    foreign = Project.objects.exclude(county__code="370811").filter(code__startswith="2022").first()
    own = Project.objects.filter(county__code="370811", code__startswith="2022").first()
    assert client.get(f"/projects/{own.pk}/sheet/?as_of=2022-05-31").content.startswith(b"%PDF-")
    assert client.get(f"/projects/{foreign.pk}/sheet/?as_of=2022-05-31").status_code == 404
    assert client.get("/projects/999999999/sheet/").status_code == 404
    other = client.get(f"{WALL}&county={foreign.county_id}&format=a0")
    assert other.status_code == 400
    assert foreign.name not in other.content.decode()


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("as_of=2099-01-01", "2099-01-01还没有到"),
        ("as_of=五月", "不是日期"),
        ("county=任城", "筛选条件“任城”无效"),
        ("county=99999999999999999999", "无效"),
        ("level=国家级", "筛选条件“国家级”无效"),
        ("state=gone", "筛选条件“gone”无效"),
        ("view=gantt", "没有这种图"),
        ("format=a0&q=没有这样的项目", "没有符合条件的项目"),
        ("format=a0&county=7&level=' OR 1=1", "无效"),
    ],
)
def test_nonsense_is_refused_in_words(signed_in, asked, sentence):
    answer = signed_in("staff").get(f"/projects/wall/?{asked}")
    assert 400 <= answer.status_code < 500
    assert sentence in answer.content.decode()


def test_a_filter_that_finds_nothing_and_a_day_without_a_list_say_so(signed_in):
    client = signed_in("staff")
    assert "没有符合条件的项目" in client.get(f"{WALL}&q=zzz").content.decode()
    early = client.get("/projects/wall/?as_of=2022-01-15").content.decode()
    assert "这一天还没有2022年重点项目清单" in early


def test_the_number_of_queries_does_not_grow_with_the_projects(signed_in):
    client = signed_in("staff")

    def queries(address):
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    queries(WALL)  # the first look of a process reads the pack once
    assert queries(WALL) == queries(f"{WALL}&q=山能智慧") <= 24
    assert queries("/projects/map/?figure=start_rate") <= 100


# -- the map -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", OFFERED)
def test_the_map_shows_the_figures_of_the_figure_pages(signed_in, office, name):
    page = signed_in("staff").get(f"/projects/map/?figure={name}&as_of=2022-05-31")
    lines = page.context["lines"]
    assert len(lines) == 14
    asked = {"as_of": page.context["figure"].as_of, "year": 2022}
    for line in lines[::6]:  # more of them: tests/domain/indicators/test_by_county.py
        assert (
            line.figure.value
            == figure(question(office, name, county=line.county.code, **asked)).value
        )
    if name == "key_projects":
        assert sum(line.figure.value for line in lines) == page.context["figure"].value == 341


def test_every_county_with_a_code_of_its_own_has_a_boundary():
    path = finders.find("vendor/boundaries-370800.json")
    drawn = json.loads(Path(path).read_text(encoding="utf-8"))["features"]
    codes = {one["properties"]["code"] for one in drawn}
    assert len(codes) == 11
    assert all(is_region(code) for code in codes)
    assert not any(is_region(code) for code in ("370871", "3708T1", "3708J1"))


def test_zones_without_a_boundary_are_named_beside_the_map(signed_in):
    page = signed_in("staff").get("/projects/map/")
    assert [str(line.county) for line in page.context["zones"]] == [
        "济宁高新区",
        "太白湖新区",
        "济宁经开区",
    ]
    assert "没有单独的行政边界" in page.content.decode()


def test_a_city_without_boundaries_still_has_its_table(signed_in):
    page = signed_in("other").get("/projects/map/")
    assert page.status_code == 200


def test_a_county_sees_its_own_figure_on_the_map(signed_in):
    page = signed_in("county").get("/projects/map/")
    assert [str(line.county) for line in page.context["lines"]] == ["任城区"]


def test_a_figure_that_cannot_be_mapped_is_refused(signed_in):
    answer = signed_in("staff").get("/projects/map/?figure=satisfaction_rate")
    assert 400 <= answer.status_code < 500
    assert "地图不能按“satisfaction_rate”着色" in answer.content.decode()
