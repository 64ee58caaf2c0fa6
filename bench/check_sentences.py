"""How many sentences `pandeng check` reads and judges as a person wrote down beforehand.

    PANDENG_HOME=… .venv/bin/python -m bench.check_sentences FILE.jsonl [--show] [--kind WORD]

Each line of the file is one text: id, kind, text, expected (a list of text_contains, value, unit,
verdict_in; null stands for any), no_figures, must_not_read. A sentence is right when every expected
figure stands there with its value, unit and one of its verdicts, and nothing is read that must not be.
Whatever it says, a figure judged contradicted or confirmed that was not expected to be is counted apart.
The records are those of the office in PANDENG_HOME.
"""

import json
import os
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any


@dataclass
class Score:
    """What one sentence came to: its faults in words, and its false verdicts."""

    faults: list[str] = field(default_factory=list)
    contradicted: list[str] = field(default_factory=list)
    confirmed: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)


def _is_value(wanted: Any, value: Decimal | None) -> bool:
    if wanted is None:
        return True
    options = wanted if isinstance(wanted, list) else [wanted]
    return any(
        value is not None and abs(value - Decimal(str(one))) < Decimal("0.0005") for one in options
    )


def _fits(wanted: dict[str, Any], one: Any) -> bool:
    units = {"", None, one.unit}
    is_unit = wanted["unit"] in units or wanted["unit"] in one.text
    return is_unit and _is_value(wanted["value"], one.value)


def score(sentence: dict[str, Any], figures: list[Any]) -> Score:
    found, taken = Score(), set()
    for wanted in sentence["expected"]:
        here = [one for one in figures if wanted["text_contains"] in one.text]
        read = [one for one in here if _fits(wanted, one)]
        # a figure that stands twice (a misprint and what is behind it) is judged by either
        right = [one for one in read if one.verdict in wanted["verdict_in"]]
        if not right:
            said = [f"{one.text}={one.value}{one.unit} {one.verdict}" for one in here or figures]
            found.faults.append(f"{wanted['text_contains']} {wanted['verdict_in']}: {said}")
        taken |= {(one.start, one.end) for one in here}
        _count_false(found, wanted, here)
    for one in figures:
        if (one.start, one.end) not in taken and one.verdict == "contradicted":
            found.contradicted.append(f"{one.text} besides")
    if sentence.get("no_figures") and figures:
        found.faults.append(f"read {[one.text for one in figures]}")
    for bad in sentence.get("must_not_read") or []:
        if any(bad in one.text for one in figures):
            found.faults.append(f"read {bad}")
    return found


def _count_false(found: Score, wanted: dict[str, Any], here: list[Any]) -> None:
    for verdict, told in (
        ("contradicted", found.contradicted), ("confirmed", found.confirmed), ("inconsistent", found.alarms),
    ):  # fmt: skip
        if verdict in wanted["verdict_in"] or any(one.verdict == "malformed" for one in here):
            continue  # behind a misprint stands the number it should have been
        told += [f"{one.text}: {one.reason}" for one in here if one.verdict == verdict]


def main(arguments: list[str]) -> int:
    if not arguments:
        print(__doc__)
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pandeng.config.settings")
    import django

    django.setup()
    from pandeng.domain.briefings.judge import check
    from pandeng.jobs.management.commands.figure import system_scope

    kind = arguments[arguments.index("--kind") + 1] if "--kind" in arguments else ""
    lines = Path(arguments[0]).read_text(encoding="utf-8").splitlines()
    sentences = [json.loads(line) for line in lines if line.strip()]
    scope, right, all_of = system_scope(None), Counter[str](), Counter[str]()
    false: dict[str, list[str]] = {"contradicted": [], "confirmed": [], "inconsistent": []}
    began = time.perf_counter()
    for sentence in sentences:
        if kind and kind not in sentence["kind"]:
            continue
        result = score(sentence, check(scope, sentence["text"]).figures)
        all_of[sentence["kind"]] += 1
        right[sentence["kind"]] += not result.faults
        for name, told in zip(
            false, (result.contradicted, result.confirmed, result.alarms), strict=True
        ):
            false[name] += [f"{sentence['id']} {sentence['text']!r}: {one}" for one in told]
        if result.faults and "--show" in arguments:
            print(f"{sentence['id']} [{sentence['kind']}] {sentence['text']!r}")
            print("".join(f"      {fault}\n" for fault in result.faults), end="")
    return _told(right, all_of, false, time.perf_counter() - began, "--show" in arguments)


def _told(
    right: Counter[str],
    all_of: Counter[str],
    false: dict[str, list[str]],
    seconds: float,
    show: bool,
) -> int:
    for kind, count in all_of.items():
        print(f"{right[kind]:4}/{count:<4} {kind}")
    for name, told in false.items():
        print(f"false {name}: {len(told)}")
        for line in told if show else []:
            print(f"      {line}")
    share = right.total() / max(all_of.total(), 1)
    print(f"right {right.total()}/{all_of.total()} = {share:.3f}, {seconds:.1f} s")
    return 0 if share >= 0.97 and not false["contradicted"] and not false["confirmed"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
