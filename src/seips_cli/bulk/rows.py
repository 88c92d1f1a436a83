"""Rows out of lines, from CSV or from JSON Lines, some at a time. What is wrong with one row is told with the row."""

import csv
import json
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from types import NoneType
from typing import Any, NamedTuple

from ..errors import SeipsError, plain
from ..lookup import echo
from ..privacy.headings import likeness
from ..spelling import folded
from .blocks import FLAW, flaw, unmarked
from .dropping import dropping

#: Lines looked at together: at first, at most, and at most in letters.
FEW, MANY, LARGEST = 16, 2_000, 1 << 18
#: No row goes over more lines than this, or over several of more letters; a quotation mark that never closes is given
#: up there, so that it costs the same in a file of any size.
TALLEST, WIDEST = 100, 100_000
#: What the parser says, in words for people.
UNREADABLE = "its quotation marks or line ends are not as CSV has them"
#: What stands for an object that has a key twice.
TWICE = object()


class Chunk(NamedTuple):
    """Some rows, all as wide as the header, and what is wrong with those that cannot be read, by where they stand."""

    rows: list[Sequence[str]]
    faults: Mapping[int, str]
    empty: int = 0
    """How many lines among them are empty, and hold no row."""
    places: Sequence[int] = ()
    """Where each row stands among all, if some are empty."""


def csv_header(line: str) -> list[str]:
    """The names in the first line of a CSV file. Raises SeipsError."""
    try:
        return next(csv.reader([line], strict=True), [])
    except csv.Error:
        hint = "write the names of all columns in the first line; in a spreadsheet, save as CSV UTF-8"
        raise SeipsError(f"the header cannot be read: {UNREADABLE}", hint=hint, kind="columns") from None


def nameless_at_the_end(names: Sequence[str]) -> int:
    """How many columns without a name come after all others."""
    named = [at for at, name in enumerate(names, 1) if plain(name).strip()]
    return len(names) - named[-1] if named else 0


def csv_chunks(lines: Iterator[str], width: int, before: int) -> Iterator[Chunk]:
    """The rows in *lines*, which have *before* lines before them; an empty line holds no row."""
    for some in _portions(lines):
        if (chunk := together(some, width, before)) is not None:
            yield chunk
            before += len(some)
            continue
        apart = _apart(some, lines, width, before)
        # A mark that is never closed takes in lines that are read again: from here on there may be rows without end.
        while found := [*islice(apart, MANY)]:
            before += sum(taken for _, _, taken in found)
            faults = {at: fault for at, (_, fault, _) in enumerate(found) if fault}
            yield _chunk([row for row, _, _ in found], faults, width)


def _chunk(rows: list[Sequence[str]], faults: Mapping[int, str], width: int) -> Chunk:
    """Those of *rows* that hold cells, with their *faults*; nothing is kept of a row with one."""
    for at in faults:
        rows[at] = [""] * width
    if all(rows):
        return Chunk(rows, faults)
    places = [at for at, row in enumerate(rows) if row]
    told = {n: faults[at] for n, at in enumerate(places) if at in faults}
    return Chunk([rows[at] for at in places], told, len(rows) - len(places), places)


