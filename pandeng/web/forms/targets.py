"""What the office enters about targets: a revision, the plan over the months, the parts by county."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pandeng.access.models import Department
from pandeng.access.scope import Scope
from pandeng.core import units
from pandeng.core.errors import DomainError
from pandeng.domain.strategy.actions.setting import Carried
from pandeng.domain.strategy.models import Direction, Target, period_of
from pandeng.domain.strategy.queries import leaders, nodes
from pandeng.web.forms.look import EditForm, Form, RecordChoice

TEXT_AREA = forms.Textarea(attrs={"rows": 3})
MONEY = [(unit, _(unit)) for unit in units.SIZES]
USUAL = MONEY[0][0]
MAX_AMOUNT = 10**18
POPULATION = _("这个数统计哪些对象，如规模企业、攀登企业、重点项目")


def amount(written: str, unit: str, base: str) -> int:
    """What was written, in the base unit: `12.5` in 亿元, `12.5亿元`, `1,200`. Refuses what is no amount,
    another unit, and a fraction of the base unit."""
    text = re.sub(r"\s", "", written)
    try:
        value, said = units.parse(text)
    except (ValueError, InvalidOperation):
        raise DomainError(
            gettext("“%(written)s”不是数，请写成 12.5 的样子。") % {"written": written.strip()[:20]}
        ) from None
    if said and said != base:
        raise DomainError(
            gettext("“%(written)s”的单位应为%(unit)s。")
            % {"written": written.strip()[:20], "unit": unit}
        )
    exact = value if said else value * units.SIZES.get(unit, Decimal(1))
    if exact != exact.to_integral_value() or abs(exact) > MAX_AMOUNT:
        raise DomainError(
            gettext("“%(written)s”不是整%(unit)s，请核对。")
            % {"written": written.strip()[:20], "unit": base}
        )
    return int(exact)


class InUnit(Form):
    """A form whose amounts are written in a unit of the target's kind."""

    def __init__(self, target: Target, *args: Any, **kwargs: Any) -> None:
        self.target = target
        super().__init__(*args, **kwargs)
        if target.unit == "元":
            self.fields["unit"] = forms.ChoiceField(label=_("单位"), choices=MONEY)
        self._look()

    @property
    def unit(self) -> str:
        """The unit that was chosen; money is written in 亿元 unless said otherwise."""
        if self.target.unit != "元":
            return self.target.unit
        chosen = self.data.get("unit", USUAL) if self.is_bound else USUAL
        return chosen if chosen in units.SIZES else USUAL

    def written(self, value: int) -> str:
        return units.plain(Decimal(value) / units.SIZES.get(self.unit, Decimal(1)))


class Revise(InUnit):
    value = forms.CharField(label=_("新的目标值"), max_length=30)
    set_on = forms.DateField(
        label=_("确定日期"), required=False, help_text=_("从这一天起按新目标值；空为今天")
    )
    reason = forms.CharField(label=_("修订原因"), max_length=300, widget=TEXT_AREA)
    source = forms.CharField(label=_("依据"), max_length=200, required=False)

    def clean_value(self) -> int:
        return _amount(self.cleaned_data["value"], self.unit, self.target.unit)


def _amount(written: str, unit: str, base: str) -> int:
    try:
        return amount(written, unit, base)
    except DomainError as refusal:
        raise forms.ValidationError(refusal.message) from None


