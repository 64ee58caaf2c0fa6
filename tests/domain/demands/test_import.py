"""An existing ledger is imported as a whole or not at all."""

from datetime import timedelta

import pytest

from pandeng.core.errors import DomainError
from pandeng.core.models import AuditEvent
from pandeng.domain.demands import actions
from pandeng.domain.demands.models import Demand, DemandClass, DemandStep
from pandeng.domain.enterprises.models import Enterprise
from tests.domain.demands.people import START


def line_of(cluster, *, title="申请续贷", days=-1):
    enterprise = Enterprise.objects.filter(cluster=cluster).first()
    matter = DemandClass.objects.get(cluster=cluster, code="finance")
    demand = Demand(
        cluster=cluster,
        number="SQ202290001",
        enterprise=enterprise,
        county_id=enterprise.county_id,
        matter=matter,
        level=matter.level,
        title=title,
        text="贷款到期",
        channel="phone",
        status="received",
        received_on=START.date(),
    )
    at = START + timedelta(days=days)
    return demand, DemandStep(
        cluster=cluster, demand=demand, order=1, step="receive", happened_at=at, person="专班"
    )


def test_a_ledger_is_imported_with_its_lines_in_one_event(jining, scope_of):
    demand, step = line_of(jining)
    before = AuditEvent.objects.count()
    actions.import_existing_demands([demand], [step], by=scope_of("lead"), now=START)
    assert Demand.objects.get(number="SQ202290001").steps.count() == 1
    assert AuditEvent.objects.count() == before + 1
    demand.status = "accepted"
    actions.import_existing_demands([demand], [], by=scope_of("lead"), now=START)
    assert Demand.objects.get(number="SQ202290001").status == "accepted"


@pytest.mark.parametrize(
    ("told", "sentence"), [({"title": " "}, "写明诉求"), ({"days": 1}, "还没有到")]
)
def test_a_ledger_with_a_wrong_line_is_refused(jining, scope_of, told, sentence):
    demand, step = line_of(jining, **told)
    with pytest.raises(DomainError, match=sentence):
        actions.import_existing_demands([demand], [step], by=scope_of("lead"), now=START)
    assert not Demand.objects.filter(number="SQ202290001").exists()


def test_who_cannot_close_a_demand_imports_no_ledger(jining, scope_of):
    demand, step = line_of(jining)
    with pytest.raises(DomainError, match="没有这项权限"):
        actions.import_existing_demands([demand], [step], by=scope_of("handler"), now=START)
