"""Every read takes a scope first: a person sees the rows of their roles, whoever asks for them.

A `Question` holds the scope of who asks.
"""

import ast

from tests.architecture.code import functions, modules

# What is no read of records, and why it has no scope.
NO_READ = {
    "domain/teams/queries.py: scope_for": "makes the scope",
    "access/queries.py: clusters_of": "asked before there is a scope",
    "domain/demands/queries.py: state_of": "of a demand found through a scope",
}


def test_every_query_takes_a_scope_first() -> None:
    without = []
    for path, tree in modules().items():
        if not path.endswith("/queries.py"):
            continue
        for function in functions(tree):
            first = (function.args.posonlyargs + function.args.args)[:1]
            scoped = (
                first
                and first[0].annotation
                and ast.unparse(first[0].annotation) in ("Scope", "Question")
            )
            if not scoped and f"{path}: {function.name}" not in NO_READ:
                without.append(f"{path}: {function.name}")
    assert without == []


def test_views_ask_the_domain_or_show_what_a_scope_may_see() -> None:
    found = []
    for path, tree in modules().items():
        if not path.startswith("web/pages/"):
            continue
        for node in ast.walk(tree):
            if not isinstance(node, ast.stmt) or isinstance(node, ast.FunctionDef | ast.ClassDef):
                continue
            line = ast.unparse(node).split("\n")[0]
            if ".objects" in line and "visible" not in line:
                found.append(f"{path}: {line.strip()[:80]}")
    assert found == []
