"""Tables as Ibis relations: as they stand now, or as they were known at a time."""

from dataclasses import dataclass
from typing import Any

from pandeng.analytics.engine import parameter

# What a history table holds beside the columns of its record.
MARKS = (("history_id", "int64"), ("history_date", "timestamp"), ("history_type", "string"))


@dataclass(frozen=True)
class TableShape:
    """A table, its history table, and its columns with Ibis types."""

    name: str
    history: str
    columns: tuple[tuple[str, str], ...]


def now(shape: TableShape) -> Any:
    import ibis

    return ibis.table(dict(shape.columns), name=shape.name)


def as_of_system_time(shape: TableShape) -> Any:
    """The last version of every record known at the bound time `known_at`, removed ones left out.

    Two versions of one instant: the later written counts (history_id), so the answer is unique.
    """
    import ibis

    versions = ibis.table({**dict(shape.columns), **dict(MARKS)}, name=shape.history)
    versions = versions.filter(
        versions.cluster_id == parameter("cluster", "int64"),
        versions.history_date <= parameter("known_at", "timestamp"),
    )
    place = ibis.row_number().over(
        ibis.window(
            group_by=versions.id,
            order_by=[versions.history_date.desc(), versions.history_id.desc()],
        )
    )
    last = versions.mutate(place=place)
    # “< 1”, not “== 0”: PostgreSQL takes an equality for one row in two hundred, and loops over the rest
    last = last.filter(last.place < 1, last.history_type != "-")
    return last.select([name for name, _ in shape.columns])
