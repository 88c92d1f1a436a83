"""How long an engine takes over a million cases with the SQL that `seips export table` writes.

`make bench-peers`, or `python -m bench.exported`; DuckDB is left out where it is not installed. The cases are answers
drawn at random, in a table; what is timed is the SELECT, its result stored as another. Before that, every result is
compared with the outcome of the diagram. Each round runs every engine once, in turn; the figure is the median over
rounds. The control is SQLite again: how far the two are apart is the noise.
"""

import csv
import sqlite3
import time
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from seips_cli.dataset import Dataset
from seips_cli.decision import RESULT, decide, diagram_of, result_cells, variables_of
from seips_cli.export.sql import create, name, select
from seips_cli.export.table import table_of
from seips_cli.source import load

CASES, ROUNDS = 1_000_000, 5


def drawn(data: Dataset) -> list[tuple[str, ...]]:
    """So many full sets of answers."""
    random = Random(1)
    columns = [random.choices(variable.options, k=CASES) for variable in variables_of(data)]
    return list(zip(*columns, strict=True))


def engines(columns: Sequence[str], cases: Sequence[Sequence[str]]) -> Iterator[tuple[str, Any]]:
    """Each engine that is installed, with the table of cases in it."""
    table = f"CREATE TABLE cases ({', '.join(f'{name(column)} VARCHAR' for column in columns)})"
    for label in ("SQLite", "control: SQLite"):
        connection = sqlite3.connect(":memory:")
        connection.execute(table)
        connection.executemany(f"INSERT INTO cases VALUES ({', '.join('?' * len(columns))})", cases)
        yield f"{label} {sqlite3.sqlite_version}", connection
    try:
        duckdb = import_module("duckdb")
    except ImportError:
        print("duckdb is not installed and is left out")
        return
    connection = duckdb.connect()
    connection.execute(table)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "cases.csv"
        with file.open("w", encoding="utf-8", newline="") as opened:
            csv.writer(opened).writerows(cases)
        connection.execute(f"COPY cases FROM '{file}' (HEADER false)")
    yield f"DuckDB {duckdb.__version__}", connection


def seconds(connection: Any, query: str) -> float:
    """How long the query takes, with its result stored."""
    connection.execute("DROP TABLE IF EXISTS decided")
    start = time.perf_counter()
    connection.execute(f"CREATE TABLE decided AS {query}")
    return time.perf_counter() - start


def wrong(connection: Any, data: Dataset) -> int:
    """How many of the stored results are not what the diagram says."""
    questions = [question.id for question in data.questions]
    found = connection.execute(f"SELECT {', '.join(map(name, (*questions, *RESULT)))} FROM decided").fetchall()
    cases = [dict(zip(questions, row, strict=False)) for row in found]
    outcomes = list(diagram_of(data).outcomes(cases))
    expected = {outcome: result_cells(decide(data, case)) for outcome, case in zip(outcomes, cases, strict=True)}
    return sum(row[len(questions) :] != expected[one] for row, one in zip(found, outcomes, strict=True))


def main() -> None:
    """Print the table."""
    edition = load(Path(__file__).parent.parent / "data" / "partnerships.yaml")
    table, query = table_of(edition), select(diagram_of(edition.data)).rstrip(";\n")
    ready = dict(engines([question.id for question in edition.data.questions], drawn(edition.data)))
    taken: dict[str, list[float]] = {label: [] for label in ready}
    for connection in ready.values():
        for statement in create(table).split(";\n"):
            connection.execute(statement)
    for _ in range(ROUNDS):
        for label, connection in ready.items():
            taken[label].append(seconds(connection, query))
    print(f"\nWorkload: the shipped rules as SQL, {CASES:,} cases; {ROUNDS} rounds\n")
    print("| engine | seconds | cases a second | results that differ |\n|---|---:|---:|---:|")
    for label, connection in ready.items():
        each = median(taken[label])
        print(f"| {label} | {each:.2f} | {CASES / each:,.0f} | {wrong(connection, edition.data)} |", flush=True)


if __name__ == "__main__":
    main()
