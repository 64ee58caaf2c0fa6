"""What waits for whom: everybody's worklists of demands, by what they may do."""

from collections.abc import Callable
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.domain.demands.models import (
    Clock,
    Demand,
    DemandPart,
)
from pandeng.domain.demands.queries import OPEN
from pandeng.domain.demands.workflow import LOOP


def worklists(scope: Scope, today: date) -> list[tuple[str, str, QuerySet[Demand]]]:
    """What waits for this person: code, words, demands. By what they may do, not by a list of roles."""
    rows = Demand.objects.visible_to(scope)
    found: list[tuple[str, str, QuerySet[Demand]]] = []

    def add(code: str, words: str, verb: str, of: QuerySet[Demand]) -> None:
        if scope.may(Permission(f"demand.{verb}")):
            found.append((code, words, of))

    add("accept", LOOP.status_words["received"], "accept", rows.filter(status="received"))
    add("assign", LOOP.status_words["accepted"], "assign", rows.filter(status="accepted"))
    add(
        "rule_on_objection",
        LOOP.status_words["objected"],
        "rule_on_objection",
        rows.filter(status="objected"),
    )
    add(
        "grant",
        gettext_noop("待审批延期"),
        "grant",
        rows.filter(
            extensions__decided_on__isnull=True, extensions__isnull=False, status="handling"
        ),
    )
    add(
        "grant_nodes",
        gettext_noop("待审批节点调整"),
        "grant",
        rows.filter(
            node_requests__isnull=False,
            node_requests__decided_on__isnull=True,
            status__in=("handling", "consulting"),
        ),
    )
    _add_of_unit(scope, rows, add)
    add("consult", LOOP.status_words["consulting"], "decide", rows.filter(status="consulting"))
    add("close", LOOP.status_words["confirmed"], "close", rows.filter(status="confirmed"))
    add(
        "late",
        gettext_noop("已超期"),
        "assign",
        rows.filter(status__in=OPEN, next_due_on__lt=today),
    )
    if scope.may(Permission.DEMAND_CONFIRM_FOR):
        silent = rows.filter(status="answered", next_due_on__lt=today)
        found.append(("confirm_for", gettext_noop("逾期未确认，待联系企业"), silent))
    add("confirm", LOOP.status_words["answered"], "confirm", rows.filter(status="answered"))
    add("resubmit", LOOP.status_words["returned"], "resubmit", rows.filter(status="returned"))
    return found


def _add_of_unit(
    scope: Scope, rows: QuerySet[Demand], add: Callable[[str, str, str, QuerySet[Demand]], None]
) -> None:
    """What waits for a unit: what it leads, and what it assists."""
    if not scope.departments:
        return
    mine = rows.filter(department_id__in=scope.departments)
    add("sign", LOOP.status_words["assigned"], "sign", mine.filter(status="assigned"))
    add("handle", LOOP.status_words["handling"], "answer", mine.filter(status="handling"))
    parts = DemandPart.objects.filter(
        department_id__in=scope.departments, reported_on__isnull=True, withdrawn_on__isnull=True
    )
    asked = rows.filter(id__in=parts.values("demand_id"), status__in=("handling", "consulting"))
    tasks = Clock.objects.filter(
        department_id__in=scope.departments, kind="decision", ended_on__isnull=True
    )
    named = rows.filter(id__in=tasks.values("demand_id")).exclude(id__in=mine.values("id"))
    add("decision", gettext_noop("待落实会商决定"), "handle", named)
    add("assist", gettext_noop("待协办反馈"), "report_part", asked)
