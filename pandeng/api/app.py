"""The interface with its routes, and what a refusal looks like."""

from functools import lru_cache
from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import django_auth

from pandeng.access.request import PageRequest
from pandeng.api.document import Document
from pandeng.api.entry import Token
from pandeng.api.routes import (
    calendar,
    demands,
    duplicates,
    figures,
    hooks,
    imports,
    instructions,
    open311,
    processes,
    records,
)
from pandeng.core.errors import Busy, DomainError, EditConflict, NotFound
from pandeng.core.refusal import json_answer, refusal

api = NinjaAPI(
    title="Pandeng", version="1", auth=[Token(), django_auth], docs_url=None, openapi_url=None
)
for routes in (
    demands,
    duplicates,
    instructions,
    figures,
    calendar,
    open311,
    hooks,
    imports,
    processes,
    records,
):
    api.add_router("", routes.router)


def document() -> dict[str, Any]:
    """The OpenAPI document in the reader's language."""
    return _document(get_language())


@lru_cache(maxsize=4)
def _document(_language: str) -> dict[str, Any]:
    return Document(api.get_openapi_schema()).whole()


@api.get("/openapi.json", include_in_schema=False, url_name="openapi")
def openapi(request: PageRequest) -> HttpResponse:
    """The document, for programs; people read it at the reference page."""
    return json_answer(document())


@api.exception_handler(NotFound)
def _missing(request: PageRequest, error: NotFound) -> HttpResponse:
    return refusal(404, error.message)


@api.exception_handler(Busy)
def _busy(request: PageRequest, error: Busy) -> HttpResponse:
    return refusal(503, error.message)


@api.exception_handler(EditConflict)
def _overtaken(request: PageRequest, error: EditConflict) -> HttpResponse:
    return refusal(409, error.message)


@api.exception_handler(DomainError)
def _refused(request: PageRequest, error: DomainError) -> HttpResponse:
    return refusal(422, error.message)


@api.exception_handler(ValidationError)
def _malformed(request: PageRequest, error: ValidationError) -> HttpResponse:
    """What is wrong, by its place in the address or in what was sent."""
    wrong = [(".".join(map(str, one["loc"])), str(one["msg"])) for one in error.errors]
    return refusal(422, "; ".join(f"{at}: {said}" for at, said in wrong), wrong)


@api.exception_handler(AuthenticationError)
def _stranger(request: PageRequest, error: AuthenticationError) -> HttpResponse:
    return refusal(401, _("请先登录，或在 Authorization 中带上令牌。"))


@api.exception_handler(HttpError)
def _unreadable(request: PageRequest, error: HttpError) -> HttpResponse:
    said = {400: _("请求内容不是有效的 JSON。"), 403: _("页面已过期，请刷新后再试。")}
    return refusal(error.status_code, said.get(error.status_code, str(error)))
