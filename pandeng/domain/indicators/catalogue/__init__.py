"""Every indicator of the office, declared once, by the word it is about."""

from pandeng.domain.indicators.catalogue.climbing import CLIMBING
from pandeng.domain.indicators.catalogue.demands import DEMANDS
from pandeng.domain.indicators.catalogue.enterprises import ENTERPRISES
from pandeng.domain.indicators.catalogue.framework import FRAMEWORK
from pandeng.domain.indicators.catalogue.outcomes import OUTCOMES
from pandeng.domain.indicators.catalogue.projects import PROJECTS
from pandeng.domain.indicators.catalogue.titles import TITLES
from pandeng.domain.indicators.declare import Indicator

_ALL = (*ENTERPRISES, *CLIMBING, *PROJECTS, *DEMANDS, *OUTCOMES, *TITLES, *FRAMEWORK)
INDICATORS: dict[str, Indicator] = {indicator.name: indicator for indicator in _ALL}
