"""Rows in, results out, in order.

There are two ways with one outcome. The careful way reads rows as CSV or JSON. The quick way (`plain_lines`) takes a
block of lines as they are, and where it cannot, the careful way has the block.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain, repeat

from ..errors import SeipsError
from ..lookup import echo
from . import csv_rows, json_rows
from .answer import Walk
from .blocks import closed, lines_of
from .carried import Carried
from .cases import Cases
from .dropping import dropping
from .plain_lines import CSV, JSON, LEAN, QUOTED, NeedsCare, Quick
from .rows import Chunk

#: What may be carried, in words.
CARRIED = "a column of your own may hold codes such as BLC-0012, days of these years, and words that all schools use"


class Batch:
    """One file of cases, with its columns and the form of its results."""

    #: The number of the first row, as a spreadsheet or an editor counts it.
    first = 1

    def __init__(self, cases: Cases, carried: Carried) -> None:
        self.cases, self.carried = cases, carried
        self.columns, self.form = cases.columns, cases.form
        self.postcodes = cases.postcodes(str)
        self.parts = [cases.parts(run, _as_they_are) for run in cases.runs]
        cases.trims.append(carried.trim)

    def csv(self, blocks: Iterator[bytes]) -> Iterator[bytes]:
        """The results of the CSV lines after the header."""
        self.first = 2
        plain, quoted = (Quick(cut, self.cases, self.carried) for cut in (CSV, QUOTED))
        blocks = closed(blocks)
        for block in blocks:
            is_quoted = b'"' in block
            if (results := _at_once([quoted if is_quoted else plain], block)) is not None:
                yield results
            else:
                yield from map(self.careful, self._chunks(block, blocks if is_quoted else ()))

    def _chunks(self, block: bytes, more: Iterable[bytes]) -> Iterator[Chunk]:
        """The rows of a *block*, and if its last may go on beyond its end, those of all that come after it."""
        lines, width, before = [*lines_of([block])], self.columns.width, 1 + self.cases.tally.lines
        if (chunk := csv_rows.together(lines, width, before)) is not None:
            yield chunk
            self.cases.tally.further += len(lines) - len(chunk.rows) - chunk.empty
        else:
            yield from csv_rows.chunks(chain(lines, lines_of(more)), width, before)

    def json(self, blocks: Iterator[bytes], names: Sequence[str], dropped: Collection[str]) -> Iterator[bytes]:
        """The results of JSON Lines, the first of which has the keys *names*; those *dropped* are left out."""
        ways = [Quick(cut, self.cases, self.carried, names) for cut in (JSON, LEAN)]
        for block in filter(None, blocks):
            if (results := _at_once(ways, block)) is not None:
                yield results
            else:
                chunks = json_rows.chunks(lines_of([block]), names, dropped, self.cases.tally.lines)
                yield from map(self.careful, chunks)

    @property
    def _rows(self) -> int:
        """How many rows were read, empty ones with them."""
        return self.cases.tally.rows + self.cases.tally.empty

    def careful(self, chunk: Chunk) -> bytes:
        """The results of some rows. Raises SeipsError for a cell that tells of a pupil."""
        own, rows = self._own(chunk), [*chunk.rows]
        self.cases.tally.empty += chunk.empty
        for at in chunk.faults:
            rows[at] = [""] * self.columns.width
        columns = [*zip(*rows, strict=True)] or [()] * self.columns.width
        parts = [
            [*map(memo.__getitem__, zip(*(columns[self.columns.answers[question]] for question in run), strict=True))]
            for memo, run in zip(self.parts, self.cases.runs, strict=True)
        ]
        return self.cases.results(own, self._places(columns), parts, chunk.faults)

    def _places(self, columns: Sequence[Sequence[str]]) -> Iterable[Walk]:
        """What the postcode of each row answers."""
        if (at := self.columns.postcode) is None:
            return repeat(self.cases.nowhere)
        from ..places.postcodes import LONGEST_POSTCODE

        return (self.postcodes[cell[: LONGEST_POSTCODE + 1]] for cell in columns[at])

    def _own(self, chunk: Chunk) -> list[list[list[bytes]]]:
        """What is carried of each row, as columns."""
        rows = [*zip(*chunk.rows, strict=True)] or [()] * self.columns.width
        columns = [rows[at] for at in self.columns.carried.values()]
        doubtful = [self.carried.doubtful(column) for column in columns]
        if any(map(self.carried.telling.__getitem__, chain.from_iterable(doubtful))):
            self._refuse(columns, chunk.places or range(len(chunk.rows)))
        return [[self._written(*column)] for column in zip(columns, doubtful, strict=True)]

    def _written(self, column: Sequence[str], doubtful: Iterable[str]) -> list[bytes]:
        """A *column* as it is written; all its cells are *doubtful*, or none."""
        shown = {cell: self.form.cell(cell) for cell in doubtful}
        return [*map(str.encode, map(shown.__getitem__, column) if shown else column)]

    def _refuse(self, own: Sequence[Sequence[str]], places: Sequence[int]) -> None:
        """Raise SeipsError with the first cell of each of one's *own* columns that may tell of a pupil."""
        found = {
            name: f"`{echo(name)}` of row {self.first + self._rows + place} may be {what}"
            for name, column in zip(self.columns.carried, own, strict=True)
            for place, cell in reversed([*zip(places, column, strict=True)])
            if (what := self.carried.telling[cell])
        }
        hint = f"{CARRIED}; leave {'it' if len(found) == 1 else 'them'} out: {dropping(found)}"
        raise SeipsError(
            f"what may not be carried: {', '.join(found.values())}; nothing was written",
            hint=hint,
            kind="pupil-details",
        )


def _at_once(ways: Iterable[Quick], block: bytes) -> bytes | None:
    """The results of a *block*, by the first of the quick *ways* that can; None if none can."""
    for quick in ways:
        with suppress(NeedsCare):
            return quick.block(block)
    return None


def _as_they_are(cells: tuple[str, ...]) -> tuple[str, ...]:
    return cells
