"""What may go along when an enterprise is split: its links in the chain, products, projects, open demands."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pandeng.access.scope import Scope
from pandeng.core.errors import NotFound
from pandeng.domain.chains.models import Placement, Product
from pandeng.domain.demands.models import Demand
from pandeng.domain.demands.queries import OPEN
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.enterprises.queries import own_record
from pandeng.domain.projects.models import Project

MAX_LINES = 200  # of a kind
MAX_CHOSEN = 500
# The word in the form, the kind, what it is called there, which of its records may go.
ALONG: dict[str, tuple[Any, Any, dict[str, Any]]] = {
    "placement": (Placement, gettext_lazy("所处环节"), {"until__isnull": True}),
    "product": (Product, gettext_lazy("产品"), {"until__isnull": True}),
    "project": (Project, gettext_lazy("项目"), {}),
    "demand": (Demand, gettext_lazy("未销号诉求"), {"status__in": OPEN}),
}


@dataclass(frozen=True)
class GoAlong:
    """Records of a kind that may go along: each with its key in the form and what it is called."""

    title: str | Promise
    lines: list[tuple[str, str]]


def may_go_along(scope: Scope, origin: Enterprise) -> list[GoAlong]:
    """A query for each kind."""
    found = []
    for word, (model, title, which) in ALONG.items():
        rows = model.objects.visible_to(scope).filter(enterprise=origin, **which)
        if word in ("placement", "product"):
            rows = rows.select_related("segment")
        lines = [(f"{word}:{row.pk}", _called(row)) for row in rows.order_by("id")[:MAX_LINES]]
        found.append(GoAlong(title, lines))
    return found


def chosen(scope: Scope, origin: Enterprise, keys: Iterable[str]) -> list[Any]:
    """The records that were ticked, looked up through the scope."""
    found = []
    for key in list(keys)[:MAX_CHOSEN]:
        word, _colon, number = key.partition(":")
        if word not in ALONG or not number.isdigit():
            raise NotFound(_("没有找到这条记录。"))
        found.append(own_record(ALONG[word][0], scope, origin, int(number[:18])))
    return found


def _called(row: Any) -> str:
    if isinstance(row, Placement):
        return str(row.segment)
    return f"{row.name}（{row.segment}）" if isinstance(row, Product) else str(row)
