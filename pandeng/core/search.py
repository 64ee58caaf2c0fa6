"""Full-text search that works for Chinese on both databases: an index of character pairs.

A record keeps `search_text`: its words, and after a tab every pair of neighbouring characters in them.
SQLite indexes it with FTS5, PostgreSQL with GIN over the pairs; `search_text__finds="贷款"` asks for all
pairs of the words at once and, from three characters on, checks the few rows that are left. One
character has no pair and is looked for in the text itself.

Lists ask `found`: a word that stands in a great many rows is looked for along the order of the list, which
is left as soon as a page is full, so that neither rare nor common words grow slow in a large ledger.
"""

from typing import Any, TypeVar

from django.apps import apps
from django.db import connections, models

from pandeng.core.bigrams import APART, WORD, indexed, pairs
from pandeng.core.plain_query import plain_query


class SearchField(models.TextField):  # type: ignore[type-arg]
    """Text made by `indexed`, with an index of its pairs (`ensure_indexes`)."""


@SearchField.register_lookup
class Finds(models.Lookup):
    """Rows whose text holds the words, all of them."""

    lookup_name = "finds"

    def get_prep_lookup(self) -> str:
        return str(self.rhs).casefold().strip()

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        column, given = self.process_lhs(compiler, connection)
        asked = list(WORD.findall(self.rhs))
        grams = sorted({gram for word in asked for gram in pairs(word)})
        conditions: list[str] = []
        values: list[Any] = list(given)
        if grams:
            table, alias = self.lhs.target.model._meta.db_table, self.lhs.alias
            if connection.vendor == "postgresql":
                conditions.append(f"string_to_array(split_part({column}, E'\\t', 2), ' ') @> %s")
                values.append(grams)
            else:
                conditions.append(
                    f'"{alias}"."id" IN (SELECT rowid FROM "{table}_fts" WHERE "{table}_fts" MATCH %s)'
                )
                values.append(" ".join(f'"{gram}"' for gram in grams))
        for word in asked:
            if len(word) != 2:
                conditions.append(f"{column} LIKE %s")
                values += [*given, f"%{word}%"]
        return " AND ".join(conditions) or "1 = 0", values


Rows = TypeVar("Rows", bound="models.QuerySet[Any]")
COMMON = 2000  # so many rows are put in order at once; among more, a page is soon full


def found(rows: Rows, words: str) -> Rows:
    """Those of `rows` whose `search_text` holds all the words. One query, of at most COMMON ids."""
    everywhere = rows.model._base_manager.filter(search_text__finds=words)
    ids = list(everywhere.order_by().values_list("pk", flat=True)[: COMMON + 1])
    if len(ids) <= COMMON:
        return rows.filter(pk__in=ids)
    for word in WORD.findall(words.casefold()):
        rows = rows.filter(search_text__contains=word)
    return rows


def ensure_indexes(using: str = "default", **_: Any) -> None:
    """Make the indexes that are missing, after the tables: a rebuilt SQLite table loses its triggers."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    for model in apps.get_models():
        table = model._meta.db_table
        fields = [f for f in model._meta.concrete_fields if isinstance(f, SearchField)]
        if fields and table in tables and not model.__name__.startswith("Historical"):
            with connection.cursor() as cursor:
                (_on_postgresql if connection.vendor == "postgresql" else _on_sqlite)(cursor, table)
            _complete(model)


def _complete(model: Any) -> None:
    """Texts of an earlier program have no pairs yet."""
    rows = model._base_manager.exclude(search_text__contains=APART).exclude(search_text="")
    for pk, text in rows.values_list("pk", "search_text").iterator():
        plain_query(model).filter(pk=pk).update(search_text=indexed([text]))


def _on_postgresql(cursor: Any, table: str) -> None:
    cursor.execute(
        f'CREATE INDEX IF NOT EXISTS "{table}_pairs" ON "{table}" USING gin '
        f"(string_to_array(split_part(search_text, E'\\t', 2), ' '))"
    )


def _on_sqlite(cursor: Any, table: str) -> None:
    index = f"{table}_fts"
    cursor.execute(
        "SELECT count(*) FROM sqlite_master WHERE tbl_name = %s AND type = 'trigger' AND name LIKE %s",
        [table, f"{index}_%"],
    )
    if cursor.fetchone()[0] == 3:
        return
    old = f'INSERT INTO "{index}"("{index}", rowid, search_text) VALUES (\'delete\', old.id, old.search_text);'
    new = f'INSERT INTO "{index}"(rowid, search_text) VALUES (new.id, new.search_text);'
    for statement in (
        f'DROP TABLE IF EXISTS "{index}"',
        f'CREATE VIRTUAL TABLE "{index}" USING fts5(search_text, content="{table}", content_rowid="id",'
        " detail=none, columnsize=0, tokenize='unicode61 remove_diacritics 0')",
        *(f'DROP TRIGGER IF EXISTS "{index}_{name}"' for name in ("added", "removed", "changed")),
        f'CREATE TRIGGER "{index}_added" AFTER INSERT ON "{table}" BEGIN {new} END',
        f'CREATE TRIGGER "{index}_removed" AFTER DELETE ON "{table}" BEGIN {old} END',
        f'CREATE TRIGGER "{index}_changed" AFTER UPDATE OF search_text ON "{table}" BEGIN {old} {new} END',
        f'INSERT INTO "{index}"("{index}") VALUES (\'rebuild\')',
    ):
        cursor.execute(statement)
