"""One row's answers to its result, or to what is wrong with it. What is wrong never repeats what was typed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from ..answers import agreed
from ..dataset import Dataset
from ..decision import Answers, Result, decide, diagram_of
from ..diagram import Ref
from ..errors import SeipsError
from ..near import nearest
from ..spelling import meant


@dataclass(frozen=True, eq=False)
class Located:
    """What a row's postcode answers, or what is wrong with it. There is one of each, so that it is known by itself."""

    answers: Answers = field(default_factory=dict)
    fault: str = ""


@dataclass(frozen=True, eq=False)
class Part:
    """What cells that stand side by side answer, and what is wrong with them; with the answers as they are written.

    It is known by itself and not by what it holds, so that it is quick to look up.
    """

    answers: Answers
    faults: tuple[str, ...] = ()
    written: bytes = b""


NOWHERE = Located()
#: No option is longer, so that what is needs no comparing.
LONGEST_OPTION = 80


@dataclass(frozen=True, eq=False)
class Walk:
    """Where the beginning of a row leads. All that lead to the same place, without a fault, are one."""

    ref: Ref
    has_unused: bool = False
    """Whether some of the answers are not needed."""
    faults: tuple[str, ...] = ()
    answers: Answers = field(default_factory=dict)
    """Answers that lead here, of whichever row was first."""
    located: Located = NOWHERE
    ahead: Answers = field(default_factory=dict)
    """What the postcode answers and nothing has asked so far."""


class Answered(NamedTuple):
    """The answers that were understood, and what they lead to; or a fault."""

    answers: Answers
    result: Result | None = None
    unused: Answers = MappingProxyType({})
    fault: str = ""


class Router:
    """Answers rows as `seips route` would. The results of a journey are worked out once for all rows that take it."""

    def __init__(self, data: Dataset) -> None:
        self.data, self.diagram = data, diagram_of(data)
        self.options = {question.id: tuple(one.id for one in question.options) for question in data.questions}
        asked = ((self.diagram.variables[index], leads) for index, leads in self.diagram.nodes)
        self.branches = [(one.id, dict(zip(one.options, leads, strict=True))) for one, leads in asked]
        self.results: dict[Ref, Result] = {}
        self.begins: dict[Located, Walk] = {}
        self.walks: dict[tuple[Ref, bool, Located, tuple[str, ...]], Walk] = {}
        self.home = data.geography.home.question if data.geography and data.geography.home else ""

    def part(self, questions: Iterable[str], cells: Iterable[str]) -> Part:
        """The answers in *cells* to *questions*, and what is wrong with the others; an empty cell is no answer."""
        answers, faults = {}, []
        for question, cell in zip(questions, cells, strict=True):
            options = self.options[question]
            if option := meant(cell, options):
                answers[question] = option
            elif cell.strip():
                faults.append(f"the answer to `{question}` is not one of its options: {_suggestion(options, cell)}")
        # In the order in which they are asked for, whatever stands first in the file.
        return Part({one: answers[one] for one in self.options if one in answers}, tuple(faults))

    def begin(self, located: Located) -> Walk:
        """Where a row begins whose postcode is *located* so."""
        begin = Walk(self.diagram.root, answers=located.answers, located=located, ahead=located.answers)
        return self.begins.setdefault(located, begin)

    def step(self, walk: Walk, part: Part) -> tuple[Walk, Answers]:
        """How far *part* leads from where *walk* stands, and those of its answers that are not needed."""
        if faults := walk.faults + part.faults:
            return Walk(walk.ref, faults=faults, located=walk.located), {}
        ref, left = self._followed(walk.ref, {**part.answers, **walk.ahead})
        unused = {question: option for question, option in left.items() if question in part.answers}
        there = ref, walk.has_unused or bool(unused), walk.located, tuple(one for one in walk.ahead if one in left)
        if there not in self.walks:
            answers, ahead = {**walk.answers, **part.answers}, {one: walk.ahead[one] for one in there[-1]}
            self.walks[there] = Walk(*there[:2], answers=answers, located=walk.located, ahead=ahead)
        return self.walks[there], unused

    def arrive(self, walk: Walk, part: Part) -> Answered:
        """What a row comes to of which *walk* is the beginning and *part* the rest."""
        located, faults = walk.located, walk.faults + part.faults
        if faults:
            return Answered(located.answers, fault=_joined(*faults, located.fault))
        ref, unused = self._followed(walk.ref, {**part.answers, **walk.ahead})
        return self._ended({**walk.answers, **part.answers}, ref, unused, located.fault)

    def answer(self, located: Located, parts: Iterable[Part]) -> Answered:
        """What the *parts* of a row and its postcode lead to."""
        answers: dict[str, str] = {}
        faults: list[str] = []
        for part in parts:
            answers.update(part.answers)
            faults += part.faults
        unsettled = located.fault if self.home not in answers else ""
        typed = (one for one in self.options if one in answers and one not in located.answers)
        known = {**{one: answers[one] for one in typed}, **located.answers}
        try:
            agreed(answers, located.answers)
        except SeipsError as error:
            known, faults = answers, [*faults, error.message]
        if faults:
            return Answered(known, fault=_joined(*faults, unsettled))
        return self._ended(known, *self._followed(self.diagram.root, known), unsettled)

    def _followed(self, ref: Ref, answers: Answers) -> tuple[Ref, Answers]:
        """How far *answers* lead from *ref* on, and those of them that are not needed."""
        unused = dict(answers)
        while ref >= 0 and (question := self.branches[ref][0]) in unused:
            ref = self.branches[ref][1][unused.pop(question)]
        return ref, unused

    def _ended(self, answers: Answers, ref: Ref, unused: Answers, unsettled: str = "") -> Answered:
        """What *answers* come to that lead to *ref*; *unsettled*: why the postcode does not answer for the home."""
        if ref >= 0:
            # Where nothing but the home is missing, what is wrong with the postcode says it all.
            is_home = unsettled and self.branches[ref][0] == self.home
            return Answered(answers, fault=_joined("" if is_home else self._missing(ref), unsettled))
        if ref not in self.results:
            self.results[ref] = decide(self.data, answers)
        return Answered(answers, self.results[ref], unused)

    def _missing(self, ref: Ref) -> str:
        question, leads = self.branches[ref]
        return f"`{question}` is not answered: {' · '.join(leads)}"


def _joined(*faults: str) -> str:
    return "; ".join(filter(None, faults))


def _suggestion(options: Iterable[str], typed: str) -> str:
    near = nearest(typed[:LONGEST_OPTION].casefold(), options)
    return f"did you mean {' or '.join(near)}?" if near else " · ".join(options)
