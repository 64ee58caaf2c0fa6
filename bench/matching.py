"""Which company a name means: top-1 on aliases and precision of automatic matches, against rapidfuzz.

    .venv/bin/python bench/matching.py FOLDER [--part tune|measure|all] [--misses]

FOLDER holds company_master.csv (code, full_2021, full_2020, short_…), alias_pairs_positive.csv (code,
name_a, name_b, kind) and name_pairs_negative.csv (code_a, code_b, name_a, name_b). Companies are split
by the digest of their code: one part was looked at while the matcher was written, the other is only
measured. Three registers: one that knows full names only; one that also knows every other short and
former name but never the spelling that is asked for; and one as of the latest list, with its short
names, asked with the names of earlier lists. A name is answerable where it shares two characters, in
order, with a name that the register has of its company: a company renamed altogether is not found by
its looks, only by its former name.
"""

import csv
import hashlib
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pandeng.config.settings")

from rapidfuzz import fuzz, process

from pandeng.domain.enterprises.matching import NameIndex, parts, plain

Row = dict[str, str]
NAMES = ("full_2021", "full_2020", "short_2021", "short_2020", "short_2018")


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def part_of(code: str) -> str:
    return "tune" if hashlib.sha256(code.encode()).digest()[0] % 2 else "measure"


class Asking:
    """Our matcher and the rivals, asked about the same name over the same lines."""

    def __init__(self, lines: list[tuple[int, str]]) -> None:
        self.lines = lines
        self.index = NameIndex(lines)
        self.plain = [plain(name) for _key, name in lines]
        of: dict[int, list[int]] = defaultdict(list)
        bearers: dict[str, set[int]] = defaultdict(set)
        for number, (key, _name) in enumerate(lines):
            of[key].append(number)
            bearers[self.plain[number]].add(key)
        # a company listed under two codes has the same names twice
        self.of = {
            key: [n for own in numbers for twin in bearers[self.plain[own]] for n in of[twin]]
            for key, numbers in of.items()
        }

    def ours(self, written: str, without: set[int]) -> tuple[int, bool] | None:
        found = self.index.find(written, without=without) if without else self.index.find(written)
        return (found[0].key, found[0].is_automatic) if found else None

    def rival(self, scorer: Callable[..., float], written: str, without: set[int]) -> int | None:
        choices = {n: text for n, text in enumerate(self.plain) if n not in without}
        found = process.extractOne(plain(written), choices, scorer=scorer, processor=None)
        return self.lines[found[2]][0] if found else None


RIVALS = {
    "WRatio": fuzz.WRatio,
    "token_set_ratio": fuzz.token_set_ratio,
    "partial_ratio": fuzz.partial_ratio,
}


def same(master: dict[int, str], key: int | None, code: int) -> bool:
    """The right company, or one listed twice under the very same full name."""
    return key is not None and (key == code or master[key] == master[code])


def in_common(one: str, other: str) -> bool:
    """Two characters, in order, that stand in both."""
    return any(one[i] + one[j] in {other[a] + other[b] for a in range(len(other)) for b in range(a + 1, len(other))}
               for i in range(len(one)) for j in range(i + 1, len(one)))  # fmt: skip


def top_one(
    title: str,
    pairs: list[Row],
    asking: Asking,
    master: dict[int, str],
    misses: bool,
    *,
    leave_out: bool = True,
) -> Counter[str]:
    right: Counter[str] = Counter()
    automatic: Counter[str] = Counter()
    by_kind: dict[str, Counter[bool]] = defaultdict(Counter)
    spent: Counter[str] = Counter()
    answerable = 0
    for pair in pairs:
        code, written = int(pair["code"]), pair["name_a"]
        own = asking.of[code]
        without = {n for n in own if leave_out and asking.plain[n] == plain(written)}
        is_answerable = any(
            in_common(parts(written).core, asking.plain[n]) for n in own if n not in without
        )
        began = time.perf_counter()
        found = asking.ours(written, without)
        spent["ours"] += time.perf_counter() - began
        good = found is not None and same(master, found[0], code)
        right["ours"] += good
        answerable += is_answerable
        right["answerable"] += good and is_answerable
        by_kind[pair["kind"]][good] += 1
        if found and found[1]:
            automatic["right" if good else "wrong"] += 1
            if not good:
                print("  automatic and wrong:", written, "→", master[found[0]])
        if misses and not good:
            print(
                "  missed:", written, "→", master[found[0]] if found else None, "not", master[code]
            )
        for name, scorer in RIVALS.items():
            began = time.perf_counter()
            right[name] += same(master, asking.rival(scorer, written, without), code)
            spent[name] += time.perf_counter() - began
    total = len(pairs)
    print(f"{title}: {total} aliases over {len(asking.lines)} names")
    for name in ("ours", *RIVALS):
        print(
            f"  {name:16} top-1 {right[name] / total:.4f}  {spent[name] / total * 1000:6.2f} ms a name"
        )
    print(f"  ours, of the {answerable} answerable: {right['answerable'] / answerable:.4f}")
    for kind, count in sorted(by_kind.items()):
        print(f"    {kind:36} {count[True] / count.total():.4f} of {count.total()}")
    print(f"  automatic: {automatic.total() / total:.3f} of them, {automatic['wrong']} wrong")
    return automatic


