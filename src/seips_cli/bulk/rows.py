"""Rows out of lines, from CSV or from JSON Lines, some at a time. What is wrong with one row is told with the row."""

import csv
import json
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from ..errors import SeipsError
from ..lookup import echo
from .privacy import likeness

#: Rows looked at together.
MANY = 2_000
#: What the parser says, in words for people.
UNREADABLE = "its quotation marks or line ends are not as CSV has them"


class Chunk(NamedTuple):
    """Some rows, all as wide as the header, and what is wrong with those that cannot be read, by where they stand."""

    rows: list[Sequence[str]]
    faults: Mapping[int, str]


def csv_header(line: str) -> list[str]:
    """The names in the first line of a CSV file. Raises SeipsError."""
    try:
        return next(csv.reader([line], strict=True), [])
    except csv.Error:
        hint = "write the names of all columns in the first line; in a spreadsheet, save as CSV UTF-8"
        raise SeipsError(f"the header cannot be read: {UNREADABLE}", hint=hint, kind="columns") from None


def csv_chunks(lines: Iterator[str], width: int, before: int) -> Iterator[Chunk]:
    """The rows in *lines*, which have *before* lines before them; an empty line holds no row."""
    reader = csv.reader(lines, strict=True)
    more = True
    while more:
        rows: list[Sequence[str]] = []
        unreadable = ""
        try:
            # Rows read before one that cannot be are kept.
            deque(map(rows.append, islice(reader, MANY)), maxlen=0)
            more = len(rows) == MANY
        except csv.Error:
            unreadable = f"what ends on line {before + reader.line_num} cannot be read as a row: {UNREADABLE}"
        yield _squared([*filter(None, rows)], width, unreadable)


def _squared(rows: list[Sequence[str]], width: int, unreadable: str) -> Chunk:
    """*rows*, and one that cannot be read, made as wide as the header."""
    faults = {at: _miscounted(row, width) for at, row in enumerate(rows) if len(row) != width}
    if unreadable:
        faults[len(rows)] = unreadable
        rows.append(())
    for at in faults:
        rows[at] = [*rows[at], *[""] * width][:width]
    return Chunk(rows, faults)


def _miscounted(row: Sequence[str], width: int) -> str:
    return f"the row has {len(row)} cells and the header {width}"


def json_header(line: str) -> list[str]:
    """The names in the first object of JSON Lines. Raises SeipsError."""
    first = _loaded(line)
    if not isinstance(first, dict):
        raise SeipsError("line 1 is not a JSON object", hint="write one object a line", kind="columns")
    return list(first)


def json_chunks(lines: Iterator[str], names: Sequence[str]) -> Iterator[Chunk]:
    """The rows in *lines*, with the cells in the order of *names*. A key left out is an empty cell."""
    numbered = ((number, line) for number, line in enumerate(lines, 1) if not line.isspace())
    while some := list(islice(numbered, MANY)):
        found = [_loaded(line) for _, line in some]
        faults = {at: fault for at, one in enumerate(found) if (fault := _fault(one, names, some[at][0]))}
        yield Chunk([_cells(one, names) for one in found], faults)


def _loaded(text: str) -> Any:
    """What a line of JSON holds; None if it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _fault(found: Any, names: Sequence[str], number: int) -> str:
    """What is wrong with a line. Raises SeipsError if a key that the first line has not tells of a pupil."""
    if not isinstance(found, dict):
        return f"line {number} is not a JSON object"
    strange = [key for key in found if key not in names]
    for key in strange:
        if what := likeness(key):
            raise SeipsError(
                f"line {number} has the column `{echo(key)}`, which seems to hold {what}; nothing was written",
                hint="take it out of every line",
                kind="pupil-details",
            )
    if strange:
        return f"line {number} has a column that the first line has not"
    if any(isinstance(value, dict | list) for value in found.values()):
        return f"line {number} has a list or an object where one value belongs"
    return ""


def _cells(found: Any, names: Sequence[str]) -> list[str]:
    return [_cell(found.get(name)) for name in names] if isinstance(found, dict) else [""] * len(names)


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None or isinstance(value, dict | list) else json.dumps(value)
