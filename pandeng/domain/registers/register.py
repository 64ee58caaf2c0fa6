"""How a list of records is declared: columns, filters, search, order, verbs, panels, what a day means."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from urllib.parse import urlencode

from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from pandeng.access.permissions import Permission
from pandeng.access.records import ClusterRecord, reads_some
from pandeng.access.scope import Scope
from pandeng.access.workable import (
    CORRECT,
    END,
    ENTER,
    MOVE,
    WITHDRAW,
    Workable,
    workable_of,
)
from pandeng.core.errors import NotFound
from pandeng.core.fields import field_of, title_of
from pandeng.core.verdict import ALLOW, Verdict
from pandeng.domain.enterprises.models import Enterprise

Kind = Literal["text", "yuan", "amount", "number", "due"]
OF_ENTERPRISE = "enterprise__search_text"
OF_PROJECT = "project__search_text"
IN_YUAN = "（元）"


@dataclass(frozen=True)
class Column:
    """A column of a list: a path of field names, and how its value is written."""

    path: str
    title: str | Promise = ""
    kind: Kind = "text"
    sorts: bool = True


@dataclass(frozen=True, kw_only=True)
class Verb:
    """What may be done from a list or from one record: a route, its words, the permission it asks for.

    `args` gives the route's values from the record (its id where nothing is said); `given` what a form is
    handed of it, alone or with them.
    `when` says for which records the verb stands there at all.
    """

    route: str
    word: str | Promise
    permission: Permission | None = None  # None: everybody who sees the list
    args: Callable[[Any], tuple[Any, ...]] | None = None
    given: Callable[[Any], dict[str, Any]] | None = None
    when: Callable[[Any], bool] = lambda record: True

    def may(self, scope: Scope) -> Verdict:
        return ALLOW if self.permission is None else scope.may(self.permission)

    def address(self, record: Any = None) -> str:
        if record is None:
            return reverse(self.route)
        if self.args:
            place = reverse(self.route, args=self.args(record))
        else:
            place = reverse(self.route, args=() if self.given else (record.pk,))
        return f"{place}?{urlencode(self.given(record))}" if self.given else place


@dataclass(frozen=True)
class Panel:
    """What a record's page shows beyond facts: a template and the read that fills it.

    `read` takes scope, record, as-of day and known-at time; nothing to show is an empty answer.
    """

    template: str
    read: Callable[[Scope, Any, date | None, datetime | None], Any]


@dataclass(frozen=True, kw_only=True)
class Register:
    """All that a list page and a detail page of one kind of record need.

    `day`: the business date that an as-of day is held against: a date field (counts from that day),
    or span (holds on that day). `search`: where the search words are looked for. `shown_by_panels`:
    kinds that need no second table on the record's page. `bulk`: of a kind with actions of its own, the
    permission by which one field of many records is changed at once.
    """

    path: str
    model: type[ClusterRecord]
    title: str | Promise
    columns: tuple[Column, ...]
    order: str
    filters: tuple[str, ...] = ()
    search: str = ""
    day: str = ""
    list_verbs: tuple[Verb, ...] = ()
    verbs: tuple[Verb, ...] = ()
    panels: tuple[Panel, ...] = ()
    shown_by_panels: tuple[type[ClusterRecord], ...] = ()
    bulk: Permission | None = None

    @property
    def route(self) -> str:
        return self.path.replace("/", "_")

    @property
    def url(self) -> str:
        return reverse(self.route)

    def is_open_to(self, scope: Scope) -> bool:
        """May this person read some record of the kind at all?"""
        return reads_some(self.model, scope)

    @property
    def works(self) -> bool:
        """Do people keep these records by hand?"""
        return workable_of(self.model) is not None

    @property
    def work(self) -> Workable:
        found = workable_of(self.model)
        if found is None:
            raise NotFound(_("这类记录不在这里登记。"))
        return found

    def verbs_by_hand(self, scope: Scope) -> tuple[Verb, ...]:
        """What may be done with a record that people keep by hand; nothing to those who may not."""
        if not self.works or not scope.may(self.work.permission):
            return ()
        return tuple(
            Verb(
                route=f"{self.route}_{verb}",
                word=self.work.word(verb),
                when=self._is_open if verb in (MOVE, END) else lambda record: True,
            )
            for verb in self.work.verbs
            if verb in (CORRECT, MOVE, END, WITHDRAW)
        )

    def _is_open(self, record: Any) -> bool:
        return getattr(record, self.work.ends) is None

    def enter_url(self, scope: Scope, **given: Any) -> str:
        """Where a new record is entered; nothing for those who may not."""
        if not self.works or not scope.may(self.work.permission):
            return ""
        query = f"?{urlencode(given)}" if given else ""
        return f"{reverse(f'{self.route}_{ENTER}')}{query}"

    @property
    def undo_route(self) -> str:
        return f"{self.route}_undo"

    def bulk_url(self, scope: Scope) -> str:
        """Where one field of many records is changed; nothing for those who may not."""
        permission = self.bulk or (self.work.permission if self.works else None)
        return reverse(f"{self.route}_bulk") if permission and scope.may(permission) else ""

    @property
    def changes_in_bulk(self) -> bool:
        return self.works or self.bulk is not None

    def import_url(self, scope: Scope) -> str:
        """Where records come in from a file; nothing for those who may not."""
        if self.model is Enterprise:
            may = bool(scope.may(Permission.EDIT_ENTERPRISE))
        else:
            may = bool(self.enter_url(scope))
        return reverse(self.import_route) if may else ""

    @property
    def takes_tables(self) -> bool:
        """Do records come in from a table: enterprises, and what people keep by hand?"""
        return self.works or self.model is Enterprise

    @property
    def import_route(self) -> str:
        return f"{self.route}_import"

    @property
    def take_back_route(self) -> str:
        return f"{self.route}_take_back"

    @property
    def template_route(self) -> str:
        return f"{self.route}_template"

    @property
    def restore_route(self) -> str:
        return f"{self.route}_restore"

    def withdrawn_url(self, scope: Scope) -> str:
        return reverse(f"{self.route}_withdrawn") if self.enter_url(scope) else ""

    def record_url(self, record_id: int) -> str:
        return reverse(f"{self.route}_detail", args=[record_id])

    @property
    def takes_day(self) -> bool:
        """Does an as-of day change what the list shows: its rows, or the names enterprises bore?"""
        return bool(self.day) or any(bearer_of(self.model, one.path) for one in self.columns)

    def column_title(self, column: Column) -> str:
        """Without the unit: an amount on a page is written with its own."""
        title = str(column.title) or title_of(self.model, column.path)
        return title.removesuffix(IN_YUAN) if column.kind == "yuan" else title

    def sorts(self) -> set[str]:
        return {column.path for column in self.columns if column.sorts}


def bearer_of(model: type[models.Model], path: str) -> str:
    """The path of the enterprise's id where `path` is an enterprise's name; else nothing."""
    way, _dot, last = path.rpartition("__")
    if (
        last != "name"
        or (model if not way else field_of(model, way).related_model) is not Enterprise
    ):
        return ""
    return f"{way}_id" if way else "id"
