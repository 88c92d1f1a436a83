"""What a cell that is carried through may hold: a code, a day of now, and words that tell of nobody.

A name cannot be known from other words, so the question is put the other way round: whatever is not known to tell of
nobody may be a name or a remark. Nothing that is looked at is kept for longer, or repeated.
"""

import re
from collections.abc import Callable, Collection, Iterable
from datetime import date
from functools import cached_property
from typing import TypeVar

from ..privacy.told import DATE_SHAPES, DATES, told, usual, without_days
from ..privacy.words import CODED, INITIAL, LETTERS, MADE, WORDS, each, is_known
from ..spelling import folded
from .forms import harmless
from .memo import Memo

#: What many names of schools and places share.
SHARED = each(
    "the a of school academy college community high leicester leicestershire voluntary catholic church england ce rc"
)
#: What else stands in the names of schools beside one that may be a person's.
DEDICATED = each("st saint saints ss our lady holy sir nursery upon")
#: A body. With more than one word that is not known it may be a remark that ends so.
BODY = re.compile(r"(?:(?:[A-Z][\w'\u2019.&-]*|&|and|of|on|the|upon) ){1,6}(?i:school|academy|college|nursery)")
#: A code has fewer figures than a pupil's numbers have.
MOST_RUNS, MOST_FIGURES = 4, 9
#: What often differs from row to row, alone on a line: a day, maybe with an hour after it, and a token.
_THIS_CENTURY = r"20[0-4]\d"
_DAY = (
    rf"(\d\d?/\d\d?/{_THIS_CENTURY}|\d\d?-\d\d?-{_THIS_CENTURY}|\d\d?\.\d\d?\.{_THIS_CENTURY}"
    rf"|{_THIS_CENTURY}-\d\d-\d\d|)"
)
DAYS = re.compile(rf"^{_DAY}(?:(?<=\d)[ T]\d\d:\d\d(?::\d\d)?Z?)?$", re.MULTILINE | re.ASCII)
TOKENS = re.compile(r"^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|)$", re.MULTILINE | re.IGNORECASE)
ZEROS = str.maketrans("123456789", "000000000")
#: Cells kept in mind at most, and their letters.
KEPT, HEAVIEST = 20_000, 1_000_000
#: What is longer is a remark, unless the dataset says it.
LONGEST = 1_000


Value = TypeVar("Value")


def _kept(make: Callable[[str], Value]) -> Memo[str, Value]:
    """What *make* says of texts, kept while they are not too many and not too long."""
    return Memo(make, KEPT, HEAVIEST, lambda text, _: len(text))


