"""The walk from 12335 to a target, its figure, its projects and back; parts pasted and approved; an instruction."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, overflow

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


def test_from_12335_to_a_target_to_its_figure_to_its_projects_and_back(visit: Visit) -> None:
    page = visit("/cockpit/", as_="staff")
    expect(page.locator(".strip a")).to_have_count(5)
    page.locator(".leaves").get_by_role("link", name="重点项目", exact=True).click()
    expect(page.locator("h1")).to_have_text("重点项目")

    page.get_by_role("link", name="341个项目完成年度投资174亿元").click()
    expect(page.locator("h1")).to_have_text("341个项目完成年度投资174亿元")
    expect(page.locator(".chart svg").first).to_be_visible()
    expect(page.locator("#counties tbody tr")).to_have_count(14)

    page.locator(".goal").get_by_role("link", name="68.3亿元").click()
    expect(page.locator(".big")).to_have_text("68.3亿元")
    expect(page.get_by_text("合计 68.3亿元")).to_be_visible()
    page.locator("table").last.locator("tbody a").first.click()
    page.locator(".facts a[href^='/projects/']").first.click()
    expect(page.get_by_role("heading", name="项目节点")).to_be_visible()

    page.go_back()
    page.go_back()
    expect(page.locator(".big")).to_have_text("68.3亿元")
    page.locator(".crumbs").get_by_role("link", name="重点项目").click()
    expect(page.locator("h1")).to_have_text("重点项目")
    page.get_by_role("link", name="2022年重点项目清单").click()
    expect(page.locator("main")).to_contain_text("341")
    page.go_back()
    page.get_by_role("link", name="回到工作思路").click()
    expect(page.locator("h1")).to_have_text("驾驶舱")


def test_parts_are_pasted_shown_against_the_target_and_approved(visit: Visit) -> None:
    page = visit("/targets/", as_="staff")
    page.get_by_role("link", name="173家企业进入强企俱乐部序列").click()
    page.get_by_role("link", name="分解到县市区").click()
    expect(page.locator(".sumline")).to_contain_text("少 3")
    boxes = page.locator("[data-part]")
    expect(boxes).to_have_count(14)
    # a column from a sheet: the script puts it into the boxes at once
    page.evaluate(
        """() => {
          const box = document.querySelector("[data-column]");
          box.value = ["17", ...Array(13).fill("12")].join("\\n");
          box.dispatchEvent(new ClipboardEvent("paste"));
        }"""
    )
    expect(boxes.first).to_have_value("17")
    expect(page.locator(".sumline")).to_contain_text("与目标一致")
    page.get_by_role("button", name="保存草案").click()
    expect(page.locator("main")).to_contain_text("合计与目标一致")
    page.get_by_role("button", name="提交审批").click()
    expect(page.get_by_role("button", name="批准")).to_have_attribute("aria-disabled", "true")
    address = page.url

    head = visit(address, as_="lead")
    head.get_by_role("button", name="批准").click()
    expect(head.locator("main")).to_contain_text("分解已批准")
    expect(head.locator(".timeline").last).to_contain_text("已批准")


def test_a_leader_gives_an_instruction_that_the_office_assigns(visit: Visit) -> None:
    leader = visit("/leader/", as_="leader")
    expect(leader.get_by_role("heading", name="新亮红灯")).to_be_visible()
    leader.get_by_role("link", name="作批示").click()
    leader.fill("[name=title]", "关于三季度调度")
    leader.fill("[name=text]", "请专班列出三季度重点事项。")
    leader.fill("[name=confidential]", "先不对外")
    leader.get_by_role("button", name="保存").click()
    expect(leader.locator("main")).to_contain_text("先不对外")
    address = leader.url

    staff = visit("/work/", as_="staff")
    staff.get_by_role("link", name="关于三季度调度").click()
    expect(staff.locator("main")).not_to_contain_text("先不对外")
    staff.get_by_role("button", name="确定：立项").click()
    staff.get_by_role("link", name="交办", exact=True).click()
    staff.select_option("[name=department]", label="市自然资源和规划局")
    staff.get_by_role("button", name="确定：交办").click()
    expect(staff.locator(".statusline")).to_contain_text("办理中")

    unit = visit("/work/", as_="handler")
    unit.get_by_role("link", name="关于三季度调度").click()
    expect(unit.locator("h1")).to_contain_text("关于三季度调度")
    assert unit.url.split("#")[0] == address


@pytest.mark.parametrize(
    "path",
    ["/leader/", "/instructions/", "/instructions/3/", "/instructions/3/sheet/", "/instructions/new/",
     "/framework/duty-projects/", "/targets/1/", "/targets/4/decompose/", "/targets/1/plan/"],
)  # fmt: skip
def test_nothing_of_the_framework_is_wider_than_a_phone(visit: Visit, path: str) -> None:
    page = visit(path, as_="leader", size=PHONE)
    expect(page.locator("h1")).to_have_count(1)
    assert overflow(page) <= 0
