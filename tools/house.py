"""Measure the code: sizes, names, directions. `--check` fails where an aim is missed. Standard library only.

Counted are the Python files of `pandeng` without migrations; a function's lines run from `def` to its end.
"""

import argparse
import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
CODE, TESTS = ROOT / "pandeng", ROOT / "tests"
# Tests ÷ code of each word, at least. The promise hangs on access, briefings, indicators and packs: 0.8 or more. A floor
# only rises.
FLOORS = {
    "access": 0.8,
    "attachments": 0.45,
    "briefings": 0.8,
    "calendars": 0.45,
    "carriers": 0.7,
    "climbing": 0.45,
    "deadlines": 1.4,
    "demands": 0.25,
    "enterprises": 0.4,
    "exchange": 0.2,
    "indicators": 1.15,
    "instructions": 0.25,
    "notices": 0.6,
    "offices": 0.65,
    "outcomes": 0.4,
    "overview": 0.3,
    "packs": 0.8,
    "platforms": 0.55,
    "projects": 0.4,
    "registers": 0.05,
    "strategy": 0.25,
    "surveys": 0.6,
    "teams": 0.2,
    "titles": 0.7,
    "units": 0.6,
}
ORM = re.compile(r"\.objects\b|\.filter\(|\bQ\(|\.exclude\(|\.annotate\(|\.select_related\(")
ADDRESS = re.compile(r"""(?:href|action|hx-(?:get|post|delete)|formaction)=["']/""")
PYTHON_ADDRESS = re.compile(r"""f?["']/(?:[a-z-]+/)+[^"'\s]*["']""")
# Addresses are declared here, or belong to the protocol of a library.
ADDRESSES_LIVE_IN = ("urls.py", "office_urls.py", "settings.py")
TEMPLATE_COLUMNS = 140


@dataclass(frozen=True)
class Line:
    """One line of the table: what is measured, what it is, what it may be at most (or at least)."""

    name: str
    found: float
    aim: float | None = None
    at_least: bool = False
    where: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        if self.aim is None:
            return True
        return self.found >= self.aim if self.at_least else self.found <= self.aim


def sources(folder: Path = CODE) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*.py")
        if "migrations" not in path.parts and path.stat().st_size
    )


def lines_of(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")


def quantile(values: list[int], share: float) -> int:
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def sizes(trees: dict[Path, ast.Module]) -> Iterator[Line]:
    files = {path: lines_of(path) for path in trees}
    longest = sorted(files, key=lambda path: -files[path])
    lengths = sorted(
        (node.end_lineno - node.lineno + 1, f"{short(path)}:{node.name}")
        for path, tree in trees.items()
        for node in functions(tree)
        if node.end_lineno
    )
    counts = [length for length, _name in lengths]
    yield Line("lines of code", sum(files.values()))
    yield Line("file lines, median", median(files.values()))
    p95 = quantile(list(files.values()), 0.95)
    yield Line("file lines, p95", p95, 330, where=tuple(short(path) for path in longest[:12]))
    over = tuple(f"{short(path)} {files[path]}" for path in longest if files[path] > 500)
    yield Line("file lines, longest", files[longest[0]], 500, where=over)
    yield Line("function lines, median", median(counts))
    yield Line("function lines, p95", quantile(counts, 0.95), 30)
    long = tuple(f"{name} {length}" for length, name in reversed(lengths) if length > 60)
    yield Line("function lines, longest", counts[-1], 60, where=long)


def types(trees: dict[Path, ast.Module]) -> Iterator[Line]:
    nodes = [node for tree in trees.values() for node in functions(tree)]
    typed = sum(node.returns is not None for node in nodes)
    loose = sum(
        isinstance(one.annotation, ast.Name) and one.annotation.id == "Any"
        for node in nodes
        for one in (*node.args.args, *node.args.kwonlyargs)
    )
    yield Line("functions with a return type, %", round(100 * typed / len(nodes), 1), 100, True)
    yield Line("arguments that are Any", loose)


def names(trees: dict[Path, ast.Module]) -> Iterator[Line]:
    found: dict[str, list[str]] = defaultdict(list)
    for path, tree in trees.items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not _is_command(path, node):
                found[node.name].append(short(path))
    twice = tuple(f"{name}: {', '.join(where)}" for name, where in found.items() if len(where) > 1)
    yield Line("class names defined twice", len(twice), 0, where=twice)


def _is_command(path: Path, node: ast.ClassDef) -> bool:
    return node.name == "Command" and "commands" in path.parts  # Django asks for this name


def directions(trees: dict[Path, ast.Module]) -> Iterator[Line]:
    """Pairs of packages that import each other: floors, words of the domain, parts of the web."""
    edges = {
        (package_of(path), other)
        for path, tree in trees.items()
        for other in _imports(tree)
        if other != package_of(path)
    }
    pairs = sorted(
        {tuple(sorted(edge)) for edge in edges if edge[::-1] in edges and _beside(*edge)}
    )
    where = tuple(" <-> ".join(pair) for pair in pairs)
    yield Line("packages that import each other, pairs", len(pairs), 0, where=where)


def package_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1]) or "pandeng"


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in _at_start(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("pandeng"):
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield _package(whole) or _package(node.module) or node.module
        elif isinstance(node, ast.Import):
            yield from (
                _package(alias.name) or alias.name
                for alias in node.names
                if alias.name.startswith("pandeng")
            )


def _at_start(tree: ast.Module) -> Iterator[ast.stmt]:
    """Statements that run when a module is loaded; what only a type checker reads does not."""
    for node in tree.body:
        if not (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)):
            yield node


