"""Pairs of neighbouring characters: what the search index and the likeness of texts are made of. Pure."""

import re
from collections.abc import Iterable

APART = "\t"
MAX_WORDS_LENGTH = 600  # characters of words; more says nothing new about a record
WORD = re.compile(r"[^\W_]+")


def pairs(text: str) -> list[str]:
    """Every pair of neighbouring letters or digits, each once, in order."""
    found: dict[str, None] = {}
    for word in WORD.findall(text.casefold()):
        for place in range(len(word) - 1):
            found[word[place : place + 2]] = None
    return list(found)


def indexed(words: Iterable[str]) -> str:
    """The `search_text` of a record from its words: the words, a tab, their pairs."""
    text = " ".join(word.casefold() for word in words if word).replace(APART, " ")[
        :MAX_WORDS_LENGTH
    ]
    return f"{text}{APART}{' '.join(pairs(text))}"