def _portions(lines: Iterator[str]) -> Iterator[list[str]]:
    """*lines* some at a time, the fewer the longer they are, so that they take the same memory."""
    many = FEW
    while some := list(islice(lines, many)):
        yield some
        many = max(1, min(MANY, LARGEST * len(some) // sum(map(len, some))))


def together(lines: Sequence[str], width: int, before: int) -> Chunk | None:
    """The rows of *lines*, read at once; None if one has a flaw, or a quotation mark may lead beyond its end.

    Where one is not as wide as the header, that may be so too, unless each line is a row.
    """
    if FLAW in "".join(lines):
        return None
    try:
        rows: list[Sequence[str]] = [*csv.reader(lines, strict=True)]
    except csv.Error:
        return None
    if {*map(len, rows)} <= {0, width}:
        return _chunk(rows, {}, width)
    rows = [row if len(row) <= width else _trimmed(row, width) for row in rows]
    wrong = [at for at, cells in enumerate(map(len, rows)) if cells not in (0, width)]
    if wrong and len(rows) < len(lines):
        return None
    return _chunk(rows, {at: _misread(rows[at], width, before + at + 1) for at in wrong}, width)


def _apart(
    some: Iterable[str], more: Iterator[str], width: int, before: int
) -> Iterator[tuple[Sequence[str], str, int]]:
    """Each row of *some* lines, if it has cells, its fault, and how many lines it took; the last may go on in *more*.

    A quotation mark that is never closed spoils its own line only: the next one is read as a row again. A line that
    cannot be read spoils the row that it is part of, and nothing of that row is kept. Nor is it where cells are missing
    or too many, since nobody knows which.
    """
    waiting, done = deque(some), before
    while waiting:
        lines: list[str] = []
        row = _row(_taken(waiting, more, lines), width)
        if row is None or (len(lines) > 1 and len(row) != width):
            waiting.extendleft(reversed(lines[1:]))
            row, lines = None, lines[:1]
        fault = _flawed(lines, done + 1) or _misread(row, width, done + 1)
        yield () if fault or row is None else row, fault, len(lines)
        done += len(lines)


def _taken(waiting: "deque[str]", more: Iterator[str], taken: list[str]) -> Iterator[str]:
    """The lines that a row may go over, out of those *waiting* and then *more*, each put to those *taken*."""
    letters = 0
    while len(taken) < TALLEST and (line := waiting.popleft() if waiting else next(more, "")):
        taken.append(line)
        letters += len(line)
        yield line
        if letters > WIDEST:
            return


def _misread(row: Sequence[str] | None, width: int, number: int) -> str:
    """What is wrong with what was read from the line of this *number* on; "" for nothing."""
    if row is None:
        return f"line {number} cannot be read as a row: {UNREADABLE}"
    many = f"{len(row)} {'cell' if len(row) == 1 else 'cells'}"
    return f"line {number} has {many} and the header {width}" if len(row) not in (0, width) else ""


def _flawed(lines: Sequence[str], number: int) -> str:
    """The first flaw of *lines*, of which the first has this *number*; "" if there is none."""
    found = ((flaw(line), at) for at, line in enumerate(lines, number))
    return next((f"line {at} {known[0]}: {known[1]}" for known, at in found if known), "")


def _trimmed(row: Sequence[str], width: int) -> Sequence[str]:
    """*row* without empty cells beyond the header, which say nothing."""
    return row[:width] if len(row) > width and not any(row[width:]) else row


def _row(lines: Iterator[str], width: int) -> Sequence[str] | None:
    """The row that begins *lines*, of which no more are taken than it needs; None if there is none."""
    try:
        return _trimmed(next(csv.reader(map(unmarked, lines), strict=True)), width)
    except csv.Error:
        return None


def json_header(line: str) -> list[str]:
    """The names in the first object of JSON Lines. Raises SeipsError."""
    first = _loaded(line)
    if not isinstance(first, dict):
        what = "has a key twice" if first is TWICE else "is not a JSON object"
        raise SeipsError(f"line 1 {what}", hint="write one object a line", kind="columns")
    try:
        "".join(first).encode()
    except UnicodeEncodeError:
        hint = "write its letters as they are, or take the key out of every line"
        raise SeipsError("line 1 has a key that is not text", hint=hint, kind="columns") from None
    return list(first)


def json_cells(text: str, names: Sequence[str]) -> list[str] | None:
    """The cells in one object that has just these *names*, in their order; None for anything else."""
    found = _loaded(text)
    is_plain = isinstance(found, dict) and [*found] == [*names] and not _is_nested(found)
    return _cells(found, names) if is_plain else None


def json_chunks(
    lines: Iterator[str], names: Sequence[str], dropped: Collection[str] = (), before: int = 0
) -> Iterator[Chunk]:
    """The rows in *lines*, with *before* lines before them and the cells in the order of *names*.

    A key left out is an empty cell. Keys called as in *dropped*, in any spelling, are left out wherever they stand.
    """
    for some in _portions(lines):
        if (rows := json_together(some, names)) is not None:
            yield Chunk(rows, {})
            before += len(some)
            continue
        kept = [(number, line) for number, line in enumerate(some, before + 1) if not line.isspace()]
        places = [number - before - 1 for number, _ in kept]
        before += len(some)
        found = [_loaded(line) for _, line in kept]
        faults = {
            at: fault
            for at, (number, line) in enumerate(kept)
            if (fault := _flawed([line], number) or _fault(found[at], names, dropped, number))
        }
        yield Chunk([_cells(one, names) for one in found], faults, len(some) - len(kept), places)


def json_together(lines: Sequence[str], names: Sequence[str]) -> list[Sequence[str]] | None:
    """The rows of *lines*, read at once; None if there is anything wrong with one, or a sign in it that is not seen."""
    if not "".join(lines).replace("\n", "").isprintable():
        return None
    try:
        found = AT_ONCE.decode(f"[{BETWEEN.join(lines)}]")
    except (ValueError, RecursionError):
        return None
    objects = found[::2]
    # A zero byte stands in no line, so that each is one value if what is between them comes out whole.
    if found[1::2] != [ZERO] * (len(lines) - 1) or {*map(type, objects)} != {dict}:
        return None
    kinds = {*map(type, chain.from_iterable(map(dict.values, objects)))}
    if kinds - {str, bool, NoneType} or {*chain.from_iterable(objects)} - {*names}:
        return None
    empty = dict.fromkeys(names, "")
    rows: list[Sequence[Any]] = [[*(empty | one).values()] for one in objects]
    return rows if kinds == {str} else [[*map(_cell, row)] for row in rows]


def _loaded(text: str) -> Any:
    """What a line of JSON holds; None if it is none."""
    try:
        return DECODER.decode(text)
    except (ValueError, RecursionError):
        return None


def _object(pairs: Sequence[tuple[str, Any]]) -> Any:
    """An object, or TWICE where one of two values would be lost."""
    found = dict(pairs)
    return found if len(found) == len(pairs) else TWICE


#: Numbers stay as they are spelt.
AS_SPELT: dict[str, Any] = {"parse_int": str, "parse_float": str, "parse_constant": str, "object_pairs_hook": _object}
DECODER = json.JSONDecoder(**AS_SPELT)
#: The same for many lines, with a value between each two that none of them can hold.
AT_ONCE = json.JSONDecoder(**AS_SPELT, strict=False)
ZERO = "\0"
BETWEEN = f',"{ZERO}",'


def _fault(found: Any, names: Sequence[str], dropped: Collection[str], number: int) -> str:
    """What is wrong with a line. Raises SeipsError if a key that the first line has not tells of a pupil."""
    if found is TWICE:
        return f"line {number} has a key twice"
    if not isinstance(found, dict):
        return f"line {number} is not a JSON object"
    strange = [key for key in found if key not in names and folded(key) not in dropped]
    for key in strange:
        if what := likeness(key):
            raise SeipsError(
                f"line {number} has the column `{echo(key)}`, which seems to hold {what}; nothing was written",
                hint=f"take it out of every line, or leave it out: {dropping([plain(key).strip()])}",
                kind="pupil-details",
            )
    if strange:
        return f"line {number} has a column that the first line has not: name all there, with null for none"
    if _is_nested(found):
        return f"line {number} has a list or an object where one value belongs"
    return ""


def _is_nested(found: Mapping[str, Any]) -> bool:
    return any(isinstance(value, dict | list) or value is TWICE for value in found.values())


def _cells(found: Any, names: Sequence[str]) -> list[str]:
    return [_cell(found.get(name)) for name in names] if isinstance(found, dict) else [""] * len(names)


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value) if isinstance(value, bool) else ""
