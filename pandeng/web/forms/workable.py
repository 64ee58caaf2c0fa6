"""The form of any record that people keep by hand: its inputs follow from the fields of its kind."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db import models
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pandeng.access.scope import Scope
from pandeng.access.workable import Workable
from pandeng.core.fields import title_of
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.exchange.bulk_kinds import ListedKind
from pandeng.domain.exchange.imports.kinds import ByHand
from pandeng.domain.registers.catalogue import BY_MODEL
from pandeng.domain.registers.register import IN_YUAN
from pandeng.web.forms.fields import EnterpriseChoice, Money
from pandeng.web.forms.look import Form, RecordChoice, offered

LONG = forms.Textarea(attrs={"rows": 3})
LONG_TEXT = 200


class RecordForm(Form):
    """A new record of a kind; or, with `record`, what may be corrected of it, and why."""

    def __init__(
        self,
        work: Workable,
        scope: Scope,
        sent: Mapping[str, Any] | None = None,
        *,
        record: Any = None,
        seen: int | None = None,
        given: Mapping[str, Any] | None = None,
    ) -> None:
        self.names = work.asked(is_new=record is None)
        initial = dict(given or {})
        if record is not None:
            initial = {name: getattr(record, name) for name in self.names} | {"seen": seen}
        super().__init__(sent, initial=initial)
        kept = {name: getattr(record, name) for name in work.fields} if record is not None else {}
        known = {**kept, **initial, **{key: value for key, value in (sent or {}).items() if value}}
        for name in self.names:
            self.fields[name] = _field(ByHand(work), scope, name, known)
        if work.asks and sent and record is None:
            self.fields["confirmed"] = forms.BooleanField(
                label=_("已核对，仍要登记"), required=False
            )
        if record is not None:
            self.fields["why"] = forms.CharField(label=_("更正原因"), max_length=200)
            self.fields["seen"] = forms.IntegerField(
                min_value=1, max_value=2**62, widget=forms.HiddenInput, required=False
            )
        self._look()

    def values(self) -> dict[str, Any]:
        """The fields of the record, as its action takes them."""
        return {name: self.cleaned_data[name] for name in self.names}


class _About(Form):
    """What is asked of a record beside the fields that every such form has."""

    def __init__(
        self,
        kind: ListedKind,
        scope: Scope,
        sent: Mapping[str, Any] | None,
        names: Sequence[str],
        initial: Mapping[str, Any],
    ) -> None:
        super().__init__(sent, initial=dict(initial))
        for name in names:
            self.fields[name] = _field(kind, scope, name)
        self.order_fields([*names, *self.base_fields])
        self._look()


class EndRecord(_About):
    on = forms.DateField(label=_("终止日期"), help_text=_("仍然有效的最后一天"))
    why = forms.CharField(label=_("依据"), max_length=200)

    def __init__(
        self,
        work: Workable,
        scope: Scope,
        sent: Mapping[str, Any] | None = None,
        *,
        initial: Mapping[str, Any],
    ) -> None:
        super().__init__(ByHand(work), scope, sent, work.ending, initial)


class MoveRecord(_About):
    """What is otherwise from a day on."""

    since = forms.DateField(label=_("变更日期"), help_text=_("原记录到前一天为止"))
    why = forms.CharField(label=_("变更原因"), max_length=200)

    def __init__(
        self,
        work: Workable,
        scope: Scope,
        sent: Mapping[str, Any] | None = None,
        *,
        initial: Mapping[str, Any],
    ) -> None:
        super().__init__(ByHand(work), scope, sent, work.moves, initial)


class OneField(_About):
    """One field that many records get, and why."""

    why = forms.CharField(label=_("更改原因"), max_length=200)

    def __init__(
        self, kind: ListedKind, scope: Scope, name: str, sent: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(kind, scope, sent, [name], {})


class WhyOnly(Form):
    why = forms.CharField(label=_("原因"), max_length=200)


def _field(
    kind: ListedKind, scope: Scope, name: str, known: Mapping[str, Any] | None = None
) -> forms.Field:
    item: Any = kind.model._meta.get_field(name)
    label, required = title_of(kind.model, name), not (item.blank or item.null)
    if item.is_relation and item.related_model is Enterprise and not kind.depends(name):
        choice = EnterpriseChoice(label=label, required=required)
        choice.scope = scope
        return choice
    if item.is_relation:
        record = RecordChoice(label=label, required=required, empty_label=_none(required))
        rows = offered(kind.choices(name, scope, known or {}), (known or {}).get(name))
        record.queryset = rows
        if required and not rows.exists():
            record.help_text = _where_from(item.related_model, label, scope)
        return record
    if name.endswith("_yuan"):
        return Money(label=label.removesuffix(IN_YUAN), required=required)
    found: forms.Field = item.formfield(label=label)
    if isinstance(item, models.TextField) or (item.max_length or 0) > LONG_TEXT:
        found.widget = LONG
    return found


def _where_from(kind: Any, label: str, scope: Scope) -> str:
    """What says how to come by the records that a form asks for, where there are none."""
    register = BY_MODEL.get(kind)
    said = gettext("还没有可选的“%(what)s”。") % {"what": label}
    if register and (address := register.enter_url(scope)):
        link = format_html('<a href="{}">{}</a>', address, gettext("先登记一条"))
        return format_html("{} {}", said, link)
    return said + gettext("可由专班登记，或随政策包载入。")


def _none(required: bool) -> str:
    return gettext("请选择") if required else gettext("未明确")
