"""Lists, records, figures and the text check, as each role meets them."""

import io
import json
import re
import zipfile
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pandeng.core import paging
from pandeng.demo.accounts import ACCOUNTS
from pandeng.domain.briefings.report import VERDICTS
from pandeng.domain.demands.models import Demand
from pandeng.domain.enterprises.models import Enterprise, Statement
from pandeng.domain.registers.catalogue import REGISTERS

ELSEWHERE = {"administrator", "enterprise_contact", "lead_bank_manager"}  # they arrive elsewhere
ROLES = [account.username for account in ACCOUNTS if account.role not in ELSEWHERE]


@pytest.mark.parametrize("username", ROLES)
def test_every_role_walks_from_the_cockpit_to_the_rows(signed_in, username):
    client = signed_in(username)
    page = client.get("/cockpit/")
    assert page.status_code == 200
    figures = [f for group in page.context["cockpit"].groups for f in group.figures]
    assert len(figures) > 20
    for figure in figures:
        opened = client.get(figure.url)
        assert opened.status_code == 200, figure.name
        assert opened.context["figure"].value == figure.value
        behind = figure.parts[-1] if figure.parts else figure
        assert opened.context["rows"].count == behind.records


@pytest.mark.parametrize("path", REGISTERS)
def test_every_list_opens_sorts_and_exports(signed_in, path):
    client = signed_in("staff")
    register = REGISTERS[path]
    page = client.get(f"/{path}/?sort={register.order}")
    assert page.status_code == 200
    if path in EMPTY_AT_FIRST:
        assert not page.context["page"].object_list
        return
    rows = page.context["page"].object_list
    assert rows, path
    assert client.get(rows[0].url).status_code == 200
    for column in register.columns:
        assert client.get(f"/{path}/?sort=-{column.path}").status_code == 200
    if register.search:
        assert client.get(f"/{path}/?q=zz不存在").context["page"].paginator.count == 0
    book = client.get(f"/{path}/?format=xlsx")
    assert zipfile.ZipFile(io.BytesIO(book.content)).testzip() is None
    known = client.get(f"/{path}/?as_of=2022-03-31&known_at=2022-03-31T18:00")
    assert known.status_code == 200
    assert known.context["page"].paginator.count <= page.context["page"].paginator.count


# The office's own entries, none in the demo.
EMPTY_AT_FIRST = {"demands/calendar", "demands/node-requests", "demands/platforms"}


@pytest.mark.parametrize("path", ["enterprises", "demands", "projects", "outcomes"])
def test_a_list_asks_the_same_number_of_queries_however_long(signed_in, path, jining):
    client = signed_in("staff")

    def queries(address):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    queries(f"/{path}/")  # the first look of a process reads the pack once
    full, few = queries(f"/{path}/"), queries(f"/{path}/?q=gcjx&page=1")
    assert few - full in (0, 1), "the words are looked for once"
    assert full <= 16


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("山推", "山推工程机械股份有限公司"),
        ("水泊焊割", "山东水泊焊割设备制造有限公司"),
        ("sdslsj", "山东神力索具有限公司"),
        ("91370871MAEX00010E", "山推工程机械股份有限公司"),
        ("神 力 索具", "山东神力索具有限公司"),
    ],
)
def test_an_enterprise_is_found_by_short_name_initials_or_code(signed_in, words, found):
    rows = signed_in("staff").get("/enterprises/", {"q": words}).context["page"].object_list
    assert found in [row.cells[0][1] for row in rows]


def test_a_foreign_record_looks_like_a_missing_one(signed_in, jining):
    county = signed_in("county")
    foreign = Demand.objects.exclude(county__code="370811").first()
    one = county.get(f"/demands/{foreign.pk}/")
    other = county.get("/demands/999999999/")
    assert one.status_code == other.status_code == 404
    noise = re.compile(rb'demands(/|%2F)\d+|nonce="[^"]+"|csrf\w*" value="\w+"|X-CSRFToken": "\w+"')
    assert noise.sub(b"", one.content) == noise.sub(b"", other.content)


