"""An enterprise's names, addresses, people and products; merging, splitting, and names that wait."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pandeng.access.permissions import Permission
from pandeng.access.records import ClusterRecord
from pandeng.access.request import PageRequest
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError, NotFound
from pandeng.domain.chains import actions as chains
from pandeng.domain.chains.models import Placement, Product
from pandeng.domain.demands.models import Demand
from pandeng.domain.demands.queries import OPEN
from pandeng.domain.enterprises import merging, queries
from pandeng.domain.enterprises.actions import matches as matching
from pandeng.domain.enterprises.actions import merging as merges
from pandeng.domain.enterprises.actions import naming, particulars
from pandeng.domain.enterprises.lookup import propose
from pandeng.domain.enterprises.models import Enterprise, EnterpriseContact
from pandeng.domain.exchange.name_list import names as names_in
from pandeng.domain.packs.industries import industry
from pandeng.domain.projects.models import Project
from pandeng.web.forms import enterprises as forms
from pandeng.web.forms.audit import Erase
from pandeng.web.ui.form_page import FormPage, form_page
from pandeng.web.ui.paging import page_of

# How many clashes of a kind the preview lists; the rest follow the choice for the whole kind.
MOST_CLASHES = 60


def particulars_of(scope: Scope, enterprise: Enterprise) -> dict[str, Any]:
    """What `enterprises/_particulars.html` shows: for this page and for the enterprise's own."""
    edit, contact = scope.may(Permission.EDIT_ENTERPRISE), scope.may(Permission.EDIT_CONTACT)
    return {
        "enterprise": enterprise,
        "names": queries.names(scope, enterprise),
        "addresses": queries.addresses(scope, enterprise),
        "contacts": queries.contacts(scope, enterprise),
        "products": Product.objects.visible_to(scope)
        .filter(enterprise=enterprise)
        .select_related("segment", "segment__chain")
        .order_by("until", "-is_main", "name"),
        "successions": queries.successions(scope, enterprise),
        "industry": industry(scope, enterprise.industry_code, enterprise.industry_edition),
        "registered_in": queries.county_of(scope, enterprise.registered_region),
        "may_edit": edit,
        "may_contact": contact,
        "may_merge": scope.may(Permission.MERGE_ENTERPRISE),
    }


@require_GET
def register(request: PageRequest, pk: int) -> HttpResponse:
    """What is on file: every name, address, contact and product with its days."""
    scope = request.scope
    shown = particulars_of(scope, queries.find(scope, pk))
    return render(request, "enterprises/register.html", shown)


def _entry(
    request: PageRequest,
    enterprise: Enterprise,
    form: Any,
    act: Callable[..., object],
    title: str,
    done: str,
    lead: str = "",
    permission: Permission = Permission.EDIT_ENTERPRISE,
) -> HttpResponse:
    """A form about one enterprise, leading back to what is on file about it."""
    trail = (
        (_("企业"), reverse("enterprises")),
        (enterprise.name, enterprise.get_absolute_url()),
        (_("登记信息"), reverse("particulars", args=[enterprise.pk])),
    )
    page = FormPage(title=title, trail=trail, may=request.scope.may(permission), lead=lead)

    def save(told: dict[str, Any]) -> None:
        act(enterprise, **told, by=request.scope, now=request.now)

    return form_page(request, form, save, page, done)


@require_http_methods(["GET", "POST"])
def rename(request: PageRequest, pk: int) -> HttpResponse:
    enterprise = queries.find(request.scope, pk)
    form = forms.Rename(request.POST or None)
    if request.method == "GET":  # asked only once the name turned out to have been another's
        del form.fields["confirmed"]
    lead = _("现名“%(name)s”将保留为曾用名，今后仍可按它查到这家企业。") % {"name": enterprise}
    done = _("已更名。")
    return _entry(request, enterprise, form, naming.rename, _("企业更名"), done, lead)


@require_http_methods(["GET", "POST"])
def former_name(request: PageRequest, pk: int) -> HttpResponse:
    enterprise, form = queries.find(request.scope, pk), forms.FormerName(request.POST or None)
    act, done = naming.add_former_name, _("已登记。")
    return _entry(request, enterprise, form, act, _("补登曾用名"), done)


@require_http_methods(["GET", "POST"])
def other_name(request: PageRequest, pk: int) -> HttpResponse:
    enterprise, form = queries.find(request.scope, pk), forms.OtherName(request.POST or None)
    return _entry(
        request, enterprise, form, naming.add_name, _("登记简称或其他写法"), _("已登记。")
    )


