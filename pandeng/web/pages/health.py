"""Is the program ready to serve?"""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

_migrated = False


def health(request: HttpRequest) -> HttpResponse:
    """200 once the database answers and every migration is applied, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        ready = _is_migrated()
    except DatabaseError:
        ready = False
    return JsonResponse({"status": "ok" if ready else "starting"}, status=200 if ready else 503)


def _is_migrated() -> bool:
    """Looked up until it is true once: migrations do not come undone under a running server."""
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrated
