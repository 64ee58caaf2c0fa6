"""The register's pages: what each role reads and may do, masked people, merging and splitting by hand."""

import io
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pandeng.demo.accounts import ACCOUNTS
from pandeng.domain.chains.models import Product
from pandeng.domain.enterprises import merging
from pandeng.domain.enterprises.models import (
    Enterprise,
    EnterpriseAddress,
    EnterpriseContact,
    NameMatch,
    Succession,
)


@pytest.fixture
def enterprise(jining):
    rows = Enterprise.objects.filter(
        cluster=jining, climbing_since=date(2021, 3, 1), climbing_until=None, name_since=None
    )
    return rows.filter(is_example=True).order_by("id")[40]


def home(enterprise):
    return f"/enterprises/{enterprise.pk}/register/"


def said(answer):
    return answer.content.decode()


# -- who reads whose number ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "username", [account.username for account in ACCOUNTS if account.role != "administrator"]
)
def test_numbers_are_whole_for_the_office_and_for_those_who_serve(signed_in, scope_of, username):
    scope, client = scope_of(username), signed_in(username)
    seen = Enterprise.objects.visible_to(scope)
    pages = []
    for served in (True, False):
        rows = seen.filter(contacts__until=None, contacts__isnull=False)
        rows = (
            rows.filter(pk__in=scope.enterprises)
            if served
            else rows.exclude(pk__in=scope.enterprises)
        )
        if one := rows.first():
            pages.append((served, one))
    for served, one in pages:
        contact = EnterpriseContact.objects.filter(enterprise=one).first()
        whole = served or username in {"lead", "staff"}
        masked = f"{contact.phone[:3]}****{contact.phone[-4:]}"
        for address in (
            home(one),
            f"/enterprises/{one.pk}/",
            f"/enterprises/contacts/{contact.pk}/",
            f"/enterprises/contacts/?enterprise={one.pk}",
        ):
            text = said(client.get(address))
            assert (contact.phone in text) is whole, address
            assert (contact.name in text) is whole, address
            assert whole or masked in text, address


def sheet(answer):
    book = zipfile.ZipFile(io.BytesIO(answer.content))
    return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))


def test_exports_mask_as_pages_do(signed_in, scope_of):
    contact = EnterpriseContact.objects.filter(
        enterprise__in=Enterprise.objects.visible_to(scope_of("county"))
    )[0]
    whole = sheet(signed_in("staff").get("/enterprises/contacts/?format=xlsx"))
    masked = sheet(signed_in("auditor").get("/enterprises/contacts/?format=xlsx"))
    county = sheet(signed_in("county").get("/enterprises/contacts/?format=xlsx"))
    assert contact.phone in whole
    assert contact.name in whole
    for book in (masked, county):
        assert contact.phone not in book
        assert contact.name not in book
        assert f"{contact.phone[:3]}****{contact.phone[-4:]}" in book


def test_earlier_versions_and_the_audit_log_mask_too(signed_in, enterprise):
    client = signed_in("staff")
    told = {
        "name": "郑示例",
        "post": "厂长",
        "phone": "13812341234",
        "since": "2022-06-01",
        "is_main": "on",
    }
    assert client.post(f"/enterprises/{enterprise.pk}/contacts/new/", told).status_code == 302
    made = EnterpriseContact.objects.get(phone="13812341234")
    client.post(f"/enterprises/{enterprise.pk}/contacts/{made.pk}/end/", {"until": "2022-06-30"})
    auditor = signed_in("auditor")
    event = auditor.get("/administration/audit/").context["page"].object_list[0]
    number = getattr(event, "pk", None) or event["event"].pk
    for address in (
        f"/enterprises/contacts/{made.pk}/",
        f"/administration/audit/{number}/",
        f"/administration/audit/{number - 1}/",
    ):
        text = said(auditor.get(address))
        assert "13812341234" not in text
        assert "郑示例" not in text
    assert "138****1234" in said(auditor.get(f"/administration/audit/{number - 1}/"))


# -- names, addresses, people, products by hand -------------------------------------------------


def test_a_renaming_by_hand(signed_in, enterprise):
    client, old = signed_in("staff"), enterprise.name
    told = {"name": "济宁新名液压有限公司", "since": "2022-06-20", "why": "市监准字1号"}
    answer = client.post(f"/enterprises/{enterprise.pk}/rename/", told)
    assert (answer.status_code, answer["Location"]) == (302, home(enterprise))
    text = said(client.get(home(enterprise)))
    assert "济宁新名液压有限公司" in text
    assert old in text
    assert "2022-06-19" in text


