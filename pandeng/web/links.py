"""Where a record's page is, and the list of records that the framework points to."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.apps import apps

from pandeng.domain.indicators.leaves import LeafRecords
from pandeng.domain.registers.catalogue import BY_MODEL


def record_url(kind: str, record_id: int) -> str:
    """The address of a record of a kind such as demands.Demand."""
    model = apps.get_model(kind)
    return f"{BY_MODEL[model].url}{record_id}/"


def records_url(line: LeafRecords, asked: dict[str, Any]) -> str:
    """The address of the records of a leaf, as of the day and as known when the page was asked."""
    register = BY_MODEL[apps.get_model(line.kind)]
    if line.one is not None:
        return f"{register.url}{line.one}/"
    query = dict(line.where)
    if isinstance(asked.get("as_of"), date) and register.day:
        query["as_of"] = asked["as_of"].isoformat()
    if asked.get("known_at"):
        query["known_at"] = asked["known_at"].strftime("%Y-%m-%dT%H:%M:%S")
    return f"{register.url}?{urlencode(query)}" if query else register.url
