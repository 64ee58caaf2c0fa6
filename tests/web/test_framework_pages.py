"""The 12335 tree, targets, instructions and the leader's page, as each role meets them."""

import re
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pandeng.core.change import Change
from pandeng.demo.accounts import ACCOUNTS
from pandeng.domain.indicators.leaves import records_by_leaf
from pandeng.domain.instructions import actions
from pandeng.domain.instructions.models import Instruction
from pandeng.domain.strategy import queries
from pandeng.domain.strategy.models import CountyShare, Decomposition, Target, TargetValue
from pandeng.domain.teams.queries import led_by
from tests.probe import PROBE

ROLES = [account.username for account in ACCOUNTS if account.role != "administrator"]
NOW = datetime(2022, 7, 1, 2, tzinfo=UTC)


def asked(client, address):
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


@pytest.fixture
def club(jining):
    return Target.objects.get(cluster=jining, code="target_club_enterprises")


# -- the tree ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("username", ROLES)
def test_every_leaf_of_the_tree_opens_for_every_role(signed_in, office, username):
    client = signed_in(username)
    home = client.get("/cockpit/")
    outside = username in ("enterprise", "bank")
    assert home.status_code == (302 if outside else 200)
    if not outside:
        tiers = [len(section["leaves"]) for section in home.context["framework"]]
        assert tiers == [1, 2, 3, 3, 5], "12335"
    for node in queries.nodes(office):
        page = client.get(f"/framework/{node.code}/")
        assert page.status_code == 200, node.code
        assert outside or f'href="/framework/{node.code}/"' in home.content.decode()
        for figure in page.context["figures"]:
            assert figure.group == node.code


def test_every_record_a_leaf_names_is_a_list_that_agrees_with_its_count(signed_in, office):
    client = signed_in("staff")
    assert set(records_by_leaf(office)) == {node.code for node in queries.nodes(office)}
    for node in queries.nodes(office):
        day = "?as_of=2022-05-31"
        for line in client.get(f"/framework/{node.code}/{day}").context["records"]:
            opened = client.get(line["url"])
            assert opened.status_code == 200, line
            if line["count"] is not None and "page" in opened.context:
                assert opened.context["page"].paginator.count == line["count"], line


def test_a_leaf_that_is_not_there_and_a_day_that_is_none(signed_in):
    client = signed_in("staff")
    assert client.get("/framework/castle/").status_code == 404
    assert client.get("/framework/lead/?as_of=2099-01-01").status_code == 400
    assert client.get("/framework/lead/?as_of=2020-01-01").status_code == 200


def test_home_and_leaf_ask_a_fixed_number_of_queries(signed_in):
    client = signed_in("staff")
    client.get("/cockpit/")
    assert asked(client, "/cockpit/") <= 160
    assert asked(client, "/framework/duty-projects/") <= 45
    assert asked(client, "/framework/chain-gc/") <= 35


# -- targets ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("username", ROLES)
def test_targets_open_for_every_role_to_figures_that_agree(signed_in, username):
    client = signed_in(username)
    page = client.get("/targets/")
    assert len(page.context["targets"]) == 5
    for one in page.context["targets"]:
        opened = client.get(f"/targets/{one['state'].record_id}/")
        assert opened.status_code == 200
        for figure in (one["state"].actual, one["state"].value):
            assert client.get(figure.url).context["figure"].value == figure.value
        for county in opened.context["counties"]:
            if county["state"].actual is not None:
                shown = client.get(f"{county['state'].actual.url}&format=json").json()
                assert shown["value"] == county["state"].actual.value


