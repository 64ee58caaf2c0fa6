"""Targets: plans over the months, parts that add up, revisions that leave the past alone."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from pandeng.core.errors import DomainError, NotFound
from pandeng.domain.strategy import actions, queries, rules
from pandeng.domain.strategy.models import CountyShare, Decomposition, Target, TargetValue
from pandeng.web.forms.targets import amount

NOW = datetime(2022, 7, 1, 2, tzinfo=UTC)
MAY = date(2022, 5, 31)


@pytest.fixture
def club(jining):
    """The target whose parts are still a draft that lacks three enterprises."""
    return Target.objects.get(cluster=jining, code="target_club_enterprises")


@pytest.fixture
def scale(jining):
    return Target.objects.get(cluster=jining, code="target_scale_enterprises")


# -- pure rules -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shares", "day", "due"),
    [
        ([], date(2022, 7, 2), "0.501"),
        ([(3, 20), (6, 25), (9, 25), (12, 30)], date(2022, 3, 31), "0.200"),
        ([(3, 20), (6, 25), (9, 25), (12, 30)], date(2022, 5, 31), "0.368"),
        ([(3, 20), (6, 25), (9, 25), (12, 30)], date(2022, 12, 31), "1.000"),
        ([(3, 20), (6, 25), (9, 25), (12, 30)], date(2021, 12, 31), "0.000"),
        ([(1, 100)], date(2022, 1, 1), "0.032"),
    ],
)
def test_expected_share_by_hand(shares, day, due):
    shares = [(month, Decimal(share)) for month, share in shares]
    found = rules.expected_share(shares, date(2022, 1, 1), date(2022, 12, 31), day)
    assert round(found, 3) == Decimal(due)


@pytest.mark.parametrize(
    ("actual", "target", "how", "shape"),
    [
        # an amount of ≥ 100 that builds up, with half of the plan due
        (60, 100, {"builds_up": True}, "on_pace"),
        (49, 100, {"builds_up": True}, "on_pace"),  # two points late are no lag
        (47, 100, {"builds_up": True}, "behind"),
        (20, 100, {"builds_up": True}, "behind"),  # thirty points: still yellow
        (19, 100, {"builds_up": True}, "far_behind"),
        (100, 100, {"builds_up": True}, "met"),
        (99, 100, {"builds_up": True, "closed": True}, "missed"),
        (100, 100, {"builds_up": True, "closed": True}, "met"),
        (None, 100, {"builds_up": True}, "no_data"),
        # a state of ≥ 700 that sets out from 648: the way is 52
        (668, 700, {"base": 648}, "behind"),
        (674, 700, {"base": 648}, "on_pace"),
        (650, 700, {"base": 648}, "far_behind"),
        (700, 700, {"base": 648}, "met"),
        (668, 700, {"base": 648, "closed": True}, "missed"),
        (668, 700, {}, "behind"),  # without a base against the target itself
        # a ceiling: kept only when the year is over
        (40, 100, {"builds_up": True, "direction": "<="}, "on_pace"),
        (60, 100, {"builds_up": True, "direction": "<="}, "behind"),
        (101, 100, {"builds_up": True, "direction": "<="}, "missed"),
        (100, 100, {"builds_up": True, "direction": "<=", "closed": True}, "met"),
        (90, 100, {"direction": "<="}, "on_pace"),
        (90, 100, {"direction": "<=", "closed": True}, "met"),
        (101, 100, {"direction": "<="}, "far_behind"),
        # a reduction from 200 to 100: half of the way is due
        (150, 100, {"direction": "<=", "base": 200}, "on_pace"),
        (160, 100, {"direction": "<=", "base": 200}, "behind"),
        (185, 100, {"direction": "<=", "base": 200}, "far_behind"),
        (100, 100, {"direction": "<=", "base": 200}, "met"),
    ],
)
def test_paces_by_hand(actual, target, how, shape):
    how = {"direction": ">=", "builds_up": False, "expected": Decimal("0.5"), **how}
    assert rules.pace(actual, target, **how).status == shape


def test_parts_add_up_or_the_sentence_names_the_difference():
    assert rules.adds_up([300, 400], 700, "家")
    assert "少7家" in rules.adds_up([300, 393], 700, "家").message
    assert "多5000万元" in rules.adds_up([10**9 + 5 * 10**7], 10**9, "元").message
    assert "少1元" in rules.adds_up([10**9 - 1], 10**9, "元").message
    assert "多100000001元" in rules.adds_up([10**9 + 100000001], 10**9, "元").message


@pytest.mark.parametrize(
    ("shares", "says"),
    [
        ([(3, 50), (12, 50)], ""),
        ([(3, 50), (12, 49)], "少1%"),
        ([(3, 50), (9, 50)], "12月"),
        ([(12, 50), (12, 50)], "两次"),
        ([(3, -1), (12, 101)], "负数"),
    ],
)
def test_a_plan_covers_its_period(shares, says):
    verdict = rules.plan_adds_up([(month, Decimal(share)) for month, share in shares], 12)
    assert bool(verdict) is not bool(says)
    assert says in verdict.message


def test_amounts_are_read_in_their_unit(db):
    assert amount("12.5", "亿元", "元") == 1_250_000_000
    assert amount("1,200", "万元", "元") == 12_000_000
    assert amount("12.5亿元", "元", "元") == 1_250_000_000
    for wrong, unit, base in (("十二", "家", "家"), ("1.5", "家", "家"), ("3家", "亿元", "元")):
        with pytest.raises(DomainError):
            amount(wrong, unit, base)


# -- decompositions ---------------------------------------------------------------------------------


def test_parts_that_do_not_add_up_are_not_approved(club, scope_of):
    staff, lead = scope_of("staff"), scope_of("lead")
    draft = queries.decompositions(staff, club).get()
    actions.submit(draft, by=staff, now=NOW)
    with pytest.raises(DomainError, match=r"合计170家，目标173家，少3家"):
        actions.approve(draft, by=lead, now=NOW)
    draft.refresh_from_db()
    assert draft.status == "submitted", "nothing half-saved"
    actions.send_back(draft, reason="差3家", by=lead, now=NOW)
    parts = queries.parts(staff, draft)
    parts[next(iter(parts))] += 3
    actions.draw_up(club, parts, by=staff, now=NOW)
    draft.refresh_from_db()
    actions.submit(draft, by=staff, now=NOW)
    with pytest.raises(DomainError, match="可由专班负责人办理"):
        actions.approve(draft, by=staff, now=NOW)
    actions.approve(draft, by=lead, now=NOW)
    in_force = queries.parts_in_force(staff, [club.pk], day=date(2022, 7, 1))
    assert sum(in_force[club.pk].values()) == 173


def test_nobody_approves_what_they_submitted(club, scope_of):
    lead = scope_of("lead")
    draft = queries.decompositions(lead, club).get()
    actions.submit(draft, by=lead, now=NOW)
    with pytest.raises(DomainError, match="另一人"):
        actions.approve(draft, by=lead, now=NOW)


def test_of_two_who_approve_at_once_one_succeeds(club, scope_of):
    staff, lead = scope_of("staff"), scope_of("lead")
    parts = queries.parts(staff, queries.decompositions(staff, club).get())
    parts[next(iter(parts))] += 3
    draft = actions.draw_up(club, parts, by=staff, now=NOW)
    actions.submit(draft, by=staff, now=NOW)
    twice = Decomposition.objects.get(pk=draft.pk)
    actions.approve(draft, by=lead, now=NOW)
    with pytest.raises(DomainError, match="已批准"):
        actions.approve(twice, by=lead, now=NOW)


def test_a_new_version_replaces_the_one_before_and_the_past_keeps_it(scale, scope_of):
    staff, lead = scope_of("staff"), scope_of("lead")
    old = queries.parts_in_force(staff, [scale.pk], day=MAY)[scale.pk]
    assert sum(old.values()) == 700
    parts = {**old, next(iter(old)): old[next(iter(old))] + 10}
    draft = actions.draw_up(scale, parts, by=staff, now=NOW)
    actions.submit(draft, by=staff, now=NOW)
    actions.approve(Decomposition.objects.get(pk=draft.pk), by=lead, now=NOW)
    assert queries.parts_in_force(staff, [scale.pk], day=MAY)[scale.pk] == old
    now = queries.parts_in_force(staff, [scale.pk], day=date(2022, 7, 1))[scale.pk]
    assert sum(now.values()) == 710


def test_parts_of_a_rate_and_of_a_stranger_are_refused(club, scope_of):
    staff = scope_of("staff")
    with pytest.raises(DomainError, match="不作分解"):
        actions.draw_up(club, {1: 1}, is_ratio=True, by=staff, now=NOW)
    with pytest.raises(NotFound):
        actions.draw_up(club, {10**9: 173}, by=staff, now=NOW)
    with pytest.raises(NotFound):
        actions.draw_up(club, {1: 173}, by=scope_of("other"), now=NOW)
    with pytest.raises(DomainError):
        actions.draw_up(club, {1: 173}, by=scope_of("county"), now=NOW)


# -- revisions --------------------------------------------------------------------------------------


def test_revisions_are_refused_where_they_would_change_the_past(scale, scope_of):
    lead = scope_of("lead")
    ask = {"reason": "年中调度", "by": lead, "now": NOW}
    for value, set_on, says in (
        (0, None, "大于零"),
        (710, None, "相同"),
        (720, date(2022, 6, 20), "以前的目标值不能改动"),
        (720, date(2022, 7, 2), "还没有到"),
    ):
        with pytest.raises(DomainError, match=says):
            actions.revise(scale, value, set_on=set_on, **ask)
    with pytest.raises(DomainError, match="原因"):
        actions.revise(scale, 720, reason=" ", by=lead, now=NOW)
    with pytest.raises(DomainError, match="可由专班负责人"):
        actions.revise(scale, 720, reason="x", by=scope_of("staff"), now=NOW)
    actions.revise(scale, 720, set_on=date(2022, 6, 28), **ask)
    days = list(
        TargetValue.objects.filter(target=scale).order_by("since").values_list("value", "until")
    )
    assert days == [(700, date(2022, 6, 19)), (710, date(2022, 6, 27)), (720, None)]


def test_of_two_revisions_at_once_one_succeeds(scale, scope_of, monkeypatch):
    lead = scope_of("lead")
    read_before = TargetValue.objects.get(target=scale, until=None)
    actions.revise(scale, 720, reason="一", by=lead, now=NOW)
    monkeypatch.setattr(actions, "_in_force", lambda target: read_before)
    with pytest.raises(DomainError, match="先修订了"):
        actions.revise(scale, 730, reason="二", by=lead, now=NOW + timedelta(seconds=1))
    assert Target.objects.get(pk=scale.pk).value == 720


# -- plans and paces --------------------------------------------------------------------------------


def test_shares_are_never_negative_in_the_records(club):
    assert not CountyShare.objects.filter(value__lt=0).exists()
