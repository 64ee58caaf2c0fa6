"""Lays the page templates out: one element a line, lines of 120 characters, and no page changes.

`python tools/templates` names the templates that are laid out otherwise and fails; `--write`
writes them. White space is added only where a browser ignores it: between blocks, in a flex or grid
row, inside a tag. Chinese text gains no gaps. Standard library only.
"""

from __future__ import annotations

import sys

from spaces import ROOT
from writing import laid_out


def main() -> None:
    wrong = []
    for path in sorted(ROOT.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        made = laid_out(text)
        if made != text:
            wrong.append(path)
            if "--write" in sys.argv:
                path.write_text(made, encoding="utf-8")
    names = [str(path.relative_to(ROOT)) for path in wrong]
    if wrong and "--write" not in sys.argv:
        sys.exit("\n".join([*names, "lay them out: python tools/templates --write"]))
    print(f"{len(names)} templates laid out" if names else "the templates are laid out")


if __name__ == "__main__":
    main()
