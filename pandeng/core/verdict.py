"""The answer of a rule: yes, or no with the sentence that the user reads."""

from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop


class Refused(Exception):
    """A write or a read that the rules do not allow; its text is one sentence for the user."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = str(sentence)


class NotFound(Refused):
    """What was asked for is not there, or not for this scope: the two look the same."""


@dataclass(frozen=True)
class Verdict:
    """Truthy, or falsy with a sentence. The page shows the sentence beside the disabled button."""

    allowed: bool
    sentence: str = ""

    def __bool__(self) -> bool:
        return self.allowed

    def require(self) -> None:
        """Raise `Refused` with the sentence when the verdict is no."""
        if not self.allowed:
            raise Refused(self.sentence)


YES = Verdict(True)


def no(sentence: str, **facts: object) -> Verdict:
    """No, said in the reader's language; `facts` fill the places of the sentence.

    Rules know no Django: they mark a sentence with this module's `gettext_noop` and leave the rest
    to `no`.
    """
    said = gettext(str(sentence))
    return Verdict(False, said % facts if facts else said)


__all__ = ["YES", "NotFound", "Refused", "Verdict", "gettext_noop", "no"]
