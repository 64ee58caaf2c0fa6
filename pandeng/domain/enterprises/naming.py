"""Which name an enterprise bore on a day, as the office knew it at a time; and who bears a name."""

from datetime import date, datetime
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from pandeng.core.errors import DomainError
from pandeng.core.history import as_of_system_time, version_model
from pandeng.domain.enterprises import rules
from pandeng.domain.enterprises.models import Enterprise, EnterpriseName, NameKind


def name_then(enterprise_id: str, name: str, on: date | None, known_at: datetime | None) -> Any:
    """The name in force on a day, as an expression over any rows: `enterprise_id` is the path of the
    enterprise's id in them, `name` that of its present name. Without a day, that of `known_at`."""
    day = on or timezone.localdate(known_at)
    former = (
        as_of_system_time(EnterpriseName, known_at)
        .filter(enterprise_id=OuterRef(enterprise_id), kind=NameKind.FORMER, until__gte=day)
        .order_by("until", "id")
        .values("name")[:1]
    )
    if known_at is None:
        return Coalesce(Subquery(former), F(name))
    version = (
        version_model(Enterprise)
        .objects.filter(id=OuterRef(enterprise_id), history_date__lte=known_at)
        .order_by("-history_date", "-history_id")
        .values("name")[:1]
    )
    return Coalesce(Subquery(former), Subquery(version), F(name))


def name_on(enterprise_id: int, on: date | None, known_at: datetime | None) -> str:
    """The name one enterprise bore on a day, as known."""
    rows = Enterprise.objects.filter(pk=enterprise_id)
    found = rows.annotate(then=name_then("id", "name", on, known_at)).values_list("then", flat=True)
    return str(found.first() or "")


def bearer(
    cluster_id: int, name: str, *, but: Enterprise | None = None
) -> tuple[Enterprise, str] | None:
    """The enterprise that bears this name, or bore it, and as what; spelling differences do not count.

    A full name comes before a former one, a former one before another spelling.
    """
    wanted = rules.plain(name)
    near = Enterprise.objects.filter(
        cluster_id=cluster_id, merged_into__isnull=True, search_text__finds=rules.asked(wanted)
    )
    if but is not None:
        near = near.exclude(pk=but.pk)
    others: dict[int, list[tuple[str, str]]] = {}
    for other in EnterpriseName.objects.filter(enterprise__in=near.values("pk")):
        others.setdefault(other.enterprise_id, []).append((other.kind, other.name))
    for how in ("full", NameKind.FORMER, NameKind.ALIAS, NameKind.SHORT):
        for one in near.order_by("id"):
            borne = [("full", one.name), *others.get(one.pk, [])]
            if any(kind == how and rules.plain(other) == wanted for kind, other in borne):
                return one, str(how)
    return None


def refuse_taken(
    cluster_id: int, name: str, *, but: Enterprise | None = None, confirmed: bool = False
) -> None:
    """Refuse a name that another enterprise bears; one it bore earlier may be taken when confirmed."""
    borne = bearer(cluster_id, name, but=but)
    if borne is None or borne[1] == NameKind.SHORT:
        return
    other, how = borne
    if how == "full":
        raise DomainError(
            _(
                "“%(name)s”已由另一家企业使用（统一社会信用代码%(code)s），请核对；如是同一家企业，请用“合并”。"
            )
            % {"name": other.name, "code": other.code}
        )
    if not confirmed:
        raise DomainError(
            _("“%(name)s”曾是“%(other)s”的名称。确实不是同一家的，请勾选“已核对”后再保存。")
            % {"name": name, "other": other.name}
        )


__all__ = ["bearer", "name_on", "name_then", "refuse_taken"]
