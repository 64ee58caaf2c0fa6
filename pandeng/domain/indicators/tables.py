"""The records as relations: shapes read off the models, narrowed to a cluster and a scope."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

from pandeng.access.models import Department
from pandeng.access.records import ClusterRecord, RowPolicy, sharing_kinds
from pandeng.access.scope import Rows
from pandeng.analytics import relations
from pandeng.analytics.engine import parameter
from pandeng.analytics.relations import TableShape
from pandeng.core.history import version_model

ENTERPRISE, ADDRESS = "enterprises.Enterprise", "enterprises.EnterpriseAddress"
# What a kind is read with, whatever is asked of it.
ALONG = {ENTERPRISE: (ADDRESS,)}
TYPES = {
    "BigAutoField": "int64",
    "BigIntegerField": "int64",
    "ForeignKey": "int64",
    "OneToOneField": "int64",
    "PositiveSmallIntegerField": "int64",
    "PositiveIntegerField": "int64",
    "BooleanField": "boolean",
    "DateField": "date",
    "DateTimeField": "timestamp",
    "DecimalField": "decimal(18, 2)",
}


def model_of(kind: str) -> type[ClusterRecord]:
    """The model of a kind such as demands.Demand."""
    model = apps.get_model(kind)
    assert issubclass(model, ClusterRecord)
    return model


@cache
def shape_of(kind: str) -> TableShape:
    model = model_of(kind)
    version = version_model(model)
    columns = tuple(
        (str(item.column), TYPES.get(item.get_internal_type(), "string"))
        for item in model._meta.concrete_fields
        if item.name != "search_text" and not isinstance(item, models.JSONField)
    )
    return TableShape(model._meta.db_table, version._meta.db_table, columns)


def guards_of(kind: str) -> tuple[str, ...]:
    """The kinds of a scope that decide which rows of a kind of record a person sees."""
    policy = model_of(kind).row_policy
    if not policy.through:
        return (policy.kind,)
    target = _behind(kind, policy.through)
    return tuple(dict.fromkeys([target.row_policy.kind, *guards_of(target._meta.label)]))


@cache
def unit_columns(kind: str) -> tuple[str, ...]:
    """The columns of a kind of the work that name a unit."""
    model = model_of(kind)
    if model._meta.app_label == Department._meta.app_label:
        return ()
    return tuple(
        str(item.column)
        for item in model._meta.concrete_fields
        if item.is_relation and item.related_model is Department
    )


def _behind(kind: str, column: str) -> type[ClusterRecord]:
    """The model that a foreign key of a kind points to."""
    target = model_of(kind)._meta.get_field(column).related_model
    assert isinstance(target, type)
    assert issubclass(target, ClusterRecord)
    return target


def relation(kind: str, rows_of: Callable[[str], Rows], *, has_known_at: bool) -> Any:
    """The records of a kind in the bound cluster, of the rows that a scope reads."""
    policy = model_of(kind).row_policy
    table = _records(kind, has_known_at)
    table = table.filter(table.cluster_id == parameter("cluster", "int64"))
    if kind == ENTERPRISE:
        table = _in_its_county(table, has_known_at)
    if policy.through:
        target = _behind(kind, policy.through)
        if rows_of(target.row_policy.kind).everything:
            return table
        seen = relation(target._meta.label, rows_of, has_known_at=has_known_at)
        table = table.filter(table[f"{policy.through}_id"].isin(seen.id))
        return _outward(table, policy) if rows_of(target.row_policy.kind).outside else table
    if policy.hidden_when:
        table = table.filter(table[policy.hidden_when].isnull())
    rows = rows_of(policy.kind)
    return table if rows.everything else table.filter(_reached(table, policy, rows, has_known_at))


def _in_its_county(table: Any, has_known_at: bool) -> Any:
    """Enterprises in the county where they worked on the day: who moved later is where they were."""
    import ibis

    moves = _records(ADDRESS, has_known_at)
    moves = moves.filter(
        moves.cluster_id == parameter("cluster", "int64"),
        moves.former_county_id.notnull(),
        moves.since > parameter("day", "date"),
    )
    place = ibis.row_number().over(
        ibis.window(group_by=moves.enterprise_id, order_by=[moves.since, moves.id])
    )
    first = moves.mutate(place=place)
    first = first.filter(first.place < 1)
    first = first.select(mover=first.enterprise_id, left=first.former_county_id)
    both = table.left_join(first, table.id == first.mover)
    dated = both.mutate(county_id=both.left.coalesce(both.county_id))
    return dated.drop("mover", "left")


def _outward(table: Any, policy: RowPolicy) -> Any:
    """What of a kind is addressed to people outside the office."""
    import ibis

    if policy.outward is None:
        return table
    column, told = policy.outward
    return table.filter(table[column].isin(sorted(told)) if told else ibis.literal(False))


def _records(kind: str, has_known_at: bool) -> Any:
    shape = shape_of(kind)
    return relations.as_of_system_time(shape) if has_known_at else relations.now(shape)


def _reached(table: Any, policy: RowPolicy, rows: Rows, has_known_at: bool) -> Any:
    import ibis

    keys = [(policy.county, rows.counties), (policy.enterprise, rows.enterprises)]
    keys += [(column, rows.departments) for column in policy.departments]
    conditions = [table[column].isin(sorted(ids)) for column, ids in keys if column and ids]
    for kind, record, department in sharing_kinds(policy) if rows.departments else ():
        parts = _records(kind, has_known_at)
        shared = parts.filter(parts[department].isin(sorted(rows.departments)))
        conditions.append(table.id.isin(shared[record]))
    return ibis.or_(*conditions) if conditions else ibis.literal(False)
