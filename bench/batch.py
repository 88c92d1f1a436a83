"""`seips batch` beside DuckDB and polars on the same files, and its memory as files grow. `make bench-batch`.

Each program is a process of its own, from its start to the last byte written, on one thread; it reads the same CSV file
(or the same JSON Lines) and writes the same columns in the same form. DuckDB runs the decision diagram as one CASE
expression, joined to a table of what each end of it says, and to a table of postcodes where there is a column of them;
polars joins the cases to a table of every set of answers. The results must be equal row for row. In each round every
program runs once, in turn; a ratio is the median of the ratios round by round, by processor time, so that whatever else
the machine does counts less. The best round is shown too, since others on the machine can only slow it. The control is
`seips batch` again: how far it is from 1.00 is the noise.
"""

import csv
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.metadata import version
from itertools import islice
from multiprocessing import Process
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bench.whole_work import sql, write_places, write_table
from bench.workloads import ALONE, DISORDERED, ENDS, FAILING, ROWS, UNNEEDED, WORKLOADS

from seips_cli.dataset import Dataset
from seips_cli.source import load

ROUNDS = 5
#: MB that no file may take, whatever its size.
MOST_MEMORY = 100
OURS = "seips batch"
CONTROL = "control: seips batch again"
DUCKDB = "DuckDB, one CASE"
POLARS = "polars, one join"
EVERY_CORE = "DuckDB, every core, order not kept"
RUN_DUCKDB = """
import sys, duckdb
connection = duckdb.connect()
connection.execute(f"SET threads = {sys.argv[1]}; SET enable_progress_bar = false")
if len(sys.argv) > 3:
    # It does not see how few rows the tables have beside the cases in JSON, and what it makes of that loses their
    # order.
    connection.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")
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


def measured(command: Sequence[str], code: int = 0) -> Cost:
    """Run *command* to its end, with which it is to give this *code*."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **ONE_THREAD}
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != code:
        raise SystemExit(f"{command[:4]} failed: {process.returncode}")
    unit = 1 if platform.system() == "Darwin" else 1024
    return Cost(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss * unit / 1e6)


ONE_THREAD = {"POLARS_MAX_THREADS": "1", "SEIPS_LOCAL": "off"}


def apart(make: Callable[[Dataset, Path], None], data: Dataset, path: Path) -> None:
    """Make a file in a process of its own: what runs later is counted as large as the one that it was started from."""
    maker = Process(target=make, args=(data, path))
    maker.start()
    maker.join()
    if maker.exitcode:
        raise SystemExit(f"{path.name} could not be made")


def commands(data: Dataset, folder: Path, workload: str) -> dict[str, list[str]]:
    """What is run for a workload, by name; each writes a file of its own."""
    source, query = (folder / f"{workload}{end}" for end in (ENDS[workload], ".sql"))
    ours = [sys.executable, "-m", "seips_cli", "batch", str(source), "--force", "-o"]
    found = {
        OURS: [*ours, str(folder / f"seips{source.suffix}")],
        CONTROL: [*ours, str(folder / f"control{source.suffix}")],
    }
    if workload in ALONE:
        return found
    target, postcodes = folder / f"duckdb{source.suffix}", folder / "postcodes.csv" if workload == "postcode" else None
    if postcodes:
        apart(write_places, data, postcodes)
    asked = sql(data, source, target, unneeded=workload in UNNEEDED, gaps=workload in FAILING, postcodes=postcodes)
    query.write_text(asked, encoding="utf-8")
    found[DUCKDB] = [
        sys.executable,
        "-c",
        RUN_DUCKDB,
        "1",
        str(query),
        *(["json"] if source.suffix == ".jsonl" else []),
    ]
    return found | _for_complete(data, folder, source) if workload == "complete" else found


def _for_complete(data: Dataset, folder: Path, source: Path) -> dict[str, list[str]]:
    """What else is run where all cases are complete."""
    table, shuffled, questions = folder / "table.csv", folder / "shuffled.sql", [q.id for q in data.questions]
    write_table(data, table)
    shuffled.write_text(sql(data, source, folder / "shuffled.csv", unneeded=False), encoding="utf-8")
    named = [str(source), str(table), str(folder / "polars.csv"), *questions]
    return {
        POLARS: [sys.executable, "-c", RUN_POLARS, *named],
        EVERY_CORE: [sys.executable, "-c", RUN_DUCKDB, str(os.cpu_count()), str(shuffled)],
    }


