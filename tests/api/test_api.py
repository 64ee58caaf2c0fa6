"""The JSON interface: same rules, same scopes, the sentence that says why not."""

import json
from typing import Any

import pytest

from pandeng.access.models import Department
from pandeng.core import search
from pandeng.domain.demands.models import Demand, DemandClass
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.instructions.models import Instruction


def get(client: Any, path: str, status: int = 200) -> Any:
    answer = client.get(path)
    assert answer.status_code == status, answer.content
    return json.loads(answer.content)


def post(client: Any, path: str, told: dict[str, Any], status: int = 200) -> Any:
    answer = client.post(path, json.dumps(told), content_type="application/json")
    assert answer.status_code == status, answer.content
    return json.loads(answer.content)


def test_a_list_is_filtered_ordered_and_paged(signed_in, django_assert_max_num_queries):
    client = signed_in("staff")
    first = get(client, "/api/demands?status=closed&limit=20&count=1")
    assert first["count"] == Demand.objects.filter(status="closed").count()
    second = get(client, f"/api/demands?status=closed&limit=20&offset={first['next']}")
    ids = [row["id"] for row in first["rows"] + second["rows"]]
    assert len(set(ids)) == 40
    assert all(row["status"] == "closed" for row in second["rows"])
    assert get(client, "/api/demands?limit=200&offset=100000")["next"] is None


@pytest.mark.parametrize("common", [0, 5, 2000])
@pytest.mark.parametrize("words", ["贷款", "校园", "审批手续", "高压线", "SQ2022", "款"])
def test_search_finds_what_a_scan_finds(signed_in, words, common, monkeypatch):
    """By the index, and along the list where a word stands in a great many rows."""
    monkeypatch.setattr(search, "COMMON", common)
    found = get(signed_in("staff"), f"/api/demands?q={words}&limit=1&count=1")
    by_scan = [
        d for d in Demand.objects.all()
        if words.casefold() in d.search_text.partition("\t")[0]
    ]  # fmt: skip
    assert found["count"] == len(by_scan)


def test_a_stranger_and_a_foreign_demand(client, signed_in):
    assert client.get("/api/demands", headers={"accept": "application/json"}).status_code == 401
    contact = signed_in("enterprise")
    foreign = Demand.objects.exclude(
        enterprise_id__in=[row["enterprise_id"] for row in get(contact, "/api/demands")["rows"]]
    )[0]
    assert get(contact, f"/api/demands/{foreign.pk}", 404) == get(
        contact, "/api/demands/99999999", 404
    )


def test_a_demand_goes_its_way_and_a_skipped_step_is_refused_with_the_sentence(signed_in):
    client = signed_in("staff")
    told = {
        "enterprise": Enterprise.objects.order_by("pk")[5].pk,
        "matter": DemandClass.objects.get(code="finance", cluster__code__startswith="jining").pk,
        "title": "流动资金贷款到期需要续贷",
        "channel": "phone",
        "key": "k1",
    }
    made = post(client, "/api/demands", told, 201)
    assert post(client, "/api/demands", told, 201)["id"] == made["id"], "sent twice, taken once"
    at = f"/api/demands/{made['id']}/steps"
    assert "不能直接销号" in post(client, f"{at}/close", {}, 422)["error"]
    post(client, f"{at}/accept", {})
    lead = Department.objects.get(code="finance", cluster__code__startswith="jining")
    assert "请填写主办单位" in post(client, f"{at}/assign", {}, 422)["error"]
    done = post(client, f"{at}/assign", {"department": lead.pk, "note": "请办理"})
    assert done["status"] == "assigned"
    assert [step["step"] for step in done["steps"]] == ["receive", "accept", "assign"]
    steps = {step["step"]: step for step in done["next_steps"]}
    assert not steps["sign"]["may"]
    assert "由其他单位主办" in steps["sign"]["why_not"]
    assert post(client, f"{at}/nonsense", {}, 404)
    assert "no-such" not in post(client, f"{at}/assign", {"department": 10**9}, 404)["error"]


def test_malformed_documents_get_a_sentence(signed_in):
    client = signed_in("staff")
    assert "title" in post(client, "/api/demands", {"enterprise": 1, "matter": 1}, 422)["error"]
    assert get(client, "/api/demands?order=backwards", 422)["error"]


