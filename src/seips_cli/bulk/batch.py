"""Rows in, results out, in order.

There are two ways with one outcome. The careful way reads rows as CSV or JSON. The quick way (`plain_lines`) takes a
block of lines as they are, and where it cannot, the careful way has the block.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, repeat
from operator import itemgetter

from ..errors import SeipsError
from ..lookup import echo
from ..places.postcodes import LONGEST_POSTCODE
from ..privacy import told
from .answer import NOWHERE, Located
from .blocks import lines_of
from .cases import WRITTEN, Cases
from .dropping import dropping
from .forms import harmless, suspects_of
from .plain_lines import NeedsCare, Quick
from .privacy import Watch
from .rows import Chunk, csv_chunks, json_chunks


class Batch:
    """One file of cases, with its columns and the form of its results."""

    def __init__(self, cases: Cases, today: date, watch: Watch) -> None:
        self.cases, self.today, self.watch = cases, today, watch
        self.columns, self.form = cases.columns, cases.form
        self.carried = _picker(self.columns.carried.values())
        self.postcodes = cases.postcodes(str)
        self.parts = [cases.parts(run, _as_they_are) for run in cases.runs]
        self.pickers = [_picker(self.columns.answers[question] for question in run) for run in cases.runs]

    def csv(self, blocks: Iterator[bytes]) -> Iterator[bytes]:
        """The results of the CSV lines after the header."""
        quick, line, width = Quick(self.cases, None, self.today, self.watch), 1, self.columns.width
        for block in filter(None, blocks):
            if b'"' in block:
                # From here on a new line may stand in a cell, so a block is nothing by itself.
                yield from map(self.careful, csv_chunks(lines_of(chain([block], blocks)), width, line))
                return
            try:
                yield quick.block(block)
            except NeedsCare:
                yield from map(self.careful, csv_chunks(lines_of([block]), width, line))
            line += block.count(b"\n")

    def json(self, blocks: Iterator[bytes], names: Sequence[str], dropped: Collection[str]) -> Iterator[bytes]:
        """The results of JSON Lines, the first of which has the keys *names*; those *dropped* are left out."""
        quick, line = Quick(self.cases, names, self.today, self.watch), 0
        for block in filter(None, blocks):
            try:
                yield quick.block(block)
            except NeedsCare:
                yield from map(self.careful, json_chunks(lines_of([block]), names, dropped, line))
            line += block.count(b"\n")

    def careful(self, chunk: Chunk) -> bytes:
        """The results of some rows. Raises SeipsError for a cell that tells of a pupil."""
        heads, rows = self._heads(chunk.rows), [*chunk.rows]
        self.cases.tally.empty += chunk.empty
        for at in chunk.faults:
            rows[at] = [""] * self.columns.width
        parts = [[*map(memo.__getitem__, map(pick, rows))] for memo, pick in zip(self.parts, self.pickers, strict=True)]
        tails = self.cases.answered([*zip(self._places(rows), *parts, strict=False)], chunk.faults)
        return b"".join(chain.from_iterable(zip(heads, *(map(WRITTEN, part) for part in parts), *tails, strict=True)))

    def _places(self, rows: Sequence[Sequence[str]]) -> Iterable[Located]:
        """What the postcode of each row answers."""
        if (at := self.columns.postcode) is None:
            return repeat(NOWHERE)
        return (self.postcodes[row[at][: LONGEST_POSTCODE + 1]] for row in rows)

    def _heads(self, rows: Sequence[Sequence[str]]) -> list[bytes]:
        """What is carried of each row."""
        carried = [*map(self.carried, rows)]
        suspects = suspects_of(chain.from_iterable(carried))
        columns = (map(itemgetter(at), carried) for at in self.watch.places)
        named = any(map(self.watch.told, self.watch.places, map(set, columns)))
        if named or told(harmless("\n".join(suspects)), self.today):
            self._refuse(carried)
        written = {cell: self.form.cell(cell) for cell in suspects}
        return [self.form.head([written.get(cell, cell) for cell in cells]).encode() for cells in carried]

    def _refuse(self, carried: Sequence[Sequence[str]]) -> None:
        """Raise SeipsError for the first cell that tells of a pupil."""
        for row, cells in enumerate(carried, self.cases.tally.rows + self.cases.tally.empty + 2):
            for at, (name, cell) in enumerate(zip(self.columns.carried, cells, strict=True)):
                if what := told(harmless(cell), self.today) or self.watch.told(at, [cell]):
                    raise SeipsError(
                        f"row {row}: the column `{echo(name)}` holds what looks like {what}; nothing was written",
                        hint=f"take it out of the file, or leave the column out: {dropping([name])}",
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
