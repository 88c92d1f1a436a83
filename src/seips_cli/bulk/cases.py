"""What rows come to, by the parts that they are made of.

A part is some cells side by side, as they stand in the file. There are few different ones, even where there are many
different rows, so each is understood once; and a case, which is the parts of a row together, is answered once.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, compress, count, repeat
from operator import attrgetter, itemgetter
from types import MappingProxyType
from typing import TypeVar

from ..dataset import Dataset
from .answer import NOWHERE, Answered, Located, Part, Router, Walk
from .columns import Columns
from .forms import Form
from .memo import Memo, Tally

#: What stands in one place of a line, or the cells that it holds.
Text = TypeVar("Text", bound=str | bytes | tuple[str, ...])
WRITTEN = attrgetter("written")
#: A row: where its beginning leads, and the answers after that.
Case = tuple[Walk, *tuple[Part, ...]]
#: Where a part leads, and those of its answers that are not needed, as they are written.
Step = tuple[Walk, bytes]
#: What a case comes to, as it is written: what many share, what is its own; and whether it has no answer.
Tail = tuple[bytes, bytes, bool]
#: Answers that are understood together, at most: so few that they repeat, however they are mixed.
SIDE_BY_SIDE = 6
#: Cases kept at most, where they are answered as a whole: as many as there are different complete ones.
KEPT = 140_000
#: Different cells side by side kept at most, and steps; and postcodes, more than a county has.
PARTS, POSTCODES = 20_000, 50_000
#: Letters kept at most, of cases, and of cells that stand in one place.
HEAVIEST_CASES, HEAVIEST_PARTS = 32_000_000, 1_000_000


class Cases:
    """What the rows of one file come to."""

    def __init__(self, router: Router, columns: Columns, form: Form, locate: Callable[[str], Located]) -> None:
        self.router, self.columns, self.form, self.locate = router, columns, form, locate
        before, *self.between = (repeat(text.encode()) for text in form.around())
        self.before = [before] if form.around()[0] else []
        self.runs = _runs(columns.answers, router.data)
        self.tally = Tally()
        # A case with something wrong in it seldom comes again, and may be all that still holds its parts.
        self.tails: Memo[Case, Tail] = Memo(
            self._tail, KEPT, HEAVIEST_CASES, lambda _, tail: len(tail[1]) * (10 if tail[2] else 1)
        )
        self.steps: Memo[tuple[Walk, Part], Step] = Memo(
            self._step, PARTS, HEAVIEST_PARTS, lambda _, step: len(step[1]) + sum(map(len, step[0].faults))
        )
        self.trims: list[Callable[[], None]] = [self.tails.trim, self.steps.trim]
        self.nowhere = router.begin(NOWHERE)
        # What a postcode answers, and a column too, may be a contradiction, which is seen in the whole case alone.
        self.is_walked = bool(self.runs) and {*columns.located}.isdisjoint(columns.answers)
        self.order = sorted(range(len(self.runs)), key=lambda at: _places(self.runs[at], router.data))
        self.told: dict[tuple[int | str | None, ...], bytes] = {}

    def postcodes(self, read: Callable[[Text], str]) -> Memo[Text, Walk]:
        """What stands in the place of a postcode to where a row with it begins."""
        memo: Memo[Text, Walk] = Memo(
            lambda text: self.router.begin(self.locate(read(text))),
            POSTCODES,
            HEAVIEST_PARTS,
            lambda text, _: _length(text),
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

    def results(
        self,
        own: Sequence[Sequence[Sequence[bytes]]],
        places: Iterable[Walk],
        parts: Sequence[Sequence[Part]],
        faults: Mapping[int, str] = MappingProxyType({}),
    ) -> bytes:
        """Rows as they are written, all of them counted: what is carried, the answers, and what they come to.

        *own* has for each carried column what is to be written one after the other, as columns; so are *places* and
        *parts*. In place of what a row comes to stands its fault, if it has one.
        """
        carried = [column for columns, after in zip(own, self.between, strict=True) for column in (*columns, after)]
        answers = [map(WRITTEN, part) for part in parts]
        columns = *self.before, *carried, *answers, *self._tails(places, parts, faults)
        return b"".join(chain.from_iterable(zip(*columns, strict=False)))

    def _tails(
        self, places: Iterable[Walk], parts: Sequence[Sequence[Part]], faults: Mapping[int, str]
    ) -> Sequence[Iterable[bytes]]:
        """What rows come to, as columns of what is written. Some end, so that all can be put together with them."""
        unused: list[list[bytes]] = []
        parts = [parts[at] for at in self.order]
        if self.is_walked:
            places, unused, parts = *self._walked(places, parts[:-1]), parts[-1:]
        tails = [*map(self.tails.__getitem__, zip(places, *parts, strict=False))]
        for at, fault in faults.items():
            tails[at] = self._written(Answered({}, fault=fault))
        if not tails:
            return ((),)
        told, own, failed = zip(*tails, strict=True)
        self.tally.rows += len(tails)
        self.tally.failed += sum(failed)
        for trim in self.trims:
            trim()
        for at in compress(count(), failed):
            for column in unused:
                column[at] = b""  # What is not needed for a result, where there is none, is not told.
        return told, *filter(any, unused), own

    def _walked(
        self, walks: Iterable[Walk], parts: Iterable[Sequence[Part]]
    ) -> tuple[Iterable[Walk], list[list[bytes]]]:
        """Where *parts* lead on from *walks*, and what of them is not needed; a column for each part."""
        unused = []
        for column in parts:
            steps = [*map(self.steps.__getitem__, zip(walks, column, strict=False))]
            walks = [*map(itemgetter(0), steps)]
            unused.append([*map(itemgetter(1), steps)])
        return walks, unused

    def _step(self, begun: tuple[Walk, Part]) -> Step:
        walk, part = begun
        further, unused = self.router.step(walk, part)
        return further, self.form.unused(unused, after_others=walk.has_unused).encode()

    def _tail(self, case: Case) -> Tail:
        begun, *parts = case
        if self.is_walked:
            return self._written(self.router.arrive(begun, *parts), after_others=begun.has_unused)
        return self._written(self.router.answer(begun.located, parts))

    def _written(self, answered: Answered, *, after_others: bool = False) -> Tail:
        """*after_others*: whether some answers that are not needed come before."""
        # The router holds each result, so that its identity is its own.
        shared = id(answered.result), *map(answered.answers.get, self.columns.located)
        if shared not in self.told:
            told = self.form.answers(self.columns.located, answered.answers) + self.form.result(answered.result)
            told += self.form.before_unused if answered.result else self.form.no_unused
            self.told[shared] = told.encode()
        own = self.form.unused(answered.unused, after_others=after_others) + self.form.end(answered.fault)
        return self.told[shared], own.encode(), answered.result is None


def _runs(answers: Mapping[str, int], data: Dataset) -> list[list[str]]:
    """The questions of *answers* whose columns stand side by side, some at a time, with no other's place between them.

    So one run can be followed after the other, in the order in which questions are put, however the columns stand.
    """
    asked = [question.id for question in data.questions if question.id in answers]
    runs: list[list[str]] = []
    for question, at in answers.items():
        places = [*map(asked.index, runs[-1])] if runs else []
        is_beside = places and answers[runs[-1][-1]] == at - 1
        if is_beside and len(places) < SIDE_BY_SIDE and asked.index(question) in (min(places) - 1, max(places) + 1):
            runs[-1].append(question)
        else:
            runs.append([question])
    return runs


def _places(run: Sequence[str], data: Dataset) -> list[int]:
    """Where the questions of a *run* are put."""
    return [at for at, question in enumerate(data.questions) if question.id in run]


def _length(text: str | bytes | tuple[str, ...]) -> int:
    return sum(map(len, text)) if isinstance(text, tuple) else len(text)
