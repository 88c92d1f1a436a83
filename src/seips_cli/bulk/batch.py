"""Rows in, results out, in order.

There are two ways with one outcome. The careful way reads rows as CSV or JSON. The quick way (`plain_lines`) takes a
block of lines as they are, and where it cannot, the careful way has the block.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain, repeat
from operator import itemgetter

from ..errors import SeipsError
from ..lookup import echo
from ..places.postcodes import LONGEST_POSTCODE
from .answer import NOWHERE, Located
from .blocks import closed, lines_of
from .carried import Carried
from .cases import WRITTEN, Cases
from .dropping import dropping
from .plain_lines import CSV, JSON, QUOTED, NeedsCare, Quick
from .rows import Chunk, csv_chunks, json_chunks

#: What may be carried, in words.
CARRIED = "a column of your own may hold codes such as BLC-0012, days of these years, and words that all schools use"


class Batch:
    """One file of cases, with its columns and the form of its results."""

    #: The number of the first row, as a spreadsheet or an editor counts it.
    first = 1

    def __init__(self, cases: Cases, carried: Carried) -> None:
        self.cases, self.carried = cases, carried
        self.columns, self.form = cases.columns, cases.form
        self.pick = _picker(self.columns.carried.values())
        self.postcodes = cases.postcodes(str)
        self.parts = [cases.parts(run, _as_they_are) for run in cases.runs]
        cases.trims.append(carried.telling.trim)
        self.pickers = [_picker(self.columns.answers[question] for question in run) for run in cases.runs]

    def csv(self, blocks: Iterator[bytes]) -> Iterator[bytes]:
        """The results of the CSV lines after the header."""
        self.first = 2
        plain, quoted = (Quick(cut, self.cases, self.carried) for cut in (CSV, QUOTED))
        blocks = closed(blocks)
        for block in blocks:
            is_quoted = b'"' in block
            try:
                yield (quoted if is_quoted else plain).block(block)
            except NeedsCare:
                # If a new line may stand in a cell, a block is nothing by itself, and neither is any after it.
                lines = lines_of(chain([block], blocks) if is_quoted else [block])
                yield from map(self.careful, csv_chunks(lines, self.columns.width, 1 + self._lines))

    def json(self, blocks: Iterator[bytes], names: Sequence[str], dropped: Collection[str]) -> Iterator[bytes]:
        """The results of JSON Lines, the first of which has the keys *names*; those *dropped* are left out."""
        quick = Quick(JSON, self.cases, self.carried, names)
        for block in filter(None, blocks):
            try:
                yield quick.block(block)
            except NeedsCare:
                yield from map(self.careful, json_chunks(lines_of([block]), names, dropped, self._lines))

    @property
    def _lines(self) -> int:
        """How many lines were read, but for those in which a row went on that was read with care."""
        return self._rows + self.cases.tally.further

    @property
    def _rows(self) -> int:
        """How many rows were read, empty ones with them."""
        return self.cases.tally.rows + self.cases.tally.empty

    def careful(self, chunk: Chunk) -> bytes:
        """The results of some rows. Raises SeipsError for a cell that tells of a pupil."""
        heads, rows = self._heads(chunk), [*chunk.rows]
        self.cases.tally.empty += chunk.empty
        for at in chunk.faults:
            rows[at] = [""] * self.columns.width
        parts = [[*map(memo.__getitem__, map(pick, rows))] for memo, pick in zip(self.parts, self.pickers, strict=True)]
        tails = self.cases.answered(self._places(rows), parts, chunk.faults)
        return b"".join(chain.from_iterable(zip(heads, *(map(WRITTEN, part) for part in parts), *tails, strict=True)))

    def _places(self, rows: Sequence[Sequence[str]]) -> Iterable[Located]:
        """What the postcode of each row answers."""
        if (at := self.columns.postcode) is None:
            return repeat(NOWHERE)
        return (self.postcodes[row[at][: LONGEST_POSTCODE + 1]] for row in rows)

    def _heads(self, chunk: Chunk) -> list[bytes]:
        """What is carried of each row."""
        own = [*map(self.pick, chunk.rows)]
        columns = [*zip(*own, strict=True)]
        doubtful = {cell for column in columns for cell in self.carried.doubtful(column)}
        if any(map(self.carried.telling.__getitem__, doubtful)):
            self._refuse(own, chunk.places or range(len(own)))
        written = {cell: self.form.cell(cell) for cell in doubtful}
        shown = zip(*(map(written.get, column, column) for column in columns), strict=True) if written else own
        return [*map(str.encode, map(self.form.head, shown))]

    def _refuse(self, own: Sequence[Sequence[str]], places: Sequence[int]) -> None:
        """Raise SeipsError with the first cell of each column that may tell of a pupil."""
        found = {
            name: f"`{echo(name)}` of row {self.first + self._rows + place} may be {what}"
            for at, name in enumerate(self.columns.carried)
            for place, cells in reversed([*zip(places, own, strict=True)])
            if (what := self.carried.telling[cells[at]])
        }
        hint = f"{CARRIED}; leave {'it' if len(found) == 1 else 'them'} out: {dropping(found)}"
        raise SeipsError(
            f"what may not be carried: {', '.join(found.values())}; nothing was written",
            hint=hint,
            kind="pupil-details",
        )


def _as_they_are(cells: tuple[str, ...]) -> tuple[str, ...]:
    return cells


def _picker(places: Iterable[int]) -> Callable[[Sequence[str]], tuple[str, ...]]:
    """What takes the cells at *places* out of a row."""
    wanted = tuple(places)
    if len(wanted) > 1:
        return itemgetter(*wanted)
    return lambda row: tuple(row[at] for at in wanted)
