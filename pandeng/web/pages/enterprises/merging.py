"""Merging two records of one enterprise, and splitting one in two."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pandeng.access.permissions import Permission
from pandeng.access.request import PageRequest
from pandeng.access.scope import Scope
from pandeng.domain.enterprises import merging, queries
from pandeng.domain.enterprises.actions import merging as merges
from pandeng.domain.enterprises.lookup import propose
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.overview import spin_off
from pandeng.web.forms import enterprises as forms
from pandeng.web.forms.look import Form
from pandeng.web.ui.form_page import carry_out, show_form

# How many clashes of a kind the preview lists; the rest follow the choice for the whole kind.
MAX_CLASHES = 60


@require_http_methods(["GET", "POST"])
def merge(request: PageRequest, pk: int) -> HttpResponse:
    """Choose the other record, see what moves and what clashes, decide, merge."""
    scope = request.scope
    winner, may = queries.find(scope, pk), scope.may(Permission.MERGE_ENTERPRISE)
    written = request.GET.get("other", "").strip()
    if not written.isdecimal():
        return render(request, "enterprises/merge.html", _choosing(request, scope, winner, may))
    loser = queries.visible_enterprise(scope, int(written[:18]))
    if loser.pk == winner.pk:
        form = Form()
        form.refuse(_("不能与自己合并，请选择另一条企业记录。"), 400)
        return show_form(
            request, "enterprises/merge.html", form, _choosing(request, scope, winner, may)
        )
    plan, form = merging.plan(winner, loser), forms.Merge(request.POST or None)
    if request.method == "POST":
        may.require()
    answer = carry_out(
        request,
        form,
        lambda: merges.merge(
            loser,
            winner,
            why=form.cleaned_data["why"],
            decisions=_decisions(request, plan),
            fields=request.POST.getlist("theirs"),
            by=scope,
            now=request.now,
        ),
        done=_("已合并，原“%(name)s”的地址会转到这里。") % {"name": loser},
        to=reverse("particulars", args=[winner.pk]),
    )
    if answer:
        return answer
    shown = {
        "enterprise": winner,
        "loser": loser,
        "plan": plan,
        "kinds": _kinds(request, plan),
        "same": len(plan.clashes) - len(plan.to_decide),
        "theirs": request.POST.getlist("theirs"),
        "why": request.POST.get("why", ""),
        "may": may,
    }
    return show_form(request, "enterprises/merge_preview.html", form, shown)


def _kinds(request: PageRequest, plan: merging.MergePlan) -> list[dict[str, Any]]:
    """What is to be decided, by the kind of record, with what was picked."""
    kinds: dict[str, list[merging.Clash]] = {}
    for clash in plan.to_decide:
        kinds.setdefault(clash.pointer.title, []).append(clash)
    return [
        {
            "title": title,
            "code": clashes[0].pointer.model._meta.label,
            "count": len(clashes),
            "marked": all(clash.mark for clash in clashes),
            "clashes": [
                {"of": clash, "picked": request.POST.get(clash.key, "")}
                for clash in clashes[:MAX_CLASHES]
            ],
            "left": max(0, len(clashes) - MAX_CLASHES),
            "chosen": request.POST.get(f"all-{clashes[0].pointer.model._meta.label}", ""),
        }
        for title, clashes in kinds.items()
    ]


def _choosing(request: PageRequest, scope: Scope, winner: Enterprise, may: Any) -> dict[str, Any]:
    words = request.GET.get("q", "").strip()
    found = queries.likely(scope, words, but=winner)
    if not words:
        (proposal,) = propose(scope, [winner.name])
        near = [one.key for one in proposal.candidates if one.key != winner.pk]
        found = queries.by_ids(scope, near)
    return {"enterprise": winner, "words": words, "found": found, "may": may}


def _decisions(request: PageRequest, plan: merging.MergePlan) -> dict[str, str]:
    """Row by row; where nothing was picked, what was picked for the whole kind."""
    return {
        clash.key: request.POST.get(clash.key)
        or request.POST.get(f"all-{clash.pointer.model._meta.label}", "")
        for clash in plan.to_decide
    }


@require_http_methods(["GET", "POST"])
def split(request: PageRequest, pk: int) -> HttpResponse:
    """Register a spun-off enterprise and choose what goes along."""
    scope = request.scope
    origin, may = queries.find(scope, pk), scope.may(Permission.MERGE_ENTERPRISE)
    initial = {"county": origin.county_id, "industry_code": origin.industry_code}
    form = forms.Split(scope, request.POST or None, initial=initial)
    if request.method == "POST":
        may.require()
    answer = carry_out(
        request,
        form,
        lambda: merges.split(
            origin,
            **form.cleaned_data,
            go_along=spin_off.chosen(scope, origin, request.POST.getlist("along")),
            by=scope,
            now=request.now,
        ),
        done=lambda made: _("已登记分立的企业“%(name)s”。") % {"name": made},
        to=lambda made: reverse("particulars", args=[made.pk]),
    )
    shown = {
        "enterprise": origin,
        "groups": spin_off.may_go_along(scope, origin),
        "picked": request.POST.getlist("along"),
        "may": may,
    }
    return answer or show_form(request, "enterprises/split.html", form, shown)
