"""Records that people keep by hand: one declaration a kind, and the verbs that carry it out.

PLACEMENT = Workable(
    model=Placement, code="chains.placement", noun=gettext_noop("企业所处环节"),
    permission=Permission.EDIT_CHAIN, fields=("enterprise", "segment", "since"), ends="until",
)

A declaration stands in the `actions` of its word; list, record page, forms, JSON interface and the
matrix of operations (docs/reference/operations.md) follow from it. What has a process of its own
(demands, projects, reports) is worked by the steps of that process instead.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.models import User
from pandeng.access.permissions import Permission
from pandeng.access.queries import members
from pandeng.access.records import ClusterRecord, visible
from pandeng.access.scope import Scope
from pandeng.core.action import Action, actions
from pandeng.core.errors import DomainError, NotFound
from pandeng.core.fields import title_of
from pandeng.core.history import version_model
from pandeng.core.verdict import ALLOW, Verdict

ENTER, CORRECT, MOVE, END = "enter", "correct", "move", "end"
WITHDRAW, RESTORE = "withdraw", "restore"
CORRECT_EACH, UNDO_EACH, IMPORT = "correct_each", "undo_each", "import"
WORDS = {
    ENTER: gettext_noop("登记"),
    CORRECT: gettext_noop("更正"),
    MOVE: gettext_noop("变更"),
    END: gettext_noop("终止"),
    WITHDRAW: gettext_noop("撤销"),
    RESTORE: gettext_noop("恢复"),
    CORRECT_EACH: gettext_noop("批量更改"),
    UNDO_EACH: gettext_noop("撤回批量更改"),
    IMPORT: gettext_noop("导入"),
}
Rows = Callable[[Scope, Mapping[str, Any]], "models.QuerySet[Any]"]
_BY_MODEL: "dict[Any, Workable]" = {}


def _no_check(record: Any, by: Scope, today: date) -> Verdict:
    return ALLOW


@dataclass(frozen=True, kw_only=True)
class Workable:
    """How people keep one kind of record.

    `fields`: what a form asks, in order; `fixed`: of them, what stays once entered. `ends`: the date
    that ends a record, empty where it has no end; `begins` the one it begins with, which is no day
    ahead unless `ahead`. `ending`: what else is asked at the end, `reason`: the field that keeps why.
    `moves`: what may change from a day on, so that one record ends the day before and the next follows it. `check`: what a record must hold before it is saved; `asks`: what a person
    is asked before a new one is. `rows`: for a reference, the records to choose from, where they are
    fewer than all in scope, by what is known of the record. `words`: words of its own for a verb, such
    as 入会 for enter.
    """

    model: Any  # a kind of ClusterRecord
    code: str
    noun: str
    permission: Permission
    fields: tuple[str, ...]
    fixed: tuple[str, ...] = ()
    begins: str = "since"
    ahead: bool = False
    ends: str = ""
    ending: tuple[str, ...] = ()
    reason: str = ""
    moves: tuple[str, ...] = ()
    check: Callable[[Any, Scope, date], Verdict] = _no_check
    asks: Callable[[Any], str] | None = None
    rows: Mapping[str, Rows] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    actions: dict[str, Action] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        if self.model in _BY_MODEL:
            raise ValueError(f"{self.model.__name__} is declared twice")
        _BY_MODEL[self.model] = self
        for verb in (*self.verbs, CORRECT_EACH, UNDO_EACH, IMPORT):
            word = self.words.get(verb, WORDS[verb])
            about = self.noun if verb not in self.words else ""
            self.actions[verb] = Action(f"{self.code}.{verb}", word, self.permission, about)

    @property
    def verbs(self) -> tuple[str, ...]:
        moves, ends = (MOVE,) if self.moves else (), (END,) if self.ends else ()
        return (ENTER, CORRECT, *moves, *ends, WITHDRAW, RESTORE)

    def word(self, verb: str) -> str:
        """What a button says."""
        return _(self.words.get(verb, WORDS[verb]))

    def asked(self, *, is_new: bool) -> tuple[str, ...]:
        """The fields of a form: all of a new record, later those that may change."""
        return self.fields if is_new else tuple(n for n in self.fields if n not in self.fixed)


def choices(
    work: Workable, name: str, by: Scope, known: Mapping[str, Any] | None = None
) -> "models.QuerySet[Any]":
    """The records that a reference may name, by what is known of the record."""
    if rows := work.rows.get(name):
        return rows(by, known or {})
    kind: Any = work.model._meta.get_field(name).related_model
    if kind is User:
        return members(by)
    found: models.QuerySet[Any] = kind.objects.visible_to(by)
    return found


def read_values(
    work: Workable,
    told: Mapping[str, Any],
    names: Sequence[str],
    *,
    by: Scope,
    is_new: bool = False,
) -> dict[str, Any]:
    """Plain values (JSON) as the fields of a record; references by id. Refuses a name that is not asked,
    a value that its field does not take, a reference out of scope, and a new record that lacks one."""
    if unknown := sorted(told.keys() - set(names)):
        raise DomainError(_("没有这些项：%(names)s。") % {"names": "、".join(unknown)[:200]})
    given = names if is_new else [name for name in names if name in told]
    return {name: _read(work, name, told.get(name), by) for name in given if is_new or name in told}


def _read(work: Workable, name: str, value: Any, by: Scope) -> Any:
    item: Any = work.model._meta.get_field(name)
    title = title_of(work.model, name)
    if value is None and item.has_default():
        return item.get_default()
    if item.is_relation and value is not None:
        is_id = isinstance(value, int) and 0 < value < 2**62
        if not is_id or (found := choices(work, name, by).filter(pk=value).first()) is None:
            raise DomainError(
                _("%(field)s：没有找到%(value)s。") % {"field": title, "value": str(value)[:40]}
            )
        return found
    try:
        return (
            None
            if value is None and item.null
            else item.clean("" if value is None else value, None)
        )
    except ValidationError as wrong:
        raise DomainError(f"{title}：{wrong.messages[0]}") from wrong
    except (TypeError, ValueError, OverflowError) as wrong:  # a number for a day, a list for a text
        told = {"field": title, "value": str(value)[:40]}
        raise DomainError(_("%(field)s：不能填“%(value)s”。") % told) from wrong


def workable_of(model: type[ClusterRecord]) -> Workable | None:
    """How people keep records of this kind; None where a process of its own does."""
    actions()
    return _BY_MODEL.get(model)


def workables() -> Sequence[Workable]:
    """Every kind that people keep by hand."""
    actions()
    return list(_BY_MODEL.values())


def version_of(work: Workable, version: int, by: Scope) -> Any:
    """One version of a record that the scope may see."""
    found = version_model(work.model).objects.filter(visible(work.model, by), history_id=version)
    if (then := found.first()) is None:
        raise NotFound(_("没有找到这个历史版本。"))
    return then


def withdrawn(work: Workable, by: Scope, limit: int = 200) -> Sequence[Any]:
    """The last versions of records that were withdrawn and not restored, newest first; one query."""
    versions = version_model(work.model).objects.filter(visible(work.model, by), history_type="-")
    gone = versions.exclude(id__in=work.model.objects.values("id"))
    return list(gone.order_by("-history_id")[:limit])


def newest_version(record: ClusterRecord) -> int:
    """The history id of a record as it stands, or of one as it was known; a form hands it back as what the
    person saw."""
    if known := getattr(record, "history_id", None):
        return int(known)
    versions = version_model(type(record)).objects.filter(id=record.pk)
    return int(versions.order_by("-history_id").values_list("history_id", flat=True)[0])
