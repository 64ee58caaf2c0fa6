"""A node in a browser: moved when it was late, then done, its late days stay yellow; on the phone too."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE, overflow

pytestmark = pytest.mark.browser


def late_row(page: Page) -> Locator:
    """The first late node that may be reported done, on the page of its project."""
    page.goto("/projects/wall/?state=late")
    found = page.locator(".wall-name a").evaluate_all("links => links.map(a => a.pathname)")
    for address in found[:30]:
        page.goto(address)
        row = page.locator("#nodes tr", has_text="逾期未完成").filter(
            has=page.get_by_role("link", name="登记完成")
        )
        if row.count():
            return row.first
    raise AssertionError("no late node that may be reported")


def test_a_node_moved_when_late_and_then_done_stays_yellow(visit):
    page = visit("/work/", as_="staff")
    row = late_row(page)
    project = page.url
    expect(row.locator(".light-red").first).to_contain_text("逾期未完成")
    row.get_by_role("link").first.click()
    node = page.url.split("?")[0]

    page.locator("#do-move > summary").click()
    page.locator("#do-move [name=planned_on]").fill("2022-08-30")
    page.locator("#do-move [name=why]").fill("设备到货推迟")
    with page.expect_navigation():
        page.locator("#do-move form button").click()
    state = page.locator("#state")
    expect(state).to_contain_text("计划中")
    expect(state.locator(".light-yellow")).to_contain_text("逾期")
    past = state.locator(".light-yellow").inner_text()

    page.locator("#do-reach > summary").click()
    page.locator("#do-reach [name=evidence]").fill("验收记录")
    with page.expect_navigation():
        page.locator("#do-reach form button").click()
    expect(state.locator(".light-yellow").first).to_contain_text("逾期完成")
    expect(state.locator(".light-yellow").nth(1)).to_have_text(past)
    expect(state.locator(".light-green")).to_have_count(0)

    page.goto(project)
    done = page.locator("#node-" + node.rstrip("/").rpartition("/")[2])
    expect(done.locator(".light-yellow")).to_have_count(2)
    expect(done.locator(".light-green")).to_have_count(0)


def test_on_the_phone_a_problem_is_one_tap_from_its_node(visit):
    page = visit("/projects/wall/?state=planned", as_="county", size=PHONE)
    page.locator(".wall-name a").first.click()
    expect(page.locator("#nodes")).to_be_visible()
    assert overflow(page) <= 0
    page.get_by_role("link", name="提出问题").first.click()
    expect(page.locator("h1")).to_have_text("登记诉求")
    expect(page.locator("[name=title]")).to_have_value(re.compile("节点受阻"))
    assert overflow(page) <= 0
    page.locator("[name=matter]").select_option(label="审批手续")
    with page.expect_navigation():
        page.locator("#intake .formfoot button").click()
    expect(page.locator("main")).to_contain_text("影响的项目节点")
    page.locator(".card", has_text="影响的项目节点").get_by_role("link").first.click()
    expect(page.locator("#state")).to_contain_text("受阻")
    assert overflow(page) <= 0
