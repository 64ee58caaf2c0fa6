"""Which offices there are on this installation. For the program itself: an office knows no other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min, QuerySet
from django.utils.translation import gettext as _

from pandeng.access.invitations import digest_of
from pandeng.access.models import Cluster, Membership
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError, NotFound
from pandeng.core.history import version_model
from pandeng.domain.offices.models import OpeningKey
from pandeng.domain.packs.models import LoadedPack


@dataclass(frozen=True)
class OfficeLine:
    """An office as `pandeng office list` tells it."""

    code: str
    name: str
    opened_at: datetime
    closed_at: datetime | None
    is_demo: bool
    pack: str
    administrators: Sequence[str]


def _all(scope: Scope) -> QuerySet[Cluster]:
    found: QuerySet[Cluster] = Cluster.objects.order_by("pk")
    return found if scope.system else found.none()


def is_any_open(scope: Scope) -> bool:
    """Is there an office that people can enter?"""
    return _all(scope).filter(closed_at=None).exists()


def is_any_demo(scope: Scope) -> bool:
    return _all(scope).filter(closed_at=None, is_demo=True).exists()


class WrongKey(DomainError):
    """A key that opens nothing: none that was printed, or one of an earlier start."""


class AlreadyOpen(DomainError):
    """The page has done what it is for."""


def opening_key(scope: Scope, key: str) -> OpeningKey:
    """The key of the opening page as it was issued, while there is something to open."""
    found = OpeningKey.objects.filter(digest=digest_of(key)).first()
    if found is None:
        raise WrongKey(_("开设口令不对，请照启动程序的窗口中最新的一行填写。"))
    if found.used_at or is_any_open(scope):
        raise AlreadyOpen(_("这个开设口令已经用过，或专班已另行开设，请直接登录。"))
    return found


def by_code(scope: Scope, code: str) -> Cluster:
    found = _all(scope).filter(code=code).first()
    if found is None:
        codes = "、".join(_all(scope).values_list("code", flat=True)) or _("还没有专班")
        raise NotFound(
            _("没有代码为“%(code)s”的专班，现有：%(codes)s。") % {"code": code, "codes": codes}
        )
    return found


def offices(scope: Scope) -> list[OfficeLine]:
    """Every office, the closed ones too, in the order in which they were opened."""
    versions = version_model(Cluster).objects.values("id").annotate(at=Min("history_date"))
    opened = dict(versions.values_list("id", "at"))
    packs = {pack.cluster_id: str(pack) for pack in LoadedPack.objects.order_by("loaded_at", "id")}
    held = Membership.objects.filter(role="administrator", until=None).select_related("user")
    administrators: dict[int, list[str]] = {}
    for membership in held.order_by("since", "id"):
        administrators.setdefault(membership.cluster_id, []).append(membership.user.username)
    return [
        OfficeLine(
            code=cluster.code,
            name=cluster.name,
            opened_at=opened[cluster.pk],
            closed_at=cluster.closed_at,
            is_demo=cluster.is_demo,
            pack=packs.get(cluster.pk, ""),
            administrators=administrators.get(cluster.pk, ()),
        )
        for cluster in _all(scope)
    ]
