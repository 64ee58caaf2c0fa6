"""Personal particulars of people outside the office: whole for those who need them, masked for others."""

from django.db import models
from django.utils.translation import gettext, gettext_noop

MASK = "*"
# What stands in place of a value that was erased for good (`Change.erase`); it is nobody's, so it is
# never masked.
ERASED = gettext_noop("已依申请删除")


def mask_phone(written: str) -> str:
    """138****1234; of a shorter number the last four digits are left."""
    if written == ERASED:
        return gettext(ERASED)
    if len(written) >= 11:
        return f"{written[:-8]}{MASK * 4}{written[-4:]}"
    return MASK * max(0, len(written) - 4) + written[-4:] if len(written) > 4 else MASK * 4


def mask_name(written: str) -> str:
    """The family name, then one star for each character."""
    if written == ERASED:
        return gettext(ERASED)
    return written[:1] + MASK * max(1, len(written) - 1) if written else ""


class PhoneField(models.CharField):  # type: ignore[type-arg]
    """A telephone number of a person."""

    mask = staticmethod(mask_phone)


class PersonField(models.CharField):  # type: ignore[type-arg]
    """The name of a person."""

    mask = staticmethod(mask_name)


__all__ = ["ERASED", "PersonField", "PhoneField", "mask_name", "mask_phone"]
