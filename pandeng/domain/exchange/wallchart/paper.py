"""A sheet of paper as a list of things to draw, and the program that makes a vector PDF of sheets.

Everything is placed here in millimetres with widths that are never too small, so that what does not
overlap in the list does not overlap on paper. The drawing itself (`draw.typ`) decides nothing; texts
reach it as data and are never read as markup.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext as _

from pandeng.core.errors import DomainError

FONT = "Noto Sans CJK SC"
POINT = 0.3528  # millimetres
LINE = 1.3  # line height over type size
INK, QUIET, GRID, BAND = "#17212f", "#4a5769", "#c3cbd6", "#e9eef5"
_NARROW, _WIDE = set("iljtfrI.,:;'|!()[]{}-/ 1"), set("mwMW%@&")


def width(text: str, size: float) -> float:
    """How wide a text of one line is in the paper's font, in millimetres; rather more than less."""
    ems = 0.0
    for letter in text:
        if ord(letter) > 0x2000:
            ems += 1.0
        elif letter in _WIDE:
            ems += 0.95
        else:
            ems += 0.58 if letter in _NARROW or letter.isdigit() else 0.74
    return ems * size * POINT


def fit(text: str, room: float, size: float, least: float) -> tuple[str, float]:
    """The text and the size at which it fits the room: smaller down to `least`, else cut with an ellipsis."""
    if width(text, size) <= room:
        return text, size
    smaller = room / width(text, 1)
    if smaller >= least:
        return text, smaller
    while text and width(text + "…", least) > room:
        text = text[:-1]
    return text + "…", least


def wrap(text: str, room: float, size: float) -> list[str]:
    """The text in lines that fit; Chinese breaks anywhere, a word of letters is broken only if it must."""
    lines, line = [], ""
    for letter in text:
        if letter == "\n" or width(line + letter, size) > room:
            lines.append(line)
            line = ""
        if letter != "\n":
            line += letter
    return [*lines, line] if line or not lines else lines


@dataclass(frozen=True)
class Box:
    """Where something stands, in millimetres from the upper left corner."""

    x: float
    y: float
    wide: float
    high: float

    def meets(self, other: "Box") -> bool:
        apart = 0.01  # a hair's breadth is no overlap
        return (
            self.x + self.wide > other.x + apart
            and other.x + other.wide > self.x + apart
            and self.y + self.high > other.y + apart
            and other.y + other.high > self.y + apart
        )


@dataclass
class Sheet:
    """One page, `wide` by `high` millimetres."""

    wide: float
    high: float
    items: list[dict[str, Any]] = field(default_factory=list)
    labels: list[tuple[str, Box]] = field(default_factory=list)  # texts and marks, for the tests

    def text(
        self,
        x: float,
        y: float,
        room: float,
        high: float,
        words: str,
        size: float,
        *,
        bold: bool = False,
        fill: str = INK,
        at: str = "left",
        least: float | None = None,
        clear: bool = False,
    ) -> None:
        """One line, in the middle of its height; made smaller or cut to keep to its room.

        `clear` takes away the lines of the grid behind it.
        """
        if not words:
            return
        shown, size = fit(words, room, size, least or size * 0.7)
        taken = min(width(shown, size), room)
        start = x if at == "left" else x + room - taken if at == "right" else x + (room - taken) / 2
        tall = min(size * POINT * 1.05, high)
        if clear:
            self.band(start, y + (high - tall) / 2, taken, tall, "#ffffff")
        self.labels.append((shown, Box(start, y + (high - tall) / 2, taken, tall)))
        self.items.append(
            {"is": "text", "x": x, "y": y, "w": room, "h": high, "s": shown, "size": size,
             "bold": bold, "fill": fill, "at": at}
        )  # fmt: skip

    def mark(self, x: float, y: float, size: float, shape: str, fill: str, sign: str = "") -> None:
        """A symbol with its middle at x, y. `sign` is one character written in it."""
        self.labels.append((sign or shape, Box(x - size / 2, y - size / 2, size, size)))
        self.items.append(
            {"is": "mark", "x": x - size / 2, "y": y - size / 2, "d": size, "shape": shape,
             "fill": fill, "s": sign}
        )  # fmt: skip

    def rule(
        self, x: float, y: float, to_x: float, to_y: float, *, thick: float = 0.1,
        fill: str = GRID, dash: bool = False,
    ) -> None:  # fmt: skip
        self.items.append(
            {"is": "rule", "x": x, "y": y, "tx": to_x - x, "ty": to_y - y, "thick": thick,
             "fill": fill, "dash": dash}
        )  # fmt: skip

    def band(self, x: float, y: float, wide: float, high: float, fill: str = BAND) -> None:
        self.items.append({"is": "band", "x": x, "y": y, "w": wide, "h": high, "fill": fill})

    def picture(self, x: float, y: float, size: float, svg: str) -> None:
        self.items.append({"is": "picture", "x": x, "y": y, "d": size, "svg": svg})


def pdf(sheets: Sequence[Sheet], *, title: str) -> bytes:
    """The sheets as one vector PDF. Refuses where the Chinese font is missing: it would print boxes."""
    if FONT not in typst.Fonts().families():
        raise DomainError(
            _("这台机器没有中文字体“%(font)s”，打印出来会是空框；请管理员安装 Debian 软件包 fonts-noto-cjk 后再试。")
            % {"font": FONT}
        )  # fmt: skip
    here = Path(__file__).parent
    plain = [{"w": one.wide, "h": one.high, "items": one.items} for one in sheets]
    payload = json.dumps({"title": title, "font": FONT, "sheets": plain}, ensure_ascii=False)
    made = typst.compile(str(here / "draw.typ"), root=str(here), sys_inputs={"data": payload})
    assert isinstance(made, bytes)
    return made
