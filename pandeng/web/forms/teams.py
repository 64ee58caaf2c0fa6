"""What is filled in about seats and visits."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pandeng.access import queries
from pandeng.access.scope import Scope
from pandeng.domain.demands.queries import matters
from pandeng.domain.teams.models import Visit
from pandeng.domain.teams.visits import visiting_units
from pandeng.web.forms.look import Form, RecordChoice

TEXT_AREA = forms.Textarea(attrs={"rows": 3})


class SeatForm(Form):
    """Who takes a seat: an account of the cluster, or only a name."""

    user = RecordChoice(label=_("账号"), required=False, empty_label=_("没有账号，只登记姓名"))
    person = forms.CharField(label=_("姓名"), max_length=60, required=False)
    since = forms.DateField(label=_("任职起"))
    why = forms.CharField(label=_("原因"), max_length=120, required=False)

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose(user=queries.members(scope))


class EndSeat(Form):
    until = forms.DateField(label=_("离任日期"))
    why = forms.CharField(label=_("原因"), max_length=120)


class PlanVisit(Form):
    planned_on = forms.DateField(label=_("走访日期"))
    department = RecordChoice(label=_("走访单位"))
    questions = forms.CharField(
        label=_("带去的问题，每行一个"), max_length=1500, widget=TEXT_AREA, required=False
    )
    despite = forms.CharField(
        label=_("同一周另有单位走访，仍要去的原因"), max_length=120, required=False
    )

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units, own = visiting_units(scope)
        self.choose(department=units)
        self.fields["department"].initial = own


class RecordVisit(Form):
    """The record of a visit: a line and a tick for each question taken along."""

    done_on = forms.DateField(label=_("走访日期"))
    notes = forms.CharField(label=_("情况"), max_length=4000, widget=TEXT_AREA, required=False)
    more = forms.CharField(
        label=_("现场新提的问题，每行一个"), max_length=1500, widget=TEXT_AREA, required=False
    )

    def __init__(self, visit: Visit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = []
        for question in visit.questions.all():
            answer, settled = f"answer-{question.pk}", f"settled-{question.pk}"
            self.fields[answer] = forms.CharField(
                label=question.text, max_length=400, required=False, initial=question.answer
            )
            self.fields[settled] = forms.BooleanField(
                label=_("已了结"), required=False, initial=bool(question.settled_on)
            )
            self.rows.append((question, answer, settled))
        self._look()

    @property
    def asked(self) -> list[Any]:
        return [(question, self[answer], self[settled]) for question, answer, settled in self.rows]

    def inputs(self) -> dict[str, Any]:
        """What the action is called with."""
        filled = self.cleaned_data
        return {
            "done_on": filled["done_on"],
            "notes": filled["notes"],
            "answers": self.answers(),
            "more": filled["more"].splitlines(),
        }

    def answers(self) -> dict[int, tuple[str, bool]]:
        filled = self.cleaned_data
        return {q.pk: (filled[answer], filled[settled]) for q, answer, settled in self.rows}


class RaiseDemand(Form):
    matter = RecordChoice(label=_("诉求类别"))
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {})["key"] = uuid.uuid4().hex
        super().__init__(*args, **kwargs)
        self.choose(matter=matters(scope))
