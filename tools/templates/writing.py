"""The tree on lines again."""

from __future__ import annotations

import re

from reading import INSIDE, PAIRED, Node, Part, read
from spaces import BLOCK, WORDS, Around, loosen

WIDTH = 120
STEP = "  "
MAX_ELEMENTS = 3  # on one line


def flat(node: Node) -> str:
    if node.kind == "block":
        return "".join(part.tag + flat_part(part) for part in node.parts) + node.end
    opening = " ".join(units(node.source)) if node.kind == "element" else node.source
    return opening + "".join(flat_part(part) for part in node.parts) + node.end


def flat_part(part: Part) -> str:
    space = [" " if gap in {"line", "fixed"} else "" for gap in part.gaps]
    return space[0] + "".join(
        flat(node) + gap for node, gap in zip(part.nodes, space[1:], strict=True)
    )


def elements(node: Node) -> int:
    inner = sum(elements(child) for part in node.parts for child in part.nodes)
    return inner + (node.kind == "element" and node.name != "c-icon")


def holds_block(node: Node) -> bool:
    return any(
        child.is_block or holds_block(child) or child.name == "c-slot" or child.kind == "comment"
        for part in node.parts
        for child in part.nodes
    )


def fits(node: Node, column: int) -> bool:
    if holds_block(node) or elements(node) > MAX_ELEMENTS or node.name == "c-slot":
        return False
    text = flat(node)
    return column + len(text) <= WIDTH and "\n" not in text


def units(source: str) -> list[str]:
    """A tag in pieces between which a line may break: its name, its attributes, its end."""
    found, piece, quote, depth, at = [], "", "", 0, 0
    while at < len(source):
        inside = INSIDE.match(source, at)
        if inside:
            word = inside[0][2:-2].split()[0]
            depth += (word in PAIRED) - word.startswith("end")
            piece += inside[0]
            at = inside.end()
            continue
        sign = source[at]
        quote = ("" if sign == quote else quote) if quote else sign if sign in "\"'" else ""
        if sign.isspace() and not quote and not depth:
            found += [piece] if piece else []
            piece = ""
        else:
            piece += " " if sign.isspace() and not quote else sign
        at += 1
    found.append(piece)
    if found[-1] == ">":
        found[-2:] = [found[-2] + ">"]
    return found


def opening_lines(source: str, indent: int, column: int) -> list[str]:
    whole = " ".join(units(source))
    if column + len(whole) <= WIDTH:
        return [whole]
    lines, pad = [""], STEP * (indent + 2)
    for unit in units(source):
        gap = " " if lines[-1].strip() else ""
        start = column if len(lines) == 1 else 0
        if gap and start + len(lines[-1]) + 1 + len(unit) > WIDTH and unit != "/>":
            lines.append(pad + unit)
        else:
            lines[-1] += gap + unit
    return lines


def node_lines(node: Node, indent: int, column: int) -> list[str]:
    """The node on lines; the first without its indent."""
    if (
        node.kind == "comment"
        and column + len(node.source) > WIDTH
        and node.source.startswith("{%")
    ):
        return comment_lines(node.source, indent)
    if node.name.startswith("blocktrans"):
        return text_lines(node.source, indent)
    if not node.parts:
        is_tag = node.kind == "element"
        return opening_lines(node.source, indent, column) if is_tag else [node.source]
    if fits(node, column):
        return [flat(node)]
    lines: list[str] = []
    last_gap = "glue"
    for part in node.parts:
        opening = part.tag if node.kind == "block" else ""
        first = [opening] if opening else opening_lines(node.source, indent, column)
        lines = join(lines, first, part.gaps[0] if not lines else last_gap, indent)
        glued = part.nodes and part.gaps[0] in {"glue", "fixed"}
        start = len(lines[-1]) + (column if len(lines) == 1 else 0)
        body = part_lines(part, indent + 1, start if glued else 0)
        lines = join(lines, body, part.gaps[0] if part.nodes else "glue", indent + 1)
        last_gap = part.gaps[-1] if part.nodes else "glue"
    return join(lines, [node.end], last_gap, indent)


def join(lines: list[str], more: list[str], gap: str, indent: int) -> list[str]:
    if not lines or not more:
        return lines or more
    if gap in {"glue", "fixed"}:
        more = [" " * (gap == "fixed") + more[0], *more[1:]]
        return [*lines[:-1], lines[-1] + more[0], *more[1:]]
    return [*lines, STEP * indent + more[0], *more[1:]]