def test_the_other_cluster_sees_none_of_these_records(signed_in):
    client = signed_in("other")
    for path in ("enterprises", "demands", "projects", "targets", "chains"):
        assert client.get(f"/{path}/").context["page"].paginator.count == 0
    assert client.get(f"/enterprises/{Enterprise.objects.first().pk}/").status_code == 404


def test_a_filter_by_another_record_is_narrowed_to_it(signed_in):
    enterprise = Demand.objects.first().enterprise
    page = signed_in("staff").get(f"/demands/?enterprise={enterprise.pk}").context["page"]
    assert page.paginator.count == Demand.objects.filter(enterprise=enterprise).count()


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/enterprises/?sort=password", 400),
        ("/enterprises/?county=x", 400),
        ("/enterprises/?as_of=2022-13-45", 400),
        ("/figures/closing_rate/?as_of=tomorrow", 400),
        ("/figures/closing_rate/?as_of=2099-01-01", 400),
        ("/figures/closing_rate/?as_of=2019-01-01", 400),
        ("/figures/closing_rate/?year=20x2", 400),
        ("/figures/closing_rate/?county=火星市", 400),
        ("/figures/happiness/", 404),
        ("/figures/ratio/?of=annual_investment_2021&over=planned_investment_2021", 400),
        ("/enterprises/99999999999999999999/", 404),
        ("/enterprises/?page=zzz", 200),
        ("/nothing/", 404),
    ],
)
def test_nonsense_gets_one_sentence_and_the_right_status(signed_in, address, status):
    assert signed_in("staff").get(address).status_code == status


def test_a_figure_has_one_address_for_page_json_and_workbook(signed_in):
    client = signed_in("staff")
    told = client.get("/figures/closing_rate/?as_of=2022-05-31&format=json").json()
    assert (told["value"], told["text"], told["unit"]) == (91.5, "91.5%", "%")
    assert [part["value"] for part in told["parts"]] == [648, 708]
    book = client.get("/figures/new_bank_loans/?as_of=2022-05-31&format=xlsx")
    assert book["Content-Type"].endswith("sheet")
    assert zipfile.ZipFile(io.BytesIO(book.content)).testzip() is None
    then = client.get(
        "/figures/demands_closed/?as_of=2022-05-31&known_at=2022-05-31T18:00&format=json"
    )
    assert then.json()["value"] == 645


def test_the_command_gives_the_same_object_as_the_page(signed_in, capsys):
    from django.core.management import call_command

    page = signed_in("staff").get("/figures/closing_rate/?as_of=2022-05-31&format=json").json()
    call_command("figure", "closing_rate", "--as-of", "2022-05-31", "--json")
    assert json.loads(capsys.readouterr().out) == page


def enter(client, address, **fields):
    return client.post(address, fields)


def test_a_code_off_by_one_is_refused_and_nothing_is_written(signed_in):
    county = Enterprise.objects.filter(county__code="370811").first().county_id
    told = enter(
        signed_in("staff"), "/enterprises/new/", name="示例新机械有限公司", code="91370811MA9TE5T55K",
        county=county, industry_code="3514",
    )  # fmt: skip
    assert told.status_code == 422
    assert "校验码不符" in told.content.decode()
    assert not Enterprise.objects.filter(name="示例新机械有限公司").exists()


def test_an_enterprise_is_registered_once(signed_in):
    client = signed_in("staff")
    county = Enterprise.objects.filter(county__code="370811").first().county_id
    form = {
        "name": "示例新机械有限公司",
        "code": "91370811MA9TE5T55J",
        "county": county,
        "industry_code": "3514",
        "short_name": "示新",
    }
    assert enter(client, "/enterprises/new/", **form).status_code == 302
    again = enter(client, "/enterprises/new/", **form)
    assert again.status_code == 422
    assert "已登记为" in again.content.decode()
    assert client.get("/enterprises/?q=示新").context["page"].paginator.count == 1


