"""Only actions write, and only through a change: nothing escapes history and audit."""

import ast
import re

from tests.architecture.code import calls, functions, modules

WRITING = {
    "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete",
    "_raw_delete", "acreate", "asave", "aupdate", "adelete",
}  # fmt: skip
WRITERS = {
    "core/change.py": "the way to write",
    "core/models.py": "an event is written once and never again",
    "core/history.py": "writes the versions for the change",
    "core/insert.py": "inserts one record for the change",
    "core/audit.py": "writes the event of the change",
    "core/search.py": "indexes of texts that are derived from records",
    "core/seals.py": "seals the events; a seal is no record",
    "access/tokens.py": "when a token was used and what it was answered; neither is a record",
    "domain/hooks/outbox.py": "messages that follow from the log; no records",
    "access/second_factor.py": "devices of the second-factor library, inside a change",
    "access/actions/__init__.py": "the hash of a password, inside a change, is kept out of its values",
}
NOT_RECORDS = {"change", "document", "workbook", "image"}
SQL_WRITE = re.compile(r"^\s*(insert\s+into|update\s+\w+\s+set|delete\s+from|drop\s|alter\s)", re.I)


def is_actions(path: str) -> bool:
    """A module of actions, or one of a package of them."""
    return path.endswith("/actions.py") or "/actions/" in path


def writes(tree: ast.AST) -> list[str]:
    """The calls of a module that change the database behind the back of `Change`."""
    found = []
    for call in calls(tree):
        if isinstance(call.func, ast.Name) and call.func.id == "insert_record":
            found.append(f"line {call.lineno}: {ast.unparse(call)[:80]}")
        if not isinstance(call.func, ast.Attribute):
            continue
        name, owner = call.func.attr, ast.unparse(call.func.value)
        if (
            name in WRITING
            or (name == "save" and owner.split("(")[0].split(".")[-1] not in NOT_RECORDS)
            or (name == "update" and re.search(r"objects|filter\(|exclude\(|QuerySet", owner))
        ):
            found.append(f"line {call.lineno}: {ast.unparse(call)[:80]}")
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and SQL_WRITE.match(node.value):
            found.append(f"line {node.lineno}: {node.value[:60]}")
    return found


def test_records_are_written_through_a_change_only() -> None:
    found = {path: writes(tree) for path, tree in modules().items() if path not in WRITERS}
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_the_scan_sees_a_write() -> None:
    code = "enterprise.save()\nEnterprise.objects.filter(pk=1).update(name='x')\nE.objects.create()"
    assert len(writes(ast.parse(f"{code}\ninsert_record(enterprise)"))) == 4
    assert writes(ast.parse("change.save(demand, status='closed')\nseen.update({1: 2})")) == []


def test_changes_are_opened_in_actions_only() -> None:
    openers = {
        path
        for path, tree in modules().items()
        for call in calls(tree)
        if isinstance(call.func, ast.Name) and call.func.id == "Change"
    }
    strangers = {path for path in openers if not is_actions(path)}
    assert strangers <= {"access/second_factor.py"}
    assert len(openers) > 8


# Pure functions beside the actions that use them: they write nothing.
NO_ACTION = {
    "domain/notices/actions.py: check_address",
    "access/actions/__init__.py: give_password",
    "domain/demands/actions/work.py: next_number",
    "domain/demands/actions/notifications.py: escalated_to",
    "domain/attachments/actions.py: check",
    "domain/projects/lifecycle/actions/lists.py: not_ahead",
    "domain/outcomes/actions.py: may_change",
    "domain/outcomes/actions.py: require_plausible",
    "domain/projects/lifecycle/actions/registration.py: require_reach",
    "domain/outcomes/actions.py: may_report_of",
    "domain/outcomes/actions.py: amount_as_reported",
    "access/actions/bulk.py: undoable",
    "access/actions/by_hand.py: require",
    "access/actions/by_hand.py: require_in_scope",
    "access/actions/by_hand.py: require_unused",
    "access/actions/__init__.py: require_system",
}


def _inside_a_change(function: ast.FunctionDef) -> bool:
    """A part of an action: it is handed the open change, which carries who and when."""
    first = function.args.args[:1]
    words = ast.unparse(first[0].annotation) if first and first[0].annotation else ""
    return words in {"Change", "DemandWork", "InstructionWork"}


def test_every_action_says_who_and_when() -> None:
    silent = set()
    for path, tree in modules().items():
        if not is_actions(path):
            continue
        for function in functions(tree):
            keywords = {argument.arg for argument in function.args.kwonlyargs}
            if not {"by", "now"} <= keywords and not _inside_a_change(function):
                silent.add(f"{path}: {function.name}")
    assert silent <= NO_ACTION


def test_actions_do_not_read_the_clock() -> None:
    """`now` is an argument, so that a demo, a test and a late correction tell their own time."""
    clocks = {"timezone.now", "datetime.now", "datetime.today", "date.today", "time.time"}
    found = [
        f"{path}: line {call.lineno}"
        for path, tree in modules().items()
        if is_actions(path) or path.endswith(("/rules.py", "/workflow.py", "/clock.py"))
        for call in calls(tree)
        if ast.unparse(call.func) in clocks
    ]
    assert found == []
