"""Who asks, what they may do and which rows they may see. Pure: it is built once and passed along."""

from dataclasses import dataclass, field, fields
from datetime import date

from django.utils.translation import gettext as _

from pandeng.access.permissions import Permission
from pandeng.access.roles import (
    ALL,
    COUNTY,
    DEPARTMENT,
    GUARDED_KINDS,
    NO_BUSINESS,
    OPEN_KINDS,
    OUTSIDE,
    PLAIN_KINDS,
    READ_BY_PERMISSION,
    ROLES,
    SERVED,
)
from pandeng.core.errors import DomainError
from pandeng.core.verdict import ALLOW, Verdict, deny

Ids = frozenset[int]
NONE: Ids = frozenset()


@dataclass(frozen=True)
class Rows:
    """Which rows of a kind: everything of the cluster, or those with one of these keys."""

    everything: bool = False
    counties: Ids = NONE
    departments: Ids = NONE
    enterprises: Ids = NONE
    outside: bool = False  # the office: of these rows only what is addressed outwards

    @property
    def nothing(self) -> bool:
        return not (self.everything or self.counties or self.departments or self.enterprises)


@dataclass(frozen=True)
class Scope:
    """One person in one cluster on one day, or the system itself (no user, every role's rows).

    `counties`, `departments` and `enterprises` are the ids that the person's memberships reach:
    own counties, own departments, enterprises served or owned.
    """

    cluster_id: int | None
    user_id: int | None
    name: str
    roles: frozenset[str] = frozenset()
    counties: Ids = NONE
    departments: Ids = NONE
    enterprises: Ids = NONE
    on: date | None = None
    has_unit_changes: bool = False  # some unit of the office was merged or split
    system: bool = field(default=False)

    @classmethod
    def of_system(cls, cluster_id: int | None, name: str = "系统") -> "Scope":
        """The program itself: commands on the server and jobs."""
        return cls(cluster_id=cluster_id, user_id=None, name=name, system=True)

    def may(self, permission: Permission) -> Verdict:
        """May this person do this? The sentence says who may."""
        if self.system or any(permission in ROLES[role].may for role in self.roles):
            return ALLOW
        able = "、".join(str(role.title) for role in ROLES.values() if permission in role.may)
        return deny(_("您的角色没有这项权限，可由%(roles)s办理。") % {"roles": able})

    def rows(self, kind: str) -> Rows:
        """Which rows of a kind of record this person reads."""
        if self.system:
            return Rows(everything=True)
        if kind in GUARDED_KINDS:
            return Rows(everything=bool(self.may(GUARDED_KINDS[kind])))
        if kind in READ_BY_PERMISSION and not self.may(READ_BY_PERMISSION[kind]):
            return Rows()
        reaches = {ROLES[role].rows for role in self.roles}
        is_open = kind in PLAIN_KINDS or (kind in OPEN_KINDS and self.does_business)
        if ALL in reaches or (self.roles and is_open):
            return Rows(everything=True)
        return Rows(
            counties=self.counties if COUNTY in reaches else NONE,
            departments=self.departments if reaches & {DEPARTMENT, COUNTY} else NONE,
            enterprises=self.enterprises if SERVED in reaches else NONE,
            outside=self.is_outside,
        )

    @property
    def does_business(self) -> bool:
        """Does this person take part in the office's work? Who only administers reads none of it."""
        return self.system or any(ROLES[role].rows != NO_BUSINESS for role in self.roles)

    @property
    def is_outside(self) -> bool:
        """Does this person stand outside the office, its units and its officers alone?"""
        return not self.system and bool(self.roles) and self.roles <= OUTSIDE

    def reads_contacts_of(self, enterprise_id: int) -> bool:
        """Whole names and numbers of an enterprise's people: for the office, and for those who serve
        the enterprise or belong to it. Everybody else reads them masked."""
        return bool(self.may(Permission.READ_CONTACTS)) or enterprise_id in self.enterprises

    def as_text(self) -> str:
        """The whole scope, its sets in order: equal scopes give equal texts in every process."""
        values = (getattr(self, item.name) for item in fields(self))
        return repr([sorted(v) if isinstance(v, frozenset) else v for v in values])

    def in_cluster(self) -> int:
        """The cluster's id; refuses where there is none."""
        if self.cluster_id is None:
            raise DomainError(_("请先选择一个集群。"))
        return self.cluster_id
