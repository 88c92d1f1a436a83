"""`seips batch` beside DuckDB and polars on the same files, and its memory as files grow. `make bench-batch`.

Each program is a process of its own, from its start to the last byte written, on one thread; it reads the same CSV file
and writes a CSV file with the same columns. DuckDB runs the decision diagram as one CASE expression, joined to a table
of what each end of it says; polars joins the cases to a table of every set of answers. The results must be equal row
for row. In each round every program runs once, in turn; a ratio is the median of the ratios round by round, by
processor time, so that whatever else the machine does counts less. The control is `seips batch` again: how far it is
from 1.00 is the noise.
"""

import csv
import os
import platform
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from seips_cli.bulk.answer import Router
from seips_cli.bulk.columns import RESULTS, columns_of
from seips_cli.bulk.forms import Csv
from seips_cli.dataset import Dataset
from seips_cli.decision import diagram_of
from seips_cli.source import load

ROWS = 1_000_000
ROUNDS = 3
OURS = "seips batch"
CONTROL = "control: seips batch again"
DUCKDB = "DuckDB, one CASE"
POLARS = "polars, one join"
EVERY_CORE = "DuckDB, every core, order not kept"
RUN_DUCKDB = """
import sys, duckdb
connection = duckdb.connect()
connection.execute(f"SET threads = {sys.argv[1]}; SET enable_progress_bar = false")
connection.execute(open(sys.argv[2]).read())
"""
RUN_POLARS = """
import sys, polars as pl
source, table, target, *questions = sys.argv[1:]
key = pl.concat_str([pl.col(q).fill_null("") for q in questions], separator=",").alias("key")
cases = pl.scan_csv(source, infer_schema=False).with_columns(key)
found = pl.scan_csv(table, infer_schema=False)
cases.join(found, on="key", how="left", maintain_order="left").drop("key").sink_csv(target)
"""


class Cost(NamedTuple):
    """What a run took: seconds on the clock, seconds of processor time, and MB of memory at most."""

    clock: float
    processor: float
    memory: float


def measured(command: Sequence[str]) -> Cost:
    """Run *command* to its end."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **ALONE}
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{command[:4]} failed: {process.returncode}")
    unit = 1 if platform.system() == "Darwin" else 1024
    return Cost(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss * unit / 1e6)


ALONE = {"POLARS_MAX_THREADS": "1", "SEIPS_LOCAL": "off"}


def journeys(data: Dataset) -> list[list[str]]:
    """Every complete set of answers, as cells."""
    return [[answers.get(q.id, "") for q in data.questions] for answers, _ in diagram_of(data).journeys()]


def write_complete(data: Dataset, path: Path) -> None:
    """A number for each case, and one of the complete sets of answers; nothing needs a quotation mark."""
    chance, complete = random.Random(1), [",".join(cells) for cells in journeys(data)]
    write(data, path, ["ref"], (f"{n},{chance.choice(complete)}" for n in range(ROWS)))


def write_quoted(data: Dataset, path: Path) -> None:
    """The same, with a name in quotation marks and a date in each row, so that all of it is read with care."""
    chance, complete = random.Random(2), [",".join(cells) for cells in journeys(data)]
    own = (f'{n},"Academy, {n % 91}",2026-11-{n % 28 + 1:02}' for n in range(ROWS))
    write(data, path, ["ref", "school name", "meeting"], (f"{cells},{chance.choice(complete)}" for cells in own))


def write_random(data: Dataset, path: Path) -> None:
    """Every question answered at random, needed or not: as many different cases as there can be."""
    chance, options = random.Random(3), [[option.id for option in q.options] for q in data.questions]
    write(data, path, ["ref"], (",".join([str(n), *map(chance.choice, options)]) for n in range(ROWS)))


def write(data: Dataset, path: Path, own: Sequence[str], rows: Iterator[str]) -> None:
    """A file of cases. Row by row: a process is counted as large as the one that it was started from."""
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join([*own, *(q.id for q in data.questions)]) + "\n")
        file.writelines(f"{row}\n" for row in rows)


WORKLOADS = {"complete": write_complete, "quoted": write_quoted, "random": write_random}


class Ends:
    """The ends of the decision diagram as SQL numbers them: an outcome together with the questions that led to it."""

    def __init__(self, data: Dataset) -> None:
        """Begin with none."""
        self.data, self.diagram = data, diagram_of(data)
        self.numbers: dict[tuple[int, tuple[str, ...]], int] = {}
        self.example: list[dict[str, str]] = []

    def case(self, ref: int, used: Mapping[str, str]) -> str:
        """The diagram from *ref* on as a CASE expression."""
        if ref < 0:
            key = ref, tuple(used)
            if key not in self.numbers:
                self.numbers[key] = len(self.numbers)
                self.example.append(dict(used))
            return str(self.numbers[key])
        variable = self.diagram.question(ref)
        branches = (
            f"WHEN '{option}' THEN {self.case(child, {**used, variable.id: option})}"
            for option, child in zip(variable.options, self.diagram.nodes[ref][1], strict=True)
        )
        return f'CASE "{variable.id}" {" ".join(branches)} END'


def results_of(data: Dataset, cells: Sequence[str]) -> list[str]:
    """What `seips batch` writes behind *cells*."""
    questions = [q.id for q in data.questions]
    form = Csv(data, columns_of(questions, data, postcodes=False))
    return next(csv.reader([form.results(Router(data, questions).answer(cells))]))


def sql(data: Dataset, source: Path, target: Path, *, unused: bool) -> str:
    """The whole work for DuckDB. Without *unused* it is spared to look for answers that are not needed."""
    ends = Ends(data)
    case = ends.case(ends.diagram.root, {})
    told = RESULTS[: RESULTS.index("unused")]
    rows = []
    for number, used in enumerate(ends.example):
        said = results_of(data, [used.get(q.id, "") for q in data.questions])[: len(told)]
        mask = [str(q.id in used).lower() for q in data.questions]
        rows.append(f"({number}, {', '.join(map(_literal, said))}, {', '.join(mask)})")
    names = ", ".join([*told, *(f'"used {q.id}"' for q in data.questions)])
    left = ", ".join(f'CASE WHEN NOT "used {q.id}" THEN \'{q.id}=\' || "{q.id}" END' for q in data.questions)
    named = f"nullif(concat_ws(';', {left}), '')" if unused else "NULL"
    reader = f"read_csv('{source}', header = true, all_varchar = true, delim = ',', quote = '\"')"
    return f"""COPY (SELECT c.* EXCLUDE (number), {", ".join(told)}, {named} AS unused, NULL AS error
        FROM (SELECT *, {case} AS number FROM {reader}) c
        JOIN (VALUES {", ".join(rows)}) AS r(number, {names}) ON c.number = r.number)
        TO '{target}' (HEADER, DELIMITER ',')"""


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'" if text else "NULL"


def write_table(data: Dataset, path: Path) -> None:
    """Every complete set of answers with its results, for polars."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["key", *RESULTS])
        out.writerows([",".join(cells), *results_of(data, cells)] for cells in journeys(data))


