"""A new office by pages alone: opened with the key, its checklist, a firm that signs in, a target, a demand."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import DESK
from tests.conftest import own_database, running

pytestmark = pytest.mark.browser
OWN = "Dongxun-River-2026"
Person = Callable[[], Page]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def person(chromium: Browser, home: Path) -> Iterator[Person]:
    """`person()`: the window of one more person at the server of an empty data folder."""
    with running(home, {"PANDENG_DEMO": "0", **own_database("opening")}) as address:
        contexts: list[BrowserContext] = []

        def arrived() -> Page:
            contexts.append(chromium.new_context(viewport=DESK, base_url=address))
            contexts[-1].set_default_timeout(10_000)
            return contexts[-1].new_page()

        yield arrived
        for context in contexts:
            context.close()


def fill(page: Page, button: str, **values: str) -> None:
    """Fill the form that ends in a button, as the page shows it, and send it."""
    form = page.locator("main form", has=page.get_by_role("button", name=button, exact=True)).first
    for name, value in values.items():
        field = form.locator(f"[name={name}]")
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)
    form.get_by_role("button", name=button, exact=True).click()


def sign_in(page: Page, username: str, password: str) -> None:
    fill(page, "登录", username=username, password=password)


def invited(page: Page, guest: Page, username: str) -> None:
    """The guest opens the link that the page shows once, sets a password and signs in."""
    link = re.search(r"https?://[^\s\"<]+(/invitation/[^\s\"<]+)", page.content())
    assert link
    guest.goto(link[1])
    fill(guest, "设定口令", new=OWN, again=OWN)
    sign_in(guest, username, OWN)


def printed_key(home: Path) -> str:
    """What the window of the program shows, a moment after the first page is served."""
    for _try in range(100):
        if key := re.search(r"Opening key: (\S+)", (home / "run.log").read_text(encoding="utf-8")):
            return key[1]
        time.sleep(0.1)
    raise AssertionError("no key")


def step(page: Page, title: str) -> None:
    page.locator("ol.walk").get_by_role("link", name=title).click()


def test_an_office_is_opened_and_its_first_demand_received(home: Path, person: Person) -> None:
    admin, lead, firm = person(), person(), person()
    admin.goto("/")
    fill(
        admin,
        "开设",
        key=printed_key(home),
        name="云溪市轴承产业集群",
        code="bearings",
        pack="通用政策包",
        username="qinlan",
    )
    password = re.search(r"(?:[a-z0-9]{4}-){3}[a-z0-9]{4}", admin.locator("main").inner_text())
    assert password
    admin.get_by_role("link", name="去登录").click()
    sign_in(admin, "qinlan", password[0])
    fill(admin, "设定并进入", new=OWN, again=OWN)

    step(admin, "设立县市区和单位")
    fill(admin, "保存", kind="县市区（功能区）", code="990102", name="东浔区", region_code="990102")
    admin.goto("/administration/units/new/")
    fill(admin, "保存", kind="市直部门", code="finance", name="云溪市金融发展局")
    admin.goto("/")
    step(admin, "邀请专班、部门和县市区的同事")
    fill(admin, "邀请用户", display_name="方宇", username="fangyu", role="专班负责人",
         department="产业集群专班 · 云溪市轴承产业集群专班")  # fmt: skip
    invited(admin, lead, "fangyu")

    step(lead, "登记企业")
    fill(lead, "保存", name="云溪金珠轴承有限公司", code="91990102MA30000023", county="东浔区",
         industry_code="3451")  # fmt: skip
    lead.get_by_role("link", name="登记信息").first.click()
    lead.get_by_role("link", name="登录账号").click()
    fill(lead, "邀请", display_name="金涛", username="jintao")
    invited(lead, firm, "jintao")

    lead.goto("/targets/")
    lead.get_by_role("link", name="确定目标").click()
    fill(
        lead,
        "确定目标",
        name="规模企业达到10家",
        value="10家",
        population="规模企业",
        source="市委会议",
    )
    lead.get_by_role("link", name="分解到县市区").click()
    lead.get_by_label("东浔区").fill("10")
    lead.get_by_role("button", name="保存草案").click()
    expect(lead.get_by_text("合计与目标一致")).to_be_visible()

    firm.get_by_role("link", name="我的诉求").click()
    firm.get_by_role("link", name="我要提诉求").click()
    fill(firm, "登记", matter="融资贷款", title="流动资金贷款500万元")
    expect(firm.get_by_text("专班已收到")).to_be_visible()
    lead.goto("/work/")
    expect(lead.get_by_text("流动资金贷款500万元")).to_be_visible()
    lead.goto("/")
    expect(lead.locator("ol.walk").get_by_text("待办")).to_have_count(2)