@require_http_methods(["GET", "POST"])
def move(request: PageRequest, pk: int) -> HttpResponse:
    scope = request.scope
    enterprise = queries.find(scope, pk)
    form = forms.Move(scope, request.POST or None)
    lead = _("原地址用到新地址启用的前一天。经营地址换了县市区，企业随之划归新的县市区。")
    return _entry(request, enterprise, form, particulars.move, _("登记地址"), _("已登记。"), lead)


@require_http_methods(["GET", "POST"])
def add_contact(request: PageRequest, pk: int) -> HttpResponse:
    enterprise = queries.find(request.scope, pk)
    form = forms.Contact(request.POST or None, initial={"since": request.today})
    lead = _("姓名和电话只向专班和服务这家企业的人员完整显示。")
    act, done = particulars.add_contact, _("已登记。")
    return _entry(
        request, enterprise, form, act, _("登记联系人"), done, lead, Permission.EDIT_CONTACT
    )


@require_http_methods(["GET", "POST"])
def end_contact(request: PageRequest, pk: int, contact: int) -> HttpResponse:
    scope = request.scope
    enterprise = queries.find(scope, pk)
    one = _of(EnterpriseContact, scope, enterprise, contact)
    form = forms.Until(request.POST or None, initial={"until": request.today})
    lead = _("停用后仍保留这条记录。")

    def act(_enterprise: Enterprise, **told: Any) -> None:
        particulars.end_contact(one, **told)

    done = _("已停用。")
    return _entry(
        request, enterprise, form, act, _("停用联系人"), done, lead, Permission.EDIT_CONTACT
    )


@require_http_methods(["GET", "POST"])
def correct_contact(request: PageRequest, pk: int, contact: int) -> HttpResponse:
    """Name and number are filled in only for those who read them whole."""
    scope = request.scope
    enterprise = queries.find(scope, pk)
    one = _of(EnterpriseContact, scope, enterprise, contact)
    shown = ["post", "since", "is_main"]
    if scope.reads_contacts_of(enterprise.pk):
        shown += ["name", "phone"]
    initial = {name: getattr(one, name) for name in shown}
    form = forms.CorrectContact(request.POST or None, initial=initial)
    lead = _("这里改的是录错的内容，更正前的值保留在历次变更中；换了人请停用后另行登记。")

    def act(_enterprise: Enterprise, **told: Any) -> None:
        particulars.correct_contact(one, **told)

    done = _("已更正。")
    return _entry(
        request, enterprise, form, act, _("更正联系人"), done, lead, Permission.EDIT_CONTACT
    )


@require_http_methods(["GET", "POST"])
def erase_person(request: PageRequest, pk: int, contact: int) -> HttpResponse:
    scope = request.scope
    enterprise = queries.find(scope, pk)
    one = _of(EnterpriseContact, scope, enterprise, contact)
    lead = _(
        "这个人在本集群各联系人记录、历次版本和有关审计记录中的姓名和电话将全部删除，改注“已依申请删除”，不能恢复；"
        "仍在用的同时停用，统计数字不变。备份、已导出的文件、已发出的通知和其他记录正文中写到的不在其内，需另行处理。"
    )
    entries = queries.entries_of_person(scope, one)
    held_by = Enterprise.objects.visible_to(scope).filter(contacts__in=entries).distinct()
    lead += _("这次涉及%(count)s条联系人记录，现属%(names)s。") % {
        "count": len(entries),
        "names": "、".join(held_by.order_by("id").values_list("name", flat=True)),
    }

    def act(_enterprise: Enterprise, *, confirmed: bool, **told: Any) -> None:
        particulars.erase_person(one, **told)

    title, done = _("删除联系人个人信息"), _("已删除，删除本身已记入审计。")
    form = Erase(request.POST or None)
    return _entry(request, enterprise, form, act, title, done, lead, Permission.ERASE_PERSONAL)


@require_http_methods(["GET", "POST"])
def add_product(request: PageRequest, pk: int) -> HttpResponse:
    scope = request.scope
    enterprise, form = queries.find(scope, pk), forms.NewProduct(scope, request.POST or None)
    return _entry(request, enterprise, form, chains.add_product, _("登记产品"), _("已登记。"))


@require_http_methods(["GET", "POST"])
def end_product(request: PageRequest, pk: int, product: int) -> HttpResponse:
    scope = request.scope
    enterprise = queries.find(scope, pk)
    one = _of(Product, scope, enterprise, product)
    form = forms.Until(request.POST or None, initial={"until": request.today})

    def act(_enterprise: Enterprise, **told: Any) -> None:
        chains.end_product(one, **told)

    return _entry(request, enterprise, form, act, _("产品停产"), _("已停产。"))


