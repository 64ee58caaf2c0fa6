"""Innovation platforms that work on a demand."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.access.workable import END, ENTER, Workable
from pandeng.core.verdict import ALLOW, Verdict, deny
from pandeng.domain.demands.models import Demand, DemandPlatform
from pandeng.domain.demands.queries import OPEN


def _demands(by: Scope, known: Mapping[str, Any]) -> "QuerySet[Demand]":
    """Those still open; or the one that the page before knew."""
    rows = Demand.objects.visible_to(by).order_by("-received_on", "-id")
    given = known.get("demand")
    if isinstance(given, Demand) or str(given or "").isdigit():
        return rows.filter(pk=getattr(given, "pk", None) or int(str(given)[:18]))
    return rows.filter(status__in=OPEN)


def _check_platform(work: DemandPlatform, by: Scope, today: date) -> Verdict:
    if work.since < work.demand.received_on:
        said = gettext_noop("诉求%(day)s才收到，协作不能更早。")
        return deny(said, day=work.demand.received_on)
    closed = work.platform.closed_on
    if closed and (work.until is None or work.until > closed):
        return deny(gettext_noop("平台已于%(day)s撤并。"), day=closed)
    return ALLOW


PLATFORM_WORK = Workable(
    model=DemandPlatform,
    code="demands.platform",
    noun=gettext_noop("协作平台"),
    permission=Permission.DEMAND_HANDLE,
    fields=("demand", "platform", "task", "since"),
    fixed=("demand", "platform"),
    ends="until",
    ending=("result",),
    check=_check_platform,
    rows={"demand": _demands},
    words={ENTER: gettext_noop("登记协作平台"), END: gettext_noop("协作完成")},
)
