"""Instructions: the list, one with its next steps, giving one, the sheet for paper."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pandeng.access.permissions import Permission
from pandeng.access.request import PageRequest
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError, NotFound
from pandeng.domain.attachments.queries import files_of
from pandeng.domain.demands.models import Demand
from pandeng.domain.demands.queries import Lamp, lamp
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.instructions import actions, queries
from pandeng.domain.instructions.models import Instruction
from pandeng.domain.instructions.workflow import INSTRUCTION
from pandeng.domain.projects.models import Project
from pandeng.web.forms.instructions import Give, TakeStep
from pandeng.web.pages import registers
from pandeng.web.pages.administration import demand
from pandeng.web.ui.paging import page_of

TABS = (
    ("open", gettext_noop("未办结")),
    ("late", gettext_noop("已超期")),
    ("closed", gettext_noop("已办结")),
    ("all", gettext_noop("全部")),
)


def line(instruction: Instruction, light: Lamp) -> dict[str, Any]:
    """An instruction as lists show it: a clock runs only while it is handled."""
    runs = instruction.status == "assigned"
    return {
        "of": instruction,
        "tone": INSTRUCTION.tones[instruction.status],
        "light": light(instruction.due_on) if runs else None,
    }


@require_GET
def listing(request: PageRequest) -> HttpResponse:
    """Instructions by deadline. Asked as of a day, known at a time or as a workbook it is the plain list."""
    demand(request.scope.may(Permission.READ_INSTRUCTIONS))
    names = ("as_of", "known_at", "format", "sort", "enterprise", "project", "demand", "target")
    if any(request.GET.get(name) for name in names):
        return registers.listing(request, "instructions")
    scope, today = request.scope, request.today
    tab = request.GET.get("tab", "open")
    rows = queries.instructions(scope)
    if tab == "late":
        rows = queries.late(scope, today)
    elif tab == "closed":
        rows = rows.filter(status="closed")
    elif tab != "all":
        tab, rows = "open", rows.filter(status__in=queries.OPEN)
    if words := request.GET.get("q", "").strip():
        rows = rows.filter(title__contains=words[:60])
    page = page_of(request, rows)
    light = lamp(scope, today)
    page.object_list = [line(one, light) for one in page.object_list]
    return render(
        request,
        "instructions/list.html",
        {
            "page": page,
            "tab": tab,
            "tabs": [(code, _(title)) for code, title in TABS],
            "words": request.GET.get("q", ""),
            "may_give": _may_give(scope),
        },
    )


def _may_give(scope: Scope) -> Any:
    return scope.may(Permission.INSTRUCTION_REGISTER) or scope.may(Permission.INSTRUCT)


@require_http_methods(["GET", "POST"])
def give(request: PageRequest) -> HttpResponse:
    """A leader writes one; the office enters one that was written on paper."""
    scope = request.scope
    start = {
        name: value
        for name in ("enterprise", "project", "demand", "target", "title")
        if (value := request.GET.get(name, ""))
    }
    form = Give(scope, request.POST or None, initial=start)
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.give(**form.cleaned_data, by=scope, now=request.now)
        except NotFound:
            raise
        except DomainError as refusal:
            refused = refusal.message
        else:
            messages.success(request, _("已登记%(number)s。") % {"number": made.number})
            return redirect(made)
    return render(
        request,
        "instructions/give.html",
        {"form": form, "refused": refused, "may": _may_give(scope)},
        status=422 if refused or (form.is_bound and form.errors) else 200,
    )


@require_GET
def detail(request: PageRequest, pk: int) -> HttpResponse:
    """One instruction: what is next, its clock, everything that happened."""
    if request.GET.get("known_at"):
        return registers.detail(request, "instructions", pk)
    return _detail(request, queries.instruction(request.scope, pk))


def _detail(
    request: PageRequest,
    found: Instruction,
    *,
    form: TakeStep | None = None,
    refused: str = "",
) -> HttpResponse:
    scope = request.scope
    steps = queries.buttons(scope, found)
    able = [button.step for button in steps if button.may]
    asked = request.GET.get("step", "")
    if form is None and able:
        form = TakeStep(scope, found, asked if asked in able else able[0])
    return render(
        request,
        "instructions/detail.html",
        {
            **line(found, lamp(scope, request.today)),
            "instruction": found,
            "steps": [(button, button.title) for button in steps],
            "form": form,
            "refused": refused,
            "process": queries.steps(scope, found),
            "parts": queries.parts(scope, found),
            "secret": queries.secret(scope, found),
            "links": _links(scope, found),
            "files": files_of(scope, found),
            "may_attach": scope.may(Permission.ATTACH_FILE),
        },
        status=422 if refused or (form and form.is_bound and form.errors) else 200,
    )


def _links(scope: Scope, found: Instruction) -> list[tuple[str, str, str]]:
    """What it concerns, where this person may see it: word, name, address."""
    shown = []
    for words, model, name in (
        (_("企业"), Enterprise, "enterprise"),
        (_("项目"), Project, "project"),
        (_("诉求"), Demand, "demand"),
    ):
        record = getattr(found, name)
        if record and model.objects.visible_to(scope).filter(pk=record.pk).exists():
            shown.append((words, str(record), f"/{name}s/{record.pk}/"))
    if found.target:
        shown.append((_("目标"), str(found.target), found.target.get_absolute_url()))
    return shown


@require_POST
def take(request: PageRequest, pk: int, step: str) -> HttpResponse:
    """Take one step; a refusal comes back with the form as it was filled in."""
    scope = request.scope
    found = queries.instruction(scope, pk)
    if step not in INSTRUCTION.steps:
        raise NotFound(_("没有这个环节。"))
    form = TakeStep(scope, found, step, request.POST)
    if not form.is_valid():
        return _detail(request, found, form=form)
    try:
        actions.take(found, step, by=scope, now=request.now, **form.told())
    except NotFound:
        raise
    except DomainError as refusal:
        return _detail(request, queries.instruction(scope, pk), form=form, refused=refusal.message)
    messages.success(request, _("已办理：%(step)s。") % {"step": form.title})
    return redirect("instruction", pk)


@require_GET
def sheet(request: PageRequest, pk: int) -> HttpResponse:
    """The sheet that goes with the papers."""
    scope = request.scope
    found = queries.instruction(scope, pk)
    return render(
        request,
        "instructions/sheet.html",
        {
            "instruction": found,
            "parts": queries.parts(scope, found),
            "process": queries.steps(scope, found).reverse(),
            "links": _links(scope, found),
        },
    )