def _package(dotted: str) -> str | None:
    """The package that holds a module, or the package itself; None where it is neither."""
    place = ROOT.joinpath(*dotted.split("."))
    if place.is_dir():
        return dotted
    if place.with_suffix(".py").exists():
        return dotted.rpartition(".")[0]
    return None


def _beside(one: str, other: str) -> bool:
    """A package and the package inside it are one room."""
    return not (one.startswith(f"{other}.") or other.startswith(f"{one}."))


def tests_and_code() -> Iterator[Line]:
    code = sum(map(lines_of, sources()))
    yield Line("tests / code", round(sum(map(lines_of, sources(TESTS))) / code, 2))
    words = [path for path in sorted((CODE / "domain").iterdir()) if path.is_dir()]
    for place in [CODE / "access", *words]:
        own = sum(map(lines_of, sources(place)))
        if not own:
            continue
        beside = TESTS / place.relative_to(CODE)
        tests = sum(map(lines_of, sources(beside))) if beside.exists() else 0
        aim = FLOORS.get(place.name)
        yield Line(f"tests / code of {place.name}", round(tests / own, 2), aim, True)


def pages() -> Iterator[Line]:
    templates = sorted((CODE / "web" / "templates").rglob("*.html"))
    rows = [
        (short(path), number, line)
        for path in templates
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    ]
    lengths = [len(line) for _path, _number, line in rows]
    wide = tuple(
        f"{path}:{n} {len(line)}" for path, n, line in rows if len(line) > TEMPLATE_COLUMNS
    )
    yield Line("template lines, mean", round(sum(lengths) / max(len(lengths), 1), 1))
    yield Line("template lines, longest", max(lengths, default=0), TEMPLATE_COLUMNS, where=wide)
    literal = [
        f"{path}:{n}"
        for path, n, line in rows
        if ADDRESS.search(line) and "500.html" not in path and "breadcrumbs.html" not in path
    ]
    for path in sources():
        if path.name not in ADDRESSES_LIVE_IN and not {"demo", "routes"} & set(path.parts):
            literal += [
                f"{short(path)}:{number}"
                for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
                if PYTHON_ADDRESS.search(line)
            ]
    yield Line("literal addresses", len(literal), 0, where=tuple(literal))


def reads(floors: tuple[str, ...] = ("web", "api")) -> Iterator[Line]:
    found = [
        f"{short(path)}:{number}"
        for floor in floors
        if (CODE / floor).exists()
        for path in sources(CODE / floor)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if ORM.search(line)
    ]
    yield Line("lines that ask the database under web and api", len(found), 0, where=tuple(found))


def measured() -> list[Line]:
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sources()}
    return [
        *sizes(trees),
        *types(trees),
        *names(trees),
        *directions(trees),
        *tests_and_code(),
        *pages(),
        *reads(),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="fail where an aim is missed")
    parser.add_argument("--where", action="store_true", help="name the places behind each number")
    asked = parser.parse_args()
    table = measured()
    width = max(len(line.name) for line in table)
    for line in table:
        mark = "" if line.holds else "  MISSED"
        aim = "" if line.aim is None else f"{'>=' if line.at_least else '<='} {line.aim:g}"
        print(f"{line.name:<{width}}  {line.found:>8g}  {aim:<8}{mark}")
        if asked.where or (asked.check and not line.holds):
            for place in line.where:
                print(f"    {place}")
    missed = [line for line in table if not line.holds]
    if asked.check and missed:
        sys.exit(f"{len(missed)} aims are missed")


if __name__ == "__main__":
    main()
