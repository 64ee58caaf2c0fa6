"""Opening an office (cluster, first administrator, policy pack) and closing it, by the program itself."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.actions import give_password, require_system
from pandeng.access.invitations import digest_of
from pandeng.access.models import Cluster, Department, Membership, User
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, EditConflict, require_reason
from pandeng.core.language import office_language
from pandeng.domain.offices import rules
from pandeng.domain.offices.models import OpeningKey
from pandeng.domain.offices.queries import opening_key
from pandeng.domain.packs.actions import load_within
from pandeng.domain.packs.schema import Pack

EASY_TO_READ = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is taken for something else


@dataclass(frozen=True)
class Opening:
    """What an office begins with. `display_name`: the administrator's, where it is known."""

    code: str
    name: str
    pack: Pack
    username: str
    display_name: str = ""


@dataclass(frozen=True)
class Opened:
    """`password` opens one page, on which the administrator sets another; it is told here once."""

    cluster: Cluster
    administrator: User
    password: str


OPEN_OFFICE = Action("offices.open", gettext_noop("开设专班"))


def open_office(opening: Opening, *, key: str | None = None, by: Scope, now: datetime) -> Opened:
    """Open an office with its pack and its first administrator: all of it or nothing.

    `key`: that of the opening page, used up by it; a command on the server needs none.
    """
    require_system(by)
    rules.may_be_called(opening.code, opening.name).require()
    rules.may_administer(opening.username, opening.display_name).require()
    password = _one_time_password()
    with Change(OPEN_OFFICE, by=by, now=now) as change:
        if key is not None:
            _use(change, key)
        cluster = _cluster(change, opening)
        load_within(change, opening.pack, cluster, Scope.of_system(cluster.pk, by.name))
        administrator = _administrator(change, cluster, opening, password)
    return Opened(cluster, administrator, password)


def _use(change: Change, key: str) -> None:
    """Of two that come with one key at once the second finds it used."""
    known = opening_key(Scope.of_system(None), key)
    unused = OpeningKey.objects.filter(pk=known.pk, used_at=None)
    if not change.update_where(unused, used_at=change.now):
        raise EditConflict


def _cluster(change: Change, opening: Opening) -> Cluster:
    known = Cluster.objects.filter(code=opening.code).first()
    if known is not None:
        raise DomainError(
            _("代码“%(code)s”已由“%(name)s”使用，请换一个代码。")
            % {"code": known.code, "name": known.name}
        )
    cluster = change.add(Cluster(code=opening.code, name=opening.name.strip()))
    change.about(cluster)
    change.cluster_id = cluster.pk
    return cluster


def _administrator(change: Change, cluster: Cluster, opening: Opening, password: str) -> User:
    if User.objects.filter(username__iexact=opening.username).exists():
        raise DomainError(_("用户名“%(name)s”已有人使用，请换一个。") % {"name": opening.username})
    name = opening.display_name.strip() or _("系统管理员")
    user = User(username=opening.username, display_name=name, password_is_temporary=True)
    give_password(user, password)
    change.add(user)
    change.add(
        Membership(
            cluster=cluster,
            user=user,
            department=_office_unit(change, cluster),
            role="administrator",
            since=timezone.localdate(change.now),
        )
    )
    return user


@office_language()
def _office_unit(change: Change, cluster: Cluster) -> Department:
    """The task force itself: as the pack names it, else named after the cluster."""
    units = Department.objects.filter(cluster=cluster, kind="cluster_office").order_by("id")
    return units.first() or change.add(
        Department(
            cluster=cluster,
            kind="cluster_office",
            code="office",
            name=_("%(cluster)s专班") % {"cluster": cluster.name},
        )
    )


def _one_time_password() -> str:
    """Sixteen letters in groups of four: about 79 bits, and read over the telephone without a doubt."""
    letters = [secrets.choice(EASY_TO_READ) for _n in range(16)]
    return "-".join("".join(letters[at : at + 4]) for at in range(0, 16, 4))


CLOSE_OFFICE = Action("offices.close", gettext_noop("关闭专班"))


def close_office(cluster: Cluster, *, why: str, by: Scope, now: datetime) -> None:
    """Nobody enters it any more and no deadline is watched; its records stay as they are."""
    require_system(by)
    rules.may_close(cluster.closed_at).require()
    require_reason(why, _("关闭专班须写明原因。"))
    with Change(CLOSE_OFFICE, by=by, now=now, why=why.strip()) as change:
        change.save(cluster, closed_at=now)


REOPEN_OFFICE = Action("offices.reopen", gettext_noop("重新开放专班"))


def reopen_office(cluster: Cluster, *, by: Scope, now: datetime) -> None:
    require_system(by)
    rules.may_reopen(cluster.closed_at).require()
    with Change(REOPEN_OFFICE, by=by, now=now) as change:
        change.save(cluster, closed_at=None)


ISSUE_KEY = Action("offices.issue_key", gettext_noop("签发开设口令"))


def issue_key(*, by: Scope, now: datetime) -> str:
    """A new key for the opening page; those of earlier starts no longer open anything."""
    require_system(by)
    key = secrets.token_urlsafe(16)
    with Change(ISSUE_KEY, by=by, now=now) as change:
        for old in OpeningKey.objects.filter(used_at=None):
            change.remove(old)
        change.add(OpeningKey(digest=digest_of(key), issued_at=now))
    return key
