"""Pages of the lights, the slips and the forecast: what they show, to whom, and how many queries they take."""

import io
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pandeng.demo.accounts import ACCOUNTS
from pandeng.domain.projects.ledger.models import ProjectSlip

PAGES = ("/projects/lights/", "/projects/forecast/")
PEOPLE = sorted(account.username for account in ACCOUNTS if account.role != "administrator")


@pytest.mark.parametrize("username", PEOPLE)
@pytest.mark.parametrize("path", PAGES)
def test_everybody_sees_their_own_or_a_sentence(signed_in, username, path):
    answer = signed_in(username).get(path)
    assert answer.status_code in (200, 400)
    if answer.status_code == 400:
        assert "没有您可见的项目" in answer.content.decode()


def test_the_counts_open_to_their_projects(signed_in):
    client = signed_in("staff")
    page = client.get("/projects/lights/").context
    for rules in page["sets"]:
        assert sum(count for _code, count in rules.counts) == 341
        for code, count in rules.counts:
            opened = client.get(f"/projects/lights/?rules={rules.rules.code}&code={code}")
            assert opened.context["page"].paginator.count == count


def test_a_county_sees_its_own_projects_only(signed_in):
    whole = signed_in("staff").get("/projects/lights/").context["page"].paginator.count
    own = signed_in("county").get("/projects/lights/").context["page"]
    assert 0 < own.paginator.count < whole
    assert len({line.project.county_id for line in own.object_list}) == 1


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("?rules=nowhere", "没有“nowhere”这套亮灯规则"),
        ("?code=purple", "筛选条件“purple”无效"),
        ("?county=x", "筛选条件“x”无效"),
        ("?as_of=2099-01-01", "还没有到"),
    ],
)
def test_nonsense_gets_a_sentence(signed_in, address, sentence):
    answer = signed_in("staff").get(f"/projects/lights/{address}")
    assert answer.status_code == 400
    assert sentence in answer.content.decode()


def test_the_list_as_a_workbook(signed_in):
    answer = signed_in("staff").get("/projects/lights/?format=xlsx&code=far_behind")
    text = zipfile.ZipFile(io.BytesIO(answer.content)).read("xl/sharedStrings.xml").decode()
    assert "严重滞后" in text
    assert "低于计划进度" in text


@pytest.mark.parametrize(("path", "most"), [(PAGES[0], 16), (PAGES[1], 22)])
def test_queries_are_few_whatever_is_shown(signed_in, path, most):
    client = signed_in("staff")
    client.get(path)
    seen = []
    for address in (f"{path}?as_of=2022-05-31", f"{path}?as_of=2022-04-30"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        seen.append(len(queries))
    assert seen[0] == seen[1] <= most


def test_the_forecast_says_what_it_expects_and_how_it_did_before(signed_in):
    text = signed_in("staff").get("/projects/forecast/").content.decode()
    assert "年度计划174亿元" in text
    assert "9次中有7次落在区间内" in text
    assert "山能智慧制造园区项目" in text


def test_a_slip_is_answered_by_its_county_and_closed_by_the_office(signed_in):
    slip = ProjectSlip.objects.filter(answered_on=None).first()
    assert slip is not None
    staff, bank = signed_in("staff"), signed_in("bank")
    at = f"/projects/slips/{slip.pk}/"
    assert bank.get(at).status_code == 404
    assert staff.post(f"{at}close/", {"closing": "同意"}).status_code == 422
    assert staff.post(at, {"answer": "增加班组，追赶进度。"}).status_code == 302
    assert "已答复，待销号" in staff.get(at).content.decode()
    assert staff.post(f"{at}close/", {"closing": "进度已追回。"}).status_code == 302
    assert "已销号" in staff.get(at).content.decode()
    auditor = signed_in("auditor").get(at)
    assert auditor.status_code == 200
