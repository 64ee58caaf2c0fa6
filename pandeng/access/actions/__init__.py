"""Making clusters, units and people, and giving and ending their memberships."""

from datetime import date, datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access import queries, rules
from pandeng.access import second_factor as second_factor  # registers its actions with these
from pandeng.access.models import Cluster, Department, Membership, User
from pandeng.access.permissions import Permission
from pandeng.access.roles import ROLES
from pandeng.access.scope import Scope
from pandeng.core import audit
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError
from pandeng.core.models import AuditEvent

OPEN_CLUSTER = Action("access.open_cluster", gettext_noop("开设集群"))


def open_cluster(
    *,
    code: str,
    name: str,
    city_code: str,
    data_through: date | None = None,
    is_demo: bool = False,
    clock_lag: timedelta | None = None,
    by: Scope,
    now: datetime,
) -> Cluster:
    """Open a bare cluster; `offices.actions.open_office` opens one that people can work in."""
    require_system(by)
    with Change(OPEN_CLUSTER, by=by, now=now) as change:
        return change.add(
            Cluster(
                code=code,
                name=name,
                city_code=city_code,
                data_through=data_through,
                is_demo=is_demo,
                clock_lag=clock_lag,
            )
        )


def require_system(by: Scope) -> None:
    """Opening and closing a cluster is for the program itself: a command on the server."""
    if not by.system:
        raise DomainError(_("新集群由系统管理员在服务器上用命令开设。"))


ADD_DEPARTMENT = Action("access.add_department", gettext_noop("新增单位"), Permission.EDIT_USER)


def add_department(
    *, kind: str, code: str, name: str, short_name: str = "", by: Scope, now: datetime
) -> Department:
    """A unit; lists and figures name it by its short name, which is the whole name where none is told."""
    with Change(ADD_DEPARTMENT, by=by, now=now) as change:
        return change.add(
            Department(
                cluster_id=by.in_cluster(),
                kind=kind,
                code=code,
                name=name,
                short_name=short_name or name,
            )
        )


CREATE_USER = Action("access.create_user", gettext_noop("新增用户"), Permission.EDIT_USER)


def create_user(
    *,
    username: str,
    display_name: str,
    password: str,
    role: str,
    department: Department,
    since: date,
    second_factor_required: bool = False,
    is_temporary: bool = False,
    by: Scope,
    now: datetime,
) -> User:
    """Make a person with a first membership. Refuses a taken name, a weak password, a foreign unit.

    A temporary password opens one page: that on which the person sets their own.
    For the program itself; people of an office are invited (`inviting`).
    """
    CREATE_USER.require(by)
    _refuse_foreign(department, by)
    _refuse_alone(by)
    user = User(
        username=username,
        display_name=display_name,
        second_factor_required=second_factor_required,
        password_is_temporary=is_temporary,
    )
    give_password(user, password)
    with Change(CREATE_USER, by=by, now=now) as change:
        change.add(user)
        change.add(_membership(user, role, department, since))
    return user


ADD_MEMBERSHIP = Action("access.add_membership", gettext_noop("新增任职"), Permission.EDIT_USER)


def add_membership(
    user: User, *, role: str, department: Department, since: date, by: Scope, now: datetime
) -> Membership:
    """For the program itself; of two administrators one asks and the other approves (`granting`)."""
    ADD_MEMBERSHIP.require(by)
    _refuse_foreign(department, by)
    _refuse_alone(by)
    with Change(ADD_MEMBERSHIP, by=by, now=now) as change:
        return change.add(_membership(user, role, department, since))


END_MEMBERSHIP = Action("access.end_membership", gettext_noop("结束任职"), Permission.EDIT_USER)


def end_membership(membership: Membership, *, until: date, by: Scope, now: datetime) -> None:
    """End a membership on a day; it stays readable for the time it held."""
    END_MEMBERSHIP.require(by)
    rules.may_touch_roles_of(membership.user_id, by.user_id).require()
    if until < membership.since:
        raise DomainError(_("止期不能早于起期。"))
    with Change(END_MEMBERSHIP, by=by, now=now) as change:
        change.save(membership, until=until)


SET_PASSWORD = Action("access.set_password", gettext_noop("修改口令"))


def set_password(user: User, password: str, *, by: Scope, now: datetime) -> None:
    """Set one's own password, or as administrator a temporary one of another's. The audit row holds
    no password."""
    is_own = user.pk == by.user_id
    if not is_own:
        by.may(Permission.EDIT_USER).require()
        if queries.belongs_elsewhere(by, user):
            raise DomainError(_("此人还在其他集群任职，口令只能由本人修改。"))
    elif user.password_is_temporary and user.check_password(password):
        raise DomainError(_("新口令不能与一次性口令相同，请另设一个。"))
    give_password(user, password)
    with Change(SET_PASSWORD, by=by, now=now) as change:
        change.add_fact(user, password="changed")
        User.save(user, update_fields=["password"])
        change.save(user, password_is_temporary=not is_own)


CHOOSE_LANGUAGE = Action("access.choose_language", gettext_noop("切换界面语言"))


def choose_language(user: User, language: str, *, by: Scope, now: datetime) -> None:
    """Keep the language in which a person reads the interface; everyone sets their own."""
    if user.pk != by.user_id:
        raise DomainError(_("界面语言由本人设置。"))
    with Change(CHOOSE_LANGUAGE, by=by, now=now) as change:
        change.save(user, language=language)


CHOOSE_EMAIL = Action("access.choose_email", gettext_noop("设定邮件提醒"))


def choose_email(user: User, email: str, *, wanted: bool, by: Scope, now: datetime) -> None:
    """Where notices go by e-mail, and whether they do; everyone sets their own."""
    if user.pk != by.user_id:
        raise DomainError(_("邮件提醒由本人设置。"))
    with Change(CHOOSE_EMAIL, by=by, now=now) as change:
        change.save(user, email=email, wants_email=wanted)


REQUIRE_SECOND_FACTOR = Action(
    "access.require_second_factor", gettext_noop("设定是否须用第二验证"), Permission.EDIT_USER
)


def require_second_factor(user: User, required: bool, *, by: Scope, now: datetime) -> None:
    with Change(REQUIRE_SECOND_FACTOR, by=by, now=now) as change:
        change.save(user, second_factor_required=required)


def _membership(user: User, role: str, department: Department, since: date) -> Membership:
    if role not in ROLES:
        raise DomainError(_("请选择一个角色。"))
    return Membership(
        cluster_id=department.cluster_id, user=user, department=department, role=role, since=since
    )


def _refuse_alone(by: Scope) -> None:
    if not by.system:
        raise DomainError(_("角色经另一名管理员审批后授予。"))


def _refuse_foreign(department: Department, by: Scope) -> None:
    if not by.system and department.cluster_id != by.cluster_id:
        raise DomainError(_("没有找到这个单位。"))


def give_password(user: User, password: str) -> None:
    """Put the hash of a password on a person that is about to be saved; refuses a weak one."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise DomainError(" ".join(error.messages)) from error
    user.set_password(password)


def erase_event(event: AuditEvent, *, why: str, by: Scope, now: datetime) -> None:
    """Erase the personal part of one audit event for good, on a lawful request (个人信息保护法
    art. 47); refusals as in `core.audit.erase`."""
    by.may(Permission.ERASE_PERSONAL).require()
    audit.erase(event, by=by, now=now, why=why.strip())
