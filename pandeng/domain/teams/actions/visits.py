"""Visits: planned with questions, warned of when two bodies would come in one week, recorded, carried on."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.models import Department
from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, NotFound
from pandeng.domain.demands import actions as demands
from pandeng.domain.demands.models import Demand, DemandClass
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.teams.models import Team, Visit, VisitQuestion
from pandeng.domain.teams.visits import clashes, open_questions

PLAN_VISIT = Action("teams.plan_visit", gettext_noop("安排走访"), Permission.RECORD_VISIT)


def plan(
    enterprise: Enterprise,
    *,
    planned_on: date,
    department: Department,
    questions: Iterable[str],
    team: Team | None = None,
    despite: str = "",
    by: Scope,
    now: datetime,
) -> Visit:
    """Plan a visit with its questions; open ones of earlier visits come along.

    Refuses a past day, a visit without a question (带题走访), and, unless a reason is given, one in a
    week in which another body visits the same enterprise (无事不扰).
    """
    PLAN_VISIT.require(by)
    if not Enterprise.objects.visible_to(by).filter(pk=enterprise.pk).exists():
        raise NotFound(_("没有找到这家企业。"))
    if department.cluster_id != enterprise.cluster_id:
        raise NotFound(_("没有找到这个单位。"))
    if planned_on < timezone.localdate(now):
        raise DomainError(_("走访日期已经过去，请选择今天或以后。"))
    carried = list(open_questions(by, enterprise))
    texts = [text.strip()[:200] for text in questions if text.strip()]
    if not texts and not carried:
        raise DomainError(_("请至少准备一个问题再去走访。"))
    others = clashes(by, enterprise, planned_on, department)
    if others and not despite.strip():
        raise DomainError(_warning(others[0]))
    with Change(PLAN_VISIT, by=by, now=now, why=despite) as change:
        visit = change.add(
            Visit(
                cluster_id=enterprise.cluster_id,
                enterprise=enterprise,
                county_id=enterprise.county_id,
                department=department,
                team=team,
                user_id=by.user_id,
                person=by.name,
                planned_on=planned_on,
                despite=despite.strip()[:120] if others else "",
            )
        )
        _carry(change, visit, carried)
        _ask(change, visit, texts, first=len(carried) + 1)
    return visit


def _warning(other: Visit) -> str:
    return _(
        "%(unit)s已安排%(day)s走访这家企业，同一周内请合并走访或错开；确需另去的，请写明原因。"
    ) % {"unit": other.department, "day": other.done_on or other.planned_on}


def _carry(change: Change, visit: Visit, questions: Iterable[VisitQuestion]) -> None:
    start = VisitQuestion.objects.filter(visit=visit).count() + 1
    for order, question in enumerate(questions, start=start):
        change.add(
            VisitQuestion(
                cluster_id=visit.cluster_id,
                visit=visit,
                order=order,
                text=question.text,
                carried_from=question,
            )
        )


def _ask(change: Change, visit: Visit, texts: Iterable[str], *, first: int) -> None:
    for order, text in enumerate(texts, start=first):
        change.add(VisitQuestion(cluster_id=visit.cluster_id, visit=visit, order=order, text=text))


RECORD_VISIT = Action("teams.record_visit", gettext_noop("登记走访"))


def record(
    visit: Visit,
    *,
    done_on: date,
    notes: str,
    answers: Mapping[int, tuple[str, bool]],
    more: Iterable[str] = (),
    by: Scope,
    now: datetime,
) -> None:
    """Record a visit: what was found, each question's answer and whether it is settled, new questions.

    What stays open goes with the next planned visit of the enterprise, now or when it is planned.
    """
    _own(visit, by)
    today = timezone.localdate(now)
    if done_on > today:
        raise DomainError(_("走访日期还没有到，走访后再登记。"))
    if visit.called_off_on:
        raise DomainError(_("这次走访已取消，不能登记。"))
    with Change(RECORD_VISIT, by=by, now=now) as change:
        change.save(visit, done_on=done_on, notes=notes.strip())
        for question in VisitQuestion.objects.filter(visit=visit):
            answer, settled = answers.get(question.pk, (question.answer, False))
            done = (question.settled_on or done_on) if settled or question.demand_id else None
            change.save(question, answer=answer.strip()[:400], settled_on=done)
        texts = [text.strip()[:200] for text in more if text.strip()]
        _ask(change, visit, texts, first=VisitQuestion.objects.filter(visit=visit).count() + 1)
        following = (
            Visit.objects.filter(
                enterprise_id=visit.enterprise_id,
                done_on__isnull=True,
                called_off_on__isnull=True,
            )
            .exclude(pk=visit.pk)
            .order_by("planned_on", "pk")
            .first()
        )
        if following:
            _carry(change, following, open_questions(by, visit.enterprise))


CALL_OFF_VISIT = Action("teams.call_off_visit", gettext_noop("取消走访"))


def call_off(visit: Visit, *, why: str, by: Scope, now: datetime) -> None:
    """Call a planned visit off; its questions are free for the next one."""
    _own(visit, by)
    if visit.done_on:
        raise DomainError(_("这次走访已经登记，不能取消。"))
    with Change(CALL_OFF_VISIT, by=by, now=now, why=why) as change:
        change.save(visit, called_off_on=timezone.localdate(now))


RAISE_DEMAND = Action("teams.raise_demand", gettext_noop("走访发现的问题转为诉求"))


def raise_demand(
    question: VisitQuestion,
    *,
    matter: DemandClass,
    text: str = "",
    key: str = "",
    by: Scope,
    now: datetime,
) -> Demand:
    """Raise a question as a demand in one tap; the question is settled by it."""
    visit = question.visit
    _own(visit, by)
    if question.demand_id:
        raise DomainError(_("这个问题已经登记为诉求。"))
    with transaction.atomic():
        demand = demands.receive(
            visit.enterprise,
            matter=matter,
            title=question.text[:120],
            text=text or question.answer,
            channel="visit",
            key=f"{key}-{question.pk}"[:40] if key else "",  # one form, several questions
            by=by,
            now=now,
        )
        with Change(RAISE_DEMAND, by=by, now=now, target=demand) as change:
            change.save(question, demand=demand, settled_on=timezone.localdate(now))
    return demand


IMPORT_EXISTING_VISITS = Action(
    "teams.import_existing_visits", gettext_noop("导入已有走访记录"), Permission.EDIT_TEAM
)


def import_existing_visits(
    visits: Iterable[Visit], questions: Iterable[VisitQuestion], *, by: Scope, now: datetime
) -> None:
    """Import visits of another ledger; none may have been done on a day to come."""
    rows, today = list(visits), timezone.localdate(now)
    if any(row.done_on and row.done_on > today for row in rows):
        raise DomainError(_("走访日期还没有到，走访后再登记。"))
    with Change(IMPORT_EXISTING_VISITS, by=by, now=now) as change:
        change.bulk_add(rows)
        change.bulk_add(questions)


def _own(visit: Visit, by: Scope) -> None:
    by.may(Permission.RECORD_VISIT).require()
    if not Visit.objects.visible_to(by).filter(pk=visit.pk).exists():
        raise NotFound(_("没有找到这次走访。"))
