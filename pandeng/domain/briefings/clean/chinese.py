"""The two dictionaries of the cleaner, loaded when first needed: OpenCC and the pinyin table."""

import unicodedata
from functools import cache, lru_cache
from typing import Any


@cache
def _converter(name: str) -> Any:
    from opencc import OpenCC

    return OpenCC(name)


@lru_cache(maxsize=65536)
def _simplify_short(text: str) -> str:
    return str(_converter("tw2s").convert(text))


def simplify(text: str) -> str:
    """Simplified characters by words, not by single characters (乾淨 → 干净, 乾坤 stays)."""
    if text.isascii():
        return text
    return _simplify_short(text) if len(text) <= 24 else str(_converter("tw2s").convert(text))


@lru_cache(maxsize=16384)
def readings(hanzi: str) -> frozenset[str]:
    """Every reading of a character, without tones: 行 → hang, xing, heng."""
    from pypinyin.constants import PINYIN_DICT

    marked = PINYIN_DICT.get(ord(hanzi), "")
    return frozenset(toneless(reading) for reading in marked.split(",") if reading)


def toneless(syllable: str) -> str:
    """lǜ, lü4 and lv are one reading."""
    plain = syllable.lower().replace("ü", "v").replace("u:", "v").rstrip("0123456789")
    if plain.isascii():
        return plain
    parts = unicodedata.normalize("NFD", syllable.lower()).replace("u\u0308", "v")
    kept = (part for part in parts if not unicodedata.combining(part))
    return "".join(kept).replace("ɡ", "g").replace("ü", "v")
