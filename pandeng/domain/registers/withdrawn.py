"""What was withdrawn from a list: what each record said last, who withdrew it, when, and the way back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from pandeng.access.models import User
from pandeng.access.scope import Scope
from pandeng.access.workable import withdrawn
from pandeng.core.fields import title_of
from pandeng.domain.registers.register import Register
from pandeng.domain.registers.rows import written_field
from pandeng.domain.registers.versions import names_of_records


@dataclass(frozen=True)
class WithdrawnRecord:
    said: list[tuple[str, Any]]  # field, value
    at: datetime
    person: str
    url: str


def withdrawn_records(register: Register, scope: Scope) -> list[WithdrawnRecord]:
    """Newest first. Two queries, and one for each kind of record they pointed to."""
    versions = withdrawn(register.work, scope)
    items: list[Any] = [register.model._meta.get_field(name) for name in register.work.fields]
    names = names_of_records(
        [(item, getattr(row, item.attname), None) for row in versions for item in items], scope
    )
    ids = {row.history_user_id for row in versions}
    people = dict(User.objects.filter(id__in=ids).values_list("id", "display_name"))
    return [
        WithdrawnRecord(
            said=[(title_of(register.model, item.name), _said(item, row, names)) for item in items],
            at=row.history_date,
            person=people.get(row.history_user_id, "") or _("系统"),
            url=reverse(f"{register.route}_restore", args=[row.history_id]),
        )
        for row in versions
    ]


def _said(item: Any, row: Any, names: dict[tuple[Any, Any], str]) -> Any:
    value = getattr(row, item.attname)
    if item.is_relation:
        return names.get((item.related_model, value), "")
    return written_field(item, value)
