"""Precision and recall of the reading against figures counted by hand.

    .venv/bin/python bench/article_reading.py FOLDER [--show]

FOLDER holds NAME.txt files and TRUTH.jsonl: one line per figure with file, raw (as written, in
simplified characters), value, unit, norm (multiplier expanded). A figure counts as found when a
reading stands where its text stands (in order of the text) with the same value and unit.
"""

import json
import os
import sys
import time
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pandeng.config.settings")  # for translated words

from pandeng.domain.briefings.clean import clean, decode
from pandeng.domain.briefings.read import Reading, read


def same(reading: Reading, figure: dict[str, object]) -> bool:
    norm, unit = figure.get("norm"), str(figure.get("unit") or "")
    if norm is None:
        return reading.value is None or str(figure["value"]) in reading.text
    ends = (reading.value, reading.high)
    is_near = any(
        end is not None and abs(end - Decimal(str(norm))) < Decimal("0.0001") for end in ends
    )
    return is_near and (reading.unit == unit or reading.unit.endswith(unit) or unit in reading.text)


def score(folder: Path, show: bool) -> tuple[int, int, int]:
    truth: dict[str, list[dict[str, object]]] = defaultdict(list)
    for line in (folder / "TRUTH.jsonl").read_text(encoding="utf-8").splitlines():
        if line.strip():
            figure = json.loads(line)
            truth[str(figure["file"]).removesuffix(".txt")].append(figure)
    found = expected = given = 0
    for name, figures in sorted(truth.items()):
        path = folder / f"{name}.txt"
        cleaned = clean(decode(path.read_bytes(), path.name))
        readings = read(cleaned.text, cleaned.published)
        left = list(readings)
        at, missed = 0, []
        for figure in figures:
            raw = str(figure["raw"])
            place = cleaned.text.find(raw, at)
            place = cleaned.text.find(raw) if place < 0 else place
            hit = next(
                (
                    one
                    for one in left
                    if same(one, figure)
                    and (place < 0 or (one.start < place + len(raw) and place < one.end))
                ),
                None,
            )
            if hit is None:
                missed.append(raw)
            else:
                left.remove(hit)
                at = max(at, hit.end)
        found += len(figures) - len(missed)
        expected += len(figures)
        given += len(readings)
        if show or missed or left:
            print(f"{name}: missed {missed}, besides {[one.text for one in left]}")
    return found, expected, given


def main(arguments: list[str]) -> int:
    if not arguments:
        print(__doc__)
        return 2
    began = time.perf_counter()
    found, expected, given = score(Path(arguments[0]), "--show" in arguments)
    seconds = time.perf_counter() - began
    print(f"recall {found}/{expected} = {found / max(expected, 1):.3f}")
    print(f"precision {found}/{given} = {found / max(given, 1):.3f}")
    print(f"{seconds:.2f} s")
    return 0 if found >= 0.95 * expected and found >= 0.95 * given else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
