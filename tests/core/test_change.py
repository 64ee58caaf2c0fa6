"""The one way to write: history, one audit event, all or nothing."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from pandeng.core.change import Change
from pandeng.core.errors import DomainError
from pandeng.core.history import HistoryBypassed, as_of_system_time, version_model
from pandeng.core.models import AppendOnly, AuditEvent
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.demands.models import Demand
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.outcomes.models import Outcome
from tests.probe import PROBE

NOW = datetime(2022, 7, 1, 9, tzinfo=OFFICE_TIME)


def test_a_saved_field_reaches_history_and_audit(office):
    enterprise = Enterprise.objects.first()
    with Change(PROBE, by=office, now=NOW, why="核对") as change:
        change.save(enterprise, industry_code="3511")
    event = AuditEvent.objects.latest("id")
    assert (event.action, event.why, event.target_id) == (
        "test.probe",
        "核对",
        enterprise.pk,
    )
    assert event.changes[f"enterprises.Enterprise:{enterprise.pk}"]["industry_code"][1] == "3511"
    version = version_model(Enterprise).objects.filter(id=enterprise.pk).latest("history_id")
    assert (version.history_type, version.history_date, version.industry_code) == ("~", NOW, "3511")
    assert str(event.uid) in version.history_change_reason


def test_a_version_holds_what_somebody_else_changed_meanwhile(office):
    mine, theirs = Enterprise.objects.first(), Enterprise.objects.first()
    code = mine.industry_code
    with Change(PROBE, by=office, now=NOW) as change:
        change.save(theirs, registered_region="370811", industry_code="3512")
    with Change(PROBE, by=office, now=NOW + timedelta(seconds=1)) as change:
        change.save(mine, industry_code="3511")
    version = version_model(Enterprise).objects.filter(id=mine.pk).latest("history_id")
    assert (version.registered_region, version.industry_code) == ("370811", "3511")
    told = AuditEvent.objects.latest("id").changes[f"enterprises.Enterprise:{mine.pk}"]
    assert told == {"industry_code": ["3512", "3511"]}
    with Change(PROBE, by=office, now=NOW + timedelta(seconds=2)) as change:
        change.save(theirs, industry_code=code)  # the caller last saw 3512
    assert Enterprise.objects.get(pk=mine.pk).industry_code == code


def test_a_version_of_many_holds_what_somebody_else_changed_meanwhile(office):
    mine, theirs = Enterprise.objects.first(), Enterprise.objects.first()
    with Change(PROBE, by=office, now=NOW) as change:
        change.save(theirs, registered_region="370811")
    mine.industry_code = "3511"
    with Change(PROBE, by=office, now=NOW + timedelta(seconds=1)) as change:
        change.save_all([mine], ["industry_code"])
    version = version_model(Enterprise).objects.filter(id=mine.pk).latest("history_id")
    assert (version.registered_region, version.industry_code) == ("370811", "3511")


def test_who_asked_earlier_and_wrote_later_is_known_later(office):
    enterprise = Enterprise.objects.first()
    for code, at in (("3512", NOW + timedelta(seconds=1)), ("3511", NOW)):
        with Change(PROBE, by=office, now=at) as change:
            change.save(enterprise, industry_code=code)
    newest = as_of_system_time(Enterprise, NOW + timedelta(days=1)).get(id=enterprise.pk)
    assert newest.industry_code == Enterprise.objects.get(pk=enterprise.pk).industry_code == "3511"
    assert newest.history_date == NOW + timedelta(seconds=1)


def test_a_record_removed_meanwhile_is_refused(office):
    mine, theirs = Outcome.objects.first(), Outcome.objects.first()
    with Change(PROBE, by=office, now=NOW) as change:
        change.remove(theirs)
    for write in (
        Change.remove,
        lambda change, record: change.save(record, counterparty="示例银行"),
    ):
        with pytest.raises(DomainError, match="刷新"), Change(PROBE, by=office, now=NOW) as change:
            write(change, mine)


def test_an_exception_leaves_nothing(office):
    enterprise = Enterprise.objects.first()
    before = AuditEvent.objects.count(), version_model(Enterprise).objects.count()

    def fails_half_way():
        with Change(PROBE, by=office, now=NOW) as change:
            change.save(enterprise, industry_code="3511")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails_half_way()
    assert (AuditEvent.objects.count(), version_model(Enterprise).objects.count()) == before
    enterprise.refresh_from_db()
    assert enterprise.industry_code != "3511"


def test_no_audit_row_no_write(office, monkeypatch):
    from pandeng.core import audit

    enterprise = Enterprise.objects.first()
    monkeypatch.setattr(audit, "write", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError), Change(PROBE, by=office, now=NOW) as change:
        change.save(enterprise, industry_code="3511")
    enterprise.refresh_from_db()
    assert enterprise.industry_code != "3511"


def test_a_conditional_update_reaches_the_history(office):
    open_ones = Demand.objects.filter(status="handling")
    count = open_ones.count()
    with Change(PROBE, by=office, now=NOW) as change:
        assert change.update_where(open_ones, status="parked") == count
    versions = version_model(Demand).objects.filter(history_date=NOW, status="parked")
    assert versions.count() == count > 0


def test_records_refuse_to_be_written_past_the_history(office):
    for write in (
        lambda: Demand.objects.all().update(title="x"),
        lambda: Demand.objects.all().delete(),
        lambda: Demand.objects.first().delete(),
        lambda: Demand.objects.bulk_create([]),
        lambda: Enterprise.objects.create(name="x"),
    ):
        with pytest.raises(HistoryBypassed):
            write()


def test_audit_rows_refuse_to_change(office):
    event = AuditEvent.objects.first()
    for write in (event.save, event.delete, AuditEvent.objects.all().delete):
        with pytest.raises(AppendOnly):
            write()


def test_a_removed_record_is_still_known_for_the_time_it_was(office):
    outcome = Outcome.objects.first()
    with Change(PROBE, by=office, now=NOW) as change:
        change.remove(outcome)
    assert not Outcome.objects.filter(id=outcome.pk).exists()
    before = datetime(2022, 6, 30, tzinfo=OFFICE_TIME)
    assert as_of_system_time(Outcome, before).filter(id=outcome.pk).exists()
    assert not as_of_system_time(Outcome, timezone.now()).filter(id=outcome.pk).exists()


def test_a_broken_record_is_refused_with_a_sentence(office, jining):
    with pytest.raises(DomainError, match="校验码"), Change(PROBE, by=office, now=NOW) as change:
        change.add(
            Enterprise(
                cluster=jining,
                code="91370811MA9TE5T55K",
                name="示例机械有限公司",
                county_id=Enterprise.objects.first().county_id,
                registered_region="370811",
                industry_code="3514",
                climbing_since=date(2022, 1, 1),
            )
        )


def test_what_was_known_equals_what_is_known_when_nothing_came_since(office):
    now = set(Enterprise.objects.values_list("id", "name"))
    assert set(as_of_system_time(Enterprise, timezone.now()).values_list("id", "name")) == now
