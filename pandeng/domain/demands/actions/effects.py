"""What each step leaves behind: clocks that start and end, parts, nodes, extensions, the answer.

An effect is called by the name that its row of the table gives; it returns the line of the process
where that differs from the note.
"""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from pandeng.access.models import Department
from pandeng.access.permissions import Permission
from pandeng.core.errors import DomainError
from pandeng.domain.demands import clock, inputs, rules, workflow
from pandeng.domain.demands.actions.joining import (
    answer_children,
    escalate_to_chain,
    merge,
    split,
)
from pandeng.domain.demands.actions.nodes import (
    complete_node,
    decide_request,
    deny_nodes,
    grant_nodes,
    next_node,
    next_progress,
    plan,
)
from pandeng.domain.demands.actions.work import DemandWork
from pandeng.domain.demands.models import (
    ConsultationItem,
    DemandNode,
    DemandPart,
    Extension,
    Result,
)


def _may_lead(department: Department) -> None:
    if department.kind not in rules.LEAD_KINDS:
        raise DomainError(_("主办单位须是市直部门、要素保障组、县市区或专班。"))


def end_clocks(work: DemandWork, given: inputs.Note) -> None:
    work.end()


def accept(work: DemandWork, given: inputs.Acceptance) -> str:
    level = given.level or work.demand.level or work.level
    work.set(level=level, is_long_cycle=level.is_long_cycle)
    work.end("accept")
    _start(work, "assign", level.assign_days)
    return given.note or _("按“%(level)s”办理") % {"level": level.name}


def _start(work: DemandWork, kind: str, days: int | None) -> None:
    """Start a clock of the office or of the enterprise, where the level has days for it."""
    if days is not None:
        work.start(kind, days)


def resubmit(work: DemandWork, given: inputs.Note) -> None:
    work.start("accept", work.level.accept_days)


def assign(work: DemandWork, given: inputs.Assignment) -> str:
    _give_to(work, given.department)
    assisting = [unit for unit in given.assisting if unit.pk != given.department.pk]
    gone = _drop_parts(work, {unit.pk for unit in assisting})
    for unit in assisting:
        _add_part(work, unit)
    words = _("交办%(lead)s") % {"lead": given.department}
    if assisting:
        words += _("，协办：%(units)s") % {"units": "、".join(str(unit) for unit in assisting)}
    if gone:
        words += _("；不再协办：%(units)s") % {"units": "、".join(gone)}
    return f"{words}。{given.note}" if given.note else words


def _give_to(work: DemandWork, lead: Department) -> None:
    """Another unit leads from now on: it has to sign, and what the old one owed is no longer its own."""
    _may_lead(lead)
    work.end("assign", "rule", "sign", "contact")
    _pass_on(work, lead)
    work.set(department=lead, handler=None)
    work.start("sign", work.level.sign_days, department=lead)


def _pass_on(work: DemandWork, lead: Department | None) -> None:
    """The clocks of the old lead end. What is not yet late goes on for the new one with the same days; what is
    late is counted anew once it signs, and the demand keeps its first deadline."""
    old = work.demand.department_id
    for clock_ in list(work.running(*clock.OF_LEAD)):
        if clock_.department_id != old or (lead and lead.pk == old):
            continue
        work.move_clock(clock_, ended_on=work.today)
        if clock_.due_on >= work.today:
            work.until(
                clock_.kind,
                clock_.due_on,
                lead,
                days=clock_.days,
                started_on=clock_.started_on,
                original_due_on=clock_.original_due_on,
            )


def recall(work: DemandWork, given: inputs.MaybeNote) -> None:
    """Take an assignment back before it is signed; the assisting units are free again."""
    work.end("sign", "assist")
    _pass_on(work, None)
    _start(work, "assign", work.level.assign_days)
    for part in DemandPart.objects.filter(demand=work.demand, withdrawn_on__isnull=True):
        work.change.save(part, withdrawn_on=work.today)
    work.set(department=None, handler=None)


def _drop_parts(work: DemandWork, wanted: set[int]) -> list[str]:
    """Who assisted, has not reported and is not on the list any more owes nothing; gives their names."""
    open_parts = DemandPart.objects.filter(
        demand=work.demand, withdrawn_on__isnull=True, reported_on__isnull=True
    )
    gone = []
    for part in open_parts.exclude(department_id__in=wanted).select_related("department"):
        work.end("assist", part=part)
        work.change.save(part, withdrawn_on=work.today)
        if part.department_id != work.demand.department_id:
            gone.append(str(part.department))
    return gone


def _add_part(work: DemandWork, unit: Department) -> None:
    parts = DemandPart.objects.filter(demand=work.demand, withdrawn_on__isnull=True)
    if parts.filter(department=unit).exists():
        return
    part = DemandPart(
        cluster_id=work.demand.cluster_id,
        demand=work.demand,
        department=unit,
        asked_on=work.today,
    )
    work.change.add_each([part])
    work.start("assist", work.level.assist_days, department=unit, part=part)


