"""Records kept by hand: entered, corrected, ended, withdrawn and restored, whatever their kind."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from pandeng.access import workable
from pandeng.access.actions import by_hand
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError, EditConflict, NotFound
from pandeng.core.models import AuditEvent
from pandeng.domain.chains.actions import CHAIN, LEADER, PLACEMENT, SEGMENT, SUPPLY
from pandeng.domain.chains.models import ChainLeader, Placement, Segment, SupplyRelation
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.surveys.actions import SURVEY
from pandeng.domain.surveys.models import Taxonomy

pytestmark = pytest.mark.django_db
NOW = timezone.make_aware(datetime(2022, 6, 1, 9, 0))
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def lead(scope_of: Callable[[str], Scope]) -> Scope:
    return scope_of("lead")


def placed(lead: Scope, **more: object) -> Placement:
    taken = Placement.objects.values("enterprise")
    enterprise = Enterprise.objects.visible_to(lead).exclude(id__in=taken).order_by("id")[0]
    segment = Segment.objects.visible_to(lead).order_by("id")[0]
    values = {"enterprise": enterprise, "segment": segment, "since": date(2022, 3, 1), **more}
    made: Placement = by_hand.enter(PLACEMENT, values, by=lead, now=NOW)
    return made


def test_what_is_entered_has_a_version_and_an_event_that_names_it(lead: Scope) -> None:
    made = placed(lead)
    event = AuditEvent.objects.order_by("-id")[0]
    assert (event.action, event.target_kind, event.target_id) == (
        "chains.placement.enter", "chains.Placement", made.pk,
    )  # fmt: skip
    assert made.history.get().history_date == NOW


def test_the_check_of_the_kind_and_the_constraints_refuse(lead: Scope) -> None:
    with pytest.raises(DomainError, match="还没有到"):
        placed(lead, since=date(2022, 6, 2))
    one = SupplyRelation.objects.visible_to(lead)[0]
    twice = {"supplier": one.supplier, "customer": one.customer}
    with pytest.raises(DomainError):
        by_hand.enter(SUPPLY, twice, by=lead, now=NOW)
    with pytest.raises(DomainError, match="不能相同"):
        by_hand.enter(
            SUPPLY, {"supplier": one.supplier, "customer": one.supplier}, by=lead, now=NOW
        )


def test_who_may_not_enters_nothing(scope_of: Callable[[str], Scope], lead: Scope) -> None:
    made, count = placed(lead), Placement.objects.count()
    bank = scope_of("bank")
    with pytest.raises(DomainError):
        by_hand.enter(
            PLACEMENT,
            {"enterprise": made.enterprise, "segment": made.segment, "since": date(2022, 1, 1)},
            by=bank,
            now=NOW,
        )
    with pytest.raises(DomainError):
        by_hand.withdraw(PLACEMENT, made, why="试", by=bank, now=NOW)
    assert Placement.objects.count() == count


def test_only_what_differs_from_what_was_seen_is_saved(lead: Scope) -> None:
    made = placed(lead, source="问卷", is_main=False)
    seen = workable.newest_version(made)
    theirs, mine = (Placement.objects.get(pk=made.pk) for _ in range(2))
    by_hand.correct(PLACEMENT, theirs, {"source": "实地核实"}, seen=seen, by=lead, now=LATER)
    by_hand.correct(
        PLACEMENT, mine, {"source": "问卷", "is_main": True}, seen=seen, by=lead, now=LATER
    )
    made.refresh_from_db()
    assert (made.source, made.is_main) == ("实地核实", True)


def test_a_field_that_two_people_change_is_shown_with_both_values(lead: Scope) -> None:
    made = placed(lead, source="问卷")
    seen = workable.newest_version(made)
    by_hand.correct(PLACEMENT, made, {"source": "实地核实"}, seen=seen, by=lead, now=LATER)
    with pytest.raises(EditConflict, match=r"实地核实.*电话核实"):
        by_hand.correct(PLACEMENT, made, {"source": "电话核实"}, seen=seen, by=lead, now=LATER)
    same = {"source": "实地核实"}
    by_hand.correct(PLACEMENT, made, same, seen=seen, by=lead, now=LATER)


def test_an_end_is_no_day_ahead_none_before_the_beginning_and_stands_once(lead: Scope) -> None:
    made = placed(lead)
    for on, said in ((date(2022, 6, 2), "还没有到"), (date(2022, 2, 28), "不能早于")):
        with pytest.raises(DomainError, match=said):
            by_hand.end(PLACEMENT, made, on=on, by=lead, now=NOW)
    by_hand.end(PLACEMENT, made, on=date(2022, 5, 31), by=lead, now=NOW)
    with pytest.raises(DomainError, match="已于2022-05-31终止"):
        by_hand.end(PLACEMENT, made, on=date(2022, 5, 31), by=lead, now=NOW)


def test_what_is_withdrawn_stays_known_and_comes_back_as_it_was(lead: Scope) -> None:
    made = placed(lead, source="问卷")
    number = made.pk
    with pytest.raises(DomainError, match="原因"):
        by_hand.withdraw(PLACEMENT, made, why=" ", by=lead, now=NOW)
    by_hand.withdraw(PLACEMENT, made, why="企业填错", by=lead, now=LATER)
    assert not Placement.objects.filter(pk=number).exists()
    gone = workable.withdrawn(PLACEMENT, lead)[0]
    assert (gone.id, gone.source) == (number, "问卷")
    by_hand.restore(PLACEMENT, gone.history_id, why="核实无误", by=lead, now=LATER)
    back = Placement.objects.get(pk=number)
    assert (back.source, [one.history_type for one in back.history.all()]) == (
        "问卷", ["+", "-", "+"],
    )  # fmt: skip
    assert not workable.withdrawn(PLACEMENT, lead)


def test_a_record_that_others_name_is_not_withdrawn(lead: Scope) -> None:
    chain = CHAIN.model.objects.visible_to(lead).filter(segments__isnull=False)[0]
    with pytest.raises(DomainError, match="产业链环节"):
        by_hand.withdraw(CHAIN, chain, why="试", by=lead, now=NOW)


def test_a_version_of_before_is_set_again_with_all_its_fields(lead: Scope) -> None:
    made = placed(lead, source="问卷", is_main=False)
    first = workable.newest_version(made)
    changed = {"source": "实地核实", "is_main": True}
    by_hand.correct(PLACEMENT, made, changed, by=lead, now=LATER)
    by_hand.restore(PLACEMENT, first, why="以问卷为准", by=lead, now=LATER)
    made.refresh_from_db()
    assert (made.source, made.is_main) == ("问卷", False)
    with pytest.raises(NotFound):
        by_hand.restore(SEGMENT, 2**60, why="试", by=lead, now=LATER)


def test_a_reference_to_another_cluster_is_as_good_as_none(lead: Scope) -> None:
    made = placed(lead)
    other = Segment.objects.exclude(id=made.segment_id)[0]
    other.cluster_id += 1
    with pytest.raises(NotFound):
        by_hand.correct(PLACEMENT, made, {"segment": other}, by=lead, now=LATER)


def test_no_fact_begins_on_a_day_ahead_but_what_is_planned(lead: Scope) -> None:
    chain = CHAIN.model.objects.visible_to(lead).order_by("id")[0]
    led = ChainLeader.objects.filter(chain=chain).values("enterprise")
    free = Enterprise.objects.visible_to(lead).exclude(id__in=led).order_by("id")[0]
    ahead = NOW.date() + timedelta(days=1)
    with pytest.raises(DomainError, match="还没有到"):
        by_hand.enter(
            LEADER, {"chain": chain, "enterprise": free, "since": ahead}, by=lead, now=NOW
        )
    taxonomy = Taxonomy.objects.visible_to(lead).order_by("id")[0]
    planned = {"code": "next-month", "name": "七月摸底排查", "taxonomy": taxonomy, "since": ahead}
    by_hand.enter(SURVEY, planned, by=lead, now=NOW)


def test_what_belongs_to_a_withdrawn_record_comes_back_after_it(lead: Scope) -> None:
    chain = by_hand.enter(CHAIN, {"code": "new", "name": "新产业链"}, by=lead, now=NOW)
    told = {"chain": chain, "code": "new-1", "name": "新环节", "stage": "上游"}
    segment = by_hand.enter(SEGMENT, told, by=lead, now=NOW)
    by_hand.withdraw(SEGMENT, segment, why="误录", by=lead, now=LATER)
    last_segment = workable.withdrawn(SEGMENT, lead)[0].history_id
    by_hand.withdraw(CHAIN, chain, why="误录", by=lead, now=LATER)
    with pytest.raises(DomainError, match="先恢复那一条"):
        by_hand.restore(SEGMENT, last_segment, why="不是误录", by=lead, now=LATER)
    last_chain = workable.withdrawn(CHAIN, lead)[0].history_id
    by_hand.restore(CHAIN, last_chain, why="不是误录", by=lead, now=LATER)
    assert (
        by_hand.restore(SEGMENT, last_segment, why="不是误录", by=lead, now=LATER).name == "新环节"
    )