def commands(data: Dataset, folder: Path, workload: str) -> dict[str, list[str]]:
    """What is run for a workload, by name; each writes a file of its own."""
    source, query, table = (folder / f"{workload}{end}" for end in (".csv", ".sql", ".table.csv"))
    query.write_text(sql(data, source, folder / "duckdb.csv", unused=workload == "random"), encoding="utf-8")
    ours = [sys.executable, "-m", "seips_cli", "batch", str(source), "--force", "-o"]
    found = {
        OURS: [*ours, str(folder / "seips.csv")],
        CONTROL: [*ours, str(folder / "control.csv")],
        DUCKDB: [sys.executable, "-c", RUN_DUCKDB, "1", str(query)],
    }
    if workload == "complete":
        write_table(data, table)
        questions = [q.id for q in data.questions]
        found[POLARS] = [
            sys.executable,
            "-c",
            RUN_POLARS,
            str(source),
            str(table),
            str(folder / "polars.csv"),
            *questions,
        ]
        shuffled = folder / "shuffled.sql"
        shuffled.write_text(sql(data, source, folder / "shuffled.csv", unused=False), encoding="utf-8")
        found[EVERY_CORE] = [sys.executable, "-c", RUN_DUCKDB, str(os.cpu_count()), str(shuffled)]
    return found


def rows_of(path: Path) -> Iterator[list[str]]:
    """The rows of a CSV file, however its cells are quoted."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.reader(file)


def compare(folder: Path, workload: str) -> None:
    """Stop unless all wrote the same rows in the same order."""
    names = ["duckdb", "polars"] if workload == "complete" else ["duckdb"]
    for name in names:
        count = 0
        for ours, theirs in zip(rows_of(folder / "seips.csv"), rows_of(folder / f"{name}.csv"), strict=True):
            if ours != theirs:
                raise SystemExit(f"{workload}: row {count} differs:\n{ours}\n{theirs}")
            count += 1
        print(f"<!-- {workload}: {count:,} rows of {name} equal -->", flush=True)


def report(workload: str, costs: Mapping[str, Sequence[Cost]]) -> None:
    """One line a program."""
    base = [cost.processor for cost in costs[DUCKDB]]
    ours = [cost.processor for cost in costs[OURS]]
    for name, found in costs.items():
        processor = [cost.processor for cost in found]
        against = ours if name == CONTROL else base
        ratio = median(one / other for one, other in zip(processor, against, strict=True))
        print(
            f"| {workload} | {name} | {median(c.clock for c in found):.2f} | {median(processor):.2f} "
            f"| {ROWS / median(processor):,.0f} | {ratio:.2f} | {max(c.memory for c in found):.0f} |",
            flush=True,
        )


def grown(folder: Path, workload: str) -> None:
    """The memory for the beginning of a file, and for more of it."""
    part = folder / "part.csv"
    for count in (ROWS // 10, ROWS * 4 // 10, ROWS):
        with (folder / f"{workload}.csv").open("rb") as whole, part.open("wb") as file:
            file.writelines(islice(whole, count + 1))
        cost = measured([sys.executable, "-m", "seips_cli", "batch", str(part), "--force", "-o", str(folder / "o.csv")])
        print(f"| {workload} | {count:,} | {cost.memory:.0f} |", flush=True)


def main() -> None:
    """Print a table of times and a table of memory."""
    data = load().data
    print(
        f"<!-- CPython {platform.python_version()}, DuckDB {version('duckdb')}, polars {version('polars')}, "
        f"{os.cpu_count()} cores, {ROWS:,} rows, {ROUNDS} rounds -->"
    )
    print("| cases | program | seconds | processor seconds | rows a processor second | times DuckDB | MB |")
    print("|---|---|---|---|---|---|---|")
    with TemporaryDirectory() as name:
        folder = Path(name)
        for workload, make in WORKLOADS.items():
            make(data, folder / f"{workload}.csv")
            programs = commands(data, folder, workload)
            costs: dict[str, list[Cost]] = {program: [] for program in programs}
            for _ in range(ROUNDS):
                for program, command in programs.items():
                    costs[program].append(measured(command))
            report(workload, costs)
            compare(folder, workload)
        print("\n| cases | rows | MB at most |\n|---|---|---|")
        for workload in WORKLOADS:
            grown(folder, workload)


if __name__ == "__main__":
    main()
