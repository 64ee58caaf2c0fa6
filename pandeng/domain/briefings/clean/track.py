"""A text that remembers, character by character, where in the copy it came from."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

# A change of the text: from, to, what stands there afterwards.
Edit = tuple[int, int, str]


@dataclass
class Track:
    """`starts[i]`, `ends[i]`: the span of the copy that character i of the text stands for."""

    text: str
    starts: "array[int]"
    ends: "array[int]"
    raw_length: int

    @classmethod
    def of(cls, raw: str) -> "Track":
        size = len(raw)
        return cls(raw, array("q", range(size)), array("q", range(1, size + 1)), size)

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the copy behind text[start:end]; an empty span is a place between two."""
        if start < end:
            return self.starts[start], self.ends[end - 1]
        place = self.ends[start - 1] if start else 0
        return place, place

    def clean_span(self, raw_start: int, raw_end: int) -> tuple[int, int]:
        """Where a span of the copy stands in the text; empty when nothing of it is left."""
        start = bisect_right(self.ends, raw_start)
        end = bisect_left(self.starts, raw_end)
        return (start, end) if start < end else (start, start)

    def edit(self, edits: Iterable[Edit]) -> "Track":
        """The text after the edits, which come in order and do not overlap. Linear in length."""
        pieces: list[str] = []
        starts: array[int] = array("q")
        ends: array[int] = array("q")
        at = 0
        for begin, end, after in edits:
            pieces.append(self.text[at:begin])
            starts.extend(self.starts[at:begin])
            ends.extend(self.ends[at:begin])
            pieces.append(after)
            if len(after) == end - begin:
                starts.extend(self.starts[begin:end])
                ends.extend(self.ends[begin:end])
            elif after:
                raw_start, raw_end = self.raw_span(begin, end)
                starts.extend([raw_start] * len(after))
                ends.extend([raw_end] * len(after))
            at = end
        pieces.append(self.text[at:])
        starts.extend(self.starts[at:])
        ends.extend(self.ends[at:])
        return Track("".join(pieces), starts, ends, self.raw_length)