def test_a_name_in_use_comes_back_with_the_sentence_and_what_was_written(signed_in, enterprise):
    told = {"name": "山推工程机械股份有限公司", "since": "2022-06-20", "why": "变更"}
    answer = signed_in("staff").post(f"/enterprises/{enterprise.pk}/rename/", told)
    assert answer.status_code == 422
    assert "已由另一家企业使用" in said(answer)
    assert 'value="2022-06-20"' in said(answer)


def test_a_move_ends_the_former_address_and_changes_the_county(signed_in, enterprise, jining):
    county = type(enterprise.county).objects.filter(kind="county", cluster=jining)
    county = county.exclude(pk=enterprise.county_id).first()
    told = {"kind": "operating", "county": county.pk, "text": "示例新路1号", "since": "2022-06-01"}
    answer = signed_in("staff").post(f"/enterprises/{enterprise.pk}/move/", told)
    assert answer.status_code == 302
    rows = EnterpriseAddress.objects.filter(enterprise=enterprise, kind="operating").order_by(
        "since"
    )
    assert [row.until for row in rows] == [date(2022, 5, 31), None]
    enterprise.refresh_from_db()
    assert enterprise.county == county
    again = signed_in("staff").post(f"/enterprises/{enterprise.pk}/move/", told)
    assert again.status_code == 422
    assert "新址的日期应在此之后" in said(again)


def test_a_new_main_contact_takes_the_place_of_the_former(signed_in, enterprise):
    told = {"name": "郑示例", "phone": "0537-2345678", "since": "2022-06-01", "is_main": "on"}
    client = signed_in("staff")
    assert client.post(f"/enterprises/{enterprise.pk}/contacts/new/", told).status_code == 302
    main = EnterpriseContact.objects.get(enterprise=enterprise, is_main=True, until=None)
    assert main.name == "郑示例"
    wrong = client.post(f"/enterprises/{enterprise.pk}/contacts/new/", told | {"phone": "12345"})
    assert wrong.status_code == 422
    assert "不像电话号码" in said(wrong)


def test_a_product_belongs_to_a_segment_and_may_end(signed_in, enterprise):
    client = signed_in("staff")
    segment = Product.objects.first().segment
    told = {"name": "示例油缸", "segment": segment.pk, "since": "2022-01-01"}
    assert client.post(f"/enterprises/{enterprise.pk}/products/new/", told).status_code == 302
    made = Product.objects.get(name="示例油缸")
    ended = client.post(
        f"/enterprises/{enterprise.pk}/products/{made.pk}/end/", {"until": "2022-06-30"}
    )
    assert ended.status_code == 302
    made.refresh_from_db()
    assert made.until == date(2022, 6, 30)
    other = Product.objects.exclude(enterprise=enterprise).first()
    foreign = client.post(
        f"/enterprises/{enterprise.pk}/products/{other.pk}/end/", {"until": "2022-06-30"}
    )
    assert foreign.status_code == 404


def test_a_code_of_the_older_edition_is_questioned(signed_in, enterprise):
    told = {
        "name": enterprise.name, "county": enterprise.county_id, "registered_region": "370811",
        "industry_code": "3660", "industry_edition": "2017", "why": "核对", "climbing_since": "2021-03-01",
    }  # fmt: skip
    answer = signed_in("staff").post(f"/enterprises/{enterprise.pk}/correct/", told, follow=True)
    assert "2011版中是“汽车零部件及配件制造”（2017版为3670）" in said(answer)


# -- merge and split by hand --------------------------------------------------------------------


def pair(jining):
    rows = Enterprise.objects.filter(
        cluster=jining, climbing_since=date(2021, 3, 1), climbing_until=None
    )
    return rows.filter(is_example=True).order_by("id")[40:42]


def test_merging_by_hand(signed_in, jining):
    winner, loser = pair(jining)
    client = signed_in("staff")
    address = f"/enterprises/{winner.pk}/merge/?other={loser.pk}"
    shown = client.get(address)
    kinds = shown.context["kinds"]
    assert {"报表"} <= {kind["title"] for kind in kinds}
    undecided = client.post(address, {"why": "重复登记"})
    assert undecided.status_code == 422
    assert "处冲突没有选定" in said(undecided)
    told = {f"all-{kind['code']}": "ours" for kind in kinds} | {"why": "重复登记"}
    done = client.post(address, told)
    assert (done.status_code, done["Location"]) == (302, home(winner))
    assert Succession.objects.get(former=loser).successor == winner
    gone = client.get(home(loser))
    assert gone.status_code == 200
    assert winner.name in said(gone)


