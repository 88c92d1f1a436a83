"""How the rules cover the answers: no case without a pathway, none with two, no rule that another makes needless."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice

from ..dataset import Dataset, Rule
from ..decision import as_sets, variables_of
from ..diagram import Clause, TooLarge, Variable
from ..record import Condition
from .algebra import some_case
from .finding import Finding, both, either
from .tables import Budget, Overlap, Table, allowed_options, shared_options

#: After so many gaps the rules are not nearly done, and more lines would not help; nor after so many conflicts.
MOST_GAPS, MOST_CONFLICTS = 20, 1_000
Lost = Mapping[int, Condition]
NOTHING: Lost = {}


def uncovered(data: Dataset, lost: Lost = NOTHING, vague: Collection[int] = ()) -> Iterator[Finding]:
    """One finding for each block of answers for which no rule holds. Raises TooLarge where the search for them is.

    *lost*: by number, rules of which it is only known for which answers they hold at most; the *vague* may for fewer.
    """
    table = Table(variables_of(data), [as_sets(lost.get(n, rule.when)) for n, rule in enumerate(data.rules)])
    gaps = []
    for gap in islice(table.gaps(), MOST_GAPS):
        gaps.append(gap)
        case = some_case(gap, table.variables)
        message = f"no rule holds {_where(gap, table.variables)}"
        yield Finding(("rules",), "no-pathway", message, _widening(data, table, gap, case, lost), case)
    sure = [clause for n, clause in enumerate(table.clauses) if n not in vague]
    covered = Table(table.variables, [*sure, *gaps], table.budget)
    for gap in islice(covered.gaps(), MOST_GAPS - len(gaps)) if vague else ():
        names = either(data.rules[n].id or f"number {n + 1}" for n in table.numbers_meeting(gap) if n in vague)
        message = f"no rule holds {_where(gap, table.variables)}, unless one that is not right yet does: {names}"
        yield Finding(("rules",), "no-pathway", message, "put that right first", some_case(gap, table.variables))


def _where(block: Clause, variables: Sequence[Variable]) -> str:
    """*block* in words."""
    conditions = [
        f"`{v.id}` is {either([option for option in v.options if option in block[v.id]])}"
        for v in variables
        if v.id in block
    ]
    return f"where {' and '.join(conditions)}" if conditions else "at all"


def _widening(data: Dataset, table: Table, gap: Clause, case: Mapping[str, str], lost: Lost) -> str:
    """What would close *gap*: a rule that misses it by one question and clashes with none when it gives way there."""
    for rule, clause in zip(data.rules, table.clauses, strict=True):
        missed = [question for question, option in case.items() if option not in clause.get(question, (option,))]
        if len(missed) == 1:
            question = missed[0]
            wider = {**clause, question: clause[question] | gap[question]}
            if all(data.rules[n].pathway == rule.pathway and n not in lost for n in table.numbers_meeting(wider)):
                options = [o for v in table.variables if v.id == question for o in v.options if o in gap[question]]
                return f"let rule `{rule.id}` (pathway `{rule.pathway}`) hold at `{question}` {either(options)} too"
    return "write a rule for these answers"


def conflicting(data: Dataset) -> Iterator[Finding]:
    """One finding, at the later, for each two rules that hold for the same answers and lead to different pathways."""
    table = Table(variables_of(data), [as_sets(rule.when) for rule in data.rules])
    for n, overlap in enumerate(table.overlaps([rule.pathway for rule in data.rules])):
        if n == MOST_CONFLICTS:
            raise TooLarge(f"more than {MOST_CONFLICTS:,} pairs of rules lead the same answers to two pathways")
        earlier, later = data.rules[overlap.first], data.rules[overlap.second]
        message = (
            f"two pathways for the same answers: rule `{earlier.id}` leads to `{earlier.pathway}`, "
            f"rule `{later.id}` to `{later.pathway}`"
        )
        fix = _narrowing(data, table, overlap)
        rules = (overlap.first, overlap.second)
        yield Finding(("rules", overlap.second), "two-pathways", message, fix, overlap.case, rules)


def _narrowing(data: Dataset, table: Table, overlap: Overlap) -> str:
    """How to part two rules: options to take from the later, or else the earlier, the fewest that leave it some."""
    first, second = table.clauses[overlap.first], table.clauses[overlap.second]
    ways = [
        (clause is first, len(shared), data.rules[number].id, variable.id, shared)
        for variable in table.variables
        for shared in (shared_options(variable, first, second),)
        for number, clause in ((overlap.second, second), (overlap.first, first))
        if len(shared) < len(allowed_options(variable, clause))
    ]
    if not ways:
        return "take one of them out, or add a condition to both that tells them apart"
    *_, rule, question, options = min(ways, key=lambda way: way[:2])
    return f"take {both(options)} out of `{question}` in rule `{rule}`, if the other is right there"


def needless(data: Dataset) -> Iterator[Finding]:
    """Rules that decide nothing, since others lead to the same pathway wherever they hold; of two alike, the later."""
    kept, budget = list(data.rules), Budget()
    for rule in reversed(data.rules):
        others = [other for other in kept if other is not rule and other.pathway == rule.pathway]
        doing = _doing_the_work_of(data, rule, others, budget)
        if doing is not None:
            kept.remove(rule)
            names = both([other.id for other in doing])
            message = f"never decides: wherever it holds, rule {names} leads to `{rule.pathway}` already"
            fix = "take it out, or correct its conditions or its pathway"
            yield Finding(("rules", data.rules.index(rule)), "rule-never-applies", message, fix)


def _doing_the_work_of(data: Dataset, rule: Rule, others: Sequence[Rule], budget: Budget) -> list[Rule] | None:
    """Those of *others* that between them hold wherever *rule* does: one if one is enough, None if all are not."""
    block = as_sets(rule.when)
    inside = [Variable(v.id, tuple(o for o in v.options if o in block.get(v.id, (o,)))) for v in variables_of(data)]
    table = Table(inside, [as_sets(other.when) for other in others], budget)
    if table.uncovered() is not None:
        return None
    meeting = [others[n] for n in table.numbers_meeting({})]
    alone = [other for other in meeting if Table(inside, [as_sets(other.when)], budget).uncovered() is None]
    return alone[:1] or meeting


def doubled(data: Dataset) -> Iterator[Finding]:
    """Tier pairs, and partnerships, that one answer stands for twice: only the first of them would be shown."""
    pairs = [(pair.id, (pair.option,) if pair.option else ()) for pair in data.tiers.pairs] if data.tiers else []
    served = [(one.id, one.areas) for one in data.geography.partnerships] if data.geography else []
    yield from _doubled(("tiers", "pairs"), "two-tiers", "tier pair", pairs)
    yield from _doubled(("geography", "partnerships"), "two-partnerships", "partnership", served)


def _doubled(
    path: tuple[str, str], kind: str, called: str, claims: Sequence[tuple[str, tuple[str, ...]]]
) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for n, (name, options) in enumerate(claims):
        for option in options:
            if first.setdefault(option, name) != name:
                message = f"`{option}` stands for {called} `{first[option]}` and for {called} `{name}`"
                yield Finding((*path, n), kind, message, f"leave `{option}` to one of them")
