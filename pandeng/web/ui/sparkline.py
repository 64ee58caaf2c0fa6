"""The course of a figure as a small line without axes: paths of an SVG, cut where a value is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDTH, HEIGHT, EDGE = 120, 28, 2


@dataclass(frozen=True)
class Sparkline:
    """`line`: the path; `x`, `y`: the last point."""

    line: str
    x: float
    y: float
    width: int = WIDTH
    height: int = HEIGHT


def sparkline(values: Sequence[Decimal | None]) -> Sparkline | None:
    """None where fewer than two values are known."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return None
    least, most = min(known), max(known)
    step = (WIDTH - 2 * EDGE) / (len(values) - 1)
    points = [
        None if value is None else (round(EDGE + place * step, 1), _height(value, least, most))
        for place, value in enumerate(values)
    ]
    drawn, pen = [], "M"
    for point in points:
        if point is None:
            pen = "M"
            continue
        drawn.append(f"{pen}{point[0]} {point[1]}")
        pen = "L"
    x, y = next(point for point in reversed(points) if point)
    return Sparkline("".join(drawn), x, y)


def _height(value: Decimal, least: Decimal, most: Decimal) -> float:
    if most == least:
        return HEIGHT / 2
    share = float((value - least) / (most - least))
    return round(HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE), 1)
