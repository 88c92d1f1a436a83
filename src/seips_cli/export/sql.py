"""The whole decision as SQL that DuckDB, SQLite, PostgreSQL and Spark all read: a table, and a SELECT that decides.

The SELECT does not compare a case with every row of the table. It leads each case down the diagram to the number of its
row, with one CASE in another, and joins by that number: so an answer that is not needed is never looked at, and a case
whose answers do not suffice, or are not known, gets no row.
"""

from collections.abc import Iterator, Mapping
from itertools import count

from ..diagram import Diagram, Outcome, Ref
from ..errors import plain
from ..row import RESULT
from .table import JOURNEY, Cell, Table

#: What the table is called, and what the SELECT takes the table of cases to be called.
DECISIONS, CASES = "seips_decisions", "cases"
#: Rows in one INSERT.
MANY = 500
HOW_TO = (
    f"The SELECT at the end decides each row of a table or view called `{CASES}`, which has a column of text for each",
    "question. NULL is a question that was not answered. Whatever other columns it has are kept.",
    f"Where `{JOURNEY}` comes out NULL, an answer is missing or not known, and nothing is decided.",
    "In Spark, first set spark.sql.ansi.enabled and spark.sql.ansi.doubleQuotedIdentifiers to true.",
)


def as_sql(table: Table, diagram: Diagram[Outcome], about: Mapping[str, str]) -> str:
    """A script that makes the table of *diagram*, with *about* as comments, and then decides the table `cases`."""
    head = "".join(f"-- {line}\n" for line in (*_comments(about), *HOW_TO))
    return f"{head}\n{create(table)}\n{select(diagram)}"


def create(table: Table) -> str:
    """Statements that make *table* and fill it, in place of any that an earlier edition left."""
    kinds = ["INTEGER", *(f"VARCHAR({_width(column)})" for column in list(zip(*table.rows, strict=True))[1:])]
    columns = ",\n".join(f"  {name(column)} {kind}" for column, kind in zip(table.columns, kinds, strict=True))
    # Without the first, a shell that goes on after an error would add these rows to those of an earlier edition.
    made = f"DROP TABLE IF EXISTS {DECISIONS};\nCREATE TABLE {DECISIONS} (\n{columns}\n);\n"
    return made + "".join(_inserts(table))


def select(diagram: Diagram[Outcome]) -> str:
    """A query for every column of `cases`, the number of the row that decides it, and the result."""
    wanted = ", ".join(f"d.{name(column)}" for column in (JOURNEY, *RESULT))
    return f"SELECT {CASES}.*, {wanted}\nFROM {CASES}\nLEFT JOIN {DECISIONS} AS d ON d.{JOURNEY} =\n{case(diagram)};\n"


def case(diagram: Diagram[Outcome]) -> str:
    """An expression for the number of the journey that a row of `cases` makes; NULL where it does not end."""
    numbers = count(1)

    def of(ref: Ref, indent: str) -> str:
        if ref < 0:
            return str(next(numbers))
        variable = diagram.question(ref)
        branches = [
            f"\n{indent}  WHEN {text(option)} THEN {of(child, indent + '  ')}"
            for option, child in zip(variable.options, diagram.nodes[ref][1], strict=True)
        ]
        return f"CASE {CASES}.{name(variable.id)}{''.join(branches)} END"

    return of(diagram.root, "")


def name(identifier: str) -> str:
    """*identifier* as the name of a column."""
    return '"' + identifier.replace('"', '""') + '"'


def text(value: Cell) -> str:
    """*value* as SQL writes it."""
    if value is None:
        return "NULL"
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


def _width(column: tuple[Cell, ...]) -> int:
    return max([1, *(len(str(cell)) for cell in column if cell is not None)])


def _inserts(table: Table) -> Iterator[str]:
    for first in range(0, len(table.rows), MANY):
        rows = ",\n".join(f"({', '.join(map(text, row))})" for row in table.rows[first : first + MANY])
        yield f"INSERT INTO {DECISIONS} VALUES\n{rows};\n"


def _comments(about: Mapping[str, str]) -> Iterator[str]:
    """*about*, with nothing in it that could end a comment before its line does."""
    return (f"{key}: {' '.join(plain(value).split())}" for key, value in about.items() if value)
