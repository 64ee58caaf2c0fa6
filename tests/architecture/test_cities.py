"""What differs between cities is data: no city that has a pack is named in the program itself."""

from pathlib import Path

import yaml

from tests.architecture.code import PACKAGE
from tests.conftest import YUNXI

KINDS = {".py", ".html", ".js", ".css", ".typ", ".txt", ".yaml"}
# Where a city is at home. Translations say both languages of what stands there.
AT_HOME = ("demo/", "packs/", "locale/", "web/static/vendor/")
# The country's provinces and cities, by which a name is taken apart: all of them, hence none.
OF_THE_COUNTRY = {"domain/enterprises/places.txt"}
CITIES = {"济宁", "Jining", "jining", "云溪", "Yunxi", "yunxi"}


def names(pack: Path) -> set[str]:
    """The counties of a pack, with and without 市, 区 or 县 behind them."""
    counties = yaml.safe_load((pack / "departments.yaml").read_text(encoding="utf-8"))["counties"]
    shorts = {county["short"] for county in counties}
    return shorts | {name.rstrip("市区县") for name in shorts} | {c["code"] for c in counties}


def own_packs() -> list[Path]:
    return [path.parent for path in (PACKAGE / "packs").glob("*/departments.yaml")]


def named_in(path: Path, words: set[str]) -> list[str]:
    text = path.read_text(encoding="utf-8")
    return sorted(word for word in words if word in text)


def test_no_city_is_named_in_the_program() -> None:
    words = set(CITIES).union(*map(names, [YUNXI, *own_packs()]))
    found = {}
    for path in sorted(PACKAGE.rglob("*")):
        place = str(path.relative_to(PACKAGE))
        if path.suffix not in KINDS or place.startswith(AT_HOME) or not path.is_file():
            continue
        if said := named_in(path, words - (CITIES if place in OF_THE_COUNTRY else set())):
            found[place] = said
    assert found == {}


def test_the_base_pack_names_no_city_of_a_pack() -> None:
    words = set(CITIES).union(*map(names, [YUNXI, *own_packs()]))
    base = sorted((PACKAGE / "packs" / "base").glob("*.yaml"))
    assert base
    assert {path.name: said for path in base if (said := named_in(path, words))} == {}


def test_the_reading_knows_the_names_of_a_pack() -> None:
    assert {"东浔", "东浔区", "石渡", "990121"} <= names(YUNXI)
    assert {"泗水", "任城区", "370811"}.issubset(set().union(*map(names, own_packs())))
