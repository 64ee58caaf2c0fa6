"""Writing demands. One verb, one transaction, one audit event; see each module for its part."""

from pandeng.domain.demands.actions.consult import (
    decide,
    defer,
    end_session,
    gather,
    invite,
    open_session,
    put_on,
    record_attendance,
    take_off,
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
    "defer",
    "drop_view",
    "end_session",
    "gather",
    "import_existing_demands",
    "invite",
    "issue_slip",
    "open_session",
    "put_on",
    "receive",
    "record_attendance",
    "save_view",
    "take",
    "take_each",
    "take_off",
    "transfer",
]
