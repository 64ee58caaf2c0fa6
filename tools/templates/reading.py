"""A template as a tree: elements and template blocks, and the gaps between what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

BLOCKS = set(
    "html head body meta link title script style div p section header footer main nav aside ul ol li"
    " dl dt dd table caption colgroup col thead tbody tfoot tr td th form fieldset legend h1 h2 h3 h4"
    " h5 h6 figure figcaption details summary dialog hr br option optgroup datalist template pre"
    " path circle rect g line polyline polygon use symbol defs pattern"
    " c-card c-table c-facts c-fact c-message c-empty c-filters c-paging c-field c-chart"
    " c-attachments c-breadcrumbs c-sort c-chart-library c-vars".split()
)
BLOCK_CLASSES = {"block", "partbar", "leafof", "form-label"}
VOID = set("meta link input br hr img use path circle rect line col source".split())
VERBATIM = {"script", "style", "pre", "textarea"}
PAIRED = set("if for with block oneline once_per fixed".split())
BRANCHES = {"else", "elif", "empty"}
TOKEN = re.compile(
    r"\{%\s*comment\b.*?\{%\s*endcomment\s*%\}|\{%\s*(blocktrans(?:late)?)\b.*?\{%\s*end\1\s*%\}"
    r"|\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}|<!--.*?-->|<!doctype[^>]*>|</[^>]+>|<(?=[a-zA-Z])|\s+|[^\s<{]+|.",
    re.DOTALL | re.IGNORECASE,
)
INSIDE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")


@dataclass
class Part:
    """What stands between two tags; `gaps` before, between and behind the nodes."""

    tag: str
    nodes: list[Node] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)  # "none", "space"; then "soft", "line", "glue"


@dataclass
class Node:
    kind: str  # text, space, tag, comment, element, close, block
    source: str
    name: str = ""
    parts: list[Part] = field(default_factory=list)
    end: str = ""

    @property
    def classes(self) -> set[str]:
        found = re.search(r"""\bclass=(["'])(.*?)\1""", INSIDE.sub(" ", self.source), re.DOTALL)
        return set(found[2].split()) if found else set()

    @property
    def is_block(self) -> bool:
        if self.kind not in {"element", "close"}:
            return False
        return self.name in BLOCKS or bool(self.classes & BLOCK_CLASSES)


def tokens(text: str) -> Iterator[Node]:
    at = 0
    while at < len(text):
        found = TOKEN.match(text, at)
        assert found
        source = text[at : tag_end(text, at)] if found[0] == "<" else found[0]
        node = token(source)
        yield node
        at += len(source)
        close = raw_end(node, text, at)
        if close > at:
            yield Node("text", text[at:close], "raw")
            at = close


def token(source: str) -> Node:
    if source.isspace():
        return Node("space", source)
    if source.startswith(("{#", "<!--")) or re.match(r"\{%\s*comment\b", source):
        return Node("comment", source)
    if source.startswith("{%"):
        name = source[2:-2].split()[0]
        return Node("text" if name.startswith("blocktrans") else "tag", source, name)
    if source.startswith("</"):
        return Node("close", source, source[2:-1].strip().lower())
    if source.lower().startswith("<!doctype"):
        return Node("element", source, "hr")
    name = re.match(r"<([\w.:-]+)", source)
    return Node("element", source, name[1].lower()) if name else Node("text", source)


def tag_end(text: str, at: int) -> int:
    """Where the tag that opens here ends; quotes and template tags may hold a `>`."""
    quote = ""
    while at < len(text):
        inside = INSIDE.match(text, at)
        if inside:
            at = inside.end()
            continue
        if quote:
            quote = "" if text[at] == quote else quote
        elif text[at] in "\"'":
            quote = text[at]
        elif text[at] == ">":
            return at + 1
        at += 1
    raise ValueError("a tag without an end")


def raw_end(node: Node, text: str, at: int) -> int:
    """Where the content of a tag ends that keeps its white space."""
    if node.kind != "element" or node.name not in VERBATIM:
        return at
    close = re.compile(rf"</{node.name}\s*>", re.IGNORECASE).search(text, at)
    return close.start() if close else at


def read(text: str) -> Part:
    """Template blocks first, which always close; then elements that close within one branch."""
    root = Part("")
    stack: list[tuple[Node | None, list[Part]]] = [(None, [root])]
    for node in tokens(text):
        parts = stack[-1][1]
        if node.kind == "tag" and node.name in PAIRED:
            node.kind, node.parts = "block", [Part(node.source)]
            parts[-1].nodes.append(node)
            stack.append((node, node.parts))
        elif node.kind == "tag" and node.name in BRANCHES:
            parts.append(Part(node.source))
        elif node.kind == "tag" and node.name.startswith("end"):
            opened = stack.pop()[0]
            assert opened
            opened.end = node.source
        else:
            parts[-1].nodes.append(node)
    pair(root, oneline=False)
    return root


def pair(part: Part, *, oneline: bool) -> None:
    """Puts what stands between an opening and its closing tag into the element."""
    done: list[Node] = []
    opened: list[int] = []
    for node in part.nodes:
        for branch in node.parts:
            pair(branch, oneline=oneline or node.name == "oneline")
        place = next((i for i in reversed(opened) if done[i].name == node.name), None)
        if node.kind == "close" and place is not None:
            opened = [i for i in opened if i < place]
            done[place].parts = [Part(done[place].source, done[place + 1 :])]
            done[place].end = node.source
            space_out(done[place].parts[0], oneline)
            del done[place + 1 :]
            continue
        if node.kind == "element" and node.name not in VOID and not node.source.endswith("/>"):
            opened.append(len(done))
        done.append(node)
    part.nodes = done
    space_out(part, oneline)


def space_out(part: Part, oneline: bool) -> None:
    """Spaces become gaps."""
    gaps, nodes = ["none"], []
    for node in part.nodes:
        if node.kind == "space":
            gaps[-1] = "none" if oneline and "\n" in node.source else "space"
        else:
            nodes.append(node)
            gaps.append("none")
    part.nodes, part.gaps = nodes, gaps
