"""Outcomes: entered once by whoever knows first, counted once another person has confirmed them."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from pandeng.access.actions import bulk
from pandeng.access.models import User
from pandeng.core.errors import DomainError, NotFound
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.demands.models import Demand
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.exchange.bulk_kinds import bulk_kind_of
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.question import question
from pandeng.domain.outcomes import actions, queries
from pandeng.domain.outcomes.models import Outcome
from pandeng.domain.registers.catalogue import REGISTERS
from pandeng.domain.teams.queries import scope_for
from tests.domain.indicators.asking import rows_of

NOW = datetime(2022, 7, 4, 9, 0, tzinfo=OFFICE_TIME)
DAY = date(2022, 7, 1)


@pytest.fixture
def people(jining):
    return {
        name: scope_for(User.objects.get(username=name), on=NOW.date())
        for name in ("bank", "officer", "staff", "lead", "handler")
    }


def loan(people, by, written="700万元", day=DAY, **told):
    enterprise = Enterprise.objects.get(pk=min(people["officer"].enterprises))
    said = {"kind": "loan", "counterparty": "济宁银行", "evidence": "借款合同"} | told
    return actions.report(
        enterprise, written=written, happened_on=day, **said, by=people[by], now=NOW
    )


def loans(office):
    return figure(question(office, "new_bank_loans", as_of=date(2022, 7, 4))).exact


def test_a_report_counts_once_a_second_person_confirms_it(office, people):
    before = loans(office)
    one = loan(people, "bank")
    assert loans(office) == before
    actions.confirm(one, by=people["staff"], now=NOW)
    assert loans(office) == before + Decimal("7000000")
    with pytest.raises(DomainError, match="已经有人处理"):
        actions.confirm(one, by=people["lead"], now=NOW)


def test_nobody_confirms_their_own(people, office):
    one = loan(people, "staff")
    with pytest.raises(DomainError, match="填报人以外的人"):
        actions.confirm(one, by=people["staff"], now=NOW)
    with pytest.raises(DomainError, match="没有这项权限"):
        actions.confirm(one, by=people["bank"], now=NOW)


def test_the_same_loan_reported_twice_is_proposed_and_counted_once(office, people):
    before = loans(office)
    first = loan(people, "bank", counterparty="济宁银行高新支行")
    second = loan(people, "officer", counterparty="济宁银行", day=DAY - timedelta(days=9))
    other = loan(people, "officer", written="701万元")
    assert first in queries.duplicates(office, second)
    assert other not in queries.duplicates(office, second)
    elsewhere = loan(people, "officer", counterparty="中国建设银行")
    assert elsewhere not in queries.duplicates(office, first)
    actions.confirm(first, by=people["staff"], now=NOW)
    actions.mark_duplicate(second, first, by=people["staff"], now=NOW)
    second.refresh_from_db()
    assert (second.status, second.counted_as) == ("duplicate", first)
    assert loans(office) == before + Decimal("7000000")
    with pytest.raises(DomainError, match="本身不计数"):
        actions.mark_duplicate(elsewhere, second, by=people["staff"], now=NOW)


def test_rejected_ones_stay_on_record_and_do_not_count(office, people):
    before = loans(office)
    one = loan(people, "bank")
    with pytest.raises(DomainError, match="请写明"):
        actions.reject(one, why=" ", by=people["staff"], now=NOW)
    actions.reject(one, why="续贷，不是新增", by=people["staff"], now=NOW)
    assert loans(office) == before
    assert Outcome.objects.get(pk=one.pk).status == "rejected"


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"written": "700亩"}, "单位应为元"),
        ({"written": "七百"}, "不是数值加单位"),
        ({"evidence": " "}, "请写明依据"),
        ({"day": date(2022, 7, 5)}, "还没有到"),
    ],
)
def test_bad_reports_are_refused(people, told, sentence):
    with pytest.raises(DomainError, match=sentence):
        loan(people, "bank", **told)


def test_a_demand_of_another_enterprise_is_not_linked(people, office):
    from pandeng.domain.demands.models import Demand

    foreign = Demand.objects.exclude(enterprise_id=min(people["officer"].enterprises))[0]
    with pytest.raises(DomainError, match="不是这家企业的"):
        loan(people, "bank", demand=foreign)


@pytest.mark.parametrize(
    ("name", "value"),
    [("new_bank_loans", 1_071_000_000), ("fund_investment", 320_000_000),
     ("talent_recruited", 2513), ("land_quota_mu", 2216)],
)  # fmt: skip
def test_the_demo_totals_open_to_the_ledger(office, name, value):
    asked = figure(question(office, name, as_of=date(2022, 5, 31)))
    assert asked.exact == value
    assert rows_of(office, asked).total == value


def test_a_person_without_an_enterprise_cannot_report_for_it(people):
    stranger = replace(people["bank"], enterprises=frozenset())
    from pandeng.core.errors import NotFound

    with pytest.raises(NotFound):
        loan({**people, "stranger": stranger}, "stranger")


def test_outcomes_of_another_ledger_are_checked_as_reported_ones(people, office):
    known = loan(people, "bank")
    known.pk, known.status, before = None, "confirmed", loans(office)
    for wrong, sentence in (
        ({"evidence": " "}, "写明依据"),
        ({"happened_on": date(2022, 8, 1)}, "还没有到"),
    ):
        kept = {name: getattr(known, name) for name in wrong}
        vars(known).update(wrong)
        with pytest.raises(DomainError, match=sentence):
            actions.import_existing_outcomes([known], by=people["staff"], now=NOW)
        vars(known).update(kept)
    actions.import_existing_outcomes([known], by=people["staff"], now=NOW)
    assert loans(office) == before + Decimal("7000000")


# -- corrected and withdrawn -----------------------------------------------------------------------


def told(outcome, **more):
    return {
        "written": actions.amount_as_reported(outcome),
        "happened_on": outcome.happened_on,
        "counterparty": outcome.counterparty,
        "evidence": outcome.evidence,
        "why": "银行核对",
    } | more


def test_what_is_confirmed_is_corrected_by_who_may_confirm(people):
    outcome = loan(people, "bank")
    actions.correct(outcome, **told(outcome, written="710万元"), by=people["bank"], now=NOW)
    assert Outcome.objects.get(pk=outcome.pk).amount == 7_100_000
    actions.confirm(outcome, by=people["staff"], now=NOW)
    with pytest.raises(DomainError):
        actions.correct(outcome, **told(outcome, written="720万元"), by=people["bank"], now=NOW)
    with pytest.raises(DomainError):
        actions.withdraw(outcome, why="重复", by=people["bank"], now=NOW)
    actions.correct(outcome, **told(outcome, written="720万元"), by=people["staff"], now=NOW)
    assert Outcome.objects.get(pk=outcome.pk).amount == 7_200_000


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"written": "7人"}, "单位"),
        ({"happened_on": date(2023, 1, 1)}, "还没有到"),
        ({"evidence": " "}, "依据"),
        ({"why": ""}, "更正原因"),
    ],
)
def test_a_correction_is_checked_as_the_report_was(people, wrong, said):
    outcome = loan(people, "bank")
    with pytest.raises(DomainError, match=said):
        actions.correct(outcome, **told(outcome, **wrong), by=people["bank"], now=NOW)


def test_one_that_others_repeat_is_not_withdrawn(people):
    first, twin = loan(people, "bank"), loan(people, "officer")
    actions.confirm(first, by=people["staff"], now=NOW)
    actions.mark_duplicate(twin, first, by=people["staff"], now=NOW)
    with pytest.raises(DomainError, match="与它重复"):
        actions.withdraw(first, why="误报", by=people["lead"], now=NOW)
    actions.withdraw(twin, why="误报", by=people["lead"], now=NOW)
    actions.withdraw(first, why="误报", by=people["lead"], now=NOW)
    assert not Outcome.objects.filter(pk__in=[first.pk, twin.pk]).exists()


def test_the_pages_correct_and_withdraw_and_keep_what_was_typed(people, signed_in):
    outcome, lead = loan(people, "bank"), signed_in("lead")
    page = lead.get(outcome.get_absolute_url()).content.decode()
    address = reverse("correct_outcome", args=[outcome.pk])
    assert address in page
    refused = lead.post(address, told(outcome, written="许多", happened_on="2022-05-01"))
    assert refused.status_code == 422
    assert "银行核对" in refused.content.decode()
    sent = told(outcome, written="705万元", happened_on="2022-05-01")
    assert lead.post(address, sent).status_code == 302
    assert Outcome.objects.get(pk=outcome.pk).amount == 7_050_000
    lead.post(reverse("withdraw_outcome", args=[outcome.pk]), {"why": "误报"})
    assert not Outcome.objects.filter(pk=outcome.pk).exists()


def test_a_unit_reports_of_an_enterprise_whose_demand_it_handles_alone(people):
    """The demand opens the enterprise for the report of the lead unit, another's demand does not."""
    by = people["handler"]
    led = Demand.objects.filter(department_id__in=by.departments, enterprise__isnull=False)
    own, other = led.order_by("id").first(), led.order_by("-id").first()
    assert own.enterprise_id != other.enterprise_id
    said = {"kind": "hire", "written": "3人", "happened_on": DAY, "evidence": "劳动合同备案"}
    said |= {"by": by, "now": NOW}
    with pytest.raises(NotFound, match="没有找到这家企业"):
        actions.report(own.enterprise, **said)
    with pytest.raises(NotFound, match="没有找到这家企业"):
        actions.report(own.enterprise, demand=other, **said)
    made = actions.report(own.enterprise, demand=own, **said)
    assert Outcome.objects.visible_to(by).get(pk=made.pk).demand == own


def test_many_are_corrected_at_once_where_each_may_be(people):
    mine = loan(people, "officer"), loan(people, "officer", "900万元", DAY - timedelta(days=40))
    ids, kind = [one.pk for one in mine], bulk_kind_of(REGISTERS["outcomes"])
    told = {"why": "回单核对", "by": people["officer"], "now": NOW}
    count, uid = bulk.correct_each(kind, ids, "counterparty", "济宁农商行", **told)
    assert (count, [one.counterparty for one in fresh(ids)]) == (2, ["济宁农商行"] * 2)
    bulk.undo_each(kind, uid, by=people["officer"], now=NOW)
    assert [one.counterparty for one in fresh(ids)] == ["济宁银行"] * 2
    with pytest.raises(bulk.RecordRefused, match="发生日期还没有到"):
        bulk.correct_each(kind, ids, "happened_on", NOW.date() + timedelta(days=1), **told)
    actions.confirm(mine[0], by=people["lead"], now=NOW)
    with pytest.raises(bulk.RecordRefused):
        bulk.correct_each(kind, ids, "counterparty", "济宁农商行", **told)
    assert [one.counterparty for one in fresh(ids)] == ["济宁银行"] * 2, "one may not, so none did"


def fresh(ids):
    return list(Outcome.objects.filter(pk__in=ids).order_by("id"))
