"""How the rules cover the answers: no case without a pathway, none with two, no rule that another makes needless."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice

from ..dataset import Dataset
from ..decision import as_sets
from ..diagram import Clause, TooLarge, Variable
from ..near import either
from ..record import Condition
from .algebra import some_case
from .finding import Finding, both
from .rules import MOST_CONFLICTS, Rules
from .tables import MOST_GAPS, Overlap, Table, allowed_options, shared_options
from .worsening import Fall

Lost = Mapping[int, Condition]
NOTHING: Lost = {}


def uncovered(rules: Rules, lost: Lost = NOTHING, vague: Collection[int] = ()) -> Iterator[Finding]:
    """One finding for each block of answers for which no rule holds. Raises TooLarge where the search for them is.

    *lost*: by number, rules of which it is only known for which answers they hold at most; the *vague* may for fewer.
    """
    table = _at_most(rules, lost)
    gaps, stopped = table.first_gaps
    for gap in gaps:
        case = some_case(gap, table.variables)
        message = f"no rule holds {_where(gap, table.variables)}"
        fix = _widening(rules, gap, table, lost)
        yield Finding(("rules",), "no-pathway", message, fix, case)
    if stopped:
        raise stopped
    sure = [clause for n, clause in enumerate(table.clauses) if n not in vague]
    covered = Table(table.variables, [*sure, *gaps], table.budget)
    for gap in islice(covered.gaps(), MOST_GAPS - len(gaps)) if vague else ():
        names = either(rules[n].id or f"number {n + 1}" for n in table.numbers_meeting(gap) if n in vague)
        message = f"no rule holds {_where(gap, table.variables)}, unless one that is not right yet does: {names}"
        yield Finding(("rules",), "no-pathway", message, "put that right first", some_case(gap, table.variables))


def _at_most(rules: Rules, lost: Lost) -> Table:
    """The rules, with those that are lost as wide as they may be."""
    if not lost:
        return rules.table
    clauses = [as_sets(lost[n]) if n in lost else clause for n, clause in enumerate(rules.table.clauses)]
    return Table(rules.table.variables, clauses, rules.budget)


def _where(block: Clause, variables: Sequence[Variable]) -> str:
    """*block* in words."""
    conditions = [
        f"`{v.id}` is {either([option for option in v.options if option in block[v.id]])}"
        for v in variables
        if v.id in block
    ]
    return f"where {' and '.join(conditions)}" if conditions else "at all"


def _widening(rules: Rules, gap: Clause, at_most: Table, lost: Lost) -> str:
    """What would close all of *gap* and do no harm: a rule that misses it by one question alone."""
    for n, clause in enumerate(rules.table.clauses):
        missed = [question for question in gap if not gap[question] <= clause.get(question, gap[question])]
        if len(missed) == 1 and clause.keys() <= gap.keys():
            wider = {**clause, missed[0]: clause[missed[0]] | gap[missed[0]]}
            if lost and not lost.keys().isdisjoint((n, *at_most.numbers_meeting(wider))):
                continue
            if rules.is_better({n: wider}):
                variable = rules.table.variables[rules.table.numbered[missed[0]]]
                options = either(option for option in variable.options if option in gap[variable.id])
                return f"let rule `{rules[n].id}` (pathway `{rules[n].pathway}`) hold at `{missed[0]}` {options} too"
    return "write a rule for these answers"


def conflicting(rules: Rules) -> Iterator[Finding]:
    """One finding, at the later, for each two rules that hold for the same answers and lead to different pathways."""
    for n, overlap in enumerate(rules.overlaps):
        if n == MOST_CONFLICTS:
            raise TooLarge(f"more than {MOST_CONFLICTS:,} pairs of rules lead the same answers to two pathways")
        earlier, later = rules[overlap.first], rules[overlap.second]
        message = (
            f"two pathways for the same answers: rule `{earlier.id}` leads to `{earlier.pathway}`, "
            f"rule `{later.id}` to `{later.pathway}`"
        )
        fix, both_rules = _narrowing(rules, overlap), (overlap.first, overlap.second)
        yield Finding(("rules", overlap.second), "two-pathways", message, fix, overlap.case, both_rules)


def _narrowing(rules: Rules, overlap: Overlap) -> str:
    """How to part two rules and do no harm: options to take from the later, or else the earlier, the fewest."""
    first, second = rules.table.clauses[overlap.first], rules.table.clauses[overlap.second]
    ways = [
        (clause is first, len(shared), number, variable, shared)
        for variable in rules.table.variables
        for shared in (shared_options(variable, first, second),)
        for number, clause in ((overlap.second, second), (overlap.first, first))
        if len(shared) < len(allowed_options(variable, clause))
    ]
    for _, _, number, variable, options in sorted(ways, key=lambda way: way[:2]):
        left = frozenset(allowed_options(variable, rules.table.clauses[number])) - frozenset(options)
        if rules.is_better({number: {**rules.table.clauses[number], variable.id: left}}):
            rule = rules[number].id
            return f"take {both(options)} out of `{variable.id}` in rule `{rule}`, if the other is right there"
    if not ways:
        return "take one of them out, or add a condition to both that tells them apart"
    return "decide which of the two is right there, and let the other not hold, without leaving a case to none"


def needless(rules: Rules) -> Iterator[Finding]:
    """Rules that decide nothing, since others lead to the same pathway wherever they hold; of two alike, the later."""
    kept = rules.table.possible
    for n in reversed(range(len(rules.data.rules))):
        rule = rules[n]
        others = kept & rules.ranked.same[rule.pathway] & ~(1 << n)
        doing = rules.covering(n, others)
        if doing is not None:
            kept &= ~(1 << n)
            names = [rules[m].id for m in doing]
            verb = "leads" if len(names) == 1 else "lead between them"
            message = f"never decides: wherever it holds, rule{'s' * (len(names) > 1)} {both(names)} {verb} to "
            fix = "take it out, or correct its conditions or its pathway"
            message += f"`{rule.pathway}` already"
            yield Finding(("rules", n), "rule-never-applies", message, fix, rules=(n, *doing))


def worsenings(rules: Rules) -> Iterator[Finding]:
    """One finding for each ordered question and pair of pathways between which a worse answer lowers the rank."""
    found, stopped = rules.falls
    for n, fall in enumerate(found):
        if n == MOST_CONFLICTS:
            raise TooLarge(f"worse need is routed milder in more than {MOST_CONFLICTS:,} ways")
        yield _milder(rules, fall)
    if stopped:
        raise stopped


def _milder(rules: Rules, fall: Fall) -> Finding:
    before, after, question = rules[fall.before], rules[fall.after], fall.question
    message = (
        f"worse need is routed milder: where `{question}` goes from `{fall.case[question]}` to `{fall.worse}`, "
        f"`{before.pathway}` (rule `{before.id}`{_rank(rules, before.pathway)}) gives way to "
        f"`{after.pathway}` (rule `{after.id}`{_rank(rules, after.pathway)})"
    )
    pair = (fall.before, fall.after)
    return Finding(("rules", fall.after), "milder-for-worse", message, _raising(rules, fall), fall.case, pair)


def _raising(rules: Rules, fall: Fall) -> str:
    """How to let the milder answer's rule hold at the worse one in the other's place, if that does no harm."""
    variable = rules.table.variables[rules.table.numbered[fall.question]]
    clauses = rules.table.clauses
    held, given_up = (frozenset(allowed_options(variable, clauses[n])) for n in (fall.before, fall.after))
    changed = {
        fall.before: {**clauses[fall.before], fall.question: held | {fall.worse}},
        fall.after: {**clauses[fall.after], fall.question: given_up - {fall.worse}},
    }
    if rules.is_better(changed, fall):
        return (
            f"let rule `{rules[fall.before].id}` hold at `{fall.worse}` too and rule `{rules[fall.after].id}` not, "
            "or correct the ranks"
        )
    return f"decide which of the two is right at `{fall.question}` `{fall.worse}`, or correct the ranks"


def _rank(rules: Rules, pathway: str) -> str:
    rank = rules.ranked.ranks[pathway]
    return ", no rank" if rank is None else f", rank {rank}"


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
