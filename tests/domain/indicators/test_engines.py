"""The same definitions answer alike on the program's database and on DuckDB over a Parquet export."""

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import partial

import pytest

from pandeng.analytics.engine import parameters_of
from pandeng.domain.exchange import parquet
from pandeng.domain.indicators.catalogue import INDICATORS, slices_of
from pandeng.domain.indicators.catalogue.projects import PROJECTS
from pandeng.domain.indicators.compile import expression
from pandeng.domain.indicators.days import months_of
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.question import question
from pandeng.domain.indicators.statements import StatementShape, statement

DAY = date(2022, 5, 31)
PROJECT_FIGURES = [one.name for one in PROJECTS]
TIMES = (None, datetime(2022, 5, 31, 10, tzinfo=UTC))


@pytest.mark.parametrize("known", [False, True])
def test_postgresql_plans_through_every_part_of_a_statement(office, known):
    named = re.compile(r'"\w+" AS (NOT MATERIALIZED )?\(SELECT')
    found = [
        part[1]
        for name, one in INDICATORS.items()
        for part in named.finditer(
            statement(
                office,
                StatementShape(name, "value", (), known, "postgresql"),
                partial(expression, one, "value", ()),
            )
        )
    ]
    assert len(found) > 10
    assert all(found)


@pytest.fixture(scope="module")
def duck(tmp_path_factory, django_db_setup, django_db_blocker):
    from pandeng.access.models import Cluster
    from pandeng.access.scope import Scope
    from pandeng.demo.load import CODE

    folder = tmp_path_factory.mktemp("parquet")
    with django_db_blocker.unblock():
        parquet.export(Scope.of_system(Cluster.objects.get(code=CODE).pk), folder)
    return parquet.connect(folder)


def _alike(office, duck, name, known_at, **slices):
    """The same value and parts here and on DuckDB, of the figure narrowed to these slices."""
    asked = question(office, name, as_of=DAY, known_at=known_at, **slices)
    here = figure(asked)
    bound = tuple(sorted(one.name for one in asked.bound))
    shape = StatementShape(name, "value", bound, known_at is not None, "duckdb")
    sql = statement(office, shape, partial(expression, asked.indicator, "value", bound))
    year = here.year or here.as_of.year
    after = datetime.combine(here.as_of, time(16))
    values = {
        "cluster": office.cluster_id,
        "as_of": here.as_of,
        "day": here.as_of,
        "day_end": after,
        "first": date(year, 1, 1),
        "year": year,
        **months_of(here.as_of, year),
        "known_at": known_at.replace(tzinfo=None) if known_at else None,
        **{f"by_{one.name}": one.value for one in asked.bound},
    }
    row = duck.execute(sql, {name: values[name] for name in parameters_of(sql)}).fetchone()
    if here.parts:
        assert (row[0], row[2]) == tuple(part.exact for part in here.parts)
    else:
        assert (row[-1] or 0) == here.records
        assert (None if row[0] is None else Decimal(row[0])) == (
            None if here.exact is None else Decimal(here.exact)
        )
    return here


@pytest.mark.parametrize("known_at", TIMES)
@pytest.mark.parametrize("name", INDICATORS)
def test_every_indicator_answers_alike(office, duck, name, known_at):
    _alike(office, duck, name, known_at)


@pytest.mark.parametrize("known_at", TIMES)
@pytest.mark.parametrize(
    "slices",
    [
        {"leader": "孟示例"},
        {"leader": "none"},
        {"level": "wall_chart"},
        {"level": "none"},
        {"chain": "GC"},
        {"month": "2022-03"},
        {"month": "2022-03", "leader": "孟示例"},
    ],
    ids=str,
)
@pytest.mark.parametrize("name", PROJECT_FIGURES)
def test_a_narrowed_figure_of_projects_answers_alike(office, duck, name, slices, known_at):
    _alike(office, duck, name, known_at, **slices)


@pytest.mark.parametrize("name", [n for n, one in INDICATORS.items() if "chain" in slices_of(one)])
def test_what_stands_on_no_chain_answers_alike(office, duck, name):
    _alike(office, duck, name, None, chain="none")


def test_the_narrowed_figures_have_something_to_compare(office, duck):
    for slices in ({"leader": "孟示例"}, {"leader": "none"}, {"month": "2022-03"}):
        assert _alike(office, duck, "projects_newly_started", None, **slices).value > 0