def test_pages_of_targets_do_not_ask_more_when_there_are_more(signed_in, jining, office):
    client = signed_in("staff")
    client.get("/targets/")
    few = asked(client, "/targets/"), asked(client, "/targets/5/")
    template = Target.objects.get(cluster=jining, code="target_annual_investment")
    with Change(PROBE, by=office, now=NOW) as change:
        for n in range(12):
            more = Target(
                cluster=jining, code=f"more{n}", name=f"更多{n}", indicator=template.indicator,
                value=10**9, unit="元", direction=">=", year=2022, set_on=date(2022, 2, 1),
            )  # fmt: skip
            change.add(more)
            change.add(
                TargetValue(cluster=jining, target=more, value=10**9, since=date(2022, 2, 1))
            )
            parts = change.add(
                Decomposition(
                    cluster=jining,
                    target=more,
                    number=1,
                    status="approved",
                    drawn_on=date(2022, 2, 2),
                    approved_on=date(2022, 2, 3),
                )
            )
            county = CountyShare.objects.order_by("id").first().county
            change.add(CountyShare(cluster=jining, decomposition=parts, county=county, value=10**9))
    assert len(client.get("/targets/").context["targets"]) == 17
    assert (asked(client, "/targets/"), asked(client, "/targets/5/")) == few
    assert few[0] <= 30
    assert few[1] <= 60


def test_a_pasted_column_becomes_the_parts_and_shows_its_sum(signed_in, scope_of, club):
    client, staff = signed_in("staff"), scope_of("staff")
    counties = list(client.get(f"/targets/{club.pk}/decompose/").context["form"].counties)
    column = "\n".join(["13", *["12"] * 13])  # 169
    page = client.post(f"/targets/{club.pk}/decompose/", {"column": column}, follow=True)
    assert "少4家" in page.content.decode()
    named = "\n".join(f"{county}\t{12 + (n < 5)}" for n, county in enumerate(counties))
    page = client.post(f"/targets/{club.pk}/decompose/", {"column": named}, follow=True)
    assert "合计与目标一致" in page.content.decode()
    draft = queries.decompositions(staff, club).get()
    assert sum(queries.parts(staff, draft).values()) == 173
    assert client.post(f"/targets/{club.pk}/decompositions/{draft.pk}/submit/").status_code == 302
    waits = "待审批的目标分解"
    assert waits in signed_in("lead").get("/work/").content.decode()
    assert waits not in client.get("/work/").content.decode(), "staff do not approve"
    refused = client.post(f"/targets/{club.pk}/decompositions/{draft.pk}/approve/")
    assert refused.status_code == 422
    lead = signed_in("lead")
    assert lead.post(f"/targets/{club.pk}/decompositions/{draft.pk}/approve/").status_code == 302
    draft.refresh_from_db()
    assert draft.status == "approved"


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"column": "1\n2"}, "粘贴了2行，县市区共14个"),
        ({"column": "\n".join(["火星县 3"] * 14)}, "没有名为“火星县”的县市区"),
        ({"column": "\n".join(["一"] * 14)}, "不是数"),
        ({"column": "\n".join(["1.5"] * 14)}, "不是整家"),
        ({"column": "\n".join(["-1"] * 14)}, "不能是负数"),
        ({"column": "\n".join(["3亩"] * 14)}, "单位应为家"),
        ({"column": ""}, "请填写各县市区"),
    ],
)
def test_parts_that_make_no_sense_are_refused_and_the_draft_stays(
    signed_in, scope_of, club, told, says
):
    staff = scope_of("staff")
    draft = queries.decompositions(staff, club).get()
    before = queries.parts(staff, draft)
    page = signed_in("staff").post(f"/targets/{club.pk}/decompose/", told)
    assert page.status_code == 422
    assert says in page.content.decode()
    assert queries.parts(staff, draft) == before


def test_parts_that_do_not_add_up_are_told_beside_the_disabled_button(signed_in, club):
    signed_in("staff").post(f"/targets/{club.pk}/decompositions/{_draft(club).pk}/submit/")
    page = signed_in("lead").get(f"/targets/{club.pk}/").content.decode()
    assert re.search(r'aria-disabled="true"[^>]*title="[^"]*少3家', page)
    answer = signed_in("lead").post(f"/targets/{club.pk}/decompositions/{_draft(club).pk}/approve/")
    assert answer.status_code == 422
    assert "少3家" in answer.content.decode()


def _draft(target):
    return Decomposition.objects.get(target=target)


