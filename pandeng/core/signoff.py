"""Several people sign: all of them, any of them, or one after the other. Pure values without a clock.

会签 is the rule `all`, 或签 is `any`. A seat may be handed over for good (转办), lent (委派), or added
(加签); others get a copy (抄送). Who signs may send the papers back to any earlier round; who began may
withdraw them. Every verb returns a new value or raises `DomainError` with its sentence.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from pandeng.core.errors import DomainError
from pandeng.core.verdict import ALLOW, Verdict, deny, gettext_noop

SignRule = Literal["all", "any", "in_order"]
SignOutcome = Literal["open", "agreed", "withdrawn"]


@dataclass(frozen=True)
class Seat:
    """A place to sign: whose it is, who holds it now (another one while it is lent), whether it is signed."""

    owner: int
    holder: int
    is_signed: bool = False


@dataclass(frozen=True)
class Round:
    """A round of signing under one rule."""

    code: str
    rule: SignRule
    seats: tuple[Seat, ...]

    @property
    def waiting(self) -> tuple[int, ...]:
        """Whose turn it is."""
        open_seats = tuple(seat.holder for seat in self.seats if not seat.is_signed)
        if self.is_done:
            return ()
        return open_seats[:1] if self.rule == "in_order" else open_seats

    @property
    def is_done(self) -> bool:
        signed = [seat.is_signed for seat in self.seats]
        return any(signed) if self.rule == "any" else all(signed)


def round_of(code: str, rule: SignRule, signers: Iterable[int]) -> Round:
    """A round before anybody has signed. Refuses one without signers, and a person twice."""
    people = tuple(signers)
    if not people or len(set(people)) != len(people):
        raise DomainError(deny(gettext_noop("每一轮须有签批人，且不能重复。")).message)
    return Round(code, rule, tuple(Seat(one, one) for one in people))


@dataclass(frozen=True)
class SignOff:
    """Rounds one after the other, begun by somebody; `at` is the round that is open."""

    begun_by: int
    rounds: tuple[Round, ...]
    at: int = 0
    outcome: SignOutcome = "open"
    copies: frozenset[int] = frozenset()

    @property
    def open_round(self) -> Round:
        return self.rounds[self.at]

    @property
    def waiting(self) -> tuple[int, ...]:
        return self.open_round.waiting if self.outcome == "open" else ()

    def may_sign(self, person: int) -> Verdict:
        if self.outcome != "open":
            return deny(gettext_noop("签批已经结束。"))
        if person not in self.waiting:
            return deny(gettext_noop("现在不由您签批。"))
        return ALLOW

    def sign(self, person: int) -> "SignOff":
        """Sign; a round that is done opens the next, the last one ends the whole."""
        self.may_sign(person).require()
        signed = self._with_seat(person, is_signed=True)
        if not signed.open_round.is_done:
            return signed
        if self.at + 1 == len(self.rounds):
            return replace(signed, outcome="agreed")
        return replace(signed, at=self.at + 1)

    def hand_over(self, person: int, to: int) -> "SignOff":
        """Another one signs instead, for good."""
        self._free(person, to)
        return self._with_seat(person, owner=to, holder=to)

    def lend(self, person: int, to: int) -> "SignOff":
        """Another one signs on this person's behalf; the seat stays theirs."""
        self._free(person, to)
        return self._with_seat(person, holder=to)

    def take_back(self, owner: int) -> "SignOff":
        """A lent seat comes back to its owner while it is not signed."""
        seats = self.open_round.seats if self.outcome == "open" else ()
        lent = [s for s in seats if s.owner == owner != s.holder and not s.is_signed]
        if not lent:
            raise DomainError(deny(gettext_noop("没有可以收回的委派。")).message)
        return self._with_seat(lent[0].holder, holder=owner)

    def add_signer(self, person: int, who: int) -> "SignOff":
        """One signer more in this round, right after the one who asks for it."""
        self._free(person, who)
        seats = list(self.open_round.seats)
        place = next(n for n, seat in enumerate(seats) if seat.holder == person)
        return self._with_seats((*seats[: place + 1], Seat(who, who), *seats[place + 1 :]))

    def copy_to(self, *people: int) -> "SignOff":
        """These read along; they do not sign."""
        return replace(self, copies=self.copies | frozenset(people))

    def send_back(self, person: int, to: str) -> "SignOff":
        """Back to an earlier round; it and all after it are signed anew, by those who hold the seats."""
        self.may_sign(person).require()
        earlier = [one.code for one in self.rounds[: self.at]]
        if to not in earlier:
            raise DomainError(deny(gettext_noop("只能退回到以前的环节。")).message)
        place = earlier.index(to)
        anew = tuple(
            replace(one, seats=tuple(replace(seat, is_signed=False) for seat in one.seats))
            for one in self.rounds[place:]
        )
        return replace(self, rounds=(*self.rounds[:place], *anew), at=place)

    def withdraw(self, person: int) -> "SignOff":
        """Whoever began takes it back while it is open."""
        if self.outcome != "open":
            raise DomainError(deny(gettext_noop("签批已经结束。")).message)
        if person != self.begun_by:
            raise DomainError(deny(gettext_noop("只有发起人可以撤回。")).message)
        return replace(self, outcome="withdrawn")

    # -- inside -------------------------------------------------------------------------------

    def _free(self, person: int, to: int) -> None:
        """It is this person's turn, and the other one has no seat in the round yet."""
        self.may_sign(person).require()
        if any(to in (seat.owner, seat.holder) for seat in self.open_round.seats):
            raise DomainError(deny(gettext_noop("这个人已在本轮签批之中。")).message)

    def _with_seat(self, person: int, /, **values: object) -> "SignOff":
        return self._with_seats(
            tuple(
                replace(seat, **values) if seat.holder == person else seat  # type: ignore[arg-type]
                for seat in self.open_round.seats
            )
        )

    def _with_seats(self, seats: tuple[Seat, ...]) -> "SignOff":
        changed = replace(self.open_round, seats=seats)
        return replace(self, rounds=(*self.rounds[: self.at], changed, *self.rounds[self.at + 1 :]))
