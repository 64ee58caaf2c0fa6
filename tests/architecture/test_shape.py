"""The shape of the code: pure rules, plain names, no file that nobody can read at one sitting."""

import ast

from tests.architecture.code import PACKAGE, modules

LONGEST = 600
EMPTY_NAMES = {"utils", "helpers", "common", "misc", "manager", "managers", "base", "tools"}
DOMAIN_FILES = {"rules", "workflow", "clock", "models", "queries", "actions", "apps", "__init__"}


def imported(tree: ast.AST) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


def test_rules_workflows_and_clocks_know_no_django() -> None:
    found = {
        path
        for path, tree in modules().items()
        if path.endswith(("/rules.py", "/workflow.py", "/clock.py"))
        and not path.startswith("jobs/")
        and "django" in imported(tree)
    }
    assert found == set()


def test_analytics_knows_no_django() -> None:
    found = {
        path
        for path, tree in modules().items()
        if path.startswith("analytics/") and "django" in imported(tree)
    }
    assert found == set()


def test_no_file_is_too_long_to_read() -> None:
    long = {}
    for path in modules():
        lines = len((PACKAGE / path).read_text(encoding="utf-8").splitlines())
        if lines > LONGEST:
            long[path] = lines
    assert long == {}


def test_modules_are_named_for_what_they_are() -> None:
    named = {path for path in modules() if set(path[:-3].split("/")) & EMPTY_NAMES}
    assert named == set()


def test_every_module_says_what_it_is() -> None:
    silent = {
        path
        for path, tree in modules().items()
        if tree.body
        and not ast.get_docstring(tree)
        and not path.endswith(("__init__.py", "apps.py"))
    }
    assert silent == set()


# What writes Chinese amounts for readers of Chinese alone: the reading of briefings, invented records.
CHINESE_AMOUNTS = ("core/units.py", "domain/briefings/", "demo/")


def test_amounts_are_written_by_units_alone() -> None:
    """A sentence that puts its own 元 behind a number says it to English readers too."""
    found = {
        path: ast.unparse(node)[:60]
        for path, tree in modules().items()
        if not path.startswith(CHINESE_AMOUNTS)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        and any(isinstance(part, ast.Constant) and "元" in str(part.value) for part in node.values)
    }
    assert found == {}
