"""How many statements the three requests take that an office makes most: read once, write once."""

import json
from typing import Any

import pytest

from pandeng.domain.demands.models import Demand, DemandClass
from pandeng.domain.enterprises.models import Enterprise

# Before: 26, 9 and 30. Two of each are the session and who asks.
MOST_OF_PAGE, MOST_OF_JSON, MOST_OF_NEW = 16, 5, 22


@pytest.fixture
def client(signed_in: Any) -> Any:
    """Somebody of the office whose session and scope are known, in the language of their last page."""
    client = signed_in("staff")
    client.get("/demands/")
    return client


def of_each_status() -> list[Demand]:
    found = {demand.status: demand for demand in Demand.objects.order_by("id")}
    assert len(found) > 6
    return list(found.values())


def test_one_demand_as_a_page(client: Any, django_assert_max_num_queries: Any) -> None:
    for demand in of_each_status():
        client.get(demand.get_absolute_url())
        with django_assert_max_num_queries(MOST_OF_PAGE):
            assert client.get(demand.get_absolute_url()).status_code == 200


def test_one_demand_as_json(client: Any, django_assert_max_num_queries: Any) -> None:
    for demand in of_each_status():
        with django_assert_max_num_queries(MOST_OF_JSON):
            assert client.get(f"/api/demands/{demand.pk}").status_code == 200


def test_a_new_demand_with_history_audit_clock_and_notice(
    client: Any, django_assert_max_num_queries: Any
) -> None:
    told = {
        "enterprise": Enterprise.objects.order_by("id")[7].pk,
        "matter": DemandClass.objects.get(code="permits").pk,
        "title": "施工许可办理咨询",
        "channel": "phone",
        "key": "2022-05-31-1",
    }
    with django_assert_max_num_queries(MOST_OF_NEW):
        answer = client.post("/api/demands", json.dumps(told), content_type="application/json")
    assert answer.status_code == 201, answer.content
