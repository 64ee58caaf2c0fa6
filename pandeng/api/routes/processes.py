"""Steps of records that a process works: what may be done next, and doing it, by the table of the process."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Body, Router
from ninja.errors import ValidationError as Malformed
from pydantic import ValidationError

from pandeng.access.records import one_of
from pandeng.access.request import PageRequest
from pandeng.access.scope import Scope
from pandeng.api.steps import Id, given, shape_of
from pandeng.core.errors import NotFound
from pandeng.core.refusal import json_answer
from pandeng.core.workflow import Workflow
from pandeng.domain.outcomes import actions as outcomes
from pandeng.domain.outcomes.workflow import OUTCOME
from pandeng.domain.projects.ledger.actions import reports
from pandeng.domain.projects.ledger.workflow import MONTHLY_REPORT
from pandeng.domain.projects.lifecycle.actions.steps import take_step
from pandeng.domain.projects.lifecycle.workflow import LIFECYCLE
from pandeng.domain.registers.catalogue import REGISTERS
from pandeng.domain.registers.data import record_data
from pandeng.domain.strategy import actions as strategy
from pandeng.domain.strategy.workflow import DECOMPOSITION

router = Router(tags=["steps"])
Take = Callable[..., Any]


@dataclass(frozen=True)
class SteppedKind:
    """A kind of record that a table works, and the action of each step. What an input names stands in the
    list that its source is called."""

    name: str
    table: Workflow[Any, Any]
    steps: Mapping[str, Take]
    shape: Any = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "shape", shape_of(f"{self.name}StepInputs", self.table))


def _of_project(step: str) -> Take:
    def take(record: Any, by: Scope, now: datetime, key: str = "", **inputs: Any) -> None:
        take_step(record, step, by=by, now=now, **inputs)

    return take


def _report(verb: Callable[..., int]) -> Take:
    def take(record: Any, by: Scope, now: datetime, note: str = "", **_rest: Any) -> None:
        more = {} if verb is reports.review else {"why": note}
        verb({record.pk: record.version}, by=by, now=now, **more)

    return take


def _with_reason(verb: Take, name: str) -> Take:
    def take(record: Any, by: Scope, now: datetime, note: str = "", **_rest: Any) -> None:
        verb(record, by=by, now=now, **{name: note})

    return take


def _plain(verb: Take) -> Take:
    def take(record: Any, by: Scope, now: datetime, **_rest: Any) -> None:
        verb(record, by=by, now=now)

    return take


def _confirm(record: Any, by: Scope, now: datetime, apart: bool = False, **_rest: Any) -> None:
    outcomes.confirm(record, apart=apart, by=by, now=now)


def _count_once(record: Any, by: Scope, now: datetime, counted: Any = None, **_rest: Any) -> None:
    if counted is None:
        raise NotFound(_("没有找到与它重复的那一项。"))
    outcomes.mark_duplicate(record, counted, by=by, now=now)


PROCESSES: Mapping[str, SteppedKind] = {
    "projects": SteppedKind(
        "Project",
        LIFECYCLE,
        {step: _of_project(step) for step in LIFECYCLE.later_words},
    ),
    "outcomes": SteppedKind(
        "Outcome",
        OUTCOME,
        {
            "confirm": _confirm,
            "reject": _with_reason(outcomes.reject, "why"),
            "mark_duplicate": _count_once,
        },
    ),
    "projects/reports": SteppedKind(
        "MonthlyReport",
        MONTHLY_REPORT,
        {"review": _report(reports.review), "send_back": _report(reports.send_back)},
    ),
    "targets/decompositions": SteppedKind(
        "Decomposition",
        DECOMPOSITION,
        {
            "submit": _plain(strategy.submit),
            "send_back": _with_reason(strategy.send_back, "reason"),
            "approve": _plain(strategy.approve),
        },
    ),
}


@router.post("/records/{path:path}/{record:pk}/steps/{slug:step}", include_in_schema=False)
def take(
    request: PageRequest, path: str, pk: Id, step: str, told: Annotated[dict[str, Any], Body(...)]
) -> HttpResponse:
    """Take a step of a record by the table of its process; the answer is the record as it stands then."""
    process = PROCESSES.get(path)
    if process is None or step not in process.steps:
        raise NotFound(_("没有这个环节。"))
    scope, register = request.scope, REGISTERS[path]
    try:
        inputs = process.shape(**told)
    except ValidationError as wrong:
        raise Malformed([dict(one) for one in wrong.errors()]) from wrong
    record = one_of(register.model, scope, pk)
    values = given(inputs, process.table.steps[step], scope, lambda of: REGISTERS[of].model)
    process.steps[step](record, by=scope, now=request.now, **values)
    return json_answer(record_data(register, scope, one_of(register.model, scope, pk)))