def comment_lines(source: str, indent: int) -> list[str]:
    lines = [""]
    for word in re.sub(r"^\{%\s*comment\s*%\}|\{%\s*endcomment\s*%\}$", "", source).split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > WIDTH - len(STEP) * indent:
            lines.append("")
        lines[-1] += (" " if lines[-1] else "") + word
    pad = STEP * indent
    return ["{% comment %}", *(pad + line for line in lines), pad + "{% endcomment %}"]


def text_lines(source: str, indent: int) -> list[str]:
    """A long text stands between its tags; `trimmed` takes the line breaks off again."""
    opening = source[: source.index("%}") + 2]
    if "trimmed" not in opening.split():
        return [source]
    body, end = source[len(opening) :].rsplit("{%", 1)
    pieces = [piece.strip() for piece in re.split(r"(\{%\s*plural\s*%\})", body)]
    pads = [STEP * (indent + (not piece.startswith("{%"))) for piece in pieces]
    lines = [pad + piece for pad, piece in zip(pads, pieces, strict=True)]
    return [opening, *lines, STEP * indent + "{%" + end]


def part_lines(part: Part, indent: int, start: int = 0) -> list[str]:
    lines: list[str] = []
    was_big, on_line = True, 0
    for node, gap in zip(part.nodes, part.gaps, strict=False):
        pad = len(STEP) * indent
        whole = flat(node)
        if lines and gap in {"glue", "fixed"}:
            column = len(lines[-1]) + (pad if len(lines) == 1 else 0)
        elif lines and gap == "line":
            column = len(lines[-1]) + 1 + (pad if len(lines) == 1 else 0)
            big = (
                node.is_block
                or holds_block(node)
                or node.kind == "comment"
                or node.name == "include"
            )
            crowded = on_line + elements(node) > MAX_ELEMENTS
            if was_big or big or crowded or column + len(whole) > WIDTH:
                gap, column = "soft", pad
        else:
            column = start if start and not lines else pad
        made = node_lines(node, indent, column)
        if lines and gap == "line":
            lines = [*lines[:-1], lines[-1] + " " + made[0], *made[1:]]
        else:
            lines = join(lines, made, gap, indent)
        on_line = elements(node) + (on_line if gap in {"glue", "line", "fixed"} else 0)
        was_big = node.is_block or holds_block(node) or len(made) > 1 or node.kind == "comment"
    return lines


def laid_out(text: str) -> str:
    edge = BLOCK if "{% extends" in text or "<!doctype" in text.lower() else WORDS
    root = read(text.strip())
    loosen(root, Around(edge, edge))
    if tie_long_runs(root, 0):  # read again: what is tied together is laid out in another way
        root = read(flat_part(root))
        loosen(root, Around(edge, edge))
    return "\n".join(part_lines(root, 0)) + "\n"


def tie_long_runs(part: Part, indent: int) -> bool:
    """Puts `oneline` around words that no line break may part and that are too long for a line."""
    changed = False
    nodes: list[Node] = []
    gaps = part.gaps[:1]
    place = 0
    while place < len(part.nodes):
        end = place + 1
        while end < len(part.nodes) and part.gaps[end] == "glue":
            end += 1
        run = part.nodes[place:end]
        if is_too_long(run, indent):
            inner = Part("{% oneline %}", run, ["none", *part.gaps[place + 1 : end], "none"])
            nodes.append(Node("block", "{% oneline %}", "oneline", [inner], "{% endoneline %}"))
            changed = True
        else:
            for node in run:
                changed |= trim(node, indent)
                for branch in node.parts:
                    changed |= tie_long_runs(branch, indent + 1)
            nodes += run
            gaps += part.gaps[place + 1 : end]
        gaps.append(part.gaps[end])
        place = end
    part.nodes, part.gaps = nodes, gaps
    return changed


def is_too_long(run: list[Node], indent: int) -> bool:
    if sum(len(flat(node)) for node in run) + indent * len(STEP) <= WIDTH:
        return False
    if len(run) > 1:
        return any(node.kind != "text" or node.name.startswith("blocktrans") for node in run)
    ends = {gap for part in run[0].parts for gap in (part.gaps[0], part.gaps[-1])}
    return run[0].kind == "block" and run[0].name != "block" and "glue" in ends


def trim(node: Node, indent: int) -> bool:
    """A text that is too long for a line gets lines of its own; `trimmed` keeps it the same text."""
    long = len(node.source) + indent * len(STEP) > WIDTH and "\n" not in node.source
    if not long or not node.name.startswith("blocktrans"):
        return False
    opening = node.source[: node.source.index("%}")]
    if "trimmed" in opening.split():
        return False
    node.source = node.source.replace(node.name, f"{node.name} trimmed", 1)
    return True
