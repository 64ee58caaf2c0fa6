"""What a page weighs on the way: the page itself with its styles and scripts, compressed."""

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

KB = 1024
ASSET = re.compile(r'(?:href|src)="/static/([^"#?]+\.(?:css|js|svg))')


def weight(client: Client, path: str) -> int:
    """Bytes of the answer and of each asset once, by gzip."""
    page = client.get(path).content
    names = {name for name in ASSET.findall(page.decode()) if not name.endswith("icon.svg")}
    assert "vendor/tabler.min.css" in names
    files = [Path(str(finders.find(name))).read_bytes() for name in names]
    return sum(len(gzip.compress(each, 9)) for each in (page, *files))


@pytest.mark.parametrize(
    ("path", "most"),
    [("/cockpit/", 320), ("/work/", 75), ("/demands/", 75), ("/projects/wall/", 140)],
)
def test_a_first_page_is_light(signed_in: Callable[[str], Client], path: str, most: int) -> None:
    assert weight(signed_in("lead"), path) <= most * KB


def test_only_rules_that_pages_use_are_served() -> None:
    sheet = Path(str(finders.find("vendor/tabler.min.css"))).read_text(encoding="utf-8")
    assert "Licensed under MIT" in sheet[:400]
    for rule in (".btn", ".form-control", ".form-select", ".form-check-input", ".mt-3"):
        assert rule in sheet
    assert ".carousel" not in sheet
    assert ".offcanvas" not in sheet
