"""What people tell about a project's nodes: one plain form a verb."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pandeng.access.queries import departments
from pandeng.access.scope import Scope
from pandeng.domain.projects.models import Milestone
from pandeng.domain.projects.node_queries import milestones, waited_for
from pandeng.domain.projects.nodes.rules import GUARANTEES, Planned
from pandeng.web.forms.look import EditForm, Form, RecordChoice, RecordsChoice

UNITS = ("county", "department", "guarantee_group", "cluster_office", "bank")
WHY = {"label": _("原因"), "max_length": 200}


class OfNode(Form):
    """A form about one node; what it offers is what the scope may see."""

    def __init__(
        self, scope: Scope, node: Milestone, today: date, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.scope, self.node, self.today = scope, node, today
        for name in ("actual_on", "given_on"):
            if name in self.fields:
                self.fields[name].initial = today
        if "department" in self.fields:
            self.choose(department=departments(scope, UNITS))


class ReachNode(OfNode):
    actual_on = forms.DateField(label=_("实际完成日期"))
    evidence = forms.CharField(
        label=_("完成依据"), max_length=300, help_text=_("如批复文号、许可证号、现场照片")
    )


class ForecastNode(OfNode):
    forecast_on = forms.DateField(label=_("预计完成日期"))
    why = forms.CharField(label=_("说明"), max_length=200, required=False)


class MoveNode(OfNode):
    planned_on = forms.DateField(
        label=_("新的计划日期"),
        help_text=_("最初计划保留，亮灯仍按最初计划对照；关键节点由专班以外的人调整的，须专班审批"),
    )
    why = forms.CharField(**WHY)  # type: ignore[arg-type]


class DecideMove(Form):
    """Whether the office agrees; the opinion is asked for by the step that is refused."""

    verb = forms.ChoiceField(
        label=_("审批"),
        choices=[("grant", _("同意调整")), ("deny", _("不同意调整"))],
        initial="grant",
    )
    note = forms.CharField(
        label=_("审批意见"), max_length=200, required=False, help_text=_("不同意的须写明原因")
    )


class AgreeStage(Form):
    """Which of two days holds, and why."""

    keep = forms.ChoiceField(
        label=_("以哪个为准"), choices=[("node", _("以节点为准")), ("stage", _("以项目进程为准"))]
    )
    why = forms.CharField(**WHY)  # type: ignore[arg-type]


class TakeNodeBack(OfNode):
    why = forms.CharField(**WHY)  # type: ignore[arg-type]


class RemoveNode(OfNode):
    why = forms.CharField(**WHY)  # type: ignore[arg-type]


class EditNode(EditForm, OfNode):
    department = RecordChoice(label=_("责任单位"))
    responsible = forms.CharField(label=_("责任人"), max_length=60, required=False)
    place = forms.CharField(
        label=_("地点"), max_length=120, required=False, help_text=_("如 高新区科技大道18号院内")
    )
    is_key = forms.BooleanField(label=_("关键节点"), required=False)
    waits_for = RecordsChoice(
        label=_("前置节点"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=_("这些节点完成后才能登记本节点；可多选"),
    )
    why = forms.CharField(label=_("说明"), max_length=200, required=False)

    def __init__(
        self, scope: Scope, node: Milestone, today: date, *args: Any, **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", {})
        kwargs["initial"] |= {
            "department": node.department_id,
            "responsible": node.responsible,
            "place": node.place,
            "is_key": node.is_key,
            "waits_for": waited_for(scope, node),
        }
        super().__init__(scope, node, today, *args, **kwargs)
        self.choose(waits_for=milestones(scope, node.project_id, but=node))


class NeedGuarantee(OfNode):
    kind = forms.ChoiceField(label=_("保障事项"))
    department = RecordChoice(label=_("保障单位"))
    due_on = forms.DateField(label=_("需要日期"))
    note = forms.CharField(label=_("说明"), max_length=200, required=False)

    def __init__(
        self, scope: Scope, node: Milestone, today: date, *args: Any, **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", {})
        kwargs["initial"].setdefault("due_on", node.planned_on)
        super().__init__(scope, node, today, *args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (code, gettext(word)) for code, word in GUARANTEES.items()
        ]


class GiveGuarantee(Form):
    given_on = forms.DateField(label=_("落实日期"))
    note = forms.CharField(label=_("说明"), max_length=200, required=False)


class AddNode(Form):
    name = forms.CharField(label=_("节点名称"), max_length=60)
    planned_on = forms.DateField(label=_("计划完成"))
    after = RecordChoice(label=_("排在哪个节点之后"), required=False, empty_label=_("最后"))
    department = RecordChoice(label=_("责任单位"))
    responsible = forms.CharField(label=_("责任人"), max_length=60, required=False)
    is_key = forms.BooleanField(label=_("关键节点"), required=False)
    waits_for = RecordsChoice(
        label=_("前置节点"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=_("这些节点完成后才能登记本节点；可多选"),
    )
    why = forms.CharField(label=_("增补原因"), max_length=200)

    def __init__(self, scope: Scope, project: Any, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"department": project.county_id})
        super().__init__(*args, **kwargs)
        present = milestones(scope, project.pk)
        self.choose(after=present, waits_for=present, department=departments(scope, UNITS))


class PlanNodes(Form):
    """The nodes of a template, each with its day; a day left empty leaves the node out."""

    def __init__(self, template: Any, first: date, *args: Any, **kwargs: Any) -> None:
        self.template = template
        super().__init__(*args, **kwargs)
        for node in template.nodes:
            self.fields[f"on_{node.code}"] = forms.DateField(
                label=node.name, required=False, initial=first + timedelta(days=node.day)
            )
        self._look()

    def lines(self) -> list[Planned]:
        return [
            Planned(node.code, node.name, day, node.key, node.waits_for, node.needs)
            for node in self.template.nodes
            if (day := self.cleaned_data.get(f"on_{node.code}"))
        ]

    @property
    def rows(self) -> list[dict[str, Any]]:
        names = {node.code: node.name for node in self.template.nodes}
        return [
            {
                "field": self[f"on_{node.code}"],
                "of": node,
                "waits_for": "、".join(names[code] for code in node.waits_for),
                "needs": "、".join(gettext(GUARANTEES[kind]) for kind in node.needs),
            }
            for node in self.template.nodes
        ]
