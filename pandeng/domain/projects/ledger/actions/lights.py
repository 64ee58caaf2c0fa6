"""The verdicts of a month's end, and the supervision slips that red opens."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.models import Cluster
from pandeng.access.permissions import Permission
from pandeng.access.queries import staff
from pandeng.access.roles import UNIT_ROLES
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, NotFound
from pandeng.domain.calendars.queries import calendar_of
from pandeng.domain.notices.actions import notify
from pandeng.domain.projects.ledger import queries
from pandeng.domain.projects.ledger.models import LightVerdict, ProjectSlip
from pandeng.domain.projects.ledger.reporting_calendar import previous_month
from pandeng.domain.projects.lights import RED, LightResult, month_end
from pandeng.domain.projects.models import Project

SLIP_DAYS = 5  # working days for the answer; this system's proposal


JUDGE_MONTH = Action("projects.judge_month", gettext_noop("评定项目月度亮灯"))


def judge_month(
    cluster: Cluster, *, by: Scope, now: datetime, known_at: datetime | None = None
) -> int:
    """Give every listed project its verdict of the last month's end; red opens a slip, once.

    Safe to repeat: a verdict that is there already is written again only where it came out otherwise,
    and a project that stays red keeps its slip. Returns how many verdicts were written.
    """
    day = month_end(previous_month(timezone.localdate(now)))
    sets = queries.rule_sets(by)
    if not sets:
        return 0
    rules = sets[0][0]
    found = queries.verdicts(by, day, known_at)
    earlier = _held(by, until=day - timedelta(days=1))
    given = {v.project_id: v for v in LightVerdict.objects.visible_to(by).filter(since=day)}
    news: list[LightVerdict] = []
    anew: list[LightVerdict] = []
    for pk, verdict in found.items():
        before = earlier.get(pk)
        red_since = None
        if verdict.by_rules == RED:
            red_since = (before.red_since if before else None) or day
        values = {
            "code": verdict.code,
            "by_rules": verdict.by_rules,
            "red_since": red_since,
            "rules_id": rules.pk,
            "version": verdict.version,
            "inputs": verdict.facts.plain(),
        }
        if (row := given.get(pk)) is None:
            news.append(
                LightVerdict(cluster_id=cluster.pk, project_id=pk, since=day, until=None, **values)
            )
        elif any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            anew.append(row)
    ended = [row for pk, row in earlier.items() if row.until is None and pk not in given]
    if not (news or anew or ended):
        return 0
    for row in ended:
        row.until = day - timedelta(days=1)
    with Change(JUDGE_MONTH, by=by, now=now) as change:
        change.save_all(ended, ["until"])
        change.bulk_add(news)
        change.save_all(anew, ["code", "by_rules", "red_since", "rules", "version", "inputs"])
        _open_slips(change, [*news, *anew], found, by, now)
    return len(news) + len(anew)


def _held(by: Scope, until: date) -> dict[int, LightVerdict]:
    """The last verdict of each project before a day, also of those that are judged no more."""
    rows = LightVerdict.objects.visible_to(by).filter(since__lte=until)
    return {row.project_id: row for row in rows.order_by("since")}


def _open_slips(
    change: Change,
    rows: list[LightVerdict],
    found: dict[int, LightResult],
    by: Scope,
    now: datetime,
) -> None:
    red = {row.project_id: row.red_since for row in rows if row.red_since}
    slips = ProjectSlip.objects.filter(project_id__in=red)
    known = set(slips.values_list("project_id", "red_since"))
    known |= {(pk, red[pk]) for pk in _open(slips)}
    fresh = [pk for pk, since in red.items() if (pk, since) not in known]
    if not fresh:
        return
    today = timezone.localdate(now)
    due_on = calendar_of(by).after(today, SLIP_DAYS).on
    serial = _last_serial(change.by.cluster_id or 0, today.year)
    projects = Project.objects.select_related("county").in_bulk(fresh)
    people = queries.responsible_of(by, fresh, today)
    for number, pk in enumerate(sorted(fresh), start=serial + 1):
        project, verdict = projects[pk], found[pk]
        slip = change.add(
            ProjectSlip(
                cluster_id=project.cluster_id,
                number=_("项督〔%(year)s〕%(serial)s号") % {"year": today.year, "serial": number},
                project=project,
                department=project.county,
                county=project.county,
                owner=people.get(pk, ""),
                red_since=red[pk],
                issued_on=today,
                due_on=due_on,
                text="".join(verdict.reasons)[:300],
                is_example=project.is_example,
            )
        )
        notify(
            change,
            staff(by, on=today, roles=UNIT_ROLES, departments=[project.county_id]),
            _("收到一张项目督办单，请按期答复"),
            path=slip.get_absolute_url(),
            about=f"{slip.number} {project.name}",
            departments=[project.county_id],
        )


def _open(slips: Any) -> set[int]:
    return set(slips.filter(closed_on__isnull=True).values_list("project_id", flat=True))


def _last_serial(cluster_id: int, year: int) -> int:
    """Slips of one cluster are numbered one by one."""
    Cluster.objects.select_for_update().get(pk=cluster_id)
    numbers = ProjectSlip.objects.filter(cluster_id=cluster_id, issued_on__year=year)
    found = (re.findall(r"\d+", number)[-1] for number in numbers.values_list("number", flat=True))
    return max((int(serial) for serial in found), default=0)


ANSWER_SLIP = Action("projects.answer_slip", gettext_noop("答复项目督办单"))


def answer_slip(slip: ProjectSlip, *, answer: str, by: Scope, now: datetime) -> None:
    """Answer a slip, once. Refuses an empty answer; another unit's slip is not found."""
    if not by.may(Permission.ISSUE_SLIP):
        by.may(Permission.ANSWER_SLIP).require()
    _own(slip, by)
    if not answer.strip():
        raise DomainError(_("请写明办理情况和下一步安排。"))
    with Change(ANSWER_SLIP, by=by, now=now) as change:
        met = change.update_where(
            ProjectSlip.objects.filter(pk=slip.pk, answered_on__isnull=True),
            answer=answer.strip(),
            answered_on=timezone.localdate(now),
            answered_by=by.name,
        )
        if met != 1:
            raise DomainError(_("这张督办单已经答复过。"))


CLOSE_SLIP = Action("projects.close_slip", gettext_noop("项目督办销号"), Permission.ISSUE_SLIP)


def close_slip(slip: ProjectSlip, *, closing: str, by: Scope, now: datetime) -> None:
    """Close an answered slip: the light of its project goes back to what the rules say."""
    CLOSE_SLIP.require(by)
    _own(slip, by)
    if not closing.strip():
        raise DomainError(_("请写明销号意见。"))
    with Change(CLOSE_SLIP, by=by, now=now, why=closing.strip()) as change:
        met = change.update_where(
            ProjectSlip.objects.filter(
                pk=slip.pk, answered_on__isnull=False, closed_on__isnull=True
            ),
            closing=closing.strip()[:200],
            closed_on=timezone.localdate(now),
        )
        if met != 1:
            raise DomainError(_("督办单须先答复，且只能销号一次。"))


def _own(slip: ProjectSlip, by: Scope) -> None:
    if not ProjectSlip.objects.visible_to(by).filter(pk=slip.pk).exists():
        raise NotFound(_("没有找到这张督办单。"))
