"""Writing demands. One verb, one transaction, one audit event; see each module for its part."""

from pandeng.domain.demands.actions.consult import (
    decide,
    end_session,
    gather,
    open_session,
    record_attendance,
)
from pandeng.domain.demands.actions.intake import receive
from pandeng.domain.demands.actions.ledger import import_existing_demands
from pandeng.domain.demands.actions.loop import take, take_each, transfer
from pandeng.domain.demands.actions.oversight import answer_slip, check_deadlines, issue_slip
from pandeng.domain.demands.actions.views import drop_view, save_view

__all__ = [
    "answer_slip",
    "check_deadlines",
    "decide",
    "drop_view",
    "end_session",
    "gather",
    "import_existing_demands",
    "issue_slip",
    "open_session",
    "receive",
    "record_attendance",
    "save_view",
    "take",
    "take_each",
    "transfer",
]
