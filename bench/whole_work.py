"""What `bench/batch.py` has other programs run: the whole work of `seips batch`, as SQL and as tables."""

import csv
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from bench.workloads import journeys, located, places

from seips_cli.bulk.answer import NOWHERE, Answered, Router
from seips_cli.bulk.columns import RESULTS, Columns, columns_of
from seips_cli.bulk.forms import Csv, JsonLines
from seips_cli.dataset import Dataset
from seips_cli.decision import diagram_of
from seips_cli.row import RESULT

TODAY = date.today()


class Ends:
    """The ends of the decision diagram as SQL numbers them: an outcome together with the questions that led to it."""

    def __init__(self, data: Dataset) -> None:
        """Begin with none."""
        self.data, self.diagram = data, diagram_of(data)
        self.numbers: dict[tuple[int, tuple[str, ...]], int] = {}
        """Where an answer is missing, by the node that asks for it and no questions."""
        self.example: list[dict[str, str]] = []

    def case(self, ref: int, used: Mapping[str, str], *, gaps: bool) -> str:
        """The diagram from *ref* on as a CASE expression; with *gaps*, for answers that are missing too."""
        if ref < 0:
            return self._number(ref, tuple(used), used)
        variable = self.diagram.question(ref)
        branches = (
            f"WHEN '{option}' THEN {self.case(child, {**used, variable.id: option}, gaps=gaps)}"
            for option, child in zip(variable.options, self.diagram.nodes[ref][1], strict=True)
        )
        otherwise = f" ELSE {self._number(ref, (), used)}" if gaps else ""
        return f'CASE "{variable.id}" {" ".join(branches)}{otherwise} END'

    def _number(self, ref: int, questions: tuple[str, ...], used: Mapping[str, str]) -> str:
        if (ref, questions) not in self.numbers:
            self.numbers[ref, questions] = len(self.numbers)
            self.example.append(dict(used))
        return str(self.numbers[ref, questions])


def answered(data: Dataset, answers: Mapping[str, str]) -> Answered:
    """What *answers* come to."""
    router = Router(data)
    return router.answer(NOWHERE, [router.part(answers, answers.values())])


def columns_for(data: Dataset) -> Columns:
    """A column for each question."""
    return columns_of([question.id for question in data.questions], data, postcodes=False)


def results_of(data: Dataset, answers: Mapping[str, str]) -> list[str]:
    """What `seips batch` writes behind *answers* in CSV."""
    form, found = Csv(data, columns_for(data), TODAY), answered(data, answers)
    return next(csv.reader([form.result(found.result) + form.unused(found.unused) + form.end(found.fault)]))


def told_of(data: Dataset, answers: Mapping[str, str], *, as_json: bool) -> list[str]:
    """What both forms tell of a result, as SQL."""
    if not as_json:
        return [*map(_literal, results_of(data, answers)[: len(RESULT)])]
    form = JsonLines(data, columns_for(data), TODAY)
    found = json.loads(f"{{{form.result(answered(data, answers).result).removesuffix(', ')}}}")
    return [
        _literal(one) if isinstance(one, str | None) else f"{_literal(json.dumps(one))}::JSON" for one in found.values()
    ]


def sql(
    data: Dataset, source: Path, target: Path, *, unneeded: bool, gaps: bool = False, postcodes: Path | None = None
) -> str:
    """The whole work for DuckDB. Without *unneeded* it is spared to look for answers that are not needed.

    Without *gaps* it is spared to look for answers that are missing.
    """
    ends, as_json = Ends(data), source.suffix == ".jsonl"
    case = ends.case(ends.diagram.root, {}, gaps=gaps)
    rows = []
    for number, used in enumerate(ends.example):
        fault = answered(data, used).fault
        # Of a case without an answer nothing is told that was not needed.
        mask = [str(bool(fault) or q.id in used).lower() for q in data.questions]
        told = [*told_of(data, used, as_json=as_json), *mask, _literal(fault)]
        rows.append(f"({number}, {', '.join(told)})")
    names = ", ".join([*RESULT, *(f'"used {q.id}"' for q in data.questions), '"why not"'])
    last = located(data) if postcodes else ()
    asked = [*(q.id for q in data.questions if q.id not in last), *last]
    pair = """'"{0}": "' || "{0}" || '"'""" if as_json else """'{0}=' || "{0}\""""
    left = ", ".join(f'CASE WHEN NOT "used {q}" THEN {pair.format(q)} END' for q in asked)
    unused = f"nullif(concat_ws(';', {left}), '')" if unneeded else "NULL"
    start, form = "", "HEADER, DELIMITER ','"
    if as_json:
        unused = f"('{{' || concat_ws(', ', {left}) || '}}')::JSON" if unneeded else "'{}'::JSON"
        start, form = "'seips.batch/1' AS schema, ", "FORMAT JSON"
    gone = ", postcode" if postcodes else ", column14" if source.stem == "spare" else ""
    results = f'{", ".join(RESULT)}, {unused} AS unused, "why not" AS error'
    return f"""COPY (SELECT {start}c.* EXCLUDE (number{gone}), {results}
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
