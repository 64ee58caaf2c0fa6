"""The ladder, the profile, the sheet and the sums as pages: numbers that open, fixed queries, scope."""

import io
import re
import zipfile
from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pandeng.core.history import version_model
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.climbing.models import ClimbGoal
from pandeng.domain.demands.models import Demand
from pandeng.domain.enterprises import actions
from pandeng.domain.enterprises.models import Enterprise, Statement

DAY = date(2022, 5, 31)
NOW = datetime(2022, 6, 20, 9, tzinfo=OFFICE_TIME)


def queries(client, address):
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


# -- ladder --------------------------------------------------------------------------------------


def test_every_number_of_the_ladder_opens_to_as_many_enterprises(signed_in):
    client = signed_in("lead")
    page = client.get("/enterprises/climb/")
    rows = page.context["rows"]
    assert sum(row["total"] for row in rows) == 302
    for row in rows:
        for shape, _tone, count in row["counts"]:
            opened = client.get(f"/enterprises/climb/?tier={row['code']}&verdict={shape}")
            assert opened.context["page"].paginator.count == count
            assert opened.context["rows"] == rows, "a filter does not change the ladder itself"


def test_the_ladder_says_why_and_exports_what_it_shows(signed_in):
    client = signed_in("lead")
    text = client.get("/enterprises/climb/?verdict=at_risk").content.decode()
    assert "低于现在所处" in text
    assert "比计划" in text
    book = zipfile.ZipFile(
        io.BytesIO(client.get("/enterprises/climb/?verdict=rises&format=xlsx").content)
    )
    assert "可望进级" in book.read("xl/sharedStrings.xml").decode()


def test_the_ladder_asks_the_same_number_of_queries_however_many_climb(signed_in):
    client = signed_in("lead")
    client.get("/enterprises/climb/")
    full = queries(client, "/enterprises/climb/")
    assert full == queries(client, "/enterprises/climb/?q=不存在的企业")
    assert full <= 75


@pytest.mark.parametrize(
    "asked", ["verdict=wins", "tier=summit", "county=x", "as_of=2099-01-01", "as_of=x"]
)
def test_nonsense_is_refused_in_one_sentence(signed_in, asked):
    assert signed_in("lead").get(f"/enterprises/climb/?{asked}").status_code == 400


def test_the_ladder_as_known_then(signed_in):
    then = signed_in("lead").get("/enterprises/climb/?as_of=2022-05-31&known_at=2022-05-31T18:00")
    assert {row["months"] for row in then.context["page"].object_list} <= {
        "0/5",
        "2/5",
        "3/5",
        "4/5",
    }


def test_roles_that_see_little_see_their_own_ladder(signed_in):
    for name in ("county", "officer", "bank", "enterprise", "leader", "auditor", "other"):
        page = signed_in(name).get("/enterprises/climb/")
        assert page.status_code == 200, name
    assert not signed_in("other").get("/enterprises/climb/").context["ladder"].lines


# -- plan ----------------------------------------------------------------------------------------


def plan_form(client, pk):
    page = client.get(f"/enterprises/{pk}/plan/")
    return {name: field.initial or "" for name, field in page.context["form"].fields.items()}


def test_a_plan_is_changed_on_its_page_with_a_reason(signed_in):
    goal = ClimbGoal.objects.filter(year=2025, tier__code="growing").first()
    client, pk = signed_in("staff"), goal.enterprise_id
    form = plan_form(client, pk)
    others = list(goal.plan.goals.exclude(year=2025).values_list("year", "revenue_yuan"))
    form["revenue_2025"] = "9.5亿元"
    told = client.post(f"/enterprises/{pk}/plan/", form)
    assert told.status_code == 422
    told = client.post(
        f"/enterprises/{pk}/plan/", form | {"why": "二期投产", "tier_2025": "backbone"}
    )
    assert told.status_code == 422
    assert "达不到其下限" in told.content.decode()
    told = client.post(f"/enterprises/{pk}/plan/", form | {"why": "二期投产"})
    assert told.status_code == 302
    goal.refresh_from_db()
    assert goal.revenue_yuan == 950_000_000
    kept = list(goal.plan.goals.exclude(year=2025).values_list("year", "revenue_yuan"))
    assert kept == others, "no digit of the other years is lost"


