"""The fewest blocks that hold given answers, where no two share any: found by search, within a stated budget.

Options that lead alike everywhere stay together, so what is searched is a grid of cells, each a bit of a number. A
block is a product of groups of options inside what is wanted. There are no fewer blocks than cells of which no two fit
into one; where the search meets that number it ends. Beyond the budget stand the fewest that were found so far.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import reduce
from itertools import product
from math import prod
from operator import and_, or_

from ..diagram import Diagram, Ref, Variable
from .algebra import blocks

#: For each question that it names, the options of a block.
Named = dict[str, tuple[str, ...]]
#: A block of a grid: for each of its questions, the numbers of its groups of options.
Box = tuple[frozenset[int], ...]
Cell = tuple[int, ...]

#: How often two cells are held against each other for one comparison, which is about a second's work.
BUDGET = 500_000
#: A larger grid is not searched at all.
MOST_CELLS = 4_096


class OutOfBudget(Exception):
    """The search would take longer than anyone waits."""


class Budget:
    """What may still be spent on searching."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def spend(self, steps: int) -> None:
        """Take *steps* off. Raises OutOfBudget when there is nothing left."""
        self.left -= steps
        if self.left < 0:
            raise OutOfBudget


def fewest(region: Diagram[bool | None], budget: Budget) -> list[Named]:
    """The answers that lead to True, in the fewest blocks without a shared set of answers that *budget* lets find."""
    merged = [block for block, _ in blocks(region)]
    asked = sorted({index for index, children in region.nodes if children})
    groups = [_groups(region, index) for index in asked]
    if len(merged) < 2 or prod(map(len, groups)) > MOST_CELLS:
        return merged
    grid = Grid([region.variables[index] for index in asked], groups)
    try:
        parts = list(_parts(grid, [grid.box(block) for block in merged], budget))
    except OutOfBudget:
        return merged
    found = [box for part in parts for box in _improved(grid, part, budget)]
    return [grid.named(box) for box in found] if len(found) < len(merged) else merged


class Grid:
    """The questions that a region asks, each with its options in groups that lead alike everywhere."""

    def __init__(self, questions: list[Variable], groups: list[list[tuple[str, ...]]]) -> None:
        self.questions, self.groups = questions, groups
        self.cells: list[Cell] = list(product(*(range(len(groups)) for groups in self.groups)))
        self.slices = [
            [sum(1 << n for n, cell in enumerate(self.cells) if cell[place] == group) for group in range(len(groups))]
            for place, groups in enumerate(self.groups)
        ]

    def box(self, block: Mapping[str, tuple[str, ...]]) -> Box:
        """*block* as groups of options."""
        return tuple(
            frozenset(n for n, options in enumerate(groups) if options[0] in block.get(question.id, question.options))
            for question, groups in zip(self.questions, self.groups, strict=True)
        )

    def named(self, box: Box) -> Named:
        """*box* as options; a question of which it holds all is not named."""
        held = {
            question.id: {option for n in chosen for option in groups[n]}
            for question, groups, chosen in zip(self.questions, self.groups, box, strict=True)
            if len(chosen) < len(groups)
        }
        order = {question.id: question.options for question in self.questions}
        return {name: tuple(option for option in order[name] if option in options) for name, options in held.items()}

    def mask(self, box: Box) -> int:
        """The cells of *box*."""
        return reduce(and_, (reduce(or_, map(s.__getitem__, n), 0) for s, n in zip(self.slices, box, strict=True)))

    def together(self, one: int, other: int) -> int:
        """The cells of the smallest box that holds two."""
        pairs = zip(self.slices, self.cells[one], self.cells[other], strict=True)
        return reduce(and_, (groups[left] | groups[right] for groups, left, right in pairs))

    def boxes(self, cell: int, within: int) -> list[tuple[int, Box]]:
        """Every box that holds *cell* and lies *within* some cells, the largest first."""
        found = [(self.mask(tuple(frozenset({n}) for n in self.cells[cell])), tuple[frozenset[int], ...]())]
        for place, at in enumerate(self.cells[cell]):
            found = [grown for mask, box in found for grown in self._grown(mask, box, place, at, within)]
        return sorted(found, key=lambda sized: -sized[0].bit_count())

    def _grown(self, mask: int, box: Box, place: int, at: int, within: int) -> Iterator[tuple[int, Box]]:
        """*box* with every choice of groups at one question more that stays *within*."""
        beside = {n: self._moved(mask, place, at, n) for n in range(len(self.groups[place])) if n != at}
        free = [n for n, moved in beside.items() if not moved & ~within]
        for chosen in product((False, True), repeat=len(free)):
            more = [n for n, is_in in zip(free, chosen, strict=True) if is_in]
            yield reduce(or_, (beside[n] for n in more), mask), (*box, frozenset({at, *more}))

    def _moved(self, mask: int, place: int, start: int, end: int) -> int:
        """The cells of *mask*, which all have group *start* at a question, with group *end* there."""
        stride = prod(map(len, self.groups[place + 1 :])) * (end - start)
        return mask << stride if stride > 0 else mask >> -stride


