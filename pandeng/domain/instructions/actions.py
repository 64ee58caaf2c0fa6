"""Writing instructions: a leader gives one, the office registers and assigns, units answer; reminders."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.models import Cluster, Department, User
from pandeng.access.queries import members, staff
from pandeng.access.scope import Scope
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, NotFound
from pandeng.domain.calendars.queries import calendar_of
from pandeng.domain.calendars.rules import MOST_DAYS, WorkCalendar
from pandeng.domain.demands.clock import days_left
from pandeng.domain.demands.models import Demand
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.instructions import workflow
from pandeng.domain.instructions.models import (
    Instruction,
    InstructionPart,
    InstructionSecret,
    InstructionStep,
)
from pandeng.domain.instructions.queries import already_sent, state_of
from pandeng.domain.notices.actions import tell
from pandeng.domain.notices.models import Notice
from pandeng.domain.projects.models import Project
from pandeng.domain.strategy.models import Target

LEADS = ("department", "guarantee_group", "county", "cluster_office")
ASSISTING = ("department", "guarantee_group", "cluster_office")
OFFICE = ("office_lead", "office_staff")
UNIT_ROLES = ("department_handler", "county_reporter", *OFFICE)
NEAR = 1  # working days left when the unit is reminded; this system's proposal
LINKS: dict[str, Any] = {
    "enterprise": Enterprise, "project": Project, "demand": Demand, "target": Target,
}  # fmt: skip
SAID_NEAR = gettext_noop("一件领导批示的办理期限临近")
SAID_LATE = gettext_noop("一件领导批示已经超过办理期限")


def give(
    *,
    title: str,
    text: str,
    confidential: str = "",
    leader: User | None = None,
    given_on: date | None = None,
    key: str = "",
    by: Scope,
    now: datetime,
    is_example: bool = False,
    **links: Any,
) -> Instruction:
    """A leader's instruction; the office may enter one that was written on paper, naming the leader.

    `links`: the enterprise, project, demand or target it concerns, each in the sight of who gives it.
    """
    office = bool(by.may(workflow.verb("register")))
    if not office:
        by.may("instruct").require()
    if leader is None and not office:
        leader = User.objects.filter(pk=by.user_id or 0).first()
    if leader is None:
        raise DomainError(_("请选择作出批示的领导。"))
    leaders = members(by).filter(memberships__role="municipal_leader")
    if not leaders.filter(pk=leader.pk).exists() or (not office and leader.pk != by.user_id):
        raise NotFound(_("没有找到这位领导。"))
    if not title.strip() or not text.strip():
        raise DomainError(_("请写明标题和批示内容。"))
    today = timezone.localdate(now)
    if given_on and given_on > today:
        raise DomainError(_("批示日期%(day)s还没有到，请核对。") % {"day": given_on})
    for name, record in links.items():
        model = LINKS[name]
        if record and not model.objects.visible_to(by).filter(pk=record.pk).exists():
            raise NotFound(_("没有找到所选的记录。"))
    if known := already_sent(by, key):
        return known
    with Change("instructions.give", by=by, now=now) as change:
        given = change.add(
            Instruction(
                cluster_id=by.in_cluster(),
                number=_next_number(by.in_cluster(), (given_on or today).year),
                title=title.strip(),
                text=text.strip(),
                leader=leader,
                given_on=given_on or today,
                is_example=is_example,
                **{name: record for name, record in links.items() if record},
            )
        )
        if confidential.strip():
            change.add(
                InstructionSecret(
                    cluster_id=given.cluster_id,
                    instruction=given,
                    confidential_text=confidential.strip(),
                )
            )
        work = _Work(change, given, by, now, key=key)
        work.step("give", "")
        _tell_of(work, "give")
    return given


def take(
    instruction: Instruction, step: str, *, by: Scope, now: datetime, key: str = "", **told: Any
) -> Instruction:
    """Take one step. Refuses with a sentence what the table, the hands or the facts do not allow.

    `told` holds what the step needs (workflow.NEEDS). The status moves by a conditional update: of
    two people at once exactly one succeeds. A form sent twice (same `key`) changes nothing more.
    """
    if not Instruction.objects.visible_to(by).filter(pk=instruction.pk).exists():
        raise NotFound(_("没有找到这件批示。"))
    if known := already_sent(by, key):
        return known
    with Change(f"instructions.{step}", by=by, now=now, why=str(told.get("note") or "")) as change:
        found: Instruction = (
            Instruction.objects.select_for_update(of=("self",))
            .select_related("department", "leader")
            .get(pk=instruction.pk)
        )
        workflow.may_take(state_of(by, found), step, by).require()
        move = workflow.MOVES[found.status][step]
        for name in move.needs:
            if told.get(name) in (None, ""):
                raise DomainError(_("请填写%(what)s。") % {"what": _(workflow.NEEDS[name])})
        work = _Work(change, found, by, now, told=told, key=key)
        before = found.status
        note = EFFECTS[step](work) if step in EFFECTS else None
        work.step(step, str(told.get("note") or "") if note is None else note)
        if move.to:
            _move(work, before, move.to)
        _tell_of(work, step)
    return found


def sweep(cluster: Cluster, *, by: Scope, now: datetime) -> int:
    """Remind of deadlines that come near or pass, each person once for each due day. Counts those told."""
    today = timezone.localdate(now)
    calendar = calendar_of(by)
    running = (
        Instruction.objects.visible_to(by)
        .filter(cluster=cluster, status="assigned", due_on__lte=calendar.after(today, NEAR).on)
        .select_related("department", "leader")
        .order_by("due_on", "id")
    )
    news = []
    for one in running:
        assert one.due_on
        is_late = days_left(one.due_on, today, calendar) < 0
        people = staff(by, on=today, roles=UNIT_ROLES, departments=[one.department_id])
        if is_late:
            people = [*people, *staff(by, on=today, roles=["office_lead"]), one.leader]
        key = f"instruction:{one.pk}:{one.due_on}:{'late' if is_late else 'near'}"
        if people and not Notice.objects.filter(cluster=cluster, key=key).exists():
            news.append((one, people, is_late, key))
    if not news:
        return 0
    told = 0
    with Change("instructions.sweep", by=by, now=now) as change:
        for one, people, is_late, key in news:
            told += tell(
                change,
                people,
                _(SAID_LATE) if is_late else _(SAID_NEAR),
                path=one.path,
                about=str(one),
                departments=[one.department_id],
                key=key,
            )
    return told


# -- inside -----------------------------------------------------------------------------------------


@dataclass
class _Work:
    """What the effects of a step share."""

    change: Change
    instruction: Instruction
    by: Scope
    now: datetime
    told: dict[str, Any] = field(default_factory=dict)
    key: str = ""

    @cached_property
    def today(self) -> date:
        return timezone.localdate(self.now)

    @cached_property
    def calendar(self) -> WorkCalendar:
        return calendar_of(self.by)

    def step(self, step: str, note: str) -> InstructionStep:
        last = (
            InstructionStep.objects.filter(instruction=self.instruction)
            .order_by("-order")
            .values_list("order", flat=True)
            .first()
        )
        return self.change.add(
            InstructionStep(
                cluster_id=self.instruction.cluster_id,
                instruction=self.instruction,
                order=(last or 0) + 1,
                step=step,
                happened_at=self.now,
                person=self.by.name,
                user_id=self.by.user_id,
                note=note[:600],
                key=self.key or None,
            )
        )


Effect = Callable[[_Work], "str | None"]  # the line of the process where it differs from the note


def _move(work: _Work, before: str, to: str) -> None:
    met = work.change.update_where(
        Instruction.objects.filter(pk=work.instruction.pk, status=before),
        status=to,
        closed_on=work.today if to == "closed" else None,
    )
    if met != 1:
        raise DomainError(_("刚才有人先办了这一步，请刷新后再试。"))
    work.instruction.refresh_from_db()


def _unit(work: _Work, unit: Any, kinds: tuple[str, ...]) -> Department:
    if not isinstance(unit, Department) or unit.cluster_id != work.instruction.cluster_id:
        raise NotFound(_("没有找到这个单位。"))
    if unit.kind not in kinds:
        raise DomainError(_("“%(unit)s”不能承办批示，请改选其他单位。") % {"unit": unit})
    return unit


def _assign(work: _Work) -> str:
    """A lead unit with a deadline in working days, and those who assist it."""
    lead = _unit(work, work.told["department"], LEADS)
    days = work.told["days"]
    if not isinstance(days, int) or not 1 <= days <= MOST_DAYS:
        raise DomainError(_("办理期限应为1至%(most)s个工作日。") % {"most": MOST_DAYS})
    due_on = work.calendar.after(work.today, days).on
    original = work.instruction.original_due_on or due_on
    work.change.save(
        work.instruction, department=lead, days=days, due_on=due_on, original_due_on=original
    )
    known = {
        part.department_id: part
        for part in InstructionPart.objects.filter(instruction=work.instruction)
    }
    assisting = [_unit(work, unit, ASSISTING) for unit in work.told.get("assisting") or ()]
    for unit in assisting:
        if unit.pk != lead.pk and unit.pk not in known:
            work.change.add(
                InstructionPart(
                    cluster_id=work.instruction.cluster_id,
                    instruction=work.instruction,
                    department=unit,
                    asked_on=work.today,
                )
            )
    if lead.pk in known and known[lead.pk].reported_on is None:
        work.change.remove(known[lead.pk])  # who assisted leads now
    words = _("交办%(lead)s，%(due)s前办结") % {"lead": lead, "due": due_on}
    if assisting:
        words += _("；协办：%(units)s") % {"units": "、".join(str(unit) for unit in assisting)}
    note = str(work.told.get("note") or "")
    return f"{words}。{note}" if note else words


def _urge(work: _Work) -> None:
    work.change.save(work.instruction, urged=work.instruction.urged + 1)


def _report_part(work: _Work) -> None:
    waiting = InstructionPart.objects.filter(instruction=work.instruction, reported_on__isnull=True)
    mine = waiting.filter(department_id__in=work.by.departments).first()
    if mine is None and work.by.system:
        mine = waiting.first()
    if mine is None:
        raise DomainError(_("没有等待本单位反馈的协办事项。"))
    work.change.save(mine, reported_on=work.today, report=str(work.told["note"])[:600])


def _adjust(work: _Work) -> str:
    new: date = work.told["new_due_on"]
    if new <= work.today:
        raise DomainError(_("新的期限须在今天以后。"))
    if not work.calendar.is_working(new):
        raise DomainError(_("%(day)s不是工作日，请改选工作日。") % {"day": new})
    old = work.instruction.due_on
    work.change.save(work.instruction, due_on=new)
    return _("期限由%(old)s调整为%(new)s：%(why)s") % {
        "old": old,
        "new": new,
        "why": work.told["note"],
    }


def _answer(work: _Work) -> None:
    work.change.save(
        work.instruction,
        answer=str(work.told["note"]),
        evidence=str(work.told["evidence"])[:300],
        answered_on=work.today,
    )


def _again(work: _Work) -> str:
    """Handled anew with the same number of working days from today; the answer given stays on the record."""
    days = work.instruction.days or NEAR
    due_on = work.calendar.after(work.today, days).on
    work.change.save(work.instruction, due_on=due_on, answered_on=None)
    return _("%(why)s（%(due)s前补办）") % {"why": work.told["note"], "due": due_on}


EFFECTS: dict[str, Effect] = {
    "assign": _assign,
    "urge": _urge,
    "report_part": _report_part,
    "adjust": _adjust,
    "answer": _answer,
    "return": _again,
    "reopen": _again,
}

# Whom a step concerns, and the line that tells them: no figure in it and no name.
LINES: dict[str, tuple[tuple[str, str], ...]] = {
    "give": (("office", gettext_noop("收到一件领导批示，等待立项")),),
    "assign": (
        ("lead", gettext_noop("一件领导批示交办到本单位")),
        ("parts", gettext_noop("一件领导批示需要本单位协办")),
    ),
    "urge": (("lead", gettext_noop("一件领导批示催办，请尽快反馈")),),
    "adjust": (("lead", gettext_noop("一件领导批示调整了办理期限")),),
    "report_part": (("lead", gettext_noop("一件领导批示的协办单位已反馈")),),
    "answer": (("office", gettext_noop("一件领导批示已反馈，等待审核")),),
    "review": (
        ("leader", gettext_noop("您的一件批示已办理，等待办结")),
        ("heads", gettext_noop("一件领导批示审核通过，等待办结")),
    ),
    "return": (("lead", gettext_noop("一件领导批示退回补办")),),
    "reopen": (("lead", gettext_noop("一件领导批示重新办理")),),
    "close": (
        ("leader", gettext_noop("您的一件批示已办结")),
        ("lead", gettext_noop("一件领导批示已办结")),
    ),
    "decline": (("leader", gettext_noop("您的一件批示有办理意见")),),
}


def _tell_of(work: _Work, step: str) -> None:
    for whom, line in LINES.get(step, ()):
        users, units = _people(work, whom)
        tell(
            work.change,
            users,
            _(line),
            path=work.instruction.path,
            about=str(work.instruction),
            departments=units,
        )


def _people(work: _Work, whom: str) -> tuple[list[User], list[int]]:
    if whom == "leader":
        return [work.instruction.leader], []
    if whom in ("office", "heads"):
        roles = OFFICE if whom == "office" else OFFICE[:1]
        return staff(work.by, on=work.today, roles=roles), []
    if whom == "parts":
        waiting = InstructionPart.objects.filter(
            instruction=work.instruction, reported_on__isnull=True
        )
        units = list(waiting.values_list("department_id", flat=True))
    else:
        units = [work.instruction.department_id] if work.instruction.department_id else []
    return staff(work.by, on=work.today, roles=UNIT_ROLES, departments=units), units


def _next_number(cluster_id: int, year: int) -> str:
    """The number after the last one of the year; one cluster goes one by one."""
    Cluster.objects.select_for_update().get(pk=cluster_id)
    numbers = Instruction.objects.filter(cluster_id=cluster_id, given_on__year=year).values_list(
        "number", flat=True
    )
    serials = [int(re.findall(r"\d+", number)[-1]) for number in numbers]
    return _("批示〔%(year)s〕%(serial)s号") % {"year": year, "serial": max(serials, default=0) + 1}
