"""Rows written outside of a record's own queryset, which refuses: by `Change`, and of what keeps no history."""

from typing import TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


def plain_query(model: type[M]) -> "models.QuerySet[M, M]":
    """A queryset that writes: no version, no event. For progress, leases and kept answers, never for records."""
    return models.QuerySet(model)
