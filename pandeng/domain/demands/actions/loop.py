"""Every step of the loop after intake goes through `take`: the table allows it, an effect carries it out."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from pandeng.access.models import Department, User
from pandeng.access.scope import Scope
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, NotFound
from pandeng.domain.demands import clock, workflow
from pandeng.domain.demands.actions.blocking import follow
from pandeng.domain.demands.actions.joining import merge, raise_to_chain, split
from pandeng.domain.demands.actions.telling import tell_of
from pandeng.domain.demands.actions.work import Work
from pandeng.domain.demands.models import (
    ConsultationItem,
    Demand,
    DemandNode,
    DemandPart,
    Extension,
    Result,
    ServiceLevel,
)
from pandeng.domain.demands.queries import already_sent, state_of

Effect = Callable[
    [Work], "str | None"
]  # returns the line of the process where it differs from the note


def take(
    demand: Demand, step: str, *, by: Scope, now: datetime, key: str = "", **told: Any
) -> Demand:
    """Take one step. Refuses with a sentence what the table, the hands or the facts do not allow.

    `told` holds what the step needs (workflow.NEEDS). The status moves by a conditional update: of
    two people at once exactly one succeeds. A form sent twice (same `key`) changes nothing more.
    """
    if not Demand.objects.visible_to(by).filter(pk=demand.pk).exists():
        raise NotFound(_("没有找到这件诉求。"))
    if already_sent(by, key):
        return Demand.objects.get(pk=demand.pk)
    with Change(f"demands.{step}", by=by, now=now, why=str(told.get("note") or "")) as change:
        return apply(change, demand.pk, step, told, by=by, now=now, key=key)


def apply(
    change: Change,
    demand_id: int,
    step: str,
    told: dict[str, Any],
    *,
    by: Scope,
    now: datetime,
    key: str = "",
) -> Demand:
    """One step inside an open change."""
    demand: Demand = (
        Demand.objects.select_for_update(of=("self",))
        .select_related("matter__level", "level", "department", "enterprise", "chain")
        .get(pk=demand_id)
    )
    workflow.may_take(state_of(demand), step, by).require()
    move = workflow.MOVES[demand.status][step]
    _require(demand, step, move, told)
    work = Work(change, demand, by, now, told, key, to=move.to)
    before = demand.status
    note = EFFECTS[step](work) if step in EFFECTS else None
    work.step(
        step,
        str(told.get("note") or "") if note is None else note,
        reason=str(told.get("reason") or ""),
        department=told.get("part_department"),
    )
    _move(work, before)
    work.settle_next_due()
    tell_of(work, step)
    return demand


def transfer(change: Change, demand: Demand, user: User, *, by: Scope, now: datetime) -> None:
    """Give an open demand into another person's hands, inside the change of a hand-over."""
    work = Work(change, demand, by, now)
    change.save(demand, handler=user)
    work.step("transfer", _("移交%(person)s") % {"person": user})


def take_each(
    demands: Iterable[Demand], step: str, *, by: Scope, now: datetime, **told: Any
) -> list[Demand]:
    """The same step for many: all of them or, when one is refused, none."""
    done = []
    with transaction.atomic():
        for demand in demands:
            try:
                done.append(take(demand, step, by=by, now=now, **told))
            except NotFound:
                raise
            except DomainError as refusal:
                raise DomainError(
                    _("%(number)s：%(sentence)s没有一件被改动。")
                    % {"number": demand.number, "sentence": refusal.message}
                ) from None
    return done


def _move(work: Work, before: str) -> None:
    if (to := work.to) is None:
        return
    met = work.change.update_where(
        Demand.objects.filter(pk=work.demand.pk, status=before), status=to, **_with_status(work, to)
    )
    if met != 1:
        raise DomainError(_("刚才有人先办了这一步，请刷新后再试。"))
    work.demand.refresh_from_db()
    follow(work, before)


def _with_status(work: Work, to: str) -> dict[str, Any]:
    """Columns that the constraints tie to the status: they change in the same statement."""
    if to == "closed":
        return {
            "closed_on": work.today,
            "closer_id": work.by.user_id,
            "working_days": work.calendar.between(work.demand.received_on, work.today),
        }
    if to == "merged":
        return {"merged_into": work.told["into"]}
    if work.demand.status in workflow.CLOSED and to not in workflow.CLOSED:
        return {"closed_on": None, "closer_id": None, "working_days": None}
    return {}


# -- what a step must be told --------------------------------------------------------------------


