"""What a sent table may hold: records kept by hand, as they are declared, and enterprises."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db import models
from django.db.models import UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.actions import by_hand
from pandeng.access.permissions import Permission
from pandeng.access.queries import counties
from pandeng.access.scope import Scope
from pandeng.access.workable import CORRECT_EACH, IMPORT, UNDO_EACH, Workable, choices
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError
from pandeng.domain.enterprises import queries, rules
from pandeng.domain.enterprises.actions.naming import index, learn_name
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.enterprises.naming import refuse_taken
from pandeng.domain.registers.register import Register


class ImportKind(Protocol):
    """One kind of record as a table holds it.

    `key`: the fields by which a record is met again where no id is given; `fixed`: what stays once
    entered; `in_bulk`: what may be changed of many at once; `begins` and `ends`: the dates between which a record holds, or nothing.
    """

    @property
    def model(self) -> Any: ...
    @property
    def noun(self) -> str: ...
    @property
    def permission(self) -> Permission: ...
    @property
    def fields(self) -> tuple[str, ...]: ...
    @property
    def fixed(self) -> tuple[str, ...]: ...
    @property
    def in_bulk(self) -> tuple[str, ...]: ...
    @property
    def key(self) -> tuple[str, ...]: ...
    @property
    def begins(self) -> str: ...
    @property
    def ends(self) -> str: ...
    @property
    def actions(self) -> Mapping[str, Action]: ...

    def tidy(self, name: str, value: Any) -> Any:
        """A value as it is kept."""
        ...

    def depends(self, name: str) -> bool:
        """Do the choices of a reference depend on what else the line says?"""
        ...

    def choices(self, name: str, by: Scope, known: Mapping[str, Any]) -> "models.QuerySet[Any]": ...

    def require(self, record: Any, by: Scope, now: datetime) -> None: ...

    def asks(self, record: Any) -> str: ...

    def add(self, change: Change, records: Sequence[Any]) -> None: ...

    def keep(self, change: Change, record: Any, values: Mapping[str, Any]) -> None: ...


@dataclass(frozen=True)
class ByHand:
    """A kind that people keep by hand."""

    work: Workable

    @property
    def model(self) -> Any:
        return self.work.model

    @property
    def noun(self) -> str:
        return self.work.noun

    @property
    def permission(self) -> Permission:
        return self.work.permission

    @property
    def fields(self) -> tuple[str, ...]:
        return self.work.fields

    @property
    def fixed(self) -> tuple[str, ...]:
        return self.work.fixed

    @property
    def in_bulk(self) -> tuple[str, ...]:
        return self.work.asked(is_new=False)

    @property
    def key(self) -> tuple[str, ...]:
        """What the database keeps once, but for the day on which it begins."""
        once = next(c for c in self.model._meta.constraints if isinstance(c, UniqueConstraint))
        return tuple(name for name in once.fields if name not in ("cluster", self.begins))

    @property
    def begins(self) -> str:
        return self.work.begins

    @property
    def ends(self) -> str:
        return self.work.ends

    @property
    def actions(self) -> Mapping[str, Action]:
        return self.work.actions

    def tidy(self, name: str, value: Any) -> Any:
        return value

    def depends(self, name: str) -> bool:
        return name in self.work.rows

    def choices(self, name: str, by: Scope, known: Mapping[str, Any]) -> "models.QuerySet[Any]":
        return choices(self.work, name, by, known)

    def require(self, record: Any, by: Scope, now: datetime) -> None:
        by_hand.require(self.work, record, by, now)

    def asks(self, record: Any) -> str:
        return self.work.asks(record) if self.work.asks else ""

    def add(self, change: Change, records: Sequence[Any]) -> None:
        change.add_each(records)

    def keep(self, change: Change, record: Any, values: Mapping[str, Any]) -> None:
        change.save(record, **values)


IMPORT_ENTERPRISES = Action(
    "enterprises.import", gettext_noop("导入企业"), Permission.EDIT_ENTERPRISE
)
CORRECT_ENTERPRISES = Action(
    "enterprises.correct_each", gettext_noop("批量更改企业"), Permission.EDIT_ENTERPRISE
)
UNDO_ENTERPRISES = Action(
    "enterprises.undo_each", gettext_noop("撤回导入或批量更改企业"), Permission.EDIT_ENTERPRISE
)


class EnterpriseList:
    """The office's list of enterprises: met again by their credit code; a changed name stays findable."""

    model = Enterprise
    noun = gettext_noop("企业")
    permission = Permission.EDIT_ENTERPRISE
    fields: tuple[str, ...] = (
        "code", "name", "county", "industry_code", "established_on", "climbing_since",
    )  # fmt: skip
    fixed: tuple[str, ...] = ("code",)
    in_bulk: tuple[str, ...] = (
        "county", "industry_code", "established_on", "climbing_since", "climbing_until",
    )  # fmt: skip
    key: tuple[str, ...] = ("code",)
    begins = ends = ""
    actions: Mapping[str, Action] = {
        IMPORT: IMPORT_ENTERPRISES,
        CORRECT_EACH: CORRECT_ENTERPRISES,
        UNDO_EACH: UNDO_ENTERPRISES,
    }

    def tidy(self, name: str, value: Any) -> Any:
        how: Mapping[str, Callable[[str], str]] = {"code": str.upper, "name": rules.tidy}
        return how[name](value) if name in how else value

    def depends(self, name: str) -> bool:
        return False

    def choices(self, name: str, by: Scope, known: Mapping[str, Any]) -> "models.QuerySet[Any]":
        return counties(by)

    def require(self, record: Any, by: Scope, now: datetime) -> None:
        rules.credit_code(record.code).require()
        rules.industry_code(record.industry_code).require()
        listed = (record.climbing_since, record.climbing_until)
        rules.climbing_days(*listed, timezone.localdate(now)).require()
        if not queries.reaches(by, record.county):
            raise DomainError(_("只能登记本县市区的企业。"))
        if record.pk:
            refuse_taken(by.in_cluster(), record.name, but=record)
        else:
            refuse_taken(by.in_cluster(), record.name, confirmed=True)

    def asks(self, record: Any) -> str:
        """A name that another enterprise once bore is asked about."""
        try:
            refuse_taken(record.cluster_id, record.name)
        except DomainError as doubt:
            return doubt.message
        return ""

    def add(self, change: Change, records: Sequence[Any]) -> None:
        for record in records:
            record.registered_region = record.code[2:8]
            record.search_text = rules.search_text([record.name], record.code)
        change.add_each(records)

    def keep(self, change: Change, record: Any, values: Mapping[str, Any]) -> None:
        old = record.name
        change.save(record, **values)
        if record.name != old:
            learn_name(change, record, old)
            index(change, record)


ENTERPRISES = EnterpriseList()


def kind_of(register: Register) -> ImportKind:
    """What a table sent to this list holds; refuses lists that are worked by a process of their own."""
    return ENTERPRISES if register.model is Enterprise else ByHand(register.work)