def _of(model: type[ClusterRecord], scope: Scope, enterprise: Enterprise, pk: int) -> Any:
    found = model.objects.visible_to(scope).filter(enterprise=enterprise, pk=pk).first()
    if found is None:
        raise NotFound(_("没有找到这条记录。"))
    return found


# -- merge and split ------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def merge(request: PageRequest, pk: int) -> HttpResponse:
    """Choose the other record, see what moves and what clashes, decide, merge."""
    scope = request.scope
    winner, may = queries.find(scope, pk), scope.may(Permission.MERGE_ENTERPRISE)
    written = request.GET.get("other", "").strip()
    if not written.isdigit():
        return render(request, "enterprises/merge.html", _choosing(request, scope, winner, may))
    loser = Enterprise.objects.visible_to(scope).filter(pk=int(written[:18])).first()
    if loser is None:
        raise NotFound(_("没有找到这家企业。"))
    if loser.pk == winner.pk:
        refused = _("不能与自己合并，请选择另一条企业记录。")
        shown = _choosing(request, scope, winner, may) | {"refused": refused}
        return render(request, "enterprises/merge.html", shown, status=400)
    plan, refused = merging.plan(winner, loser), ""
    if request.method == "POST":
        may.require()
        try:
            merges.merge(
                loser,
                winner,
                why=request.POST.get("why", "")[:200],
                decisions=_decisions(request, plan),
                fields=request.POST.getlist("theirs"),
                by=scope,
                now=request.now,
            )
        except NotFound:
            raise
        except DomainError as refusal:
            refused = refusal.message
        else:
            messages.success(request, _("已合并，原“%(name)s”的地址会转到这里。") % {"name": loser})
            return redirect("particulars", winner.pk)
    kinds: dict[str, list[merging.Clash]] = {}
    for clash in plan.to_decide:
        kinds.setdefault(clash.pointer.title, []).append(clash)
    shown = {
        "enterprise": winner,
        "loser": loser,
        "plan": plan,
        "kinds": [
            {
                "title": title,
                "code": clashes[0].pointer.model._meta.label,
                "count": len(clashes),
                "marked": all(clash.mark for clash in clashes),
                "clashes": [
                    {"of": clash, "picked": request.POST.get(clash.key, "")}
                    for clash in clashes[:MOST_CLASHES]
                ],
                "left": max(0, len(clashes) - MOST_CLASHES),
                "chosen": request.POST.get(f"all-{clashes[0].pointer.model._meta.label}", ""),
            }
            for title, clashes in kinds.items()
        ],
        "same": len(plan.clashes) - len(plan.to_decide),
        "theirs": request.POST.getlist("theirs"),
        "why": request.POST.get("why", ""),
        "may": may,
        "refused": refused,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "enterprises/merge_preview.html", shown, status=status)


def _choosing(request: PageRequest, scope: Scope, winner: Enterprise, may: Any) -> dict[str, Any]:
    words = request.GET.get("q", "").strip()
    found = queries.likely(scope, words, but=winner)
    if not words:
        (proposal,) = propose(scope, [winner.name])
        near = [one.key for one in proposal.candidates if one.key != winner.pk]
        found = list(
            Enterprise.objects.visible_to(scope).filter(pk__in=near).select_related("county")
        )
    return {"enterprise": winner, "words": words, "found": found, "may": may}


def _decisions(request: PageRequest, plan: merging.Plan) -> dict[str, str]:
    """Row by row; where nothing was picked, what was picked for the whole kind."""
    return {
        clash.key: request.POST.get(clash.key)
        or request.POST.get(f"all-{clash.pointer.model._meta.label}", "")
        for clash in plan.to_decide
    }


# What may go along to a spun-off enterprise: the word in the form, its kind, what it is called there.
ALONG: dict[str, tuple[Any, Any]] = {
    "placement": (Placement, gettext_lazy("所处环节")),
    "product": (Product, gettext_lazy("产品")),
    "project": (Project, gettext_lazy("项目")),
    "demand": (Demand, gettext_lazy("未销号诉求")),
}


