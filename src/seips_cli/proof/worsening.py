"""Worse need is never routed milder: no answer that gets worse may lower the rank of the pathway.

Like conflicts, falls are read off pair by pair: two rules that share an option at every other question, one that holds
at the milder answer and ranks higher, one that holds at a worse one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ..diagram import Clause, Variable
from .tables import ANYWHERE, Table, alike, common, numbers

#: Steps that it takes to narrow one block by another.
BLOCK = 5


@dataclass(frozen=True)
class Fall:
    """From which rule to which, by number, the rank falls or is lost when one answer gets worse; and where."""

    question: str
    worse: str
    before: int
    after: int
    case: Mapping[str, str]
    """Answers for which it does, with the milder one."""


@dataclass(frozen=True)
class Ranked:
    """Where rules lead, and how grave the need is there."""

    pathways: Sequence[str]
    """The pathway of each rule."""
    ranks: Mapping[str, int | None]
    ordered: frozenset[str]
    """The questions whose options run from milder to worse need."""
    same: Mapping[object, int] = field(init=False)
    lower: Mapping[str, int] = field(init=False)
    """For each pathway the rules, as bits, whose pathway ranks lower or nowhere."""

    def __post_init__(self) -> None:
        same = alike(self.pathways)
        object.__setattr__(self, "same", same)
        object.__setattr__(self, "lower", {name: self._lower(name, same) for name in dict.fromkeys(self.pathways)})

    def _lower(self, pathway: str, same: Mapping[object, int]) -> int:
        rank, lower = self.ranks.get(pathway), 0
        for other, rules in same.items():
            below = self.ranks.get(str(other))
            if rank is not None and other != pathway and (below is None or below < rank):
                lower |= rules
        return lower


def falls(table: Table, ranked: Ranked, undecided: Sequence[Clause]) -> Iterator[Fall]:
    """One fall for each ordered question and pair of pathways, all other answers the same. Raises TooLarge.

    Compared are answers that lead to one pathway each, with none between them that does: *undecided* are the blocks
    of answers that lead to no pathway, or to two, so that neither a gap nor a conflict hides a fall.
    """
    for variable in table.variables:
        if variable.id in ranked.ordered and any(ranked.lower.values()):
            yield from _falls_at(table, ranked, variable, undecided)


def _falls_at(table: Table, ranked: Ranked, variable: Variable, undecided: Sequence[Clause]) -> Iterator[Fall]:
    """The falls of one question; *told* are for each pathway the rules to which a fall from it has been found."""
    told = dict.fromkeys(ranked.lower, 0)
    for milder, worse, between in _steps(table, variable, undecided):
        step = (variable.id, milder, worse)
        for before, after, rest in _pairs(table, ranked, step, between, told):
            source, target = ranked.pathways[before], ranked.pathways[after]
            if told[source] >> after & 1 or (case := _case(table, ranked, (before, after), step, rest)) is None:
                continue
            told[source] |= ranked.same[target]
            answers = {**case, variable.id: milder}
            yield Fall(*step[::2], before, after, {v.id: answers[v.id] for v in table.variables if v.id in answers})


def _steps(table: Table, variable: Variable, undecided: Sequence[Clause]) -> Iterator[tuple[str, str, Clause]]:
    """Two options, the milder first, and the block in which nothing between them is decided; the nearest first."""
    steps = [(*pair, ANYWHERE) for pair in pairwise(variable.options)]
    following = dict(pairwise(variable.options))
    while steps:
        yield from steps
        steps = [
            (milder, following[worse], narrower)
            for milder, worse, block in steps
            if worse in following
            for narrower in _undecided_at(table, variable.id, worse, block, undecided)
        ]


def _undecided_at(
    table: Table, question: str, option: str, block: Clause, undecided: Sequence[Clause]
) -> Iterator[Clause]:
    """The parts of *block* in which *option* leads to no pathway, or to two."""
    table.budget.spend(len(undecided) * BLOCK)
    seen: set[frozenset[tuple[str, frozenset[str]]]] = set()
    for part in undecided:
        if option in part.get(question, (option,)):
            narrower = common(block, _without(part, question))
            if all(narrower.values()) and (known := frozenset(narrower.items())) not in seen:
                seen.add(known)
                yield narrower


def _without(block: Clause, question: str) -> Clause:
    return {name: options for name, options in block.items() if name != question}


def _pairs(
    table: Table, ranked: Ranked, step: tuple[str, str, str], between: Clause, told: Mapping[str, int]
) -> Iterator[tuple[int, int, Clause]]:
    """Rules that hold at either end of *step*, the second ranked lower and not *told*, and a block in which both do."""
    question, milder, worse = step
    ends = [table.meeting({**between, question: frozenset((option,))}) for option in (milder, worse)]
    table.budget.spend(table.price * (1 + ends[0].bit_count()))
    for before in numbers(ends[0]) if ends[1] else ():
        pathway = ranked.pathways[before]
        below = ends[1] & ranked.lower[pathway] & ~told[pathway]
        block = _without(table.clauses[before], question) if below else {}
        table.budget.spend(table.price * BLOCK if below else 0)
        for after in numbers(below & table.meeting(block)) if below else ():
            table.budget.spend(BLOCK)
            rest = common(common(block, _without(table.clauses[after], question)), between)
            if all(rest.values()):
                yield before, after, rest


def _case(
    table: Table, ranked: Ranked, pair: tuple[int, int], step: tuple[str, str, str], rest: Clause
) -> dict[str, str] | None:
    """Answers in *rest* for which each rule of *pair* leads to the only pathway at its end of *step*."""
    question, *ends = step
    table.budget.spend(4 * BLOCK * table.price)
    others: list[int] = []
    for number, option in zip(pair, ends, strict=True):
        holding = table.meeting({**rest, question: frozenset((option,))})
        others += numbers(holding & ~ranked.same[ranked.pathways[number]])
    if not others:
        return table.first_case(rest)
    table.budget.spend((4 + len(others)) * BLOCK)
    clauses = [_without(table.clauses[n], question) for n in others]
    found = Table([v for v in table.variables if v.id != question], clauses, table.budget).uncovered(rest)
    return None if found is None else {**table.first_case(rest), **found}
