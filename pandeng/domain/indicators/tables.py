"""The records as relations: shapes read off the models, narrowed to a cluster and a scope."""

from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

from pandeng.access.records import ClusterRecord, sharing_kinds
from pandeng.access.scope import Rows, Scope
from pandeng.analytics import relations
from pandeng.analytics.engine import parameter
from pandeng.analytics.relations import TableShape
from pandeng.core.history import version_model

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


def relation(kind: str, scope: Scope, *, known: bool) -> Any:
    """The records of a kind in the scope's cluster that the scope may see."""
    model = model_of(kind)
    table = relations.as_known(shape_of(kind)) if known else relations.now(shape_of(kind))
    table = table.filter(table.cluster_id == parameter("cluster", "int64"))
    policy = model.row_policy
    if policy.through:
        target = model._meta.get_field(policy.through).related_model
        assert isinstance(target, type)
        assert issubclass(target, ClusterRecord)
        if scope.rows(target.row_policy.kind).everything:
            return table
        seen = relation(target._meta.label, scope, known=known)
        return table.filter(table[f"{policy.through}_id"].isin(seen.id))
    if policy.hidden_when:
        table = table.filter(table[policy.hidden_when].isnull())
    rows = scope.rows(policy.kind)
    return table if rows.everything else table.filter(_reached(table, model, rows, known))


def _reached(table: Any, model: type[ClusterRecord], rows: Rows, known: bool) -> Any:
    import ibis

    policy = model.row_policy
    keys = [(policy.county, rows.counties), (policy.enterprise, rows.enterprises)]
    keys += [(column, rows.departments) for column in policy.departments]
    conditions = [table[column].isin(sorted(ids)) for column, ids in keys if column and ids]
    for kind, record, department in sharing_kinds(policy) if rows.departments else ():
        parts = (relations.as_known if known else relations.now)(shape_of(kind))
        shared = parts.filter(parts[department].isin(sorted(rows.departments)))
        conditions.append(table.id.isin(shared[record]))
    return ibis.or_(*conditions) if conditions else ibis.literal(False)
