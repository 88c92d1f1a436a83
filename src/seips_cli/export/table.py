"""The whole decision as a table: a row for every set of answers that can be given, and what follows from it."""

import csv
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from io import StringIO

from ..dataset import Dataset
from ..decision import Result, decide, diagram_of
from ..errors import SeipsError
from ..proof.algebra import count
from ..row import RESULT, result_cells, result_members

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..source import Edition

#: A journey's number, text, or None for a question that is not asked on it.
Cell = int | str | None

JOURNEY = "journey"
#: The column that says whether a school's own file was laid over the dataset.
LOCAL_FILE = "local_file"
#: The column that says for which day `contacts_stale` is true.
AS_OF = "as_of"
#: Which edition decided. It stands in every row, so that it stays with a row that is copied or joined elsewhere.
ORIGIN = ("guidance_revised", "checked_on", "digest", LOCAL_FILE, AS_OF)
#: Above it engines take many seconds to read the CASE alone.
MOST_JOURNEYS = 50_000


@dataclass(frozen=True)
class Table:
    """Names of columns, and a row for each journey of the diagram, numbered from 1 in its order."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    results: tuple[Result, ...]


def table_of(edition: "Edition", today: date) -> Table:
    """The table of a proven dataset, as it is *today*. Raises SeipsError where it would have too many rows."""
    data, diagram = edition.data, diagram_of(edition.data)
    questions = tuple(question.id for question in data.questions)
    _refuse(questions, count(diagram))
    told = about(edition, today)
    origin = [told[key] for key in ORIGIN]
    results = tuple(decide(data, answers) for answers, _ in diagram.journeys())
    rows = (
        (n, *map(result.answers.get, questions), *result_cells(data, result, today), *origin)
        for n, result in enumerate(results, 1)
    )
    return Table((JOURNEY, *questions, *RESULT, *ORIGIN), tuple(rows), results)


def _refuse(questions: Collection[str], number: int) -> None:
    if number > MOST_JOURNEYS:
        message = f"the table would have {number:,} rows, and {MOST_JOURNEYS:,} is the most that is written"
        raise SeipsError(message, hint="`seips batch` decides any number of cases without a table", kind="too-large")
    for column in (JOURNEY, *RESULT):
        if column in questions:
            message = f"the question `{column}` has the name of another column of the table"
            raise SeipsError(message, hint="give the question another id in the dataset", kind="column")


def about(edition: "Edition", today: date) -> dict[str, str]:
    """What the table was made from, and what every reader of it must know."""
    data = edition.data
    return {
        "title": data.about.title,
        "guidance": data.guidance.title,
        "guidance_revised": data.guidance.revised,
        "checked_on": data.about.checked_on.isoformat(),
        "digest": edition.digest,
        LOCAL_FILE: str(bool(edition.local)).lower(),
        AS_OF: today.isoformat(),
        "warnings": " ".join(warning.text for warning in data.about.warnings),
        "safeguarding": data.about.safeguarding,
    }


def as_csv(table: Table) -> str:
    """*table* with a heading. Nothing is a formula: ids are small letters, digits and hyphens inside."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([table.columns, *table.rows])
    return out.getvalue()


def as_json_lines(table: Table, data: Dataset, today: date) -> str:
    """*table* of *data* as *today*, an object a row, as `seips batch` writes them; null for a question not asked."""
    rows = (dict(zip(table.columns, row, strict=True)) for row in table.rows)
    told = (
        {**row, **result_members(data, result, today), LOCAL_FILE: row[LOCAL_FILE] == "true"}
        for row, result in zip(rows, table.results, strict=True)
    )
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in told)
