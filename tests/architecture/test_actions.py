"""Actions stand beside what they name: every one is registered, and something is written under it."""

import ast
from collections.abc import Mapping

from pandeng.access.workable import workables
from pandeng.core.action import actions
from tests.architecture.code import calls, modules


def declared(trees: Mapping[str, ast.Module]) -> dict[tuple[str, str], str]:
    """The code of each action by its module and name; those without a name have the name ""."""
    found = {}
    for path, tree in trees.items():
        names = {
            id(node.value): ast.unparse(node.targets[0])
            for node in tree.body
            if isinstance(node, ast.Assign)
        }
        for call in calls(tree):
            if isinstance(call.func, ast.Name) and call.func.id == "Action":
                code = call.args[0]
                if isinstance(code, ast.Constant):
                    found[path, names.get(id(call), "")] = code.value
    return found


def used(trees: Mapping[str, ast.Module]) -> set[str]:
    """The names that modules read, those of other modules (`audit.ERASE`) too."""
    nodes = [node for tree in trees.values() for node in ast.walk(tree)]
    return {
        node.id if isinstance(node, ast.Name) else node.attr
        for node in nodes
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load)
    }


def test_the_registry_holds_the_actions_of_the_code() -> None:
    codes = list(declared(modules()).values())
    assert len(codes) == len(set(codes)) > 100
    known = {code for code, one in actions().items() if not code.startswith("test.")}
    assert set(codes) <= known
    by_hand = {action.code for work in workables() for action in work.actions.values()}
    of_tables = known - set(codes) - by_hand
    assert {code.partition(".")[0] for code in of_tables} == {"demands", "instructions", "projects"}


def test_something_is_written_under_every_action() -> None:
    trees, read = modules(), used(modules())
    assert {code for (_path, name), code in declared(trees).items() if name not in read} == set()


def test_the_scan_sees_an_action_nobody_uses() -> None:
    tree = ast.parse('A = Action("x.a", "甲")\nB = Action("x.b", "乙")\nChange(A)\nChange(other.C)')
    assert declared({"x.py": tree}) == {("x.py", "A"): "x.a", ("x.py", "B"): "x.b"}
    assert {"A", "C"} <= used({"x.py": tree})
    assert "B" not in used({"x.py": tree})
