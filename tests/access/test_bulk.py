"""One field of many records: shown before, all or none, taken back within a day."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pandeng.access.actions import bulk, by_hand
from pandeng.access.models import Department
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError, NotFound
from pandeng.core.models import AuditEvent
from pandeng.domain.chains.actions import PLACEMENT, SEGMENT
from pandeng.domain.chains.models import Chain, Placement, Segment
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.exchange.bulk_kinds import bulk_kind_of
from pandeng.domain.exchange.imports.kinds import ENTERPRISES, ByHand
from pandeng.domain.projects.models import Project
from pandeng.domain.registers.catalogue import REGISTERS

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
    count, uid = bulk.correct_each(
        ByHand(SEGMENT), ids, "stage", "中试", why="名录", by=lead, now=NOW
    )
    assert (count, stages(rows)) == (2, ["中试"] * 3)
    event = AuditEvent.objects.get(uid=uid)
    assert event.action == "chains.segment.correct_each"
    assert len([entry for entry in event.changes if entry.startswith("chains.Segment:")]) == 2
    with pytest.raises(DomainError, match="没有要更改的"):
        bulk.correct_each(ByHand(SEGMENT), ids, "stage", "中试", why="名录", by=lead, now=NOW)


def test_where_one_may_not_none_does(lead: Scope) -> None:
    placed = list(Placement.objects.visible_to(lead).order_by("id")[:2])
    before = [one.since for one in placed]
    ahead = NOW.date() + timedelta(days=1)
    ids = [one.pk for one in placed]
    with pytest.raises(bulk.RecordRefused, match="还没有到"):
        bulk.correct_each(ByHand(PLACEMENT), ids, "since", ahead, why="试", by=lead, now=NOW)
    assert [Placement.objects.get(pk=one.pk).since for one in placed] == before
    with pytest.raises(DomainError, match="不能批量更改"):
        bulk.preview(ByHand(SEGMENT), [1], "code", "X", by=lead, now=NOW)
    with pytest.raises(NotFound):
        bulk.preview(ByHand(SEGMENT), [2**60], "stage", "X", by=lead, now=NOW)


def test_it_is_taken_back_within_a_day_and_once(lead: Scope) -> None:
    rows = three(lead)
    before, ids = stages(rows), [row.pk for row in rows]
    _count, uid = bulk.correct_each(
        ByHand(SEGMENT), ids, "stage", "中试", why="名录", by=lead, now=NOW
    )
    with pytest.raises(NotFound, match="24小时"):
        bulk.undo_each(ByHand(SEGMENT), uid, by=lead, now=NOW + timedelta(hours=25))
    bulk.undo_each(ByHand(SEGMENT), uid, by=lead, now=NOW + timedelta(hours=23))
    assert stages(rows) == before
    with pytest.raises(NotFound):
        bulk.undo_each(ByHand(SEGMENT), uid, by=lead, now=NOW + timedelta(hours=23))


def test_it_is_not_taken_back_over_what_came_after(lead: Scope) -> None:
    rows = three(lead)
    ids = [row.pk for row in rows]
    _count, uid = bulk.correct_each(
        ByHand(SEGMENT), ids, "stage", "中试", why="名录", by=lead, now=NOW
    )
    by_hand.correct(SEGMENT, rows[1], {"products": "样机"}, by=lead, now=NOW)
    with pytest.raises(DomainError, match="之后又有更改"):
        bulk.undo_each(ByHand(SEGMENT), uid, by=lead, now=NOW)
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


# -- kinds with actions of their own ---------------------------------------------------------------


def test_enterprises_change_with_a_version_and_a_line_of_the_log_each(
    signed_in: Callable[[str], Client], lead: Scope
) -> None:
    client, address = signed_in("lead"), reverse("enterprises_bulk")
    assert address in client.get(reverse("enterprises")).content.decode()
    assert address not in signed_in("officer").get(reverse("enterprises")).content.decode()
    rows = list(Enterprise.objects.visible_to(lead).order_by("id")[:3])
    before = [row.industry_code for row in rows]
    ids = [row.pk for row in rows]
    sent = {"field": "industry_code", "industry_code": "3499", "why": "核定行业", "pk": ids}
    seen = client.post(address, {**sent, "preview": "1"})
    assert [new for _label, _old, new in seen.context["changes"]] == ["3499"] * 3
    assert client.post(address, {**sent, "confirmed": "1"}).status_code == 302
    event = AuditEvent.objects.latest("id")
    assert (event.action, event.why) == ("enterprises.correct_each", "核定行业")
    for row, old in zip(rows, before, strict=True):
        assert event.changes[f"enterprises.Enterprise:{row.pk}"] == {"industry_code": [old, "3499"]}
    client.post(reverse("enterprises_undo", args=[event.uid]))
    assert [Enterprise.objects.get(pk=row.pk).industry_code for row in rows] == before


def test_a_county_gives_no_enterprise_away_in_bulk(
    signed_in: Callable[[str], Client], scope_of: Callable[[str], Scope]
) -> None:
    county = scope_of("county")
    rows = list(Enterprise.objects.visible_to(county).order_by("id")[:2])
    ids, own = [row.pk for row in rows], rows[0].county
    elsewhere = Department.objects.filter(kind="county").exclude(pk=own.pk)[0]
    with pytest.raises(bulk.RecordRefused, match="本县市区"):
        bulk.correct_each(ENTERPRISES, ids, "county", elsewhere, why="误登", by=county, now=NOW)
    assert {Enterprise.objects.get(pk=pk).county for pk in ids} == {own}
    for name in ("code", "name"):
        with pytest.raises(DomainError, match="不能批量更改"):
            bulk.preview(ENTERPRISES, ids, name, "x", by=county, now=NOW)


def test_what_is_wrong_for_one_enterprise_is_wrong_for_many(lead: Scope) -> None:
    ids = list(Enterprise.objects.visible_to(lead).values_list("pk", flat=True)[:2])
    for name, value, said in (
        ("industry_code", "9999", "没有行业代码"),
        ("climbing_since", NOW.date() + timedelta(days=1), "还没有到"),
    ):
        with pytest.raises(bulk.RecordRefused, match=said):
            bulk.preview(ENTERPRISES, ids, name, value, by=lead, now=NOW)


def test_what_a_table_does_not_hold_is_refused_before_it_is_shown(lead: Scope) -> None:
    row = Enterprise.objects.visible_to(lead).filter(climbing_since__isnull=False)[0]
    early = row.climbing_since - timedelta(days=1)
    with pytest.raises(bulk.RecordRefused):
        bulk.preview(ENTERPRISES, [row.pk], "climbing_until", early, by=lead, now=NOW)


def test_projects_change_as_one_of_them_would(
    lead: Scope, signed_in: Callable[[str], Client]
) -> None:
    projects = bulk_kind_of(REGISTERS["projects"])
    chain = Chain.objects.visible_to(lead).order_by("-id")[0]
    found = Project.objects.visible_to(lead).exclude(chain=chain).order_by("id")[:2]
    ids = [one.pk for one in found]
    count, uid = bulk.correct_each(projects, ids, "chain", chain, why="归链", by=lead, now=NOW)
    assert (count, Project.objects.filter(pk__in=ids, chain=chain).count()) == (2, 2)
    assert bulk.undo_each(projects, uid, by=lead, now=NOW) == 2
    assert not Project.objects.filter(pk__in=ids, chain=chain).exists()
    for path in ("projects", "outcomes"):
        assert signed_in("lead").get(f"/{path}/bulk/").status_code == 200
        assert signed_in("auditor").get(f"/{path}/bulk/").status_code == 400
