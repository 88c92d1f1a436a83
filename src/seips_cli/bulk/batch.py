"""Rows in, results out, in order.

There are two ways with one outcome. The careful way reads rows as CSV or JSON. The quick way (`quick`) takes a block of
lines as they are, and where it cannot, the careful way has the block.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import chain, repeat
from operator import add, itemgetter

from ..errors import SeipsError
from ..lookup import echo
from ..privacy import told
from .answer import NOWHERE, Answered, Located, Router
from .blocks import lines_of
from .columns import Columns
from .forms import SUSPECT, Csv, Form, harmless
from .memo import Memo, Tally
from .quick import NeedsCare, Quick
from .rows import Chunk, csv_chunks, json_chunks

Locate = Callable[[str], Located]
#: What the end of a row depends on: its answers and its postcode. None: the row cannot be read.
Case = tuple[tuple[str, ...] | None, Located]
#: A number of no more digits is neither a pupil's nor a date.
SHORT = 7
#: What is longer is no postcode.
LONGEST = 60
#: Cases kept at most, each about a kilobyte, and postcodes: more than a county has.
KEPT, POSTCODES = 20_000, 50_000


class Batch:
    """One file of cases, with its columns and the form of its results."""

    def __init__(self, router: Router, columns: Columns, form: Form, today: date, locate: Locate) -> None:
        self.router, self.columns, self.form, self.today = router, columns, form, today
        self.locate = lru_cache(POSTCODES)(locate)
        self.tally = Tally()
        self.tails: Memo[Case, str] = Memo(self._tail, KEPT)
        self.carried, self.answers = _picker(columns.carried.values()), _picker(columns.answers.values())
        self.quick = Quick(router, columns, form, self.tally) if isinstance(form, Csv) and columns.in_order else None

    def csv(self, blocks: Iterator[bytes]) -> Iterator[bytes]:
        """The results of the CSV lines after the header."""
        line, width = 1, self.columns.width
        for block in filter(None, blocks):
            if self.quick is None or b'"' in block:
                # From here on a new line may stand in a cell, so a block is nothing by itself.
                yield from map(self.careful, csv_chunks(lines_of(chain([block], blocks)), width, line))
                return
            try:
                yield self.quick.block(block)
            except NeedsCare:
                yield from map(self.careful, csv_chunks(lines_of([block]), width, line))
            line += block.count(b"\n")

    def json(self, blocks: Iterator[bytes], names: Sequence[str], dropped: Collection[str]) -> Iterator[bytes]:
        """The results of JSON Lines, the first of which has the keys *names*; those *dropped* are left out."""
        return map(self.careful, json_chunks(lines_of(blocks), names, dropped))

    def careful(self, chunk: Chunk) -> bytes:
        """The results of some rows. Raises SeipsError for a cell that tells of a pupil."""
        heads, cases = self._heads(chunk.rows), self._cases(chunk)
        made = "".join(map(add, heads, map(self.tails.__getitem__, cases))).encode()
        self.tails.count(cases, self.tally)
        return made

    def _heads(self, rows: Sequence[Sequence[str]]) -> list[str]:
        """What is carried of each row."""
        carried = [*map(self.carried, rows)]
        # Most columns of a school's own are short numbers, which need no look.
        distinct = (cell for cell in set(chain.from_iterable(carried)) if len(cell) > SHORT or not cell.isdecimal())
        suspects = [cell for cell in distinct if SUSPECT.search(cell) or "\n" in cell]
        if told(harmless("\n".join(suspects)), self.today):
            self._refuse(carried)
        written = {cell: self.form.cell(cell) for cell in suspects}
        return [self.form.head([written.get(cell, cell) for cell in cells]) for cells in carried]

    def _refuse(self, carried: Sequence[Sequence[str]]) -> None:
        """Raise SeipsError for the first cell that tells of a pupil."""
        for row, cells in enumerate(carried, self.tally.rows + 2):
            for name, cell in zip(self.columns.carried, cells, strict=True):
                if what := told(harmless(cell), self.today):
                    raise SeipsError(
                        f"row {row}: the column `{echo(name)}` holds what looks like {what}; nothing was written",
                        hint=f'take it out of the file, or leave the column out: --drop-columns "{echo(name)}"',
                        kind="pupil-details",
                    )

    def _cases(self, chunk: Chunk) -> list[Case]:
        places: Iterable[Located] = repeat(NOWHERE)
        if self.columns.postcode is not None:
            places = (self.locate(row[self.columns.postcode][:LONGEST]) for row in chunk.rows)
        cases: list[Case] = [*zip(map(self.answers, chunk.rows), places, strict=False)]
        for at, fault in chunk.faults.items():
            cases[at] = None, Located(fault=fault)
        return cases

    def _tail(self, case: Case) -> tuple[str, bool]:
        cells, located = case
        answered = Answered({}, fault=located.fault) if cells is None else self.router.answer(cells, located)
        return self.form.tail(answered), answered.result is None


def _picker(places: Iterable[int]) -> Callable[[Sequence[str]], tuple[str, ...]]:
    """What takes the cells at *places* out of a row."""
    wanted = tuple(places)
    if len(wanted) > 1:
        return itemgetter(*wanted)
    return lambda row: tuple(row[at] for at in wanted)
