"""Rows out of lines, from CSV or from JSON Lines. What is wrong with one row is told with the row."""

import csv
import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..errors import SeipsError
from ..lookup import echo
from .privacy import likeness


class Row(NamedTuple):
    """The cells of a row, the line it ends on, and what is wrong with it."""

    line: int
    cells: Sequence[str]
    fault: str = ""


def csv_header(line: str) -> list[str]:
    """The names in the first line of a CSV file. Raises SeipsError."""
    try:
        return next(csv.reader([line], strict=True), [])
    except csv.Error as error:
        hint = "write the names of all columns in the first line"
        raise SeipsError(f"the header cannot be read: {error}", hint=hint, kind="columns") from None


def csv_rows(lines: Iterator[str], width: int, line: int) -> Iterator[Row]:
    """The rows in *lines*, the first of which is number *line* + 1; empty lines hold none."""
    reader = csv.reader(lines, strict=True)
    end = line
    while True:
        start = end + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            end = line + reader.line_num
            yield Row(end, (), f"lines {start} to {end} cannot be read as a row: {error}")
            continue
        if cells is None:
            return
        end = line + reader.line_num
        if len(cells) == width:
            yield Row(end, cells)
        elif cells:
            yield Row(end, cells[:width], miscounted(len(cells), width))


def miscounted(found: int, width: int) -> str:
    """What to say of a row that has *found* cells."""
    return f"the row has {found} cells and the header {width}"


def json_header(line: str) -> list[str]:
    """The names in the first object of JSON Lines. Raises SeipsError."""
    first = _loaded(line)
    if not isinstance(first, dict):
        raise SeipsError("line 1 is not a JSON object", hint="write one object a line", kind="columns")
    return list(first)


def json_rows(lines: Iterator[str], names: Sequence[str], line: int) -> Iterator[Row]:
    """The rows in *lines*, with the cells in the order of *names*. A key left out is an empty cell."""
    known = frozenset(names)
    for number, text in enumerate(lines, line + 1):
        if not text.strip():
            continue
        found = _loaded(text)
        if not isinstance(found, dict):
            yield Row(number, (), f"line {number} is not a JSON object")
        elif strange := [key for key in found if key not in known]:
            yield Row(number, _cells(found, names), _strange(strange, number))
        elif any(isinstance(value, dict | list) for value in found.values()):
            yield Row(number, (), f"line {number} has a list or an object where one value belongs")
        else:
            yield Row(number, _cells(found, names))


def _strange(keys: Sequence[str], number: int) -> str:
    """What to say of keys that the first line has not. Raises SeipsError if one tells of a pupil."""
    for key in keys:
        if what := likeness(key):
            raise SeipsError(
                f"line {number} has the column `{echo(key)}`, which seems to hold {what}, so nothing was written",
                hint="take it out of every line",
                kind="pupil-details",
            )
    return f"line {number} has a column that the first line has not"


def _loaded(text: str) -> object:
    """What a line of JSON holds; None if it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _cells(found: dict[str, object], names: Sequence[str]) -> list[str]:
    return [_cell(found.get(name)) for name in names]


def _cell(value: object) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None or isinstance(value, dict | list) else json.dumps(value)
