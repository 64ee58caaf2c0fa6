"""The audit log in words: every action has one in both languages, and no page of it shows a code."""

import ast
import re
import uuid
from collections.abc import Callable, Iterable

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from pandeng.access.models import Cluster
from pandeng.access.scope import Scope
from pandeng.core import audit
from pandeng.core.action import Action, action_word, actions
from pandeng.core.models import AuditEvent
from pandeng.web.audit_log import FACTS, changed, target_words
from pandeng.web.forms.audit import AuditFilter
from tests.architecture.code import calls, modules

HAN = re.compile(r"[\u3400-\u9fff]")
CODE = re.compile(r"^[A-Za-z]\w*([._][A-Za-z]\w*)+$")
OF_EACH = 12


def rooms() -> set[str]:
    """What the codes of the program begin with; those of tests begin otherwise."""
    return {app.label for app in apps.get_app_configs()} | {"audit", "step"}


def wordless(codes: Iterable[str]) -> set[str]:
    """The codes without a Chinese word or without an English one."""
    found = set()
    for code in codes:
        with override("zh-hans"):
            chinese = action_word(code)
        with override("en"):
            english = action_word(code)
        if not HAN.search(chinese) or HAN.search(english) or CODE.match(english):
            found.add(code)
    return found


def test_every_action_has_a_word_in_both_languages() -> None:
    known = {code for code in actions() if code.partition(".")[0] in rooms()}
    assert len(known) > 100
    assert wordless(known) == set()


def test_every_code_of_the_log_has_a_word(jining: Cluster) -> None:
    assert wordless(set(AuditEvent.objects.values_list("action", flat=True))) == set()


@pytest.mark.usefixtures("jining")
def test_an_action_without_words_is_found() -> None:
    Action("test.untranslated", "没有译文的操作")
    audit.write(
        uid=uuid.uuid4(), at=timezone.now(), cluster_id=None, actor_id=None, actor_name="系统",
        action="test.unregistered", target_kind="", target_id=None, why="", changes={},
    )  # fmt: skip
    codes = {"test.untranslated", *AuditEvent.objects.values_list("action", flat=True)}
    assert wordless(codes) == {"test.untranslated", "test.unregistered"}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_records_and_fields_of_the_log_are_in_words(office: Scope, language: str) -> None:
    """A few events of every action, each with all that it says changed."""
    shown: list[str] = []
    with override(language):
        for code in AuditEvent.objects.order_by().values_list("action", flat=True).distinct():
            for event in AuditEvent.objects.filter(action=code)[:OF_EACH]:
                shown.append(target_words(event).partition(" #")[0])
                for record in changed(event, office):
                    shown.append(record.title.partition(" #")[0])
                    shown += [field.name for field in record.fields]
    assert len(shown) > 500
    assert {one for one in shown if CODE.match(one)} == set()
    chinese = {one for one in shown if HAN.search(one)}
    assert chinese == (set() if language == "en" else set(shown) - {"—"})


def test_every_fact_that_an_action_adds_has_a_title() -> None:
    told = {
        keyword.arg
        for tree in modules().values()
        for call in calls(tree)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "add_fact"
        for keyword in call.keywords
        if keyword.arg
    }
    assert {"password", "empty_seats"} <= told
    assert told - set(FACTS) <= {"name"}  # the field of that name


def test_the_list_shows_words_and_offers_every_action(signed_in: Callable[[str], Client]) -> None:
    page = signed_in("auditor").get("/administration/audit/").content.decode()
    texts = re.findall(r">\s*([^<>]+?)\s*<", page)
    assert "受理诉求" in texts
    assert [text for text in texts if text in actions()] == []
    offered = dict(AuditFilter(people=[]).fields["action"].choices)  # type: ignore[attr-defined]
    assert offered["demands.close"] == "诉求销号"
    assert "step.unknown" not in offered


def test_a_page_links_only_to_what_its_reader_may_open(signed_in: Callable[[str], Client]) -> None:
    pages = {
        "admin": ("/administration/audit/?action=access.add_department", "/teams/departments/"),
        "handler": ("/targets/1/", "/leader/"),
    }
    for username, (page, closed) in pages.items():
        for reader, linked in ((username, False), ("lead", True)):
            shown = signed_in(reader).get(page).content.decode()
            assert (f'href="{closed}' in shown.partition("<main")[2]) is linked, (reader, page)
