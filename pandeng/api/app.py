"""The interface with its routes, and what a refusal looks like."""

from django.http import HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.security import django_auth

from pandeng.access.request import PageRequest
from pandeng.api.routes import demands, duplicates, figures, instructions, records
from pandeng.core.errors import Busy, DomainError, NotFound

api = NinjaAPI(title="Pandeng", version="1", auth=django_auth, docs_url=None)
for routes in (demands, duplicates, instructions, figures, records):
    api.add_router("", routes.router)


@api.exception_handler(NotFound)
def _missing(request: PageRequest, error: NotFound) -> HttpResponse:
    return JsonResponse({"error": error.message}, status=404)


@api.exception_handler(Busy)
def _busy(request: PageRequest, error: Busy) -> HttpResponse:
    return JsonResponse({"error": error.message}, status=503)


@api.exception_handler(DomainError)
def _refused(request: PageRequest, error: DomainError) -> HttpResponse:
    return JsonResponse({"error": error.message}, status=422)


@api.exception_handler(ValidationError)
def _malformed(request: PageRequest, error: ValidationError) -> HttpResponse:
    where = [".".join(str(part) for part in one["loc"]) + ": " + one["msg"] for one in error.errors]
    return JsonResponse({"error": "; ".join(where)}, status=400)
