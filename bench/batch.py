"""`seips batch` beside DuckDB and polars on the same files, and its memory as files grow. `make bench-batch`.

Each program is a process of its own, from its start to the last byte written, on one thread; it reads the same CSV file
(or the same JSON Lines) and writes the same columns in the same form. DuckDB runs the decision diagram as one CASE
expression, joined to a table of what each end of it says, and to a table of postcodes where there is a column of them;
polars joins the cases to a table of every set of answers. The results must be equal row for row. In each round every
program runs once, in turn; a ratio is the median of the ratios round by round, by processor time, so that whatever else
the machine does counts less. The control is `seips batch` again: how far it is from 1.00 is the noise.
"""

import csv
import json
import os
import platform
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from importlib.metadata import version
from itertools import islice
from multiprocessing import Process
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from seips_cli.bulk.answer import NOWHERE, Answered, Router
from seips_cli.bulk.columns import RESULTS, columns_of
from seips_cli.bulk.forms import Csv, JsonLines
from seips_cli.bulk.postcodes import located as locate
from seips_cli.dataset import Dataset
from seips_cli.decision import Answers, diagram_of
from seips_cli.places.postcodes import Index
from seips_cli.row import RESULT
from seips_cli.source import Atlas, load

ROWS = 1_000_000
ROUNDS = 3
TODAY = date.today()
OURS = "seips batch"
CONTROL = "control: seips batch again"
DUCKDB = "DuckDB, one CASE"
POLARS = "polars, one join"
EVERY_CORE = "DuckDB, every core, order not kept"
RUN_DUCKDB = """
import sys, duckdb
connection = duckdb.connect()
connection.execute(f"SET threads = {sys.argv[1]}; SET enable_progress_bar = false")
# It does not see how few rows the tables have beside the cases in JSON, and what it makes of that loses their order.
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
    """The same, with a name in quotation marks and a date in each row."""
    chance, complete = random.Random(2), [",".join(cells) for cells in journeys(data)]
    write_meetings(data, path, "Academy, {}", (chance.choice(complete) for _ in range(ROWS)))


def write_random_quoted(data: Dataset, path: Path) -> None:
    """Every question answered at random, with such a name and a date."""
    write_meetings(data, path, "Academy, {}", at_random(data, random.Random(6)))


def write_careful(data: Dataset, path: Path) -> None:
    """The same, with a backslash in the name, so that every row is read with care."""
    write_meetings(data, path, "Academy, \\{}", at_random(data, random.Random(7)))


def write_meetings(data: Dataset, path: Path, name: str, rows: Iterator[str]) -> None:
    """A number, a school's *name* in quotation marks and a date before each of *rows*."""
    own = (f'{n},"{name.format(n % 91)}",2026-11-{n % 28 + 1:02}' for n in range(ROWS))
    write(data, path, ["ref", "school name", "meeting"], map(",".join, zip(own, rows, strict=True)))


def write_random(data: Dataset, path: Path) -> None:
    """Every question answered at random, needed or not: as many different cases as there can be."""
    write(data, path, ["ref"], (f"{n},{row}" for n, row in enumerate(at_random(data, random.Random(3)))))


def at_random(data: Dataset, chance: random.Random) -> Iterator[str]:
    """As many rows of answers as a file has, each answer drawn from those that there are."""
    options = [[option.id for option in q.options] for q in data.questions]
    return (",".join(map(chance.choice, options)) for _ in range(ROWS))


def write_json(data: Dataset, path: Path) -> None:
    """A number for each case, and one of the complete sets of answers, as JSON Lines."""
    chance, complete = random.Random(4), journeys(data)
    write_objects(data, path, (chance.choice(complete) for _ in range(ROWS)))


def write_random_json(data: Dataset, path: Path) -> None:
    """Every question answered at random, as JSON Lines."""
    chance, options = random.Random(4), [[option.id for option in q.options] for q in data.questions]
    write_objects(data, path, ([*map(chance.choice, options)] for _ in range(ROWS)))


def write_objects(data: Dataset, path: Path, rows: Iterator[Sequence[str]]) -> None:
    """JSON Lines of cells; null for an empty one."""
    questions = [q.id for q in data.questions]
    with path.open("w", encoding="utf-8") as file:
        for n, row in enumerate(rows):
            answers = {question: cell or None for question, cell in zip(questions, row, strict=True)}
            file.write(json.dumps({"ref": str(n)} | answers) + "\n")


