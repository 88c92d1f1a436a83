"""Decision tables of any size: has every case a clause, and have no two clauses a case in common?

A clause is a block: for each question it names, the options that satisfy it. Two blocks meet exactly if they share an
option at every question, so overlaps are read off pair by pair. Blocks that do not meet cover as many cases as their
sizes add up to, so gaps need no more than a sum; only for blocks that do meet must gaps be searched for.
Nothing here knows what a question or a clause means.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from math import prod

from ..diagram import Clause, TooLarge, Variable

#: Looks at a question that searches may take between them: a few seconds.
WORK = 1_500_000
#: So many clauses cost as much to look at as one does.
AT_ONCE = 2_000
#: After so many gaps the rules are not nearly done, and more lines would not help.
MOST_GAPS = 20
ANYWHERE: Clause = {}


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
    budget: int = WORK,
) -> Verdict:
    """What is wrong with the table whose clause n leads to output n. Raises TooLarge beyond *budget* steps."""
    table = Table(variables, clauses, Budget(budget))
    return Verdict(table.cases, table.uncovered(), tuple(table.overlaps(outputs)))


class Budget:
    """Steps that may still be taken; tables that share one are never searched for longer than that in all."""

    def __init__(self, steps: int = WORK) -> None:
        self.steps = self.left = steps

    def spend(self, steps: int) -> None:
        """Take so many steps. Raises TooLarge when there are not as many left."""
        self.left -= steps
        if self.left < 0:
            self.left = 0
            raise TooLarge(f"the rules overlap too much to be looked through in {self.steps:,} steps")


class Table:
    """Clauses over questions, with sets of clauses kept as bits: bit n for clause n."""

    def __init__(self, variables: Sequence[Variable], clauses: Sequence[Clause], budget: Budget | None = None) -> None:
        self.budget = budget or Budget()
        self.variables = variables
        self.clauses = clauses
        self.cases = prod(len(variable.options) for variable in variables)
        self.every = (1 << len(clauses)) - 1
        self.price = 1 + len(clauses) // AT_ONCE
        self.numbered = {variable.id: n for n, variable in enumerate(variables)}
        self.unasking = [self.every] * len(variables)
        self.admitting = [dict.fromkeys(variable.options, 0) for variable in variables]
        self._sort_in()

    def _sort_in(self) -> None:
        """Note for each question which clauses ask it, and for each option which admit it."""
        for n, clause in enumerate(self.clauses):
            for question in clause.keys() & self.numbered.keys():
                index, admitting = self.numbered[question], self.admitting[self.numbered[question]]
                self.unasking[index] &= ~(1 << n)
                for option in clause[question] & admitting.keys():
                    admitting[option] |= 1 << n
        for unasking, admitting in zip(self.unasking, self.admitting, strict=True):
            for option in admitting:
                admitting[option] |= unasking

    @cached_property
    def possible(self) -> int:
        """The clauses that hold for any case at all."""
        possible = self.every
        for admitting in self.admitting:
            possible &= _union(admitting.values())
        return possible

    @cached_property
    def open_at(self) -> list[int]:
        """For each question the clauses that admit all its options."""
        return [_common(admitting.values(), self.every) for admitting in self.admitting]

    def admitted(self, question: str, options: Iterable[str]) -> int:
        """The clauses that admit one of *options*."""
        if question not in self.numbered:
            return self.every
        admitting = self.admitting[self.numbered[question]]
        return _union(admitting.get(option, 0) for option in options)

    def meeting(self, block: Clause) -> int:
        """The clauses that have a case in common with *block*."""
        meeting = self.possible
        for question, options in block.items():
            meeting &= self.admitted(question, options)
        return meeting

    def numbers_meeting(self, block: Clause) -> Iterator[int]:
        """The numbers of the clauses that have a case in common with *block*."""
        return numbers(self.meeting(block))

    def holding_all_over(self, block: Clause) -> int:
        """The clauses that hold in every case of *block*."""
        holding = self.every
        for variable, admitting, open_at in zip(self.variables, self.admitting, self.open_at, strict=True):
            named = block.get(variable.id)
            holding &= open_at if named is None else _common((admitting.get(o, 0) for o in named), self.every)
        return holding

    def overlaps(self, outputs: Sequence[Hashable]) -> Iterator[Overlap]:
        """Every pair of clauses that share a case but not an output."""
        same = alike(outputs)
        for n, clause in enumerate(self.clauses):
            earlier = (1 << n) - 1
            for other in numbers(self.meeting(clause) & earlier & ~same[outputs[n]]):
                yield Overlap(other, n, self.first_case(common(self.clauses[other], clause)))

    def first_case(self, block: Clause) -> dict[str, str]:
        """Answers to the questions that *block* names, in the order in which they are put."""
        return {v.id: allowed_options(v, block)[0] for v in self.variables if v.id in block}

    def uncovered(self, within: Clause = ANYWHERE, among: int = -1) -> dict[str, str] | None:
        """Answers *within* a block for which no clause *among* some holds, or None. Raises TooLarge."""
        inside = [allowed_options(variable, within) for variable in self.variables]
        cases, meeting = prod(map(len, inside)), self.meeting(within) & among
        if not cases or meeting & self.holding_all_over(within):
            return None
        self.budget.spend(self.price * meeting.bit_count() if within else 0)
        sizes = {n: self._size(n, inside, cases) for n in numbers(meeting)}
        if sum(sizes.values()) < cases:
            return self._descend(sizes, inside)
        if all(self.meeting(common(self.clauses[n], within)) & meeting == 1 << n for n in numbers(meeting)):
            return None
        return self._search(meeting, inside)

    def _size(self, number: int, inside: Sequence[Sequence[str]], cases: int) -> int:
        """How many of the *cases* with options *inside* the clause holds for."""
        for question, allowed in self.clauses[number].items():
            if question in self.numbered:
                options = inside[self.numbered[question]]
                cases = cases // len(options) * sum(option in allowed for option in options)
        return cases

    def _descend(self, sizes: dict[int, int], inside: Sequence[Sequence[str]]) -> dict[str, str]:
        """Answers without a clause where *sizes* add up to too little: the least covered option is too little too."""
        case = {}
        for index, variable in enumerate(self.variables):
            if not any(sizes.values()):
                break
            allowed = {n: self.clauses[n].get(variable.id) for n in sizes}
            shared = {n: sum(a is None or o in a for o in inside[index]) for n, a in allowed.items()}
            sizes = {n: size // shared[n] for n, size in sizes.items() if size}
            totals = {
                option: sum(size for n, size in sizes.items() if self.admitting[index][option] >> n & 1)
                for option in inside[index]
            }
            case[variable.id] = min(totals, key=totals.__getitem__)
            sizes = {n: size for n, size in sizes.items() if self.admitting[index][case[variable.id]] >> n & 1}
        return case

    def _search(self, meeting: int, inside: Sequence[Sequence[str]]) -> dict[str, str] | None:
        """Answers without a clause, by splitting on one question after another, with its worst options first."""
        covered: set[tuple[int, tuple[int, ...]]] = set()
        admitting = [{option: self.admitting[n][option] for option in options} for n, options in enumerate(inside)]

        def search(alive: int, unasked: tuple[int, ...]) -> dict[str, str] | None:
            if not alive:
                return {}
            asking, more = self._asking(alive, unasked)
            if alive & ~asking or (alive, unasked) in covered:
                return None
            self.budget.spend(self.price * (1 + len(unasked)))
            # A clause that one answer would settle leaves the least to look at; else the question that most ask.
            urgent = asking & ~more or alive
            index = max(unasked, key=lambda n: (urgent & ~self.unasking[n]).bit_count())
            for option, admitted in _least(admitting[index], alive):
                found = search(admitted, tuple(n for n in unasked if n != index))
                if found is not None:
                    return {self.variables[index].id: option, **found}
            covered.add((alive, unasked))
            return None

        found = search(meeting, tuple(range(len(self.variables))))
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

    @cached_property
    def first_gaps(self) -> "tuple[list[Clause], TooLarge | None]":
        """The first gaps, as many as anyone would read, and why there may be more."""
        found: list[Clause] = []
        try:
            for gap in islice(self.gaps(), MOST_GAPS):
                found.append(gap)  # noqa: PERF402 - what was found before the search ended is kept
        except TooLarge as error:
            return found, error
        return found, None

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


def common(one: Clause, other: Clause) -> Clause:
    """The block of the cases in which both hold; one that names no option at a question is empty."""
    return {**one, **{q: options & one[q] if q in one else options for q, options in other.items()}}


def alike(outputs: Sequence[Hashable]) -> dict[Hashable, int]:
    """For each output the clauses that lead to it."""
    same: dict[Hashable, int] = {}
    for n, output in enumerate(outputs):
        same[output] = same.get(output, 0) | 1 << n
    return same


def _least(admitting: Mapping[str, int], alive: int) -> list[tuple[str, int]]:
    """The options that leave the fewest clauses *alive*; one that leaves more than another cannot hide more gaps."""
    least: list[tuple[str, int]] = []
    branches = [(option, alive & admitted) for option, admitted in admitting.items()]
    for option, admitted in sorted(branches, key=lambda branch: branch[1].bit_count()):
        if all(fewer & ~admitted for _, fewer in least):
            least.append((option, admitted))
    return least


def _union(sets: Iterable[int]) -> int:
    union = 0
    for bits in sets:
        union |= bits
    return union


def _common(sets: Iterable[int], every: int) -> int:
    for bits in sets:
        every &= bits
    return every


def numbers(bits: int) -> Iterator[int]:
    """The numbers of the bits that are set, lowest first."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
