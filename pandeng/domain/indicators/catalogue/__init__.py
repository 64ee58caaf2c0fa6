"""Every indicator of the office, declared once, by the word it is about."""

from collections.abc import Iterable

from pandeng.domain.indicators.catalogue.climbing import CLIMBING
from pandeng.domain.indicators.catalogue.demands import DEMANDS
from pandeng.domain.indicators.catalogue.enterprises import ENTERPRISES
from pandeng.domain.indicators.catalogue.framework import FRAMEWORK
from pandeng.domain.indicators.catalogue.outcomes import OUTCOMES
from pandeng.domain.indicators.catalogue.projects import PROJECTS
from pandeng.domain.indicators.catalogue.titles import TITLES
from pandeng.domain.indicators.declare import Indicator, Ratio, RecordsIndicator


class DeclaredTwice(ValueError):
    """Two indicators of one name: one of them would silently never be asked."""


def by_name(declared: Iterable[Indicator]) -> dict[str, Indicator]:
    """Every indicator under its name; two of one name stop the start."""
    found: dict[str, Indicator] = {}
    for indicator in declared:
        if indicator.name in found:
            other = found[indicator.name]
            raise DeclaredTwice(
                f"two indicators are declared under the name {indicator.name!r}: "
                f"{other.title[1]!r} and {indicator.title[1]!r}"
            )
        found[indicator.name] = indicator
    return found


INDICATORS = by_name((*ENTERPRISES, *CLIMBING, *PROJECTS, *DEMANDS, *OUTCOMES, *TITLES, *FRAMEWORK))


def slices_of(indicator: Indicator) -> tuple[str, ...]:
    """What a figure of this indicator can be narrowed to, as declared; a ratio by what both parts can be."""
    if isinstance(indicator, Ratio):
        bottom = slices_of(INDICATORS[indicator.bottom])
        own = [name for name in slices_of(INDICATORS[indicator.top]) if name in bottom]
    else:
        assert isinstance(indicator, RecordsIndicator)
        own = list(indicator.by)
    return tuple(dict.fromkeys([*own, "month"] if indicator.month_end else own))
