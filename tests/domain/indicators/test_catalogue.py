"""The catalogue of indicators: one name, one indicator."""

from dataclasses import replace

import pytest

from pandeng.domain.indicators.catalogue import INDICATORS, DeclaredTwice, by_name


def test_two_indicators_of_one_name_stop_the_start() -> None:
    first, second = list(INDICATORS.values())[:2]
    assert by_name([first, second]) == {first.name: first, second.name: second}
    with pytest.raises(DeclaredTwice, match=first.name) as stopped:
        by_name([first, replace(second, name=first.name)])
    assert first.title[1] in str(stopped.value)
    assert second.title[1] in str(stopped.value)
