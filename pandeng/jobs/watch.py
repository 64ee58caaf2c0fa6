"""Watching over every office: deadlines that come near or pass, seats that fall vacant."""

import logging
from datetime import datetime

from pandeng.access.models import Cluster
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.domain.demands.actions import sweep
from pandeng.domain.instructions.actions import sweep as remind
from pandeng.domain.projects.ledger.actions import judge_month
from pandeng.domain.teams.actions import alarm

log = logging.getLogger("pandeng.worker")


def watch(now: datetime) -> int:
    """Tell what is due to be told in every cluster. One that is refused does not hold up the others."""
    told = 0
    for cluster in Cluster.objects.order_by("pk"):
        try:
            office, at = Scope.of_system(cluster.pk), cluster.office_time(now)
            told += sweep(cluster, by=office, now=at)
            told += alarm(cluster, by=office, now=at)
            told += remind(cluster, by=office, now=at)
        except DomainError as refusal:
            log.error("watch %s: %s", cluster.code, refusal.message)
    return told


def judge(now: datetime) -> int:
    """Judge the key projects of every cluster at the end of each month, and again when numbers changed."""
    written = 0
    for cluster in Cluster.objects.order_by("pk"):
        office, at = Scope.of_system(cluster.pk), cluster.office_time(now)
        written += judge_month(cluster, by=office, now=at)
    return written
