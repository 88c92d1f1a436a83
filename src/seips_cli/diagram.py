"""A reduced ordered decision diagram: the one structure behind every answer.

Questions are asked in a fixed order. A node is a question with one branch an option; a leaf is an outcome. Equal parts
are shared, and a question whose branches all lead to the same place is left out, so whatever is in the diagram matters.
Nothing here knows what a question or an outcome means.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar

from .errors import BrokenDataset
from .record import Record, record

Outcome = TypeVar("Outcome", bound=Hashable)
#: For each question a clause names, the options that satisfy it.
Clause = Mapping[str, frozenset[str]]
#: A node's number, or `~n` for leaf number n.
Ref = int


class TooLarge(BrokenDataset):
    """The rules split the answers so finely that the work on them passes its limit."""

    kind = "too-large"

    def __init__(self, message: str) -> None:
        super().__init__(message, hint="let fewer rules hold for the same answers, or ask fewer questions")


@record
class Variable(Record):
    """A question as the diagram sees it: an id and the ids of its options."""

    id: str
    options: tuple[str, ...]


@record
class Diagram(Record, Generic[Outcome]):
    """Nodes are `(question index, one reference for each option)`; children come before their parents."""

    variables: tuple[Variable, ...]
    nodes: tuple[tuple[int, tuple[Ref, ...]], ...]
    leaves: tuple[Outcome, ...]
    root: Ref

    def question(self, ref: Ref) -> Variable:
        """The question asked at the node *ref*."""
        return self.variables[self.nodes[ref][0]]

    def follow(self, answers: Mapping[str, str]) -> tuple[dict[str, str], Ref]:
        """The answers that matter, in order, and where they lead: a leaf, or the node of the next question."""
        used: dict[str, str] = {}
        ref = self.root
        while ref >= 0:
            variable = self.question(ref)
            if variable.id not in answers:
                break
            used[variable.id] = answers[variable.id]
            ref = self.nodes[ref][1][variable.options.index(answers[variable.id])]
        return used, ref

    def outcomes(self, cases: Iterable[Mapping[str, str]]) -> Iterator[Outcome]:
        """The outcome of each case, and nothing else: the fast way. Raises KeyError at a case that does not suffice."""
        asked = ((self.variables[index], children) for index, children in self.nodes)
        branches = [(variable.id, dict(zip(variable.options, leads, strict=True))) for variable, leads in asked]
        leaves, root = self.leaves, self.root
        for answers in cases:
            ref = root
            while ref >= 0:
                question, leads_to = branches[ref]
                ref = leads_to[answers[question]]
            yield leaves[~ref]

    def journeys(self) -> Iterator[tuple[dict[str, str], Outcome]]:
        """Every complete set of answers that can be given, each with its outcome."""
        return self._journeys_from(self.root, {})

    def _journeys_from(self, ref: Ref, answers: dict[str, str]) -> Iterator[tuple[dict[str, str], Outcome]]:
        if ref < 0:
            yield dict(answers), self.leaves[~ref]
            return
        variable = self.question(ref)
        for option, child in zip(variable.options, self.nodes[ref][1], strict=True):
            yield from self._journeys_from(child, {**answers, variable.id: option})


class Builder(Generic[Outcome]):
    """Gives equal nodes and equal leaves one number each, and leaves out nodes that decide nothing."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.nodes: dict[tuple[int, tuple[Ref, ...]], Ref] = {}
        self.leaves: dict[Outcome, Ref] = {}

    def leaf(self, outcome: Outcome) -> Ref:
        """The one leaf for *outcome*."""
        return self.leaves.setdefault(outcome, ~len(self.leaves))

    def node(self, index: int, children: tuple[Ref, ...]) -> Ref:
        """The one node for question *index* with *children*, or the child where they are all the same.

        A question without options is a node that nothing follows: it cannot be answered, so no journey passes it.
        """
        if children and all(child == children[0] for child in children):
            return children[0]
        if len(self.nodes) >= self.limit:
            raise TooLarge(f"the rules split the answers into more than {self.limit:,} parts")
        return self.nodes.setdefault((index, children), len(self.nodes))

    def diagram(self, variables: Sequence[Variable], root: Ref) -> Diagram[Outcome]:
        """All that was built and can be reached from *root*."""
        return Diagram(tuple(variables), tuple(self.nodes), tuple(self.leaves), root)


def compile_diagram(
    variables: Sequence[Variable],
    clauses: Sequence[Clause],
    settle: Callable[[int], Outcome],
    *,
    needs: Mapping[int, int] | None = None,
    limit: int = 200_000,
) -> Diagram[Outcome]:
    """The diagram of *clauses*; *settle* turns the clauses that hold (bit n for clause n) into an outcome.

    With *needs*, clause n matters only while one of the clauses needs[n], also as bits, can still hold. Two sets of
    answers with the same clauses still possible are one state, so the cost grows with the clauses and not with the
    answers. Raises TooLarge beyond *limit* states or nodes.
    """
    branches = [[_admitting(clauses, variable.id, option) for option in variable.options] for variable in variables]
    builder: Builder[Outcome] = Builder(limit)
    seen: dict[tuple[int, int], Ref] = {}

    def build(index: int, alive: int) -> Ref:
        for n, needed in (needs or {}).items():
            if not alive & needed:
                alive &= ~(1 << n)
        if (index, alive) in seen:
            return seen[index, alive]
        if len(seen) >= limit:
            raise TooLarge(f"the rules split the answers into more than {limit:,} parts")
        if index == len(branches):
            ref = builder.leaf(settle(alive))
        else:
            ref = builder.node(index, tuple(build(index + 1, alive & admitted) for admitted in branches[index]))
        seen[index, alive] = ref
        return ref

    return builder.diagram(variables, build(0, (1 << len(clauses)) - 1))


def _admitting(clauses: Sequence[Clause], question: str, option: str) -> int:
    """The clauses, as bits, that can still hold when *question* is answered with *option*."""
    return sum(1 << n for n, clause in enumerate(clauses) if option in clause.get(question, (option,)))
