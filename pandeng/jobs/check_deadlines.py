"""The deadlines of every office: those that come near or pass, seats that fall vacant."""

import logging
from datetime import datetime

from pandeng.access.models import Cluster
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.domain.deadlines import actions as deadlines
from pandeng.domain.demands import actions as demands
from pandeng.domain.demands.actions.key_nodes import check_nodes
from pandeng.domain.instructions import actions as instructions
from pandeng.domain.projects.ledger.actions import judge_month
from pandeng.domain.teams.actions import alarm, carry_out_hand_overs

log = logging.getLogger("pandeng.worker")


def check_deadlines(now: datetime) -> int:
    """Notify of what is due in every open cluster. One that is refused does not hold up the others."""
    notified = 0
    for cluster in Cluster.objects.filter(closed_at=None).order_by("pk"):
        try:
            office, at = Scope.of_system(cluster.pk), cluster.office_time(now)
            carry_out_hand_overs(cluster, by=office, now=at)
            notified += demands.check_deadlines(cluster, by=office, now=at)
            notified += check_nodes(by=office, now=at)
            notified += alarm(cluster, by=office, now=at)
            notified += instructions.check_deadlines(cluster, by=office, now=at)
        except DomainError as refusal:
            log.error("check_deadlines %s: %s", cluster.code, refusal.message)
    return notified


def remind_of_year(now: datetime) -> int:
    """Remind every open office, once a week, of the notice of days off that it has not entered."""
    notified = 0
    for cluster in Cluster.objects.filter(closed_at=None).order_by("pk"):
        office, at = Scope.of_system(cluster.pk), cluster.office_time(now)
        notified += deadlines.remind_of_year(by=office, now=at)
    return notified


def judge_months(now: datetime) -> int:
    """Judge the key projects of every open cluster at the end of each month, and again when numbers changed."""
    written = 0
    for cluster in Cluster.objects.filter(closed_at=None).order_by("pk"):
        office, at = Scope.of_system(cluster.pk), cluster.office_time(now)
        written += judge_month(cluster, by=office, now=at)
    return written
