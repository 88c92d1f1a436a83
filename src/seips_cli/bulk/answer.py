"""One row's answers to its result, or to what is wrong with it. What is wrong never repeats what was typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import NamedTuple

from ..answers import agreed
from ..dataset import Dataset, Question
from ..decision import Answers, Result, decide, diagram_of, find
from ..errors import SeipsError
from ..places.postcodes import Index
from ..places.whereabouts import Tables, answers_of, locate_home
from ..spelling import folded


class Located(NamedTuple):
    """What a row's postcode answers, as pairs, or what is wrong with it."""

    answers: tuple[tuple[str, str], ...] = ()
    fault: str = ""


NOWHERE = Located()
#: No option is longer, so that what is needs no comparing.
LONGEST = 80


@dataclass(frozen=True)
class Answered:
    """The answers that were understood, and what they lead to; or a fault."""

    answers: Answers
    result: Result | None = None
    unused: Answers = field(default_factory=dict)
    fault: str = ""


class Router:
    """Answers rows as `seips route` would. The results of a journey are worked out once for all rows that take it."""

    def __init__(self, data: Dataset, columns: Sequence[str]) -> None:
        """Cells come in the order of *columns*, which are the ids of questions."""
        self.data, self.diagram = data, diagram_of(data)
        self.questions = [find(data.questions, name) for name in columns]
        self.options = [_spellings(question) for question in self.questions]
        self.results: dict[int, Result] = {}
        self.home = data.geography.home.question if data.geography and data.geography.home else ""

    def answer(self, cells: Sequence[str], located: Located = NOWHERE) -> Answered:
        """What *cells* and the postcode lead to."""
        answers, faults = self._understood(cells)
        faults += [located.fault] if located.fault and self.home not in answers else []
        if faults:
            return Answered(answers, fault="; ".join(faults))
        try:
            return self._routed(agreed(answers, dict(located.answers)))
        except SeipsError as error:
            return Answered(answers, fault=error.message)

    def _understood(self, cells: Sequence[str]) -> tuple[dict[str, str], list[str]]:
        """The answers in *cells*, and what is wrong with the others; an empty cell is no answer."""
        answers, faults = {}, []
        for question, known, cell in zip(self.questions, self.options, cells, strict=True):
            if option := known.get(cell) or known.get(folded(cell)):
                answers[question.id] = option
            elif cell.strip():
                faults.append(f"the answer to `{question.id}` is not one of its options: {_suggestion(known, cell)}")
        return answers, faults

    def _routed(self, answers: Answers) -> Answered:
        used, ref = self.diagram.follow(answers)
        if ref >= 0:
            question = self.diagram.question(ref)
            return Answered(answers, fault=f"`{question.id}` is not answered: {' · '.join(question.options)}")
        if ref not in self.results:
            self.results[ref] = decide(self.data, used)
        unused = {question: option for question, option in answers.items() if question not in used}
        return Answered(answers, self.results[ref], unused)


def located(data: Dataset, typed: str, postcodes: Index, tables: Tables) -> Located:
    """What a cell with a postcode answers; what is wrong with it, without repeating it."""
    if not typed.strip():
        return NOWHERE
    found = locate_home(data, typed, postcodes, tables)
    answers = answers_of(data, found) if found else {}
    home = data.geography.home.question if data.geography and data.geography.home else ""
    why = "does not settle the matter" if found else "is not one that can be read"
    return Located(tuple(answers.items()), "" if answers else f"the postcode {why}: leave it out and answer `{home}`")


def _spellings(question: Question) -> Mapping[str, str]:
    """The options of *question* by id, and by id in loose spelling where no other is spelled so."""
    loose: dict[str, list[str]] = {}
    for option in question.options:
        loose.setdefault(folded(option.id), []).append(option.id)
    ids = {option.id: option.id for option in question.options}
    return {spelling: names[0] for spelling, names in loose.items() if len(names) == 1} | ids


def _suggestion(known: Mapping[str, str], typed: str) -> str:
    near = get_close_matches(folded(typed[:LONGEST]), known, n=1)
    return f"did you mean {known[near[0]]}?" if near else " · ".join(dict.fromkeys(known.values()))
