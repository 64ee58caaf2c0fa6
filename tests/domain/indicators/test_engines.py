"""The same definitions answer alike on the program's database and on DuckDB over a Parquet export."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from pandeng.analytics.engine import parameters_of
from pandeng.domain.exchange import parquet
from pandeng.domain.indicators import queries
from pandeng.domain.indicators.catalogue import INDICATORS
from pandeng.domain.indicators.compile import statement
from pandeng.domain.indicators.days import months_of

DAY = date(2022, 5, 31)
TIMES = (None, datetime(2022, 5, 31, 10, tzinfo=UTC))


@pytest.fixture(scope="module")
def duck(tmp_path_factory, django_db_setup, django_db_blocker):
    from pandeng.access.models import Cluster
    from pandeng.access.scope import Scope
    from pandeng.jobs.demo.load import CODE

    folder = tmp_path_factory.mktemp("parquet")
    with django_db_blocker.unblock():
        parquet.export(Scope.of_system(Cluster.objects.get(code=CODE).pk), folder)
    return parquet.connect(folder)


@pytest.mark.parametrize("known_at", TIMES)
@pytest.mark.parametrize("name", INDICATORS)
def test_every_indicator_answers_alike(office, duck, name, known_at):
    here = queries.figure(office, name, as_of=DAY, known_at=known_at)
    sql = statement(
        INDICATORS,
        name,
        "value",
        scope=office,
        known=known_at is not None,
        slices=(),
        dialect="duckdb",
    )
    year = here.year or DAY.year
    bound = {
        "cluster": office.cluster_id,
        "as_of": DAY,
        "day": DAY,
        "day_end": datetime(2022, 5, 31, 16),
        "first": date(year, 1, 1),
        "year": year,
        **months_of(DAY, year),
        "known_at": known_at.replace(tzinfo=None) if known_at else None,
    }
    row = duck.execute(sql, {name: bound[name] for name in parameters_of(sql)}).fetchone()
    if here.parts:
        assert (row[0], row[2]) == tuple(part.exact for part in here.parts)
    else:
        assert row[-1] == here.records
        assert (None if row[0] is None else Decimal(row[0])) == (
            None if here.exact is None else Decimal(here.exact)
        )
