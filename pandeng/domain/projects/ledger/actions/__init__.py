"""Writing the ledger and what follows from it: monthly reports, verdicts at month ends, supervision slips."""

from pandeng.domain.projects.ledger.actions.lights import (
    answer_slip,
    close_slip,
    judge_month,
)
from pandeng.domain.projects.ledger.actions.plans import plan_months
from pandeng.domain.projects.ledger.actions.reports import (
    Written,
    correct,
    import_existing_reports,
    name_leaders,
    report,
    review,
    send_back,
)

__all__ = [
    "Written",
    "answer_slip",
    "close_slip",
    "correct",
    "import_existing_reports",
    "judge_month",
    "name_leaders",
    "plan_months",
    "report",
    "review",
    "send_back",
]
