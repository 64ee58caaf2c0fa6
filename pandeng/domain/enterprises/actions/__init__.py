"""Writing the register of enterprises and what they report."""

from pandeng.domain.enterprises.actions.club import place_in_club
from pandeng.domain.enterprises.actions.register import (
    RESTORABLE,
    correct,
    import_existing_enterprises,
    link_contact,
    register,
    restore,
)
from pandeng.domain.enterprises.actions.reviews import (
    agree_statements,
    review_statements,
    send_back_statements,
)
from pandeng.domain.enterprises.actions.scale import import_existing_scale
from pandeng.domain.enterprises.actions.statements import (
    confirm_statement,
    correct_statement,
    import_existing_statements,
    report_sheet,
    report_statement,
    restate,
    restore_statement,
)

__all__ = [
    "RESTORABLE",
    "agree_statements",
    "confirm_statement",
    "correct",
    "correct_statement",
    "import_existing_enterprises",
    "import_existing_scale",
    "import_existing_statements",
    "link_contact",
    "place_in_club",
    "register",
    "report_sheet",
    "report_statement",
    "restate",
    "restore",
    "restore_statement",
    "review_statements",
    "send_back_statements",
]
