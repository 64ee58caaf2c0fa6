"""Where a browser ignores white space, so that a line of a template may break there."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from reading import VERBATIM, Node, Part, read

ROOT = Path(__file__).resolve().parents[2] / "pandeng" / "web" / "templates"
BOXES = set(
    "button select c-action c-pill c-light".split()
)  # space at their inner edges is ignored
ROWS = set(  # classes of flex and grid boxes: what stands in them stands apart anyway
    "actions statusline nextsteps stepnav bulkbar saveform board column ticket ticketfoot agenda"
    " progressline inlineform planrow sheetfoot profile profilecolumns smallcharts targets leaves"
    " summary beforeafter fulfilled neighbours goal sumline partfields verbs statisticsline twosides"
    " tallies brand side top plainbutton choice pagehead stack grid halves filters fields-two"
    " formfoot message tabs codes walk cellwrap rowbuttons twothirds noderow empty-state paging btn"
    " pill tag light figurepage clocks cannot worklist recordlinks tiers facts lifeline".split()
)
ROW_LISTS = set("clocks cannot worklist recordlinks tiers".split())  # their rows are flex too
VERBATIM_CLASSES = {"keep", "manuscript"}
EMPTIABLE = {"td", "lead", "cannot"}  # hidden by :empty, so nothing may be put into them
SILENT = {"csrf_token", "load", "get_current_language", "extends"}

Sides = frozenset[str]  # what stands next on the line: a block's edge, words, or "" for nothing
BLOCK, WORDS, NOTHING = frozenset({"block"}), frozenset({"words"}), frozenset({""})


@cache
def edges_of(template: str) -> tuple[Sides, Sides]:
    path = ROOT / template
    nodes = read(path.read_text(encoding="utf-8").strip()).nodes if path.exists() else []
    if not nodes:
        return WORDS, WORDS
    first, last = (sides(nodes, first=side, row=False) for side in (True, False))
    return (BLOCK if first == BLOCK else WORDS), (BLOCK if last == BLOCK else WORDS)


def side(node: Node, *, first: bool, row: bool) -> Sides:
    if node.kind == "comment" or (node.kind == "tag" and node.name in SILENT):
        return NOTHING
    if node.name == "c-slot" or (node.name == "input" and 'type="hidden"' in node.source):
        return NOTHING
    if node.kind in {"element", "close"}:
        return BLOCK if row or node.is_block else WORDS
    if node.kind == "tag" and node.name == "include":
        named = re.search(r'include\s+"([^"]+)"', node.source)
        return edges_of(named[1])[0 if first else 1] if named else WORDS
    if node.kind != "block":
        return WORDS
    skipped = may_skip(node)
    found: Sides = NOTHING if skipped else frozenset()
    for part in node.parts:
        found |= sides(part.nodes, first=first, row=row)
    return found


def may_skip(node: Node) -> bool:
    tags = {part.tag.strip("{%} ").split()[0] for part in node.parts}
    return (node.name == "if" and "else" not in tags) or (
        node.name == "for" and "empty" not in tags
    )


def may_be_empty(node: Node) -> bool:
    if node.kind == "block":
        branches = [all(may_be_empty(inner) for inner in part.nodes) for part in node.parts]
        return may_skip(node) or any(branches)
    is_value = node.source.startswith("{{") or node.name == "include"
    return is_value or side(node, first=True, row=False) == NOTHING


def sides(nodes: list[Node], *, first: bool, row: bool) -> Sides:
    """What the line meets first (or last) in these nodes, on every way through their branches."""
    found: Sides = frozenset()
    for node in nodes if first else reversed(nodes):
        mine = side(node, first=first, row=row)
        found |= mine - NOTHING
        if "" not in mine:
            return found
    return found | NOTHING


def beyond(own: Sides, outside: Sides) -> Sides:
    return (own - NOTHING) | (outside if "" in own else frozenset())


@dataclass(frozen=True)
class Around:
    """What surrounds a part on the page."""

    before: Sides = WORDS
    after: Sides = WORDS
    row: bool = False  # in a flex or grid box
    items: bool = False  # in a list whose items are flex boxes
    held: bool = False  # in a box that is hidden while it is empty
    oneline: bool = False  # line breaks are dropped there
    kept: bool = False  # line breaks are shown there


def loosen(part: Part, around: Around) -> None:
    """Says of every gap whether a line may break there."""
    row = around.row
    held = around.held and all(may_be_empty(node) for node in part.nodes)
    for place, gap in enumerate(part.gaps):
        before = beyond(sides(part.nodes[:place], first=False, row=row), around.before)
        after = beyond(sides(part.nodes[place:], first=True, row=row), around.after)
        if around.oneline:
            part.gaps[place] = "fixed" if gap == "space" else "soft"
        elif around.kept:
            part.gaps[place] = "fixed" if gap == "space" else "glue"
        elif BLOCK in (before, after):
            part.gaps[place] = "glue" if held else "soft"
        else:
            part.gaps[place] = "line" if gap != "none" else "glue"
        if place < len(part.nodes):
            after = beyond(sides(part.nodes[place + 1 :], first=True, row=row), around.after)
            before = BLOCK if part.gaps[place] == "line" else before
            loosen_inside(part.nodes[place], replace(around, before=before, after=after, held=held))


def loosen_inside(node: Node, around: Around) -> None:
    for part in node.parts:
        if node.kind == "element":
            loosen(part, inside_element(node, around))
        elif node.name == "block":
            name = node.source.split()[2]
            edge = WORDS if name == "title" else BLOCK
            loosen(part, Around(edge, edge, row=name == "actions", held=name == "lead"))
        elif node.name == "for":
            before = around.before | sides(part.nodes, first=False, row=around.row) - NOTHING
            after = around.after | sides(part.nodes, first=True, row=around.row) - NOTHING
            loosen(part, replace(around, before=before, after=after))
        else:
            loosen(part, replace(around, oneline=around.oneline or node.name == "oneline"))


def inside_element(node: Node, around: Around) -> Around:
    """An inline element adds nothing: space at its edges is ignored where it is around it."""
    classes = node.classes
    boxed = node.is_block or around.row or node.name in BOXES or bool(classes & ROWS)
    before, after = (BLOCK, BLOCK) if boxed else (around.before, around.after)
    if node.name == "c-slot":
        before = after = WORDS if 'name="marks"' in node.source else BLOCK
    return Around(
        before,
        after,
        row=bool(classes & ROWS)
        or node.name == "svg"
        or (node.name == "li" and around.items)
        or (node.name == "c-slot" and 'name="actions"' in node.source),
        items=bool(classes & ROW_LISTS),
        held=node.name in EMPTIABLE or bool(classes & EMPTIABLE),
        oneline=around.oneline,
        kept=around.kept or node.name in VERBATIM or bool(classes & VERBATIM_CLASSES),
    )
