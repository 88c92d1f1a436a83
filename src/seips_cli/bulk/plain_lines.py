"""The quick way: lines that are plain enough to be cut by one pattern, and written without a look at each.

In CSV such a line is a whole row, or a cell of it goes on in the next line between quotation marks. In JSON Lines it
has the keys of the first line in its order, or some of them, and no backslash.
"""

import csv
import re
from collections.abc import Callable, Sequence
from itertools import compress, count, islice, repeat
from typing import NamedTuple

from . import csv_rows, json_rows
from .answer import Part, Walk
from .blocks import FLAW
from .carried import Carried, unmarked
from .cases import Cases
from .forms import json_text
from .memo import Memo


class NeedsCare(Exception):
    """There is something in a block that this way does not handle."""


class Cut(NamedTuple):
    """How a row stands in a line, in patterns with a group for what is wanted; and how cells side by side are read."""

    begin: bytes
    between: bytes
    end: bytes
    cell: bytes
    answer: bytes
    last: bytes
    """An answer, and one at the end: whatever stands before the sign that ends it, which is looked for quickest."""
    carried: bytes
    postcode: bytes
    read: Callable[[str, Sequence[str]], Sequence[str] | None]
    """The cells in what stands in the place of some answers, by their headings; None if they are not plain."""
    member: bytes = b""
    """How a cell stands with its key, if it may be left out."""
    other: bytes = b"(?!)"
    """A line that can be read, whatever cells it has."""
    may_go_on: bool = False
    """Whether a row may go on in the next line."""


def _csv_cells(text: str, names: Sequence[str]) -> Sequence[str] | None:
    try:
        cells = next(csv.reader([text], strict=True), [""]) if '"' in text else text.split(",")
    except csv.Error:
        return None
    # A new line that is in no cell ends a row.
    is_one_row = "".join(cells).count("\n") == text.count("\n") and ('"' in text or "\n" not in text)
    return cells if is_one_row and len(cells) == len(names) and "\r" not in text else None


_PLAIN = rb'[^,\n\r\0"]'
#: An empty line is no row. What a spreadsheet leaves at the end is no cell.
CSV = Cut(
    begin=rb"(?!\n)",
    between=b",",
    end=b",*+",
    cell=_PLAIN + b"*+",
    answer=b"[^,]*+",
    last=rb"[^,\n]*+",
    carried=rb"(%b*+)" % _PLAIN,
    postcode=rb"(%b{0,60}+)" % _PLAIN,
    read=_csv_cells,
    other=rb'[^\n\r\0"]++',
)
_MARKED = rb'"(?:[^"\r\0]++|"")*+"'
#: A cell on its line that needs none of its quotation marks.
NEEDLESS = re.compile(rb'^"(%b*+)"$' % _PLAIN, re.MULTILINE)
QUOTED = CSV._replace(
    cell=rb"(?:%b|%b*+)" % (_MARKED, _PLAIN),
    carried=rb"(%b|%b*+)" % (_MARKED, _PLAIN),
    postcode=rb'("%b{0,60}+"|%b{0,60}+)' % (_PLAIN, _PLAIN),
    other=b"(?!\n)%b(?:,%b)*+" % ((rb'(?:"(?:[^"\n\r\0]++|"")*+"|%b*+)' % _PLAIN,) * 2),
    may_go_on=True,
)
_TEXT = rb'[^"\\\x00-\x1f]'
_WORD = rb"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?|true|false"
JSON = Cut(
    begin=rb"\{",
    between=b", *+",
    end=rb"\}",
    cell=rb'(?:"%b*+"|%b|null)' % (_TEXT, _WORD),
    answer=b"[^,]*+",
    last=rb"[^}]*+",
    carried=rb'(?:"(%b*+)"|(%b)|null)' % (_TEXT, _WORD),
    postcode=rb'(?:"(%b{0,60}+)"|null)' % _TEXT,
    read=lambda text, names: json_rows.cells(f"{{{text.rstrip(', ')}}}", names),
)
#: Keys may be left out. To look for each takes longer.
LEAN = JSON._replace(
    between=b"",
    end=rb"(?<![, ])\}",
    answer=b"[^,}]*+",
    last=b"[^,}]*+",
    member=rb"(?:%b(?:, *+|(?=\})))?+",
)


OWN, POSTCODE, ANSWERS = "own", "postcode", "answers"


