"""One field of many records of a list changed at once: chosen, shown, carried out, taken back."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pandeng.access.actions import bulk
from pandeng.access.request import PageRequest
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.core.fields import title_of
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
    """Choose the field and the records of the filtered list; see what changes; then change it."""
    register, scope = REGISTERS[path], request.scope
    work, names = register.work, register.work.asked(is_new=False)
    scope.may(work.permission).require()
    name = request.POST.get("field") or request.GET.get("field", "")
    if name not in names:
        name = names[0]
    form = OneField(work, scope, name, request.POST or None)
    shown: dict[str, Any] = {"changes": None}
    if request.method == "POST":
        answer = _carry_out(request, register, name, form, shown)
        if answer:
            return answer
    listed = asked_rows(register, scope, query_of(request, register))[: bulk.MAX_RECORDS]
    shown |= {
        "register": register,
        "fields": [(one, title_of(work.model, one)) for one in names],
        "field": name,
        "form": form,
        "rows": labels_of(register, scope, listed),
        "chosen": set(_ids(request)),
        "events": bulk.undoable(work, scope, request.now)[:5],
    }
    return render(request, "registers/bulk.html", shown, status=form.status)


def _carry_out(
    request: PageRequest, register: Register, name: str, form: OneField, shown: dict[str, Any]
) -> HttpResponse | None:
    scope, work = request.scope, register.work

    def act() -> str:
        ids, value = _ids(request), form.cleaned_data[name]
        if not ids:
            raise DomainError(_("请先勾选要更改的记录。"))
        said: dict[str, Any] = {"by": scope, "now": request.now}
        if "confirmed" not in request.POST:
            changes = bulk.preview(work, ids, name, value, **said)
            named = _labels(register, scope, [one.record.pk for one in changes])
            shown["changes"] = [(named[one.record.pk], one.old, one.new) for one in changes]
            raise _Shown
        why = form.cleaned_data["why"]
        shown["count"], _uid = bulk.correct_each(work, ids, name, value, why=why, **said)
        return reverse(f"{register.route}_bulk")

    def done(_made: Any) -> str:
        words = _("已更改%(count)s条，24小时内可以撤回。")
        return words % {"count": shown["count"]}

    try:
        return carry_out(request, form, _named(register, scope, act), done=done)
    except _Shown:
        return None


def _named(register: Register, scope: Scope, act: Callable[[], str]) -> Callable[[], str]:
    """A refusal of one record says which, as the list writes it."""

    def acted() -> str:
        try:
            return act()
        except bulk.RecordRefused as refused:
            labels = _labels(register, scope, [getattr(refused.record, "pk", 0)])
            raise DomainError(f"{'、'.join(labels.values())}：{refused.why}") from refused

    return acted


def _labels(register: Register, scope: Scope, ids: list[int]) -> dict[int, str]:
    return dict(labels_of(register, scope, rows_of_ids(register, scope, ids)))


class _Shown(Exception):
    """The preview is asked for."""


@require_POST
def undo(request: PageRequest, path: str, uid: str) -> HttpResponse:
    register, scope = REGISTERS[path], request.scope
    form = Form(request.POST)

    def act() -> str:
        bulk.undo_each(register.work, uid, by=scope, now=request.now)
        return reverse(f"{register.route}_bulk")

    answer = carry_out(request, form, _named(register, scope, act), done=_("已撤回这次批量更改。"))
    if answer is None:
        raise DomainError(form.refused)
    return answer


def _ids(request: PageRequest) -> list[int]:
    return [int(one) for one in request.POST.getlist("pk") if one.isdigit() and len(one) < 19]
