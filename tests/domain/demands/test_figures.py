"""Every figure of the loop equals a recount, whole and in its slices; a seeded bug is seen."""

from datetime import date

import pytest
from django.db.models import QuerySet

from pandeng.domain.demands.models import Demand
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.question import question
from tests.domain.demands.recount import recount

DAYS = (date(2021, 9, 30), date(2022, 5, 31), date(2022, 6, 29))


@pytest.mark.parametrize("day", DAYS)
def test_figures_equal_a_recount(office, day):
    for name, value in recount(office.cluster_id, day).items():
        assert figure(question(office, name, as_of=day)).exact == pytest.approx(value), name


def test_the_recount_sees_a_seeded_bug(office):
    day = date(2022, 5, 31)
    before = recount(office.cluster_id, day)
    late = Demand.objects.filter(closed_on__lte=day, is_long_cycle=False, result="solved")[0]
    QuerySet(Demand).filter(pk=late.pk).update(
        answered_on=late.due_on.replace(year=2023), satisfied=False, result="explained"
    )
    after = recount(office.cluster_id, day)
    differs = {name for name in before if before[name] != after[name]}
    assert {"timely_rate", "satisfaction_rate", "solution_rate", "answering_rate"} <= differs
    for name in differs:
        assert figure(question(office, name, as_of=day)).exact == pytest.approx(after[name]), name


@pytest.mark.parametrize(
    "name", ["demands", "demands_closed", "demands_in_time", "demands_reopened"]
)
@pytest.mark.parametrize("slice_", ["county", "matter", "month", "channel"])
def test_slices_add_up_to_the_whole(office, name, slice_):
    day = date(2022, 5, 31)
    rows = Demand.objects.filter(enterprise__isnull=False).select_related("county", "matter")
    values = {
        "county": {d.county.code for d in rows},
        "matter": {d.matter.code for d in rows},
        "month": {d.received_on.strftime("%Y-%m") for d in rows},
        "channel": {d.channel for d in rows},
    }[slice_]
    total = 0
    for value in values:
        total += figure(question(office, name, as_of=day, **{slice_: value})).exact or 0
    assert total == figure(question(office, name, as_of=day)).exact
