"""The document for people: every address with what it asks and answers, a group of records at a time."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from pandeng.access.request import PageRequest
from pandeng.api.app import document
from pandeng.api.document import METHODS, REFUSED
from pandeng.domain.registers.catalogue import REGISTERS

# Groups that are no kind of record.
GROUPS = {
    "calendar": _("日历订阅"),
    "duplicates": _("疑似重复"),
    "figures": _("指标"),
    "hooks": _("事件推送"),
    "open311": "Open311",
    "records": _("台账目录"),
    "reports": _("诉求统计"),
}


@dataclass(frozen=True)
class FieldLine:
    """One thing that is sent: its name, type, whether it must be, and what it is."""

    name: str
    kind: str
    needed: bool
    said: str


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    summary: str
    parameters: list[FieldLine]
    body: list[FieldLine]
    answers: list[FieldLine]
    id: str


@require_GET
def page(request: PageRequest) -> HttpResponse:
    """One group in full, with the list of groups."""
    told = document()
    groups = sorted({one["tags"][0] for one in _all(told).values() if one.get("tags")})
    chosen = request.GET.get("of", "")
    chosen = chosen if chosen in groups else "demands"
    shown = {
        "groups": [(name, _title(name)) for name in groups],
        "chosen": chosen,
        "operations": [
            _operation(told, method, path, one)
            for (path, method), one in _all(told).items()
            if chosen in one.get("tags", ())
        ],
        "refused": REFUSED,
    }
    return render(request, "reference/page.html", shown)


def _all(told: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (path, method): one
        for path, found in told["paths"].items()
        for method, one in found.items()
        if method in METHODS
    }


def _title(name: str) -> str:
    return str(REGISTERS[name].title if name in REGISTERS else GROUPS.get(name, name))


def _operation(told: dict[str, Any], method: str, path: str, one: dict[str, Any]) -> Operation:
    sent: dict[str, Any] = next(iter(one.get("requestBody", {}).get("content", {}).values()), {})
    answered: dict[str, Any] = next(
        (answer for status, answer in one["responses"].items() if status.startswith("2")), {}
    )
    told_back: dict[str, Any] = answered.get("content", {}).get("application/json", {})
    return Operation(
        method=method.upper(),
        path=path,
        summary=one.get("description", one.get("summary", "")).partition("\n")[0],
        parameters=[
            FieldLine(
                given["name"],
                _kind(given["schema"]),
                given.get("required", False),
                given.get("description") or given["schema"].get("title", ""),
            )
            for given in one.get("parameters", ())
        ],
        body=_fields(told, sent.get("schema", {})),
        answers=_fields(told, told_back.get("schema", {})),
        id=one["operationId"],
    )


def _fields(told: dict[str, Any], schema: dict[str, Any], before: str = "") -> list[FieldLine]:
    """The fields of an object, those of an object inside beneath it."""
    schema = _whole(told, schema)
    found = []
    for name, of in schema.get("properties", {}).items():
        of = _whole(told, of)
        needed = name in schema.get("required", ())
        found.append(
            FieldLine(
                f"{before}{name}", _kind(of), needed, of.get("title") or of.get("description", "")
            )
        )
        inner = of.get("items", of) if isinstance(of.get("items", of), dict) else {}
        if not before:
            found += (
                _fields(told, inner, f"{name}.") if _whole(told, inner).get("properties") else []
            )
    return found


def _whole(told: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    return dict(told["components"]["schemas"][name]) if name else schema


def _kind(schema: dict[str, Any]) -> str:
    kinds = schema.get("type", "")
    written = "、".join(kinds) if isinstance(kinds, list) else str(kinds)
    codes = "、".join(str(code) for code in schema.get("enum", ()) if code is not None)
    return codes[:200] if codes else schema.get("format") or written
