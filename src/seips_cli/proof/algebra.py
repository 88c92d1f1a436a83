"""What can be made of decision diagrams: counted, paired, seen in another light, read off as blocks.

Nothing here knows what a question or an outcome means, and nothing goes through the answers one by one.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import TypeVar

from ..diagram import Builder, Clause, Diagram, Outcome, Ref, TooLarge, Variable

Other = TypeVar("Other", bound=Hashable)
#: A block while it is made: question numbers, in order, each with the options that stay.
Block = tuple[tuple[int, frozenset[str]], ...]
Parts = dict[tuple[Block, Outcome], None]

LIMIT = 200_000
#: More blocks than anyone would read.
MOST_BLOCKS = 20_000
TOO_FINE = "the two sets of rules split the answers into more than {:,} parts"


def count(
    diagram: Diagram[Outcome], within: Clause | None = None, where: Callable[[Outcome], bool] = lambda _: True
) -> int:
    """How many journeys of *diagram* keep to the options of *within* and end in an outcome for which *where* holds."""
    ends = [int(where(outcome)) for outcome in diagram.leaves]
    counts: list[int] = []
    for index, children in diagram.nodes:
        variable = diagram.variables[index]
        allowed = (within or {}).get(variable.id, variable.options)
        branches = zip(variable.options, children, strict=True)
        counts.append(sum(_at(counts, ends, child) for option, child in branches if option in allowed))
    return _at(counts, ends, diagram.root)


def _at(counts: list[int], ends: list[int], ref: Ref) -> int:
    return counts[ref] if ref >= 0 else ends[~ref]


def recast(diagram: Diagram[Outcome], see: Callable[[Outcome], Other]) -> Diagram[Other]:
    """*diagram* with each outcome as *see* sees it, so that only what matters to that is still asked."""
    builder: Builder[Other] = Builder(len(diagram.nodes) + 1)
    leaves = [builder.leaf(see(outcome)) for outcome in diagram.leaves]
    refs: list[Ref] = []
    for index, children in diagram.nodes:
        refs.append(builder.node(index, tuple(_at(refs, leaves, child) for child in children)))
    return builder.diagram(diagram.variables, _at(refs, leaves, diagram.root))


def paired(one: Diagram[Outcome], other: Diagram[Other], limit: int = LIMIT) -> Diagram[tuple[Outcome, Other]]:
    """The diagram of both outcomes at once; *one* and *other* ask the same questions in the same order."""
    builder: Builder[tuple[Outcome, Other]] = Builder(limit)

    def built(left: Ref, right: Ref) -> Ref:
        if left < 0 and right < 0:
            return builder.leaf((one.leaves[~left], other.leaves[~right]))
        index = _next(one, left, other, right)
        branches = zip(below(one, left, index), below(other, right, index), strict=True)
        return builder.node(index, tuple(pair(*branch) for branch in branches))

    pair = _once(built, limit)
    return builder.diagram(one.variables, pair(one.root, other.root))


def beyond(one: Diagram[Outcome], other: Diagram[Other], nowhere: Outcome, limit: int = LIMIT) -> Diagram[Outcome]:
    """*one* for answers with an option that *other* has not, at a question that either asks; else *nowhere*.

    Both have the same questions in the same order.
    """
    builder: Builder[Outcome] = Builder(limit)
    ends, kept = [builder.leaf(outcome) for outcome in one.leaves], list[Ref]()
    for index, children in one.nodes:
        kept.append(builder.node(index, tuple(_at(kept, ends, child) for child in children)))

    def built(left: Ref, right: Ref) -> Ref:
        if left < 0 and right < 0:
            return builder.leaf(nowhere)
        index = _next(one, left, other, right)
        there = dict(zip(other.variables[index].options, below(other, right, index), strict=True))
        here = zip(one.variables[index].options, below(one, left, index), strict=True)
        leads = (pair(ref, there[o]) if o in there else _at(kept, ends, ref) for o, ref in here)
        return builder.node(index, tuple(leads))

    pair = _once(built, limit)
    return builder.diagram(one.variables, pair(one.root, other.root))


def _once(built: Callable[[Ref, Ref], Ref], limit: int) -> Callable[[Ref, Ref], Ref]:
    """What *built* makes of each two places, made once; raises TooLarge beyond *limit* of them."""
    seen: dict[tuple[Ref, Ref], Ref] = {}

    def pair(left: Ref, right: Ref) -> Ref:
        if (left, right) not in seen:
            if len(seen) >= limit:
                raise TooLarge(TOO_FINE.format(limit))
            seen[left, right] = built(left, right)
        return seen[left, right]

    return pair


def _next(one: Diagram[Outcome], left: Ref, other: Diagram[Other], right: Ref) -> int:
    """The first question that is asked at either of two references."""
    return min(diagram.nodes[ref][0] for diagram, ref in ((one, left), (other, right)) if ref >= 0)


def below(diagram: Diagram[Outcome], ref: Ref, index: int) -> tuple[Ref, ...]:
    """Where each option of question *index* leads from *ref*, which may not ask it."""
    if ref >= 0 and diagram.nodes[ref][0] == index:
        return diagram.nodes[ref][1]
    return (ref,) * len(diagram.variables[index].options)


def blocks(diagram: Diagram[Outcome | None]) -> list[tuple[dict[str, tuple[str, ...]], Outcome]]:
    """The answers that lead to an outcome, as few blocks that share no case; outcome None is left out.

    A block gives for each question the options that it holds; a question it does not name may be answered anyhow.
    """
    parts: list[Parts[Outcome]] = []
    for index, children in diagram.nodes:
        each = [_parts_at(diagram, parts, child) for child in children]
        parts.append(_joined(index, diagram.variables[index], each))
        if len(parts[-1]) > MOST_BLOCKS:
            raise TooLarge(f"the answers fall into more than {MOST_BLOCKS:,} blocks, too many to list")
    merged = _merged(diagram.variables, _parts_at(diagram, parts, diagram.root))
    return [(_named(diagram.variables, block), outcome) for block, outcome in merged]


def _parts_at(diagram: Diagram[Outcome | None], parts: list[Parts[Outcome]], ref: Ref) -> Parts[Outcome]:
    if ref >= 0:
        return parts[ref]
    outcome = diagram.leaves[~ref]
    return {} if outcome is None else {((), outcome): None}


def _joined(index: int, variable: Variable, each: Iterable[Parts[Outcome]]) -> Parts[Outcome]:
    """The parts below every option of a question; what is the same below several options becomes one."""
    options: dict[tuple[Block, Outcome], list[str]] = {}
    for option, parts in zip(variable.options, each, strict=True):
        for part in parts:
            options.setdefault(part, []).append(option)
    return {(_with(block, index, variable, held), outcome): None for (block, outcome), held in options.items()}


def _with(block: Block, index: int, variable: Variable, options: Iterable[str]) -> Block:
    """*block* narrowed to *options* of a question it does not name yet; all of them are no condition."""
    held = frozenset(options)
    return block if len(held) == len(variable.options) else tuple(sorted((*block, (index, held)), key=lambda x: x[0]))


def _merged(variables: tuple[Variable, ...], parts: Parts[Outcome]) -> Parts[Outcome]:
    """*parts* with those made one that differ in one question only, until none do."""
    before = -1
    while len(parts) != before:
        before = len(parts)
        for index in reversed(range(len(variables))):
            parts = _merged_at(index, variables[index], parts)
    return parts


def _merged_at(index: int, variable: Variable, parts: Parts[Outcome]) -> Parts[Outcome]:
    options: dict[tuple[Block, Outcome], set[str]] = {}
    for block, outcome in parts:
        rest = tuple(held for held in block if held[0] != index)
        options.setdefault((rest, outcome), set()).update(dict(block).get(index, variable.options))
    return {(_with(rest, index, variable, held), outcome): None for (rest, outcome), held in options.items()}


def _named(variables: tuple[Variable, ...], block: Block) -> dict[str, tuple[str, ...]]:
    return {
        variables[index].id: tuple(option for option in variables[index].options if option in held)
        for index, held in block
    }


def some_case(block: Mapping[str, Iterable[str]], variables: Iterable[Variable]) -> dict[str, str]:
    """One set of answers inside *block*, as far as it names questions, in the order in which they are put."""
    return {v.id: next(option for option in v.options if option in block[v.id]) for v in variables if v.id in block}
