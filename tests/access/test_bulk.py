"""One field of many records: shown before, all or none, taken back within a day."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pandeng.access.actions import bulk, by_hand
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError, NotFound
from pandeng.core.models import AuditEvent
from pandeng.domain.chains.actions import PLACEMENT, SEGMENT
from pandeng.domain.chains.models import Placement, Segment

pytestmark = pytest.mark.django_db
NOW = timezone.make_aware(datetime(2022, 6, 1, 9, 0))


@pytest.fixture
def lead(scope_of: Callable[[str], Scope]) -> Scope:
    return scope_of("lead")


def three(lead: Scope) -> list[Segment]:
    return list(Segment.objects.visible_to(lead).order_by("id")[:3])


def stages(rows: list[Segment]) -> list[str]:
    return [Segment.objects.get(pk=row.pk).stage for row in rows]


def test_what_differs_changes_with_a_version_each_and_one_event(lead: Scope) -> None:
    rows = three(lead)
    ids = [row.pk for row in rows]
    by_hand.correct(SEGMENT, rows[0], {"stage": "中试"}, by=lead, now=NOW)
    count, uid = bulk.correct_each(SEGMENT, ids, "stage", "中试", why="名录", by=lead, now=NOW)
    assert (count, stages(rows)) == (2, ["中试"] * 3)
    event = AuditEvent.objects.get(uid=uid)
    assert event.action == "chains.segment.correct_each"
    assert len([entry for entry in event.changes if entry.startswith("chains.Segment:")]) == 2
    with pytest.raises(DomainError, match="没有要更改的"):
        bulk.correct_each(SEGMENT, ids, "stage", "中试", why="名录", by=lead, now=NOW)


def test_where_one_may_not_none_does(lead: Scope) -> None:
    placed = list(Placement.objects.visible_to(lead).order_by("id")[:2])
    before = [one.since for one in placed]
    ahead = NOW.date() + timedelta(days=1)
    ids = [one.pk for one in placed]
    with pytest.raises(bulk.RecordRefused, match="还没有到"):
        bulk.correct_each(PLACEMENT, ids, "since", ahead, why="试", by=lead, now=NOW)
    assert [Placement.objects.get(pk=one.pk).since for one in placed] == before
    with pytest.raises(DomainError, match="不能批量更改"):
        bulk.preview(SEGMENT, [1], "code", "X", by=lead, now=NOW)
    with pytest.raises(NotFound):
        bulk.preview(SEGMENT, [2**60], "stage", "X", by=lead, now=NOW)


def test_it_is_taken_back_within_a_day_and_once(lead: Scope) -> None:
    rows = three(lead)
    before, ids = stages(rows), [row.pk for row in rows]
    _count, uid = bulk.correct_each(SEGMENT, ids, "stage", "中试", why="名录", by=lead, now=NOW)
    with pytest.raises(NotFound, match="24小时"):
        bulk.undo_each(SEGMENT, uid, by=lead, now=NOW + timedelta(hours=25))
    bulk.undo_each(SEGMENT, uid, by=lead, now=NOW + timedelta(hours=23))
    assert stages(rows) == before
    with pytest.raises(NotFound):
        bulk.undo_each(SEGMENT, uid, by=lead, now=NOW + timedelta(hours=23))


def test_it_is_not_taken_back_over_what_came_after(lead: Scope) -> None:
    rows = three(lead)
    ids = [row.pk for row in rows]
    _count, uid = bulk.correct_each(SEGMENT, ids, "stage", "中试", why="名录", by=lead, now=NOW)
    by_hand.correct(SEGMENT, rows[1], {"products": "样机"}, by=lead, now=NOW)
    with pytest.raises(DomainError, match="之后又有更改"):
        bulk.undo_each(SEGMENT, uid, by=lead, now=NOW)
    assert stages(rows) == ["中试"] * 3


def test_the_page_shows_first_then_changes_then_takes_back(
    signed_in: Callable[[str], Client],
) -> None:
    client = signed_in("lead")
    rows = list(Segment.objects.order_by("id")[:2])
    address = reverse("chains_segments_bulk")
    assert address in client.get(reverse("chains_segments")).content.decode()
    sent = {"field": "stage", "stage": "中试", "why": "名录", "pk": [row.pk for row in rows]}
    seen = client.post(address, {**sent, "preview": "1"})
    assert [new for _label, _old, new in seen.context["changes"]] == ["中试", "中试"]
    assert stages(rows) == [row.stage for row in rows]
    client.post(address, {**sent, "confirmed": "1"})
    assert stages(rows) == ["中试", "中试"]
    back = client.get(address).context["events"][0]
    client.post(reverse("chains_segments_undo", args=[back.uid]))
    assert stages(rows) == [row.stage for row in rows]


def test_the_page_names_the_record_that_may_not(signed_in: Callable[[str], Client]) -> None:
    client, one = signed_in("lead"), Placement.objects.order_by("id")[0]
    sent = {"field": "since", "since": "2099-01-01", "why": "试", "pk": [one.pk]}
    answer = client.post(reverse("chains_placements_bulk"), {**sent, "preview": "1"})
    assert answer.status_code == 422
    assert one.enterprise.name in answer.context["form"].refused
    nothing = client.post(reverse("chains_placements_bulk"), {**sent, "pk": [], "preview": "1"})
    assert "请先勾选" in nothing.context["form"].refused


def test_who_may_not_finds_no_bulk_page(signed_in: Callable[[str], Client]) -> None:
    client, address = signed_in("leader"), reverse("chains_segments_bulk")
    assert client.get(address).status_code == 400
    assert address not in client.get(reverse("chains_segments")).content.decode()