def _require(demand: Demand, step: str, move: workflow.Move, told: dict[str, Any]) -> None:
    """Refuses what is missing or not from the lists."""
    for name in move.needs:
        value = told.get(name)
        if value is None or value == "" or value == []:
            raise DomainError(_("请填写%(what)s。") % {"what": _(workflow.NEEDS[name])})
    if (reason := told.get("reason")) and reason not in workflow.OBJECTIONS:
        raise DomainError(_("请从列表中选择异议理由。"))
    if (result := told.get("result")) and result not in Result.values:
        raise DomainError(_("请从列表中选择办理结果。"))
    for name in ("department", "into", "chain"):
        other = told.get(name)
        if other is not None and other.cluster_id != demand.cluster_id:
            raise NotFound(_("没有找到所选的记录。"))
    if step in ("assign", "settle") and told["department"].kind not in UNITS:
        raise DomainError(_("主办单位须是市直部门、要素保障组、县市区或专班。"))


UNITS = ("department", "guarantee_group", "county", "cluster_office")

# -- effects -------------------------------------------------------------------------------------


def _accept(work: Work) -> str:
    level = work.told.get("level") or work.demand.level or work.level
    if not isinstance(level, ServiceLevel) or level.cluster_id != work.demand.cluster_id:
        raise NotFound(_("没有找到这个办理时限。"))
    work.change.save(work.demand, level=level, is_long_cycle=level.is_long_cycle)
    work.end("accept")
    return str(work.told.get("note") or _("按“%(level)s”办理") % {"level": level.name})


def _resubmit(work: Work) -> None:
    work.start("accept", work.level.accept_days)


def _assign(work: Work) -> str:
    department: Department = work.told["department"]
    work.change.save(work.demand, department=department, handler=None)
    work.end("sign", "contact")
    work.start("sign", work.level.sign_days, department=department)
    assisting = [d for d in work.told.get("assisting") or () if d.pk != department.pk]
    for unit in assisting:
        _add_part(work, unit)
    words = _("交办%(lead)s") % {"lead": department}
    if assisting:
        words += _("，协办：%(units)s") % {"units": "、".join(str(unit) for unit in assisting)}
    note = str(work.told.get("note") or "")
    return f"{words}。{note}" if note else words


def _recall(work: Work) -> None:
    """Take an assignment back before it is signed; the assisting units are free again."""
    work.end("sign", "assist")
    for part in DemandPart.objects.filter(demand=work.demand, withdrawn_on__isnull=True):
        work.change.save(part, withdrawn_on=work.today)
    work.change.save(work.demand, department=None, handler=None)


def _add_part(work: Work, unit: Department) -> None:
    if DemandPart.objects.filter(
        demand=work.demand, department=unit, withdrawn_on__isnull=True
    ).exists():
        return
    part = work.change.add(
        DemandPart(
            cluster_id=work.demand.cluster_id,
            demand=work.demand,
            department=unit,
            asked_on=work.today,
        )
    )
    work.start("assist", work.level.assist_days, department=unit, part=part)


def _sign(work: Work) -> None:
    """The lead signs: handling starts to count, and so does the first contact."""
    work.end("sign")
    work.change.save(work.demand, handler_id=work.by.user_id)
    level, department = work.level, work.demand.department
    work.start("contact", level.contact_days, department=department)
    if level.is_long_cycle:
        if (
            not work.running("plan", "progress")
            and not DemandNode.objects.filter(demand=work.demand).exists()
        ):
            work.start("plan", level.plan_days or 5, department=department)
    elif not work.running("handle"):
        assert level.handle_days is not None
        started = work.start("handle", level.handle_days, department=department)
        due = {"due_on": started.due_on}
        if work.demand.original_due_on is None:
            due["original_due_on"] = started.due_on
        work.change.save(work.demand, **due)


def _object(work: Work) -> str:
    work.end("sign")
    reason = _(workflow.OBJECTIONS[work.told["reason"]])
    return f"{reason}：{work.told['note']}"


def _settle(work: Work) -> str:
    department: Department = work.told["department"]
    work.change.save(work.demand, department=department, handler=None)
    work.start("sign", work.level.sign_days, department=department)
    return _("裁定由%(lead)s主办。%(note)s") % {"lead": department, "note": work.told["note"]}


def _contact(work: Work) -> None:
    work.end("contact")


def _handle(work: Work) -> None:
    """A progress note; a long-cycle demand owes the next one a month later."""
    work.end("contact")
    if work.told.get("decision_done"):
        _carried_out(work)
    if work.running("progress"):
        work.end("progress")
        _next_progress(work)


