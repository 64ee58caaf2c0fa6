"""Kinds with actions of their own of which one field of many records is changed at once.

What makes a correction of one record wrong makes it wrong among many.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from django.db import models
from django.utils import timezone

from pandeng.access.actions.bulk import BulkKind
from pandeng.access.permissions import Permission
from pandeng.access.queries import counties
from pandeng.access.scope import Scope
from pandeng.access.workable import CORRECT_EACH, UNDO_EACH
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.domain.chains.models import Chain
from pandeng.domain.exchange.imports.kinds import kind_of
from pandeng.domain.outcomes.actions import (
    CORRECT_OUTCOMES,
    UNDO_OUTCOMES,
    may_change,
    require_plausible,
)
from pandeng.domain.outcomes.models import Outcome
from pandeng.domain.projects.lifecycle.actions.registration import (
    EDIT_EACH,
    UNDO_EDITS,
    require_reach,
)
from pandeng.domain.projects.models import Project
from pandeng.domain.registers.register import Register


class ListedKind(BulkKind, Protocol):
    """A kind of which one field of many is changed from its list: what a form asks of it."""

    def depends(self, name: str) -> bool: ...

    def choices(self, name: str, by: Scope, known: Mapping[str, Any]) -> "models.QuerySet[Any]": ...


class _Own:
    """What is saved of a record is what was changed, and nothing chosen depends on the rest of it."""

    def depends(self, name: str) -> bool:
        return False

    def choices(self, name: str, by: Scope, known: Mapping[str, Any]) -> "models.QuerySet[Any]":
        return counties(by) if name == "county" else Chain.objects.visible_to(by)

    def keep(self, change: Change, record: Any, values: Mapping[str, Any]) -> None:
        change.save(record, **values)


class ProjectsInBulk(_Own):
    model = Project
    permission = Permission.EDIT_PROJECT
    in_bulk: tuple[str, ...] = ("county", "chain", "planned_start_on")
    actions: Mapping[str, Action] = {CORRECT_EACH: EDIT_EACH, UNDO_EACH: UNDO_EDITS}

    def require(self, record: Project, by: Scope, now: datetime) -> None:
        require_reach(by, record.county, record.chain, record.enterprise)


class OutcomesInBulk(_Own):
    model = Outcome
    permission = Permission.REPORT_OUTCOME
    in_bulk: tuple[str, ...] = ("happened_on", "counterparty", "evidence")
    actions: Mapping[str, Action] = {
        CORRECT_EACH: CORRECT_OUTCOMES,
        UNDO_EACH: UNDO_OUTCOMES,
    }

    def require(self, record: Outcome, by: Scope, now: datetime) -> None:
        may_change(record, by).require()
        today = timezone.localdate(now)
        require_plausible(record.enterprise_id, record.happened_on, record.evidence, (), today)


OWN: Mapping[Any, ListedKind] = {Project: ProjectsInBulk(), Outcome: OutcomesInBulk()}


def bulk_kind_of(register: Register) -> ListedKind:
    """The kind of a list as its records are changed at once; refuses lists worked one by one."""
    return OWN.get(register.model) or kind_of(register)
