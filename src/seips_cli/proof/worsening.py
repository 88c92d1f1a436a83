"""Worse need is never routed milder: no answer that gets worse may lower the rank of the pathway."""

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from ..dataset import Dataset, Rule
from ..decision import diagram_of, find, holds, variables_of
from ..diagram import Diagram, Ref, TooLarge
from .algebra import LIMIT, below, recast, ways
from .finding import Finding

#: From which pathway to which, and answers for which it happens.
Falls = dict[tuple[str, str], dict[str, str]]


def worsenings(data: Dataset) -> Iterator[Finding]:
    """One finding for each ordered question and pair of pathways between which a worse answer lowers the rank.

    Neighbouring options are enough: what never falls from one to the next never falls further on. All other answers
    stay the same, also those to questions that would no longer be asked.
    """
    diagram = recast(diagram_of(data), lambda outcome: outcome.pathways[0] if len(outcome.pathways) == 1 else "")
    falls = _falls_of(diagram, {pathway.id: pathway.rank for pathway in data.pathways})
    ordered = {question.id for question in data.questions if question.ordered}
    seen = set()
    for ref, answers in ways(diagram).items():
        if ref >= 0 and (name := diagram.question(ref).id) in ordered:
            branches = zip(diagram.question(ref).options, diagram.nodes[ref][1], strict=True)
            for (milder, left), (worse, right) in pairwise(branches):
                for fall, rest in falls(left, right).items() if left != right else ():
                    if (name, fall) not in seen:
                        seen.add((name, fall))
                        yield _finding(data, name, worse, fall, {**answers, name: milder, **rest})


def _falls_of(diagram: Diagram[str], ranks: Mapping[str, int | None]) -> Callable[[Ref, Ref], Falls]:
    """What finds every fall between two parts of *diagram* under the same further answers."""
    seen: dict[tuple[Ref, Ref], Falls] = {}

    def falls(left: Ref, right: Ref) -> Falls:
        if (left, right) not in seen:
            if len(seen) >= LIMIT:
                raise TooLarge(f"worse answers change the way in more than {LIMIT:,} parts of the rules")
            seen[left, right] = found(left, right)
        return seen[left, right]

    def found(left: Ref, right: Ref) -> Falls:
        if left < 0 and right < 0:
            fall = diagram.leaves[~left], diagram.leaves[~right]
            return {fall: {}} if _is_lower(ranks, *fall) else {}
        index = min(diagram.nodes[ref][0] for ref in (left, right) if ref >= 0)
        variable, every = diagram.variables[index], Falls()
        parts = zip(below(diagram, left, index), below(diagram, right, index), strict=True)
        # Options that lead to the same parts need one look; where both lead to one part nothing falls.
        branches: dict[tuple[Ref, Ref], str] = {}
        for part, option in zip(parts, variable.options, strict=True):
            branches.setdefault(part, option)
        for (one, other), option in branches.items():
            for fall, rest in falls(one, other).items() if one != other else ():
                every.setdefault(fall, {variable.id: option, **rest})
        return every

    return falls


def _is_lower(ranks: Mapping[str, int | None], before: str, after: str) -> bool:
    """Whether the rank falls or is lost. No pathway, or two, is a fault of its own."""
    rank, lower = ranks.get(before), ranks.get(after)
    return bool(before and after) and rank is not None and (lower is None or lower < rank)


def _finding(data: Dataset, question: str, worse: str, fall: tuple[str, str], case: dict[str, str]) -> Finding:
    before, after = _rule(data, case), _rule(data, {**case, question: worse})
    message = (
        f"worse need is routed milder: where `{question}` goes from `{case[question]}` to `{worse}`, "
        f"`{fall[0]}` (rule `{before.id}`{_rank(data, fall[0])}) gives way to "
        f"`{fall[1]}` (rule `{after.id}`{_rank(data, fall[1])})"
    )
    fix = f"let rule `{before.id}` hold at `{worse}` too and rule `{after.id}` not, or correct the ranks"
    return Finding(("rules", data.rules.index(after)), "milder-for-worse", message, fix, case)


def _rule(data: Dataset, case: Mapping[str, str]) -> Rule:
    """The rule that holds in *case*, whatever the answers it leaves open."""
    rest = {variable.id: variable.options[0] for variable in variables_of(data)}
    return next(rule for rule in data.rules if holds(rule.when, {**rest, **case}))


def _rank(data: Dataset, pathway: str) -> str:
    rank = find(data.pathways, pathway).rank
    return ", no rank" if rank is None else f", rank {rank}"