class Carried:
    """Tells what of a pupil the cells of own columns may tell."""

    def __init__(self, known: Callable[[], Iterable[str]], today: date, written: Callable[[str], str]) -> None:
        """*known*: gives texts that tell of nobody; asked only where a cell has words. *written*: a cell in results."""
        self._known, self.today, self.written = known, today, written
        self.telling = _kept(self._judged)
        # What a shape tells; whether that holds whatever its figures; and whether it is written as it stands.
        self.shapes = _kept(lambda shape: self._seems(_as_read(shape)))
        self.settled = _kept(lambda shape: _is_settled(shape) and not self.shapes[shape])
        self.simple = _kept(self._is_simple)

    @cached_property
    def known(self) -> frozenset[str]:
        """Every text that tells of nobody, folded."""
        return frozenset(map(_heart, self._known()))

    def trim(self) -> None:
        """Forget what is too much to keep."""
        for memo in (self.telling, self.shapes, self.settled, self.simple):
            memo.trim()

    def doubtful(self, column: Iterable[str]) -> Collection[str]:
        """Those cells of a *column* that must be looked at, each once."""
        cells = {*column}
        lines = "\n".join(cells)
        return () if lines.count("\n") < len(cells) and '"' not in lines and self.are_simple(lines) else cells

    def are_simple(self, lines: str) -> bool:
        """Whether it is clear at once that the cells in *lines* tell of nobody and can be written as they stand.

        A cell may have quotation marks around it. Most are of a few shapes, which are looked at in place of them.
        """
        if all(map(self.simple.__getitem__, {*lines.translate(ZEROS).split("\n")})):
            return True
        many = lines.count("\n") + 1
        if len(days := DAYS.findall(lines)) == many:
            return not any(map(self.telling.__getitem__, {*days}))
        return len(TOKENS.findall(lines)) == many

    def _is_simple(self, shape: str) -> bool:
        """Whether every cell of this *shape* is so, whatever its figures."""
        cell = unmarked(shape)
        return self.settled[cell] and self.written(cell) == shape

    def _judged(self, cell: str) -> str:
        """What of a pupil *cell* may tell; "" for nothing."""
        shape = cell.translate(ZEROS)
        if self.settled[shape]:
            return ""
        is_of_its_shape = _is_short(shape) and not DATES.search(cell)
        return "" if is_of_its_shape and not self.shapes[shape] else self.looked_at(cell)

    def looked_at(self, cell: str) -> str:
        """The same, from a look at every part of the cell."""
        text = _as_read(cell)
        what = "" if MADE.fullmatch(text) else self._seems(text) if len(text) <= LONGEST else "a remark"
        return what if what and _heart(text) not in self.known else ""

    def _seems(self, text: str) -> str:
        """What *text* would tell if it were not known to tell of nobody."""
        if what := told(text, self.today):
            return what
        left = without_days(text)
        if len(re.findall(r"\d", re.sub(r"^\D*00+", "", left))) > MOST_FIGURES:
            return "a pupil's number"
        strange = [one for one in left.split() if folded(one) not in WORDS]
        names = {run.casefold() for run in LETTERS.findall(" ".join(strange)) if len(run) > 2 and not is_known(run)}
        is_harmless = len(INITIAL.findall(" ".join(strange))) < 2 and all(map(_is_harmless, strange)) and len(names) < 2
        return "" if is_harmless or _is_body(left) else "a name or a remark"


def unmarked(text: str) -> str:
    """The cell that stands so in a line of CSV."""
    return text[1:-1].replace('""', '"') if text[:1] == text[-1:] == '"' != text else text


def _is_settled(shape: str) -> bool:
    """Whether nothing depends on which figures stand in *shape*: there is no date in it, and they are few."""
    return _is_short(shape) and not DATE_SHAPES.search(shape)


def _is_short(shape: str) -> bool:
    """Whether *shape* is ASCII with so few figures that they are no pupil's number."""
    return shape.isascii() and len(shape) <= LONGEST and shape.count("0") <= MOST_FIGURES


def _heart(text: str) -> str:
    """*text* folded, without what many names of schools and places share, if it has more than that."""
    words = re.findall(r"\w+", text.replace("&", " and "))
    return folded(" ".join(word for word in words if word.casefold() not in SHARED)) or folded(text)


def _as_read(cell: str) -> str:
    """*cell* in usual letters and figures, without what cannot be seen."""
    return usual(harmless(cell)).strip()


def _is_body(text: str) -> bool:
    """Whether *text* is a school's name, of known words and one name at most; more have those that are in the list."""
    words = {run.casefold() for run in LETTERS.findall(text) if len(run) > 2 and not is_known(run)}
    return bool(BODY.fullmatch(text)) and len(words - SHARED - DEDICATED) < 2


def _is_harmless(token: str) -> bool:
    """Whether *token* is known to tell of nobody: a number, a short code, a single letter or known words."""
    runs = LETTERS.findall(token)
    if any(map(str.isdecimal, token)):
        return len(runs) <= MOST_RUNS and all(is_known(run) or CODED.fullmatch(run) for run in runs)
    return all(is_known(run) or INITIAL.fullmatch(run) for run in runs)