def test_an_amount_without_unit_in_a_plan_is_told_at_its_field(signed_in):
    client, pk = signed_in("staff"), ClimbGoal.objects.first().enterprise_id
    told = client.post(f"/enterprises/{pk}/plan/", plan_form(client, pk) | {"revenue_2023": "12"})
    assert told.status_code == 422
    assert "请写明数值和单位" in told.content.decode()


# -- profile -------------------------------------------------------------------------------------


def test_the_profile_shows_what_a_team_needs(signed_in):
    demand = Demand.objects.filter(
        status="handling", enterprise__climbing_since=date(2021, 3, 1)
    ).first()
    page = signed_in("lead").get(f"/enterprises/{demand.enterprise_id}/")
    text = page.content.decode()
    assert demand.title in text
    for words in (
        "最新数据",
        "攀登计划",
        "产业链位置",
        "小组与走访",
        "数据新旧",
        "上市有强意愿",
        "来源",
    ):
        assert words in text
    figures = page.context["figures"]
    assert {one.measure for one in figures.amounts} >= {"revenue", "tax", "profit", "staff"}
    assert all(one.source and one.reported_on for one in figures.amounts)


def test_the_profile_asks_as_many_queries_for_a_bare_enterprise_as_for_a_rich_one(signed_in):
    client = signed_in("lead")
    rich = Demand.objects.filter(enterprise__isnull=False).first().enterprise_id
    bare = (
        Enterprise.objects.filter(scale_listings__isnull=True, climbing_since__isnull=True)
        .last()
        .pk
    )
    client.get(f"/enterprises/{rich}/")
    most = max(queries(client, f"/enterprises/{pk}/") for pk in (rich, 1, 13))
    assert queries(client, f"/enterprises/{bare}/") <= most <= 75


def test_the_profile_as_known_and_as_of_then(signed_in):
    client = signed_in("lead")
    enterprise = Enterprise.objects.filter(climbing_since=date(2022, 6, 10)).first()
    assert client.get(f"/enterprises/{enterprise.pk}/").context["enterprise"].climbing_since
    then = client.get(f"/enterprises/{enterprise.pk}/?known_at=2022-06-01T00:00")
    assert then.context["enterprise"].climbing_since is None
    assert then.context["climbing"].line is None
    row = Statement.objects.filter(reported_on=date(2022, 6, 13)).first()
    before = client.get(f"/enterprises/{row.enterprise_id}/?known_at=2022-06-01T00:00")
    now = client.get(f"/enterprises/{row.enterprise_id}/")

    def april(page):
        values = page.context["figures"].values["revenue"]
        return next(v.amount for v in values if v.id == row.id)

    assert april(now) == row.amount
    assert april(before) < row.amount
    early = client.get(f"/enterprises/{row.enterprise_id}/?as_of=2021-06-30")
    assert max(v.period_on for v in early.context["figures"].values["revenue"]) <= date(2021, 6, 30)
    assert client.get("/enterprises/1/?as_of=2099-01-01").status_code == 400


def test_panels_keep_to_the_scope(signed_in):
    enterprise = Enterprise.objects.filter(county__code="370811", climbing_since=date(2021, 3, 1))[
        0
    ]
    county = signed_in("county").get(f"/enterprises/{enterprise.pk}/")
    own = set(Enterprise.objects.filter(county__code="370811").values_list("pk", flat=True))
    around = county.context["position"]
    named = {pk for one in (*around.suppliers, *around.customers) for pk, _name in one.names}
    assert named <= own
    foreign = Enterprise.objects.exclude(county__code="370811").first()
    assert signed_in("county").get(f"/enterprises/{foreign.pk}/").status_code == 404
    linked = set(map(int, re.findall(r'href="/enterprises/(\d+)/"', county.content.decode())))
    assert linked <= own


