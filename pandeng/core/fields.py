"""The words of a field, also of one that is reached through other records."""

from typing import Any

from django.db import models

OF_A_RECORD = ("name", "short_name", "number", "title")


def field_of(model: type[models.Model], path: str) -> Any:
    """The field at the end of a path such as enterprise__county__name."""
    found: Any = None
    for name in path.split("__"):
        found = model._meta.get_field(name)
        if found.is_relation:
            model = found.related_model
    return found


def title_of(model: type[models.Model], path: str) -> str:
    """The words of a column; of a path that ends at a record's name, the words of that record."""
    found = field_of(model, path)
    if "__" in path and found.name in OF_A_RECORD:
        found = field_of(model, path.rsplit("__", 1)[0])
    if found.is_relation and str(found.verbose_name) == found.name.replace("_", " "):
        return str(found.related_model._meta.verbose_name)
    return str(found.verbose_name)
