"""Titles by hand: recommended, awarded for a valid year, ended with a reason."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pandeng.access.actions import by_hand
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.question import question
from pandeng.domain.titles.actions import APPLICATION, AWARDED
from pandeng.domain.titles.models import Application, Award, Scheme

pytestmark = pytest.mark.django_db
NOW = timezone.make_aware(datetime(2022, 6, 20, 9, 0))
WON = date(2022, 5, 20)


@pytest.fixture
def lead(scope_of: Callable[[str], Scope]) -> Scope:
    return scope_of("lead")


@pytest.fixture
def firm(lead: Scope) -> Enterprise:
    titled = Award.objects.values("enterprise")
    return Enterprise.objects.visible_to(lead).exclude(id__in=titled).order_by("id")[0]


def values(firm: Enterprise, **more: Any) -> dict[str, Any]:
    scheme = Scheme.objects.get(code="provincial_gazelle")
    return {"enterprise": firm, "scheme": scheme, "year": 2022, "awarded_on": WON, **more}


def awarded(lead: Scope, firm: Enterprise, **more: Any) -> Award:
    made: Award = by_hand.enter(AWARDED, values(firm, **more), by=lead, now=NOW)
    return made


def test_an_award_counts_in_its_year_and_a_recommendation_beside_it(
    lead: Scope, firm: Enterprise
) -> None:
    def counted(name: str) -> int:
        asked = question(lead, name, as_of=date(2022, 5, 31), year=2022)
        return int(figure(asked).value or 0)

    before = counted("awards"), counted("applications")
    awarded(lead, firm)
    told = values(firm, recommended_on=date(2022, 5, 3))
    del told["awarded_on"]
    by_hand.enter(APPLICATION, told, by=lead, now=NOW)
    assert (counted("awards"), counted("applications")) == (before[0] + 1, before[1] + 1)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"year": 2023}, "年度与日期"),
        ({"year": 2020}, "年度与日期"),
        ({"awarded_on": date(2022, 6, 21)}, "还没有到"),
        ({"expires_on": date(2022, 5, 19)}, "有效期不能早于"),
    ],
)
def test_a_year_or_a_day_that_cannot_be_is_refused(
    lead: Scope, firm: Enterprise, more: dict[str, Any], said: str
) -> None:
    with pytest.raises(DomainError, match=said):
        awarded(lead, firm, **more)
    assert not Award.objects.filter(enterprise=firm).exists()


def test_a_list_of_last_year_published_in_january_is_of_last_year(
    lead: Scope, firm: Enterprise
) -> None:
    assert awarded(lead, firm, year=2021, awarded_on=date(2022, 1, 12)).year == 2021


def test_a_county_awards_nothing_outside_its_enterprises(
    scope_of: Callable[[str], Scope], lead: Scope
) -> None:
    county = scope_of("county")
    seen = Enterprise.objects.visible_to(county).values("id")
    outside = Enterprise.objects.visible_to(lead).exclude(id__in=seen)
    with pytest.raises(DomainError, match="管辖范围"):
        awarded(county, outside.exclude(id__in=Award.objects.values("enterprise"))[0])


def test_an_end_says_how_and_why(lead: Scope, firm: Enterprise) -> None:
    won = awarded(lead, firm, expires_on=date(2025, 5, 20))
    revoked, expired = {"ended_as": "revoked"}, {"ended_as": "expired"}
    day = date(2022, 6, 15)
    with pytest.raises(DomainError, match="还没有到期"):
        by_hand.end(AWARDED, won, expired, on=day, why="到期", by=lead, now=NOW)
    with pytest.raises(DomainError):
        by_hand.end(AWARDED, won, revoked, on=day, why="", by=lead, now=NOW)
    with pytest.raises(DomainError, match="不能早于"):
        by_hand.end(AWARDED, won, revoked, on=date(2022, 5, 19), why="撤", by=lead, now=NOW)
    won = Award.objects.get(pk=won.pk)
    by_hand.end(AWARDED, won, revoked, on=day, why="发生重大安全事故", by=lead, now=NOW)
    won.refresh_from_db()
    assert (won.ended_on, won.ended_as, won.end_reason) == (day, "revoked", "发生重大安全事故")


def test_by_pages_recommended_awarded_and_revoked(
    signed_in: Callable[[str], Client], firm: Enterprise
) -> None:
    lead, scheme = signed_in("lead"), Scheme.objects.get(code="provincial_gazelle")
    told = {"enterprise": firm.name, "scheme": scheme.pk, "year": 2022, "batch": "第一批"}
    lead.post(reverse("titles_applications_enter"), told | {"recommended_on": "2022-05-03"})
    assert Application.objects.filter(enterprise=firm, scheme=scheme).exists()
    lead.post(reverse("titles_enter"), told | {"awarded_on": WON, "source": "鲁工信2022〕12号"})
    won = Award.objects.get(enterprise=firm)
    out = {"on": "2022-06-15", "ended_as": "revoked", "why": "发生重大安全事故"}
    lead.post(reverse("titles_end", args=[won.pk]), out)
    page = lead.get(reverse("titles_detail", args=[won.pk])).content.decode()
    assert "发生重大安全事故" in page
    profile = lead.get(firm.get_absolute_url()).content.decode()
    assert "2022-06-15撤销" in profile


def test_a_title_of_the_city_is_entered_recommended_for_and_awarded(
    signed_in: Callable[[str], Client], firm: Enterprise
) -> None:
    lead = signed_in("lead")
    title = {"code": "city_hidden_champion", "name": "隐形冠军", "level": "municipal", "order": 30}
    assert lead.post(reverse("titles_schemes_enter"), title).status_code == 302
    scheme = Scheme.objects.get(code="city_hidden_champion")
    told = {"enterprise": firm.name, "scheme": scheme.pk, "year": 2022}
    lead.post(reverse("titles_applications_enter"), {**told, "recommended_on": "2022-05-03"})
    recommended = Application.objects.get(scheme=scheme)
    page = lead.get(f"/titles/applications/{recommended.pk}/").content.decode()
    address = re.search(r'href="(/titles/new/\?[^"]*)"', page)
    assert address
    form = lead.get(address[1].replace("&amp;", "&")).context["form"]
    given = {name: form[name].value() for name in ("enterprise", "scheme", "year")}
    assert str(given["scheme"]) == str(scheme.pk)
    assert str(given["year"]) == "2022"
    lead.post(reverse("titles_enter"), {**told, "awarded_on": "2022-05-20"})
    assert Award.objects.filter(scheme=scheme, enterprise=firm).count() == 1