def write_postcodes(data: Dataset, path: Path) -> None:
    """Every question answered at random but those that a postcode answers; and any postcode of the table."""
    chance, asked = random.Random(5), [q for q in data.questions if q.id not in located(data)]
    options = [[*places(data)], *([option.id for option in q.options] for q in asked)]
    rows = (",".join([str(n), *map(chance.choice, options)]) for n in range(ROWS))
    write(data, path, ["ref", "postcode"], rows, [q.id for q in asked])


def apart(make: Callable[[Dataset, Path], None], data: Dataset, path: Path) -> None:
    """Make a file in a process of its own: what runs later is counted as large as the one that it was started from."""
    maker = Process(target=make, args=(data, path))
    maker.start()
    maker.join()
    if maker.exitcode:
        raise SystemExit(f"{path.name} could not be made")


def write(data: Dataset, path: Path, own: Sequence[str], rows: Iterator[str], asked: Sequence[str] = ()) -> None:
    """A file of cases."""
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join([*own, *(asked or (q.id for q in data.questions))]) + "\n")
        file.writelines(f"{row}\n" for row in rows)


def located(data: Dataset) -> tuple[str, ...]:
    """The questions that a postcode answers."""
    return columns_of(["postcode"], data, postcodes=True).located


def places(data: Dataset) -> dict[str, Answers]:
    """What each postcode of the table answers."""
    atlas = Atlas(load())
    index = Index(atlas.postcodes)
    return {postcode: locate(data, postcode, index, atlas).answers for postcode in index.units}


WORKLOADS = {
    "complete": write_complete,
    "quoted": write_quoted,
    "random": write_random,
    "random quoted": write_random_quoted,
    "careful": write_careful,
    "postcode": write_postcodes,
    "json": write_json,
    "random json": write_random_json,
}
ENDS = {workload: ".jsonl" if "json" in workload else ".csv" for workload in WORKLOADS}
#: In these DuckDB does not keep the order of rows, on one thread either.
DISORDERED = {"random quoted", "careful"}
#: In these every question is answered, needed or not.
UNNEEDED = {"random", "random quoted", "careful", "postcode", "random json"}


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


def answered(data: Dataset, answers: Mapping[str, str]) -> Answered:
    """What *answers* come to."""
    router = Router(data)
    return router.answer(NOWHERE, [router.part(answers, answers.values())])


def results_of(data: Dataset, answers: Mapping[str, str]) -> list[str]:
    """What `seips batch` writes behind *answers* in CSV."""
    form, found = Csv(data, columns_of([*answers], data, postcodes=False), TODAY), answered(data, answers)
    return next(csv.reader([form.result(found.result) + form.unused(found.unused) + form.end(found.fault)]))


def told_of(data: Dataset, answers: Mapping[str, str], *, as_json: bool) -> list[str]:
    """What both forms tell of a result, as SQL."""
    if not as_json:
        return [*map(_literal, results_of(data, answers)[: len(RESULT)])]
    form = JsonLines(data, columns_of([*answers], data, postcodes=False), TODAY)
    found = json.loads(f"{{{form.result(answered(data, answers).result).removesuffix(', ')}}}")
    return [
        _literal(one) if isinstance(one, str | None) else f"{_literal(json.dumps(one))}::JSON" for one in found.values()
    ]


def sql(data: Dataset, source: Path, target: Path, *, unneeded: bool, postcodes: Path | None = None) -> str:
    """The whole work for DuckDB. Without *unneeded* it is spared to look for answers that are not needed."""
    ends, as_json = Ends(data), source.suffix == ".jsonl"
    case = ends.case(ends.diagram.root, {})
    rows = []
    for number, used in enumerate(ends.example):
        mask = [str(q.id in used).lower() for q in data.questions]
        rows.append(f"({number}, {', '.join(told_of(data, used, as_json=as_json))}, {', '.join(mask)})")
    names = ", ".join([*RESULT, *(f'"used {q.id}"' for q in data.questions)])
    first = located(data) if postcodes else ()
    asked = [*first, *(q.id for q in data.questions if q.id not in first)]
    pair = """'"{0}": "' || "{0}" || '"'""" if as_json else """'{0}=' || "{0}\""""
    left = ", ".join(f'CASE WHEN NOT "used {q}" THEN {pair.format(q)} END' for q in asked)
    unused = f"nullif(concat_ws(';', {left}), '')" if unneeded else "NULL"
    start, form = "", "HEADER, DELIMITER ','"
    if as_json:
        unused = f"('{{' || concat_ws(', ', {left}) || '}}')::JSON" if unneeded else "'{}'::JSON"
        start, form = "'seips.batch/1' AS schema, ", "FORMAT JSON"
    gone = ", postcode" if postcodes else ""
    return f"""COPY (SELECT {start}c.* EXCLUDE (number{gone}), {", ".join(RESULT)}, {unused} AS unused, NULL AS error
        FROM (SELECT *, {case} AS number FROM {_reader(data, source, postcodes)}) c
        JOIN (VALUES {", ".join(rows)}) AS r(number, {names}) ON c.number = r.number)
        TO '{target}' ({form})"""


