"""Numbers in an address or a form that are none, or too long for the database."""

from collections.abc import Callable

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_number_that_is_none_is_refused_in_a_sentence(
    signed_in: Callable[[str], Client],
) -> None:
    client = signed_in("lead")
    for written in ("²", "፩", "9" * 40, "9" * 5000):
        assert client.get(f"/projects/wall/?county={written}").status_code == 400
        assert client.post("/demands/bulk/", {"step": "accept", "id": written}).status_code < 500
