"""The list and the detail page of every kind of record."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from pandeng.access.request import PageRequest
from pandeng.access.scope import Scope
from pandeng.domain.exchange.xlsx import workbook
from pandeng.domain.indicators.query_params import parse_times
from pandeng.domain.registers.catalogue import REGISTERS
from pandeng.domain.registers.lists import ListQuery, choosable, export_of, filters_of, list_page
from pandeng.domain.registers.record import list_verbs_of, record_page
from pandeng.domain.registers.register import Register
from pandeng.web.ui.download import download


@require_GET
def listing(request: PageRequest, path: str) -> HttpResponse:
    """A list: filters, search, order, pages of fifty; a fixed number of queries whatever its length."""
    register, scope = REGISTERS[path], request.scope
    query = query_of(request, register)
    if request.GET.get("format") == "xlsx":
        return _download(register, scope, query)
    verbs = list_verbs_of(register, scope)
    return render(
        request,
        "registers/list.html",
        {
            "register": register,
            "columns": [(column, register.column_title(column)) for column in register.columns],
            "order": query.sort or register.order,
            "page": list_page(register, scope, query, request.GET.get("page")),
            "filters": filters_of(register, scope, query),
            "fixed": [
                (name, value)
                for name, value in query.chosen.items()
                if name not in register.filters
            ],
            "query": query,
            "known_at": request.GET.get("known_at", ""),
            "verbs": verbs,
            "may_enter": any(verb.may for verb in verbs),
            "withdrawn_url": register.withdrawn_url(scope),
            "bulk_url": register.bulk_url(scope),
            "import_url": register.import_url(scope),
        },
    )


@require_GET
def detail(request: PageRequest, path: str, pk: int) -> HttpResponse:
    """A record: its facts, what belongs to it, and every version of it."""
    asked = parse_times(request.GET)
    page = record_page(REGISTERS[path], request.scope, pk, **asked)
    return render(request, "registers/detail.html", {"page": page, **asked})


def query_of(request: PageRequest, register: Register) -> ListQuery:
    chosen = {name: request.GET.get(name, "").strip() for name in choosable(register)}
    return ListQuery(
        words=request.GET.get("q", ""),
        chosen={name: value for name, value in chosen.items() if value},
        sort=request.GET.get("sort", ""),
        **parse_times(request.GET),
    )


def _download(register: Register, scope: Scope, query: ListQuery) -> HttpResponse:
    export = export_of(register, scope, query)
    data = workbook(str(register.title), export.notes, export.titles, export.rows)
    return download(data, f"{register.path.replace('/', '-')}.xlsx")
