"""The policy of access: every permission is used by the code and granted to somebody."""

import ast

from pandeng.access.permissions import Permission
from pandeng.access.roles import GUARDED_KINDS, READ_BY_PERMISSION, ROLES
from tests.architecture.code import modules

POLICY = {"access/roles.py", "access/permissions.py"}


def used(trees: dict[str, ast.Module]) -> set[Permission]:
    """The permissions that code outside the policy names."""
    names = {
        node.attr
        for path, tree in trees.items()
        if path not in POLICY
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "Permission"
    }
    return {Permission[name] for name in names}


def test_every_permission_is_granted_to_somebody() -> None:
    assert set().union(*(role.may for role in ROLES.values())) == set(Permission)


def test_every_permission_is_used() -> None:
    guarding = {*GUARDED_KINDS.values(), *READ_BY_PERMISSION.values()}
    assert set(Permission) - used(modules()) - guarding == set()


def test_the_scan_reads_what_is_used() -> None:
    tree = ast.parse("by.may(Permission.APPROVE).require()\nscope.may(other.CHECK_TEXT)")
    assert used({"x.py": tree}) == {Permission.APPROVE}
    assert used({"access/roles.py": tree}) == set()


def test_the_lead_may_all_that_the_staff_may() -> None:
    assert ROLES["office_staff"].may < ROLES["office_lead"].may


def test_a_role_names_each_permission_once() -> None:
    """A list with one permission twice was edited by hand and half undone."""
    (roles,) = (
        node
        for node in modules()["access/roles.py"].body
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "ROLES"
    )
    for call in (node for node in ast.walk(roles) if isinstance(node, ast.Call)):
        if ast.unparse(call.func) == "Role":
            named = [n.attr for n in ast.walk(call.args[3]) if isinstance(n, ast.Attribute)]
            assert len(named) == len(set(named)), ast.unparse(call.args[0])
