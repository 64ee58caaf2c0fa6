"""Make the pictures of the guides from a running demo: `.venv/bin/python tools/pictures.py [NAME …]`.

Every picture is a row of `PICTURES`: who looks, where they begin, what they click, what is cut out. The demo
is loaded into a folder of its own and served on loopback; Chromium looks at it. Its own words (in a field for a date
or a file) are Chinese where Debian's chromium-l10n is installed.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import which

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "guide" / "pictures"
PASSWORD = "Pandeng-2022"
DESK, PHONE = {"width": 1200, "height": 760}, {"width": 390, "height": 760}
SECONDS = 300


@dataclass(frozen=True)
class Picture:
    """`clicks`: what is clicked one after the other, as Playwright's selectors. `part`: what is cut out."""

    name: str
    person: str
    path: str
    clicks: tuple[str, ...] = ()
    part: str = ""
    phone: bool = False


PICTURES = (
    Picture("cockpit", "lead", "/cockpit/"),
    Picture("figure", "lead", "/figures/closing_rate/?as_of=2022-05-31"),
    Picture("work", "staff", "/work/"),
    Picture("demand", "staff", "/demands/", ("main tbody a",)),
    Picture("demand-new", "staff", "/demands/new/"),
    Picture("enterprise", "officer", "/teams/mine/", ("main .card a",), phone=True),
    Picture("visits", "lead", "/teams/visits/calendar/?month=2022-06"),
    Picture("project", "county", "/projects/", ("main tbody a",)),
    Picture("ledger", "county", "/projects/ledger/"),
    Picture("wall", "lead", "/projects/wall/"),
    Picture("lights", "lead", "/projects/lights/"),
    Picture("profile", "lead", "/enterprises/climb/", ("#list tbody a",)),
    Picture("statements", "county", "/enterprises/sheet/"),
    Picture("ladder", "lead", "/enterprises/climb/"),
    Picture("target", "lead", "/targets/", ("main tbody a",)),
    Picture("leader", "leader", "/leader/"),
    Picture("instruction", "lead", "/instructions/", ("main tbody a",)),
    Picture("check", "staff", "/check/"),
    Picture("audit", "auditor", "/administration/audit/"),
    Picture("packs", "admin", "/administration/packs/"),
)


@contextmanager
def office() -> Iterator[str]:
    """The address of an office with the demo, ended with what it wrote."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as home:
        env = {**os.environ, "PANDENG_HOME": home, "PORT": str(port)}
        run = subprocess.Popen([sys.executable, "-m", "pandeng", "run", "--demo"], env=env)
        address = f"http://127.0.0.1:{port}"
        try:
            _wait_for(f"{address}/healthz", run)
            yield address
        finally:
            run.send_signal(signal.SIGTERM)
            run.wait()


def _wait_for(address: str, run: "subprocess.Popen[bytes]") -> None:
    for _second in range(SECONDS):
        if run.poll() is not None:
            sys.exit("the office did not start")
        try:
            urllib.request.urlopen(address, timeout=1).close()
        except OSError:
            time.sleep(1)
        else:
            return
    sys.exit(f"the office did not answer within {SECONDS} seconds")


def sign_in(browser: Browser, address: str, picture: Picture) -> Page:
    context = browser.new_context(
        viewport=PHONE if picture.phone else DESK, base_url=address, locale="zh-CN"
    )
    page = context.new_page()
    page.goto("/sign-in/")
    page.fill("[name=username]", picture.person)
    page.fill("[name=password]", PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    return page


def take(browser: Browser, address: str, picture: Picture) -> None:
    page = sign_in(browser, address, picture)
    page.goto(picture.path)
    for what in picture.clicks:
        page.locator(what).first.click()
        page.wait_for_load_state()
    page.wait_for_timeout(1000)  # charts are drawn
    shot = page.locator(picture.part) if picture.part else page
    shot.screenshot(path=FOLDER / f"{picture.name}.png")
    page.context.close()
    print(f"{picture.name}: {page.url.removeprefix(address)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="only these pictures")
    names = parser.parse_args().names
    chosen = [one for one in PICTURES if not names or one.name in names]
    FOLDER.mkdir(parents=True, exist_ok=True)
    chromium = which("chromium") or which("chromium-browser")
    if chromium is None:
        sys.exit("Chromium is missing: sh tools/debian.sh")
    with office() as address, sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--lang=zh-CN"],
            env={**os.environ, "LANGUAGE": "zh_CN"},
        )
        for picture in chosen:
            take(browser, address, picture)
        browser.close()


if __name__ == "__main__":
    main()
