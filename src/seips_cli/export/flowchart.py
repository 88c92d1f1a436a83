"""The decision as a drawing: boxes and arrows for people to sign, in no format yet. Pure, and read off the diagram.

The first part leads to the primary pathway, and holds no question that cannot change it. Each further part says what
comes beside some of the primary pathways, whose boxes point to it by its number.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from textwrap import wrap
from typing import Literal

from ..dataset import Companion, Dataset, Rule
from ..decision import as_sets, diagram_of, find, variables_of
from ..diagram import Diagram, Ref, compile_diagram
from ..errors import plain
from ..proof.algebra import count, recast
from ..record import Basis
from ..render import spoken

#: What a box is; pathways are told apart by how firmly the guidance backs them.
Kind = Literal["start", "question", "stated", "interpretation", "silent", "nothing"]
#: The pathways that answers lead to.
Outcome = tuple[str, ...]
FIRMEST_FIRST: tuple[Basis, ...] = ("stated", "interpretation", "silent")
KEY = "What the shapes mean"
#: So many letters of a digest tell one dataset from another.
DIGEST = 12


@dataclass(frozen=True)
class Box:
    """A question, a pathway, or where a part begins or ends."""

    name: str
    kind: Kind
    heading: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Arrow:
    """From a box to what follows for any of *answers*; without answers, in every case."""

    source: str
    target: str
    answers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """One chart, read from its first box; an answer that has several arrows leads to all of them."""

    number: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    hosts: tuple[str, ...] = ()
    """The ids of the primary pathways that it is read after; none for the first part, where everyone begins."""


@dataclass(frozen=True)
class Drawing:
    """All that is drawn, and what has to be said beside it."""

    title: str
    dated: str
    notes: tuple[str, ...]
    key: tuple[Box, ...]
    parts: tuple[Part, ...]


def drawing(data: Dataset, digest: str) -> Drawing:
    """The decision of *data*, a proven dataset, as a drawing."""
    beside = [_beside(data, number, group) for number, group in enumerate(_groups(data), 2)]
    parts = (_first(data, beside), *beside)
    checked = spoken(data.about.checked_on.isoformat())
    return Drawing(
        _line(data.about.title),
        f"Guidance of {spoken(data.guidance.revised)}. Data checked {checked}. Dataset {digest[:DIGEST]}.",
        tuple(_line(note) for note in _notes(data, parts)),
        tuple(_key(data)),
        parts,
    )


def label(arrow: Arrow) -> str:
    """What stands at *arrow*: one answer as it is, several in quotation marks."""
    *most, last = arrow.answers or ("",)
    return f"{', '.join(f'“{answer}”' for answer in most)} or “{last}”" if most else last


def folded(text: str, width: int) -> list[str]:
    """*text* in lines of at most *width* letters; a word that is longer is cut."""
    return wrap(text, width, break_on_hyphens=False) or [""]


def _first(data: Dataset, beside: Sequence[Part]) -> Part:
    """The part that leads to the primary pathway."""
    diagram = recast(diagram_of(data), lambda outcome: outcome.pathways)
    ends = [
        replace(box, lines=(*box.lines, *_pointers([part.number for part in beside if name in part.hosts])))
        for name, box in _ends(data, diagram, data.rules, "")
    ]
    start, *others = (*_questions(data, diagram, ""), *ends)
    opening = replace(start, lines=(*start.lines, "Part 1 starts here"))
    return Part(1, (opening, *others), tuple(_arrows(data, diagram, "")))


def _pointers(numbers: Sequence[int]) -> Iterator[str]:
    """The line that says which parts to read next, if any."""
    *most, last = map(str, numbers or [0])
    if numbers:
        yield f"Then see parts {', '.join(most)} and {last}" if most else f"Then see part {last}"


def _beside(data: Dataset, number: int, group: Sequence[Companion]) -> Part:
    """The part that says which companions of *group* are shown."""

    def settle(alive: int) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.pathway for n, one in enumerate(group) if alive >> n & 1))

    diagram = compile_diagram(variables_of(data), [as_sets(one.when) for one in group], settle)
    mark, hosts = f"Part{number}", _hosts(data, group)
    titles = tuple(_line(find(data.pathways, name).title) for name in hosts)
    start = Box(mark, "start", f"Part {number}: what else, beside", titles)
    ends = [box for _, box in _ends(data, diagram, group, mark)]
    entries = [Arrow(mark, name) for name in _names(data, diagram, diagram.root, mark)]
    boxes = (start, *_questions(data, diagram, mark), *ends)
    return Part(number, boxes, (*entries, *_arrows(data, diagram, mark)), hosts)


def _groups(data: Dataset) -> list[list[Companion]]:
    """The companions, together where one chart can hold them: they ask a question in common and fit beside the same."""
    groups: list[list[Companion]] = []
    for companion in (one for one in data.companions if _hosts(data, [one])):
        near = next((group for group in groups if _belongs(data, group, companion)), None)
        if near:
            near.append(companion)
        else:
            groups.append([companion])
    return groups


def _belongs(data: Dataset, group: Sequence[Companion], companion: Companion) -> bool:
    together = [*group, companion]
    alike = any(one.pathway == companion.pathway or not set(one.when).isdisjoint(companion.when) for one in group)
    return alike and all(_is_safe_beside(data, one, host) for one in together for host in _hosts(data, together))


def _is_safe_beside(data: Dataset, companion: Companion, host: str) -> bool:
    """Whether a chart for *host* may hold *companion*: it is beside it, or its condition never holds there."""
    if host in _hosts(data, [companion]):
        return True
    return not count(diagram_of(data), as_sets(companion.when), lambda outcome: host in outcome.pathways)


def _hosts(data: Dataset, group: Sequence[Companion]) -> tuple[str, ...]:
    """The primary pathways that companions of *group* are shown beside; none beside itself."""
    beside = {name for one in group for name in one.alongside if name != one.pathway}
    return tuple(pathway.id for pathway in data.pathways if pathway.id in beside)


def _questions(data: Dataset, diagram: Diagram[Outcome], mark: str) -> Iterator[Box]:
    """A box for each question, the first one first."""
    for ref in reversed(range(len(diagram.nodes))):
        question = find(data.questions, diagram.question(ref).id)
        (name,) = _names(data, diagram, ref, mark)
        yield Box(name, "question", _line(question.text))


def _ends(
    data: Dataset, diagram: Diagram[Outcome], clauses: Sequence[Rule | Companion], mark: str
) -> Iterator[tuple[str, Box]]:
    """Each pathway that the answers can lead to, with its box; one more where they can lead to none."""
    reached = {name for outcome in diagram.leaves for name in outcome}
    for number, pathway in enumerate(data.pathways, 1):
        if pathway.id in reached:
            yield pathway.id, _pathway(data, pathway.id, clauses, f"{mark}P{number}")
    if () in diagram.leaves:
        yield "", Box(f"{mark}N", "nothing", "Nothing to add")


def _pathway(data: Dataset, name: str, clauses: Sequence[Rule | Companion], box: str) -> Box:
    """A pathway, how firmly the guidance backs it where it does so least, and the paragraphs."""
    pathway, leading = find(data.pathways, name), [clause for clause in clauses if clause.pathway == name]
    basis = max((pathway.basis, *(clause.basis for clause in leading)), key=FIRMEST_FIRST.index)
    cites = [citation.paragraph for citation in pathway.cites] + [cite for clause in leading for cite in clause.cites]
    backing = f"{_backing(data, basis)}: {', '.join(dict.fromkeys(cites))}"
    return Box(box, basis, _line(pathway.title), (_line(backing),))


def _backing(data: Dataset, basis: Basis) -> str:
    called = data.guidance.called
    named = called[:1].upper() + called[1:]
    words = {
        "stated": f"{named} says so",
        "interpretation": f"Our reading of {called}",
        "silent": f"{named} is silent",
    }
    return words[basis]


def _arrows(data: Dataset, diagram: Diagram[Outcome], mark: str) -> Iterator[Arrow]:
    """One arrow from each question to each thing that follows, with all the answers that lead there."""
    for ref in reversed(range(len(diagram.nodes))):
        texts = [_line(option.text) for option in find(data.questions, diagram.question(ref).id).options]
        leading: dict[str, list[str]] = {}
        for text, child in zip(texts, diagram.nodes[ref][1], strict=True):
            for name in _names(data, diagram, child, mark):
                leading.setdefault(name, []).append(text)
        (source,) = _names(data, diagram, ref, mark)
        yield from (Arrow(source, target, tuple(answers)) for target, answers in leading.items())


def _names(data: Dataset, diagram: Diagram[Outcome], ref: Ref, mark: str) -> tuple[str, ...]:
    """What the boxes are called that *ref* leads to: letters and digits alone, so that no format obeys them."""
    if ref >= 0:
        return (f"{mark}Q{len(diagram.nodes) - ref}",)
    numbers = {pathway.id: number for number, pathway in enumerate(data.pathways, 1)}
    return tuple(f"{mark}P{numbers[name]}" for name in diagram.leaves[~ref]) or (f"{mark}N",)


def _key(data: Dataset) -> Iterator[Box]:
    """What the shapes mean."""
    yield Box("KeyQ", "question", "A question")
    for basis in FIRMEST_FIRST:
        yield Box(f"Key{FIRMEST_FIRST.index(basis)}", basis, "What to do", (_line(_backing(data, basis)),))


def _notes(data: Dataset, parts: Sequence[Part]) -> Iterator[str]:
    """What the drawing leaves out, and what every reader must know."""
    drawn = {box.heading for part in parts for box in part.boxes if box.kind == "question"}
    asked = {diagram_of(data).variables[index].id for index, _ in diagram_of(data).nodes}
    left = [f"“{q.text}”" for q in data.questions if q.id in asked and _line(q.text) not in drawn]
    yield "Not drawn: who to contact, what to bring, what it costs. For one case, ‘seips route’ says all of it."
    if left:
        yield f"Asked as well, but no box here turns on it: {' '.join(left)}"
    yield from (warning.text for warning in data.about.warnings)
    yield data.about.safeguarding


def _line(text: str) -> str:
    """*text* on one line, without anything that a reader would not see."""
    return " ".join(plain(text).split())
