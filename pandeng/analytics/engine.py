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
    tree = flat(compiler.to_sqlglot(expression))
    if dialect == "postgresql":
        _open(tree)
    text = tree.sql(dialect=compiler.dialect)
    if dialect == "duckdb":
        return _PARAMETER.sub(lambda found: f"${found[1].lower()}", text)
    return _PARAMETER.sub(lambda found: f"%({found[1].lower()})s", text.replace("%", "%%"))


def flat(tree: Any) -> Any:
    """Merge every `SELECT * FROM (SELECT * FROM t WHERE a) WHERE b` into one SELECT.

    Planners do the same, but on SQLite it costs more than a small statement takes to run. Ibis names
    every table of a statement differently, so columns keep their meaning.
    """
    from sqlglot import exp

    for outer in list(tree.find_all(exp.Select))[::-1]:
        while True:
            source = outer.args["from_"].this if outer.args.get("from_") else None
            if not isinstance(source, exp.Subquery) or not _only_filters(inner := source.this):
                break
            own, below = source.alias, inner.args["from_"].this.alias
            outer.set("from_", inner.args["from_"])
            if condition := inner.args.get("where"):
                later = outer.args.get("where")
                both = [condition.this, later.this] if later else [condition.this]
                outer.set("where", exp.Where(this=exp.and_(*both)))
            for column in _columns(outer):
                if column.table == own:
                    column.set("table", exp.to_identifier(below, quoted=True))
    return tree


def _open(tree: Any) -> None:
    """Let PostgreSQL plan through every part named WITH.

    One that is used twice it would work out apart, knowing nothing of its columns: it takes the result
    for one row and loops over it, seconds where milliseconds do, and growing with the square.
    """
    from sqlglot import exp

    for part in tree.find_all(exp.CTE):
        part.set("materialized", False)


def _columns(tree: Any) -> list[Any]:
    """Every column in a tree; Ibis keeps some parts in tuples, which SQLGlot's own search passes by."""
    from sqlglot import exp

    found, ahead = [], [tree]
    while ahead:
        item = ahead.pop()
        if isinstance(item, list | tuple):
            ahead.extend(item)
        elif isinstance(item, exp.Expression):
            if isinstance(item, exp.Column):
                found.append(item)
            ahead.extend(item.args.values())
    return found


def _only_filters(select: Any) -> bool:
    from sqlglot import exp

    if not isinstance(select, exp.Select):
        return False
    said = {name for name, value in select.args.items() if value}
    star = [type(item) for item in select.expressions] == [exp.Star]
    return star and said <= {"expressions", "from_", "where", "kind"}


def numbered(statement: str, place: int) -> str:
    """The statement with placeholders of its own, so that it can stand beside others in one."""
    return re.sub(r"%\((\w+)\)s", rf"%(\1_{place})s", statement)


def parameters_of(statement: str) -> set[str]:
    """The names of the parameters that a statement binds."""
    return {a or b for a, b in re.findall(r"%\((\w+)\)s|\$(\w+)", statement)}
