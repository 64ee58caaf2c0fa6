"""Copy the page assets that are used out of node_modules, and make one sprite of the icons used."""

import re
import shutil
import sys
from pathlib import Path

# Tabler carries its licence inside the file
FILES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "@tabler/icons/LICENSE": "icons.LICENSE.txt",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "htmx.org/LICENSE": "htmx.LICENSE.txt",
    "echarts/dist/echarts.min.js": "echarts.min.js",
    "echarts/LICENSE": "echarts.LICENSE.txt",
    "echarts/NOTICE": "echarts.NOTICE.txt",
}
DRAWING = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
SOURCE_MAP = re.compile(r"\n?(/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=.*)\s*$")


def main(modules: Path, names: Path, out: Path) -> None:
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    for source, name in FILES.items():
        path = modules / source
        if path.suffix in {".css", ".js"}:
            text = path.read_text(encoding="utf-8")
            (out / name).write_text(SOURCE_MAP.sub("", text), encoding="utf-8")
        else:
            shutil.copyfile(path, out / name)
    symbols = [symbol(modules, name) for name in names.read_text().split()]
    (out / "icons.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n', encoding="utf-8"
    )


def symbol(modules: Path, name: str) -> str:
    path = modules / "@tabler" / "icons" / "icons" / "outline" / f"{name}.svg"
    if not path.exists():
        sys.exit(f"icons.txt: there is no icon called {name}")
    drawing = DRAWING.search(path.read_text(encoding="utf-8"))
    assert drawing
    pen = 'fill="none" stroke="currentColor" stroke-width="1.75"'
    ends = 'stroke-linecap="round" stroke-linejoin="round"'
    return f'<symbol id="{name}" viewBox="0 0 24 24" {pen} {ends}>{drawing[1].strip()}</symbol>'


if __name__ == "__main__":
    main(*(Path(word) for word in sys.argv[1:4]))
