"""Which pack a cluster runs on."""

from pandeng.access.scope import Scope
from pandeng.domain.packs.models import LoadedPack
from pandeng.domain.packs.schema import Pack


def current(scope: Scope) -> Pack | None:
    """The pack that was loaded last."""
    latest = LoadedPack.objects.visible_to(scope).order_by("-loaded_at", "-id").first()
    return Pack.model_validate(latest.content) if latest else None