def test_merging_with_itself_across_clusters_or_out_of_sight_is_refused(signed_in, jining):
    winner, loser = pair(jining)
    client = signed_in("staff")
    itself = client.get(f"/enterprises/{winner.pk}/merge/?other={winner.pk}")
    assert itself.status_code == 400
    assert "不能与自己合并" in said(itself)
    for other in ("999999999", f"{10**17}"):
        assert client.get(f"/enterprises/{winner.pk}/merge/?other={other}").status_code == 404
    stranger = signed_in("other")
    assert stranger.post(f"/enterprises/{winner.pk}/merge/?other={loser.pk}").status_code == 404
    county = signed_in("county")
    seen = Enterprise.objects.filter(county__code="370811", merged_into=None)[:2]
    refused = county.post(f"/enterprises/{seen[0].pk}/merge/?other={seen[1].pk}", {"why": "x"})
    assert refused.status_code == 422
    assert "没有这项权限" in said(refused)


def test_splitting_by_hand(signed_in, jining):
    origin = pair(jining)[0]
    client = signed_in("staff")
    groups = client.get(f"/enterprises/{origin.pk}/split/").context["groups"]
    along = [group.lines[0][0] for group in groups if group.lines]
    told = {
        "name": "济宁新设液压有限公司", "code": "91370811MA9TE5T55J", "county": origin.county_id,
        "since": "2022-06-01", "why": "分立决议", "along": along,
    }  # fmt: skip
    done = client.post(f"/enterprises/{origin.pk}/split/", told)
    made = Enterprise.objects.get(code="91370811MA9TE5T55J")
    assert (done.status_code, done["Location"]) == (302, home(made))
    assert sum(Succession.objects.get(successor=made).moved.values()) == len(along)
    forged = client.post(f"/enterprises/{origin.pk}/split/", told | {"along": ["user:1"]})
    assert forged.status_code == 404


# -- names that wait ----------------------------------------------------------------------------


def test_two_names_wait_in_the_demo_and_are_decided_by_hand(signed_in):
    client = signed_in("staff")
    first, second = client.get("/enterprises/matches/").context["page"].object_list
    assert (
        client.post(f"/enterprises/matches/{first.pk}/decide/", {"verb": "confirm"}).status_code
        == 302
    )
    assert (
        client.post(f"/enterprises/matches/{second.pk}/decide/", {"verb": "reject"}).status_code
        == 302
    )
    assert not client.get("/enterprises/matches/").context["page"].object_list
    again = client.post(f"/enterprises/matches/{first.pk}/decide/", {"verb": "reject"})
    assert again.status_code == 422
    other = client.post(f"/enterprises/matches/{10**9}/decide/", {"verb": "confirm"})
    assert other.status_code == 404


def test_a_list_is_uploaded_and_every_line_answered(signed_in):
    client = signed_in("staff")
    data = "企业名称\n山推\n山東 水泊焊割設備製造有限公司\n完全没有的企业\n".encode()
    told = {"source": "某局名单", "file": SimpleUploadedFile("名单.csv", data)}
    answer = client.post("/enterprises/matches/", told)
    assert answer.status_code == 200
    found = answer.context["found"]
    assert [one.answer for one in found] == ["automatic", "automatic", "none"]
    empty = client.post("/enterprises/matches/", {"source": "某局名单"})
    assert empty.status_code == 422
    assert "请选择名单文件，或粘贴名称" in said(empty)
    refused = signed_in("bank").post("/enterprises/matches/", told)
    assert refused.status_code == 422


def test_a_match_of_another_county_is_not_there(signed_in, jining):
    one = (
        NameMatch.objects.filter(status="waiting")
        .exclude(enterprise__county__code="370811")
        .first()
    )
    answer = signed_in("county").post(f"/enterprises/matches/{one.pk}/decide/", {"verb": "confirm"})
    assert answer.status_code == 404


def test_pages_ask_a_fixed_number_of_queries(signed_in, enterprise, office):
    client = signed_in("staff")

    def asked(address):
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    few = Enterprise.objects.filter(contacts=None, merged_into=None, came_from=None).first()
    asked(home(few))
    rich = Enterprise.objects.get(came_from__kind="merge")
    assert abs(asked(home(rich)) - asked(home(few))) <= 1
    assert asked(home(rich)) <= 24
    assert asked("/enterprises/matches/") <= 16
    plans = []
    for number in (1, 12):
        with CaptureQueriesContext(connection) as seen:
            merging.plan(enterprise, Enterprise.objects.get(pk=enterprise.pk + number))
        plans.append(len(seen))
    assert max(plans) <= 4 * len(merging.pointers()) + 40
