"""What a value is asked about, or refused for, before it is saved. Pure.

A soft check is a question: who types mends the value or says why it is right. A hard one refuses,
whatever is said. A sheet of many values is saved as a whole, or not at all.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pandeng.core.errors import DomainError
from pandeng.core.verdict import deny

K = TypeVar("K", bound=Hashable)
Write = Callable[[int], str]
AMOUNT = "_amount"  # how the name of a fact ends that is an amount in its base unit


@dataclass(frozen=True)
class Check:
    """One thing found about a value: the sentence, and the facts that it rests on."""

    code: str
    sentence: str
    facts: Mapping[str, int | str] = field(default_factory=dict)
    is_hard: bool = False

    def message(self, write: Write) -> str:
        """In the reader's language; `write` puts an amount in its unit."""
        facts = {
            name: write(fact) if isinstance(fact, int) and name.endswith(AMOUNT) else fact
            for name, fact in self.facts.items()
        }
        return deny(self.sentence, **facts).message


class ChecksFailed(DomainError, Generic[K]):
    """Nothing was saved: what is wrong, and which questions are open, by the place on the sheet."""

    def __init__(
        self, message: str, wrong: Mapping[K, str], asked: Mapping[K, Sequence[str]]
    ) -> None:
        self.wrong, self.asked = wrong, asked
        super().__init__(message)

    @property
    def questions(self) -> list[str]:
        return [one for of_place in self.asked.values() for one in of_place]


def require(checks: Iterable[Check], write: Write, answer: str = "") -> None:
    """Refuse a value by its first hard check; hold it back while its soft ones are not answered."""
    found = list(checks)
    for check in found:
        if check.is_hard:
            raise DomainError(check.message(write))
    if found and not answer.strip():
        asked = [check.message(write) for check in found]
        raise ChecksFailed("".join(asked), {}, {"": asked})


@dataclass
class CheckedSheet(Generic[K]):
    """A sheet while its values are checked one after the other."""

    wrong: dict[K, str] = field(default_factory=dict)
    asked: dict[K, list[str]] = field(default_factory=dict)

    @contextmanager
    def place(self, key: K) -> Iterator[None]:
        """What is refused or asked inside is noted at this place; the next one is checked as well."""
        try:
            yield
        except ChecksFailed as held:
            self.asked[key] = held.questions
        except DomainError as refusal:
            self.wrong[key] = refusal.message

    def require(self, message: Callable[[int, int], str]) -> None:
        """Hold the whole sheet back while a place is wrong or asked about; `message` counts both."""
        if self.wrong or self.asked:
            said = message(len(self.wrong), len(self.asked))
            raise ChecksFailed(said, self.wrong, self.asked)
