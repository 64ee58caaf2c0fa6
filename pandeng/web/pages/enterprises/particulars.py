"""An enterprise's names, addresses, people and products."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from pandeng.access.permissions import Permission
from pandeng.access.request import PageRequest
from pandeng.access.scope import Scope
from pandeng.domain.chains import actions as chains
from pandeng.domain.chains.models import Product
from pandeng.domain.chains.queries import products_of
from pandeng.domain.enterprises import queries
from pandeng.domain.enterprises.actions import naming, particulars
from pandeng.domain.enterprises.models import Enterprise, EnterpriseContact
from pandeng.domain.packs.industries import industry
from pandeng.web.forms import enterprises as forms
from pandeng.web.ui.form_page import FormPage, form_page


def particulars_of(scope: Scope, enterprise: Enterprise) -> dict[str, Any]:
    """What `enterprises/_particulars.html` shows: for this page and for the enterprise's own."""
    edit, contact = scope.may(Permission.EDIT_ENTERPRISE), scope.may(Permission.EDIT_CONTACT)
    return {
        "enterprise": enterprise,
        "names": queries.names(scope, enterprise),
        "addresses": queries.addresses(scope, enterprise),
        "contacts": queries.contacts(scope, enterprise),
        "products": products_of(scope, enterprise),
        "successions": queries.successions(scope, enterprise),
        "industry": industry(scope, enterprise.industry_code, enterprise.industry_edition),
        "registered_in": queries.county_of(scope, enterprise.registered_region),
        "may_edit": edit,
        "may_contact": contact,
        "may_invite": scope.may(Permission.INVITE_CONTACT),
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

    def save(inputs: dict[str, Any]) -> None:
        act(enterprise, **inputs, by=request.scope, now=request.now)

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
    form = forms.MoveEnterprise(scope, request.POST or None)
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
    one = queries.own_record(EnterpriseContact, scope, enterprise, contact)
    form = forms.Until(request.POST or None, initial={"until": request.today})
    lead = _("停用后仍保留这条记录。")

    def act(_enterprise: Enterprise, **inputs: Any) -> None:
        particulars.end_contact(one, **inputs)

    done = _("已停用。")
    return _entry(
        request, enterprise, form, act, _("停用联系人"), done, lead, Permission.EDIT_CONTACT
    )


@require_http_methods(["GET", "POST"])
def correct_contact(request: PageRequest, pk: int, contact: int) -> HttpResponse:
    """Name and number are filled in only for those who read them whole."""
    scope = request.scope
    enterprise = queries.find(scope, pk)
    one = queries.own_record(EnterpriseContact, scope, enterprise, contact)
    shown = ["post", "since", "is_main"]
    if scope.reads_contacts_of(enterprise.pk):
        shown += ["name", "phone"]
    initial = {name: getattr(one, name) for name in shown}
    form = forms.CorrectContact(request.POST or None, initial=initial)
    lead = _("这里改的是录错的内容，更正前的值保留在历次变更中；换了人请停用后另行登记。")

    def act(_enterprise: Enterprise, **inputs: Any) -> None:
        particulars.correct_contact(one, **inputs)

    done = _("已更正。")
    return _entry(
        request, enterprise, form, act, _("更正联系人"), done, lead, Permission.EDIT_CONTACT
    )


@require_http_methods(["GET", "POST"])
def add_product(request: PageRequest, pk: int) -> HttpResponse:
    scope = request.scope
    enterprise, form = queries.find(scope, pk), forms.NewProduct(scope, request.POST or None)
    return _entry(request, enterprise, form, chains.add_product, _("登记产品"), _("已登记。"))


@require_http_methods(["GET", "POST"])
def end_product(request: PageRequest, pk: int, product: int) -> HttpResponse:
    scope = request.scope
    enterprise = queries.find(scope, pk)
    one = queries.own_record(Product, scope, enterprise, product)
    form = forms.Until(request.POST or None, initial={"until": request.today})

    def act(_enterprise: Enterprise, **inputs: Any) -> None:
        chains.end_product(one, **inputs)

    return _entry(request, enterprise, form, act, _("产品停产"), _("已停产。"))
