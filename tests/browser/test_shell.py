"""The shell in a real browser: the door, the menu on a phone, theme, language, second factor."""

import re
from base64 import b32decode
from collections.abc import Callable
from typing import Any

import pytest
from django_otp.oath import totp
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, overflow

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


def test_a_demo_person_signs_in_with_one_click_and_a_password(visit: Visit) -> None:
    page = visit("/sign-in/")
    page.get_by_role("button", name="县市区填报员").click()
    expect(page.locator("[name=username]")).to_have_value("county")
    expect(page.locator("[name=password]")).to_be_focused()
    page.keyboard.type("Pandeng-2022")
    page.keyboard.press("Enter")
    expect(page.locator(".top")).to_contain_text("济宁市高端装备产业集群")
    expect(page.locator(".top")).to_contain_text("2022年5月31日")


def test_on_a_phone_the_menu_opens_and_closes(visit: Visit) -> None:
    page = visit("/account/", as_="staff", size=PHONE)
    menu = page.get_by_role("button", name="打开菜单")
    side = page.get_by_role("link", name="驾驶舱")
    expect(side).to_be_hidden()
    menu.click()
    expect(side).to_be_visible()
    expect(menu).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(side).to_be_hidden()
    expect(menu).to_be_focused()


@pytest.mark.parametrize(
    "path",
    [
        "/account/",
        "/account/second-factor/",
        "/administration/users/",
        "/administration/users/new/",
        "/administration/users/4/",
        "/administration/packs/",
        "/administration/packs/1/",
        "/administration/audit/",
        "/administration/audit/9/",
        "/no-such-page/",
    ],
)
def test_nothing_is_wider_than_a_phone(visit: Visit, path: str) -> None:
    page = visit(path, as_="admin", size=PHONE)
    assert overflow(page) <= 0
    assert page.locator("h1").count() == 1


def test_the_theme_is_kept_and_never_flashes(visit: Visit) -> None:
    page = visit("/account/", as_="staff")
    page.get_by_label("李示例的菜单").click()
    page.get_by_role("button", name="深色").click()
    page.add_init_script(
        "new MutationObserver(() => { window.first ??= document.documentElement.dataset.bsTheme;"
        "if (document.body) window.atBody ??= document.documentElement.dataset.bsTheme; })"
        ".observe(document, {childList: true, subtree: true})"
    )
    page.reload()
    assert page.evaluate("window.atBody") == "dark", "dark before anything is painted"
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert max(int(part) for part in re.findall(r"\d+", background)[:3]) < 64


def test_the_language_switch_speaks_english_everywhere(visit: Visit) -> None:
    page = visit("/administration/users/", as_="auditor")
    page.get_by_label("孙示例的菜单").click()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Users")
    for link in page.locator(".side nav a").all():
        assert not re.search(r"[\u4e00-\u9fff]", link.inner_text())
    page.get_by_label(re.compile("孙示例")).click()
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("用户")


def test_the_keyboard_reaches_the_text_first(visit: Visit) -> None:
    page = visit("/account/", as_="staff")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_second_factor_from_picture_to_door(visit: Visit) -> None:
    page: Any = visit("/account/", as_="leader")
    page.get_by_role("link", name="设置第二验证").click()
    assert page.locator("img.qr").evaluate("image => image.naturalWidth") > 100
    page.get_by_text("不能扫码").click()
    key = b32decode(page.locator("p.code").inner_text().replace(" ", ""))
    page.fill("[name=code]", f"{totp(key):06d}")
    page.get_by_role("button", name="启用第二验证").click()
    codes = page.locator(".codes li").all_inner_texts()
    assert len(codes) == 10
    again = visit("/sign-in/")
    again.fill("[name=username]", "leader")
    again.fill("[name=password]", "Pandeng-2022")
    again.keyboard.press("Enter")
    expect(again.get_by_role("heading", level=1)).to_have_text("第二验证")
    again.fill("[name=code]", codes[0])
    again.keyboard.press("Enter")
    expect(again.locator(".top")).to_contain_text("孟示例")
    page.goto("/account/")
    page.get_by_role("button", name="停用第二验证").click()
    expect(page.locator("main")).to_contain_text("第二验证已停用")


def test_paper_has_no_menu(visit: Visit) -> None:
    page = visit("/administration/users/", as_="admin")
    page.emulate_media(media="print")
    expect(page.locator(".side")).to_be_hidden()
    expect(page.locator(".top")).to_be_hidden()
    expect(page.locator("tbody")).to_be_visible()
