"""Templates are laid out to be read, and reach pages by the names of their routes."""

import re
from pathlib import Path

import pandeng

TEMPLATES = sorted((Path(pandeng.__path__[0]) / "web" / "templates").rglob("*.html"))
MAX_COLUMNS = 140
ADDRESS = re.compile(r"""(?:href|action|formaction|hx-(?:get|post))=["']/""")
STANDS_ALONE = {"500.html"}  # it asks for nothing that could fail again


def lines() -> list[tuple[str, str]]:
    """Every line of every template, comments left out, with its place."""
    found = []
    for path in TEMPLATES:
        text = re.sub(
            r"{% comment %}.*?{% endcomment %}",
            lambda comment: "\n" * comment[0].count("\n"),
            path.read_text(encoding="utf-8"),
            flags=re.DOTALL,
        )
        found += [
            (f"{path.parent.name}/{path.name}:{number}", line)
            for number, line in enumerate(text.splitlines(), 1)
        ]
    return found


def test_no_line_is_longer_than_a_screen() -> None:
    assert [place for place, line in lines() if len(line) > MAX_COLUMNS] == []


def test_no_address_is_written_out() -> None:
    found = [
        place
        for place, line in lines()
        if ADDRESS.search(line) and place.split("/")[1].split(":")[0] not in STANDS_ALONE
    ]
    assert found == []