class Quick:
    """Turns blocks of plain lines into results."""

    def __init__(self, cut: Cut, cases: Cases, carried: Carried, names: Sequence[str] = ()) -> None:
        """*names*: the keys of JSON Lines."""
        self.cases, self.carried, self.form, self.may_go_on = cases, carried, cases.form, cut.may_go_on
        keys = [*map(_key, names)] or [b""] * cases.columns.width
        self.row, self.roles = _pattern(cases, cut, keys)
        self.groups = re.compile(cut.carried).groups
        self.postcodes: Memo[bytes, Walk] = cases.postcodes(lambda text: text.decode().strip('"'))
        headings = [*names] or [""] * cases.columns.width
        self.parts = [self._parts(cut, run, headings) for run in cases.runs]

    def _parts(self, cut: Cut, run: Sequence[str], headings: Sequence[str]) -> Memo[bytes, Part]:
        """What stands in the place of the answers to the questions *run* to what it answers."""
        names = [headings[self.cases.columns.answers[question]] for question in run]

        def read(text: bytes) -> Sequence[str]:
            # Nothing at all is there where a line has not as many cells as the header.
            cells = cut.read(text.decode(), names) if text else [""] * len(names)
            if cells is None:
                raise NeedsCare
            return cells

        return self.cases.parts(run, read)

    def block(self, block: bytes) -> bytes:
        """The results of a block of lines. Raises NeedsCare."""
        rows = self.row.findall(block)
        further = block.count(b"\n") - len(rows)
        is_cut = not further or (self.may_go_on and rows and not self.row.sub(b"", block))
        if not is_cut or FLAW.encode() in block:
            raise NeedsCare
        *columns, others = zip(*rows, strict=True)
        faults = self._faults(others) if any(others) else {}
        if faults and further:
            raise NeedsCare
        found: dict[str, list[Sequence[bytes]]] = {OWN: [], POSTCODE: [], ANSWERS: []}
        for role, column in zip(self.roles, columns, strict=True):
            found[role].append(column)
        groups = iter(map(self._written, found[OWN]))
        own = [[*islice(groups, self.groups)] for _ in self.cases.columns.carried]
        parts = [[*map(memo.__getitem__, column)] for memo, column in zip(self.parts, found[ANSWERS], strict=True)]
        places = map(self.postcodes.__getitem__, found[POSTCODE][0]) if found[POSTCODE] else repeat(self.cases.nowhere)
        self.cases.tally.further += further
        return self.cases.results(own, places, parts, faults)

    def _faults(self, lines: Sequence[bytes]) -> dict[int, str]:
        """What is wrong with those *lines* that are there, by where they stand. Raises NeedsCare."""
        width, before = self.cases.columns.width, self.cases.tally.lines + 2
        found = {at: csv_rows.misread(lines[at].decode(), width, before + at) for at in compress(count(), lines)}
        if not all(found.values()):
            raise NeedsCare
        return found

    def _written(self, own: Sequence[bytes]) -> Sequence[bytes]:
        """A column of cells as they are to be written. Raises NeedsCare for one that must not be."""
        own = _all_bare(own) or own
        if self._are_simple(own) or ((bare := _bare(own)) and self._are_simple(own := bare)):
            return own
        cells = {text: unmarked(text.decode()) for text in {*own}}
        if any(map(self.carried.telling.__getitem__, cells.values())):
            raise NeedsCare
        shown = {text: written for text, cell in cells.items() if (written := self.form.cell(cell).encode()) != text}
        return [*map(shown.get, own, own)] if shown else own

    def _are_simple(self, own: Sequence[bytes]) -> bool:
        return self.carried.are_simple(b"\n".join({*own}).decode())


def _all_bare(own: Sequence[bytes]) -> Sequence[bytes]:
    """The same where each cell has two marks and needs neither, as many programs write all cells; it is soon told."""
    if own[0][:1] != b'"':
        return ()
    lines, between = b"\n".join(own), len(own) - 1
    is_marked = lines.count(b'"') == 2 * len(own) and lines.count(b'"\n"') == between == lines.count(b"\n")
    return lines[1:-1].split(b'"\n"') if is_marked and b"," not in lines and b"\r" not in lines else ()


def _bare(own: Sequence[bytes]) -> Sequence[bytes]:
    """A column of cells without the quotation marks that they do not need; nothing if there are none."""
    lines = b"\n".join(own)
    bare = NEEDLESS.sub(rb"\1", lines)
    return bare.split(b"\n") if bare != lines and bare.count(b"\n") == len(own) - 1 else ()


def _pattern(cases: Cases, cut: Cut, keys: Sequence[bytes]) -> tuple[re.Pattern[bytes], list[str]]:
    """What a row looks like, and what each group of it but the last is."""
    columns, cells = cases.columns, [key + cut.cell for key in keys]
    for at in columns.answers.values():
        answer = cut.last if at == columns.width - 1 else cut.answer
        cells[at] = keys[at] + answer if cut.member else answer
    roles: dict[int, list[str]] = {}
    for at in columns.carried.values():
        cells[at], roles[at] = keys[at] + cut.carried, [OWN] * re.compile(cut.carried).groups
    if columns.postcode is not None:
        cells[columns.postcode], roles[columns.postcode] = keys[columns.postcode] + cut.postcode, [POSTCODE]
    cells = [cut.member % cell for cell in cells] if cut.member else cells
    for run in cases.runs:
        first, last = columns.answers[run[0]], columns.answers[run[-1]]
        cells[first], roles[first] = b"(" + cells[first], [ANSWERS]
        cells[last] += b")"
    row = b"^(?:%b%b%b|(%b))\n" % (cut.begin, cut.between.join(cells), cut.end, cut.other)
    return re.compile(row, re.MULTILINE), [role for at in sorted(roles) for role in roles[at]]


def _key(name: str) -> bytes:
    return re.escape(json_text(name).encode()) + b": *+"
