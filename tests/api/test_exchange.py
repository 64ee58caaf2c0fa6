"""What programs exchange: lists in part and since a time, figures with their rows, steps, tables sent in."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest

from pandeng.access.models import User
from pandeng.access.scope import Scope
from pandeng.core.history import version_model
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.indicators.catalogue import INDICATORS
from pandeng.domain.outcomes import actions as outcomes
from pandeng.domain.outcomes.models import Outcome
from pandeng.domain.projects.models import Project
from pandeng.domain.registers.catalogue import REGISTERS
from tests.callers import Caller, scope_now

pytestmark = pytest.mark.django_db
Call = Callable[..., Caller]


@pytest.mark.parametrize("path", REGISTERS)
def test_by_its_cursor_a_list_is_read_whole_and_once(
    path: str, caller: Call, now: datetime
) -> None:
    program, model = caller("lead"), REGISTERS[path].model
    scope = scope_now(User.objects.get(username="lead"), now.date())
    wanted = sorted(model.objects.visible_to(scope).values_list("pk", flat=True))
    size = max(1, min(200, len(wanted) // 2 + 1))
    found: list[int] = []
    cursor: str | None = ""
    while cursor is not None and len(found) < 1000:
        page = program.get(f"/api/records/{path}?limit={size}&cursor={cursor}")
        found += [row["id"] for row in page["rows"]]
        cursor = page["cursor"]
    assert found == wanted[: len(found)]
    assert len(found) == len(wanted) or len(found) >= 1000


@pytest.mark.parametrize("path", REGISTERS)
def test_since_a_time_only_what_changed_is_told(path: str, caller: Call, now: datetime) -> None:
    program, model = caller("lead"), REGISTERS[path].model
    tomorrow = (now + timedelta(days=1)).isoformat()
    at = f"/api/records/{path}?cursor=&limit=200&updated_since="
    assert program.get(at + quote(tomorrow))["rows"] == []
    last = version_model(model).objects.order_by("-history_date").first()
    if last is None:
        return
    scope = scope_now(User.objects.get(username="lead"), now.date())
    changed = set(
        version_model(model)
        .objects.filter(history_date__gte=last.history_date)
        .values_list("id", flat=True)
    )
    seen = model.objects.visible_to(scope).filter(pk__in=changed)
    rows = program.get(at + quote(last.history_date.isoformat()))["rows"]
    assert {row["id"] for row in rows} == set(
        seen.order_by("pk").values_list("pk", flat=True)[:200]
    )


@pytest.mark.parametrize("name", INDICATORS)
def test_every_figure_comes_with_its_rows(name: str, caller: Call) -> None:
    program = caller("lead")
    at = f"/api/figures/{name}"
    told = program.client.get(f"{at}?as_of=2022-05-31", headers=program.head)
    rows = program.client.get(f"{at}/rows?as_of=2022-05-31&limit=3", headers=program.head)
    assert rows.status_code == told.status_code, rows.content.decode()
    if told.status_code == 200:
        figure, behind = told.json(), rows.json()
        last = (figure["parts"] or [figure])[-1]
        assert behind["count"] == last["records"]
        assert len(behind["rows"]) == min(3, behind["count"])
    else:
        assert told.status_code == 422


def test_every_figure_is_named(caller: Call) -> None:
    assert {one["name"] for one in caller("lead").get("/api/figures")["rows"]} >= set(INDICATORS)


def test_a_project_and_an_outcome_go_their_ways(caller: Call) -> None:
    staff, lead = (caller(who, may_write=True) for who in ("staff", "lead"))
    one = Outcome.objects.filter(status="reported").exclude(reporter__username="lead").first()
    assert one is not None
    at = f"/api/records/outcomes/{one.pk}/steps"
    assert "原因" in lead.post(f"{at}/reject", {}, 422)["error"]
    assert lead.post(f"{at}/confirm", {})["values"]["status"] == "confirmed"
    assert "已经有人处理" in lead.post(f"{at}/reject", {"note": "x"}, 422)["error"]
    lead.post(f"{at}/nothing", {}, 404)
    proposed = Project.objects.filter(signed_on=None, started_on=None, withdrawn_on=None).first()
    if proposed is not None:
        at = f"/api/records/projects/{proposed.pk}/steps"
        assert staff.post(f"{at}/complete", {"on": "2022-06-30"}, 422)["error"]
    staff.post(f"/api/records/projects/{Project.objects.first().pk}/steps/start", {"on": "x"}, 422)


def test_a_program_says_that_two_like_outcomes_are_two(caller: Call, now: datetime) -> None:
    office, firm = scope_now(User.objects.get(username="staff"), now.date()), Enterprise.objects
    first, second = (
        outcomes.report(
            firm.order_by("pk").first(), kind="loan", written=written, happened_on=now.date(),
            counterparty="齐鲁银行济宁分行", evidence="借款合同", by=office, now=now,
        )
        for written in ("1249.8万元", "1250万元")
    )  # fmt: skip
    lead = caller("lead", may_write=True)
    lead.post(f"/api/records/outcomes/{first.pk}/steps/confirm", {})
    at = f"/api/records/outcomes/{second.pk}/steps/confirm"
    assert "可能是同一项" in lead.post(at, {}, 422)["error"]
    assert lead.post(at, {"apart": True})["values"]["status"] == "confirmed"


TABLE = "统一社会信用代码,企业名称,县市区,行业代码\n91370800MA3CABCD1X,济宁示例机械有限公司,任城区,3311\n"


def send(program: Caller, path: str, text: str, status: int = 200) -> Any:
    answer = program.client.post(
        f"/api/imports/{path}/send", text.encode(), content_type="application/octet-stream",
        headers={**program.head, "x-file-name": quote("名单.csv")},
    )  # fmt: skip
    return program._read(answer, status)


def test_a_table_is_looked_at_written_and_taken_back(caller: Call) -> None:
    program = caller("lead", may_write=True)
    before = set(REGISTERS["chains"].model.objects.values_list("code", flat=True))
    text = "代码,名称,排序\nAPI-1,示例链一,91\nAPI-2,,92\n"
    seen = send(program, "chains", text)
    assert seen["counts"]["wrong"] == 1, seen
    at = "/api/imports/chains"
    told = {"file": seen["file"], "why": "接口测试"}
    assert "有误" in program.post(f"{at}/commit", told, 422)["error"]
    again = program.post(f"{at}/preview", {"file": seen["file"]})
    assert again["counts"] == seen["counts"]
    done = program.post(f"{at}/commit", told | {"skips_wrong": True}, 201)
    after = set(REGISTERS["chains"].model.objects.values_list("code", flat=True))
    assert after - before == {"API-1"}
    assert program.post(f"{at}/{done['uid']}/undo", {})["touched"] == 1
    assert set(REGISTERS["chains"].model.objects.values_list("code", flat=True)) == before
    program.post(f"{at}/{done['uid']}/undo", {}, 404)
    program.post(f"{at}/nothing/undo", {}, 422)


def test_a_file_of_another_is_not_read_and_who_may_not_sends_nothing(caller: Call) -> None:
    lead, staff = (caller(who, may_write=True) for who in ("lead", "staff"))
    kept = send(lead, "chains", "代码,名称\nAPI-1,示例链一\n")
    staff.post("/api/imports/chains/preview", {"file": kept["file"]}, 422)
    send(caller("handler", may_write=True), "chains", "代码,名称\nA,甲\n", 422)
    send(lead, "demands", "a,b\n1,2\n", 404)
    send(lead, "chains", "", 422)
    head = {**lead.head, "x-file-name": "%00.csv"}
    named = lead.client.post(
        "/api/imports/chains/send", b"a,b\n", content_type="text/csv", headers=head
    )
    assert "不能作为文字" in lead._read(named, 422)["error"]


def test_scopes_are_held_in_every_figure(caller: Call, scope_of: Callable[[str], Scope]) -> None:
    """A county's figure over the interface is that of its own scope."""
    from pandeng.domain.indicators.queries import figure
    from pandeng.domain.indicators.question import question

    county = caller("county")
    for name in ("climbing_enterprises", "demands", "closing_rate"):
        if name in INDICATORS:
            own = figure(question(scope_of("county"), name))
            assert county.get(f"/api/figures/{name}")["value"] == own.as_json()["value"]