def test_revising_needs_the_head_of_the_office_and_a_reason(signed_in, jining):
    target = Target.objects.get(cluster=jining, code="target_scale_enterprises")
    at = f"/targets/{target.pk}/revise/"
    assert "可由专班负责人" in signed_in("staff").get(at).content.decode()
    lead = signed_in("lead")
    for told, says in (
        ({"value": "720", "reason": ""}, ""),
        ({"value": "abc", "reason": "x"}, "不是数"),
        ({"value": "720", "reason": "x", "set_on": "2022-06-01"}, "以前的目标值不能改动"),
    ):
        page = lead.post(at, told)
        assert page.status_code == 422
        assert says in page.content.decode()
    assert lead.post(at, {"value": "720", "reason": "年中调度"}).status_code == 302
    page = lead.get(f"/targets/{target.pk}/")
    assert [one.value for one in page.context["revisions"]] == [720, 710, 700]
    assert page.context["one"]["state"].value.value == 700, "the page stands at 31 May"


def test_a_plan_of_wrong_sum_is_refused_with_its_difference(signed_in, jining):
    target = Target.objects.get(cluster=jining, code="target_cluster_revenue")
    at = f"/targets/{target.pk}/plan/"
    page = signed_in("staff").post(at, {"month6": "40", "month12": "50"})
    assert page.status_code == 422
    assert "合计90%，应为100%，少10%" in page.content.decode()
    assert signed_in("staff").post(at, {"month6": "40", "month12": "60"}).status_code == 302


def test_a_target_before_it_was_set_and_a_foreign_one(signed_in, club):
    page = signed_in("staff").get(f"/targets/{club.pk}/?as_of=2022-01-15")
    assert "还没有确定" in page.content.decode()
    assert signed_in("other").get(f"/targets/{club.pk}/").status_code == 404
    assert signed_in("staff").get("/targets/?year=1999").status_code == 400


def test_a_figure_leads_back_to_its_target_and_its_leaf(signed_in):
    page = signed_in("staff").get("/figures/annual_investment_2022/").content.decode()
    assert "/framework/duty-projects/" in page
    assert "341个项目完成年度投资174亿元" in page


# -- instructions -----------------------------------------------------------------------------------


def test_who_sees_instructions_and_who_is_offered_what(signed_in, scope_of):
    counts = {
        who: signed_in(who).get("/instructions/?tab=all").context["page"].paginator.count
        for who in ("leader", "lead", "staff", "auditor", "handler", "county")
    }
    assert counts["leader"] == counts["lead"] == counts["staff"] == counts["auditor"] == 8
    assert (counts["handler"], counts["county"]) == (1, 0)
    given = Instruction.objects.get(status="given")
    steps = {
        b.step: b.may for b, _w in signed_in("staff").get(given.get_absolute_url()).context["steps"]
    }
    assert steps["register"]
    steps = {
        b.step: b.may
        for b, _w in signed_in("auditor").get(given.get_absolute_url()).context["steps"]
    }
    assert not any(steps.values())
    assert signed_in("handler").get(given.get_absolute_url()).status_code == 404


READ_ALL = ("leader", "lead", "staff", "auditor")


@pytest.mark.parametrize("who", ROLES)
def test_who_does_not_read_instructions_meets_them_at_no_address(signed_in, who):
    person, one = signed_in(who), Instruction.objects.get(title="关于包联企业融资需求")
    reads = who in (*READ_ALL, "handler", "county")
    for at in ("/instructions/", "/instructions/?format=xlsx", "/instructions/?as_of=2022-06-30"):
        assert person.get(at).status_code == (200 if reads else 403), at
    assert ('href="/instructions/"' in person.get("/ledgers/").content.decode()) is reads
    for at in (
        one.get_absolute_url(),
        f"{one.get_absolute_url()}sheet/",
        f"{one.get_absolute_url()}?known_at=2022-07-01",
    ):
        assert person.get(at).status_code == (200 if who in READ_ALL else 404), at
    for at in ("/instructions/steps/", "/instructions/parts/"):
        rows = person.get(at).context["page"].paginator.count
        assert bool(rows) is (who in (*READ_ALL, "handler")), at


