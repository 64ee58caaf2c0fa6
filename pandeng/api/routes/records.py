"""Every kind of record: the list, one with its versions, and the verbs of what people keep by hand."""

import re
from typing import Any, Literal

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from pandeng.access import workable
from pandeng.access.actions import by_hand
from pandeng.access.records import one_of
from pandeng.access.request import PageRequest
from pandeng.api.steps import Day, Id, Limit, Offset
from pandeng.core.dates import parse_datetime
from pandeng.core.errors import DomainError, NotFound
from pandeng.core.refusal import json_answer
from pandeng.domain.indicators.query_params import parse_times
from pandeng.domain.registers.catalogue import REGISTERS
from pandeng.domain.registers.data import kinds_of, record_data, records_data
from pandeng.domain.registers.lists import ListQuery, choosable
from pandeng.domain.registers.register import Register

router = Router(tags=["records"])


class RecordIn(Schema):
    """The fields of the record by name: a reference by its id, a day as 2022-05-31."""

    values: dict[str, Any]
    why: str = Field("", max_length=200)
    seen: Id | None = Field(None, description="`version` of the record as it was read")


class VerbIn(Schema):
    values: dict[str, Any] = {}
    why: str = Field("", max_length=200)
    on: Day | None = Field(
        None,
        description="`end`: the last day on which it holds; `move`: the first day of the other",
    )


@router.get("/records")
def kinds(request: PageRequest) -> HttpResponse:
    """The kinds of records: path, title, fields, and whether this person may keep them by hand."""
    return json_answer({"rows": kinds_of(request.scope)})


# The longest address first: a path of a kind holds slashes itself.


@router.post("/records/{path:path}/{record:pk}/{verb}", include_in_schema=False)
def take(
    request: PageRequest,
    path: str,
    pk: Id,
    verb: Literal["move", "end", "withdraw", "restore"],
    told: VerbIn,
) -> HttpResponse:
    """Move, end or withdraw a record; `restore` takes the number of a version in place of the id."""
    register, scope = _register(path), request.scope
    work = register.work
    says: dict[str, Any] = {"why": told.why, "by": scope, "now": request.now}
    if verb == workable.RESTORE:
        record = by_hand.restore(work, pk, **says)
        return json_answer(record_data(register, scope, record))
    record = one_of(register.model, scope, pk)
    if verb == workable.WITHDRAW:
        by_hand.withdraw(work, record, **says)
        return json_answer({"withdrawn": pk})
    if verb == workable.MOVE:
        return _move(request, register, record, told)
    if not work.ends or told.on is None:
        raise DomainError(_("这类记录没有终止日期，或没有写明终止日期（on）。"))
    values = workable.read_values(work, told.values, work.ending, by=scope)
    by_hand.end(work, record, on=told.on, values=values, **says)
    return json_answer(record_data(register, scope, one_of(register.model, scope, pk)))


def _move(request: PageRequest, register: Register, record: Any, told: VerbIn) -> HttpResponse:
    """From `on` on the fact is another; the answer is the record that follows."""
    work, scope = register.work, request.scope
    if not work.moves or told.on is None:
        raise DomainError(_("这类记录不能变更，或没有写明从哪天起（on）。"))
    values = workable.read_values(work, told.values, work.moves, by=scope)
    says: dict[str, Any] = {"why": told.why, "by": scope, "now": request.now}
    made = by_hand.move(work, record, values, since=told.on, **says)
    found = one_of(register.model, scope, made.pk)
    return json_answer(record_data(register, scope, found))


@router.get("/records/{path:path}/{record:pk}", include_in_schema=False)
def one(request: PageRequest, path: str, pk: Id) -> HttpResponse:
    """One record: its fields, the number of its newest version, and its address."""
    register = _register(path)
    record = one_of(register.model, request.scope, pk, known_at=_times(request)["known_at"])
    return json_answer(record_data(register, request.scope, record))


@router.get("/records/{path:path}", include_in_schema=False)
def listing(
    request: PageRequest,
    path: str,
    q: str = "",
    sort: str = "",
    limit: Limit = 50,
    offset: Offset = 0,
    cursor: str | None = None,
    updated_since: str = "",
) -> HttpResponse:
    """Records in scope; filtered by the fields of the list, `as_of` and `known_at`, as its page is.

    `updated_since` leaves out what has not changed since. With `cursor` (empty to begin) they come in the
    order of their numbers, and the answer's `cursor` leads on.
    """
    register = _register(path)
    chosen = {name: request.GET.get(name, "").strip() for name in choosable(register)}
    query = ListQuery(
        words=q,
        chosen={name: value for name, value in chosen.items() if value},
        sort=sort,
        **_times(request),
        changed_since=parse_datetime(updated_since),
        after=None if cursor is None else _after(cursor),
    )
    at = 0 if query.after is not None else offset
    rows = records_data(register, request.scope, query, at, limit + 1)
    more = len(rows) > limit
    answer: dict[str, Any] = {"rows": rows[:limit], "next": None, "cursor": None}
    if more and query.after is None:
        answer["next"] = offset + limit
    elif more:
        answer["cursor"] = str(rows[limit - 1]["id"])
    return json_answer(answer)


def _after(cursor: str) -> int:
    """The number after which a cursor leads on."""
    if not re.fullmatch("[0-9]{0,18}", cursor):
        raise DomainError(_("cursor 不对，请用上一次答复中的 cursor。"))
    return int(cursor or 0)


@router.post("/records/{path:path}/{record:pk}", include_in_schema=False)
def correct(request: PageRequest, path: str, pk: Id, told: RecordIn) -> HttpResponse:
    """Correct some fields; the others stay. `seen` guards against overwriting what somebody changed."""
    register, scope = _register(path), request.scope
    record = one_of(register.model, scope, pk)
    work = register.work
    says: dict[str, Any] = {"why": told.why, "by": scope, "now": request.now}
    values = workable.read_values(work, told.values, work.asked(is_new=False), by=scope)
    by_hand.correct(work, record, values, seen=told.seen, **says)
    return json_answer(record_data(register, scope, one_of(register.model, scope, pk)))


@router.post("/records/{path:path}", include_in_schema=False)
def enter(request: PageRequest, path: str, told: RecordIn) -> HttpResponse:
    """Enter a record, by the same form and action as the page."""
    register, scope = _register(path), request.scope
    work = register.work
    says: dict[str, Any] = {"why": told.why, "by": scope, "now": request.now}
    values = workable.read_values(work, told.values, work.fields, by=scope, is_new=True)
    made = by_hand.enter(work, values, **says)
    found = one_of(register.model, scope, made.pk)
    return json_answer(record_data(register, scope, found), status=201)


def _register(path: str) -> Register:
    if path not in REGISTERS:
        raise NotFound(_("没有这类记录。"))
    return REGISTERS[path]


def _times(request: PageRequest) -> dict[str, Any]:
    return parse_times(request.GET)
