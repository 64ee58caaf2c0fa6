"""How many numbers are read: more in one sentence, or in all, are no report and would take for ever."""

from bisect import bisect_left
from collections.abc import Sequence

MOST_IN_A_SENTENCE = 300
MOST = 20_000
_ENDS = "。！？\n"


class Crowd:
    """Counts the numbers of each sentence as they come."""

    def __init__(self, text: str) -> None:
        self.text, self.end, self.count, self.all = text, 0, 0, 0

    def skips(self, place: int) -> int:
        """From where to read on: the place itself, or the end of a sentence that is full."""
        if place >= self.end:
            self.end, self.count = _sentence_end(self.text, place), 0
        self.count += 1
        self.all += 1
        if self.all > MOST:
            return len(self.text)
        return place if self.count <= MOST_IN_A_SENTENCE else max(self.end, place)


def _sentence_end(text: str, place: int) -> int:
    ends = [found for sign in _ENDS if (found := text.find(sign, place, place + 4000)) >= 0]
    return min(ends, default=min(len(text), place + 4000)) + 1


def left_out(text: str, starts: Sequence[int]) -> str:
    """The sentence that names what was not read; empty where all was. `starts`: the figures, in order."""
    if len(starts) >= MOST:
        return f"文中的数超过{MOST}个，只读了前{MOST}个。"
    for place in range(0, len(starts) - MOST_IN_A_SENTENCE + 1, MOST_IN_A_SENTENCE):
        end = _sentence_end(text, starts[place])
        if bisect_left(starts, end) - place >= MOST_IN_A_SENTENCE - 1:
            return f"有一句里的数超过{MOST_IN_A_SENTENCE}个，其余的没有读。"
    return ""
