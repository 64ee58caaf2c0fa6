"""What is filled in about a token of the interface."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pandeng.access import queries
from pandeng.access.request import PageRequest
from pandeng.access.roles import ROLES
from pandeng.domain.registers.catalogue import WORDS
from pandeng.web.forms.account import Code
from pandeng.web.forms.look import Form, RecordChoice

USUAL = timedelta(days=90)


class NewToken(Form):
    name = forms.CharField(
        label=_("名称"), max_length=60, help_text=_("写明给哪个程序用，如“市统计局数据交换”")
    )
    expires_on = forms.DateField(label=_("有效至"), help_text=_("最长一年"))
    words = forms.MultipleChoiceField(
        label=_("可用台账"),
        required=False,
        choices=lambda: [(word, title) for word, title in WORDS.items()],
        help_text=_("不选即为全部；可按住 Ctrl 选多项"),
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )
    code = forms.CharField(
        label=_("验证码"),
        max_length=20,
        help_text=_("手机验证器上的6位数字，或一个恢复码"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
    )
    may_write = forms.BooleanField(label=_("可以写入（不勾选则只能读）"), required=False)

    def __init__(self, *args: Any, request: PageRequest, **kwargs: Any) -> None:
        initial = {"expires_on": request.today + USUAL}
        super().__init__(*args, initial=initial, **kwargs)


class NewServiceToken(NewToken):
    user = RecordChoice(label=_("以谁的名义"), empty_label=_("请选择"))
    role = forms.ChoiceField(
        label=_("以何角色"),
        choices=[("", _("请选择")), *((role.code, role.title) for role in ROLES.values())],
    )
    field_order = ["name", "user", "role", "expires_on", "words", "code", "may_write"]

    def __init__(self, *args: Any, request: PageRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        self.choose(user=queries.people(request.scope))


class TakeToken(Code):
    """The second factor of whoever takes a token over."""
