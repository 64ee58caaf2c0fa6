"""The list of outcomes."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from pandeng.access.permissions import Permission
from pandeng.domain.outcomes.models import Outcome
from pandeng.domain.registers.register import OF_ENTERPRISE, Column, Register, Verb


def _is_reported(outcome: Any) -> bool:
    return bool(outcome.status == "reported")


REGISTERS = (
    Register(
        path="outcomes",
        model=Outcome,
        title=_("成果"),
        columns=(
            Column("enterprise__name"),
            Column("kind"),
            Column("amount", kind="number"),
            Column("unit"),
            Column("happened_on"),
            Column("counterparty"),
            Column("evidence"),
            Column("status"),
            Column("county__short_name"),
        ),
        order="-happened_on",
        filters=("kind", "status", "county"),
        search=OF_ENTERPRISE,
        day="happened_on",
        bulk=Permission.REPORT_OUTCOME,
        list_verbs=(
            Verb(
                route="duplicate_outcomes",
                word=_("疑似重复"),
                permission=Permission.SETTLE_DUPLICATES,
            ),
        ),
        verbs=(
            Verb(route="decide_outcome", word=_("确认"), when=_is_reported),
            Verb(
                route="decide_outcome",
                word=_("查看依据"),
                when=lambda outcome: not _is_reported(outcome),
            ),
            Verb(route="correct_outcome", word=_("更正"), permission=Permission.REPORT_OUTCOME),
            Verb(route="withdraw_outcome", word=_("撤回"), permission=Permission.REPORT_OUTCOME),
        ),
    ),
)