@pytest.mark.parametrize(
    ("written", "sentence"),
    [("1250", "没有写单位"), ("1250人", "与指标不符"), ("很多", "不是数值加单位")],
)
def test_a_statement_without_its_unit_is_refused(signed_in, written, sentence):
    enterprise = Enterprise.objects.first()
    count = Statement.objects.count()
    told = enter(
        signed_in("staff"), f"/enterprises/{enterprise.pk}/report/", measure="revenue",
        period_kind="month", period_on="2022-06-01", basis="current", written=written, source="企业填报",
    )  # fmt: skip
    assert told.status_code == 422
    assert sentence in told.content.decode()
    assert Statement.objects.count() == count


def test_a_reporter_enters_nothing_for_another_county(signed_in):
    foreign = Enterprise.objects.exclude(county__code="370811").first()
    assert signed_in("county").get(f"/enterprises/{foreign.pk}/report/").status_code == 404


def test_an_auditor_may_look_but_not_write(signed_in):
    enterprise = Enterprise.objects.first()
    client = signed_in("auditor")
    assert client.get(f"/enterprises/{enterprise.pk}/").status_code == 200
    told = enter(client, f"/enterprises/{enterprise.pk}/outcome/", kind="loan")
    assert told.status_code == 422
    assert "您的角色没有这项权限" in told.content.decode()


def test_a_demand_taken_in_is_there_at_once(signed_in):
    enterprise = Enterprise.objects.filter(climbing_since__lte=date(2022, 1, 1)).first()
    matter = Demand.objects.first().matter_id
    client = signed_in("staff")
    told = enter(
        client,
        "/demands/new/",
        enterprise=enterprise.code,
        matter=matter,
        title="急需焊工10名",
        channel="phone",
    )
    assert told.status_code == 302
    assert "急需焊工10名" in client.get(told["Location"]).content.decode()


def test_a_pasted_text_is_checked(signed_in):
    told = signed_in("staff").post(
        "/check/", {"text": "截至2022年5月31日，708项问题诉求已销号650项。"}
    )
    page = told.content.decode()
    assert told.status_code == 200
    assert VERDICTS["contradicted"][0] in page
    assert "648项" in page


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.txt", b"", "空"),
        ("a.txt", b"\x00\x01\x02" * 100, "文本"),
        ("a.docx", b"PK not a word file", "Word"),
    ],
)
def test_a_file_that_cannot_be_read_gets_one_sentence(signed_in, name, data, sentence):
    from django.core.files.uploadedfile import SimpleUploadedFile

    told = signed_in("staff").post("/check/", {"file": SimpleUploadedFile(name, data)})
    assert told.status_code == 422
    assert sentence in told.content.decode()


def test_a_text_in_gb18030_is_read(signed_in):
    from django.core.files.uploadedfile import SimpleUploadedFile

    data = "截至2022年5月31日，708项问题诉求。".encode("gb18030")
    told = signed_in("staff").post(
        "/check/", {"file": SimpleUploadedFile("a.txt", data), "format": "json"}
    )
    assert [one["verdict"] for one in told.json()["figures"]] == ["confirmed"]


def test_a_very_long_list_says_more_than(signed_in, monkeypatch):
    monkeypatch.setattr(paging, "MAX_COUNTED", 100)
    shown = signed_in("staff").get("/demands/?tab=all&page=9")
    page = shown.context["page"]
    assert (page.number, page.paginator.count, page.paginator.more) == (2, 100, True)
    assert "共 100 条以上" in shown.content.decode()
    short = signed_in("staff").get("/titles/schemes/")
    assert short.context["page"].paginator.more is False
    assert "条以上" not in short.content.decode()


def test_the_form_of_a_slip_is_written_out_once_it_is_asked_for(signed_in):
    demand = Demand.objects.filter(status="handling").order_by("id")[0]
    address = f"/demands/{demand.pk}/"
    shown = signed_in("staff").get(address).content.decode()
    assert "slip=1#slip" in shown
    assert f'action="{address}slip/"' not in shown
    asked = signed_in("staff").get(f"{address}?slip=1").content.decode()
    assert f'action="{address}slip/"' in asked
    assert f'<option value="{demand.department_id}" selected>' in asked
    leader = signed_in("leader").get(f"{address}?slip=1").content.decode()
    assert "slip=1#slip" not in leader
    assert f'action="{address}slip/"' not in leader
