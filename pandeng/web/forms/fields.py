"""Inputs of our own: an enterprise by its name, an amount with its unit."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pandeng.access.scope import Scope
from pandeng.core import units
from pandeng.core.errors import DomainError
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.enterprises.queries import only_meant_by


class EnterpriseChoice(forms.CharField):
    """The enterprise that a name, short name or code means; the form gives it its scope."""

    scope: Scope

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("企业全称、简称或代码"))
        typed = {
            "list": "enterprises",
            "autocomplete": "off",
            "hx-get": reverse_lazy("names"),
            "hx-trigger": "input delay:250ms",
            "hx-target": "#enterprises",
        }
        super().__init__(max_length=120, widget=forms.TextInput(attrs=typed), **kwargs)

    def clean(self, value: Any) -> Any:
        written = super().clean(value)
        if not written:
            return None
        try:
            return only_meant_by(self.scope, written)
        except DomainError as refusal:
            raise forms.ValidationError(refusal.message) from refusal

    def prepare_value(self, value: Any) -> Any:
        return value.name if isinstance(value, Enterprise) else value


class Money(forms.CharField):
    """An amount with its unit, such as 1.2亿元 or 3500万元; its value is whole yuan."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("写明单位，如 1.2亿元、3500万元"))
        super().__init__(max_length=30, **kwargs)

    def clean(self, value: Any) -> Any:
        written = super().clean(value)
        if not written:
            return None
        try:
            amount, unit = units.parse(written)
        except ValueError:
            raise forms.ValidationError(
                gettext("“%(written)s”不是金额，请写成 1.2亿元 的样子。") % {"written": written}
            ) from None
        if unit != "元":
            raise forms.ValidationError(
                gettext("“%(written)s”没有写单位元，请写成 1.2亿元、3500万元 的样子。")
                % {"written": written}
            )
        if amount <= 0 or amount != int(amount) or amount > 10**14:
            raise forms.ValidationError(gettext("金额须大于零、精确到元，且不超过100万亿元。"))
        return int(amount)

    def prepare_value(self, value: Any) -> Any:
        """Yuan as an official writes them, without loss."""
        return units.exact_in_chinese(value) if isinstance(value, int) else value
