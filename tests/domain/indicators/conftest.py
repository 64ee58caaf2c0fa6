"""What the tests of figures may ask for beside the demo."""

import pytest

from tests.domain.indicators.small import SmallOffice, opened


@pytest.fixture
def small(db: None) -> SmallOffice:
    return opened()
