"""What stands in an address: the number of a record."""

from django.urls import register_converter
from django.urls.converters import IntConverter

MAX_ID = 10**18 - 1


class RecordId(IntConverter):
    """An id that fits the database; a longer number is no page."""

    regex = "[0-9]{1,18}"


register_converter(RecordId, "record")
