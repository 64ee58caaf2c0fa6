"""Reading titles: the schemes under which they are awarded."""

from django.db.models import QuerySet

from pandeng.access.scope import Scope
from pandeng.domain.titles.models import Scheme


def schemes(scope: Scope) -> QuerySet[Scheme]:
    """The schemes by their code."""
    rows: QuerySet[Scheme] = Scheme.objects.visible_to(scope).order_by("code")
    return rows
