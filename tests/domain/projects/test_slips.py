"""Verdicts kept at month ends, and slips: one for each time a project turns red, never doubled."""

from datetime import date, datetime

import pytest

from pandeng.core.errors import DomainError, NotFound
from pandeng.core.models import AuditEvent
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.notices.models import Notice
from pandeng.domain.projects import queries
from pandeng.domain.projects.ledger.actions import answer_slip, close_slip, judge_month
from pandeng.domain.projects.ledger.models import LightVerdict, ProjectSlip
from pandeng.domain.projects.models import Milestone
from tests.probe import PROBE

JULY = datetime(2022, 7, 1, 9, tzinfo=OFFICE_TIME)
JUNE_END = date(2022, 6, 30)


def test_each_month_end_has_its_verdicts_with_rules_and_inputs(jining):
    may = LightVerdict.objects.filter(cluster=jining, since=date(2022, 5, 31))
    assert may.count() == 341
    assert set(may.values_list("until", flat=True)) == {None}
    april = LightVerdict.objects.filter(cluster=jining, since=date(2022, 4, 30))
    assert set(april.values_list("until", flat=True)) == {date(2022, 5, 30)}
    one = may.exclude(code="normal").first()
    assert (one.rules.code, len(one.version)) == ("yinchuan", 8)
    assert one.inputs["plan_yuan"] > 0


def test_red_opens_one_slip_however_often_it_is_looked_at(jining, office):
    before = ProjectSlip.objects.count()
    judge_month(jining, by=office, now=JULY)
    red = LightVerdict.objects.filter(since=JUNE_END, red_since__isnull=False)
    slips = ProjectSlip.objects.filter(closed_on__isnull=True)
    assert ProjectSlip.objects.count() > before
    assert set(red.values_list("project_id", flat=True)) <= set(
        ProjectSlip.objects.values_list("project_id", flat=True)
    )
    count, told = ProjectSlip.objects.count(), Notice.objects.count()
    events = AuditEvent.objects.count()
    for _again in range(3):
        assert judge_month(jining, by=office, now=JULY) in (0, slips.count())
    assert (ProjectSlip.objects.count(), Notice.objects.count()) == (count, told)
    assert AuditEvent.objects.count() - events <= 1, "nothing is written when nothing changed"


def test_a_project_that_stays_red_keeps_its_slip_and_its_day(jining, office):
    judge_month(jining, by=office, now=JULY)
    kept = dict(
        LightVerdict.objects.filter(since=JUNE_END, red_since__isnull=False).values_list(
            "project_id", "red_since"
        )
    )
    judge_month(jining, by=office, now=datetime(2022, 8, 1, 9, tzinfo=OFFICE_TIME))
    still = LightVerdict.objects.filter(since=date(2022, 7, 31), project_id__in=kept)
    assert all(v.red_since == kept[v.project_id] for v in still if v.red_since)
    for pk in kept:
        assert ProjectSlip.objects.filter(project_id=pk, red_since=kept[pk]).count() == 1


def test_a_slip_is_answered_once_then_closed_and_the_light_follows_the_rules(jining, office):
    judge_month(jining, by=office, now=JULY)
    slip = ProjectSlip.objects.filter(answered_on=None).order_by("-id").first()
    with pytest.raises(DomainError, match="须先答复"):
        close_slip(slip, closing="同意", by=office, now=JULY)
    with pytest.raises(DomainError, match="下一步安排"):
        answer_slip(slip, answer=" ", by=office, now=JULY)
    answer_slip(slip, answer="增加班组，追赶进度。", by=office, now=JULY)
    with pytest.raises(DomainError, match="已经答复过"):
        answer_slip(slip, answer="再答一次。", by=office, now=JULY)
    for node in Milestone.objects.filter(project=slip.project, actual_on=None):
        if node.planned_on < JULY.date():
            _reach(node, office)
    assert queries.verdicts(office, JULY.date())[slip.project_id].code == "far_behind"
    close_slip(slip, closing="进度已追回。", by=office, now=JULY)
    after = queries.verdicts(office, JULY.date())[slip.project_id]
    assert after.code == after.by_rules
    with pytest.raises(DomainError, match="只能销号一次"):
        close_slip(slip, closing="同意", by=office, now=JULY)


def _reach(node, office):
    from pandeng.core.change import Change

    with Change(PROBE, by=office, now=JULY) as change:
        change.save(node, actual_on=JULY.date())


def test_another_countys_slip_is_not_found_and_a_bank_may_not_answer(jining, office, scope_of):
    county = scope_of("county")
    slip = ProjectSlip.objects.exclude(county_id__in=county.counties).first()
    assert slip is not None
    for who, error in ((county, NotFound), (scope_of("bank"), DomainError)):
        with pytest.raises(error):
            answer_slip(slip, answer="已办理。", by=who, now=JULY)
