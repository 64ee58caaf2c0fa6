"""Narrowing the audit log; erasing what one of its events says of people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pandeng.core.action import UNKNOWN_STEP, actions
from pandeng.web.forms.look import Form


def action_choices() -> list[tuple[str, Any]]:
    """Every action that an event may tell of; those of one room stand together."""
    written = sorted(actions().items())
    return [
        ("", _("全部")),
        *((code, one.title) for code, one in written if one is not UNKNOWN_STEP),
    ]


class AuditFilter(Form):
    actor = forms.ChoiceField(label=_("经办人"), required=False)
    action = forms.ChoiceField(label=_("操作"), required=False, choices=action_choices)
    since = forms.DateField(label=_("自"), required=False)
    until = forms.DateField(label=_("至"), required=False)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="filter-%s", **kwargs)
        self.fields["actor"].choices = [("", _("全部")), *people]  # type: ignore[attr-defined]


class Erase(Form):
    """Erasing personal data for good, on a lawful request."""

    button = _("删除")
    why = forms.CharField(
        label=_("依据"),
        max_length=200,
        help_text=_("写申请的日期和文号，不写当事人姓名和电话：依据本身长期保存"),
    )
    confirmed = forms.BooleanField(label=_("已核对申请，知道删除后不能恢复"))


class ErasePerson(Erase):
    """Erasing an enterprise's contact, named as the request names them."""

    name = forms.CharField(label=_("姓名"), max_length=40)
    phone = forms.CharField(label=_("电话"), max_length=20)
    field_order = ["name", "phone", "why", "confirmed"]
