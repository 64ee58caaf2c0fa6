"""Writing instructions: a leader gives one, the office registers and assigns, units answer; reminders."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.models import Cluster, User
from pandeng.access.permissions import Permission
from pandeng.access.queries import members, staff
from pandeng.access.roles import OFFICE, UNIT_ROLES
from pandeng.access.scope import Scope
from pandeng.core import workflow as process
from pandeng.core.action import UNKNOWN_STEP, Action, step_actions
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, NotFound
from pandeng.core.form_key import form_key
from pandeng.domain.calendars.queries import calendar_of
from pandeng.domain.demands.clock import days_left
from pandeng.domain.demands.models import Demand
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.instructions.actions.effects import EFFECTS, NEAR, InstructionWork
from pandeng.domain.instructions.models import (
    Instruction,
    InstructionPart,
    InstructionSecret,
)
from pandeng.domain.instructions.queries import already_sent, state_of
from pandeng.domain.instructions.rules import InstructionState
from pandeng.domain.instructions.workflow import INSTRUCTION
from pandeng.domain.notices.actions import notify
from pandeng.domain.notices.models import Notice
from pandeng.domain.projects.models import Project
from pandeng.domain.strategy.models import Target

LINKS: dict[str, Any] = {
    "enterprise": Enterprise, "project": Project, "demand": Demand, "target": Target,
}  # fmt: skip
STEP_ACTIONS = step_actions("instructions", INSTRUCTION.later_words, gettext_noop("批示"))
SAID_NEAR = gettext_noop("一件领导批示的办理期限临近")
SAID_LATE = gettext_noop("一件领导批示已经超过办理期限")


GIVE = Action("instructions.give", gettext_noop("登记领导批示"))


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
    leader = _giver(by, leader)
    if not title.strip() or not text.strip():
        raise DomainError(_("请写明标题和批示内容。"))
    today = timezone.localdate(now)
    if given_on and given_on > today:
        raise DomainError(_("批示日期%(day)s还没有到，请核对。") % {"day": given_on})
    for name, record in links.items():
        model = LINKS[name]
        if record and not model.objects.visible_to(by).filter(pk=record.pk).exists():
            raise NotFound(_("没有找到所选的记录。"))
    said = {**links, "said": (title, text, confidential, leader, given_on)}
    key = form_key(key, user_id=by.user_id, form="instruction", content=said)
    if known := already_sent(by, key):
        return known
    with Change(GIVE, by=by, now=now) as change:
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
        work = InstructionWork(change, given, by, now, key)
        work.write("give", "")
        for whom, line in INSTRUCTION.steps["give"].notify:
            _notify_party(work, whom, line)
    return given


def _giver(by: Scope, leader: User | None) -> User:
    """Who instructs: a leader themselves, or the leader whom the office names."""
    office = bool(by.may(Permission.INSTRUCTION_REGISTER))
    if not office:
        by.may(Permission.INSTRUCT).require()
    if leader is None and not office:
        leader = User.objects.filter(pk=by.user_id or 0).first()
    if leader is None:
        raise DomainError(_("请选择作出批示的领导。"))
    leaders = members(by).filter(memberships__role="municipal_leader")
    if not leaders.filter(pk=leader.pk).exists() or (not office and leader.pk != by.user_id):
        raise NotFound(_("没有找到这位领导。"))
    return leader


def take(
    instruction: Instruction, step: str, *, by: Scope, now: datetime, key: str = "", **inputs: Any
) -> Instruction:
    """Take one step. Refuses with a sentence what the table, the hands or the facts do not allow.

    `inputs` are those of the step (instructions/inputs.py). The status moves by a conditional update:
    of two people at once exactly one succeeds. A form sent twice (same `key`, same content) by one
    person changes nothing more.
    """
    form = f"instruction:{instruction.pk}:{step}"
    key = form_key(key, user_id=by.user_id, form=form, content=inputs)
    if known := already_sent(by, key):
        return known
    action, why = STEP_ACTIONS.get(step, UNKNOWN_STEP), str(inputs.get("note") or "")
    with Change(action, by=by, now=now, why=why) as change:
        found: Instruction | None = (
            Instruction.objects.visible_to(by)
            .select_for_update(of=("self",))
            .select_related("department", "leader")
            .filter(pk=instruction.pk)
            .first()
        )
        if found is None:
            raise NotFound(_("没有找到这件批示。"))
        change.about(found)
        taking = _InstructionTaking(
            InstructionWork(change, found, by, now, key), state_of(by, found)
        )
        process.take(INSTRUCTION, taking, step, inputs, scope=by, cluster_id=found.cluster_id)
    return found


CHECK_DEADLINES = Action("instructions.check_deadlines", gettext_noop("提醒批示期限"))


def check_deadlines(cluster: Cluster, *, by: Scope, now: datetime) -> int:
    """Remind of deadlines that come near or pass, each person once for each due day. Counts those notified."""
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
    notified = 0
    with Change(CHECK_DEADLINES, by=by, now=now) as change:
        for one, people, is_late, key in news:
            notified += notify(
                change,
                people,
                _(SAID_LATE) if is_late else _(SAID_NEAR),
                path=one.get_absolute_url(),
                about=str(one),
                departments=[one.department_id],
                key=key,
            )
    return notified


# -- inside -----------------------------------------------------------------------------------------


@dataclass
class _InstructionTaking:
    """A step of an instruction being taken, as the engine asks for it."""

    work: InstructionWork
    state: InstructionState
    to: str | None = None

    def run(self, effect: str, inputs: Any) -> str | None:
        return EFFECTS[effect](self.work, inputs)

    def write(self, step: str, line: str, before: str, inputs: Any) -> None:
        self.work.set(status=self.to or before)
        self.work.write(step, line)

    def notify(self, whom: str, line: str) -> None:
        _notify_party(self.work, whom, line)


def _notify_party(work: InstructionWork, whom: str, line: str) -> None:
    users, units = _people(work, whom)
    notify(
        work.change,
        users,
        _(line),
        path=work.instruction.get_absolute_url(),
        about=str(work.instruction),
        departments=units,
    )


def _people(work: InstructionWork, whom: str) -> tuple[list[User], list[int]]:
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
