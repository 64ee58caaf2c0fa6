"""Asking what is behind an answer, as its address does."""

from pandeng.access.scope import Scope
from pandeng.domain.indicators.figure import Figure, FigureRows
from pandeng.domain.indicators.question import Question, question
from pandeng.domain.indicators.rows import rows


def asked_again(scope: Scope, answer: Figure) -> Question:
    """The question that the address of a figure asks."""
    return question(
        scope,
        answer.name,
        as_of=answer.as_of,
        known_at=answer.known_at,
        year=answer.year,
        **dict(answer.slices),
    )


def rows_of(scope: Scope, answer: Figure) -> FigureRows:
    return rows(asked_again(scope, answer))
