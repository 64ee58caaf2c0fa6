"""The main walk in a real browser: cockpit, figure, rows, another day, and the article checked."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, overflow

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
ARTICLE = Path(__file__).parents[1] / "domain" / "briefings" / "article.txt"


def test_from_the_cockpit_to_the_rows_to_another_day_to_the_article(visit: Visit) -> None:
    page = visit("/cockpit/", as_="staff")
    expect(page.locator("h1")).to_have_text("驾驶舱")
    page.get_by_role("link", name="销号率 91.5%").first.click()

    expect(page.locator(".big")).to_have_text("91.5%")
    expect(page.locator(".parts")).to_contain_text("648项")
    expect(page.get_by_text("共 708 条，合计 708项")).to_be_visible()
    expect(page.locator("table").last.locator("tbody tr")).to_have_count(50)
    expect(page.locator(".chart canvas, .chart svg").first).to_be_visible()

    page.locator(".asof > summary").click()
    page.fill("#known_at", "2022-05-31T18:00")
    page.get_by_role("button", name="按此时点查看").click()
    expect(page.locator(".big")).to_have_text("91.1%")
    page.locator(".asof > summary").click()
    page.fill("#known_at", "")
    page.fill("#as_of", "2021-12-31")
    page.get_by_role("button", name="按此时点查看").click()
    expect(page.locator(".big")).not_to_have_text("91.5%")
    expect(page.locator(".answer")).to_contain_text("截至2021年12月31日")

    page.locator("table").last.locator("tbody a").first.click()
    expect(page.get_by_role("heading", name="办理过程")).to_be_visible()

    page.get_by_role("link", name="材料").click()
    page.fill("#text", ARTICLE.read_text(encoding="utf-8"))
    page.get_by_role("button", name="核对", exact=True).click()
    expect(page.locator(".mark-malformed")).to_contain_text("91.5.%")
    expect(page.locator(".mark-contradicted")).to_have_count(0)
    expect(page.locator(".manuscript").last).to_contain_text("确保快速推进")
    page.locator(".mark-confirmed", has_text="10.71亿元").click()
    expect(page.locator(".big")).to_have_text("10.71亿元")


def test_a_workbook_of_the_rows_is_downloaded(visit: Visit) -> None:
    page = visit("/figures/new_bank_loans/?as_of=2022-05-31", as_="leader")
    with page.expect_download() as started:
        page.get_by_role("link", name="下载明细").click()
    assert started.value.suggested_filename == "new_bank_loans-2022-05-31.xlsx"


@pytest.mark.parametrize(
    "path",
    ["/cockpit/", "/ledgers/", "/figures/", "/figures/closing_rate/", "/check/", "/enterprises/", "/enterprises/13/",
     "/enterprises/13/report/", "/demands/", "/projects/170/", "/chains/1/", "/teams/1/", "/targets/"],
)  # fmt: skip
def test_nothing_of_the_office_is_wider_than_a_phone(visit: Visit, path: str) -> None:
    page = visit(path, as_="staff", size=PHONE)
    expect(page.locator("h1")).to_have_count(1)
    assert overflow(page) <= 0


def test_the_same_pages_in_english(visit: Visit) -> None:
    page = visit("/cockpit/", as_="auditor", locale="en")
    page.context.add_cookies(
        [{"name": "django_language", "value": "en", "url": page.evaluate("location.origin")}]
    )
    page.goto("/figures/closing_rate/")
    expect(page.locator("h1")).to_have_text("Closing rate")
    shown = page.locator("main").inner_text()
    leftover = [
        line
        for line in shown.splitlines()[:40]
        if re.search(r"[一-鿿]", line)
        and not re.search(r"SQ\d|有限公司|[年月日局司会委府]", line)
        and line != "企业服务"  # the leaf of the framework bears the office's own words
    ]
    assert leftover == []