def _carried_out(work: Work) -> None:
    """What a session decided has been done: its clocks end, its items say when."""
    work.end("decision")
    for item in ConsultationItem.objects.filter(
        demand=work.demand, due_on__isnull=False, done_on__isnull=True
    ):
        work.change.save(item, done_on=work.today)


def _next_progress(work: Work) -> None:
    month = work.today.replace(day=1).toordinal() + 32
    first = date.fromordinal(month).replace(day=1)
    day = min(work.today.day, 28)
    work.until("progress", first.replace(day=day), work.demand.department)


def _plan(work: Work) -> str:
    """The nodes: name, day, responsible. A new plan replaces what is not done; first dates are kept."""
    old = {node.name: node for node in DemandNode.objects.filter(demand=work.demand)}
    done = [node for node in old.values() if node.done_on]
    names = [node["name"].strip() for node in work.told["nodes"]]
    if len(set(names)) != len(names) or not all(names):
        raise DomainError(_("节点名称不能空，也不能重复。"))
    if missing := [node.name for node in done if node.name not in names]:
        raise DomainError(_("节点“%(name)s”已经完成，不能从计划中去掉。") % {"name": missing[0]})
    last: date | None = None
    for node in work.told["nodes"]:
        planned: date = node["planned_on"]
        known = old.get(node["name"].strip())
        if not node["responsible"].strip():
            raise DomainError(_("节点“%(name)s”没有责任人。") % {"name": node["name"]})
        if planned < work.today and not (known and known.done_on):
            raise DomainError(
                _("节点“%(name)s”的日期%(day)s已经过去，请填今天以后的日期。")
                % {"name": node["name"], "day": planned}
            )
        if last and planned < last:
            raise DomainError(
                _("节点“%(name)s”早于前一个节点，请按先后排列。") % {"name": node["name"]}
            )
        last = planned
    for node in [n for n in old.values() if not n.done_on]:
        work.change.remove(node)
    kept = {node.name for node in done}
    for node in done:  # out of the way of the new order
        work.change.save(node, order=node.order + 1000)
    for order, told in enumerate(work.told["nodes"], start=1):
        name = told["name"].strip()
        if name in kept:
            work.change.save(old[name], order=order)
            continue
        work.change.add(
            DemandNode(
                cluster_id=work.demand.cluster_id,
                demand=work.demand,
                order=order,
                name=name,
                responsible=told["responsible"].strip(),
                planned_on=told["planned_on"],
                original_on=old[name].original_on if name in old else told["planned_on"],
            )
        )
    work.end("plan")
    assert last
    due = {"due_on": last}
    if work.demand.original_due_on is None:
        due["original_due_on"] = last
    work.change.save(work.demand, **due)
    if not work.running("progress"):
        _next_progress(work)
    return _("共%(count)s个节点，%(last)s前完成") % {"count": len(names), "last": last}


def _node(work: Work) -> str:
    node = work.told.get("node")
    if not isinstance(node, DemandNode) or node.demand_id != work.demand.pk:
        raise NotFound(_("没有找到这个节点。"))
    if node.done_on:
        raise DomainError(_("节点“%(name)s”已经完成。") % {"name": node.name})
    work.change.save(node, done_on=work.today, evidence=str(work.told["evidence"])[:300])
    return _("完成“%(name)s”：%(evidence)s") % {
        "name": node.name,
        "evidence": work.told["evidence"],
    }


def _report_part(work: Work) -> None:
    open_parts = DemandPart.objects.filter(
        demand=work.demand, reported_on__isnull=True, withdrawn_on__isnull=True
    )
    mine = open_parts.filter(department_id__in=work.by.departments).first()
    if named := work.told.get("part"):
        mine = open_parts.filter(pk=named.pk).first()
    if mine is None:
        raise DomainError(_("没有等待本单位反馈的协办事项。"))
    work.change.save(mine, reported_on=work.today, report=str(work.told["note"])[:600])
    work.end("assist", part=mine)
    work.told["part_department"] = mine.department


def _extend(work: Work) -> str:
    """Ask for more time; the office decides. The original deadline is kept for ever."""
    running = work.running("handle")
    if not running:
        raise DomainError(_("办理期限还没有开始计算，不用延期。"))
    handle, new_due_on = running[0], work.told["new_due_on"]
    clock.may_extend(
        handle.started_on, handle.due_on, new_due_on, work.level.cap_days, work.today, work.calendar
    ).require()
    work.change.add(
        Extension(
            cluster_id=work.demand.cluster_id,
            demand=work.demand,
            asked_on=work.today,
            asked_by=work.by.name,
            why=str(work.told["note"])[:300],
            old_due_on=handle.due_on,
            new_due_on=new_due_on,
        )
    )
    return _("申请延至%(day)s：%(why)s") % {"day": new_due_on, "why": work.told["note"]}


