"""Where a record's page is."""

from django.apps import apps

from pandeng.web.registers.all import BY_MODEL


def record_url(kind: str, record_id: int) -> str:
    """The address of a record of a kind such as demands.Demand."""
    model = apps.get_model(kind)
    return f"{BY_MODEL[model].url}{record_id}/"