def rows_of(path: Path) -> Iterator[object]:
    """The rows of a file, however it spells them."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from map(json.loads, file) if path.suffix == ".jsonl" else csv.reader(file)


def in_any_order(path: Path) -> int:
    """What the rows of a file come to, the same in whatever order they are."""
    return sum(hash(str(row)) for row in rows_of(path))


def compare(folder: Path, workload: str) -> None:
    """Stop unless all wrote the same rows, in the same order where DuckDB keeps it."""
    names, end = ["duckdb", "polars"] if workload == "complete" else ["duckdb"], ENDS[workload]
    if workload in DISORDERED:
        if in_any_order(folder / f"seips{end}") != in_any_order(folder / f"duckdb{end}"):
            raise SystemExit(f"{workload}: the rows differ")
        print(f"<!-- {workload}: the rows of duckdb equal, in another order -->", flush=True)
        return
    for name in names:
        count = 0
        for ours, theirs in zip(rows_of(folder / f"seips{end}"), rows_of(folder / f"{name}{end}"), strict=True):
            if ours != theirs:
                raise SystemExit(f"{workload}: row {count} differs:\n{ours}\n{theirs}")
            count += 1
        print(f"<!-- {workload}: {count:,} rows of {name} equal -->", flush=True)


def report(workload: str, costs: Mapping[str, Sequence[Cost]]) -> None:
    """One line a program."""
    ours = [cost.processor for cost in costs[OURS]]
    base = [cost.processor for cost in costs.get(DUCKDB, ())]
    for name, found in costs.items():
        processor, memory = [cost.processor for cost in found], max(cost.memory for cost in found)
        against = ours if name == CONTROL else base
        ratios = [one / other for one, other in zip(processor, against, strict=True)] if against else []
        ratio = f"{median(ratios):.2f}{' of seips' if name == CONTROL else ''}" if ratios else "not run"
        print(
            f"| {workload} | {name} | {median(c.clock for c in found):.2f} | {median(processor):.2f} "
            f"| {ROWS / median(processor):,.0f} | {ROWS / min(processor):,.0f} | {ratio} | {memory:.0f} |",
            flush=True,
        )


def grown(folder: Path, workload: str) -> None:
    """The memory for the beginning of a file and for more of it, twice for the noise. Stops where it is too much."""
    end = ENDS[workload]
    part = folder / f"part{end}"
    for count in (ROWS // 10, ROWS * 4 // 10, ROWS):
        with (folder / f"{workload}{end}").open("rb") as whole, part.open("wb") as file:
            file.writelines(islice(whole, count + 1))
        command = [sys.executable, "-m", "seips_cli", "batch", str(part), "--force", "-o", str(folder / f"o{end}")]
        found = [measured(command, code=workload in FAILING).memory for _ in range(2)]
        if max(found) > MOST_MEMORY:
            raise SystemExit(f"{workload}: {max(found):.0f} MB for {count:,} lines are more than {MOST_MEMORY}")
        print(f"| {workload} | {count:,} | {found[0]:.1f} | {found[1]:.1f} |", flush=True)


def main() -> None:
    """Print a table of times and a table of memory, of all kinds of cases or of those named."""
    data, chosen = load().data, sys.argv[1:] or WORKLOADS
    print(
        f"<!-- CPython {platform.python_version()}, DuckDB {version('duckdb')}, polars {version('polars')}, "
        f"{os.cpu_count()} cores, {ROWS:,} rows, {ROUNDS} rounds -->"
    )
    print("| cases | program | seconds | processor seconds | rows a processor second | at best | times DuckDB | MB |")
    print("|---|---|---|---|---|---|---|---|")
    with TemporaryDirectory() as name:
        folder = Path(name)
        for workload in chosen:
            apart(WORKLOADS[workload], data, folder / f"{workload}{ENDS[workload]}")
            programs = commands(data, folder, workload)
            costs: dict[str, list[Cost]] = {program: [] for program in programs}
            for _ in range(ROUNDS):
                for program, command in programs.items():
                    fails = workload in FAILING and program in (OURS, CONTROL)
                    costs[program].append(measured(command, code=fails))
            report(workload, costs)
            if workload not in ALONE:
                compare(folder, workload)
        print("\n| cases | lines | MB at most | control: again |\n|---|---|---|---|")
        for workload in chosen:
            grown(folder, workload)


if __name__ == "__main__":
    main()
