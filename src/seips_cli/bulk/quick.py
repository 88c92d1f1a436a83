"""The quick way: CSV lines without a quotation mark, from a file that has its own columns first and then answers.

A comma then always ends a cell, and a result is the line as it stands with something behind it. What stands behind
depends on the end of the line alone.
"""

from operator import add, itemgetter

from .answer import Router
from .columns import Columns
from .forms import SUSPECT, Csv
from .memo import Memo, Tally

#: Ends of lines kept at most: all the different ones of a million rows made up at random, in some 50 MB.
KEPT = 140_000


class NeedsCare(Exception):
    """There is something in a block that this way does not handle."""


class Quick:
    """Turns blocks of plain lines into results."""

    def __init__(self, router: Router, columns: Columns, form: Csv, tally: Tally) -> None:
        self.router, self.form, self.tally = router, form, tally
        self.carried, self.answers = len(columns.carried), len(columns.answers)
        self.results: Memo[bytes, bytes] = Memo(self._results, KEPT)

    def block(self, block: bytes) -> bytes:
        """The results of a block of lines. Raises NeedsCare."""
        lines = block.split(b"\n")[:-1]
        parts = [line.split(b",", self.carried) for line in lines]
        if b"" in lines or min(map(len, parts)) <= self.carried:
            raise NeedsCare
        ends = [*map(itemgetter(-1), parts)]
        carried = b"".join(map(bytes.removesuffix, lines, ends))
        if SUSPECT.search(carried.replace(b",", b"\n").decode()):
            raise NeedsCare
        made = b"".join(map(add, lines, map(self.results.__getitem__, ends)))
        self.results.count(ends, self.tally)
        return made

    def _results(self, end: bytes) -> tuple[bytes, bool]:
        """What goes behind a line that ends so. Raises NeedsCare for answers that are not written out as they stand."""
        cells = end.decode().split(",")
        if len(cells) != self.answers:
            raise NeedsCare
        answered = self.router.answer(cells)
        # An id is written as it stands, so what is written is what stands there if each cell is one, or empty.
        if [answered.answers.get(question, "") for question in self.form.columns.written] != cells:
            raise NeedsCare
        return f",{self.form.results(answered)}".encode(), answered.result is None
