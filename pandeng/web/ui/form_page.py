"""A form that calls one action: shown, carried out, or back with the refusal and what was filled in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url

from pandeng.access.request import PageRequest
from pandeng.core.errors import Busy, DomainError, NotFound
from pandeng.core.verdict import Verdict
from pandeng.web.forms.look import Form

Made = Any
"""What an action made: a record whose page comes next, an address, or what needs no page (`to` leads on)."""


@dataclass(frozen=True, kw_only=True)
class FormPage:
    """A page that holds one form. `trail`: the pages above it, each with its address; the last is where
    one goes back to. `may`: whether this person may do it at all."""

    title: str
    trail: tuple[tuple[str, str], ...]
    may: Verdict
    lead: str = ""
    button: str = ""
    look: str = "primary"
    asks_files: bool = False

    @property
    def back(self) -> str:
        return self.trail[-1][1]


def form_page(
    request: PageRequest,
    form: Form,
    act: Callable[[dict[str, Any]], Made],
    page: FormPage,
    done: str | Callable[[Any], str],
) -> HttpResponse:
    """Show a form on a page of its own, or carry it out; then on to what `act` made, or back.

    `act` gets what was filled in.
    """
    if request.method == "POST" and not page.may:
        form.refuse(page.may.message)
        return show_form(request, "ui/form.html", form, {"page": page})
    answer = carry_out(request, form, lambda: act(dict(form.cleaned_data)) or page.back, done=done)
    return answer or show_form(request, "ui/form.html", form, {"page": page})


def carry_out(
    request: PageRequest,
    form: Form,
    act: Callable[[], Made],
    *,
    done: str | Callable[[Any], str] = "",
    to: str | Callable[[Any], str] = "",
    show: Callable[[Any], HttpResponse] | None = None,
    at: str = "",
) -> HttpResponse | None:
    """Carry out what a form asks for. None: show the form again, with what was filled in and why not.

    The answer leads to `to`, else to what the action made; what is told this once alone is its own page:
    `show` makes it. `done` is the sentence of success, or makes it from what was made. `at` names the field
    beside which a refusal stands. What is not there, or not for this scope, is no refusal of the form: 404.
    """
    if not form.is_valid():
        return None
    try:
        made = act()
    except NotFound:
        raise
    except (DomainError, Busy) as refusal:
        status = 503 if isinstance(refusal, Busy) else 422
        if at:
            form.add_error(at, refusal.message)
        else:
            form.refuse(refusal.message, status, getattr(refusal, "questions", ()))
        return None
    if sentence := done if isinstance(done, str) else done(made):
        messages.success(request, sentence)
    if show:
        return show(made)
    return HttpResponseRedirect(resolve_url((to(made) if callable(to) else to) or made))


def show_form(
    request: PageRequest, template: str, form: Form, shown: Mapping[str, Any] | None = None
) -> HttpResponse:
    """A page with a form on it; its status says whether the form was refused."""
    return render(request, template, {"form": form, **(shown or {})}, status=form.status)
