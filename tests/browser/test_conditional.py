"""A page that the browser already holds is shown again from there, alive."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import marked

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


def test_a_page_held_by_the_browser_runs_its_scripts_and_sends_its_forms(visit: Visit) -> None:
    page = visit("/projects/wall/", as_="staff")
    marked(page, "wall-ready")
    seen = page.context.new_cdp_session(page)
    statuses: list[int] = []
    seen.send("Network.enable")
    seen.on("Network.responseReceivedExtraInfo", lambda info: statuses.append(info["statusCode"]))
    page.goto("/figures/")
    page.goto("/projects/wall/")
    assert 304 in statuses, "the server says that nothing has changed"
    marked(page, "wall-ready")  # its nonce is the one of the policy that it came with
    page.get_by_label("李示例的菜单").click()
    page.get_by_role("button", name="English").click()  # a form, with the token of this browser
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_label(re.compile("李示例")).click()
    page.get_by_role("button", name="中文").click()  # it is kept with the person
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
