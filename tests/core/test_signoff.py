"""Signing by several: the three rules by hand, seats that change hands, and random walks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pandeng.core.errors import DomainError
from pandeng.core.signoff import Round, Seat, SignOff, SignRule, round_of

BEGAN, A, B, C, D = range(1, 6)


def sign_off(*rounds: tuple[str, SignRule, tuple[int, ...]]) -> SignOff:
    return SignOff(BEGAN, tuple(round_of(*one) for one in rounds))


# Written by hand: the rule, who signs one after the other, who is waited for then.
TABLE: list[tuple[SignRule, tuple[int, ...], tuple[int, ...], str]] = [
    ("all", (), (A, B, C), "open"),
    ("all", (B,), (A, C), "open"),
    ("all", (C, A), (B,), "open"),
    ("all", (C, A, B), (), "agreed"),
    ("any", (), (A, B, C), "open"),
    ("any", (B,), (), "agreed"),
    ("in_order", (), (A,), "open"),
    ("in_order", (A,), (B,), "open"),
    ("in_order", (A, B, C), (), "agreed"),
]


@pytest.mark.parametrize(("rule", "signers", "waiting", "outcome"), TABLE)
def test_the_three_rules(
    rule: SignRule, signers: tuple[int, ...], waiting: tuple[int, ...], outcome: str
) -> None:
    papers = sign_off(("review", rule, (A, B, C)))
    for one in signers:
        papers = papers.sign(one)
    assert (papers.waiting, papers.outcome) == (waiting, outcome)


def test_out_of_turn_twice_and_after_the_end_is_refused() -> None:
    papers = sign_off(("review", "in_order", (A, B)))
    with pytest.raises(DomainError, match="不由您"):
        papers.sign(B)
    papers = papers.sign(A)
    with pytest.raises(DomainError, match="不由您"):
        papers.sign(A)
    with pytest.raises(DomainError, match="已经结束"):
        papers.sign(B).sign(B)


def test_a_seat_is_handed_over_lent_and_taken_back() -> None:
    papers = sign_off(("review", "all", (A, B)))
    assert papers.hand_over(A, C).open_round.seats[0] == Seat(C, C)
    lent = papers.lend(A, C)
    assert lent.open_round.seats[0] == Seat(owner=A, holder=C)
    assert lent.take_back(A) == papers
    assert lent.sign(C).waiting == (B,)
    with pytest.raises(DomainError, match="没有可以收回"):
        lent.sign(C).take_back(A)
    with pytest.raises(DomainError, match="已在本轮"):
        papers.lend(A, B)


def test_one_signer_more_signs_right_after_who_asked() -> None:
    papers = sign_off(("review", "in_order", (A, B))).add_signer(A, C).sign(A)
    assert papers.waiting == (C,)
    assert papers.sign(C).sign(B).outcome == "agreed"


def test_back_to_an_earlier_round_is_signed_anew() -> None:
    papers = sign_off(("draft", "any", (A, B)), ("check", "all", (C,)), ("lead", "all", (D,)))
    papers = papers.sign(A).sign(C)
    assert papers.open_round.code == "lead"
    back = papers.send_back(D, "draft")
    assert (back.open_round.code, back.waiting) == ("draft", (A, B))
    assert back.sign(B).waiting == (C,), "the check is asked again too"
    with pytest.raises(DomainError, match="以前的环节"):
        papers.send_back(D, "lead")


def test_who_began_withdraws_and_copies_do_not_sign() -> None:
    papers = sign_off(("review", "all", (A,))).copy_to(C, D)
    assert papers.copies == {C, D}
    with pytest.raises(DomainError, match="不由您"):
        papers.sign(C)
    with pytest.raises(DomainError, match="发起人"):
        papers.withdraw(A)
    with pytest.raises(DomainError, match="已经结束"):
        papers.withdraw(BEGAN).sign(A)


def test_a_round_without_signers_or_with_one_twice_is_refused() -> None:
    for people in ((), (A, A)):
        with pytest.raises(DomainError, match="签批人"):
            round_of("review", "all", people)


VERBS = ("sign", "hand_over", "lend", "take_back", "add_signer", "send_back", "withdraw")


@given(
    rules=st.lists(st.sampled_from(["all", "any", "in_order"]), min_size=1, max_size=3),
    steps=st.lists(
        st.tuples(st.sampled_from(VERBS), st.integers(1, 7), st.integers(1, 7)), max_size=25
    ),
)
def test_no_walk_agrees_without_every_round_done(
    rules: list[SignRule], steps: list[tuple[str, int, int]]
) -> None:
    papers = sign_off(*((f"round{n}", rule, (A, B, C)) for n, rule in enumerate(rules)))
    for verb, person, other in steps:
        was = papers
        try:
            if verb in ("sign", "withdraw", "take_back"):
                papers = getattr(papers, verb)(person)
            elif verb == "send_back":
                papers = papers.send_back(person, f"round{other - 1}")
            else:
                papers = getattr(papers, verb)(person, other)
        except DomainError:
            continue
        if verb in ("sign", "hand_over", "lend", "add_signer", "send_back"):
            assert person in was.waiting
        check(papers)


def check(papers: SignOff) -> None:
    assert bool(papers.waiting) == (papers.outcome == "open")
    assert all(one.is_done for one in papers.rounds[: papers.at])
    assert (papers.outcome == "agreed") == all(one.is_done for one in papers.rounds)
    for one in papers.rounds:
        assert isinstance(one, Round)
        assert len({seat.holder for seat in one.seats}) == len(one.seats), "nobody sits twice"
