"""How long an engine takes over a million cases with the SQL that `seips export table` writes: rows for peers.py.

DuckDB is left out where it is not installed. The cases are answers drawn at random, in a table; what is timed is the
SELECT, its result stored as another. Before that, every result is compared with the outcome of the diagram.
"""

import csv
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from importlib import import_module
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from bench.timing import Program, leave_out, rows

from seips_cli.dataset import Dataset
from seips_cli.decision import decide, diagram_of, variables_of
from seips_cli.export.sql import create, name, select
from seips_cli.export.table import table_of
from seips_cli.row import RESULT, result_cells
from seips_cli.source import Edition, load

CASES, ROUNDS = 1_000_000, 5
TODAY = date.today()


def drawn(data: Dataset) -> list[tuple[str, ...]]:
    """So many full sets of answers."""
    random = Random(1)
    columns = [random.choices(variable.options, k=CASES) for variable in variables_of(data)]
    return list(zip(*columns, strict=True))


def engines(columns: Sequence[str], cases: Sequence[Sequence[str]]) -> Iterator[tuple[str, str, Any]]:
    """Each engine that is installed, its release, and a connection with the table of cases in it."""
    table = f"CREATE TABLE cases ({', '.join(f'{name(column)} VARCHAR' for column in columns)})"
    for label in ("SQLite", "control: SQLite"):
        connection = sqlite3.connect(":memory:")
        connection.execute(table)
        connection.executemany(f"INSERT INTO cases VALUES ({', '.join('?' * len(columns))})", cases)
        yield label, sqlite3.sqlite_version, connection
    try:
        duckdb = import_module("duckdb")
    except ImportError:
        leave_out("DuckDB: not installed")
        return
    connection = duckdb.connect()
    connection.execute(table)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "cases.csv"
        with file.open("w", encoding="utf-8", newline="") as opened:
            csv.writer(opened).writerows(cases)
        connection.execute(f"COPY cases FROM '{file}' (HEADER false)")
    yield "DuckDB", duckdb.__version__, connection


def wrong(connection: Any, data: Dataset) -> int:
    """How many of the stored results are not what the diagram says."""
    questions = [question.id for question in data.questions]
    found = connection.execute(f"SELECT {', '.join(map(name, (*questions, *RESULT)))} FROM decided").fetchall()
    cases = [dict(zip(questions, row, strict=False)) for row in found]
    outcomes = list(diagram_of(data).outcomes(cases))
    expected = {
        outcome: result_cells(data, decide(data, case), TODAY) for outcome, case in zip(outcomes, cases, strict=True)
    }
    return sum(row[len(questions) :] != expected[one] for row, one in zip(found, outcomes, strict=True))


def program(label: str, release: str, connection: Any, edition: Edition) -> Program | None:
    """An engine with the table of the decision in it; None if it does not decide as seips does."""
    for statement in create(table_of(edition, TODAY)).split(";\n"):
        connection.execute(statement)
    query = f"CREATE TABLE decided AS {select(diagram_of(edition.data))}"
    connection.execute(query)
    if differing := wrong(connection, edition.data):
        leave_out(f"{label}: differs on {differing:,} cases")
        return None
    forget = partial(connection.execute, "DROP TABLE decided")
    return Program(label, partial(connection.execute, query), release, CASES, before=forget)


def in_engines() -> Iterator[str]:
    """The rows for the rules as SQL."""
    edition = load(Path(__file__).parent.parent / "data" / "partnerships.yaml")
    ready = engines([question.id for question in edition.data.questions], drawn(edition.data))
    programs = [made for found in ready if (made := program(*found, edition))]
    return rows(f"the shipped rules as SQL: {CASES:,} cases in a table", programs, ROUNDS)
