"""The fewest answers to change or to add so that a diagram leads where one wants, whatever is still open then."""

from collections.abc import Iterator, Mapping
from itertools import product

from ..diagram import Diagram, Outcome, Ref, TooLarge, Variable
from .algebra import below, recast

#: Answers to change or to add, by question: any one of those given for each.
Block = dict[str, tuple[str, ...]]
#: A block while it is made.
Way = tuple[tuple[str, tuple[str, ...]], ...]

LIMIT = 50_000


def nearest(diagram: Diagram[Outcome], outcome: Outcome, given: Mapping[str, str]) -> list[Block]:
    """Every smallest change of the answers *given* after which *diagram* leads to *outcome*, as blocks.

    Counted against all that was given, needed or not. A question that stays open may be answered anyhow afterwards, so
    all its answers must lead there. No two blocks share a change. Raises TooLarge where too much is open to be sure.
    """
    wanted = recast(diagram, lambda leaf: leaf == outcome)
    dead = {~n for n, leads_there in enumerate(wanted.leaves) if not leads_there}
    seen: dict[frozenset[Ref], list[Way]] = {}

    def ways(refs: frozenset[Ref]) -> list[Way]:
        """The smallest changes that lead from all of *refs* to the outcome at once."""
        if refs & dead:
            return []
        nodes = frozenset(ref for ref in refs if ref >= 0)
        if nodes and nodes not in seen:
            if len(seen) >= LIMIT:
                raise TooLarge("too many questions are open to find the smallest changes")
            seen[nodes] = found(nodes)
        return seen[nodes] if nodes else [()]

    def found(nodes: frozenset[Ref]) -> list[Way]:
        index = min(wanted.nodes[ref][0] for ref in nodes)
        variable, branches = wanted.variables[index], (below(wanted, ref, index) for ref in nodes)
        leads = dict(zip(variable.options, map(frozenset, zip(*branches, strict=True)), strict=True))
        answer = given.get(variable.id)
        kept = frozenset().union(*leads.values()) if answer is None else leads[answer]
        after = {option: ways(to) for option, to in leads.items() if option != answer}
        return _smallest([*ways(kept), *_changing(variable, after)])

    return [dict(way) for way in ways(frozenset({wanted.root}))]


def _changing(variable: Variable, after: Mapping[str, list[Way]]) -> Iterator[Way]:
    """The ways *after* each option, with that option before them; those that go on alike become one."""
    options: dict[Way, tuple[str, ...]] = {}
    for option, ways in after.items():
        for way in ways:
            options[way] = (*options.get(way, ()), option)
    return (((variable.id, chosen), *way) for way, chosen in options.items())


def _smallest(ways: list[Way]) -> list[Way]:
    fewest = min(map(len, ways), default=0)
    return [way for way in ways if len(way) == fewest]


def each_change(blocks: list[Block]) -> Iterator[dict[str, str]]:
    """The changes that *blocks* hold, one by one."""
    for block in blocks:
        for options in product(*block.values()):
            yield dict(zip(block, options, strict=True))
