"""Open311 GeoReport v2 for demands: services, requests, and taking one in."""

import re
from dataclasses import asdict
from typing import Annotated, Literal

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Form, Router, Schema

from pandeng.access.request import PageRequest
from pandeng.api.steps import Id
from pandeng.core.dates import parse_date
from pandeng.core.errors import DomainError, NotFound
from pandeng.core.refusal import json_answer
from pandeng.domain.demands import actions
from pandeng.domain.enterprises.queries import find
from pandeng.domain.overview import georeport

router = Router(tags=["open311"])
AT = "/open311/v2"
TITLE = 60  # characters of a description that make the title


class ServiceOut(Schema):
    service_code: str
    service_name: str
    description: str
    metadata: bool
    type: str
    keywords: str
    group: str


class RequestOut(Schema):
    service_request_id: str
    status: str
    status_notes: str
    service_name: str
    service_code: str
    description: str
    agency_responsible: str | None
    requested_datetime: str
    expected_datetime: str | None
    updated_datetime: str | None
    address: str | None
    lat: float | None
    long: float | None
    media_url: str | None


class TakenOut(Schema):
    service_request_id: str
    service_notice: str


@router.get(f"{AT}/services.json", response=list[ServiceOut])
def services(request: PageRequest) -> HttpResponse:
    """The classes of demands."""
    rows = georeport.services(request.scope)
    more = {"description": "", "metadata": False, "type": "realtime", "keywords": "", "group": ""}
    return json_answer([asdict(one) | more for one in rows])


@router.get(f"{AT}/requests.json", response=list[RequestOut])
def requests(
    request: PageRequest,
    service_request_id: str = "",
    service_code: str = "",
    status: Literal["", "open", "closed"] = "",
    start_date: str = "",
    end_date: str = "",
) -> HttpResponse:
    """Demands in sight, the newest first, at most a thousand."""
    ids = [_number(one) for one in service_request_id.split(",") if one.strip()]
    found = georeport.requests(
        request.scope,
        ids=ids[:1000],
        code=service_code,
        status=status,
        since=parse_date(start_date[:10]),
        until=parse_date(end_date[:10]),
    )
    return json_answer([asdict(one) for one in found])


@router.get(f"{AT}/requests/{{record:pk}}.json", response=list[RequestOut])
def one(request: PageRequest, pk: Id) -> HttpResponse:
    """One demand."""
    found = georeport.requests(request.scope, ids=[pk])
    if not found:
        raise NotFound(_("没有找到这条记录。"))
    return json_answer([asdict(one) for one in found])


@router.post(f"{AT}/requests.json", response={201: list[TakenOut]})
def receive(
    request: PageRequest,
    service_code: Annotated[str, Form(max_length=30)],
    description: Annotated[str, Form(min_length=1, max_length=5000)],
    account_id: Annotated[int, Form(ge=1, le=10**18 - 1)],
) -> HttpResponse:
    """Take a demand in; `account_id` is the enterprise it is of."""
    scope = request.scope
    made = actions.receive(
        find(scope, account_id),
        matter=georeport.service(scope, service_code),
        title=" ".join(description.split())[:TITLE],
        text=description,
        channel="enterprise",
        by=scope,
        now=request.now,
    )
    return json_answer([{"service_request_id": str(made.pk), "service_notice": ""}], 201)


def _number(written: str) -> int:
    if not re.fullmatch("[0-9]{1,18}", written.strip()):
        raise DomainError(_("service_request_id 应是数字。"))
    return int(written)
