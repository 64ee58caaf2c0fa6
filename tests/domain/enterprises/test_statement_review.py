"""A statement counts once county and office agreed; a reviewed or locked one is the office's to correct, with notice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from random import Random

import pytest
from django.test import Client

from pandeng.access.models import Cluster
from pandeng.access.scope import Scope
from pandeng.core.change import Change
from pandeng.core.errors import DomainError
from pandeng.core.history import version_model
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.enterprises import actions
from pandeng.domain.enterprises.models import Enterprise, Statement
from pandeng.domain.enterprises.workflow import LOCKED, REVIEWED, locked_on, state
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.question import question
from pandeng.domain.notices.models import Notice
from pandeng.domain.overview.worklist import work_of
from tests.probe import PROBE

pytestmark = pytest.mark.django_db
NOW = datetime(2022, 7, 4, 9, tzinfo=OFFICE_TIME)
JUNE = date(2022, 6, 1)
People = Callable[[str], Scope]


@pytest.fixture
def who(scope_of: People) -> People:
    return lambda name: replace(scope_of(name), on=NOW.date())


@pytest.fixture
def firm(who: People, office: Scope) -> Enterprise:
    """The enterprise of the demo contact, in the county of the demo reporter; it has not reported June."""
    found: Enterprise = Enterprise.objects.get(pk=min(who("enterprise").enterprises))
    with Change(PROBE, by=office, now=NOW) as change:
        change.save(found, county_id=min(who("county").departments))
    return found


def report(
    firm: Enterprise, by: Scope, written: str = "100万元", kind: str = "month", on: date = JUNE
) -> Statement:
    return actions.report_statement(
        firm, measure="revenue", period_kind=kind, period_on=on,
        basis="current" if kind == "month" else "cumulative",
        written=written, source="企业填报", confirmed="核对无误", by=by, now=NOW,
    )  # fmt: skip


def counted(jining: Cluster, firm: Enterprise) -> int:
    asked = question(
        Scope.of_system(jining.pk),
        "enterprise_revenue",
        as_of=date(2022, 7, 4),
        enterprise=firm.code,
    )
    return int(figure(asked).value or 0)


def seen(*rows: Statement) -> dict[int, str]:
    return {one.pk: Statement.objects.get(pk=one.pk).version for one in rows}


def test_what_the_enterprise_reports_counts_after_county_and_office(
    jining: Cluster, firm: Enterprise, who: People
) -> None:
    before = counted(jining, firm)
    made = report(firm, who("enterprise"))
    assert (made.status, counted(jining, firm)) == ("submitted", before)
    assert made.pk in {one.pk for one in work_of(who("county"), NOW.date()).statements}
    actions.agree_statements(seen(made), by=who("county"), now=NOW)
    assert counted(jining, firm) == before
    assert made.pk in {one.pk for one in work_of(who("lead"), NOW.date()).statements}
    actions.review_statements(seen(made), by=who("lead"), now=NOW)
    assert counted(jining, firm) == before + 1_000_000
    assert made.pk not in {one.pk for one in work_of(who("lead"), NOW.date()).statements}


def test_sent_back_it_is_mended_and_goes_the_same_way(firm: Enterprise, who: People) -> None:
    made = report(firm, who("enterprise"))
    with pytest.raises(DomainError, match="退回原因"):
        actions.send_back_statements(seen(made), why=" ", by=who("county"), now=NOW)
    actions.send_back_statements(seen(made), why="与用电量不符", by=who("county"), now=NOW)
    told = Notice.objects.filter(user=who("enterprise").user_id, line__contains="报表被退回")
    assert "与用电量不符" in told.get().about
    assert [one.pk for one in work_of(who("enterprise"), NOW.date()).returned] == [made.pk]
    made.refresh_from_db()
    actions.correct_statement(made, written="90万元", why="漏扣退货", confirmed="核对无误", by=who("enterprise"), now=NOW)  # fmt: skip
    assert Statement.objects.get(pk=made.pk).status == "submitted"
    first = version_model(Statement).objects.filter(id=made.pk).earliest("history_id")
    actions.send_back_statements(seen(made), why="再核", by=who("county"), now=NOW)
    actions.restore_statement(made, version=first.history_id, why="原数无误", by=who("enterprise"), now=NOW)  # fmt: skip
    again = Statement.objects.get(pk=made.pk)
    assert (again.status, again.returned_why) == ("submitted", "")


def test_a_stale_page_agrees_to_nothing(firm: Enterprise, who: People) -> None:
    made = report(firm, who("enterprise"))
    old = seen(made)
    actions.correct_statement(made, written="80万元", why="笔误", confirmed="核对无误", by=who("enterprise"), now=NOW)  # fmt: skip
    with pytest.raises(DomainError, match="又改过"):
        actions.agree_statements(old, by=who("county"), now=NOW)


@pytest.mark.parametrize("year_kind", [("month", date(2022, 3, 1)), ("year", date(2021, 1, 1))])
def test_a_closed_period_is_the_offices_to_correct_and_they_are_told(
    year_kind: tuple[str, date], firm: Enterprise, who: People, jining: Cluster
) -> None:
    kind, on = year_kind
    rows = Statement.objects.filter(
        enterprise=firm, measure="revenue", period_kind=kind, period_on=on
    )
    one = rows.first() or report(firm, who("lead"), "900万元", kind, on)
    assert state(one.status, kind, on, NOW.date()) == LOCKED
    was, before = one.amount, counted(jining, firm)
    for name in ("enterprise", "county"):
        with pytest.raises(DomainError, match="只能由专班更正"):
            actions.correct_statement(one, written=f"{was * 2}元", why="翻倍", confirmed="是", by=who(name), now=NOW)  # fmt: skip
        version = 1
        with pytest.raises(DomainError):
            actions.restore_statement(one, version=version, why="x", by=who(name), now=NOW)
    with pytest.raises(DomainError, match="锁定"):
        actions.send_back_statements(seen(one), why="核", by=who("lead"), now=NOW)
    assert counted(jining, firm) == before
    actions.correct_statement(one, written=f"{was + 10_000}元", why="审计调整", confirmed="是", by=who("lead"), now=NOW)  # fmt: skip
    one.refresh_from_db()
    assert (one.amount, one.status) == (was + 10_000, REVIEWED)
    for name in ("enterprise", "county"):
        line = Notice.objects.filter(user=who(name).user_id, line__contains="报表被更正")
        assert "审计调整" in line.get().about


def test_the_days_on_which_periods_close() -> None:
    assert locked_on("month", date(2022, 12, 1)) == date(2023, 1, 20)
    assert locked_on("month", date(2022, 5, 1)) == date(2022, 6, 20)
    assert locked_on("year", date(2021, 1, 1)) == date(2022, 5, 31)
    assert state(REVIEWED, "month", date(2022, 5, 1), date(2022, 6, 20)) == REVIEWED
    assert state(REVIEWED, "month", date(2022, 5, 1), date(2022, 6, 21)) == LOCKED


@pytest.mark.parametrize("seed", range(6))
def test_nothing_counts_that_the_office_has_not_agreed_to(
    seed: int, jining: Cluster, firm: Enterprise, who: People
) -> None:
    """Everybody does something at random; the figure is always the sum of what stands reviewed."""
    draw = Random(seed)
    made = report(firm, who("enterprise"))
    rest = counted(jining, firm)
    for _step in range(14):
        by = who(draw.choice(["enterprise", "county", "lead", "officer"]))
        made.refresh_from_db()
        try:
            match draw.randrange(4):
                case 0:
                    actions.correct_statement(made, written=f"{draw.randint(80, 120)}万元", why="改", confirmed="是", by=by, now=NOW)  # fmt: skip
                case 1:
                    actions.agree_statements(seen(made), by=by, now=NOW)
                case 2:
                    actions.review_statements(seen(made), by=by, now=NOW)
                case 3:
                    actions.send_back_statements(seen(made), why="核", by=by, now=NOW)
            if by.user_id == who("enterprise").user_id:
                assert Statement.objects.get(pk=made.pk).status != REVIEWED
        except DomainError:
            pass
        now = Statement.objects.get(pk=made.pk)
        assert counted(jining, firm) == rest + (now.amount if now.status == REVIEWED else 0)


def test_the_page_reviews_and_sends_back(
    firm: Enterprise, who: People, signed_in: Callable[[str], Client]
) -> None:
    made = report(firm, who("enterprise"))
    client = signed_in("county")
    page = client.get("/enterprises/statements/review/").content.decode()
    assert f'value="{made.pk}-{made.version}"' in page
    client.post(
        "/enterprises/statements/review/", {"verb": "agree", "pick": f"{made.pk}-{made.version}"}
    )
    made.refresh_from_db()
    assert made.status == "agreed"
    answer = client.post(
        "/enterprises/statements/review/",
        {"verb": "send_back", "pick": f"{made.pk}-{made.version}"},
    )
    assert answer.status_code == 422, "a reason is asked for"
    refused = signed_in("enterprise").post(
        "/enterprises/statements/review/",
        {"verb": "agree", "pick": f"{made.pk}-{Statement.objects.get(pk=made.pk).version}"},
    )
    assert refused.status_code in (403, 422)
    assert Statement.objects.get(pk=made.pk).status == "agreed"