def test_the_confidential_part_is_on_the_page_of_named_roles_only(signed_in):
    one = Instruction.objects.get(title="关于包联企业融资需求")
    for who, reads in (("leader", True), ("lead", True), ("staff", False), ("auditor", False)):
        for page in (
            one.get_absolute_url(),
            f"{one.get_absolute_url()}sheet/",
            f"{one.get_absolute_url()}?known_at=2022-07-01",
        ):
            shown = signed_in(who).get(page).content.decode()
            assert ("股权变动" in shown) is (reads and page == one.get_absolute_url()), (who, page)


def test_an_instruction_is_given_and_walks_over_the_pages(signed_in):
    leader, staff = signed_in("leader"), signed_in("staff")
    form = leader.get("/instructions/new/").context["form"]
    told = {"leader": form["leader"].initial, "title": "关于用地", "text": "请研究",
            "key": form.initial["key"], "enterprise": "山推"}  # fmt: skip
    made = leader.post("/instructions/new/", told)
    again = leader.post("/instructions/new/", told)
    assert made["Location"] == again["Location"], "sent twice it is one"
    at = made["Location"]
    assert staff.post(f"{at}steps/assign/", {"days": "5"}).status_code == 422
    assert staff.post(f"{at}steps/register/", {}).status_code == 302
    page = staff.post(f"{at}steps/assign/", {"days": "0", "department": "999"})
    assert page.status_code == 422
    assert signed_in("county").post(f"{at}steps/answer/", {}).status_code == 404
    assert "山推" in leader.get(at).content.decode()
    wrong = leader.post("/instructions/new/", {**told, "key": "", "enterprise": "没有这家"})
    assert wrong.status_code == 422
    assert "没有找到“没有这家”" in wrong.content.decode()


def test_instruction_pages_ask_a_fixed_number_of_queries(signed_in, scope_of):
    staff = signed_in("staff")
    staff.get("/instructions/")
    few = asked(staff, "/instructions/?tab=all"), asked(staff, "/leader/"), asked(staff, "/work/")
    one = asked(staff, "/instructions/3/")
    for n in range(12):
        actions.give(title=f"批示{n}", text="请研究", by=scope_of("leader"), now=NOW)
    more = asked(staff, "/instructions/?tab=all"), asked(staff, "/leader/"), asked(staff, "/work/")
    assert more == few
    assert few[0] <= 16
    assert few[1] <= 80
    assert one <= 24


# -- the leader's page ------------------------------------------------------------------------------


def test_whose_page_a_person_may_see(signed_in):
    assert signed_in("leader").get("/leader/").context["leader"].username == "leader"
    assert signed_in("staff").get("/leader/").context["leader"].username == "leader"
    for who in ("county", "handler", "bank", "enterprise", "auditor"):
        assert signed_in(who).get("/leader/").status_code == 403
    assert signed_in("staff").get("/leader/?leader=999999").status_code == 404
    assert signed_in("leader").get("/leader/?as_of=2099-01-01").status_code == 400
    assert signed_in("leader").get("/leader/?before=2022-08-01").status_code == 400
    assert signed_in("other").get("/leader/").status_code == 200, "an office without a leader yet"


def test_a_leader_sees_own_targets_enterprises_projects_and_instructions(signed_in, scope_of):
    page = signed_in("leader").get("/leader/")
    assert {one["state"].target.code for one in page.context["targets"]} == {
        "target_scale_enterprises", "target_climbing_revenue", "target_annual_investment",
    }  # fmt: skip
    leader = scope_of("leader")
    served = led_by(leader, leader.user_id, date(2022, 7, 1))
    assert page.context["enterprise_count"] == len(served) > 0
    projects = page.context["projects"]
    assert all(one.enterprise_id in served for one, _verdict in projects)
    assert any(verdict for _one, verdict in projects)
    assert len(page.context["instructions"]) == 8
    reds = [one for one, _url in page.context["reds"]]
    assert [one.title for one in reds if one.kind == "instruction"] == ["关于规模企业培育进度"]
