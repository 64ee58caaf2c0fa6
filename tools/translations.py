"""Is every visible string translated? The text in the code is Chinese; English stands in a .po file.

`python tools/translations.py` compares and fails; `--write` adds new strings to the .po file, for a
person to translate, and drops those no longer used. Needs gettext.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
ENGLISH = ROOT / "pandeng" / "locale" / "en" / "LC_MESSAGES" / "django.po"
PLACE = re.compile(r"%\((\w+)\)|\{(\w+)\}")
SHOWN = 40


def main() -> None:
    if not shutil.which("xgettext"):
        sys.exit("gettext is needed to collect the strings: as root run `apt-get install gettext`.")
    found = collect()
    if "--write" in sys.argv:
        ENGLISH.parent.mkdir(parents=True, exist_ok=True)
        found.save(str(ENGLISH))
        print(f"{len(found)} strings, {len(found.untranslated_entries())} to translate: {ENGLISH}")
        return
    wrong = [
        f"{said}: {entry.msgid!r} ({where(entry)})" for entry in found for said in faults(entry)
    ]
    if wrong:
        more = [f"… and {len(wrong) - SHOWN} more"] if len(wrong) > SHOWN else []
        sys.exit("\n".join([*wrong[:SHOWN], *more, "translate them in pandeng/locale/en"]))
    print(f"{len(found)} strings, all in English too")


def collect() -> polib.POFile:
    """The strings of the code as it is now, with the translations there are, in a copy of it."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "pandeng"
        leave = shutil.ignore_patterns("vendor", "__pycache__", "migrations", "*.mo")
        shutil.copytree(ROOT / "pandeng", copy, ignore=leave)
        (copy / "locale").mkdir(exist_ok=True)
        options = "-l en --no-wrap --no-obsolete --add-location file".split()
        made = subprocess.run(
            [sys.executable, "-m", "django", "makemessages", *options],
            cwd=copy,
            capture_output=True,
            text=True,
        )
        if made.returncode:
            sys.exit(made.stderr[-2000:])
        found = polib.pofile(str(copy / "locale" / "en" / "LC_MESSAGES" / "django.po"), wrapwidth=0)
    found.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": "en",
        "MIME-Version": "1.0",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    found.metadata_is_fuzzy = False
    found.header = "English for the Chinese texts of the interface."
    for entry in found:
        if entry.fuzzy:  # a guess from a similar string is no translation
            entry.msgstr = ""
            entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, "")
            entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
            entry.previous_msgid = None
    return found


def faults(entry: polib.POEntry) -> list[str]:
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not all(texts):
        return ["not translated"]
    places = set(PLACE.findall(entry.msgid + entry.msgid_plural))
    return ["placeholders differ"] if any(set(PLACE.findall(t)) - places for t in texts) else []


def where(entry: polib.POEntry) -> str:
    return entry.occurrences[0][0] if entry.occurrences else "?"


if __name__ == "__main__":
    main()
