"""Rows out of CSV."""

import csv
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from ..errors import SeipsError, plain
from .blocks import FLAW, SIZE, unmarked
from .rows import MANY, Chunk, flawed, portions

#: Letters of a row that goes over several lines, at most: more than a block has, so that it is the same in any of them.
LONGEST = 4 * SIZE
#: Letters that are read in vain, since a quotation mark is never closed. After that no row goes over more lines or
#: letters than these, so that such marks cost the same in a file of any size.
IN_VAIN = 16 * LONGEST
TALLEST, WIDEST = 100, 100_000
#: What the parser says, in words for people.
UNREADABLE = "its quotation marks or line ends are not as CSV has them"


def header(line: str) -> list[str]:
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


def chunks(lines: Iterator[str], width: int, before: int) -> Iterator[Chunk]:
    """The rows in *lines*, which have *before* lines before them; an empty line holds no row."""
    reach = Reach()
    for some in portions(lines):
        if (chunk := together(some, width, before)) is not None:
            yield chunk
            before += len(some)
            continue
        apart = _apart(some, lines, reach, width, before)
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


@dataclass
class Reach:
    """How far a row may go on."""

    in_vain: int = 0

    def ends(self, lines: int, letters: int) -> bool:
        """Whether it is too far for a row to go on after so many *lines*."""
        return letters > LONGEST if self.in_vain < IN_VAIN else lines >= TALLEST or letters > WIDEST


def _apart(
    some: Iterable[str], more: Iterator[str], reach: Reach, width: int, before: int
) -> Iterator[tuple[Sequence[str], str, int]]:
    """Each row of *some* lines, if it has cells, its fault, and how many lines it took; the last may go on in *more*.

    A quotation mark that is never closed spoils its own line only: the next one is read as a row again. A line that
    cannot be read spoils the row that it is part of, and nothing of that row is kept. Nor is it where cells are missing
    or too many, since nobody knows which.
    """
    waiting, done = deque(some), before
    while waiting:
        lines: list[str] = []
        row = _row(_taken(waiting, more, lines, reach), width)
        if row is None or (len(lines) > 1 and len(row) != width):
            reach.in_vain += sum(map(len, lines[1:]))
            waiting.extendleft(reversed(lines[1:]))
            row, lines = None, lines[:1]
        fault = flawed(lines, done + 1) or _misread(row, width, done + 1)
        yield () if fault or row is None else row, fault, len(lines)
        done += len(lines)


def _taken(waiting: "deque[str]", more: Iterator[str], taken: list[str], reach: Reach) -> Iterator[str]:
    """The lines that a row may go over, out of those *waiting* and then *more*, each put to those *taken*."""
    letters = 0
    while line := waiting.popleft() if waiting else next(more, ""):
        taken.append(line)
        letters += len(line)
        yield line
        if reach.ends(len(taken), letters):
            return


def misread(line: str, width: int, number: int) -> str:
    """What is wrong with the row in the *line* of this *number*; "" for nothing that can be told from it alone."""
    row = _row(iter([line]), width)
    return "" if row is None else _misread(row, width, number)


def _misread(row: Sequence[str] | None, width: int, number: int) -> str:
    """What is wrong with what was read from the line of this *number* on; "" for nothing."""
    if row is None:
        return f"line {number} cannot be read as a row: {UNREADABLE}"
    many = f"{len(row)} {'cell' if len(row) == 1 else 'cells'}"
    return f"line {number} has {many} and the header {width}" if len(row) not in (0, width) else ""


def _trimmed(row: Sequence[str], width: int) -> Sequence[str]:
    """*row* without empty cells beyond the header, which say nothing."""
    return row[:width] if len(row) > width and not any(row[width:]) else row


def _row(lines: Iterator[str], width: int) -> Sequence[str] | None:
    """The row that begins *lines*, of which no more are taken than it needs; None if there is none."""
    try:
        return _trimmed(next(csv.reader(map(unmarked, lines), strict=True)), width)
    except csv.Error:
        return None
