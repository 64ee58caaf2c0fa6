"""A list page of 50 rows at 1× and 100× the demo: queries and time."""

import statistics

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import scale
from pandeng.access.models import User

PAGES = ("/enterprises/", "/enterprises/?q=shantui", "/enterprises/statements/", "/demands/",
         "/demands/?status=handling&sort=due_on", "/projects/")  # fmt: skip


def main() -> None:
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    scale.start()
    small = {page: ask(page) for page in PAGES}
    scale.grow(1, 100)
    print(f"lists on {connection.vendor}, 100×: {scale.counts()}")
    for page in PAGES:
        queries, seconds = ask(page)
        before, was = small[page]
        print(
            f"    {page:42} {before} → {queries} queries, {was * 1000:6.0f} → {seconds * 1000:6.0f} ms"
        )


def ask(page: str) -> tuple[int, float]:
    client = Client()
    client.force_login(
        User.objects.get(username="staff"), backend="django.contrib.auth.backends.ModelBackend"
    )
    client.get(page)
    with CaptureQueriesContext(connection) as seen:
        client.get(page)
    queries = len(seen)  # before the next request forgets them
    times = []
    for _round in range(5):
        started = scale.clock()
        client.get(page)
        times.append(scale.clock() - started)
    return queries, statistics.median(times)
