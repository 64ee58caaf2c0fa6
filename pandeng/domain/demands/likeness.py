"""How alike two texts read: the share of character pairs they have in common. No database."""

import re
import unicodedata

# Words that nearly every demand holds say nothing of what it is about.
COMMON = re.compile(r"有限公司|股份|反映|请协调解决|请|希望|我公司|公司|企业|需要|尽快|帮助")


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of what a text is about."""
    words = COMMON.sub(" ", unicodedata.normalize("NFKC", text).casefold())
    return frozenset(
        word[n : n + 2]
        for word in re.findall(r"[\u3400-\u9fff]{2,}|[a-z0-9]{2,}", words)
        for n in range(len(word) - 1)
    )


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """From 0 to 1: shared pairs over those of the shorter text, damped for very short ones."""
    if not one or not other:
        return 0.0
    shared = len(one & other)
    return shared / (min(len(one), len(other)) + 2)
