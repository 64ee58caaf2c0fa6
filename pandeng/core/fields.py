"""The words of a field, also of one that is reached through other records; columns of codes."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext, gettext_lazy

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


def value_words(item: Any, value: Any) -> str:
    """A value of a field as people read it: choices, yes and no by their words."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return gettext("是") if value else gettext("否")
    return str(dict(item.flatchoices).get(value, value))


CODE_LENGTH = 30


class CodeField(models.CharField):  # type: ignore[type-arg]
    """A column of codes whose words stand in a table of the program: a status, a step, a kind.

    The table may grow without a migration: for the database the column is plain text. Only codes of
    the table are written; `get_<name>_display` and `choices` give its words.
    """

    def __init__(self, *args: Any, words: Mapping[str, str] | None = None, **options: Any) -> None:
        self.words = words or {}
        options.setdefault("max_length", CODE_LENGTH)
        if words:
            options["choices"] = [(code, gettext_lazy(word)) for code, word in words.items()]
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        name, _path, args, options = super().deconstruct()
        options.pop("choices", None)
        return name, "django.db.models.CharField", args, options

    def contribute_to_class(
        self, cls: type[models.Model], name: str, private_only: bool = False
    ) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, f"get_{self.name}_display", lambda record: self.word_of(record))

    def word_of(self, record: models.Model) -> str:
        """Straight from the table: Django's own way hashes every choice for each row."""
        code = getattr(record, self.attname)
        return gettext(self.words[code]) if code in self.words else str(code or "")
