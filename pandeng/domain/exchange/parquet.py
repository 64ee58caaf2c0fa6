"""The records as Parquet files: for a province's warehouse, and for asking the same figures of DuckDB."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from pandeng.access.scope import Rows, Scope
from pandeng.analytics.relations import MARKS
from pandeng.core.errors import DomainError
from pandeng.core.extras import require_extra
from pandeng.core.history import version_model
from pandeng.domain.indicators.catalogue import INDICATORS
from pandeng.domain.indicators.compile import expression
from pandeng.domain.indicators.context import FilterContext
from pandeng.domain.indicators.declare import RecordsIndicator
from pandeng.domain.indicators.tables import guards_of, model_of, shape_of

CHUNK = 20_000


def kinds() -> list[str]:
    """Every kind of record that an indicator reads, in what it counts or in a filter or slice."""
    whole = FilterContext(lambda kind: Rows(everything=True), has_known_at=False)
    for indicator in INDICATORS.values():
        if isinstance(indicator, RecordsIndicator):
            expression(indicator, "rows", tuple(indicator.by), whole)
    return sorted(whole.touched)


def export(scope: Scope, folder: Path) -> list[Path]:
    """Write a cluster's records and their versions, one file a table. Needs a scope that sees all.

    Files appear whole or not at all.
    """
    require_extra("warehouse")
    found = kinds()
    guards = {guard for kind in found for guard in guards_of(kind)}
    if not all(scope.rows(guard).everything for guard in guards):
        raise DomainError(_("只有能看全部记录的人可以导出整个集群。"))
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for kind in found:
        shape, model = shape_of(kind), model_of(kind)
        now = model.objects.filter(cluster_id=scope.in_cluster())
        versions = version_model(model).objects.filter(cluster_id=scope.in_cluster())
        written.append(_write(folder, shape.name, shape.columns, now))
        written.append(_write(folder, shape.history, (*shape.columns, *MARKS), versions))
    return written


def _write(folder: Path, name: str, columns: tuple[tuple[str, str], ...], rows: Any) -> Path:
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds_of = {
        "int64": pa.int64(),
        "date": pa.date32(),
        "timestamp": pa.timestamp("us"),
        "boolean": pa.bool_(),
        "string": pa.string(),
        "decimal(18, 2)": pa.decimal128(18, 2),
    }
    schema = pa.schema([(column, kinds_of[kind]) for column, kind in columns])
    path, part = folder / f"{name}.parquet", folder / f"{name}.part"
    with pq.ParquetWriter(part, schema) as writer:
        for batch in _batches(rows.order_by().values_list(*[column for column, _ in columns])):
            arrays: list[Any] = list(zip(*batch, strict=True)) or [()] * len(columns)
            writer.write_table(pa.table([list(map(_plain, a)) for a in arrays], schema=schema))
    part.replace(path)
    return path


def _batches(rows: Any) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for row in rows.iterator(chunk_size=CHUNK):
        batch.append(row)
        if len(batch) == CHUNK:
            yield batch
            batch = []
    yield batch


def _plain(value: Any) -> Any:
    """Times as UTC without a zone, amounts at two decimals: the same in every file."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None)
    return value.quantize(Decimal("0.01")) if isinstance(value, Decimal) else value


def connect(folder: Path) -> Any:
    """A DuckDB connection that sees every exported table under its own name."""
    require_extra("warehouse")
    import duckdb

    connection = duckdb.connect()
    for path in sorted(folder.glob("*.parquet")):
        connection.execute(
            f"CREATE VIEW \"{path.stem}\" AS SELECT * FROM read_parquet('{path.as_posix()}')"
        )
    return connection
