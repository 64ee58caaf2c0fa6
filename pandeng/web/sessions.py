"""Sessions in the database, read by one prepared statement: every request begins with it."""

from typing import Any

from django.contrib.sessions.backends import db
from django.db import connection
from django.utils import timezone

READ = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """Django's own, but for how a session is read."""

    def load(self) -> dict[str, Any]:
        with connection.cursor() as cursor:
            cursor.execute(
                READ, [self.session_key, connection.ops.adapt_datetimefield_value(timezone.now())]
            )
            found = cursor.fetchone()
        if found:
            return self.decode(found[0])
        self._session_key = None
        return {}
