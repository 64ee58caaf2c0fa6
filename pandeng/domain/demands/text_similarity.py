"""How alike two texts read: the share of character pairs they have in common. No database."""

import re
import unicodedata

from pandeng.core.bigrams import pairs as neighbours

# Words that nearly every demand holds say nothing of what it is about.
COMMON = re.compile(r"有限公司|股份|反映|请协调解决|请|希望|我公司|公司|企业|需要|尽快|帮助")


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of what a text is about."""
    return frozenset(neighbours(COMMON.sub(" ", unicodedata.normalize("NFKC", text))))


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """From 0 to 1: shared pairs over those of the shorter text, damped for very short ones."""
    if not one or not other:
        return 0.0
    shared = len(one & other)
    return shared / (min(len(one), len(other)) + 2)
