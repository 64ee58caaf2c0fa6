"""What is kept is written in the office's language, whoever writes it and however they read."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils import translation


@contextmanager
def office_language() -> Iterator[None]:
    """Sentences and amounts made within are those of the record; also a decorator."""
    with translation.override(settings.LANGUAGE_CODE):
        yield
