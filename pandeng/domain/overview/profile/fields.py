"""Every field of an enterprise with its source, person, time and earlier values, read off its history."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from pandeng.access.models import Department, User
from pandeng.core.action import action_word
from pandeng.core.fields import title_of
from pandeng.core.history import version_model
from pandeng.domain.enterprises.actions import RESTORABLE
from pandeng.domain.enterprises.models import Enterprise, Statement
from pandeng.domain.registers.catalogue import BY_MODEL
from pandeng.domain.registers.rows import written

MAX_VERSIONS = 200
SHOWN = (
    "name", "code", "county", "registered_region", "industry_code", "industry_edition",
    "established_on", "climbing_since", "climbing_until",
)  # fmt: skip


@dataclass(frozen=True)
class EarlierValue:
    """A value that a field had, from when, by whom; and the version to which it can be set back."""

    value: Any
    at: datetime
    person: str
    source: str
    version: int


@dataclass(frozen=True)
class FieldHistory:
    """A field as it stands: since when it is known, from which action, by whom."""

    name: str
    title: str
    value: Any
    url: str
    at: datetime
    person: str
    source: str
    days: int
    earlier: list[EarlierValue]
    restorable: bool


def fields_of(enterprise: Any, *, known_at: datetime | None, today: date) -> list[FieldHistory]:
    """The fields of the register with their histories. Three queries, whatever was changed."""
    history = version_model(Enterprise).objects.filter(id=enterprise.id)
    if known_at:
        history = history.filter(history_date__lte=known_at)
    versions = list(history.order_by("-history_date", "-history_id")[:MAX_VERSIONS])[::-1]
    people = people_of(versions)
    counties = _names(versions)
    return [
        _field(name, versions, people, counties, today)
        for name in SHOWN
        if any(getattr(v, _item(name).attname) not in (None, "") for v in versions)
    ]


def _item(name: str) -> Any:
    return Enterprise._meta.get_field(name)


def _field(
    name: str, versions: list[Any], people: dict[int, str], counties: dict[int, str], today: date
) -> FieldHistory:
    item = _item(name)
    attname: str = item.attname
    changes: list[Any] = []
    for version in versions:
        if not changes or getattr(changes[-1], attname) != getattr(version, attname):
            changes.append(version)

    def shown(version: Any) -> Any:
        value = getattr(version, attname)
        return counties.get(value, "") if item.is_relation else written(value, "number", {})

    last = changes[-1]
    register = BY_MODEL.get(item.related_model) if item.is_relation else None
    return FieldHistory(
        name=name,
        title=title_of(Enterprise, name),
        value=shown(last),
        url=register.record_url(key) if register and (key := getattr(last, attname)) else "",
        at=last.history_date,
        person=person_of(last, people),
        source=source_of(last),
        days=(today - timezone.localdate(last.history_date)).days,
        earlier=[
            EarlierValue(shown(v), v.history_date, person_of(v, people), source_of(v), v.history_id)
            for v in reversed(changes[:-1])
        ],
        restorable=name in RESTORABLE,
    )


def _names(versions: Iterable[Any]) -> dict[int, str]:
    """What the counties are called that any version names. One query."""
    ids = {version.county_id for version in versions}
    found = Department._base_manager.filter(id__in=ids)
    return {department.pk: str(department) for department in found}


def people_of(versions: Iterable[Any]) -> dict[int, str]:
    """Who wrote these versions. One query."""
    ids = {version.history_user_id for version in versions} - {None}
    return dict(User.objects.filter(id__in=ids).values_list("id", "display_name"))


def person_of(version: Any, people: dict[int, str]) -> str:
    return people.get(version.history_user_id, "") or _("系统")


def source_of(version: Any) -> str:
    """The action by which a version came, in words."""
    return action_word((version.history_change_reason or "").partition(" ")[0])


def earlier_amounts(ids: list[int], known_at: datetime | None) -> dict[int, list[Any]]:
    """The versions of these statements, oldest first. One query."""
    history = version_model(Statement).objects.filter(id__in=ids)
    if known_at:
        history = history.filter(history_date__lte=known_at)
    found: dict[int, list[Any]] = {}
    for version in history.order_by("history_date", "history_id"):
        found.setdefault(version.id, []).append(version)
    return found