class SetTarget(Form):
    """A target of a year; its unit is that of the figure."""

    name = forms.CharField(label=_("目标"), max_length=80)
    indicator = forms.ChoiceField(label=_("指标"))
    value = forms.CharField(
        label=_("目标值"), max_length=30, help_text=_("写明单位，如 1000亿元、700家")
    )
    base = forms.CharField(
        label=_("起点值"), max_length=30, required=False, help_text=_("年初已有的数，可不填")
    )
    direction = forms.ChoiceField(label=_("方向"), choices=Direction.choices)
    population = forms.CharField(
        label=_("统计范围"),
        max_length=60,
        help_text=POPULATION,
        error_messages={"required": _("请写明统计范围：这个数统计哪些对象。")},
    )
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    due_on = forms.DateField(label=_("完成期限"), required=False, help_text=_("不填则为年底"))
    node = RecordChoice(label=_("工作思路"), required=False, empty_label=_("不归入"))
    set_on = forms.DateField(label=_("确定日期"))
    source = forms.CharField(label=_("依据"), max_length=200)

    def __init__(
        self, scope: Scope, figures: Mapping[str, tuple[str, str]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.figures = figures
        named: Any = self.fields["indicator"]
        named.choices = [(name, f"{title}（{unit}）") for name, (title, unit) in figures.items()]
        self.choose(node=nodes(scope))

    def clean(self) -> dict[str, Any]:
        filled = super().clean() or {}
        if (indicator := filled.get("indicator")) is None:
            return filled
        filled["unit"] = unit = self.figures[indicator][1]
        for name in ("value", "base"):
            if written := filled.get(name):
                try:
                    filled[name] = _amount(written, unit, unit)
                except forms.ValidationError as wrong:
                    self.add_error(name, wrong)
        filled["base"] = filled.get("base") or None
        return filled


class CarryTargets(Form):
    """The targets of the year before, each with a new name and value; what is left empty is left out."""

    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    set_on = forms.DateField(label=_("确定日期"))
    source = forms.CharField(label=_("依据"), max_length=200)

    def __init__(self, reached: Mapping[Target, int | None], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.targets = list(reached)
        for one in self.targets:
            said = {"name": one.name, "value": units.written(one.value, one.unit)}
            self.fields[f"name{one.pk}"] = forms.CharField(
                label=gettext("“%(name)s”改称") % said, max_length=80, required=False
            )
            self.fields[f"value{one.pk}"] = forms.CharField(
                label=gettext("目标值（上年%(value)s）") % said, max_length=30, required=False
            )
            if not one.population:
                self.fields[f"population{one.pk}"] = forms.CharField(
                    label=gettext("统计范围（上年没有写明）"),
                    max_length=60,
                    required=False,
                    help_text=POPULATION,
                )
            if one.base is not None:
                now = reached[one]
                self.fields[f"base{one.pk}"] = forms.CharField(
                    label=gettext("起点值"),
                    max_length=30,
                    required=False,
                    initial="" if now is None else f"{now}{one.unit}",
                    help_text=gettext("年初已有的数，可不填"),
                )
        self._look()

    def clean(self) -> dict[str, Any]:
        filled = super().clean() or {}
        for one in self.targets:
            for name in (f"value{one.pk}", f"base{one.pk}"):
                if written := filled.get(name):
                    try:
                        filled[name] = _amount(written, one.unit, one.unit)
                    except forms.ValidationError as wrong:
                        self.add_error(name, wrong)
        return filled

    def chosen(self) -> list[Carried]:
        filled = self.cleaned_data
        return [
            Carried(
                one,
                filled.get(f"name{one.pk}") or one.name,
                filled[f"value{one.pk}"],
                filled.get(f"base{one.pk}") or None,
                filled.get(f"population{one.pk}") or "",
            )
            for one in self.targets
            if filled.get(f"value{one.pk}")
        ]


class SeasonalPlan(Form):
    """The percent of every month of the period; months left empty belong to the next that is filled."""

    def __init__(
        self, target: Target, shares: Iterable[tuple[int, Decimal]], *args: Any, **kwargs: Any
    ) -> None:
        known = dict(shares)
        super().__init__(*args, **kwargs)
        for month in range(1, period_of(target)[1].month + 1):
            self.fields[f"month{month}"] = forms.DecimalField(
                label=_("%(month)s月") % {"month": month},
                max_digits=5,
                decimal_places=2,
                min_value=0,
                max_value=100,
                required=False,
                initial=units.plain(known[month]) if month in known else None,
                widget=forms.NumberInput(attrs={"data-part": "", "step": "0.01"}),
            )
        self._look()

    def shares(self) -> list[tuple[int, Decimal]]:
        return [
            (int(name.removeprefix("month")), value)
            for name, value in self.cleaned_data.items()
            if value is not None
        ]


class NameLeader(EditForm):
    leader = RecordChoice(label=_("牵头领导"), required=False, empty_label=_("未明确"))

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose(leader=leaders(scope))


class SendBack(Form):
    reason = forms.CharField(label=_("退回原因"), max_length=300, widget=TEXT_AREA)


class DrawUp(InUnit):
    """A part for every county: typed one by one, or pasted as a column in the order shown."""

    note = forms.CharField(label=_("说明"), max_length=300, required=False)

    def __init__(
        self,
        target: Target,
        counties: list[Department],
        parts: dict[int, int],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        self.counties = counties
        super().__init__(target, *args, **kwargs)
        for county in counties:
            self.fields[f"part{county.pk}"] = forms.CharField(
                label=str(county),
                max_length=30,
                required=False,
                initial=self.written(parts[county.pk]) if county.pk in parts else "",
                widget=forms.TextInput(
                    attrs={"inputmode": "decimal", "data-part": "", "autocomplete": "off"}
                ),
            )
        self.fields["column"] = forms.CharField(
            label=_("粘贴一列数"),
            required=False,
            max_length=4000,
            widget=forms.Textarea(attrs={"rows": 4, "data-column": ""}),
            help_text=_("从表格复制一列，按上面的次序；也可两列：县市区、数。粘贴后逐格填入。"),
        )
        self._look()

    @property
    def part_fields(self) -> list[Any]:
        return [self[f"part{county.pk}"] for county in self.counties]

    def parts(self) -> dict[int, int]:
        """County id → value in the base unit. A pasted column goes before what stands in the boxes."""
        pasted = str(self.cleaned_data.get("column") or "").strip()
        if pasted:
            return self._pasted(pasted)
        found = {}
        for county in self.counties:
            if written := (self.cleaned_data.get(f"part{county.pk}") or "").strip():
                found[county.pk] = amount(written, self.unit, self.target.unit)
        return found

    def _pasted(self, text: str) -> dict[int, int]:
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        names = {name: one.pk for one in self.counties for name in (one.short_name, one.name)}
        found: dict[int, int] = {}
        for place, line in enumerate(lines):
            cells = [cell for cell in re.split(r"[\t,，;；]\s*|\s{2,}| (?=[-\d.])", line) if cell]
            if len(cells) > 1:
                county = names.get(cells[0].strip())
                if county is None:
                    raise DomainError(
                        gettext("没有名为“%(name)s”的县市区，请核对第%(line)s行。")
                        % {"name": cells[0].strip()[:20], "line": place + 1}
                    )
            elif place < len(self.counties):
                county = self.counties[place].pk
            else:
                county = None
            if county is None or (len(cells) == 1 and len(lines) != len(self.counties)):
                raise DomainError(
                    gettext("粘贴了%(found)s行，县市区共%(count)s个，请逐个对应或写上县市区名称。")
                    % {"found": len(lines), "count": len(self.counties)}
                )
            found[county] = amount(cells[-1], self.unit, self.target.unit)
        return found
