"""A second office beside the demo, small enough to know everybody in it by name."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.conf import LazySettings

from pandeng.access.actions import add_department, create_user, open_cluster
from pandeng.access.models import Cluster, Department, User
from pandeng.access.scope import Scope
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.teams.queries import scope_for
from tests.callers import caller, fresh_pace, made, now

__all__ = ["caller", "fresh_pace", "made", "now"]

NOW = datetime(2022, 6, 1, 9, tzinfo=OFFICE_TIME)
PASSWORD = "Taibai-Lake-2022"
Hire = Callable[..., User]


@pytest.fixture(autouse=True)
def _quick_hashes(settings: LazySettings) -> None:
    """A hash of argon2 takes as long as a whole test of this folder; signing in is tested elsewhere."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def printing(db: None) -> Cluster:
    """示例印刷产业集群, opened on the server."""
    return open_cluster(
        code="printing",
        name="示例印刷产业集群",
        city_code="370800",
        by=Scope.of_system(None),
        now=NOW,
    )


@pytest.fixture
def printing_office(printing: Cluster) -> Department:
    return add_department(
        kind="cluster_office",
        code="office",
        name="印刷产业集群专班",
        short_name="印刷专班",
        by=Scope.of_system(printing.pk),
        now=NOW,
    )


@pytest.fixture
def hire(printing_office: Department) -> Hire:
    """`hire("王芳", role="administrator")`: a new person of the printing office."""

    def hired(name: str, *, role: str, since: date = date(2021, 1, 6), **given: object) -> User:
        unit = given.pop("department", printing_office)
        assert isinstance(unit, Department)
        return create_user(
            username=str(given.pop("username", f"u{User.objects.count()}")),
            display_name=name,
            password=str(given.pop("password", PASSWORD)),
            role=role,
            department=unit,
            since=since,
            second_factor_required=bool(given.pop("second_factor_required", False)),
            by=Scope.of_system(unit.cluster_id),
            now=NOW,
        )

    return hired


def on_june_first(user: User) -> Scope:
    """The scope of a person on the day of these tests."""
    return scope_for(user, on=NOW.date())
