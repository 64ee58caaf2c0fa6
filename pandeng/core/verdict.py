"""The answer of a rule: yes, or no with the sentence that the user reads."""

from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop

from pandeng.core.errors import DomainError


@dataclass(frozen=True)
class Verdict:
    """Truthy, or falsy with a sentence. The page shows the sentence beside the disabled button."""

    allowed: bool
    message: str = ""

    def __bool__(self) -> bool:
        return self.allowed

    def require(self) -> None:
        """Raise `DomainError` with the sentence when the verdict is no."""
        if not self.allowed:
            raise DomainError(self.message)


ALLOW = Verdict(True)


def deny(message: str, **facts: object) -> Verdict:
    """No, said in the reader's language; `facts` fill the places of the sentence.

    Rules know no Django: they mark a sentence with this module's `gettext_noop` and leave the rest
    to `deny`.
    """
    said = gettext(str(message))
    return Verdict(False, said % facts if facts else said)


__all__ = ["ALLOW", "Verdict", "deny", "gettext_noop"]
