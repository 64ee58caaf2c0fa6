"""Writing the ledger and what follows from it: verdicts at month ends, supervision slips."""

from pandeng.domain.projects.ledger.actions.lights import (
    answer_slip,
    close_slip,
    judge_month,
)

__all__ = ["answer_slip", "close_slip", "judge_month"]