def _groups(region: Diagram[bool | None], index: int) -> list[tuple[str, ...]]:
    """The options of a question, those together that lead alike wherever it is asked."""
    options = region.variables[index].options
    leads = zip(*(children for at, children in region.nodes if at == index and children), strict=True)
    alike: dict[tuple[Ref, ...], tuple[str, ...]] = {}
    for option, to in zip(options, leads, strict=True):
        alike[to] = (*alike.get(to, ()), option)
    return list(alike.values())


def _parts(grid: Grid, known: list[Box], budget: Budget) -> Iterator[list[Box]]:
    """*known* in parts such that no block can hold cells of two; a block never leaves its part."""
    within = reduce(or_, map(grid.mask, known))
    while known:
        part, near = 0, grid.mask(known[0])
        while near & ~part:
            cell = _first(near & ~part)
            part |= 1 << cell
            near |= _fitting(grid, cell, within, budget)
        yield [box for box in known if grid.mask(box) & part]
        known = [box for box in known if not grid.mask(box) & part]


def _improved(grid: Grid, known: list[Box], budget: Budget) -> list[Box]:
    """The cells of *known* in as few boxes as go, or as were found before *budget* was spent."""
    cells = reduce(or_, map(grid.mask, known))
    failed: set[tuple[int, int]] = set()
    with suppress(OutOfBudget):
        while len(known) > 1 and (found := _within(grid, cells, len(known) - 1, budget, failed)) is not None:
            known = found
    return known


def _within(grid: Grid, cells: int, number: int, budget: Budget, failed: set[tuple[int, int]]) -> list[Box] | None:
    """*cells* in at most *number* boxes, or None where that cannot be done."""
    if not cells:
        return []
    if (cells, number) in failed:
        return None
    least, hardest = _apart(grid, cells, budget)
    for mask, box in grid.boxes(hardest, cells) if least <= number else ():
        budget.spend(1)
        others = _within(grid, cells & ~mask, number - 1, budget, failed)
        if others is not None:
            return [box, *others]
    failed.add((cells, number))
    return None


def _apart(grid: Grid, cells: int, budget: Budget) -> tuple[int, int]:
    """How many of *cells* were found of which no two fit into one box, and the cell that fits with the fewest."""
    fitting = {cell: _fitting(grid, cell, cells, budget) for cell in _each(cells)}
    order = sorted(fitting, key=lambda cell: fitting[cell].bit_count())
    found, left = 0, cells
    for cell in order:
        if left >> cell & 1:
            found, left = found + 1, left & ~fitting[cell]
    return found, order[0]


def _fitting(grid: Grid, cell: int, within: int, budget: Budget) -> int:
    """The cells that fit into one box with *cell*, itself included, that lies *within* some cells."""
    budget.spend(within.bit_count())
    return sum(1 << other for other in _each(within) if not grid.together(cell, other) & ~within)


def _each(cells: int) -> Iterator[int]:
    while cells:
        yield _first(cells)
        cells &= cells - 1


def _first(cells: int) -> int:
    return (cells & -cells).bit_length() - 1
