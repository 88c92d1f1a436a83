"""From the bytes of a file of cases to the bytes of its results."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import chain

from ..errors import SeipsError
from ..record import texts_of
from ..row import stale_contacts
from ..source import Atlas, Edition
from ..spelling import folded
from . import csv_rows, json_rows
from .answer import NOWHERE, Located, Router
from .batch import Batch
from .blocks import MARK, flaw
from .carried import Carried
from .cases import Cases
from .columns import columns_of
from .dropping import named
from .forms import Csv, Form, JsonLines
from .memo import Tally


class Job:
    """A file of cases, of which the header is known, and what has been done of it."""

    def __init__(
        self, edition: Edition, blocks: Iterator[bytes], *, from_json: bool | None, dropped: Iterable[str], today: date
    ) -> None:
        """*from_json*: whether the cases are JSON Lines; None to tell by how they begin. Raises SeipsError."""
        first = next(blocks, b"")
        self.mark = MARK if first.startswith(MARK) else b""
        first = first.removeprefix(MARK)
        if not first.strip():
            raise SeipsError("there are no cases: the file is empty", hint="name its columns in the first line")
        looks_json = first.lstrip().startswith(b"{")
        if looks_json and from_json is False:
            raise SeipsError("the file holds JSON Lines, and is not called so", hint="end its name in .jsonl")
        self.from_json = looks_json if from_json is None else from_json
        line, _, rest = first.partition(b"\n")
        self.names = _names(line.decode(), is_json=self.from_json)
        self.blocks: Iterator[bytes] = chain([first if self.from_json else rest], blocks)
        if not self.from_json and (many := csv_rows.nameless_at_the_end(self.names)):
            self.names = self.names[:-many]
        self.edition, self.today, self.atlas = edition, today, Atlas(edition)
        typed = tuple(dropped)
        gone, there = named(typed, self.names), {*map(folded, self.names)}
        # What the first line of JSON Lines has not may still stand in a later one, with a comma in it too.
        self.dropped = {*map(folded, (*gone, *typed))} if self.from_json else set()
        gone = [name for name in gone if folded(name) in there or not self.from_json]
        is_named = "postcodes" in self.atlas.names  # one that is not there is told of when it is read
        self.columns = columns_of(self.names, edition.data, gone, postcodes=is_named, today=today)
        self.router, self.tally = Router(edition.data), Tally()

    def results(self, *, as_json: bool | None) -> Iterator[bytes]:
        """The results, a piece at a time; *as_json*: as JSON Lines; None for the form of the cases."""
        as_json = self.from_json if as_json is None else as_json
        form: Form = (JsonLines if as_json else Csv)(self.edition.data, self.columns, self.today)
        yield (b"" if as_json else self.mark) + form.header().encode()
        cases = Cases(self.router, self.columns, form, self._locate())
        self.tally = cases.tally
        batch = Batch(cases, Carried(self._harmless_texts, self.today, form.cell))
        yield from batch.json(self.blocks, self.names, self.dropped) if self.from_json else batch.csv(self.blocks)

    def stale(self) -> list[str]:
        """The contacts named so far, by id, that were last checked a year ago or more."""
        named = (stale_contacts(self.edition.data, one, self.today) for one in self.router.results.values())
        return list(dict.fromkeys(chain.from_iterable(named)))

    def _harmless_texts(self) -> Iterator[str]:
        """What tells of nobody: all that the dataset says, and the names of schools."""
        yield from texts_of(self.edition.data)
        if self.atlas.has_schools:
            yield from (school.name for school in self.atlas.schools)

    def _locate(self) -> Callable[[str], Located]:
        """How a postcode is looked up; the table is read only where there is a column for it."""
        if self.columns.postcode is None:
            return lambda _: NOWHERE
        from ..places.postcodes import Index
        from .postcodes import locator

        return locator(self.edition.data, Index(self.atlas.postcodes), self.atlas)


def _names(line: str, *, is_json: bool) -> list[str]:
    """What the columns are called by the first *line*. Raises SeipsError."""
    if known := flaw(line):
        raise SeipsError(f"line 1 {known[0]}", hint=f"{known[1]}, and try again", kind="unreadable")
    return json_rows.header(line) if is_json else csv_rows.header(line)
