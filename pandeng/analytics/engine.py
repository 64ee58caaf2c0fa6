"""From an Ibis expression to one SQL statement with bound parameters, for every database we run on.

An expression holds parameters as calls of a function that no database has (`pandeng_param_day()`);
the text of the statement is then given the placeholder of its driver. So a statement is compiled
once and bound many times.
"""

import re
from functools import cache
from typing import Any, Literal

Dialect = Literal["sqlite", "postgresql", "duckdb"]
_PARAMETER = re.compile(r"PANDENG_PARAM_(\w+)\(\)", re.IGNORECASE)


@cache
def parameter(name: str, kind: str) -> Any:
    """A value bound when the statement runs; `kind` is an Ibis type such as date or int64."""
    import ibis

    def declare() -> None: ...

    made = ibis.udf.scalar.builtin(
        declare, name=f"pandeng_param_{name}", signature=((), ibis.dtype(kind))
    )
    return made()


@cache
def _compiler(dialect: Dialect) -> Any:
    from ibis.backends.sql import compilers

    return {
        "sqlite": compilers.SQLiteCompiler,
        "postgresql": compilers.PostgresCompiler,
        "duckdb": compilers.DuckDBCompiler,
    }[dialect]()


def to_sql(expression: Any, dialect: Dialect) -> str:
    """The statement of an expression. Placeholders: `%(name)s`, on DuckDB `$name`."""
    compiler = _compiler(dialect)
    text = compiler.to_sqlglot(expression).sql(dialect=compiler.dialect)
    if dialect == "duckdb":
        return _PARAMETER.sub(lambda found: f"${found[1].lower()}", text)
    return _PARAMETER.sub(lambda found: f"%({found[1].lower()})s", text.replace("%", "%%"))


def parameters_of(statement: str) -> set[str]:
    """The names of the parameters that a statement binds."""
    return {a or b for a, b in re.findall(r"%\((\w+)\)s|\$(\w+)", statement)}
