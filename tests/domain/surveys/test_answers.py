"""Answers of a survey by hand: a class of its taxonomy, one of them main, a second one asked about."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pandeng.access.actions import by_hand
from pandeng.access.scope import Scope
from pandeng.core.change import Change
from pandeng.core.edit_checks import ChecksFailed
from pandeng.core.errors import DomainError
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.surveys.actions import ANSWERED, CLASS, SURVEY, TAXONOMY
from pandeng.domain.surveys.models import Survey, SurveyAnswer, Taxonomy, TaxonomyClass
from tests.probe import PROBE

pytestmark = pytest.mark.django_db
NOW = timezone.make_aware(datetime(2022, 6, 20, 9, 0))


@pytest.fixture
def lead(scope_of: Callable[[str], Scope]) -> Scope:
    return scope_of("lead")


@pytest.fixture
def survey() -> Survey:
    return Survey.objects.get(code="emergency-2022")


@pytest.fixture
def firm(lead: Scope, survey: Survey) -> Enterprise:
    asked = survey.answers.values("enterprise")
    return Enterprise.objects.visible_to(lead).exclude(id__in=asked).order_by("id")[0]


def classes(survey: Survey) -> list[TaxonomyClass]:
    rows = TaxonomyClass.objects.filter(taxonomy=survey.taxonomy, parent__isnull=False)
    return list(rows.order_by("code"))


def answered(lead: Scope, survey: Survey, firm: Enterprise, place: int, **more: Any) -> Any:
    values = {"survey": survey, "enterprise": firm, "subclass": classes(survey)[place]}
    values |= {"is_main": True, "product": "排水车", "answered_on": date(2022, 4, 20)}
    confirmed = more.pop("confirmed", False)
    return by_hand.enter(ANSWERED, values | more, confirmed=confirmed, by=lead, now=NOW)


def test_a_second_answer_is_asked_about_and_entered_once_confirmed(
    lead: Scope, survey: Survey, firm: Enterprise
) -> None:
    first = answered(lead, survey, firm, 0)
    with pytest.raises(ChecksFailed, match=first.subclass.name):
        answered(lead, survey, firm, 1, is_main=False)
    assert survey.answers.filter(enterprise=firm).count() == 1
    answered(lead, survey, firm, 1, is_main=False, confirmed=True)
    assert survey.answers.filter(enterprise=firm).count() == 2


def test_a_second_main_class_and_days_outside_are_refused(
    lead: Scope, survey: Survey, firm: Enterprise
) -> None:
    answered(lead, survey, firm, 0)
    with pytest.raises(DomainError, match="主类已是"):
        answered(lead, survey, firm, 1, confirmed=True)
    with pytest.raises(DomainError, match="不在这次排查期间"):
        answered(lead, survey, firm, 1, is_main=False, answered_on=date(2021, 4, 20))
    with pytest.raises(DomainError, match="还没有到"):
        answered(lead, survey, firm, 1, is_main=False, answered_on=date(2022, 6, 21))


def test_only_a_subclass_of_its_taxonomy_is_taken(
    lead: Scope, survey: Survey, firm: Enterprise
) -> None:
    top = TaxonomyClass.objects.filter(taxonomy=survey.taxonomy, parent__isnull=True)[0]
    with pytest.raises(DomainError, match="分类体系的小类"):
        answered(lead, survey, firm, 0, subclass=top)


def other_class(lead: Scope) -> TaxonomyClass:
    with Change(PROBE, by=lead, now=NOW) as change:
        other = change.add(
            Taxonomy(cluster_id=lead.in_cluster(), code="farm", version="1", name="农机装备")
        )
        top = change.add(
            TaxonomyClass(cluster_id=other.cluster_id, taxonomy=other, code="A", name="收获机械")
        )
        return change.add(
            TaxonomyClass(
                cluster_id=other.cluster_id, taxonomy=other, parent=top, code="A1", name="玉米机"
            )
        )


def test_by_pages_the_form_offers_the_classes_of_the_survey_and_asks(
    signed_in: Callable[[str], Client], lead: Scope, survey: Survey, firm: Enterprise
) -> None:
    other_class(lead)
    browser, enter = signed_in("lead"), reverse("surveys_answers_enter")
    offered = browser.get(enter, {"survey": survey.pk, "enterprise": firm.pk}).content.decode()
    assert firm.name in offered
    assert classes(survey)[0].name in offered
    assert "玉米机" not in offered
    sent = {"survey": survey.pk, "enterprise": firm.name, "answered_on": "2022-04-20"}
    browser.post(enter, sent | {"subclass": classes(survey)[0].pk, "is_main": "on"})
    again = sent | {"subclass": classes(survey)[1].pk}
    asked = browser.post(enter, again)
    assert asked.status_code == 422
    assert "是否再登记一个小类" in asked.content.decode()
    assert "仍要登记" in asked.content.decode()
    browser.post(enter, again | {"confirmed": "on"})
    both = SurveyAnswer.objects.filter(enterprise=firm, survey=survey)
    assert both.count() == 2
    correct = reverse("surveys_answers_correct", args=[both[0].pk])
    assert "玉米机" not in browser.get(correct).content.decode()


def test_a_taxonomy_of_the_office_holds_two_levels_and_answers_a_survey(
    lead: Scope, survey: Survey, firm: Enterprise
) -> None:
    taxonomy = by_hand.enter(
        TAXONOMY, {"code": "bearing", "version": "2022", "name": "轴承产品"}, by=lead, now=NOW
    )

    def entered(code: str, parent: TaxonomyClass | None, of: Taxonomy = taxonomy) -> TaxonomyClass:
        values = {"taxonomy": of, "parent": parent, "code": code, "name": f"{code}类"}
        made: TaxonomyClass = by_hand.enter(CLASS, values, by=lead, now=NOW)
        return made

    top = entered("A", None)
    below = entered("A1", top)
    for parent, of, sentence in (
        (below, taxonomy, "大类、小类两级"),
        (top, survey.taxonomy, "同一个分类体系"),
    ):
        with pytest.raises(DomainError, match=sentence):
            entered("A11", parent, of)
    values = {"code": "b-2022", "name": "轴承摸底", "taxonomy": taxonomy, "since": date(2022, 6, 1)}
    own = by_hand.enter(SURVEY, {**values, "chain": None}, by=lead, now=NOW)
    said = {"survey": own, "enterprise": firm, "subclass": below, "answered_on": date(2022, 6, 2)}
    by_hand.enter(ANSWERED, {**said, "product": "滚子", "is_main": True}, by=lead, now=NOW)
    assert list(own.answers.values_list("subclass__name", flat=True)) == ["A1类"]
    with pytest.raises(DomainError):
        by_hand.withdraw(TAXONOMY, taxonomy, why="录错", by=lead, now=NOW)
