"""`pandeng check` as a whole process on an article, and the growth of clean + read with the text."""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from bench import scale
from pandeng.domain.briefings.clean import clean
from pandeng.domain.briefings.read import read

ARTICLE = Path(__file__).parent.parent / "tests" / "domain" / "briefings" / "article.txt"


def run(path: Path) -> float:
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "pandeng", "check", str(path), "--json"],
        env=os.environ.copy(),
        stdout=subprocess.DEVNULL,
        check=False,
    )
    return time.perf_counter() - started


def main() -> None:
    scale.start()
    article = Path(os.environ.get("ARTICLE", ARTICLE))
    first = run(article)
    later = [run(article) for _ in range(7)]
    print(f"check {article.name}: first after set-up {first:.2f} s, then cold starts")
    print(
        f"    median {statistics.median(later):.2f} s ({min(later):.2f}–{max(later):.2f}); limit 2 s"
    )
    text = article.read_text(encoding="utf-8")
    sizes = []
    for megabytes in (0.25, 0.5, 1.0):
        whole = (text * (int(megabytes * 2**20 / len(text.encode())) + 1))[: int(megabytes * 2**20)]
        started = time.perf_counter()
        found = len(read(clean(whole).text))
        sizes.append(time.perf_counter() - started)
        print(
            f"    clean and read {len(whole.encode()) / 2**20:.2f} MB: {sizes[-1]:.2f} s, {found} figures"
        )
    for construct in (
        "5%",
        "5%。",
        "3、5项，",
        "由5%增长到6%。",
        "诉求708项，徐州市30项。",
        "指标\t708\n",
    ):
        whole = construct * (2**20 // len(construct.encode()))
        began = time.perf_counter()
        found = len(read(clean(whole).text))
        print(f"    1 MB of {construct!r}: {time.perf_counter() - began:.2f} s, {found} figures")
    print(
        f"    growth from half to whole: {sizes[-1] / sizes[-2]:.2f}× for 2× the text; limit 10 s a megabyte"
    )