@require_http_methods(["GET", "POST"])
def split(request: PageRequest, pk: int) -> HttpResponse:
    """Register a spun-off enterprise and choose what goes along."""
    scope = request.scope
    origin, may = queries.find(scope, pk), scope.may(Permission.MERGE_ENTERPRISE)
    initial = {"county": origin.county_id, "industry_code": origin.industry_code}
    form, refused = forms.Split(scope, request.POST or None, initial=initial), ""
    groups = _may_go_along(scope, origin)
    if request.method == "POST":
        may.require()
        if form.is_valid():
            try:
                made = merges.split(
                    origin,
                    **form.cleaned_data,
                    go_along=_chosen(request, scope, origin),
                    by=scope,
                    now=request.now,
                )
            except NotFound:
                raise
            except DomainError as refusal:
                refused = refusal.message
            else:
                messages.success(request, _("已登记分立的企业“%(name)s”。") % {"name": made})
                return redirect("particulars", made.pk)
    shown = {
        "enterprise": origin,
        "form": form,
        "groups": groups,
        "picked": request.POST.getlist("along"),
        "may": may,
        "refused": refused,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "enterprises/split.html", shown, status=status)


def _may_go_along(scope: Scope, origin: Enterprise) -> list[dict[str, Any]]:
    groups = []
    for word, (model, title) in ALONG.items():
        rows = model.objects.visible_to(scope).filter(enterprise=origin)
        if word in ("placement", "product"):
            rows = rows.filter(until__isnull=True).select_related("segment")
        elif word == "demand":
            rows = rows.filter(status__in=OPEN)
        lines = [(f"{word}:{row.pk}", _called(row)) for row in rows.order_by("id")[:200]]
        groups.append({"title": title, "lines": lines})
    return groups


def _called(row: Any) -> str:
    if isinstance(row, Placement):
        return str(row.segment)
    return f"{row.name}（{row.segment}）" if isinstance(row, Product) else str(row)


def _chosen(request: PageRequest, scope: Scope, origin: Enterprise) -> list[Any]:
    """The records that were ticked, looked up through the scope."""
    found = []
    for written in request.POST.getlist("along")[:500]:
        word, _colon, number = written.partition(":")
        if word not in ALONG or not number.isdigit():
            raise NotFound(_("没有找到这条记录。"))
        found.append(_of(ALONG[word][0], scope, origin, int(number[:18])))
    return found


# -- names that wait --------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def matches(request: PageRequest) -> HttpResponse:
    """The queue of names that wait for a person, and a list of names to look up."""
    scope = request.scope
    may, refused, found = scope.may(Permission.MATCH_NAMES), "", None
    form = forms.NameList(request.POST or None, request.FILES or None)
    if request.method == "POST":
        may.require()
        if form.is_valid():
            try:
                found = matching.propose_matches(
                    _written(form),
                    source=form.cleaned_data["source"],
                    by=scope,
                    now=request.now,
                )
            except DomainError as refusal:
                refused = refusal.message
    page = page_of(request, queries.waiting_matches(scope))
    status = 422 if request.method == "POST" and found is None else 200
    shown = {
        "form": form,
        "may": may,
        "refused": refused,
        "page": page,
        "found": found,
        "counts": {} if found is None else _counted(found),
    }
    return render(request, "enterprises/matches.html", shown, status=status)


def _written(form: Any) -> list[str]:
    upload = form.cleaned_data["file"]
    if upload:
        return names_in(upload.read(3 * 2**20))
    lines = [line.strip() for line in form.cleaned_data["text"].splitlines()]
    if not any(lines):
        raise DomainError(_("请选择名单文件，或粘贴名称。"))
    return [line for line in lines if line]


def _counted(found: list[Any]) -> dict[str, int]:
    return {
        answer: sum(one.answer == answer for one in found)
        for answer in ("automatic", "waiting", "none")
    }


@require_POST
def decide_match(request: PageRequest, pk: int) -> HttpResponse:
    """Confirm, reject, or say which enterprise the name means."""
    scope, now = request.scope, request.now
    match = queries.match(scope, pk)
    if request.POST.get("verb") == "reject":
        matching.reject_match(match, by=scope, now=now)
        messages.success(
            request, _("已记下：“%(name)s”不是这家企业，以后不再提出。") % {"name": match}
        )
    else:
        other, written = None, request.POST.get("other", "").strip()
        if written:
            other = queries.named(scope, written)
            if other is None:
                raise DomainError(
                    _("没有找到名称或代码为“%(name)s”的企业，请写全称。") % {"name": written[:60]}
                )
        matching.confirm_match(match, enterprise=other, by=scope, now=now)
        told = {"name": match.written, "enterprise": other or match.enterprise}
        messages.success(request, _("“%(name)s”已认作“%(enterprise)s”。") % told)
    return redirect("matches")
