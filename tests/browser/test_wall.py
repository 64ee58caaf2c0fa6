"""The wall chart in a browser: filter, read a node by mouse and keyboard, open its project; phone; map."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, marked, overflow

pytestmark = pytest.mark.browser
WALL = "/projects/wall/?as_of=2022-05-31"


def test_staff_filter_the_chart_and_open_a_project(visit):
    page = visit(WALL, as_="staff")
    assert page.locator(".wall-row").count() == 341
    assert page.locator("use[tabindex]").count() > 1000
    with page.expect_navigation():
        page.get_by_label("县市区").select_option("任城区")
    expect(page.locator(".wall-row")).to_have_count(18)
    expect(page.locator(".wall-group")).to_have_count(1)
    with page.expect_navigation():
        page.locator(".legend a", has_text="临近到期").click()
    assert 0 < page.locator(".wall-row").count() < 18
    page.locator("use.s-due[tabindex]").first.hover()
    info = page.locator("#wall-info")
    expect(info).to_contain_text("临近到期")
    name = info.locator("b").first.inner_text()
    with page.expect_navigation():
        info.get_by_role("link", name="打开项目").click()
    expect(page.locator("h1")).to_contain_text(name)


def test_the_keyboard_reaches_every_node_with_one_stop(visit):
    page = visit(WALL, as_="staff")
    assert page.locator("use[tabindex='0']").count() == 1
    page.locator("use[tabindex='0']").focus()
    info = page.locator("#wall-info")
    read = [info.inner_text()]
    for key in ("ArrowRight", "ArrowDown", "End", "ArrowUp", "Home"):
        page.keyboard.press(key)
        read.append(info.inner_text())
    assert len(set(read)) >= 3
    at = page.locator("use[tabindex='0']")
    assert at.count() == 1
    assert at.get_attribute("aria-label").count("，") >= 3
    name = info.locator("b").first.inner_text()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(name)


def test_the_chart_of_341_projects_is_ready_within_a_second_of_script(visit):
    page = visit("/account/", as_="staff")
    counters = page.context.new_cdp_session(page)
    counters.send("Performance.enable")

    def script():
        told = counters.send("Performance.getMetrics")["metrics"]
        return next(one["value"] for one in told if one["name"] == "ScriptDuration")

    before = script()
    page.goto(WALL)
    marked(page, "wall-ready")
    assert script() - before < 1


def test_the_guarantee_chart_writes_the_kind_over_its_box(visit):
    page = visit(f"{WALL}&view=guarantee", as_="staff")
    boxes, signs = page.locator("use[tabindex]").count(), page.locator("text.sign").count()
    assert boxes == signs > 100
    assert page.locator("text.sign ~ use[tabindex]").count() == 0  # drawn later is drawn on top


def test_a_phone_shows_the_list(visit):
    page = visit(WALL, as_="staff", size=PHONE)
    assert overflow(page) <= 0
    assert page.locator("use[tabindex]").count() == 0
    row = page.locator(".wall-row").nth(1)
    expect(row.locator("a")).to_be_visible()
    expect(row).to_contain_text("下一节点")
    expect(page.locator(".wall-info")).to_be_hidden()
    data = page.evaluate("JSON.parse(document.getElementById('wall-data').textContent)")
    strip = row.locator(".wall-line use")
    states = [data["states"][node[1]][2] for node in data["rows"][1][1]]
    assert sorted(one.get_attribute("class") for one in strip.all()) == sorted(
        f"s-{state}" for state in states
    )
    row.scroll_into_view_if_needed()
    edge = page.evaluate("innerWidth")
    for one in strip.all():
        box = one.bounding_box()
        assert box["width"] >= 10
        assert 0 <= box["x"] <= box["x"] + box["width"] <= edge
    words = row.locator(".wall-line").get_attribute("aria-label")
    assert all(data["states"][node[1]][1] in words for node in data["rows"][1][1])
    page.set_viewport_size(DESK)
    expect(page.locator("use[tabindex='0']")).to_have_count(1)
    page.set_viewport_size(PHONE)
    expect(page.locator("use[tabindex]")).to_have_count(0)
    assert overflow(page) <= 0


def test_the_map_is_drawn_with_names_and_figures_in_words(visit):
    page = visit("/projects/map/", as_="staff")
    marked(page, "map-ready")
    drawn = page.locator(".countymap").inner_text()
    for words in ("兖州", "34个", "微山"):
        assert words in drawn
    with page.expect_navigation():
        page.get_by_label("着色指标").select_option("开工率")
    expect(page.locator(".mapcard table")).to_contain_text("%")
