"""Tables sent in: what they would change, writing them, taking them back; the template to fill in."""

import re
from typing import Any
from urllib.parse import unquote

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from pandeng.access.request import PageRequest
from pandeng.core.errors import DomainError
from pandeng.core.refusal import json_answer, refusal
from pandeng.domain.exchange.imports import kept
from pandeng.domain.exchange.imports.actions import commit, take_back
from pandeng.domain.exchange.imports.kinds import kind_of
from pandeng.domain.exchange.imports.records import (
    STATES,
    ImportLine,
    SentFile,
    columns_of,
    preview,
)
from pandeng.domain.exchange.imports.tables import MAX_BYTES
from pandeng.domain.registers.catalogue import register_named

router = Router(tags=["imports"])
SHOWN = 500  # lines of a preview
UID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class ReadingIn(Schema):
    """How a file is read: the sheet, and the field of a column by its place from 0."""

    file: str = Field(max_length=600, description="`file` of the preview")
    sheet: str = Field("", max_length=100)
    columns: dict[str, str] = {}


class CommitIn(ReadingIn):
    why: str = Field(max_length=200, min_length=1)
    skips_wrong: bool = Field(False, description="write the other lines")
    confirmed: bool = Field(False, description="the doubtful lines were looked at")


@router.post("/imports/{path:path}/send", include_in_schema=False)
def send(request: PageRequest, path: str) -> HttpResponse:
    """Send a file as it is; the answer is its preview and the name under which it is kept for a day."""
    register, data = register_named(path), request.body
    name = unquote(request.headers.get("X-File-Name", "")) or "api.csv"
    if len(data) > MAX_BYTES:
        return refusal(413, _("文件超过20 MB，请拆分后分别上传。"))
    if not data:
        raise DomainError(_("请选择文件，或粘贴表格。"))
    request.scope.may(kind_of(register).permission).require()
    token = kept.keep(name, data, request.scope)
    return _preview(request, path, ReadingIn(file=token, sheet="", columns={}))


@router.post("/imports/{path:path}/preview", include_in_schema=False)
def show(request: PageRequest, path: str, told: ReadingIn) -> HttpResponse:
    """Look at a kept file again, with another sheet or other columns. Nothing is written."""
    return _preview(request, path, told)


@router.post("/imports/{path:path}/commit", include_in_schema=False)
def write(request: PageRequest, path: str, told: CommitIn) -> HttpResponse:
    """Write a kept file as one change; `uid` takes it back within a day."""
    sent = _sent(request, told, told.skips_wrong)
    counts, uid = commit(
        kind_of(register_named(path)),
        sent,
        confirmed=told.confirmed,
        why=told.why,
        by=request.scope,
        now=request.now,
    )
    return json_answer({"uid": uid, "counts": counts}, 201)


@router.post("/imports/{path:path}/{uid}/undo", include_in_schema=False)
def undo(request: PageRequest, path: str, uid: str) -> HttpResponse:
    """Take an import back, all or none, within a day."""
    if not UID.fullmatch(uid):
        raise DomainError(_("没有这次导入。"))
    kind = kind_of(register_named(path))
    return json_answer({"touched": take_back(kind, uid, by=request.scope, now=request.now)})


def _preview(request: PageRequest, path: str, told: ReadingIn) -> HttpResponse:
    kind = kind_of(register_named(path))
    seen = preview(kind, _sent(request, told), by=request.scope, now=request.now)
    ordered = sorted(seen.lines, key=lambda line: (STATES.index(line.state), line.number))
    return json_answer(
        {
            "file": told.file,
            "sheets": [sheet.name for sheet in seen.sheets],
            "sheet": seen.table.sheet.name,
            "fields": columns_of(kind),
            "titles": seen.table.titles,
            "columns": {str(place): name for place, name in seen.table.columns.items()},
            "counts": seen.counts,
            "lines": [_line(line) for line in ordered[:SHOWN]],
        }
    )


def _line(line: ImportLine) -> dict[str, Any]:
    return {
        "line": line.number,
        "state": line.state,
        "cells": line.cells,
        "changes": [{"title": c.title, "old": c.old, "new": c.new} for c in line.changes],
        "wrong": [{"column": title, "said": said} for title, said in line.said],
        "doubt": line.doubt,
    }


def _sent(request: PageRequest, told: ReadingIn, skips_wrong: bool = False) -> SentFile:
    name, data = kept.kept(told.file, request.scope)
    columns = {int(at): of for at, of in told.columns.items() if re.fullmatch("[0-9]{1,3}", at)}
    return SentFile(name, data, told.sheet, columns, skips_wrong)
