"""The limits of a rule set of the lights; a part left empty does not judge."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pandeng.web.forms.look import Form


def _limit(label: Any, most: int, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=most, required=False, **more)


class SetLightRules(Form):
    code = forms.RegexField(
        r"^[a-z][a-z0-9-]{1,19}$", label=_("代码"), help_text=_("小写字母、数字，如 city-2023")
    )
    name = forms.CharField(label=_("名称"), max_length=40)
    source = forms.CharField(label=_("依据"), max_length=200, help_text=_("文件名称和文号"))
    is_default = forms.BooleanField(label=_("默认采用这套规则"), required=False)
    basis = forms.ChoiceField(
        label=_("投资进度的比法"),
        choices=[
            ("points", _("低于年度计划多少个百分点")),
            ("share", _("低于应完成数的百分之几")),
        ],
    )
    ahead_from = _limit(_("超前：高出（%）"), 100)
    yellow_from = _limit(_("黄灯：低出达到（%）"), 100)
    yellow_over = _limit(_("黄灯：低出超过（%）"), 100, help_text=_("与上一项填一个即可"))
    red_over = _limit(_("红灯：低出超过（%）"), 100)
    nodes_red_over_days = _limit(_("关键节点逾期超过几天亮红灯"), 3650)
    start_yellow_months = _limit(_("晚于计划开工几个月亮黄灯"), 120)
    start_red_months = _limit(_("晚于计划开工几个月亮红灯"), 120)
    statistics_yellow_from_months = _limit(_("开工后几个月未入库亮黄灯"), 120)
    statistics_red_over_months = _limit(_("开工后超过几个月未入库亮红灯"), 120)

    def limits(self) -> dict[str, Any]:
        """As a rule set keeps them: a part is there once one of its limits is."""
        got = self.cleaned_data
        progress = {
            name: got[name]
            for name in ("ahead_from", "yellow_from", "yellow_over", "red_over")
            if got[name] is not None
        }
        found: dict[str, Any] = {}
        if progress:
            found["progress"] = {"basis": got["basis"], **progress}
        for part, names in PARTS.items():
            limits = {name: got[f"{part}_{name}"] for name in names}
            if all(value is not None for value in limits.values()):
                found[part] = limits
        return found

    def clean(self) -> dict[str, Any]:
        filled = super().clean() or {}
        for part, names in PARTS.items():
            given = [f"{part}_{name}" for name in names if filled.get(f"{part}_{name}") is not None]
            for name in names:
                if given and f"{part}_{name}" not in given:
                    self.add_error(f"{part}_{name}", _("请一并填写。"))
        return filled


PARTS = {
    "nodes": ("red_over_days",),
    "start": ("yellow_months", "red_months"),
    "statistics": ("yellow_from_months", "red_over_months"),
}


def initial_of(limits: dict[str, Any]) -> dict[str, Any]:
    """What a rule set fills in."""
    found = dict(limits.get("progress") or {})
    for part, names in PARTS.items():
        found |= {f"{part}_{name}": (limits.get(part) or {}).get(name) for name in names}
    return found
