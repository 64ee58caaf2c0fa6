"""What every page needs: who is looking and in which cluster."""

from typing import Any

from django.http import HttpRequest


def context(request: HttpRequest) -> dict[str, Any]:
    return {"scope": getattr(request, "scope", None)}
