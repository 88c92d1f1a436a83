"""What rows come to, by the parts that they are made of.

A part is some cells side by side, as they stand in the file. There are few different ones, even where there are many
different rows, so each is understood once; and a case, which is the parts of a row together, is answered once.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from types import MappingProxyType
from typing import TypeVar

from .answer import Answered, Located, Part, Router
from .columns import Columns
from .forms import Form
from .memo import Memo, Tally

#: What stands in one place of a line, or the cells that it holds.
Text = TypeVar("Text", bound=str | bytes | tuple[str, ...])
WRITTEN = attrgetter("written")
#: A row's postcode and its answers.
Case = tuple[Located, *tuple[Part, ...]]
#: What a case comes to, as it is written: what many share, what is its own; and whether it has no answer.
Tail = tuple[bytes, bytes, bool]
#: Answers that are understood together, at most: so few that they repeat, however they are mixed.
SIDE_BY_SIDE = 6
#: Cases kept at most: all the different ones of a million rows made up at random.
KEPT = 140_000
#: Different cells side by side kept at most; and postcodes, more than a county has.
PARTS, POSTCODES = 20_000, 50_000
#: Letters kept at most, of cases, and of cells that stand in one place.
HEAVIEST_CASES, HEAVIEST_PARTS = 32_000_000, 1_000_000


class Cases:
    """What the rows of one file come to."""

    def __init__(self, router: Router, columns: Columns, form: Form, locate: Callable[[str], Located]) -> None:
        self.router, self.columns, self.form, self.locate = router, columns, form, locate
        self.runs = _runs(columns.answers)
        self.tally = Tally()
        # What is wrong with a case is also held by its parts.
        self.tails: Memo[Case, Tail] = Memo(
            self._tail, KEPT, HEAVIEST_CASES, lambda _, tail: len(tail[1]) * (1 + tail[2])
        )
        self.trims: list[Callable[[], None]] = [self.tails.trim]
        self.told: dict[tuple[int | str | None, ...], bytes] = {}

    def postcodes(self, read: Callable[[Text], str]) -> Memo[Text, Located]:
        """What stands in the place of a postcode to what it answers."""
        memo: Memo[Text, Located] = Memo(
            lambda text: self.locate(read(text)), POSTCODES, HEAVIEST_PARTS, lambda text, _: _length(text)
        )
        self.trims.append(memo.trim)
        return memo

    def parts(self, run: Iterable[str], read: Callable[[Text], Iterable[str]]) -> Memo[Text, Part]:
        """What stands in the place of the answers to the questions *run* to what it answers; *read* gives its cells."""
        questions = tuple(run)
        # What the postcode may answer instead is written with the case.
        typed = self.columns.typed(questions)

        def part(text: Text) -> Part:
            found = self.router.part(questions, read(text))
            return Part(found.answers, found.faults, self.form.answers(typed, found.answers).encode())

        memo = Memo(part, PARTS, HEAVIEST_PARTS, lambda text, found: _length(text) + sum(map(len, found.faults)))
        self.trims.append(memo.trim)
        return memo

    def answered(
        self, cases: Iterable[Case], faults: Mapping[int, str] = MappingProxyType({})
    ) -> tuple[Sequence[bytes], Sequence[bytes]]:
        """What *cases* come to, or a fault where it stands, as two columns of what is written; all are counted."""
        tails = [*map(self.tails.__getitem__, cases)]
        for at, fault in faults.items():
            tails[at] = self._written(Answered({}, fault=fault))
        if not tails:
            return (), ()
        told, own, failed = zip(*tails, strict=True)
        self.tally.rows += len(tails)
        self.tally.failed += sum(failed)
        for trim in self.trims:
            trim()
        return told, own

    def _tail(self, case: Case) -> Tail:
        located, *parts = case
        return self._written(self.router.answer(located, parts))

    def _written(self, answered: Answered) -> Tail:
        # The router holds each result, so that its identity is its own.
        shared = id(answered.result), *map(answered.answers.get, self.columns.located)
        if shared not in self.told:
            told = self.form.answers(self.columns.located, answered.answers) + self.form.result(answered.result)
            self.told[shared] = told.encode()
        return self.told[shared], self.form.end(answered).encode(), answered.result is None


def _runs(answers: Mapping[str, int]) -> list[list[str]]:
    """The questions of *answers* whose columns stand side by side, some at a time."""
    runs: list[list[str]] = []
    for question, at in answers.items():
        if runs and len(runs[-1]) < SIDE_BY_SIDE and answers[runs[-1][-1]] == at - 1:
            runs[-1].append(question)
        else:
            runs.append([question])
    return runs


def _length(text: str | bytes | tuple[str, ...]) -> int:
    return sum(map(len, text)) if isinstance(text, tuple) else len(text)
