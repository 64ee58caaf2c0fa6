"""The demo, multiplied: every enterprise, project, demand and what belongs to them, history included."""

import time
from typing import Any

from django.core.management import call_command
from django.db import connection

from pandeng.access.models import Cluster
from pandeng.access.scope import Scope
from pandeng.core.history import version_model
from pandeng.demo import load
from pandeng.domain.chains.models import ChainLeader, Placement
from pandeng.domain.climbing.models import ClimbGoal, ClimbPlan, ClimbTest
from pandeng.domain.demands.models import Demand, DemandStep
from pandeng.domain.enterprises.models import (
    ClubMember,
    Enterprise,
    EnterpriseName,
    ScaleListing,
    Statement,
)
from pandeng.domain.outcomes.models import Outcome
from pandeng.domain.projects.models import (
    AttractedSupplier,
    InvestmentEntry,
    Milestone,
    Project,
    ProjectLabel,
    ProjectListing,
)
from pandeng.domain.surveys.models import SurveyAnswer
from pandeng.domain.titles.models import Application, Award

APART = 1_000_000  # ids of one copy of the demo and the next
MODELS: tuple[Any, ...] = (
    Enterprise, EnterpriseName, Statement, ScaleListing, ClubMember, Placement, ChainLeader, Project,
    ProjectListing, ProjectLabel, Milestone, InvestmentEntry, AttractedSupplier, Demand, DemandStep,
    Outcome, SurveyAnswer, Application, Award, ClimbPlan, ClimbGoal, ClimbTest,
)  # fmt: skip
# Names and codes are unique in a cluster; in copies they carry the number of the copy.
NUMBERED = {Enterprise: ("code", "name"), Project: ("code",), Demand: ("number",)}


def start() -> Scope:
    """An empty database with the demo once."""
    call_command("migrate", verbosity=0)
    if load.is_empty():
        load.load(say=lambda line: None)
    return Scope.of_system(Cluster.objects.order_by("id").values_list("id", flat=True)[0])


def grow(copies_before: int, copies: int) -> None:
    """Add copies until the database holds `copies` of the demo."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for column in ("code", "name"):
                cursor.execute(f"ALTER TABLE enterprises_enterprise ALTER {column} TYPE text")
            cursor.execute("ALTER TABLE projects_project ALTER code TYPE text")
            cursor.execute("ALTER TABLE demands_demand ALTER number TYPE text")
            for table in ("enterprises_historicalenterprise", "projects_historicalproject"):
                cursor.execute(f"ALTER TABLE {table} ALTER code TYPE text")
            cursor.execute("ALTER TABLE enterprises_historicalenterprise ALTER name TYPE text")
            cursor.execute("ALTER TABLE demands_historicaldemand ALTER number TYPE text")
            cursor.execute("SET session_replication_role = replica")  # no foreign-key checks
        else:
            cursor.execute("PRAGMA foreign_keys = OFF")
        series = (
            f"(WITH RECURSIVE s(n) AS (SELECT {copies_before} UNION ALL SELECT n + 1 FROM s "
            f"WHERE n + 1 < {copies}) SELECT n FROM s) AS series"
        )
        for model in MODELS:
            for table, history in ((model, False), (version_model(model), True)):
                columns, values = _columns(model, table, history)
                name = table._meta.db_table
                cursor.execute(
                    f"INSERT INTO {name} ({', '.join(columns)}) SELECT {', '.join(values)} "
                    f"FROM {name} AS t CROSS JOIN {series} WHERE t.id < {APART} "
                    f"ORDER BY n, t.{table._meta.pk.column}"  # a copy lies together, as written
                )
        cursor.execute("ANALYZE")


def _columns(model: Any, table: Any, history: bool) -> tuple[list[str], list[str]]:
    columns, values = [], []
    for field in table._meta.concrete_fields:
        column = field.column
        if history and column == "history_id":
            continue
        value = f't."{column}"'
        if column == "id" or (field.is_relation and field.related_model in MODELS):
            value = f"{value} + n * {APART}"
        elif column in NUMBERED.get(model, ()):
            value = f"{value} || '-' || n"
        elif column == "organisation_id":
            value = "NULL"
        columns.append(f'"{column}"')
        values.append(value)
    return columns, values


def clock() -> float:
    """Seconds of CPU time where the database runs in this process, which other work disturbs less."""
    return time.process_time() if connection.vendor == "sqlite" else time.perf_counter()


def counts() -> str:
    return ", ".join(
        f"{model.objects.count():,} {model._meta.model_name}s"
        for model in (Enterprise, Statement, Project, Milestone, Demand)
    )


def reindex() -> None:
    """Fill the search indexes anew after copies were made past them (SQLite's triggers did run)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = DEFAULT")
            cursor.execute("VACUUM ANALYZE demands_demand")