def negatives(pairs: list[Row], asking: Asking, codes: Iterable[int]) -> tuple[int, int, int]:
    """Automatic matches of a company that is not in the register: every one is wrong."""
    known, wrong, alone, asked = set(codes), 0, 0, 0
    for pair in pairs:
        for own, name, other in (
            (pair["code_a"], pair["name_a"], pair["name_b"]),
            (pair["code_b"], pair["name_b"], pair["name_a"]),
        ):
            asked += 1
            without = set(asking.of[int(own)]) if int(own) in known else set()
            found = asking.ours(name, without)
            if found and found[1]:
                wrong += 1
                print("  automatic and wrong:", name, "→", found[0])
            only = NameIndex([(1, other)]).find(name)
            if only and only[0].is_automatic:
                alone += 1
                print("  automatic and wrong, alone:", name, "→", other)
    return asked, wrong, alone


def main(folder: Path, part: str, misses: bool) -> None:
    listed = {int(row["code"]): row for row in rows(folder / "company_master.csv")}
    master = {
        code: row["full_2021"] or row["full_2020"]
        for code, row in listed.items()
        if row["full_2021"] or row["full_2020"]
    }
    pairs = [
        row
        for row in rows(folder / "alias_pairs_positive.csv")
        if int(row["code"]) in master and part in ("all", part_of(row["code"]))
    ]
    began = time.perf_counter()
    full = Asking(list(master.items()))
    print(f"part {part}; {len(master)} companies, indexed in {time.perf_counter() - began:.2f} s")
    every = Asking(
        [
            (code, name)
            for code in master
            for name in dict.fromkeys(listed[code][column] for column in NAMES)
            if name
        ]
    )
    only_full = [row for row in pairs if row["kind"].endswith("_vs_full")]
    automatic = top_one("register of full names only", only_full, full, master, misses)
    automatic += top_one("register that knows other names too", pairs, every, master, misses)
    latest = Asking(
        [
            (code, name)
            for code in master
            for name in dict.fromkeys(listed[code][column] for column in NAMES[:3])
            if name
        ]
    )
    earlier = [row for row in pairs if row["kind"] != "short_2021_vs_full"]
    automatic += top_one(
        "register of 2021, earlier lists", earlier, latest, master, misses, leave_out=False
    )
    hard = [
        row
        for row in rows(folder / "name_pairs_negative.csv")
        if part in ("all", part_of(row["code_a"] + row["code_b"]))
    ]
    asked, wrong, alone = negatives(hard, every, master)
    print(
        f"hard negatives: {asked} names asked of a register without their company: {wrong} automatic"
    )
    print(f"  against the one similar name alone: {alone} automatic")
    absent = 0
    for row in only_full:
        found = every.ours(row["name_a"], set(every.of[int(row["code"])]))
        if found and found[1]:
            absent += 1
            print("  automatic though absent:", row["name_a"], "→", master[found[0]])
    print(f"short names of absent companies: {len(only_full)} asked, {absent} automatic")
    bad = automatic["wrong"] + wrong + alone
    print(f"precision of automatic matches on aliases and hard negatives together: "
          f"{automatic['right'] / max(1, automatic['right'] + bad):.4f}")  # fmt: skip


if __name__ == "__main__":
    given = sys.argv[1:]
    if not given:
        sys.exit(__doc__)
    chosen = given[given.index("--part") + 1] if "--part" in given else "measure"
    main(Path(given[0]), chosen, "--misses" in given)
