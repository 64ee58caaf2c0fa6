"""Instructions: the list, one with its next steps, giving one, the sheet for paper."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pandeng.access.permissions import Permission
from pandeng.access.request import PageRequest
from pandeng.access.scope import Scope
from pandeng.core.errors import NotFound
from pandeng.domain.attachments.queries import files_of
from pandeng.domain.demands.queries import light_for
from pandeng.domain.instructions import actions, queries
from pandeng.domain.instructions.models import Instruction
from pandeng.domain.instructions.workflow import INSTRUCTION
from pandeng.web.forms.instructions import GiveInstruction, InstructionStepForm
from pandeng.web.pages import registers
from pandeng.web.pages.administration import demand
from pandeng.web.ui.form_page import carry_out, show_form
from pandeng.web.ui.paging import page_of

TABS = (
    ("open", gettext_noop("未办结")),
    ("late", gettext_noop("已超期")),
    ("closed", gettext_noop("已办结")),
    ("all", gettext_noop("全部")),
)


@require_GET
def listing(request: PageRequest) -> HttpResponse:
    """Instructions by deadline. Asked as of a day, known at a time or as a workbook it is the plain list."""
    demand(request.scope.may(Permission.READ_INSTRUCTIONS))
    names = ("as_of", "known_at", "format", "sort", "enterprise", "project", "demand", "target")
    if any(request.GET.get(name) for name in names):
        return registers.listing(request, "instructions")
    scope, today = request.scope, request.today
    asked = request.GET.get("tab", "open")
    tab = asked if asked in dict(TABS) else "open"
    rows = queries.tab_of(scope, tab, request.GET.get("q", "").strip(), today)
    page = page_of(request, rows)
    light = light_for(scope, today)
    page.object_list = [queries.line(one, light) for one in page.object_list]
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
    form = GiveInstruction(scope, request.POST or None, initial=start)
    answer = carry_out(
        request,
        form,
        lambda: actions.give(**form.cleaned_data, by=scope, now=request.now),
        done=lambda made: _("已登记%(number)s。") % {"number": made.number},
    )
    return answer or show_form(request, "instructions/give.html", form, {"may": _may_give(scope)})


@require_GET
def detail(request: PageRequest, pk: int) -> HttpResponse:
    """One instruction: what is next, its clock, everything that happened."""
    if request.GET.get("known_at"):
        return registers.detail(request, "instructions", pk)
    return _detail(request, queries.instruction(request.scope, pk))


def _detail(
    request: PageRequest, found: Instruction, form: InstructionStepForm | None = None
) -> HttpResponse:
    scope = request.scope
    steps = queries.buttons(scope, found)
    able = [button.step for button in steps if button.may]
    asked = request.GET.get("step", "")
    if form is None and able:
        form = InstructionStepForm(scope, found, asked if asked in able else able[0])
    line = queries.line(found, light_for(scope, request.today))
    shown = {
        "tone": line.tone,
        "light": line.light,
        "instruction": found,
        "steps": [(button, button.title) for button in steps],
        "form": form,
        "process": queries.steps(scope, found),
        "parts": queries.parts(scope, found),
        "secret": queries.secret(scope, found),
        "links": _links(scope, found),
        "files": files_of(scope, found),
        "may_attach": scope.may(Permission.ATTACH_FILE),
    }
    return render(request, "instructions/detail.html", shown, status=form.status if form else 200)


def _links(scope: Scope, found: Instruction) -> list[tuple[str, str, str]]:
    """What it concerns, where this person may see it: word, name, address."""
    return [
        (str(one._meta.verbose_name), str(one), one.get_absolute_url())
        for one in queries.subjects(scope, found)
    ]


@require_POST
def take(request: PageRequest, pk: int, step: str) -> HttpResponse:
    """Take one step; a refusal comes back with the form as it was filled in."""
    scope = request.scope
    found = queries.instruction(scope, pk)
    if step not in INSTRUCTION.steps:
        raise NotFound(_("没有这个环节。"))
    form = InstructionStepForm(scope, found, step, request.POST)
    answer = carry_out(
        request,
        form,
        lambda: actions.take(found, step, by=scope, now=request.now, **form.inputs()),
        done=_("已办理：%(step)s。") % {"step": form.title},
        to=found.get_absolute_url(),
    )
    return answer or _detail(request, queries.instruction(scope, pk), form)


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
