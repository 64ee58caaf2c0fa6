"""The lights of the demo's projects: verdicts of the month ends of 2022, and the slips that red opened."""

from datetime import date

from pandeng.access.models import Cluster
from pandeng.access.scope import Scope
from pandeng.demo.facts import evening
from pandeng.domain.projects.ledger import actions
from pandeng.domain.projects.ledger.models import ProjectSlip

JUDGED = (date(2022, 3, 10), date(2022, 4, 10), date(2022, 5, 10), date(2022, 6, 10))
ANSWER = "已会同要素保障组调度：施工单位增加一个班组，设备款已支付，预计下月追上计划进度。"


def lights(cluster: Cluster, *, by: Scope) -> None:
    """Judge each month end as it was known then; of the first slips one is closed, one answered."""
    for day in JUDGED:
        actions.judge_month(cluster, by=by, now=evening(day), known_at=evening(day))
    slips = list(ProjectSlip.objects.filter(cluster=cluster).order_by("id")[:2])
    for slip in slips:
        actions.answer_slip(slip, answer=ANSWER, by=by, now=evening(date(2022, 6, 15)))
    for slip in slips[:1]:
        actions.close_slip(
            slip, closing="现场核实，进度已追回。", by=by, now=evening(date(2022, 6, 24))
        )
