"""A file of records: sent, shown line by line, then written as one change; its template and its way back."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pandeng.access.request import PageRequest
from pandeng.core.errors import DomainError
from pandeng.domain.exchange.imports import kept
from pandeng.domain.exchange.imports.actions import commit, take_back
from pandeng.domain.exchange.imports.kinds import kind_of
from pandeng.domain.exchange.imports.records import (
    STATES,
    SentFile,
    columns_of,
    imported,
    may_mark,
    preview,
    with_marks,
)
from pandeng.domain.exchange.imports.tables import MAX_BYTES
from pandeng.domain.exchange.imports.template import template
from pandeng.domain.registers.catalogue import REGISTERS
from pandeng.domain.registers.lists import asked_rows
from pandeng.domain.registers.register import Register
from pandeng.web.forms.look import Form
from pandeng.web.pages.registers import query_of
from pandeng.web.ui.download import download
from pandeng.web.ui.form_page import carry_out, show_form

SHOWN = 200
PASTED = gettext_lazy("粘贴的表格")


class Send(Form):
    file = forms.FileField(
        label=gettext_lazy("文件"),
        required=False,
        help_text=gettext_lazy(".xlsx、.xls、.ods 或 .csv，不超过20 MB、5000行"),
    )
    pasted = forms.CharField(
        label=gettext_lazy("或从表格复制后粘贴"),
        required=False,
        max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("连同表头一起复制"),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > MAX_BYTES:
            raise forms.ValidationError(_("文件超过20 MB，请拆分后分别上传。"))
        return file


class Confirm(Form):
    why = forms.CharField(label=gettext_lazy("依据"), max_length=200)
    skips_wrong = forms.BooleanField(label=gettext_lazy("略过有误的行，只写入其余"), required=False)
    confirmed = forms.BooleanField(label=gettext_lazy("已核对存疑的行"), required=False)


@require_http_methods(["GET", "POST"])
def page(request: PageRequest, path: str) -> HttpResponse:
    """Send a file; then see what it would change, choose sheet and columns; then write it."""
    register, scope = REGISTERS[path], request.scope
    scope.may(kind_of(register).permission).require()
    if token := request.GET.get("file", ""):
        return _preview(request, register, token)
    form = Send(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file, pasted = form.cleaned_data["file"], form.cleaned_data["pasted"]
        if file or pasted:
            name, data = (file.name, file.read()) if file else (str(PASTED), pasted.encode())
            query = urlencode({"file": kept.keep(name, data, scope)})
            return HttpResponseRedirect(f"{register.import_url(scope)}?{query}")
        form.refuse(_("请选择文件，或粘贴表格。"))
    kind = kind_of(register)
    shown = {
        "register": register,
        "columns": columns_of(kind),
        "events": imported(kind, scope, request.now)[:5],
    }
    return show_form(request, "registers/import.html", form, shown)


def _preview(request: PageRequest, register: Register, token: str) -> HttpResponse:
    scope, kind = request.scope, kind_of(register)
    form = Confirm(request.POST or None)
    sent = _sent(request, token, "skips_wrong" in request.POST)
    shown = {"register": register, "token": token, "file": sent.name, "form": form}
    try:
        seen = preview(kind, sent, by=scope, now=request.now)
    except DomainError as refusal:
        form.refuse(refusal.message)
        return show_form(request, "registers/import_refused.html", form, shown)

    if "marked" in request.GET and may_mark(sent):
        return download(with_marks(sent, seen), f"{PurePath(sent.name).stem}-{_('有误')}.xlsx")

    def act() -> str:
        filled = form.cleaned_data
        commit(
            kind, sent, confirmed=filled["confirmed"], why=filled["why"], by=scope, now=request.now
        )
        return register.import_url(scope)

    done = _("已导入“%(file)s”，24小时内可以撤回。") % {"file": sent.name}
    if request.method == "POST" and (answer := carry_out(request, form, act, done=done)):
        return answer
    table = seen.table
    ordered = sorted(seen.lines, key=lambda line: (STATES.index(line.state), line.number))
    shown |= {
        "sheets": seen.sheets,
        "sheet": table.sheet.name,
        "fields": columns_of(kind),
        "columns": [
            (place, title, table.columns.get(place, ""))
            for place, title in enumerate(table.titles)
            if title
        ],
        "counts": seen.counts,
        "lines": ordered[:SHOWN],
        "rest": max(0, len(ordered) - SHOWN),
        "titles": table.titles,
        "doubts": seen.doubts,
        "may_mark": seen.counts["wrong"] and may_mark(sent),
        "writes": seen.counts["new"] + seen.counts["changed"],
    }
    return render(request, "registers/import_preview.html", shown, status=form.status)


def _sent(request: PageRequest, token: str, skips_wrong: bool) -> SentFile:
    """The file with what was said of it: `sheet`, and `c3=field` for the fourth column."""
    name, data = kept.kept(token, request.scope)
    said = {
        int(key[1:]): str(value)
        for key, value in request.GET.items()
        if key[:1] == "c" and key[1:].isdecimal() and len(key) < 5
    }
    return SentFile(name, data, request.GET.get("sheet", ""), said, skips_wrong)


@require_POST
def undo(request: PageRequest, path: str, uid: str) -> HttpResponse:
    register, scope = REGISTERS[path], request.scope
    form = Form(request.POST)

    def act() -> int:
        return take_back(kind_of(register), uid, by=scope, now=request.now)

    home = register.import_url(scope)
    answer = carry_out(request, form, act, done=_("已撤回这次导入。"), to=home)
    if answer is None:
        raise DomainError(form.refused)
    return answer


@require_GET
def sheet(request: PageRequest, path: str) -> HttpResponse:
    """The template; with `filled`, the records of the filtered list stand in it."""
    register, scope = REGISTERS[path], request.scope
    rows = (
        asked_rows(register, scope, query_of(request, register)) if "filled" in request.GET else ()
    )
    data = template(kind_of(register), scope, rows)
    return download(data, f"{register.path.replace('/', '-')}.xlsx")
