"""The files of cases that `bench/batch.py` has programs read, of several kinds."""

import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from seips_cli.bulk.columns import columns_of
from seips_cli.bulk.postcodes import located as locate
from seips_cli.dataset import Dataset
from seips_cli.decision import Answers, diagram_of
from seips_cli.places.postcodes import Index
from seips_cli.source import Atlas, load

ROWS = 1_000_000


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


def write_spare(data: Dataset, path: Path) -> None:
    """The same, with an empty column at the end, as spreadsheets leave it."""
    write_meetings(data, path, "Academy, {}", (f"{row}," for row in at_random(data, random.Random(7))), spare=[""])


def write_bad(data: Dataset, path: Path) -> None:
    """The same, with a cell too many in one row of a hundred."""
    rows = (row if n % 100 else f"{row},x" for n, row in enumerate(at_random(data, random.Random(8))))
    write_meetings(data, path, "Academy, {}", rows)


def write_meetings(data: Dataset, path: Path, name: str, rows: Iterator[str], spare: Sequence[str] = ()) -> None:
    """A number, a school's *name* in quotation marks and a date before each of *rows*."""
    own = (f'{n},"{name.format(n % 91)}",2026-11-{n % 28 + 1:02}' for n in range(ROWS))
    asked = [*(q.id for q in data.questions), *spare]
    write(data, path, ["ref", "school name", "meeting"], map(",".join, zip(own, rows, strict=True)), asked)


def write_random(data: Dataset, path: Path) -> None:
    """Every question answered at random, needed or not: as many different cases as there can be."""
    write(data, path, ["ref"], (f"{n},{row}" for n, row in enumerate(at_random(data, random.Random(3)))))


def write_gaps(data: Dataset, path: Path) -> None:
    """The same, but one answer in ten is missing, and the columns stand in the order of the alphabet."""
    asked, chance = sorted(data.questions, key=lambda question: question.id), random.Random(9)
    options = [[option.id for option in question.options] for question in asked]
    cells = [own * 9 + [""] * len(own) for own in options]
    rows = (f"{n},{','.join(map(chance.choice, cells))}" for n in range(ROWS))
    write(data, path, ["ref"], rows, [question.id for question in asked])


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
    "spare": write_spare,
    "gaps": write_gaps,
    "bad": write_bad,
    "postcode": write_postcodes,
    "json": write_json,
    "random json": write_random_json,
}
ENDS = {workload: ".jsonl" if "json" in workload else ".csv" for workload in WORKLOADS}
#: In these DuckDB does not keep the order of rows, on one thread either.
DISORDERED = {"random quoted", "spare"}
#: In these every question is answered, needed or not.
UNNEEDED = {"random", "random quoted", "spare", "gaps", "postcode", "random json"}
#: In these some rows have no answer, so that `seips batch` ends with 1.
FAILING = {"gaps", "bad"}
#: These are not given to other programs, which leave out what cannot be read, or stop at it.
ALONE = {"bad"}
