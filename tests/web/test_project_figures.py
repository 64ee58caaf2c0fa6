"""The page of key projects by a dimension: its numbers, its links, who sees what, and its queries."""

import io
import zipfile
from datetime import date
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pandeng.demo.accounts import ACCOUNTS
from pandeng.demo.facts import OFFICE_TIME, datetime
from pandeng.domain.indicators.breakdown import COLUMNS, DIMENSIONS, breakdown
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.question import question
from pandeng.domain.projects.ledger import actions
from pandeng.domain.projects.ledger.models import ProjectLeader
from pandeng.domain.projects.models import ProjectListing

AT = "/projects/figures/"
DAY = date(2022, 5, 31)
PEOPLE = sorted(account.username for account in ACCOUNTS if account.role != "administrator")


@pytest.mark.parametrize("by", DIMENSIONS)
def test_the_links_open_to_the_same_number(signed_in, by):
    client = signed_in("staff")
    told = client.get(f"{AT}?by={by}&as_of=2022-05-31&format=json").json()
    assert told["columns"][0]["title"] == "重点项目数"
    page = client.get(f"{AT}?by={by}&as_of=2022-05-31").content.decode()
    for one in [*told["lines"][0]["figures"], told["whole"][2]]:
        assert f'href="{one["url"].replace("&", "&amp;")}"' in page
        opened = client.get(f"{one['url']}&format=json").json()
        assert (opened["text"], opened["records"]) == (one["text"], one["records"])


@pytest.mark.parametrize("username", PEOPLE)
@pytest.mark.parametrize("by", ["county", "leader"])
def test_everybody_gets_their_own_projects_or_a_sentence(signed_in, scope_of, username, by):
    answer = signed_in(username).get(f"{AT}?by={by}&as_of=2022-05-31")
    assert answer.status_code == 200
    found = answer.context["found"]
    own = figure(question(scope_of(username), "key_projects", as_of=DAY, year=2022)).value
    assert found.whole[0].value == own
    assert ("没有您可见的重点项目" in answer.content.decode()) == (not own)


def test_a_county_sees_one_line_and_no_other_leader(signed_in, scope_of):
    found = signed_in("county").get(f"{AT}?as_of=2022-05-31").context["found"]
    assert [line.title for line in found.lines] == ["任城区"]
    known = set(
        ProjectLeader.objects.visible_to(scope_of("county")).values_list("person", flat=True)
    )
    found = signed_in("county").get(f"{AT}?by=leader&as_of=2022-05-31").context["found"]
    assert {line.code for line in found.lines} - {"none"} <= known


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [({"by": "planet"}, "不能按“planet”查看"), ({"as_of": "2099-01-01"}, "还没有到")],
)
def test_nonsense_gets_a_sentence(signed_in, asked, sentence):
    answer = signed_in("staff").get(f"{AT}?{urlencode(asked)}")
    assert answer.status_code == 400
    assert sentence in answer.content.decode()


def test_before_the_first_list_there_is_a_sentence(signed_in):
    page = signed_in("staff").get(f"{AT}?as_of=2019-01-01").content.decode()
    assert "没有您可见的重点项目" in page


def test_the_table_as_a_workbook(signed_in):
    answer = signed_in("staff").get(f"{AT}?by=leader&as_of=2022-05-31&format=xlsx")
    assert "projects-by-leader-2022-05-31.xlsx" in answer["Content-Disposition"]
    book = zipfile.ZipFile(io.BytesIO(answer.content))
    text = book.read("xl/sharedStrings.xml").decode()
    assert "开工率（%）" in text
    assert "孟示例" in text
    assert "<v>90.6</v>" in book.read("xl/worksheets/sheet1.xml").decode()


def test_the_list_of_projects_leads_here(signed_in):
    assert f'href="{AT}"' in signed_in("staff").get("/projects/").content.decode()


def test_the_number_of_queries_does_not_grow_with_the_lines(office, jining):
    def asked(by):
        with CaptureQueriesContext(connection) as seen:
            found = breakdown(office, by, as_of=DAY)
        return len(found.lines), len(seen)

    few, before = asked("leader")
    listed = ProjectListing.objects.filter(year=2022, until__isnull=True).exclude(
        project_id__in=ProjectLeader.objects.values("project_id")
    )
    now = datetime(2022, 5, 31, 9, tzinfo=OFFICE_TIME)
    actions.name_leaders(
        [
            ProjectLeader(cluster=jining, project_id=pk, person=f"示例{serial}", since=DAY)
            for serial, pk in enumerate(listed.values_list("project_id", flat=True)[:30])
        ],
        by=office,
        now=now,
    )
    lines, queries = asked("leader")
    assert lines == few + 30
    assert queries <= before
    assert before == len(COLUMNS) + 2  # the pack and the leaders
    assert asked("month")[1] == len(COLUMNS) + 1
    assert asked("county")[1] == len(COLUMNS) + 2
