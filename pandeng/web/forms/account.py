"""Signing in, and what a person changes about their own account."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pandeng.web.forms.look import Form


class SignIn(Form):
    username = forms.CharField(
        label=_("用户名"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label=_("口令"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class Code(Form):
    code = forms.CharField(
        label=_("验证码"),
        max_length=20,
        help_text=_("手机验证器上的6位数字；手机不在身边时可输入一个恢复码。"),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}
        ),
    )


class FirstPassword(Form):
    new = forms.CharField(
        label=_("新口令"),
        max_length=200,
        strip=False,
        help_text=_("至少8位，不能是常见口令，也不要与用户名相近。"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("再输一次新口令"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        again = str(self.cleaned_data["again"])
        if again != self.cleaned_data.get("new"):
            raise forms.ValidationError(_("两次输入的新口令不一样。"))
        return again


class NewPassword(FirstPassword):
    old = forms.CharField(
        label=_("现在的口令"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["old", "new", "again"]
