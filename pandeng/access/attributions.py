"""What units count as once they were merged or split: read while a scope is made."""

from pandeng.access.models import UnitAttribution


def attributions(cluster_id: int | None) -> list[UnitAttribution]:
    """Which units of a cluster count as others, and when: the few that were merged or split."""
    if cluster_id is None:
        return []
    rows = UnitAttribution.objects.filter(cluster_id=cluster_id).select_related("unit")
    return list(rows.order_by("id"))
