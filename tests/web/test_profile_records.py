"""The page of an enterprise leads to every record kept by hand about it, and shows what holds."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from pandeng.domain.carriers.models import Entrant
from pandeng.domain.enterprises.models import ClubMember

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str], Client]
PATHS = (
    "enterprises_scale", "enterprises_club", "carriers_entrants", "chains_placements",
    "chains_leaders", "platforms_members", "surveys_answers", "titles_applications", "titles",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_the_page_leads_to_a_form_that_knows_the_enterprise(path: str, signed_in: SignedIn) -> None:
    lead, firm = signed_in("lead"), ClubMember.objects.order_by("id")[0].enterprise
    enter = f"{reverse(f'{path}_enter')}?enterprise={firm.pk}"
    assert enter in lead.get(firm.get_absolute_url()).content.decode()
    assert lead.get(enter).context["form"]["enterprise"].value() == firm.name


def test_who_may_not_is_offered_none_of_them(signed_in: SignedIn) -> None:
    firm = ClubMember.objects.order_by("id")[0].enterprise
    page = signed_in("leader").get(firm.get_absolute_url()).content.decode()
    assert not [path for path in PATHS if reverse(f"{path}_enter") in page]


def test_what_holds_on_the_day_is_shown_as_of_that_day(signed_in: SignedIn) -> None:
    lead, tenant = signed_in("lead"), Entrant.objects.order_by("id")[0]
    address = tenant.enterprise.get_absolute_url()
    assert str(tenant.space) in lead.get(address).content.decode().replace(" · ", " ")
    before = lead.get(address, {"as_of": "2021-06-17"}).content.decode()
    assert tenant.get_absolute_url() not in before


def test_an_address_with_a_foreign_enterprise_is_no_page(signed_in: SignedIn) -> None:
    enter = reverse("enterprises_club_enter")
    assert signed_in("lead").get(enter, {"enterprise": 10**12}).status_code == 404