def test_an_earlier_value_is_one_click_away_and_is_restored_with_a_reason(signed_in, scope_of):
    enterprise = Enterprise.objects.filter(county__code="370811").first()
    old = enterprise.industry_code
    actions.correct(enterprise, industry_code="3595", why="主营变化", by=scope_of("staff"), now=NOW)
    client = signed_in("staff")
    page = client.get(f"/enterprises/{enterprise.pk}/")
    field = next(one for one in page.context["fields"] if one.name == "industry_code")
    assert (field.value, field.person, field.source) == ("3595", "李示例", "更正企业信息")
    assert [one.value for one in field.earlier] == [old]
    form = {"field": "industry_code", "version": field.earlier[0].version}
    refused = client.post(f"/enterprises/{enterprise.pk}/restore/", form)
    assert refused.status_code == 422
    assert "请写明恢复原因" in refused.content.decode()
    done = client.post(f"/enterprises/{enterprise.pk}/restore/", form | {"why": "录错"})
    assert done.status_code == 302
    enterprise.refresh_from_db()
    assert enterprise.industry_code == old


def test_who_may_not_edit_may_not_restore(signed_in):
    enterprise = Enterprise.objects.first()
    version = version_model(Enterprise).objects.filter(id=enterprise.pk).first().history_id
    told = signed_in("auditor").post(
        f"/enterprises/{enterprise.pk}/restore/",
        {"field": "industry_code", "version": version, "why": "x"},
    )
    assert told.status_code == 422
    for version in ("", "x", "9" * 30):
        told = signed_in("staff").post(
            f"/enterprises/{enterprise.pk}/restore/",
            {"field": "industry_code", "version": version, "why": "x"},
        )
        assert told.status_code == 404


# -- reporting -----------------------------------------------------------------------------------


def june(client, pk, **other):
    return client.post(
        f"/enterprises/{pk}/report/",
        {
            "measure": "revenue", "period_kind": "month", "period_on": "2022-06-15",
            "basis": "current", "source": "企业填报",
        }
        | other,
    )  # fmt: skip


def test_the_form_shows_the_question_and_saves_nothing_until_it_is_answered(signed_in):
    may = Statement.objects.filter(
        measure="revenue",
        basis="current",
        period_on=date(2022, 5, 1),
        enterprise__county__code="370811",
    ).first()
    client, count = signed_in("county"), Statement.objects.count()
    told = june(client, may.enterprise_id, written=f"{may.amount}万元")
    assert told.status_code == 422
    assert "还没有保存，请先核实" in told.content.decode()
    assert 'name="confirmed"' in told.content.decode()
    assert Statement.objects.count() == count
    mended = june(client, may.enterprise_id, written=f"{may.amount}元")
    assert mended.status_code == 302
    assert Statement.objects.count() == count + 1


def test_the_sheet_shows_what_is_there_and_asks_only_for_the_rest(signed_in):
    client = signed_in("county")
    page = client.get("/enterprises/sheet/?month=2022-05")
    text = page.content.decode()
    for enterprise, cells in page.context["page"].object_list:
        assert enterprise.county.code == "370811"
        for cell in cells:
            assert (f'name="value-{cell["name"]}"' in text) == (cell["row"] is None)
    asked = [c for _e, line in page.context["page"].object_list for c in line if c["checks"]]
    assert asked, "the demo holds a value in the wrong unit"


