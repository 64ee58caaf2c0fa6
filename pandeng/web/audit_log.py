"""What an event of the audit log says of records: which, what changed from what to what, in words.

The action's word is the action's own (`core/action.py`), a field's title its model's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pandeng.access import queries
from pandeng.access.permissions import Permission
from pandeng.access.records import ClusterRecord
from pandeng.access.scope import Scope
from pandeng.core.models import AuditEvent
from pandeng.web.links import record_url

# What actions say beside the records themselves (`Change.add_fact`): titles, and values in words.
FACTS = {
    "granted": gettext_lazy("授予角色"),
    "undone": gettext_lazy("已撤回"),
    "source": gettext_lazy("来自文件"),
    "digest": gettext_lazy("文件摘要"),
    "hand_overs": gettext_lazy("到期的交接"),
    "password": gettext_lazy("口令"),
    "second_factor": gettext_lazy("第二验证"),
    "recovery_codes": gettext_lazy("恢复码"),
    "plan": gettext_lazy("季节计划"),
    "removed": gettext_lazy("移出"),
    "empty_seats": gettext_lazy("空缺的席位"),
    "given_up": gettext_lazy("不再发送的推送"),
    "replayed": gettext_lazy("重发的推送"),
}
FACT_WORDS = {
    "changed": gettext_lazy("已修改"),
    "renewed": gettext_lazy("已更换"),
    "on": gettext_lazy("启用"),
    "off": gettext_lazy("停用"),
}


@dataclass(frozen=True)
class Field:
    name: str
    old: str
    new: str


@dataclass(frozen=True)
class Changed:
    """One record (or one batch) that an action touched."""

    title: str
    url: str
    fields: list[Field]
    is_new: bool
    is_closed: bool = False  # a record that this reader may not see


def kind_words(label: str) -> str:
    """The name of a kind of record; an unknown kind shows its code."""
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        return label


def target_words(event: AuditEvent) -> str:
    if not event.target_kind:
        return "—"
    return f"{kind_words(event.target_kind)} #{event.target_id}"


def is_closed(label: str, scope: Scope) -> bool:
    """Is this a kind of record of which the reader sees none? Then the log tells no values of it."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        return False
    return issubclass(model, ClusterRecord) and scope.rows(model.row_policy.kind).nothing


def why_words(event: AuditEvent, scope: Scope) -> str:
    """The reason as it was written; of what the reader may not see none."""
    return "" if is_closed(event.target_kind, scope) else str(event.why)


def target_url(event: AuditEvent, scope: Scope) -> str:
    if is_closed(event.target_kind, scope):
        return ""
    return _url(event.target_kind, event.target_id, scope)


def _url(label: str, record_id: int | None, scope: Scope) -> str:
    """Where the record is shown; nothing for a kind that has no page, and for whoever may open none."""
    if record_id is None or not scope.does_business:
        return ""
    try:
        return record_url(label, record_id)
    except (LookupError, ValueError):
        return ""


# Of no use to a reader of the log: keys, and switches that Django keeps but the office does not use.
UNSAID = frozenset({"id", "cluster_id", "is_staff", "is_superuser", "date_joined"})


def changed(event: AuditEvent, scope: Scope) -> list[Changed]:
    """Every record of the event with its fields before and after, in words."""
    return [_changed(key, values, scope) for key, values in event.changes.items()]


def _changed(key: str, values: dict[str, Any], scope: Scope) -> Changed:
    label, colon, number = key.partition(":")
    if is_closed(label.partition(" ")[0], scope):
        title = f"{kind_words(label)} #{number}" if colon else kind_words(label.partition(" ")[0])
        return Changed(title=title, url="", fields=[], is_new=False, is_closed=True)
    if not colon:
        return _batch(key, values, scope)
    return Changed(
        title=f"{kind_words(label)} #{number}",
        url=_url(label, int(number) if number.isdecimal() else None, scope),
        fields=list(_fields(label, values, scope)),
        is_new=not any(_is_pair(value) for value in values.values()),
    )


def _batch(key: str, values: dict[str, Any], scope: Scope) -> Changed:
    label, _space, what = key.partition(" ")
    said = _("新增%(count)s条") if what == "added" else _("修改%(count)s条")
    return Changed(
        title=f"{kind_words(label)}：{said % {'count': values.get('count', 0)}}",
        url="",
        fields=list(_fields(label, values.get("set", {}), scope)),
        is_new=what == "added",
    )


def _fields(label: str, values: dict[str, Any], scope: Scope) -> Iterator[Field]:
    for name, value in values.items():
        if name in UNSAID or value in (None, ""):
            continue
        field = _field(label, name)
        old, new = value if _is_pair(value) else (None, value)
        shown = _shown(field, [old, new], scope)
        if (mask := getattr(field, "mask", None)) and not scope.may(Permission.READ_CONTACTS):
            shown = [mask(value) if value else "" for value in shown]
        yield Field(_field_words(field, name), shown[0], shown[1])


def _is_pair(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2


def _field(label: str, name: str) -> Any:
    try:
        return apps.get_model(label)._meta.get_field(name.removesuffix("_id"))
    except (LookupError, ValueError, FieldDoesNotExist):
        return None


def _field_words(field: Any, name: str) -> str:
    if field is None:
        return str(FACTS.get(name, name))
    plain = str(field.verbose_name)
    if field.is_relation and plain == field.name.replace("_", " "):
        return str(field.related_model._meta.verbose_name)
    return plain


def _shown(field: Any, values: list[Any], scope: Scope) -> list[str]:
    """Values as people read them: choices and related records by name, times in office time."""
    if field is not None and field.is_relation:
        ids = [value for value in values if isinstance(value, int)]
        named = queries.names(scope, field.related_model._meta.label, ids)
        return ["" if value is None else named.get(value, f"#{value}") for value in values]
    choices = dict(getattr(field, "flatchoices", None) or ())
    return [_plain(choices.get(value, value) if choices else value) for value in values]


def _plain(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, str) and (at := parse_datetime(value)) and at.tzinfo:
        return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}"
    return str(FACT_WORDS.get(value, value)) if isinstance(value, str) else str(value)
