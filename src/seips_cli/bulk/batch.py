"""Rows in, results out, in order. Cases repeat, so what the answers of a row lead to is written once and kept.

There are two ways with one outcome. The careful way reads rows as CSV or JSON and looks at each. The quick way takes a
block of CSV lines without a quotation mark, and so without anything that could change what a comma means; it goes no
further where anything in the block needs care, and the careful way has the block.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain, islice
from operator import add, itemgetter
from typing import TypeVar

from ..errors import SeipsError
from ..lookup import echo
from .answer import NOWHERE, Answered, Located, Router
from .blocks import lines_of
from .columns import Columns
from .forms import SUSPECT, Form
from .privacy import told
from .rows import Row, csv_rows, json_rows

Key = TypeVar("Key", bound=Hashable)
Text = TypeVar("Text")
Locate = Callable[[str], Located]
#: What decides the tail of a row: its answers and its postcode. None: the row cannot be read.
Case = tuple[tuple[str, ...] | None, Located]

#: Rows looked at together.
CHUNK = 2_000
#: Sets of answers kept at most; in the careful way each takes about a kilobyte.
KEPT = 20_000


@dataclass
class Tally:
    """What has been done so far."""

    rows: int = 0
    failed: int = 0


class Memo(dict[Key, Text]):
    """What each key comes to, made when it is first asked for; and the keys that failed."""

    def __init__(self, make: Callable[[Key], tuple[Text, bool]]) -> None:
        super().__init__()
        self.make = make
        self.failing: set[Key] = set()

    def __missing__(self, key: Key) -> Text:
        """Make and keep it."""
        text, failed = self.make(key)
        if failed:
            self.failing.add(key)
        self[key] = text
        return text

    def failed(self, keys: Iterable[Key]) -> int:
        """How many of *keys* failed."""
        return sum(map(self.failing.__contains__, keys)) if self.failing else 0

    def trim(self) -> None:
        """Forget everything once there is much of it. Not done while keys are still to be counted."""
        if len(self) > KEPT:
            self.clear()
            self.failing.clear()


class NeedsCare(Exception):
    """Something in a block that the quick way does not handle."""


class Batch:
    """One file of cases with its columns, its form of results, and what is kept between rows."""

    def __init__(self, router: Router, columns: Columns, form: Form, today: date, locate: Locate) -> None:
        self.router, self.columns, self.form, self.today = router, columns, form, today
        self.locate = lru_cache(KEPT)(locate)
        self.tally = Tally()
        self.tails: Memo[Case, str] = Memo(self._tail)
        self.tails_of_lines: Memo[bytes, bytes] = Memo(self._tail_of_line)

    def csv(self, blocks: Iterator[bytes], *, quick: bool) -> Iterator[bytes]:
        """The results of the CSV lines after the header; *quick*: where they are written as CSV too."""
        line, width = 1, self.columns.width
        for block in filter(None, blocks):
            if not (quick and self.columns.in_order) or b'"' in block:
                yield from self.careful(csv_rows(lines_of(chain([block], blocks)), width, line))
                return
            try:
                yield self.quick(block)
            except NeedsCare:
                yield from self.careful(csv_rows(lines_of([block]), width, line))
            line += block.count(b"\n")

    def json(self, blocks: Iterator[bytes], names: Sequence[str]) -> Iterator[bytes]:
        """The results of JSON Lines, the first of which has the keys *names*."""
        return self.careful(json_rows(lines_of(blocks), names, 0))

    def quick(self, block: bytes) -> bytes:
        """The results of a block of plain CSV lines. Raises NeedsCare."""
        lines, carried = block.split(b"\n")[:-1], len(self.columns.carried)
        parts = [line.split(b",", carried) for line in lines]
        if b"" in lines or min(map(len, parts)) <= carried:
            raise NeedsCare
        tails = [*map(itemgetter(-1), parts)]
        heads = [*map(bytes.removesuffix, lines, tails)]
        if SUSPECT.search(b"".join(heads).replace(b",", b"\n").decode()):
            raise NeedsCare
        made = b"".join(map(add, heads, map(self.tails_of_lines.__getitem__, tails)))
        self._count(self.tails_of_lines, tails)
        return made

    def careful(self, rows: Iterator[Row]) -> Iterator[bytes]:
        """The results of *rows*. Raises SeipsError for a cell that tells of a pupil."""
        while chunk := list(islice(rows, CHUNK)):
            heads = self._heads(chunk)
            cases = [*map(self._case, chunk)]
            yield "".join(map(add, heads, map(self.tails.__getitem__, cases))).encode()
            self._count(self.tails, cases)

    def _count(self, memo: "Memo[Key, Text]", keys: Sequence[Key]) -> None:
        self.tally.rows += len(keys)
        self.tally.failed += memo.failed(keys)
        memo.trim()

    def _heads(self, chunk: Sequence[Row]) -> list[str]:
        """What is carried of each row."""
        places = self.columns.carried.values()
        if not places:
            return [self.form.plain_head(())] * len(chunk)
        carried = [[row.cells[at] if at < len(row.cells) else "" for at in places] for row in chunk]
        text = "\n".join(map("\n".join, carried))
        if not SUSPECT.search(text) and text.count("\n") < len(places) * len(chunk):
            return [*map(self.form.plain_head, carried)]
        for row, cells in zip(chunk, carried, strict=True):
            self._refuse(row, cells)
        return [*map(self.form.head, carried)]

    def _refuse(self, row: Row, cells: Sequence[str]) -> None:
        """Raise SeipsError for a cell that tells of a pupil."""
        for name, cell in zip(self.columns.carried, cells, strict=True):
            if what := told(cell, self.today):
                raise SeipsError(
                    f"line {row.line}: the column `{echo(name)}` holds what looks like {what}; nothing was written",
                    hint=f'take it out of the file, or leave the column out: --drop-columns "{echo(name)}"',
                    kind="pupil-details",
                )

    def _case(self, row: Row) -> Case:
        if row.fault:
            return None, Located(fault=row.fault)
        cells = tuple([row.cells[at] for at in self.columns.answers.values()])
        return cells, NOWHERE if self.columns.postcode is None else self.locate(row.cells[self.columns.postcode])

    def _tail(self, case: Case) -> tuple[str, bool]:
        cells, located = case
        answered = Answered({}, fault=located.fault) if cells is None else self.router.answer(cells, located)
        return self.form.tail(answered), answered.result is None

    def _tail_of_line(self, line: bytes) -> tuple[bytes, bool]:
        """The same for the end of a plain line. Raises NeedsCare if it is not as it should be."""
        cells = tuple(line.decode().split(","))
        if len(cells) != len(self.columns.answers) or b"\r" in line:
            raise NeedsCare
        text, failed = self._tail((cells, NOWHERE))
        return text.encode(), failed
