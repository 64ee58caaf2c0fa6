"""One demand played through in a real browser: enterprise, office, two departments, a joint session,
confirmation and close; and one that the enterprise sends back."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from pandeng.demo.accounts import PASSWORD
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


def raise_demand(visit: Visit, title: str) -> tuple[Page, str]:
    """The enterprise raises a demand on its phone; its page and the number of the demand's address."""
    phone = visit("/portal/", as_="enterprise", size=PHONE)
    phone.get_by_role("link", name="我要提诉求").click()
    name = phone.locator("#enterprises option").first
    phone.fill("#id_enterprise", name.get_attribute("value") or "")
    phone.select_option("[name=matter]", label="审批手续")
    phone.fill("[name=title]", title)
    phone.fill("[name=text]", "已按要求提交材料，想知道还差哪些要件。")
    phone.get_by_role("button", name="登记").click()
    expect(phone.locator(".card", has_text=title)).to_contain_text("专班已收到")
    link = phone.locator(".card", has_text=title).get_by_role("link", name="查看全过程")
    found = re.search(r"/demands/(\d+)/", link.get_attribute("href") or "")
    assert found
    return phone, found[0]


def step(page: Page, address: str, name: str, **filled: str) -> None:
    """Open a step of a demand, fill its form, press its button."""
    page.goto(address)
    nav = page.locator(".stepnav")
    nav.get_by_role("link", name=name, exact=True).click()
    form = page.locator(".nextstep.open form")
    for field, value in filled.items():
        control = form.locator(f"[name={field}]")
        if control.evaluate("node => node.tagName") == "SELECT":
            control.select_option(label=value)
        else:
            control.fill(value)
    form.get_by_role("button", name="确定").click()
    expect(page.get_by_text(f"已办理：{name}。")).to_be_visible()


def second_department(visit: Visit) -> None:
    """The administrator gives somebody of another department an account."""
    admin = visit("/administration/users/new/", as_="admin")
    if admin.goto("/administration/users/?q=labour1") and admin.get_by_text("labour1").count():
        return
    admin.goto("/administration/users/new/")
    admin.fill("[name=username]", "labour1")
    admin.fill("[name=display_name]", "冯示例")
    admin.select_option("[name=role]", label="部门经办人")
    admin.locator("[name=department]").select_option(
        label=admin.locator(
            "[name=department] option", has_text="济宁市人力资源和社会保障局"
        ).inner_text()
    )
    admin.fill("[name=since]", "2022-01-01")
    admin.locator("main form button.btn-primary").click()
    link = admin.locator("#link").input_value()
    admin.goto(link)
    admin.fill("[name=new]", PASSWORD)
    admin.fill("[name=again]", PASSWORD)
    admin.locator("form button.btn-primary").click()


def test_a_demand_through_all_hands_to_its_close(visit: Visit) -> None:
    second_department(visit)
    phone, address = raise_demand(visit, "新厂房施工许可要件不清楚")
    office = visit("/work/", as_="staff")
    expect(office.locator("#pile-accept")).to_contain_text("新厂房施工许可要件不清楚")
    step(office, address, "受理")
    office.goto(f"{address}?step=assign")
    expect(office.locator(".suggestion").first).to_contain_text("责任清单")
    office.select_option("[name=department]", label="市自然资源和规划局")
    office.select_option("[name=assisting]", label="市人力资源社会保障局")
    office.get_by_role("button", name="确定：分办").click()
    expect(office.locator(".timeline")).to_contain_text("协办：市人力资源社会保障局")

    lead = visit("/notices/", as_="handler")
    expect(lead.locator(".worklist")).to_contain_text("一件诉求分办到本单位，等待签收")
    step(lead, address, "签收")
    step(lead, address, "提请会商", note="涉及两个部门，请专班牵头明确")

    office.goto("/demands/consultations/new/")
    office.fill("[name=held_on]", "2022-07-29")
    office.select_option("[name=is_regular]", label="专题会商")
    office.get_by_role("button", name="安排").click()
    item = office.locator(".agenda > li", has_text="新厂房施工许可要件不清楚")
    item.locator("[name=decision]").fill("一次性告知要件，人社部门同步出具用工备案")
    item.locator("[name=department]").select_option(label="市自然资源和规划局")
    item.locator("[name=due_on]").fill("2022-08-05")
    item.get_by_role("button", name="记录决定").click()
    expect(office.get_by_text("决定已记录，已成为责任单位的任务。")).to_be_visible()

    helper = visit("/work/", as_="labour1")
    expect(helper.locator("#pile-assist")).to_contain_text("新厂房施工许可要件不清楚")
    lead.goto(f"{address}?step=answer")
    expect(lead.locator(".cannot")).to_contain_text("还有1个协办单位没有反馈，不能反馈。")
    step(helper, address, "协办反馈", note="用工备案已出具")
    step(
        lead,
        address,
        "反馈",
        result="解决",
        evidence="一次性告知单〔2022〕7号",
        note="要件已全部告知并受理",
    )

    phone.goto("/portal/")
    card = phone.locator(".card", has_text="新厂房施工许可要件不清楚")
    expect(card).to_contain_text("要件已全部告知并受理")
    card.get_by_role("button", name="满意，问题解决了").click()
    step(office, address, "销号")
    expect(office.locator(".statusline").first).to_contain_text("已销号")
    for words in (
        "收集",
        "受理",
        "分办",
        "签收",
        "提请会商",
        "会商决定",
        "协办反馈",
        "反馈",
        "企业确认",
        "销号",
    ):
        expect(office.locator(".timeline")).to_contain_text(words)


def test_a_demand_that_the_enterprise_sends_back_is_handled_again(visit: Visit) -> None:
    phone, address = raise_demand(visit, "厂区道路开口审批没有答复")
    office, lead = visit("/work/", as_="staff"), visit("/work/", as_="handler")
    step(office, address, "受理")
    step(office, address, "分办", department="市自然资源和规划局")
    step(lead, address, "签收")
    step(lead, address, "反馈", result="解释", evidence="电话记录", note="正在排队审批")
    phone.goto("/portal/")
    card = phone.locator(".card", has_text="厂区道路开口审批没有答复")
    card.get_by_text("不满意，请重新办理").click()
    card.locator("[name=note]").fill("只是解释，问题没有解决")
    card.get_by_role("button", name="确定").click()
    office.goto(address)
    expect(office.locator(".statusline").first).to_contain_text("办理中")
    expect(office.locator("main")).to_contain_text("1次")
    office.goto("/notices/")
    expect(office.locator(".worklist").first).to_contain_text("企业不满意，一件诉求退回重办")


def test_anything_is_found_by_keyboard(visit: Visit) -> None:
    page = visit("/", as_="lead")
    page.keyboard.press("Control+k")
    page.keyboard.type("山推")
    expect(page.locator("#found")).to_contain_text("山推工程机械股份有限公司")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("山推")
