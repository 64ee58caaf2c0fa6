"""Targets set by a page: alone, or those of the year before carried over."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pandeng.access.scope import Scope
from pandeng.core.dates import year_to_carry
from pandeng.core.errors import DomainError
from pandeng.demo.load import CODE
from pandeng.domain.indicators.target_progress import states
from pandeng.domain.strategy.actions.setting import Carried, carry_targets, set_target
from pandeng.domain.strategy.models import PlanShare, Target, TargetValue

pytestmark = pytest.mark.django_db
NOW = timezone.make_aware(datetime(2023, 2, 6, 9, 0))


@pytest.fixture
def lead(scope_of: Callable[[str], Scope]) -> Scope:
    return scope_of("lead")


def new(lead: Scope, **more: object) -> Target:
    said = {
        "name": "规模企业突破800家",
        "indicator": "scale_enterprises",
        "value": 800,
        "unit": "家",
        "direction": ">=",
        "population": "规模企业",
        "year": 2023,
        "set_on": date(2023, 2, 6),
        "source": "2023年助企攀登大会",
    }
    return set_target(**{**said, **more}, by=lead, now=NOW)  # type: ignore[arg-type]


def test_a_target_that_is_set_has_its_first_value(lead: Scope) -> None:
    target = new(lead)
    value = TargetValue.objects.get(target=target)
    assert (value.value, value.since, value.until) == (800, date(2023, 2, 6), None)
    assert new(lead, name="另一项").code != target.code


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"population": " "}, "统计范围"),
        ({"value": 0}, "大于零"),
        ({"set_on": date(2023, 2, 7)}, "还没有到"),
        ({"year": 2030}, "年度不符"),
        ({"due_on": date(2024, 1, 1)}, "完成期限"),
    ],
)
def test_what_is_no_target_is_refused(lead: Scope, wrong: dict[str, object], said: str) -> None:
    count = Target.objects.count()
    with pytest.raises(DomainError, match=said):
        new(lead, **wrong)
    assert Target.objects.count() == count


def test_only_who_approves_sets_a_target(scope_of: Callable[[str], Scope]) -> None:
    with pytest.raises(DomainError):
        new(scope_of("staff"))


def test_last_years_targets_come_over_with_their_plan_all_or_none(lead: Scope) -> None:
    club = Target.objects.get(code="target_club_enterprises", year=2022)
    scale = Target.objects.get(code="target_scale_enterprises", year=2022)
    chosen = [Carried(scale, "规模企业突破800家", 800, 695), Carried(club, "200家进入俱乐部", 200)]
    said = {"year": 2023, "set_on": date(2023, 2, 6), "source": "大会", "by": lead, "now": NOW}
    with pytest.raises(DomainError, match="大于零"):
        carry_targets([chosen[0], Carried(club, "", 0)], **said)
    assert not Target.objects.filter(year=2023).exists()
    carried = carry_targets(chosen, **said)
    assert [(one.value, one.base) for one in carried] == [(800, 695), (200, None)]
    shares = PlanShare.objects.filter(target=carried[0])
    assert [(one.month, int(one.share), one.is_proposal) for one in shares] == [
        (3, 30, True), (6, 25, True), (9, 25, True), (12, 20, True),
    ]  # fmt: skip
    with pytest.raises(DomainError, match="2023年已有目标"):
        carry_targets(chosen[:1], **said)


def test_the_pages_set_and_carry(signed_in: Callable[[str], Client]) -> None:
    lead = signed_in("lead")
    listed = lead.get(reverse("target_list")).content.decode()
    assert reverse("set_target") in listed
    assert reverse("carry_targets") in listed
    assert lead.get(reverse("carry_targets")).status_code == 200
    sent = {
        "name": "规模企业突破800家", "indicator": "scale_enterprises", "value": "800家",
        "direction": ">=", "population": "", "year": "2022", "set_on": "2022-05-30", "source": "大会",
    }  # fmt: skip
    refused = lead.post(reverse("set_target"), sent)
    assert refused.status_code == 422
    assert "规模企业突破800家" in refused.content.decode()
    made = lead.post(reverse("set_target"), {**sent, "population": "规模企业"})
    target = Target.objects.get(name="规模企业突破800家")
    assert made["Location"] == target.get_absolute_url()


def test_what_was_not_carried_at_once_follows(
    signed_in: Callable[[str], Client], office: Scope
) -> None:
    lead, at = signed_in("lead"), reverse("carry_targets")
    targets = list(Target.objects.filter(year=2022, cluster__code=CODE).order_by("id"))
    said = {"year": "2023", "set_on": "2022-06-30", "source": "大会"}
    first = lead.post(at, {**said, f"value{targets[0].pk}": "900"})
    assert first.status_code == 302, first.content.decode()
    ahead = states(office, as_of=date(2022, 6, 30), year=2023)
    assert [one.pace.status for one in ahead] == ["no_data"], "no year is judged before it begins"
    form = lead.get(at).context["form"]
    assert form["year"].value() == 2023
    assert {one.pk for one in form.targets} == {one.pk for one in targets[1:]}
    nameless = targets[1]
    QuerySet(Target).filter(pk=nameless.pk).update(population="")
    asked = {**said, f"value{nameless.pk}": "900"}
    assert "统计范围" in lead.post(at, asked).content.decode()
    assert lead.post(at, {**asked, f"population{nameless.pk}": "全部诉求"}).status_code == 302
    assert Target.objects.get(year=2023, code=nameless.code).population == "全部诉求"


def test_a_young_year_is_filled_before_the_next_is_begun() -> None:
    for newest, today, is_left, year in (
        (2027, date(2026, 12, 20), True, 2027),
        (2027, date(2027, 1, 4), True, 2027),
        (2027, date(2027, 1, 4), False, 2028),
        (2027, date(2027, 4, 1), True, 2028),
    ):
        assert year_to_carry(newest, today, is_left=is_left) == year
