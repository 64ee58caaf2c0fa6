"""The form of a climb plan: five years with target and tier, four tests with their evidence."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pandeng.core import units
from pandeng.domain.climbing.models import Condition
from pandeng.domain.climbing.queries import FiveYearPlan
from pandeng.domain.climbing.rules import PLAN_YEARS, Goal, Rung
from pandeng.web.forms.look import Form


class PlanForm(Form):
    source = forms.CharField(
        label=gettext_lazy("依据"), max_length=120, required=False,
        help_text=gettext_lazy("如企业董事会决议、攀登计划书"),
    )  # fmt: skip

    def __init__(
        self, tiers: Sequence[Rung], plan: FiveYearPlan | None, year: int, data: Any = None
    ) -> None:
        super().__init__(data)
        self.first = plan.plan.first_year if plan else year
        self.years = list(range(self.first, self.first + PLAN_YEARS))
        goals = {goal.year: goal for goal in plan.goals} if plan else {}
        choices = [("", _("未入俱乐部")), *((tier.code, tier.name) for tier in reversed(tiers))]
        for of in self.years:
            goal = goals.get(of)
            self.fields[f"revenue_{of}"] = forms.CharField(
                label=_("%(year)s年目标营收") % {"year": of},
                max_length=30,
                initial=units.exact_in_chinese(goal.revenue_yuan) if goal else "",
                help_text=_("如 1.25亿元、8600万元"),
            )
            self.fields[f"tier_{of}"] = forms.ChoiceField(
                label=_("%(year)s年末梯队") % {"year": of},
                choices=choices,
                required=False,
                initial=goal.tier.code if goal and goal.tier else "",
            )
        for code, words, test in (
            plan.tests if plan else [(*one, None) for one in Condition.choices]
        ):
            self.fields[f"test_{code}"] = forms.CharField(
                label=str(words),
                max_length=200,
                required=False,
                initial=test.evidence if test else "",
                help_text=_("写明依据，如项目名称、合同、协议；没有依据留空"),
            )
        self.fields["source"].initial = plan.plan.source if plan else ""
        if plan:
            self.fields["why"] = forms.CharField(label=_("修改原因"), max_length=200)
        self._look()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for year in self.years:
            name = f"revenue_{year}"
            if written := cleaned.get(name):
                try:
                    value, unit = units.parse(written)
                except ValueError:
                    value, unit = Decimal(0), ""
                if unit != "元" or value != value.to_integral_value():
                    self.add_error(name, _("请写明数值和单位，如 1.25亿元。"))
                else:
                    cleaned[name] = int(value)
        return cleaned

    def rows(self) -> list[tuple[int, Any, Any]]:
        """Year, target, tier: as the page lays them out."""
        return [(year, self[f"revenue_{year}"], self[f"tier_{year}"]) for year in self.years]

    def tests(self) -> list[Any]:
        return [self[f"test_{code}"] for code in Condition.values]

    def goals(self) -> list[Goal]:
        values = self.cleaned_data
        return [Goal(y, values[f"revenue_{y}"], values[f"tier_{y}"]) for y in self.years]

    def evidence(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"test_{code}"] for code in Condition.values}
