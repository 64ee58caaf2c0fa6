"""Erasing what is on file about an enterprise's contact, for whoever may see no enterprise."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pandeng.access.permissions import Permission
from pandeng.access.request import PageRequest
from pandeng.domain.enterprises.actions.particulars import erase_named
from pandeng.web.forms.audit import ErasePerson
from pandeng.web.ui.form_page import FormPage, form_page


@require_http_methods(["GET", "POST"])
def erase_person(request: PageRequest) -> HttpResponse:
    form = ErasePerson(request.POST or None)

    def act(filled: dict[str, Any]) -> str:
        filled.pop("confirmed")
        erase_named(**filled, by=request.scope, now=request.now)
        return reverse("erase_person")

    page = FormPage(
        title=_("删除联系人个人信息"),
        trail=((_("审计记录"), reverse("audit")),),
        may=request.scope.may(Permission.ERASE_PERSONAL),
        lead=_(
            "照申请书填写姓名和电话，都相符才会删除：此人在本集群各联系人记录、历次版本和有关审计记录中的姓名和电话"
            "将全部删除，改注“已依申请删除”，不能恢复；仍在用的同时停用，统计数字不变。"
            "备份、已导出的文件、已发出的通知和其他记录正文中写到的不在其内，需另行处理。"
        ),
        look="danger",
    )
    return form_page(request, form, act, page, _("已删除，删除本身已记入审计。"))
