"""Hooks of a token: addresses that are told what happened, and how the messages fared."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from pandeng.access.models import ApiToken
from pandeng.access.request import PageRequest
from pandeng.api.steps import Id, Limit, Offset
from pandeng.core.errors import DomainError
from pandeng.core.refusal import json_answer
from pandeng.domain.hooks import actions, queries
from pandeng.domain.hooks.models import Hook

router = Router(tags=["hooks"])


class NewHookIn(Schema):
    """Where to send, and which events: `demands.accept`, `demands.*`; none means all."""

    name: str = Field(min_length=1, max_length=60)
    address: str = Field(max_length=400)
    events: list[str] = Field([], max_length=100)


class HookOut(Schema):
    id: int
    name: str
    address: str
    events: list[str]
    failing_since: datetime | None
    error: str


class MadeHookOut(HookOut):
    secret: str = Field(description="told once; messages are signed with it (Standard Webhooks)")


class HooksOut(Schema):
    rows: list[HookOut]


class DeliveryOut(Schema):
    id: int
    message: str
    type: str
    made_at: datetime
    tries: int
    status: int
    error: str
    sent_at: datetime | None
    given_up_at: datetime | None
    due_at: datetime


class DeliveriesOut(Schema):
    rows: list[DeliveryOut]
    next: int | None


class DoneOut(Schema):
    done: int


@router.get("/hooks", response=HooksOut)
def listing(request: PageRequest) -> HttpResponse:
    """The hooks of this token in use."""
    rows = queries.hooks_of(request.scope, _token(request))
    return json_answer({"rows": [_told(one) for one in rows]})


@router.post("/hooks", response={201: MadeHookOut})
def add(request: PageRequest, told: NewHookIn) -> HttpResponse:
    """Add a hook; it is told of what its token may read, at least once, for about 18 hours."""
    made = actions.add_hook(
        _token(request),
        name=told.name,
        address=told.address,
        events=told.events,
        by=request.scope,
        now=request.now,
    )
    return json_answer(_told(made) | {"secret": made.secret}, 201)


@router.post("/hooks/{record:pk}/drop", response=DoneOut)
def drop(request: PageRequest, pk: Id) -> HttpResponse:
    """Take a hook out of use."""
    hook = _own(request, pk)
    actions.drop_hook(hook, by=request.scope, now=request.now)
    return json_answer({"done": hook.pk})


@router.get("/hooks/{record:pk}/deliveries", response=DeliveriesOut)
def deliveries(request: PageRequest, pk: Id, limit: Limit = 50, offset: Offset = 0) -> HttpResponse:
    """The messages of a hook, the newest first."""
    rows = list(queries.deliveries(request.scope, _own(request, pk))[offset : offset + limit + 1])
    names = [name for name in DeliveryOut.model_fields if name != "message"]
    told = [
        {name: getattr(one, name) for name in names} | {"message": str(one.uid)}
        for one in rows[:limit]
    ]
    return json_answer({"rows": told, "next": offset + limit if len(rows) > limit else None})


@router.post("/hooks/{record:pk}/deliveries/{record:delivery}/replay", response=DoneOut)
def replay(request: PageRequest, pk: Id, delivery: Id) -> HttpResponse:
    """Send a message again, with the id that it had."""
    found = queries.delivery(request.scope, _own(request, pk), delivery)
    actions.replay(found, by=request.scope, now=request.now)
    return json_answer({"done": found.pk})


def _token(request: PageRequest) -> ApiToken:
    if request.token is None:
        raise DomainError(_("推送随令牌，请凭令牌设置。"))
    return request.token


def _own(request: PageRequest, pk: int) -> Hook:
    scope = request.scope
    return queries.one_hook(scope, queries.hooks_of(scope, _token(request)), pk)


def _told(hook: Hook) -> dict[str, Any]:
    return {
        "id": hook.pk,
        "name": hook.name,
        "address": hook.webhook,
        "events": hook.events,
        "failing_since": hook.failing_since,
        "error": hook.error,
    }
