"""One field of many records of a list changed at once: chosen, shown, carried out, taken back."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pandeng.access.actions import bulk
from pandeng.access.request import PageRequest
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.core.fields import title_of, value_words
from pandeng.domain.exchange.bulk_kinds import bulk_kind_of
from pandeng.domain.registers.catalogue import REGISTERS
from pandeng.domain.registers.lists import asked_rows
from pandeng.domain.registers.register import Register
from pandeng.domain.registers.rows import labels_of, rows_of_ids
from pandeng.web.forms.look import Form
from pandeng.web.forms.workable import OneField
from pandeng.web.pages.registers import query_of
from pandeng.web.ui.form_page import carry_out


@require_http_methods(["GET", "POST"])
def page(request: PageRequest, path: str) -> HttpResponse:
    """Choose the field and the records of the filtered list; see what changes; then change just that."""
    register, scope = REGISTERS[path], request.scope
    kind = bulk_kind_of(register)
    names = kind.in_bulk
    scope.may(kind.permission).require()
    asked = request.POST.get("field") or request.GET.get("field", "")
    name = asked if asked in names else names[0]
    form = OneField(kind, scope, name, request.POST or None)
    if "confirmed" in request.POST and (answer := _change(request, register, name, form)):
        return answer
    listed = asked_rows(register, scope, query_of(request, register))[: bulk.MAX_RECORDS]
    shown = {
        "register": register,
        "fields": [(one, title_of(kind.model, one)) for one in names],
        "field": name,
        "form": form,
        "changes": _preview(request, register, name, form) if "preview" in request.POST else [],
        "rows": labels_of(register, scope, listed),
        "chosen": set(_ids(request)),
        "events": bulk.undoable(kind, scope, request.now)[:5],
    }
    return render(request, "registers/bulk.html", shown, status=form.status)


def _change(
    request: PageRequest, register: Register, name: str, form: OneField
) -> HttpResponse | None:
    def act() -> int:
        filled = form.cleaned_data
        with _by_name(register, request.scope):
            count, _uid = bulk.correct_each(
                bulk_kind_of(register),
                _ids(request),
                name,
                filled[name],
                why=filled["why"],
                by=request.scope,
                now=request.now,
            )
        return count

    def done(count: int) -> str:
        return _("已更改%(count)s条，24小时内可以撤回。") % {"count": count}

    return carry_out(request, form, act, done=done, to=reverse(f"{register.route}_bulk"))


def _preview(
    request: PageRequest, register: Register, name: str, form: OneField
) -> list[tuple[str, str, str]]:
    """What would change: the record as the list writes it, before, after. Refused: nothing."""
    if not form.is_valid():
        return []
    scope, ids, value = request.scope, _ids(request), form.cleaned_data[name]
    try:
        with _by_name(register, scope):
            kind = bulk_kind_of(register)
            changes = bulk.preview(kind, ids, name, value, by=scope, now=request.now)
    except DomainError as refusal:
        form.refuse(refusal.message)
        return []
    labels = _labels(register, scope, [one.record.pk for one in changes])
    item = register.model._meta.get_field(name)
    return [
        (labels[one.record.pk], value_words(item, one.old), value_words(item, one.new))
        for one in changes
    ]


@contextmanager
def _by_name(register: Register, scope: Scope) -> Iterator[None]:
    """A refusal of one record says which, as the list writes it."""
    try:
        yield
    except bulk.RecordRefused as refused:
        labels = _labels(register, scope, [refused.record.pk])
        raise DomainError(f"{'、'.join(labels.values())}：{refused.why}") from refused


def _labels(register: Register, scope: Scope, ids: list[int]) -> dict[int, str]:
    return dict(labels_of(register, scope, rows_of_ids(register, scope, ids)))


@require_POST
def undo(request: PageRequest, path: str, uid: str) -> HttpResponse:
    register, scope = REGISTERS[path], request.scope
    form = Form(request.POST)

    def act() -> int:
        with _by_name(register, scope):
            return bulk.undo_each(bulk_kind_of(register), uid, by=scope, now=request.now)

    home = reverse(f"{register.route}_bulk")
    answer = carry_out(request, form, act, done=_("已撤回这次批量更改。"), to=home)
    if answer is None:
        raise DomainError(form.refused)
    return answer


def _ids(request: PageRequest) -> list[int]:
    return [int(one) for one in request.POST.getlist("pk") if one.isdecimal() and len(one) < 19]
