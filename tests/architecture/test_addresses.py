"""Code reaches a page by the name of its route: an address that moves takes every link with it."""

import ast
import re

from django.urls import resolve

from pandeng.access.records import ClusterRecord
from tests.architecture.code import PACKAGE, modules

ADDRESS = re.compile(r"^/(?:[a-z-]+/)+")
IN_SCRIPT = re.compile(r"""["'`]/(?:[a-z-]+/|\$\{)""")
# Routes are declared here.
DECLARES = re.compile(r"(^|/)(urls|office_urls|settings)\.py$|^api/routes/|^demo/|/demo/")


def written_addresses(tree: ast.AST) -> list[int]:
    """Lines with an address in a string; an f-string counts by how it begins."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and ADDRESS.match(node.value)
    ]


def test_no_address_is_written_out() -> None:
    found = {
        path: lines
        for path, tree in modules().items()
        if not DECLARES.search(path) and (lines := written_addresses(tree))
    }
    assert found == {}


def test_no_script_writes_an_address_out() -> None:
    """A script reads the address from a link or an attribute of its page."""
    found = {
        path.name: match[0]
        for path in sorted((PACKAGE / "web" / "static" / "pandeng").glob("*.js"))
        if (match := IN_SCRIPT.search(path.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_the_reading_finds_what_it_looks_for() -> None:
    tree = ast.parse('a = "/demands/"\nb = f"/teams/{1}/"\nc = "see/that/"\nd = "/"')
    assert written_addresses(tree) == [1, 2]
    assert IN_SCRIPT.search("open(`/teams/${pk}/`)")
    assert not IN_SCRIPT.search('key === "/" || "a/b"')


def test_every_record_that_names_its_page_has_one() -> None:
    named = [model for model in _records(ClusterRecord) if "page" in vars(model)]
    assert len(named) >= 14
    for model in named:
        assert resolve(model(pk=7).get_absolute_url()).kwargs["pk"] == 7, model


def _records(kind: type[ClusterRecord]) -> list[type[ClusterRecord]]:
    return [one for below in kind.__subclasses__() for one in [below, *_records(below)]]