def sign(work: DemandWork, given: None) -> None:
    """The lead signs: handling starts to count, and so does the first contact."""
    work.end("sign")
    work.set(handler_id=work.by.user_id)
    level, department = work.level, work.demand.department
    work.start("contact", level.contact_days, department=department)
    if level.is_long_cycle:
        if _has_nodes(work):
            if not work.is_running("progress"):
                next_progress(work)
            if not work.is_running("node"):
                next_node(work)
        elif not work.is_running("plan", "progress"):
            work.start("plan", level.plan_days or 5, department=department)
    elif not work.is_running("handle"):
        _start_handling(work)


def _has_nodes(work: DemandWork) -> bool:
    return DemandNode.objects.filter(demand=work.demand).exists()


def _start_handling(work: DemandWork) -> None:
    days = work.level.handle_days
    assert days is not None
    started = work.start("handle", days, department=work.demand.department)
    work.set(due_on=started.due_on)
    if work.demand.original_due_on is None:
        work.set(original_due_on=started.due_on)


def object_to(work: DemandWork, given: inputs.Objection) -> str:
    work.end("sign")
    _start(work, "rule", work.level.rule_days)
    return f"{_(inputs.OBJECTIONS[given.reason])}：{given.note}"


def rule_on_objection(work: DemandWork, given: inputs.Ruling) -> str:
    _give_to(work, given.department)
    return _("裁定由%(lead)s主办。%(note)s") % {"lead": given.department, "note": given.note}


def contact(work: DemandWork, given: inputs.Note) -> None:
    work.end("contact")


def handle(work: DemandWork, given: inputs.DemandProgress) -> None:
    """A progress note; a long-cycle demand owes the next one a month later."""
    work.end("contact")
    if given.decision_done:
        _carried_out(work)
    if owed := next(work.running("progress"), None):
        work.end("progress")
        next_progress(work, owed)


def _carried_out(work: DemandWork) -> None:
    """What a session decided has been done: its clocks end, its items say when."""
    items = ConsultationItem.objects.filter(demand=work.demand, due_on__isnull=False, done_on=None)
    if _only_tasked(work):
        items = items.filter(department_id__in=work.by.departments)
    for running in list(work.running("decision")):
        if not _only_tasked(work) or running.department_id in work.by.departments:
            work.move_clock(running, ended_on=work.today)
    for item in items:
        work.change.save(item, done_on=work.today)


def _only_tasked(work: DemandWork) -> bool:
    """Is it a unit beside the lead, which answers for its own task alone?"""
    lead = work.demand.department_id in work.by.departments
    return bool(work.by.departments) and not lead and not work.by.may(Permission.DEMAND_ASSIGN)


def report_part(work: DemandWork, given: inputs.PartReport) -> None:
    open_parts = DemandPart.objects.filter(
        demand=work.demand, reported_on__isnull=True, withdrawn_on__isnull=True
    ).select_related("department")
    mine = open_parts.filter(department_id__in=work.by.departments).first()
    if given.part:
        mine = open_parts.filter(pk=given.part.pk).first()
    if mine is None:
        raise DomainError(_("没有等待本单位反馈的协办事项。"))
    work.change.save(mine, reported_on=work.today, report=given.note[:600])
    work.end("assist", part=mine)
    work.unit_id = mine.department_id


def ask_for_time(work: DemandWork, given: inputs.MoreTime) -> str:
    """Ask for more time; the office decides. The original deadline is kept for ever."""
    running = next(work.running("handle"), None)
    if running is None:
        raise DomainError(_("办理期限还没有开始计算，不用延期。"))
    clock.may_extend(
        running.started_on,
        running.due_on,
        given.new_due_on,
        work.level.cap_days,
        work.today,
        work.calendar,
    ).require()
    asked = Extension(
        cluster_id=work.demand.cluster_id,
        demand=work.demand,
        asked_on=work.today,
        asked_by=work.by.name,
        why=given.note[:300],
        old_due_on=running.due_on,
        new_due_on=given.new_due_on,
    )
    work.change.add_each([asked])
    return _("申请延至%(day)s：%(why)s") % {"day": given.new_due_on, "why": given.note}


def grant(work: DemandWork, given: inputs.MaybeNote) -> str:
    asked = _decide_extension(work, granted=True)
    for running in work.running("handle"):
        work.move_clock(running, due_on=asked.new_due_on)
    work.set(due_on=asked.new_due_on)
    return _("同意延至%(day)s") % {"day": asked.new_due_on}


def deny(work: DemandWork, given: inputs.Note) -> None:
    _decide_extension(work, granted=False)


def _decide_extension(work: DemandWork, *, granted: bool) -> Extension:
    asked: Extension = Extension.objects.get(demand=work.demand, decided_on__isnull=True)
    return work.change.save(asked, decided_on=work.today, is_granted=granted)


def park(work: DemandWork, given: inputs.Parking) -> str:
    """No clock runs but the one of the day on which the office looks at it again."""
    for running in work.running():
        work.move_clock(running, paused_on=work.today)
    return keep_parked(work, given)


