"""Pages on which people enter, correct, end, withdraw and restore the records of a kind."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from pandeng.access import workable
from pandeng.access.actions import by_hand
from pandeng.access.records import one_of
from pandeng.access.request import PageRequest
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.registers.catalogue import REGISTERS
from pandeng.domain.registers.record import name_of
from pandeng.domain.registers.register import Register
from pandeng.domain.registers.withdrawn import withdrawn_records
from pandeng.web.forms.workable import EndRecord, MoveRecord, RecordForm, WhyOnly
from pandeng.web.ui.form_page import FormPage, form_page


@require_http_methods(["GET", "POST"])
def enter(request: PageRequest, path: str) -> HttpResponse:
    """A new record; an address may hold what is known of it already."""
    register = REGISTERS[path]
    given = _given(register, request)
    form = RecordForm(register.work, request.scope, request.POST or None, given=given)

    def act(filled: dict[str, Any]) -> str:
        made = by_hand.enter(
            register.work,
            form.values(),
            confirmed=bool(filled.get("confirmed")),
            by=request.scope,
            now=request.now,
        )
        return register.record_url(made.pk)

    return form_page(request, form, act, _page(request, register, workable.ENTER), _("已登记。"))


@require_http_methods(["GET", "POST"])
def correct(request: PageRequest, path: str, pk: int) -> HttpResponse:
    register, scope = REGISTERS[path], request.scope
    record = one_of(register.model, scope, pk)
    seen = workable.newest_version(record)
    form = RecordForm(register.work, scope, request.POST or None, record=record, seen=seen)

    def act(filled: dict[str, Any]) -> None:
        by_hand.correct(
            register.work,
            record,
            form.values(),
            seen=filled["seen"],
            why=filled["why"],
            by=scope,
            now=request.now,
        )

    page = _page(request, register, workable.CORRECT, record)
    return form_page(request, form, act, page, _("已更正。"))


@require_http_methods(["GET", "POST"])
def move(request: PageRequest, path: str, pk: int) -> HttpResponse:
    """The record ends, and another follows it the day after."""
    register, scope = REGISTERS[path], request.scope
    record = one_of(register.model, scope, pk)
    now = {name: getattr(record, name) for name in register.work.moves}
    begins = {"since": request.today}
    form = MoveRecord(register.work, scope, request.POST or None, initial=now | begins)

    def act(filled: dict[str, Any]) -> str:
        since, why = filled.pop("since"), filled.pop("why")
        made = by_hand.move(
            register.work, record, filled, since=since, why=why, by=scope, now=request.now
        )
        return register.record_url(made.pk)

    page = _page(request, register, workable.MOVE, record)
    return form_page(request, form, act, page, _("已变更，原记录已终止。"))


@require_http_methods(["GET", "POST"])
def end(request: PageRequest, path: str, pk: int) -> HttpResponse:
    register, scope = REGISTERS[path], request.scope
    record = one_of(register.model, scope, pk)
    form = EndRecord(register.work, scope, request.POST or None, initial={"on": request.today})

    def act(filled: dict[str, Any]) -> None:
        on, why = filled.pop("on"), filled.pop("why")
        by_hand.end(register.work, record, filled, on=on, why=why, by=scope, now=request.now)

    page = _page(request, register, workable.END, record)
    return form_page(request, form, act, page, _("已终止。"))


@require_http_methods(["GET", "POST"])
def withdraw(request: PageRequest, path: str, pk: int) -> HttpResponse:
    register, scope = REGISTERS[path], request.scope
    record = one_of(register.model, scope, pk)
    form = WhyOnly(request.POST or None)

    def act(filled: dict[str, Any]) -> str:
        by_hand.withdraw(register.work, record, why=filled["why"], by=scope, now=request.now)
        return reverse(f"{register.route}_withdrawn")

    page = _page(request, register, workable.WITHDRAW, record)
    return form_page(request, form, act, page, _("已撤销，可在这里恢复。"))


@require_http_methods(["GET", "POST"])
def restore(request: PageRequest, path: str, version: int) -> HttpResponse:
    register, scope = REGISTERS[path], request.scope
    workable.version_of(register.work, version, scope)
    form = WhyOnly(request.POST or None)

    def act(filled: dict[str, Any]) -> str:
        found = by_hand.restore(
            register.work, version, why=filled["why"], by=scope, now=request.now
        )
        return register.record_url(found.pk)

    page = _page(request, register, workable.RESTORE)
    return form_page(request, form, act, page, _("已恢复。"))


@require_GET
def withdrawn(request: PageRequest, path: str) -> HttpResponse:
    """What was withdrawn from a list, each with the way back."""
    register = REGISTERS[path]
    rows = withdrawn_records(register, request.scope)
    return render(request, "registers/withdrawn.html", {"register": register, "rows": rows})


def _given(register: Register, request: PageRequest) -> dict[str, Any]:
    """What an address says of a new record; an enterprise by its id."""
    given: dict[str, Any] = {
        key: value for key, value in request.GET.items() if key in register.work.fields
    }
    if (written := str(given.get("enterprise", ""))[:18]).isdecimal():
        given["enterprise"] = one_of(Enterprise, request.scope, int(written))
    return given


def _page(request: PageRequest, register: Register, verb: str, record: Any = None) -> FormPage:
    work = register.work
    trail = [(str(register.title), register.url)]
    if record is not None:
        trail.append((name_of(register, record), register.record_url(record.pk)))
    return FormPage(
        title=work.actions[verb].title,
        trail=tuple(trail),
        may=request.scope.may(work.permission),
        button=work.word(verb),
        look="danger" if verb == workable.WITHDRAW else "primary",
    )
