"""Demands as Open311 GeoReport v2 tells them: classes are services, demands are requests."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from pandeng.access.scope import Scope
from pandeng.core.errors import NotFound
from pandeng.domain.demands.models import Demand, DemandClass
from pandeng.domain.demands.queries import OPEN, matters
from pandeng.domain.demands.workflow import LOOP

MOST = 1000  # requests of one answer, as the standard says


@dataclass(frozen=True)
class ServiceLine:
    service_code: str
    service_name: str


@dataclass(frozen=True)
class RequestLine:
    """One demand; what the office does not keep (a place on the map, a picture) is null."""

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
    address: str | None = None
    lat: float | None = None
    long: float | None = None
    media_url: str | None = None


def services(scope: Scope) -> list[ServiceLine]:
    return [ServiceLine(one.code, one.name) for one in matters(scope)]


def service(scope: Scope, code: str) -> DemandClass:
    found = next((one for one in matters(scope) if one.code == code), None)
    if found is None:
        raise NotFound(_("没有这类诉求。"))
    return found


def requests(
    scope: Scope,
    *,
    ids: Sequence[int] = (),
    code: str = "",
    status: str = "",
    since: date | None = None,
    until: date | None = None,
) -> list[RequestLine]:
    """Demands in sight, the newest first."""
    rows = Demand.objects.visible_to(scope).select_related("matter", "department", "enterprise")
    if ids:
        rows = rows.filter(pk__in=ids)
    if code:
        rows = rows.filter(matter__code=code)
    if status == "open":
        rows = rows.filter(status__in=OPEN)
    elif status == "closed":
        rows = rows.exclude(status__in=OPEN)
    if since:
        rows = rows.filter(received_on__gte=since)
    if until:
        rows = rows.filter(received_on__lte=until)
    return [_line(one) for one in rows.order_by("-received_on", "-id")[:MOST]]


def _line(demand: Demand) -> RequestLine:
    return RequestLine(
        service_request_id=str(demand.pk),
        status="open" if demand.status in OPEN else "closed",
        status_notes=_(LOOP.status_words[demand.status]),
        service_name=demand.matter.name,
        service_code=demand.matter.code,
        description=demand.title,
        agency_responsible=str(demand.department) if demand.department else None,
        requested_datetime=_midnight(demand.received_on) or "",
        expected_datetime=_midnight(demand.next_due_on),
        updated_datetime=_midnight(demand.closed_on),
    )


def _midnight(day: date | None) -> str | None:
    """The beginning of a day at the office."""
    return None if day is None else f"{day.isoformat()}T00:00:00+08:00"
