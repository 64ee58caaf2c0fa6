"""Every read takes a scope first: a person sees the rows of their roles, whoever asks for them.

A `Question` holds the scope of who asks.
"""

import ast

from tests.architecture.code import functions, modules

# What is no read of records, and why it has no scope.
NO_READ = {
    "domain/enterprises/queries.py: own_record": "names the kind first, then the scope",
    "domain/teams/queries.py: scope_for": "makes the scope",
    "access/queries.py: clusters_of": "asked before there is a scope",
    "access/queries.py: open_units": "narrows units found through a scope",
    "domain/packs/queries.py: may_follow": "of packs at hand",
    "domain/demands/queries.py: state_of": "of a demand found through a scope",
    "domain/demands/queries.py: with_facts": "columns beside rows found through a scope",
    "domain/instructions/queries.py: line": "of an instruction at hand",
    "domain/outcomes/queries.py: may_be_one": "of two outcomes at hand",
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


ASKS = frozenset({"objects", "filter", "exclude", "annotate", "select_related"})


def reads(tree: ast.AST) -> list[int]:
    """Lines that ask the database themselves."""
    return sorted(
        node.lineno
        for node in ast.walk(tree)
        if (
            isinstance(node, ast.Attribute)
            and node.attr in ASKS
            and ast.unparse(node) != "register.filter"  # of a template library
        )
        or (isinstance(node, ast.Name) and node.id == "Q")
    )


def test_pages_and_interface_ask_the_domain() -> None:
    found = {
        path: lines
        for path, tree in modules().items()
        if path.startswith(("web/", "api/")) and (lines := reads(tree))
    }
    assert found == {}


def test_the_reading_finds_what_it_looks_for() -> None:
    asking = "rows = Demand.objects.all()\nlate = rows.filter(a=1)\nQ(b=2)\nname = one.name"
    assert reads(ast.parse(asking)) == [1, 2, 3]
