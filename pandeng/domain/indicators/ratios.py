"""One figure over another, only where a ratio of their measures is declared for one population."""

from typing import Any

from django.utils.translation import gettext as _

from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.domain.indicators.catalogue import INDICATORS
from pandeng.domain.indicators.declare import Ratio
from pandeng.domain.indicators.named import NamedFigure
from pandeng.domain.indicators.question import Question, find, question
from pandeng.domain.indicators.wording import words


def ratio(scope: Scope, top: str, bottom: str, **asked: Any) -> Question:
    """The question of the declared ratio of two figures; refuses any other, with the reason."""
    upper, lower = find(scope, top), find(scope, bottom)
    found = declared(upper, lower)
    if found is None:
        raise DomainError(why_not_comparable(upper, lower))
    narrowed = {"year": upper.year, **dict(upper.slices), **asked}
    return question(
        scope, found.name, **{key: value for key, value in narrowed.items() if value is not None}
    )


def declared(upper: NamedFigure, lower: NamedFigure) -> Ratio | None:
    """The ratio that is declared for two figures of one year and one population."""
    if (upper.year, upper.slices) != (lower.year, lower.slices):
        return None
    wanted = (upper.indicator, lower.indicator)
    return next((one for one in _ratios() if (one.top, one.bottom) == wanted), None)


def why_not_comparable(upper: NamedFigure, lower: NamedFigure) -> str:
    """The reason why two figures are not divided, and what the first may be divided by."""
    comparable = [one for one in _ratios() if one.top == upper.indicator]
    if comparable and (upper.year, upper.slices) != (lower.year, lower.slices):
        differ = _("“%(top)s”与“%(bottom)s”的年度或范围不同，不能相除。")
    else:
        differ = _("“%(top)s”与“%(bottom)s”口径不同，未声明可比，不能相除。")
    sentence = differ % {"top": words(upper.title), "bottom": words(lower.title)}
    if comparable:
        sentence += _("“%(top)s”可比的分母是：%(allowed)s。") % {
            "top": words(upper.title),
            "allowed": "、".join(words(INDICATORS[one.bottom].title) for one in comparable),
        }
    return sentence


def _ratios() -> list[Ratio]:
    return [one for one in INDICATORS.values() if isinstance(one, Ratio)]