def _grant(work: Work) -> str:
    asked = Extension.objects.get(demand=work.demand, decided_on__isnull=True)
    work.change.save(asked, decided_on=work.today, is_granted=True)
    for handle in work.running("handle"):
        work.change.save(handle, due_on=asked.new_due_on)
    work.change.save(work.demand, due_on=asked.new_due_on)
    return _("同意延至%(day)s") % {"day": asked.new_due_on}


def _deny(work: Work) -> None:
    asked = Extension.objects.get(demand=work.demand, decided_on__isnull=True)
    work.change.save(asked, decided_on=work.today, is_granted=False)


def _park(work: Work) -> None:
    for running in work.running():
        work.change.save(running, paused_on=work.today)


def _resume(work: Work) -> None:
    """Clocks go on; each due day moves by the working days of the pause."""
    for paused in work.running():
        if paused.paused_on is None:
            continue
        due_on = work.calendar.moved(paused.due_on, paused.paused_on, work.today)
        work.change.save(paused, due_on=due_on, paused_on=None)
        if paused.kind == "handle":
            work.change.save(work.demand, due_on=due_on)


def _decide(work: Work) -> None:
    """Back to handling after a consultation; a decision with a deadline becomes a task with a clock."""
    department = work.told.get("department") or work.demand.department
    if due_on := work.told.get("new_due_on"):
        if due_on <= work.today:
            raise DomainError(_("完成期限须在今天以后。"))
        work.until("decision", due_on, department)


def _answer(work: Work) -> str:
    demand = work.demand
    _carried_out(work)
    pending = Extension.objects.filter(demand=demand, decided_on__isnull=True).first()
    if pending:  # answered before the office decided: the request falls away
        work.change.save(pending, decided_on=work.today, is_granted=False)
    work.change.save(
        demand,
        result=work.told["result"],
        evidence=str(work.told["evidence"])[:300],
        answer=str(work.told["note"]),
        answered_on=work.today,
    )
    work.end("contact", "handle", "plan", "progress")
    return f"{Result(work.told['result']).label}：{work.told['note']}"


def _confirm(work: Work) -> str | None:
    if not work.told["satisfied"]:
        raise DomainError(_("不满意请选择“企业不满意”，诉求将退回重办。"))
    work.change.save(work.demand, satisfied=True)
    return None


def _dispute(work: Work) -> None:
    work.change.save(work.demand, satisfied=False)
    _reopen(work)


def _reopen(work: Work) -> None:
    """Handled again with the same limits from today, and counted as 重办."""
    demand, level = work.demand, work.level
    work.change.save(demand, reopened=demand.reopened + 1, answered_on=None)
    if level.is_long_cycle:
        _next_progress(work)
    else:
        assert level.handle_days is not None
        started = work.start("handle", level.handle_days, department=demand.department)
        work.change.save(demand, due_on=started.due_on)


def _close(work: Work) -> None:
    work.end()


def _call_back(work: Work) -> None:
    """A third person asks the enterprise again; not satisfied, the demand is handled again."""
    satisfied = bool(work.told["satisfied"])
    work.change.save(work.demand, called_back_on=work.today, call_back_satisfied=satisfied)
    if not satisfied:
        work.to = workflow.MOVES["closed"]["call_back"].unhappy
        _reopen(work)


def _end(work: Work) -> None:
    work.end()


EFFECTS: dict[str, Effect] = {
    "accept": _accept,
    "decline": _end,
    "return": _end,
    "resubmit": _resubmit,
    "assign": _assign,
    "recall": _recall,
    "sign": _sign,
    "object": _object,
    "settle": _settle,
    "contact": _contact,
    "handle": _handle,
    "plan": _plan,
    "node": _node,
    "report_part": _report_part,
    "extend": _extend,
    "grant": _grant,
    "deny": _deny,
    "park": _park,
    "resume": _resume,
    "decide": _decide,
    "answer": _answer,
    "confirm": _confirm,
    "dispute": _dispute,
    "close": _close,
    "call_back": _call_back,
    "reopen": _reopen,
    "merge": merge,
    "split": split,
    "raise": raise_to_chain,
}