def test_a_write_without_the_token_is_refused(signed_in, settings):
    from django.test import Client

    client = signed_in("staff")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    answer = strict.post("/api/demands", "{}", content_type="application/json")
    assert answer.status_code == 403


def test_the_report_adds_up(signed_in):
    rows = get(signed_in("staff"), "/api/reports/demands")["rows"]
    assert (
        sum(row["count"] for row in rows)
        == Demand.objects.filter(cluster__code__startswith="jining").count()
    )


def test_a_figure_comes_with_its_parts(signed_in):
    found = get(signed_in("staff"), "/api/figures/closing_rate?as_of=2022-05-31")
    assert (found["text"], found["parts"][0]["value"], found["parts"][1]["value"]) == (
        "91.5%",
        648,
        708,
    )
    by_month = get(signed_in("staff"), "/api/figures/timely_rate?as_of=2022-05-31&month=2022-03")
    assert by_month["slices"] == {"month": "2022-03"}
    assert "月份应写作" in get(signed_in("staff"), "/api/figures/timely_rate?month=x", 422)["error"]


def test_ctrl_k_finds_across_kinds_within_scope(signed_in):
    page = signed_in("staff").get("/find/?q=山推").content.decode()
    assert "山推工程机械股份有限公司" in page
    contact = signed_in("enterprise").get("/find/?q=贷款").content.decode()
    assert contact.count("/demands/") <= 6
    assert "没有找到" in signed_in("staff").get("/find/?q=绝不存在的词").content.decode()


def test_an_instruction_is_read_and_walks_by_the_interface(signed_in, jining):
    leader, staff, handler = (signed_in(who) for who in ("leader", "staff", "handler"))
    rows = get(staff, "/api/instructions?status=given")["rows"]
    at = f"/api/instructions/{rows[0]['id']}"
    assert {step["step"]: step["may"] for step in get(staff, at)["next_steps"]}["register"]
    wait = post(leader, f"{at}/steps/register", {}, 422)
    assert "可由" in wait["error"]
    assert post(staff, f"{at}/steps/register", {})["status"] == "registered"
    assert "请填写主办单位" in post(staff, f"{at}/steps/assign", {}, 422)["error"]
    unit = Department.objects.get(cluster=jining, code="land")
    get(handler, at, 404)
    told = {"department": unit.pk, "days": 5, "key": "sent-twice"}
    for _twice in range(2):
        whole = post(staff, f"{at}/steps/assign", told)
    assert (whole["status"], whole["department"]) == ("assigned", unit.short_name)
    assert [step["step"] for step in whole["steps"]] == ["give", "register", "assign"]
    done = post(handler, f"{at}/steps/answer", {"note": "已办", "evidence": "会议纪要"})
    assert (done["status"], done["evidence"]) == ("answered", "会议纪要")
    post(staff, f"{at}/steps/nonsense", {}, 404)
    post(staff, f"{at}/steps/assign", {"department": 10**9}, 404)


def test_who_reads_instructions_by_the_interface_and_never_the_confidential_part(signed_in):
    one = Instruction.objects.get(title="关于包联企业融资需求")
    for who in ("leader", "lead", "staff", "auditor"):
        assert len(get(signed_in(who), "/api/instructions?limit=200")["rows"]) == 8
        assert "股权变动" not in str(get(signed_in(who), f"/api/instructions/{one.pk}"))
    for who in ("bank", "officer", "enterprise", "county"):
        assert get(signed_in(who), "/api/instructions") == {"rows": [], "next": None}
        get(signed_in(who), f"/api/instructions/{one.pk}", 404)
    get(signed_in("admin"), "/api/instructions", 403)
    auditor = signed_in("auditor")
    assert (
        "可由"
        in post(auditor, f"/api/instructions/{one.pk}/steps/return", {"note": "x"}, 422)["error"]
    )
    first = get(auditor, "/api/instructions?limit=3")
    rest = get(auditor, f"/api/instructions?limit=200&offset={first['next']}")
    assert len({row["id"] for row in first["rows"] + rest["rows"]}) == 8
