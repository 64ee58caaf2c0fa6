"""Words that stand in both languages."""

from django.utils.translation import get_language

from pandeng.domain.indicators.declare import Words


def words(pair: Words) -> str:
    """The words in the language of the reader: Chinese, else English."""
    return pair[0] if (get_language() or "zh").startswith("zh") else pair[1]