def test_a_sheet_is_filled_in_once(signed_in):
    client = signed_in("county")
    page = client.get("/enterprises/sheet/?month=2022-06")
    enterprise, cells = page.context["page"].object_list[0]
    before = Statement.objects.filter(enterprise=enterprise).count()
    may = Statement.objects.get(
        enterprise=enterprise, measure="revenue", basis="current", period_on=date(2022, 5, 1)
    )
    revenue = cells[0]["name"]
    form = {f"value-{revenue}": str(may.amount)}
    held = client.post("/enterprises/sheet/?month=2022-06", form)
    assert held.status_code == 422
    assert "全部未保存" in held.content.decode()
    assert "1万倍" in held.content.decode()
    assert Statement.objects.filter(enterprise=enterprise).count() == before
    form[f"value-{revenue}"] = f"{may.amount / 10000:g}"
    done = client.post("/enterprises/sheet/?month=2022-06", form)
    assert done.status_code == 302
    again = client.get("/enterprises/sheet/?month=2022-06").content.decode()
    assert f'name="value-{revenue}"' not in again


def test_a_cell_of_no_enterprise_is_no_cell(signed_in):
    form = {"value-²-revenue": "1万元", "value-x-revenue": "1万元"}
    held = signed_in("staff").post("/enterprises/sheet/?month=2022-06", form)
    assert held.status_code == 422


def test_the_sheet_of_a_month_to_come_is_refused(signed_in):
    client = signed_in("county")
    name = client.get("/enterprises/sheet/").context["page"].object_list[0][1][0]["name"]
    told = client.post("/enterprises/sheet/?month=2099-01", {f"value-{name}": "1"})
    assert told.status_code in (404, 422)
    assert client.get("/enterprises/sheet/?month=x").status_code == 400


def test_the_sheet_asks_the_same_number_of_queries_however_long(signed_in):
    client = signed_in("staff")
    client.get("/enterprises/sheet/?month=2022-05")
    full = queries(client, "/enterprises/sheet/?month=2022-05")
    assert full == queries(client, "/enterprises/sheet/?month=2022-05&q=山推") <= 16


def test_who_may_not_report_sees_why(signed_in):
    page = signed_in("auditor").get("/enterprises/sheet/?month=2022-05")
    assert "您的角色没有这项权限" in page.content.decode()
    assert 'name="value-' not in page.content.decode()


def test_sums_of_different_kinds_are_refused_with_the_sentence_that_helps(signed_in):
    client = signed_in("lead")
    good = client.get("/enterprises/totals/")
    assert good.status_code == 200
    assert good.context["total"].amount
    asked = "measure=revenue&period_kind=month&first=2022-01-01&last=2022-05-01&population=climbing"
    told = client.get(f"/enterprises/totals/?{asked}&basis=")
    assert told.status_code == 400
    assert "当月数和累计数不能相加" in told.content.decode()
    told = client.get(f"/enterprises/totals/?{asked}&basis=cumulative")
    assert "各月累计数不能相加" in told.content.decode()


def test_a_figure_says_how_many_have_not_reported(signed_in):
    page = signed_in("lead").get("/figures/climbing_revenue/?as_of=2022-05-31")
    assert page.context["non_reporters"].value > 0
    assert "缺报不按零计" in page.content.decode()


def test_size_classes_add_up_and_open(signed_in):
    client = signed_in("lead")
    told = [
        client.get(f"/figures/sized_enterprises/?as_of=2022-05-31&size={size}&format=json").json()
        for size in ("large", "medium", "small", "micro")
    ]
    whole = client.get("/figures/sized_enterprises/?as_of=2022-05-31&format=json").json()
    assert sum(one["value"] for one in told) == whole["value"] > 300


def test_a_correction_of_one_field_leaves_the_dates_as_they_are(signed_in):
    enterprise = Enterprise.objects.filter(climbing_since=date(2021, 3, 1)).first()
    client = signed_in("staff")
    page = client.get(f"/enterprises/{enterprise.pk}/correct/").content.decode()
    shown = re.search(r'name="climbing_since" value="([^"]*)"', page)
    assert shown
    assert shown[1] == "2021-03-01", "an input of type date shows nothing else"
