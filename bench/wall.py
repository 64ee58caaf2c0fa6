"""The wall chart: script time of the page of all projects in Chromium, and the A0 sheet from question to PDF.

Starts an office of its own with the demo, opens the page RUNS times in a new tab, and reads the
browser's own counters (Performance.getMetrics): script, layout, style, and when the drawing was done.
"""

import os
import signal
import statistics
import subprocess
import sys
import time
import urllib.request
from typing import Any

from django.core.management import call_command
from playwright.sync_api import Browser, Page, sync_playwright

from pandeng.demo.accounts import PASSWORD
from tests.browser.conftest import FLAGS, marked
from tests.conftest import CHROMIUM, free_port

RUNS = int(os.environ.get("BENCH_RUNS", "7"))
PAGES = {
    "year, progress": "/projects/wall/",
    "year, guarantees": "/projects/wall/?view=guarantee",
    "all months": "/projects/wall/?span=all",
}


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("demo", stdout=open(os.devnull, "w"))  # noqa: SIM115
    _paper()
    port = free_port()
    with subprocess.Popen(
        [sys.executable, "-m", "pandeng", "run"],
        env={**os.environ, "PORT": str(port)},
        stdout=subprocess.DEVNULL,
    ) as office:
        try:
            base = f"http://127.0.0.1:{port}"
            _wait(f"{base}/healthz")
            _browse(base)
        finally:
            office.send_signal(signal.SIGTERM)
            office.wait(30)


def _paper() -> None:
    """The whole command but for the start of Python."""
    spent = []
    for _run in range(RUNS):
        begun = time.perf_counter()
        out = f"{os.environ['PANDENG_HOME']}/a0.pdf"
        call_command("wallchart", out, paper="A0", as_of="2022-05-31", stdout=open(os.devnull, "w"))  # noqa: SIM115
        spent.append(time.perf_counter() - begun)
    print(f"A0, all projects: {_said(spent)} s; aim: under 5 s")


def _browse(base: str) -> None:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name, path in PAGES.items():
            measured = [_open(browser, base, path) for _run in range(RUNS)]
            rows, marks, size = measured[-1]["rows"], measured[-1]["marks"], measured[-1]["size"]
            print(f"{name}: {rows} projects, {marks} symbols, {size // 1024} KB of page")
            for key in ("script", "layout and style", "ready"):
                print(f"  {key}: {_said([one[key] for one in measured])} s")
        browser.close()


def _open(browser: Browser, base: str, path: str) -> dict[str, Any]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, base_url=base)
    page = context.new_page()
    page.goto("/sign-in/")
    page.fill("[name=username]", "staff")
    page.fill("[name=password]", PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    metrics = context.new_cdp_session(page)
    metrics.send("Performance.enable")
    before = _counters(metrics)
    answer = page.goto(path, wait_until="load")
    marked(page, "wall-ready")
    after = _counters(metrics)
    assert answer
    told = {
        "script": after["ScriptDuration"] - before["ScriptDuration"],
        "layout and style": after["LayoutDuration"]
        + after["RecalcStyleDuration"]
        - before["LayoutDuration"]
        - before["RecalcStyleDuration"],
        "ready": _ready(page),
        "rows": page.locator(".wall-row").count(),
        "marks": page.locator("use[tabindex]").count(),
        "size": len(answer.body()),
    }
    context.close()
    return told


def _ready(page: Page) -> float:
    """Seconds from the request until the chart could be used."""
    return float(page.evaluate("performance.getEntriesByName('wall-ready')[0].startTime")) / 1000


def _counters(metrics: Any) -> dict[str, float]:
    return {one["name"]: one["value"] for one in metrics.send("Performance.getMetrics")["metrics"]}


def _wait(address: str) -> None:
    for _try in range(240):
        try:
            urllib.request.urlopen(address, timeout=2)
            return
        except OSError:
            time.sleep(0.5)
    raise RuntimeError("the office did not start")


def _said(spent: list[float]) -> str:
    return f"{statistics.median(spent):.3f} ({min(spent):.3f}–{max(spent):.3f})"
