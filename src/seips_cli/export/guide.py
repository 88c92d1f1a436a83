"""What a page needs to decide and to show: the decision diagram, with the result at each leaf as the terminal words it.

Whatever a result says is worked out here, by the functions that the terminal uses; the page walks and shows.
"""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from ..age import due
from ..ask import CHECK, DROPPED
from ..dataset import Dataset, Question
from ..decision import Answers, Outcome, Result, decide, diagram_of, find
from ..diagram import Builder, Diagram, Ref
from ..errors import plain
from ..html import spans
from ..pages import MADE, TOLD, made, route_sections, why_asked
from ..source import Edition

#: A line of a result; each entry is how it reads from that day on ("" for now), until the next.
Line = tuple[tuple[str, str], ...]
Item = TypeVar("Item", bound=Hashable)
#: Far more results than a page could hold.
MOST = 20_000


@dataclass(frozen=True)
class Part:
    """A section of a result, for any day it may be read on."""

    heading: str
    lines: tuple[Line, ...]
    mark: str
    label: str


@dataclass(frozen=True)
class Told:
    """What a person is told at a leaf. With the outcome, so that no two outcomes are one, however alike they read."""

    outcome: Outcome
    parts: tuple[Part, ...]


class Numbered(Generic[Item]):
    """Things that are kept once, and known by their numbers."""

    def __init__(self) -> None:
        self.numbers: dict[Item, int] = {}

    def number(self, item: Item) -> int:
        """The number of *item*, which it gets when it is first seen."""
        return self.numbers.setdefault(item, len(self.numbers))


def guide(edition: Edition) -> dict[str, Any]:
    """All that a page holds of *edition*; questions, options and results are known by their numbers alone."""
    diagram = told(edition)
    parts: Numbered[Part] = Numbered()
    lines: Numbered[Line] = Numbered()
    leaves = [[parts.number(part) for part in leaf.parts] for leaf in diagram.leaves]
    sections = [_section(part, lines) for part in parts.numbers]
    return {
        "questions": [_question(question) for question in edition.data.questions],
        "nodes": diagram.nodes,
        "root": diagram.root,
        "leaves": leaves,
        "sections": sections,
        "lines": [[[day, in_parts(text)] for day, text in line] for line in lines.numbers],
        "words": words(edition.data),
    }


def words(data: Dataset) -> dict[str, str]:
    """What the page says of its own accord in the words of the terminal; what stands in braces is filled in."""
    found = {"check": CHECK, "dropped": DROPPED, "told": TOLD, "about": MADE, "made": made(data, "{today}")}
    return {name: plain(text) for name, text in found.items()}


def told(edition: Edition) -> Diagram[Told]:
    """The diagram that decides, with its leaves parted where the answers on the way show what a school has."""
    data, diagram = edition.data, diagram_of(edition.data)
    telling = {question for item in data.evidence for question in item.shown_by}
    builder: Builder[Told] = Builder(MOST)
    seen: dict[Hashable, Ref] = {}

    def build(ref: Ref, answers: Answers) -> Ref:
        state = (ref, tuple(answer for answer in answers.items() if answer[0] in telling))
        if state not in seen:
            seen[state] = leaf(answers) if ref < 0 else node(ref, answers)
        return seen[state]

    def leaf(answers: Answers) -> Ref:
        parts = tuple(_parts(decide(data, answers), edition))
        return builder.leaf(Told(diagram.leaves[~diagram.follow(answers)[1]], parts))

    def node(ref: Ref, answers: Answers) -> Ref:
        question, (index, children) = diagram.question(ref), diagram.nodes[ref]
        branches = zip(question.options, children, strict=True)
        return builder.node(index, tuple(build(child, {**answers, question.id: option}) for option, child in branches))

    return builder.diagram(diagram.variables, build(diagram.root, {}))


def _parts(result: Result, edition: Edition) -> Iterator[Part]:
    """The sections of *result*, each line as it reads now and from every day on which something in it falls due."""
    days = sorted({due(day) for day in _checked(result, edition)})
    versions = [tuple(route_sections(result, edition, day)) for day in (None, *days)]
    starts = ("", *(day.isoformat() for day in days))
    for same in zip(*versions, strict=True):
        lines = tuple(_line(starts, texts) for texts in zip(*(section.lines for section in same), strict=True))
        if lines:
            yield Part(same[0].heading, lines, same[0].mark, same[0].label)


def _checked(result: Result, edition: Edition) -> Iterator[date]:
    """The days on which what *result* tells was last checked: its contacts, their names, and the school's figure."""
    data = edition.data
    partnerships = data.geography.partnerships if data.geography else ()
    serving = {contact.partnership for contact in result.contacts}
    wanted = [one.source for one in result.contacts] + [one.source for one in partnerships if one.id in serving]
    yield from (find(data.sources, name).checked_on for name in wanted)
    yield from [edition.average_pupil_cost.checked_on] if edition.average_pupil_cost else []


def _line(starts: tuple[str, ...], texts: tuple[str, ...]) -> Line:
    """The entries that say something new."""
    before = (None, *texts)
    return tuple(
        entry for entry, last in zip(zip(starts, texts, strict=True), before, strict=False) if entry[1] != last
    )


def _section(part: Part, lines: Numbered[Line]) -> list[Any]:
    return [plain(part.heading), part.mark, part.label, [lines.number(line) for line in part.lines]]


def in_parts(text: str) -> list[list[list[str]]]:
    """The lines of *text*, each as runs of words with, where they lead somewhere, the address."""
    return [[[run for run in span if run] for span in spans(part) if span[0]] for part in text.split("\n")]


def _question(question: Question) -> dict[str, Any]:
    return {
        "text": plain(question.text),
        "hint": plain(question.hint),
        "why": plain(why_asked(question)),
        "options": [plain(option.text) for option in question.options],
    }
