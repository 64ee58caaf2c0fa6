"""What the rules do not allow, each with one sentence for the user."""

from django.utils.translation import gettext


class DomainError(Exception):
    """A write or a read that the rules do not allow; its text is one sentence for the user."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = str(message)


def require_reason(why: str, missing: str = "") -> None:
    """Refuse what nobody gave a reason for; `missing` is the sentence that asks for it."""
    if not why.strip():
        raise DomainError(missing or gettext("请写明原因。"))


class NotFound(DomainError):
    """What was asked for is not there, or not for this scope: the two look the same."""


class EditConflict(DomainError):
    """Somebody else was faster. What was typed stays on the form; one looks again and decides."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or gettext("刚才有人先改了这条记录，请刷新后再试。"))


class Busy(Exception):
    """Others are writing for too long. No rule says no: the same may be tried again shortly."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = str(message)