def _reader(data: Dataset, source: Path, postcodes: Path | None) -> str:
    """What DuckDB reads: the cases, joined to the table of postcodes if need be."""
    if source.suffix == ".jsonl":
        columns = ", ".join(f"'{name}': 'VARCHAR'" for name in ("ref", *(q.id for q in data.questions)))
        return f"read_json('{source}', format = 'newline_delimited', columns = {{{columns}}})"
    settings = "header = true, all_varchar = true, delim = ',', quote = '\"'"
    joined = f" LEFT JOIN read_csv('{postcodes}', {settings}) AS places USING (postcode)" if postcodes else ""
    return f"read_csv('{source}', {settings}) AS cases{joined}"


def _literal(text: str | None) -> str:
    return "'" + text.replace("'", "''") + "'" if text else "NULL"


def write_places(data: Dataset, path: Path) -> None:
    """Every postcode with what it answers, for DuckDB."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, ["postcode", *located(data)])
        out.writeheader()
        out.writerows({"postcode": postcode} | dict(answers) for postcode, answers in places(data).items())


def write_table(data: Dataset, path: Path) -> None:
    """Every complete set of answers with its results, for polars."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["key", *RESULTS])
        questions = [q.id for q in data.questions]
        out.writerows(
            [",".join(cells), *results_of(data, dict(zip(questions, cells, strict=True)))] for cells in journeys(data)
        )


def commands(data: Dataset, folder: Path, workload: str) -> dict[str, list[str]]:
    """What is run for a workload, by name; each writes a file of its own."""
    source, query, table = (folder / f"{workload}{end}" for end in (ENDS[workload], ".sql", ".table.csv"))
    target, postcodes = folder / f"duckdb{source.suffix}", folder / "postcodes.csv" if workload == "postcode" else None
    if postcodes:
        apart(write_places, data, postcodes)
    query.write_text(sql(data, source, target, unneeded=workload in UNNEEDED, postcodes=postcodes), encoding="utf-8")
    ours = [sys.executable, "-m", "seips_cli", "batch", str(source), "--force", "-o"]
    found = {
        OURS: [*ours, str(folder / f"seips{source.suffix}")],
        CONTROL: [*ours, str(folder / f"control{source.suffix}")],
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
        shuffled.write_text(sql(data, source, folder / "shuffled.csv", unneeded=False), encoding="utf-8")
        found[EVERY_CORE] = [sys.executable, "-c", RUN_DUCKDB, str(os.cpu_count()), str(shuffled)]
    return found


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
    end = ENDS[workload]
    part = folder / f"part{end}"
    for count in (ROWS // 10, ROWS * 4 // 10, ROWS):
        with (folder / f"{workload}{end}").open("rb") as whole, part.open("wb") as file:
            file.writelines(islice(whole, count + 1))
        cost = measured(
            [sys.executable, "-m", "seips_cli", "batch", str(part), "--force", "-o", str(folder / f"o{end}")]
        )
        print(f"| {workload} | {count:,} | {cost.memory:.0f} |", flush=True)


def main() -> None:
    """Print a table of times and a table of memory, of all kinds of cases or of those named."""
    data, chosen = load().data, sys.argv[1:] or WORKLOADS
    print(
        f"<!-- CPython {platform.python_version()}, DuckDB {version('duckdb')}, polars {version('polars')}, "
        f"{os.cpu_count()} cores, {ROWS:,} rows, {ROUNDS} rounds -->"
    )
    print("| cases | program | seconds | processor seconds | rows a processor second | times DuckDB | MB |")
    print("|---|---|---|---|---|---|---|")
    with TemporaryDirectory() as name:
        folder = Path(name)
        for workload in chosen:
            apart(WORKLOADS[workload], data, folder / f"{workload}{ENDS[workload]}")
            programs = commands(data, folder, workload)
            costs: dict[str, list[Cost]] = {program: [] for program in programs}
            for _ in range(ROUNDS):
                for program, command in programs.items():
                    costs[program].append(measured(command))
            report(workload, costs)
            compare(folder, workload)
        print("\n| cases | lines | MB at most |\n|---|---|---|")
        for workload in chosen:
            grown(folder, workload)


if __name__ == "__main__":
    main()
