"""Decision tables of any size: has every case a clause, and have no two clauses a case in common?

A clause is a block: for each question it names, the options that satisfy it. Two blocks meet exactly if they share an
option at every question, so overlaps are read off pair by pair. Blocks that do not meet cover as many cases as their
sizes add up to, so gaps need no more than a sum; only for blocks that do meet must gaps be searched for.
Nothing here knows what a question or a clause means.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod

from ..diagram import Clause, TooLarge, Variable

#: Steps that searches for gaps may take: a few seconds.
STEPS = 200_000


@dataclass(frozen=True)
class Overlap:
    """Two clauses, by number, that both hold though their outputs differ, and answers for which they do."""

    first: int
    second: int
    case: Mapping[str, str]


@dataclass(frozen=True)
class Verdict:
    """What was found over all *cases*: every set of answers, one option for each question."""

    cases: int
    gap: Mapping[str, str] | None
    """Answers for which no clause holds, whatever the rest may be."""
    overlaps: tuple[Overlap, ...]


def gaps_and_overlaps(
    variables: Sequence[Variable],
    clauses: Sequence[Clause],
    outputs: Sequence[Hashable],
    budget: int = STEPS,
) -> Verdict:
    """What is wrong with the table whose clause n leads to output n. Raises TooLarge beyond *budget* steps."""
    table = Table(variables, clauses, Budget(budget))
    return Verdict(table.cases, table.uncovered(), tuple(table.overlaps(outputs)))


class Budget:
    """Steps that may still be taken; tables that share one are never searched for longer than that in all."""

    def __init__(self, steps: int = STEPS) -> None:
        self.steps = self.left = steps

    def spend(self) -> None:
        """Take one step. Raises TooLarge when there is none left."""
        if not self.left:
            raise TooLarge(f"the rules overlap too much to find gaps, or rule them out, in {self.steps:,} steps")
        self.left -= 1


class Table:
    """Clauses over questions, with sets of clauses kept as bits: bit n for clause n."""

    def __init__(self, variables: Sequence[Variable], clauses: Sequence[Clause], budget: Budget | None = None) -> None:
        self.budget = budget or Budget()
        self.variables = variables
        self.clauses = clauses
        self.cases = prod(len(variable.options) for variable in variables)
        self.every = (1 << len(clauses)) - 1
        self.admitting = [{option: self._admitting(v.id, option) for option in v.options} for v in variables]
        self.unasking = [_as_bits(variable.id not in clause for clause in clauses) for variable in variables]

    def _admitting(self, question: str, option: str) -> int:
        return _as_bits(option in clause.get(question, (option,)) for clause in self.clauses)

    def meeting(self, block: Clause) -> int:
        """The clauses that have a case in common with *block*."""
        meeting = self.every
        for variable, admitting in zip(self.variables, self.admitting, strict=True):
            meeting &= _union(admitting[option] for option in allowed_options(variable, block))
        return meeting

    def numbers_meeting(self, block: Clause) -> Iterator[int]:
        """The numbers of the clauses that have a case in common with *block*."""
        return _numbers(self.meeting(block))

    def overlaps(self, outputs: Sequence[Hashable]) -> Iterator[Overlap]:
        """Every pair of clauses that share a case but not an output."""
        alike: dict[Hashable, int] = {}
        for n, output in enumerate(outputs):
            alike[output] = alike.get(output, 0) | 1 << n
        for n, clause in enumerate(self.clauses):
            earlier = (1 << n) - 1
            for other in _numbers(self.meeting(clause) & earlier & ~alike[outputs[n]]):
                yield Overlap(other, n, self.shared_case(self.clauses[other], clause))

    def shared_case(self, one: Clause, other: Clause) -> dict[str, str]:
        """Answers to the questions named by either block for which both hold, given that they meet."""
        case = {}
        for variable in self.variables:
            if variable.id in one or variable.id in other:
                case[variable.id] = shared_options(variable, one, other)[0]
        return case

    def uncovered(self) -> dict[str, str] | None:
        """Answers for which no clause holds, or None. Raises TooLarge where a search passes the budget."""
        sizes = {n: self._size(clause) for n, clause in enumerate(self.clauses)}
        if sum(sizes.values()) < self.cases:
            return self._descend(sizes)
        if all(self.meeting(clause) in (0, 1 << n) for n, clause in enumerate(self.clauses)):
            return None
        return self._search()

    def _size(self, clause: Clause) -> int:
        return prod(len(allowed_options(variable, clause)) for variable in self.variables)

    def _descend(self, sizes: dict[int, int]) -> dict[str, str]:
        """Answers without a clause where *sizes* add up to too little: the least covered option is too little too."""
        case = {}
        for index, variable in enumerate(self.variables):
            if not any(sizes.values()):
                break
            sizes = {n: size // len(allowed_options(variable, self.clauses[n])) for n, size in sizes.items() if size}
            totals = {
                option: sum(size for n, size in sizes.items() if admitted >> n & 1)
                for option, admitted in self.admitting[index].items()
            }
            case[variable.id] = min(totals, key=totals.__getitem__)
            sizes = {n: size for n, size in sizes.items() if self.admitting[index][case[variable.id]] >> n & 1}
        return case

    def _search(self) -> dict[str, str] | None:
        """Answers without a clause, by splitting on one question after another, with its worst options first."""
        covered: set[tuple[int, tuple[int, ...]]] = set()

        def search(alive: int, unasked: tuple[int, ...]) -> dict[str, str] | None:
            if not alive:
                return {}
            asking, more = self._asking(alive, unasked)
            if alive & ~asking or (alive, unasked) in covered:
                return None
            self.budget.spend()
            # A clause that one answer would settle leaves the least to look at; else the question that most ask.
            urgent = asking & ~more or alive
            index = max(unasked, key=lambda n: (urgent & ~self.unasking[n]).bit_count())
            for option, admitted in _least(self.admitting[index], alive):
                found = search(admitted, tuple(n for n in unasked if n != index))
                if found is not None:
                    return {self.variables[index].id: option, **found}
            covered.add((alive, unasked))
            return None

        found = search(self.every, tuple(range(len(self.variables))))
        return None if found is None else {v.id: found[v.id] for v in self.variables if v.id in found}

    def _asking(self, alive: int, unasked: tuple[int, ...]) -> tuple[int, int]:
        """Those of *alive* that depend on a question still *unasked*, and those that depend on two or more."""
        one = more = 0
        for index in unasked:
            asking = alive & ~self.unasking[index]
            more |= one & asking
            one |= asking
        return one, more

    def gaps(self) -> Iterator[Clause]:
        """Blocks, as wide as they go, that between them hold every case without a clause."""
        table = self
        while (case := table.uncovered()) is not None:
            gap = table.widened(case)
            yield gap
            table = Table(self.variables, [*table.clauses, gap], self.budget)

    def widened(self, case: Mapping[str, str]) -> dict[str, frozenset[str]]:
        """*case*, for which no clause holds, with every option added that keeps it so; last questions first."""
        block = {question: frozenset((option,)) for question, option in case.items()}
        for variable in reversed(self.variables):
            for option in variable.options if variable.id in block else ():
                wider = {**block, variable.id: block[variable.id] | {option}}
                block = block if self.meeting(wider) else wider
            if len(block.get(variable.id, ())) == len(variable.options):
                del block[variable.id]
        return block


def allowed_options(variable: Variable, clause: Clause) -> Sequence[str]:
    """The options of a question that satisfy *clause*."""
    allowed = clause.get(variable.id)
    return variable.options if allowed is None else [option for option in variable.options if option in allowed]


def shared_options(variable: Variable, one: Clause, other: Clause) -> Sequence[str]:
    """The options of a question that satisfy both clauses."""
    return [option for option in allowed_options(variable, one) if option in allowed_options(variable, other)]


def _least(admitting: Mapping[str, int], alive: int) -> list[tuple[str, int]]:
    """The options that leave the fewest clauses *alive*; one that leaves more than another cannot hide more gaps."""
    least: list[tuple[str, int]] = []
    branches = [(option, alive & admitted) for option, admitted in admitting.items()]
    for option, admitted in sorted(branches, key=lambda branch: branch[1].bit_count()):
        if all(fewer & ~admitted for _, fewer in least):
            least.append((option, admitted))
    return least


def _as_bits(flags: Iterable[bool]) -> int:
    bits = 0
    for n, flag in enumerate(flags):
        if flag:
            bits |= 1 << n
    return bits


def _union(sets: Iterable[int]) -> int:
    union = 0
    for bits in sets:
        union |= bits
    return union


def _numbers(bits: int) -> Iterator[int]:
    """The numbers of the bits that are set, lowest first."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
