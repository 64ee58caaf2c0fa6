"""A fact that holds from a day until a day: both ends count, an open end still holds."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class DatedModel(models.Model):
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        abstract = True


def ordered(name: str) -> models.CheckConstraint:
    """The end is not before the beginning."""
    return models.CheckConstraint(
        condition=Q(until__isnull=True) | Q(until__gte=F("since")), name=name
    )


def in_force(on: date, prefix: str = "") -> Q:
    """Those that hold on a day."""
    return Q(**{f"{prefix}since__lte": on}) & (
        Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gte": on})
    )


def overlapping(since: date, until: date | None) -> Q:
    """Those that hold on any day of a span."""
    before = Q(since__lte=until) if until else Q()
    return before & (Q(until__isnull=True) | Q(until__gte=since))


__all__ = ["DatedModel", "in_force", "ordered", "overlapping"]
