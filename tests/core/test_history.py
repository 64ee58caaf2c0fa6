"""Stamps: while one stays the same, so do the records it stands for."""

from datetime import datetime

from django.db import connection

from pandeng.core.change import Change
from pandeng.core.history import stamp, version_model
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.demands.models import Demand
from pandeng.domain.enterprises.models import Enterprise
from tests.probe import PROBE

NOW = datetime(2022, 7, 1, 9, tzinfo=OFFICE_TIME)


def test_a_stamp_changes_with_its_kinds_alone(office):
    enterprises, demands = stamp([Enterprise]), stamp([Demand])
    with Change(PROBE, by=office, now=NOW) as change:
        change.save(Enterprise.objects.first(), industry_code="3511")
    assert stamp([Enterprise]) != enterprises
    assert stamp([Demand]) == demands


def test_a_version_that_comes_to_light_below_the_newest_changes_a_stamp(office):
    """As on PostgreSQL, where the one that began first may end last."""
    newest = version_model(Enterprise).objects.latest("history_id")
    earlier = version_model(Enterprise).objects.exclude(pk=newest.pk).latest("history_id")
    with_both = stamp([Enterprise])
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM enterprises_historicalenterprise WHERE history_id = %s", [earlier.pk]
        )
    assert stamp([Enterprise]) != with_both
