"""A real browser on a real office, seen on a desk and on a phone."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from pandeng.demo.accounts import PASSWORD
from tests.conftest import CHROMIUM

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()
expect.set_options(timeout=30_000)  # the first page of a cold server on a busy machine
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


def marked(page: Page, name: str) -> None:
    """Wait for a performance mark. Playwright's own waiting evaluates text, which our policy forbids."""
    page.evaluate(
        """name => Promise.race([
            new Promise(seen => new PerformanceObserver(
                list => list.getEntriesByName(name).length && seen()
            ).observe({type: "mark", buffered: true})),
            new Promise((_, late) => setTimeout(() => late(`${name} after 30 s`), 30000)),
        ])""",
        name,
    )


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, server: str) -> Iterator[Callable[..., Page]]:
    """`visit("/account/", as_="staff", size=PHONE)`: a page of its own, signed in as a demo account.

    An error in the console of any page, such as a breach of the Content-Security-Policy, fails the
    test at its end.
    """
    wrong: list[str] = []
    contexts = []

    def opened(path: str, *, as_: str = "", size: Any = DESK, **options: Any) -> Page:
        context = chromium.new_context(viewport=size, base_url=server, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "console",
            lambda said: (
                wrong.append(said.text)
                if said.type == "error" and "status of 4" not in said.text
                else None
            ),
        )
        if as_:
            page.goto("/sign-in/")
            page.fill("[name=username]", as_)
            page.fill("[name=password]", PASSWORD)
            page.locator("[name=password]").press("Enter")
            page.wait_for_url(lambda url: "/sign-in/" not in url)
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


def overflow(page: Page) -> int:
    """How many pixels the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
