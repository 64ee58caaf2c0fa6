"""An office on its first day: every page that somebody can reach answers, and says what comes next."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from pandeng.access.actions import create_user
from pandeng.access.models import Department
from pandeng.access.scope import Scope
from pandeng.domain.demands.models import Demand, DemandClass
from pandeng.domain.offices.actions import Opened
from pandeng.domain.registers.catalogue import REGISTERS
from pandeng.web.ui import navigation

UNITS = {
    "county_reporter": "990102",
    "department_handler": "land",
    "stationed_officer": "miit",
    "lead_bank_manager": "bank-city",
}
# One of each reach: all pages, those of a county, of a unit, of administration.
ROLES = ("administrator", "office_lead", "county_reporter", "lead_bank_manager")
LINK = re.compile(r'<a\b[^>]*?\bhref="(/[^"#?]*)"')  # a filter of an empty list is a list
Invite = Callable[[str], Client]


@pytest.fixture
def invite(yunxi: Opened) -> Invite:
    """`invite("office_lead")`: the browser of somebody in that role, signed in."""

    def invited(role: str) -> Client:
        person = yunxi.administrator
        if role != "administrator":
            unit = Department.objects.get(cluster=yunxi.cluster, code=UNITS.get(role, "office"))
            person = create_user(
                username=f"yunxi.{role}",
                display_name="方宇",
                password="Dongxun-River-2026",
                role=role,
                department=unit,
                since=timezone.localdate() - timedelta(days=1),
                by=Scope.of_system(yunxi.cluster.pk),
                now=timezone.now(),
            )
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        if person.password_is_temporary:
            own = {"new": "Dongxun-River-2026", "again": "Dongxun-River-2026"}
            client.post("/account/first-password/", own)
        return client

    return invited


def pages(client: Client, clicks: int) -> dict[str, tuple[int, str]]:
    """Every address that so many clicks lead to from the home page, each with its status and what it shows."""
    found: dict[str, tuple[int, str]] = {}
    waiting = [("/", 0)]
    while waiting:
        address, depth = waiting.pop(0)
        if address in found or address.startswith(("/static/", "/language/", "/sign-out/")):
            continue
        answer = client.get(address, follow=True)
        text = answer.content.decode() if "html" in answer.get("Content-Type", "") else ""
        found[address] = (answer.status_code, text)
        if depth < clicks:
            links = dict.fromkeys(LINK.findall(text))
            waiting += [(link.replace("&amp;", "&"), depth + 1) for link in links]
        assert len(found) < 600
    return found


NO_MATCH = re.compile("没有符合条件|没有匹配")


@pytest.mark.parametrize("role", ROLES)
def test_every_page_answers_and_none_says_that_nothing_matches(invite: Invite, role: str) -> None:
    # the head of the office goes everywhere; the others as far as their menu leads
    person = invite(role)
    found = pages(person, clicks=99 if role == "office_lead" else 1)
    assert {a: status for a, (status, _text) in found.items() if status != 200} == {}
    assert [a for a, (_status, text) in found.items() if NO_MATCH.search(text)] == []
    assert len(found) > 5
    if role == "office_lead":
        lists = {register.url for register in REGISTERS.values()}
        scope = person.get("/ledgers/").wsgi_request.scope  # type: ignore[attr-defined]
        beside = {page.path for page in navigation.pages() if page.is_open_to(scope)}
        assert (lists | beside) - set(found) == set(), "no link leads there"


def test_a_filter_that_meets_nothing_says_so(invite: Invite) -> None:
    lead = invite("office_lead")
    assert "这里还没有记录" in lead.get("/enterprises/").content.decode()
    assert "/enterprises/new/" in lead.get("/enterprises/").content.decode()
    asked = lead.get("/enterprises/?q=云溪").content.decode()
    assert "没有符合条件的记录" in asked
    assert "这里还没有记录" not in asked
    assert "没有符合条件的诉求" in lead.get("/demands/?q=云溪").content.decode()


def steps(page: str) -> dict[str, str]:
    """Each step of the checklist that the reader may take, with where it leads."""
    listed = page.split("开办清单")[1].split("</ol>")[0]
    return {title: path for path, title in re.findall(r'<a href="([^"]*)">([^<]*)</a>', listed)}


def test_the_home_of_a_new_office_is_its_checklist(invite: Invite) -> None:
    administrator = invite("administrator")
    shown = administrator.get("/", follow=True).content.decode()
    assert shown.count("待办") == 5
    assert shown.count("已完成") == 2, "the pack and its units"
    assert "12335" not in shown
    assert steps(shown)["邀请专班、部门和县市区的同事"] == "/administration/users/new/"


def test_a_step_leads_to_the_form_that_takes_it(invite: Invite) -> None:
    lead = invite("office_lead")
    shown = lead.get("/", follow=True).content.decode()
    assert shown.count("已完成") == 3, "somebody has come in"
    assert "可由专班负责人、专班工作人员" not in shown, "the reader may enter enterprises"
    for title, path in steps(shown).items():
        page = lead.get(path).content.decode()
        assert '<form method="post"' in page.split("<main")[1], title


def test_what_the_pack_lacks_the_office_enters_from_the_form_that_misses_it(invite: Invite) -> None:
    lead = invite("office_lead")
    level = {"code": "gold", "name": "金牌", "least_revenue_yuan": "1亿元", "order": "1"}
    classes = {"code": "bearing", "version": "2026", "name": "轴承产品分类"}
    for form, missed, values in (
        ("/enterprises/club/new/", "/enterprises/tiers/new/", level),
        ("/surveys/new/", "/surveys/taxonomies/new/", classes),
    ):
        assert f'href="{missed}"' in lead.get(form).content.decode()
        assert lead.post(missed, values).status_code == 302
        shown = lead.get(form).content.decode()
        assert values["name"] in shown
        assert f'href="{missed}"' not in shown.split("<main")[1]


def test_a_demand_given_to_a_unit_without_people_says_so(invite: Invite, yunxi: Opened) -> None:
    lead = invite("office_lead")
    invite("department_handler")  # of land
    unit = {one.code: one.pk for one in Department.objects.filter(cluster=yunxi.cluster)}
    firm = {"name": "云溪金珠轴承有限公司", "code": "91990102MA30000023", "industry_code": "3451"}
    assert lead.post("/enterprises/new/", {**firm, "county": unit["990102"]}).status_code == 302
    matter = DemandClass.objects.get(cluster=yunxi.cluster, code="land")
    said = {"enterprise": firm["name"], "matter": matter.pk, "channel": "phone"}
    for number, (code, warned) in enumerate((("port", True), ("land", False))):
        lead.post("/demands/new/", {**said, "title": f"扩建用地{number}", "key": f"k{number}"})
        demand = Demand.objects.get(title=f"扩建用地{number}")
        at = f"/demands/{demand.pk}/steps/"
        lead.post(f"{at}accept/", {"level": demand.matter.level_id or ""})
        page = lead.post(f"{at}assign/", {"department": unit[code]}, follow=True).content.decode()
        assert "已办理：分办" in page
        assert ("还没有人能登录" in page) == warned, code


def test_who_only_brings_demands_or_handles_them_is_shown_no_checklist(invite: Invite) -> None:
    for role in ("lead_bank_manager", "department_handler", "stationed_officer"):
        assert "开办清单" not in invite(role).get("/", follow=True).content.decode(), role


def test_the_administrator_sees_the_pack_that_was_loaded(invite: Invite) -> None:
    shown = invite("administrator").get("/administration/packs/").content.decode()
    assert "云溪市轴承产业集群政策包" in shown
    assert "还没有载入政策包" not in shown


def test_a_working_office_has_no_checklist(signed_in: Callable[[str], Client]) -> None:
    assert "开办清单" not in signed_in("lead").get("/", follow=True).content.decode()
