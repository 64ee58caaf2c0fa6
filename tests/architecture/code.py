"""The code as the architecture tests read it: every module of the package, parsed once."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "pandeng"


@cache
def modules() -> dict[str, ast.Module]:
    """Module trees by path from the package, migrations left out."""
    return {
        str(path.relative_to(PACKAGE)): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
        if "migrations" not in path.parts
    }


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """The public functions of a module."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def templates() -> Iterator[tuple[str, str]]:
    for path in sorted((PACKAGE / "web" / "templates").rglob("*.html")):
        yield str(path.relative_to(PACKAGE)), path.read_text(encoding="utf-8")
