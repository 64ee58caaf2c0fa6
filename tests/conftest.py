"""The Jining demo, loaded once for the whole run; tests that write roll back."""

import pytest

from pandeng.access.models import Cluster, User
from pandeng.access.scope import Scope
from pandeng.domain.teams.queries import scope_for
from pandeng.jobs.demo.load import CODE, load


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """After the migrations, the demo: read by most tests, changed by none for good."""
    with django_db_blocker.unblock():
        load(say=lambda line: None)


@pytest.fixture(scope="session", autouse=True)
def _own_home(tmp_path_factory):
    """Anchors, caches and locks of the tests go to a folder of their own."""
    from django.conf import settings

    settings.HOME = tmp_path_factory.mktemp("home")


@pytest.fixture
def jining(db) -> Cluster:
    return Cluster.objects.get(code=CODE)


@pytest.fixture
def office(jining) -> Scope:
    """The program itself in the Jining cluster."""
    return Scope.of_system(jining.pk)


@pytest.fixture
def scope_of(jining):
    """`scope_of("county")`: the scope of a demo account."""
    from datetime import date

    def made(username: str) -> Scope:
        return scope_for(User.objects.get(username=username), on=date(2022, 5, 31))

    return made


@pytest.fixture
def signed_in(jining, client):
    """`signed_in("staff")`: a browser of Django's test client, signed in as a demo account."""

    def made(username: str):
        client.force_login(
            User.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend"
        )
        return client

    return made
