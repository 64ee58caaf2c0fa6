"""The list and the detail page of every kind of record."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from pandeng.access.records import ClusterRecord, visible
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.core.fields import field_of, title_of
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.enterprises.naming import name_on
from pandeng.domain.exchange.xlsx import workbook
from pandeng.web.asking import asked_times, scope_of
from pandeng.web.paging import page_of
from pandeng.web.registers import panels
from pandeng.web.registers.all import BY_MODEL, REGISTERS, group_of
from pandeng.web.registers.register import Register, lines, one_of, rows_of, written
from pandeng.web.registers.versions import versions_of

MOST_EXPORTED = 50_000
MOST_OPTIONS = 400
RELATED_ROWS = 8
HIDDEN = {"id", "cluster", "search_text"}


@require_GET
def listing(request: HttpRequest, path: str) -> HttpResponse:
    """A list: filters, search, order, pages of fifty; a fixed number of queries whatever its length."""
    register, scope = REGISTERS[path], scope_of(request)
    asked = asked_times(request)
    chosen = _chosen(request, register)
    rows = rows_of(
        register,
        scope,
        words=request.GET.get("q", ""),
        chosen=chosen,
        sort=request.GET.get("sort", ""),
        **asked,
    )
    if request.GET.get("format") == "xlsx":
        return _download(register, scope, rows, asked)
    page = page_of(request, rows)
    titles = [register.column_title(column) for column in register.columns]
    numbers = [column.kind != "text" for column in register.columns]
    page.object_list = [
        {
            "pk": row.pk,
            "example": row.example,
            "cells": list(zip(titles, row.cells, numbers, strict=True)),
        }
        for row in lines(register, page.object_list, scope)
    ]
    return render(
        request,
        "registers/list.html",
        {
            "register": register,
            "group": group_of(register),
            "columns": list(zip(register.columns, titles, strict=True)),
            "order": request.GET.get("sort") or register.order,
            "page": page,
            "filters": [_filter(register, scope, name, chosen) for name in register.filters],
            "fixed": [
                (name, value) for name, value in chosen.items() if name not in register.filters
            ],
            "words": request.GET.get("q", ""),
            "known_at": request.GET.get("known_at", ""),
            "asked": asked,
            "verbs": panels.list_actions(register, scope),
        },
    )


@require_GET
def detail(request: HttpRequest, path: str, pk: int) -> HttpResponse:
    """A record: its facts, what belongs to it, and every version of it."""
    register, scope = REGISTERS[path], scope_of(request)
    asked = asked_times(request)
    as_of, known_at = asked["as_of"], asked["known_at"]
    record = one_of(register, scope, pk, known_at=known_at)
    return render(
        request,
        "registers/detail.html",
        {
            "register": register,
            "record": record,
            "name": panels.name_of(register, record, as_of, known_at),
            "facts": list(_facts(register.model, record, scope, as_of, known_at)),
            "is_example": getattr(record, "is_example", False),
            "is_proposal": getattr(record, "is_proposal", False),
            "related": [block for block in related(register, scope, pk) if block["count"]],
            "panels": panels.panels_of(register, scope, record, as_of, known_at),
            "versions": versions_of(register.model, pk, scope),
            "sees_audit": bool(scope.may("read_audit")),
            "as_of": as_of,
            "known_at": known_at,
            "verbs": panels.detail_actions(register, scope, record),
        },
    )


# -- inside -----------------------------------------------------------------------------------


def _chosen(request: HttpRequest, register: Register) -> dict[str, str]:
    """The filters of the address: those declared, and any reference to another record."""
    names = set(register.filters) | {
        item.name for item in register.model._meta.concrete_fields if item.is_relation
    }
    return {name: value for name in sorted(names) if (value := request.GET.get(name, "").strip())}


def _filter(register: Register, scope: Scope, name: str, chosen: dict[str, str]) -> dict[str, Any]:
    own = field_of(register.model, name)
    if own.is_relation:
        model = own.related_model
        records = model.objects.filter(visible(model, scope))
        if name == "county":
            records = records.filter(kind="county")
        elif name == "department":
            records = records.filter(kind__in=("department", "guarantee_group", "cluster_office"))
        options = [
            (str(record.pk), str(record)) for record in records.order_by("id")[:MOST_OPTIONS]
        ]
    elif own.choices:
        options = [(str(key), str(words)) for key, words in own.choices]
    elif own.get_internal_type() == "BooleanField":
        options = [("True", _("是")), ("False", _("否"))]
    else:
        values = register.model.objects.filter(visible(register.model, scope)).order_by(name)
        options = [(str(v), str(v)) for v in values.values_list(name, flat=True).distinct()[:60]]
    return {
        "name": name,
        "title": title_of(register.model, name),
        "options": options,
        "value": chosen.get(name, ""),
    }


def _facts(
    model: type[ClusterRecord],
    record: Any,
    scope: Scope,
    as_of: date | None,
    known_at: datetime | None,
) -> Any:
    """Each field with its words; an enterprise by the name it bore then, people as they may be read."""
    for item in model._meta.concrete_fields:
        if item.name in HIDDEN or (model is Enterprise and item.name.startswith("merged")):
            continue
        value = getattr(record, item.attname)
        url, shown = "", value
        title = title_of(model, item.name)
        if item.is_relation:
            target = item.related_model
            other = getattr(record, item.name, None) if value else None
            if other is not None and not _is_seen(scope, target, value):
                value, other = None, None
            shown = "" if other is None else str(other)
            if target is Enterprise and value and (as_of or known_at):
                shown = name_on(value, as_of, known_at)
            register = BY_MODEL.get(target)
            url = f"{register.url}{value}/" if register and value else ""
        else:
            kind = "yuan" if item.name.endswith("_yuan") else "number"
            shown = written(value, kind, dict(item.choices or ()))  # type: ignore[arg-type]
            mask = getattr(item, "mask", None)
            if mask and value and not scope.reads_contacts_of(record.enterprise_id):
                shown = mask(value)
            elif model is Enterprise and item.name == "name" and (as_of or known_at):
                shown = name_on(record.id, as_of, known_at)
        yield {"title": title, "value": shown, "url": url}


def _is_seen(scope: Scope, kind: Any, pk: int) -> bool:
    """May this person see the record that another one names? No query for those who see all."""
    if not issubclass(kind, ClusterRecord) or scope.rows(kind.row_policy.kind).everything:
        return True
    return bool(kind.objects.visible_to(scope).filter(pk=pk).exists())


def related(register: Register, scope: Scope, pk: int) -> Any:
    """Other records that point at this one: the first few of each kind and how many there are."""
    for relation in register.model._meta.related_objects:
        other = BY_MODEL.get(relation.related_model)
        if other is None or panels.shows_itself(register, other):
            continue
        rows = rows_of(other, scope).filter(**{relation.field.name: pk})
        count = rows.count()
        yield {
            "register": other,
            "columns": [
                other.column_title(column)
                for column in other.columns
                if not column.path.startswith(f"{relation.field.name}__")
            ],
            "rows": [
                (row.pk, [cell for cell, column in zip(row.cells, other.columns, strict=True)
                          if not column.path.startswith(f"{relation.field.name}__")])
                for row in lines(other, rows[:RELATED_ROWS], scope)
            ] if count else [],
            "count": count,
            "all": f"{other.url}?{relation.field.name}={pk}",
        }  # fmt: skip


def _download(register: Register, scope: Scope, rows: Any, asked: dict[str, Any]) -> HttpResponse:
    count = rows.count()
    if count > MOST_EXPORTED:
        raise DomainError(
            _("共%(count)s条，一次最多导出%(most)s条，请先筛选再导出。")
            % {"count": count, "most": MOST_EXPORTED}
        )
    known = timezone.localtime(asked["known_at"] or timezone.now()).strftime("%Y-%m-%d %H:%M")
    notes = [_("按%(known)s所知，共%(count)s条") % {"known": known, "count": count}]
    if asked["as_of"]:
        notes.append(_("截至%(day)s") % {"day": asked["as_of"]})
    data = workbook(
        str(register.title),
        notes,
        [register.column_title(column) for column in register.columns],
        (row.cells for row in lines(register, rows, scope)),
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(data, content_type=kind)
    name = register.path.replace("/", "-")
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response
