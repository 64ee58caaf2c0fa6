"""No page answers a stranger, and no template breaks the Content-Security-Policy or the language."""

import ast
import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.code import modules, templates

OPEN_TO_STRANGERS = {
    "health",
    "sign_in",
    "sign_in_code",
    "language",
    "open_office",
    "invitation",
}
SAMPLES = {"int": "1", "str": "x", "slug": "x", "path": "x", "uuid": "0" * 32}
CHINESE = re.compile(r"[\u3400-\u9fff]")


def addresses(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every address of the program with sample values in place of its parts, and its name."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, route)
        elif isinstance(entry, URLPattern):
            filled = re.sub(r"<(?:(\w+):)?\w+>", lambda m: SAMPLES.get(m[1] or "str", "x"), route)
            yield "/" + filled, str(entry.name)


@pytest.mark.django_db
def test_a_stranger_is_asked_to_sign_in() -> None:
    closed = sorted({address for address, name in addresses() if name not in OPEN_TO_STRANGERS})
    for address in closed:
        is_interface = address.startswith("/api/")
        for answer in (Client().get(address), Client().post(address)):
            if is_interface:
                assert answer.status_code == 401, address
            elif answer.status_code == 302:
                assert answer["Location"].startswith("/sign-in/"), address
            else:
                assert answer.status_code in {401, 403, 404, 405}, address


@pytest.mark.django_db
def test_a_stranger_is_asked_to_sign_in_at_an_address_that_is_none() -> None:
    answer = Client().get("/nothing/here/")
    assert answer.status_code == 302, "what exists is not told to strangers"


def test_the_list_of_open_pages_names_pages_that_are_there() -> None:
    assert {name for _address, name in addresses()} >= OPEN_TO_STRANGERS


FORBIDDEN = {
    "an inline style": re.compile(r"<[^>{]*\sstyle\s*=", re.I),
    "an inline handler": re.compile(
        r"<[^>]*\son(?:click|change|submit|load|input|key\w+)\s*=", re.I
    ),
    "a script without nonce or file": re.compile(
        r"<script(?![^>]*(?:\bnonce=|\bsrc=))[^>]*>", re.I
    ),
    "a style sheet without nonce": re.compile(r"<style(?![^>]*\bnonce=)[^>]*>", re.I),
    "something from elsewhere": re.compile(
        r"(?:src|href)\s*=\s*[\"']?(?:https?:)?//(?!www\.w3\.org)", re.I
    ),
    "text that is not escaped": re.compile(r"\|\s*safe\b|\{%\s*autoescape off"),
}
TRANSLATED = re.compile(
    r"\{#.*?#\}|<!--.*?-->|\{%\s*comment.*?endcomment\s*%\}"
    r"|\{%\s*blocktrans(?:late)?\b.*?endblocktrans(?:late)?\s*%\}"
    r"|\{%\s*trans(?:late)?\b.*?%\}|\{\{.*?\}\}|_\((['\"]).*?\1\)",
    re.DOTALL,
)


@pytest.mark.parametrize("what", FORBIDDEN)
def test_templates_keep_the_content_security_policy(what: str) -> None:
    comment = re.compile(r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}", re.DOTALL)
    found = {
        path: match[0][:80]
        for path, text in templates()
        if (match := FORBIDDEN[what].search(comment.sub("", text)))
    }
    assert found == {}


def test_every_chinese_word_of_a_template_can_be_translated() -> None:
    found = {}
    for path, text in templates():
        left = CHINESE.findall(TRANSLATED.sub("", text))
        if left:
            found[path] = "".join(left)[:30]
    assert found == {}


MARKED = {
    "_",
    "gettext_noop",
    "gettext",
    "gettext_lazy",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
}
# What is Chinese by nature: the reading of Chinese texts, file names, the demo, and the commands.
CHINESE_BY_NATURE = (
    "domain/briefings/", "domain/indicators/", "domain/demands/text_similarity.py", "domain/demands/routing.py", "demo/", "jobs/", "config/", "core/units.py", "core/seals.py", "core/anchors.py",
    "core/anchors.py", "__main__.py", "domain/enterprises/matching.py", "domain/exchange/name_list.py",
    "domain/exchange/imports/cells.py", "domain/exchange/imports/tables.py",
    "domain/calendars/notice_file.py", "domain/registers/operations.py", "domain/registers/elsewhere.py",
)  # fmt: skip
# A unit as people write it; the name under which the program writes; the faces of official papers.
DATA = {"千瓦时", "攀登", "一二三四五六日", "系统", "仿宋", "黑体"}


def untranslated(tree: ast.AST) -> list[str]:
    marked: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in MARKED:
            marked |= {id(inner) for inner in ast.walk(node)}
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            marked.add(id(node.value))  # a docstring
    return [
        f"line {node.lineno}: {node.value[:40]}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and len(CHINESE.findall(node.value)) > 1
        and node.value not in DATA
        and id(node) not in marked
    ]


def test_every_chinese_sentence_of_the_pages_can_be_translated() -> None:
    found = {
        path: lines
        for path, tree in modules().items()
        if not path.startswith(CHINESE_BY_NATURE) and (lines := untranslated(tree))
    }
    assert found == {}