def keep_parked(work: DemandWork, given: inputs.Parking) -> str:
    if given.review_on <= work.today:
        raise DomainError(_("复核日期须在今天以后。"))
    work.end("review")
    work.until("review", given.review_on, None)
    return _("%(reason)s，%(day)s复核。%(note)s") % {
        "reason": _(inputs.PARKED[given.reason]),
        "day": given.review_on,
        "note": given.note,
    }


def resume(work: DemandWork, given: inputs.Note) -> None:
    """Clocks go on; each due day moves by the working days of the pause."""
    work.end("review")
    for paused in work.running():
        if paused.paused_on is None:
            continue
        due_on = paused.due_on
        if paused.kind != "node":  # the day of a node is its plan
            due_on = work.calendar.moved(due_on, paused.paused_on, work.today)
        work.move_clock(paused, due_on=due_on, paused_on=None)
        if paused.kind == "handle":
            work.set(due_on=due_on)


def decide(work: DemandWork, given: inputs.Decision) -> None:
    """Back to handling after a consultation; a decision with a deadline becomes a task with a clock."""
    if given.new_due_on:
        if given.new_due_on <= work.today:
            raise DomainError(_("完成期限须在今天以后。"))
        work.until("decision", given.new_due_on, given.department or work.demand.department)


def answer(work: DemandWork, given: inputs.Answer) -> str:
    _carried_out(work)
    if Extension.objects.filter(demand=work.demand, decided_on__isnull=True).exists():
        _decide_extension(work, granted=False)  # answered before the office decided: it falls away
    decide_request(work, granted=False)
    work.set(
        result=given.result,
        evidence=given.evidence[:300],
        answer=given.note,
        answered_on=work.today,
    )
    work.end("contact", "handle", "plan", "progress", "node")
    _start(work, "confirm", work.level.confirm_days)
    if work.demand.chain_id:
        answer_children(work, given)
    return f"{Result(given.result).label}：{given.note}"


def confirm(work: DemandWork, given: inputs.Confirmation) -> None:
    if not given.satisfied:
        raise DomainError(_("不满意请选择“企业不满意”，诉求将退回重办。"))
    confirmed(work)
    work.set(satisfied=True)


def confirmed(work: DemandWork, _given: object = None) -> None:
    """The enterprise, or somebody for it, has confirmed: the office closes."""
    work.end("confirm")
    _start(work, "close", work.level.close_days)


def confirm_for(work: DemandWork, given: inputs.ContactConfirmation) -> str:
    """What the enterprise said by phone or on a visit: who said it, when and how it was asked."""
    answered_on = work.demand.answered_on
    if given.asked_on > work.today or (answered_on and given.asked_on < answered_on):
        raise DomainError(_("联系日期须在反馈之后，且不晚于今天。"))
    work.set(satisfied=given.satisfied)
    if given.satisfied:
        confirmed(work)
    else:
        work.to = "handling"
        _handle_again(work)
    return _("%(day)s%(how)s，%(whom)s：%(said)s。%(note)s") % {
        "day": given.asked_on,
        "how": _(inputs.CONTACTED[given.how]),
        "whom": given.whom.strip(),
        "said": _(inputs.YES_NO["yes" if given.satisfied else "no"]),
        "note": given.note,
    }


def dispute(work: DemandWork, given: inputs.Note) -> None:
    work.set(satisfied=False)
    _handle_again(work)


def reopen(work: DemandWork, given: inputs.Note) -> None:
    _handle_again(work)


def _handle_again(work: DemandWork) -> None:
    """Handled again with the same limits from today, and counted as 重办."""
    work.end("confirm", "close")
    work.set(reopened=work.demand.reopened + 1, answered_on=None)
    if work.demand.status in workflow.CLOSED:
        work.set(closed_on=None, closer=None, working_days=None)
    if work.level.is_long_cycle:
        next_progress(work)
    else:
        _start_handling(work)


def close(work: DemandWork, given: inputs.MaybeNote) -> None:
    work.end()
    work.set(
        closed_on=work.today,
        closer_id=work.by.user_id,
        working_days=work.calendar.between(work.demand.received_on, work.today),
    )


def follow_up(work: DemandWork, given: inputs.FollowUp) -> None:
    """A third person asks the enterprise again; not satisfied, the demand is handled again."""
    work.set(called_back_on=work.today, call_back_satisfied=given.satisfied)
    if not given.satisfied:
        work.to = "handling"
        _handle_again(work)


Effect = Callable[[DemandWork, Any], "str | None"]
EFFECTS: dict[str, Effect] = {
    effect.__name__: effect
    for effect in (
        end_clocks, accept, resubmit, assign, recall, sign, object_to, rule_on_objection, contact,
        handle, plan, grant_nodes, deny_nodes, complete_node, report_part, ask_for_time, grant, deny, park, keep_parked, resume,
        decide, answer, confirm, confirm_for, confirmed, dispute, close, follow_up, reopen, merge, split, escalate_to_chain,
    )
}  # fmt: skip
