"""The guides show the pictures that the script makes, and lead to pages that are there."""

import importlib.util
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GUIDES = sorted((ROOT / "docs" / "guide").glob("*.md"))
LINK = re.compile(r"\]\(([^)#]+)\)")


def made() -> set[str]:
    spec = importlib.util.spec_from_file_location("pictures", ROOT / "tools" / "pictures.py")
    assert spec
    assert spec.loader
    pictures = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(pictures)
    return {f"pictures/{one.name}.png" for one in pictures.PICTURES}


def links() -> dict[str, list[str]]:
    return {guide.name: LINK.findall(guide.read_text(encoding="utf-8")) for guide in GUIDES}


def test_every_picture_is_made_by_the_script_and_shown() -> None:
    shown = {one for found in links().values() for one in found if one.endswith(".png")}
    assert shown == made()


def test_every_link_of_a_guide_leads_somewhere() -> None:
    dead = [
        (guide, link)
        for guide, found in links().items()
        for link in found
        if not (ROOT / "docs" / "guide" / link).exists()
    ]
    assert dead == []


def test_every_guide_stands_in_the_index() -> None:
    index = set(links()["README.md"])
    assert {guide.name for guide in GUIDES} - {"README.md"} == index
