"""What people tell when they take a step: one form for every step, its fields read off the table."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pandeng.access.models import Department
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.domain.chains.models import Chain
from pandeng.domain.demands import workflow
from pandeng.domain.demands.models import (
    Channel,
    Demand,
    DemandClass,
    DemandNode,
    Result,
    ServiceLevel,
)
from pandeng.domain.demands.queries import OPEN
from pandeng.web.forms.look import Form

UNITS = ("department", "guarantee_group", "county", "cluster_office")
YES_NO = (("yes", _("满意")), ("no", _("不满意")))
MOST_NODES = 8
# What a step may be told beyond what it needs.
OPTIONAL = {
    "accept": ("level", "note"),
    "assign": ("assisting", "note"),
    "decide": ("department", "new_due_on"),
    "handle": ("decision_done",),
    "grant": ("note",),
    "sign": (),
    "close": ("note",),
    "recall": ("note",),
    "confirm": ("note",),
    "archive": (),
    "raise": ("into", "chain", "title"),
    "node": ("node",),
}
LINES = forms.Textarea(attrs={"rows": 3})


class TakeStep(Form):
    """The form of one step of one demand; `told()` is what the action asks for."""

    def __init__(self, scope: Scope, demand: Demand, step: str, *args: Any, **kwargs: Any) -> None:
        self.scope, self.demand, self.step = scope, demand, step
        move = workflow.MOVES[demand.status].get(step)
        self.needs = move.needs if move else ()
        self.names = [*OPTIONAL.get(step, ()), *self.needs]
        kwargs.setdefault("auto_id", f"{step}-%s")
        super().__init__(*args, **kwargs)
        for name in self.names:
            if name == "nodes":
                self._add_nodes()
                continue
            field = getattr(self, f"_{name}")()
            field.required = name in self.needs
            self.fields[name] = field
        self.fields["key"] = forms.CharField(
            widget=forms.HiddenInput, required=False, initial=uuid.uuid4().hex
        )
        self._look()

    @property
    def title(self) -> str:
        return gettext(workflow.STEPS[self.step])

    def told(self) -> dict[str, Any]:
        told = {name: self.cleaned_data.get(name) for name in (*self.names, "key")}
        told = {name: value for name, value in told.items() if value not in (None, "")}
        if "satisfied" in told:
            told["satisfied"] = told["satisfied"] == "yes"
        if "titles" in told:
            told["titles"] = [line for line in str(told["titles"]).splitlines() if line.strip()]
        if "nodes" in self.names:
            told["nodes"] = self._told_nodes()
        return told

    # -- fields -------------------------------------------------------------------------------

    def _note(self) -> forms.Field:
        return forms.CharField(label=_("说明"), max_length=500, widget=LINES)

    def _level(self) -> forms.Field:
        levels = ServiceLevel.objects.visible_to(self.scope).order_by("order")
        return forms.ModelChoiceField(
            levels, label=_("办理时限"), initial=self.demand.level_id or self.demand.matter.level_id
        )

    def _department(self) -> forms.Field:
        return forms.ModelChoiceField(
            self._units(), label=_("主办单位"), initial=self.demand.department_id
        )

    def _assisting(self) -> forms.Field:
        return forms.ModelMultipleChoiceField(
            self._units(),
            label=_("协办单位"),
            widget=forms.SelectMultiple(attrs={"size": 4}),
            help_text=_("可多选；不需要就不选"),
        )

    def _units(self) -> Any:
        kinds = Department.objects.visible_to(self.scope).filter(kind__in=UNITS)
        return kinds.order_by("kind", "id")

    def _reason(self) -> forms.Field:
        choices = [(code, gettext(words)) for code, words in workflow.OBJECTIONS.items()]
        return forms.ChoiceField(label=_("异议理由"), choices=choices)

    def _new_due_on(self) -> forms.Field:
        return forms.DateField(label=_("新的期限") if self.step == "extend" else _("完成期限"))

    def _result(self) -> forms.Field:
        return forms.ChoiceField(label=_("办理结果"), choices=Result.choices)

    def _evidence(self) -> forms.Field:
        return forms.CharField(
            label=_("办结依据"),
            max_length=300,
            help_text=_("文号、回执、纪要等；文件可在附件中上传"),
        )

    def _satisfied(self) -> forms.Field:
        choices = YES_NO[:1] if self.step == "confirm" else YES_NO
        return forms.ChoiceField(label=_("企业意见"), choices=choices)

    def _into(self) -> forms.Field:
        rows = Demand.objects.visible_to(self.scope).filter(status__in=OPEN)
        rows = rows.exclude(pk=self.demand.pk).order_by("-received_on")
        if self.step == "merge":
            rows = rows.filter(enterprise_id=self.demand.enterprise_id)
            return forms.ModelChoiceField(rows, label=_("并入的诉求"))
        rows = rows.filter(chain__isnull=False)
        return forms.ModelChoiceField(
            rows, label=_("已有的共性诉求"), help_text=_("没有合适的，就在下面新建一件")
        )

    def _chain(self) -> forms.Field:
        chains = Chain.objects.visible_to(self.scope).order_by("code")
        return forms.ModelChoiceField(chains, label=_("产业链"))

    def _title(self) -> forms.Field:
        return forms.CharField(label=_("共性诉求标题"), max_length=120, initial=self.demand.title)

    def _titles(self) -> forms.Field:
        return forms.CharField(label=_("拆分后的各项，每行一项"), widget=LINES)

    def _node(self) -> forms.Field:
        nodes = DemandNode.objects.visible_to(self.scope).filter(
            demand=self.demand, done_on__isnull=True
        )
        field = forms.ModelChoiceField(
            nodes.order_by("order"), label=_("完成的节点"), empty_label=None
        )
        field.required = True
        return field

    def _decision_done(self) -> forms.Field:
        return forms.BooleanField(label=_("会商决定的事项已经落实"))

    # -- the node plan ------------------------------------------------------------------------

    def _add_nodes(self) -> None:
        """Rows of name, day, responsible; those known are filled in."""
        known = list(DemandNode.objects.visible_to(self.scope).filter(demand=self.demand))
        for n in range(MOST_NODES):
            node = known[n] if n < len(known) else None
            self.fields[f"node{n}_name"] = forms.CharField(
                label=_("节点"), max_length=80, required=False, initial=node.name if node else ""
            )
            self.fields[f"node{n}_on"] = forms.DateField(
                label=_("计划完成"), required=False, initial=node.planned_on if node else None
            )
            self.fields[f"node{n}_who"] = forms.CharField(
                label=_("责任人"), max_length=60, required=False,
                initial=node.responsible if node else "",
            )  # fmt: skip

    def _told_nodes(self) -> list[dict[str, Any]]:
        nodes = []
        for n in range(MOST_NODES):
            name = (self.cleaned_data.get(f"node{n}_name") or "").strip()
            day: date | None = self.cleaned_data.get(f"node{n}_on")
            if not name and not day:
                continue
            if not name or not day:
                raise DomainError(gettext("每个节点都要写明名称和计划完成日期。"))
            who = self.cleaned_data.get(f"node{n}_who") or ""
            nodes.append({"name": name, "planned_on": day, "responsible": who})
        return nodes

    @property
    def node_rows(self) -> list[list[Any]]:
        if "nodes" not in self.names:
            return []
        return [
            [self[f"node{n}_{part}"] for part in ("name", "on", "who")] for n in range(MOST_NODES)
        ]

    @property
    def plain_fields(self) -> list[Any]:
        return [
            field for field in self if not field.name.startswith("node") or field.name == "node"
        ]


class Intake(Form):
    """One form for every channel."""

    enterprise = forms.CharField(
        label=_("企业"), max_length=120, help_text=_("全称、简称、拼音首字母或信用代码")
    )
    matter = forms.ModelChoiceField(DemandClass.objects.none(), label=_("诉求类别"))
    channel = forms.ChoiceField(label=_("来源渠道"), choices=Channel.choices)
    title = forms.CharField(label=_("一句话说明"), max_length=120)
    text = forms.CharField(
        label=_("详细情况"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    confidential = forms.CharField(
        label=_("保密说明"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("只有专班负责人和市级领导能看到"),
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False)
    node = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=1, max_value=2**62
    )

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        initial = kwargs.setdefault("initial", {})
        initial.setdefault("key", uuid.uuid4().hex)
        initial.setdefault(
            "channel", "enterprise" if scope.roles == {"enterprise_contact"} else "visit"
        )
        super().__init__(*args, **kwargs)
        matters = DemandClass.objects.visible_to(scope).order_by("order")
        self.fields["matter"].queryset = matters  # type: ignore[attr-defined]
        for name in ("title", "text", "enterprise"):
            self.fields[name].widget.attrs |= {"autocomplete": "off", "data-similar": ""}


class PlanSession(Form):
    held_on = forms.DateField(label=_("日期"))
    is_regular = forms.ChoiceField(
        label=_("类型"), choices=(("yes", _("例会")), ("no", _("专题会商")))
    )
    title = forms.CharField(label=_("名称"), max_length=80, required=False)
    place = forms.CharField(label=_("地点"), max_length=80, required=False)
    chair = forms.CharField(label=_("主持人"), max_length=60, required=False)


class Decide(Form):
    decision = forms.CharField(label=_("会商决定"), max_length=500, widget=LINES)
    department = forms.ModelChoiceField(Department.objects.none(), label=_("责任单位"))
    due_on = forms.DateField(label=_("完成期限"))

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Department.objects.visible_to(scope).filter(kind__in=UNITS).order_by("kind", "id")
        self.fields["department"].queryset = units  # type: ignore[attr-defined]


class IssueSlip(Form):
    department = forms.ModelChoiceField(Department.objects.none(), label=_("承办单位"))
    due_on = forms.DateField(label=_("答复期限"), required=False)
    text = forms.CharField(label=_("督办事项"), max_length=300, widget=LINES)

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Department.objects.visible_to(scope).filter(kind__in=UNITS).order_by("kind", "id")
        self.fields["department"].queryset = units  # type: ignore[attr-defined]


class AnswerSlip(Form):
    answer = forms.CharField(
        label=_("办理情况和下一步安排"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )
