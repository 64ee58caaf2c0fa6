"""Reporting: questions before anything is saved, whole sheets or nothing, sums of one kind, restoring."""

from datetime import date, datetime

import pytest

from pandeng.core.edit_checks import ChecksFailed
from pandeng.core.errors import DomainError, NotFound
from pandeng.core.history import version_model
from pandeng.core.models import AuditEvent
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.enterprises import actions, statements
from pandeng.domain.enterprises.models import Enterprise, Statement

NOW = datetime(2022, 7, 1, 9, tzinfo=OFFICE_TIME)
JUNE = date(2022, 6, 1)


def steady(county: str = "370811") -> Enterprise:
    """An enterprise of the county that has reported the revenue of May."""
    return (
        Enterprise.objects.filter(
            county__code=county,
            statements__measure="revenue",
            statements__period_on=date(2022, 5, 1),
        )
        .order_by("id")
        .first()
    )


def may_value(enterprise: Enterprise) -> int:
    return Statement.objects.get(
        enterprise=enterprise, measure="revenue", period_kind="month", basis="current",
        period_on=date(2022, 5, 1),
    ).amount  # fmt: skip


def report(enterprise, by, amount, **other):
    asked = {
        "measure": "revenue", "period_kind": "month", "period_on": JUNE, "basis": "current",
        "written": f"{amount}元", "source": "企业填报",
    }  # fmt: skip
    return actions.report_statement(enterprise, **(asked | other), by=by, now=NOW)


def test_an_ordinary_value_is_saved_at_once(scope_of):
    enterprise = steady()
    made = report(enterprise, scope_of("county"), may_value(enterprise))
    assert (made.amount, made.confirmed) == (may_value(enterprise), "")


@pytest.mark.parametrize(
    ("times", "words"), [(10_000, "1万倍"), (10, "10倍"), (-1, "负数"), (5.6, "累计数")]
)
def test_a_slip_is_asked_about_and_nothing_is_saved_until_it_is_confirmed(scope_of, times, words):
    enterprise, by = steady(), scope_of("county")
    before, events = Statement.objects.count(), AuditEvent.objects.count()
    value = round(may_value(enterprise) * times)
    with pytest.raises(ChecksFailed, match=words):
        report(enterprise, by, value)
    assert (Statement.objects.count(), AuditEvent.objects.count()) == (before, events)
    made = report(enterprise, by, value, confirmed="大客户集中交货")
    assert (made.amount, made.confirmed) == (value, "大客户集中交货")
    assert AuditEvent.objects.latest("id").why == "大客户集中交货"


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"period_on": date(2022, 7, 1)}, "2022年7月还没有结束"),
        ({"period_on": date(2023, 1, 1)}, "2023年1月还没有结束"),
        ({"period_kind": "year", "basis": "cumulative"}, "2022年还没有结束"),
        ({"period_kind": "year", "period_on": date(2020, 5, 1)}, "年报没有当月数"),
        ({"period_on": date(2022, 5, 3)}, "已经填报过"),
    ],
)
def test_a_future_or_second_or_impossible_statement_is_refused(scope_of, other, words):
    enterprise, before = steady(), Statement.objects.count()
    with pytest.raises(DomainError, match=words):
        report(enterprise, scope_of("county"), may_value(enterprise), **other)
    assert Statement.objects.count() == before


def test_a_running_total_below_the_last_one_is_asked_about(scope_of):
    last = Statement.objects.filter(
        basis="cumulative", period_kind="month", period_on=date(2022, 5, 1), measure="revenue"
    ).order_by("id").first()  # fmt: skip
    with pytest.raises(ChecksFailed, match="累计数"):
        report(last.enterprise, scope_of("staff"), last.amount - 10_000, basis="cumulative")


def test_a_correction_is_asked_about_too_and_a_confirmed_value_is_not_asked_again(scope_of, office):
    enterprise, by = steady(), scope_of("county")
    row = report(enterprise, by, may_value(enterprise))
    with pytest.raises(ChecksFailed):
        actions.correct_statement(row, written=f"{row.amount * 10}元", why="更正", by=by, now=NOW)
    row.refresh_from_db()
    assert row.amount == may_value(enterprise)
    actions.correct_statement(
        row, written=f"{row.amount * 10}元", why="更正", confirmed="并入子公司", by=by, now=NOW
    )
    cells = statements.sheet(office, [enterprise], JUNE)[0]
    assert cells[0].statement.pk == row.pk
    assert cells[0].checks == [], "it was confirmed"


# -- the sheet ---------------------------------------------------------------------------------


def test_a_sheet_is_saved_whole(scope_of):
    by, first = scope_of("county"), steady()
    other = Enterprise.objects.filter(
        county__code="370811", scale_listings__isnull=False, climbing_since__isnull=True
    )[0]
    entries = {
        (first.pk, "revenue"): (f"{may_value(first) / 10000:g}万元", ""),
        (other.pk, "staff"): ("120人", ""),
        (other.pk, "electricity"): ("35000千瓦时", ""),
    }
    made = actions.report_sheet(entries, month=JUNE, source="月度填报", by=by, now=NOW)
    assert len(made) == 3
    stored = Statement.objects.filter(period_on=JUNE, enterprise__in=[first, other])
    assert {(row.enterprise_id, row.measure) for row in stored} == set(entries)
    again = {key: (text, "") for key, (text, _why) in entries.items()}
    with pytest.raises(ChecksFailed) as held:
        actions.report_sheet(again, month=JUNE, source="月度填报", by=by, now=NOW)
    assert set(held.value.wrong) == set(entries), "what is reported is not typed twice"


def test_one_wrong_cell_holds_the_whole_sheet_back(scope_of):
    by, enterprise, before = scope_of("county"), steady(), Statement.objects.count()
    entries = {
        (enterprise.pk, "revenue"): (f"{may_value(enterprise)}万元", ""),
        (enterprise.pk, "staff"): ("很多", ""),
        (enterprise.pk, "export"): ("12万元", ""),
    }
    with pytest.raises(ChecksFailed, match="全部未保存") as held:
        actions.report_sheet(entries, month=JUNE, source="月度填报", by=by, now=NOW)
    assert set(held.value.wrong) == {(enterprise.pk, "staff")}
    assert "1万倍" in held.value.asked[enterprise.pk, "revenue"][0]
    assert Statement.objects.count() == before


def test_a_sheet_of_another_county_looks_like_one_that_is_not_there(scope_of):
    foreign = Enterprise.objects.exclude(county__code="370811").first()
    with pytest.raises(NotFound):
        actions.report_sheet(
            {(foreign.pk, "staff"): ("9人", "")},
            month=JUNE,
            source="x",
            by=scope_of("county"),
            now=NOW,
        )


# -- sums ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("measure", "kind", "basis", "periods", "words"),
    [
        ("", "month", "current", 1, "不同指标不能相加"),
        ("revenue", "", "current", 1, "月报和年报不能相加"),
        ("revenue", "month", "", 1, "当月数和累计数不能相加"),
        ("revenue", "month", "cumulative", 2, "各月累计数不能相加"),
        ("staff", "month", "current", 2, "期末人数不能跨期相加"),
    ],
)
def test_kinds_that_do_not_add_up_are_refused_in_words(measure, kind, basis, periods, words):
    assert words in statements.summable(measure, kind, basis, periods).message


def test_kinds_that_add_up_pass():
    assert statements.summable("revenue", "month", "current", 5)
    assert statements.summable("revenue", "month", "cumulative", 1)


def test_a_total_says_who_is_silent_and_grows_on_the_same_base(office):
    told = statements.total(
        office, measure="revenue", period_kind="month", basis="current",
        first=date(2022, 1, 1), last=date(2022, 5, 1),
    )  # fmt: skip
    cells: dict[tuple[int, int, int], int] = {}
    climbing = set(
        Enterprise.objects.filter(climbing_since__lte=date(2022, 5, 1))
        .exclude(climbing_until__lt=date(2022, 5, 1))
        .values_list("id", flat=True)
    )
    for pk, on, amount in Statement.objects.filter(
        measure="revenue", period_kind="month", basis="current"
    ).values_list("enterprise_id", "period_on", "amount"):
        if pk in climbing and on.month <= 5:
            cells[pk, on.year, on.month] = amount
    now = {key: amount for key, amount in cells.items() if key[1] == 2022}
    both = [key for key in now if (key[0], 2021, key[2]) in cells]
    assert told.amount == sum(now.values())
    assert told.non_reporters == len(climbing) - len({key[0] for key in now}) == 2
    assert told.now == sum(now[key] for key in both)
    assert told.before == sum(cells[key[0], 2021, key[2]] for key in both)
    assert told.now != told.amount or len(both) == len(now)


# -- restoring ---------------------------------------------------------------------------------


def test_a_field_goes_back_to_an_earlier_value_and_both_are_kept(scope_of):
    staff, enterprise = scope_of("staff"), steady()
    old = enterprise.industry_code
    actions.correct(enterprise, industry_code="3670", why="主营变化", by=staff, now=NOW)
    versions = version_model(Enterprise).objects.filter(id=enterprise.pk, industry_code=old)
    version = versions.latest("history_id").history_id
    actions.restore(
        enterprise, field="industry_code", version=version, why="录错了", by=staff, now=NOW
    )
    enterprise.refresh_from_db()
    assert enterprise.industry_code == old
    told = version_model(Enterprise).objects.filter(id=enterprise.pk).order_by("-history_id")
    assert [row.industry_code for row in told[:3]] == [old, "3670", old]
    assert AuditEvent.objects.latest("id").why == "录错了"


@pytest.mark.parametrize(
    ("field", "why", "words"),
    [
        ("industry_code", "", "请写明恢复原因"),
        ("industry_code", "x", "不用恢复"),
        ("code", "x", "不能恢复"),
        ("search_text", "x", "不能恢复"),
    ],
)
def test_a_restore_that_makes_no_sense_is_refused(scope_of, field, why, words):
    enterprise = steady()
    version = version_model(Enterprise).objects.filter(id=enterprise.pk).latest("history_id")
    with pytest.raises(DomainError, match=words):
        actions.restore(
            enterprise,
            field=field,
            version=version.history_id,
            why=why,
            by=scope_of("staff"),
            now=NOW,
        )


def test_a_version_of_another_enterprise_is_not_found(scope_of):
    enterprise = steady()
    foreign = version_model(Enterprise).objects.exclude(id=enterprise.pk).first()
    with pytest.raises(NotFound):
        actions.restore(
            enterprise, field="industry_code", version=foreign.history_id, why="x",
            by=scope_of("staff"), now=NOW,
        )  # fmt: skip


def test_a_reported_amount_goes_back_to_what_it_was(scope_of):
    staff = scope_of("staff")
    row = Statement.objects.filter(reported_on=date(2022, 6, 13)).first()
    version = version_model(Statement).objects.filter(id=row.pk).earliest("history_id")
    assert version.amount != row.amount
    actions.restore_statement(row, version=version.history_id, why="更正有误", by=staff, now=NOW)
    row.refresh_from_db()
    assert (row.amount, row.written) == (version.amount, version.written)
