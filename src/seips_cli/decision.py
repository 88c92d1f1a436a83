"""What follows: answers in, a result out; and which question comes next. Nothing here reads, prints or asks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar
from weakref import WeakKeyDictionary

from .dataset import Companion, Contact, Dataset, Evidence, Pathway, Question, Rule, Source, TierPair
from .diagram import Diagram, Variable, compile_diagram
from .errors import BrokenDataset
from .geography import Partnership
from .record import Condition, Record, options_of, record

#: Answers given: question id to option id.
Answers = Mapping[str, str]
#: Whatever in a dataset depends on answers.
Clause = Rule | Companion | TierPair | Partnership
Named = TypeVar("Named", Pathway, Question, TierPair, Partnership, Contact, Source)


@record
class Outcome(Record):
    """All that answers can change, as ids. More than one pathway, or none, is a fault of the rules."""

    pathways: tuple[str, ...]
    companions: tuple[str, ...]
    tier: str
    partnership: str
    contacts: tuple[str, ...]


@record
class Reason(Record):
    """An answer that mattered, and the id of what it served: a rule, a companion, a tier pair or a partnership."""

    question: str
    answer: str
    rule: str


@record
class Result(Record):
    """What the guidance says for one set of answers."""

    answers: Answers
    pathway: Pathway
    companions: tuple[Pathway, ...]
    tier: TierPair | None
    partnership: Partnership | None
    contacts: tuple[Contact, ...]
    because: tuple[Reason, ...]
    unused: Answers
    """Answers given that the decision did not need."""


#: The diagram of each dataset in use; a dataset never changes, so one is enough.
DIAGRAMS: WeakKeyDictionary[Dataset, Diagram[Outcome]] = WeakKeyDictionary()


def diagram_of(data: Dataset) -> Diagram[Outcome]:
    """The diagram that decides for *data*; made when it is first needed."""
    if data not in DIAGRAMS:
        DIAGRAMS[data] = compiled(data, variables_of(data))
    return DIAGRAMS[data]


def variables_of(data: Dataset) -> tuple[Variable, ...]:
    """The questions of *data* as a diagram sees them, in the order in which they are put."""
    return tuple(Variable(question.id, tuple(option.id for option in question.options)) for question in data.questions)


def compiled(data: Dataset, variables: Sequence[Variable]) -> Diagram[Outcome]:
    """The diagram of *data* over *variables*, which may be in another order or leave options out."""
    clauses = _clauses(data)
    conditions = [as_sets(condition) for _, condition in clauses]

    settled: dict[int, Outcome] = {}

    def settle(alive: int) -> Outcome:
        bearing = _bearing(alive, same)
        if bearing not in settled:
            holding = [clause for n, (clause, _) in enumerate(clauses) if bearing >> n & 1]
            settled[bearing] = _outcome(data, holding)
        return settled[bearing]

    same = _same_pathway(data)
    needs = _needs(data, [clause for clause, _ in clauses])
    return compile_diagram(variables, conditions, settle, needs=needs)


def next_question(data: Dataset, answers: Answers) -> Question | None:
    """The first question whose answer can still change the result, or None when nothing more need be asked."""
    diagram = diagram_of(data)
    _, ref = diagram.follow(answers)
    return None if ref < 0 else find(data.questions, diagram.question(ref).id)


def asked(data: Dataset, answers: Answers) -> dict[str, str]:
    """Those of *answers* that count, in the order in which the questions are put."""
    return diagram_of(data).follow(answers)[0]


def decide(data: Dataset, answers: Answers) -> Result:
    """The result for *answers*, which must answer every question that `next_question` names (else LookupError).

    Raises BrokenDataset for answers that the rules of an unproven dataset lead to no pathway, or to two.
    """
    diagram = diagram_of(data)
    used, ref = diagram.follow(answers)
    if ref >= 0:
        raise LookupError(diagram.question(ref).id)
    outcome = diagram.leaves[~ref]
    if len(outcome.pathways) != 1:
        raise BrokenDataset(f"the rules lead these answers to {' and '.join(outcome.pathways) or 'no pathway'}")
    return Result(
        answers=used,
        pathway=find(data.pathways, outcome.pathways[0]),
        companions=tuple(find(data.pathways, name) for name in outcome.companions),
        tier=find(data.tiers.pairs, outcome.tier) if data.tiers and outcome.tier else None,
        partnership=_partnership(data, outcome.partnership),
        contacts=tuple(find(data.contacts, name) for name in outcome.contacts),
        because=tuple(_reasons(data, used, outcome)),
        unused={question: option for question, option in answers.items() if question not in used},
    )


def find(records: tuple[Named, ...], name: str) -> Named:
    """The record called *name*; a dataset that has been read has no dangling names."""
    return next(record for record in records if record.id == name)


def holds(condition: Condition, answers: Answers) -> bool:
    """Whether *answers* satisfy *condition*; an unanswered question does not."""
    return all(answers.get(question) in options_of(condition, question) for question in condition)


def have(item: Evidence, answers: Answers) -> str:
    """Whether *answers* show that the school has *item*: `have`, `missing` or `not-asked`."""
    if not item.shown_by or not all(question in answers for question in item.shown_by):
        return "not-asked"
    return "have" if holds(item.shown_by, answers) else "missing"


def as_sets(condition: Condition) -> Mapping[str, frozenset[str]]:
    """*condition* as a clause: the options that satisfy each question it names."""
    return {question: frozenset(options_of(condition, question)) for question in condition}


def _clauses(data: Dataset) -> list[tuple[Clause, Condition]]:
    """Everything in *data* that depends on answers, each with its condition, in the order of the file."""
    clauses: list[tuple[Clause, Condition]] = []
    clauses += [(rule, rule.when) for rule in data.rules]
    clauses += [(companion, companion.when) for companion in data.companions]
    if data.tiers:
        clauses += [(pair, {data.tiers.question: pair.option}) for pair in data.tiers.pairs if pair.option]
    if data.geography:
        question = data.geography.question
        clauses += [(partnership, {question: partnership.areas}) for partnership in data.geography.partnerships]
    return clauses


def _same_pathway(data: Dataset) -> list[int]:
    """For each pathway the rules that lead to it, as bits: they are the first clauses."""
    same: dict[str, int] = {}
    for n, rule in enumerate(data.rules):
        same[rule.pathway] = same.get(rule.pathway, 0) | 1 << n
    return list(same.values())


def _bearing(alive: int, same: Iterable[int]) -> int:
    """*alive* without the rules that only lead where an earlier one does: they make no other outcome."""
    for rules in same:
        holding = alive & rules
        alive ^= holding ^ (holding & -holding)
    return alive


def _needs(data: Dataset, clauses: Sequence[Clause]) -> dict[int, int]:
    """For each clause that only accompanies others: those, as bits, of which one must hold for it to be shown."""
    needs = {}
    for n, clause in enumerate(clauses):
        match clause:
            case Companion():
                bearing = [isinstance(c, Rule) and c.pathway in clause.alongside for c in clauses]
            case TierPair():
                bearing = [isinstance(c, Rule) and _shows_tier(data, (c.pathway,)) for c in clauses]
            case Partnership():
                bearing = [isinstance(c, Rule | Companion) and _has_local_role(data, c.pathway) for c in clauses]
            case Rule():
                continue
        needs[n] = sum(1 << m for m, bears in enumerate(bearing) if bears)
    return needs


def _shows_tier(data: Dataset, pathways: Iterable[str]) -> bool:
    return data.tiers is not None and not set(data.tiers.alongside).isdisjoint(pathways)


def _has_local_role(data: Dataset, pathway: str) -> bool:
    return any(is_local(data, role) for role in find(data.pathways, pathway).contacts)


def _outcome(data: Dataset, holding: list[Clause]) -> Outcome:
    """What the clauses that hold add up to."""
    pathways = _unique(clause.pathway for clause in holding if isinstance(clause, Rule))
    companions = _unique(
        clause.pathway
        for clause in holding
        if isinstance(clause, Companion) and set(clause.alongside) & set(pathways) and clause.pathway not in pathways
    )
    tiers = [clause.id for clause in holding if isinstance(clause, TierPair)]
    roles = _unique(role for name in pathways + companions for role in find(data.pathways, name).contacts)
    partnership = next((clause for clause in holding if isinstance(clause, Partnership)), None)
    local = partnership if any(is_local(data, role) for role in roles) else None
    return Outcome(
        pathways,
        companions,
        tiers[0] if tiers and _shows_tier(data, pathways) else "",
        local.id if local else "",
        _unique(contact.id for contact in _contacts(data, roles, local)),
    )


def _contacts(data: Dataset, roles: tuple[str, ...], partnership: Partnership | None) -> Iterator[Contact]:
    """Who to contact for *roles*, where *partnership* serves the child (None: not known, or no matter)."""
    if partnership and partnership.contact_first:
        first = find(data.contacts, partnership.contact_first)
        # What is known locally of the same role stands beside it.
        yield from (one for one in data.contacts if (one.role, one.partnership) == (first.role, first.partnership))
    for role in roles:
        yield from contacts_for(data, role, partnership)


def contacts_for(data: Dataset, role: str, partnership: Partnership | None) -> tuple[Contact, ...]:
    """The contacts with *role* that serve *partnership*, else those with *role* that serve everybody."""
    same = [contact for contact in data.contacts if contact.role == role]
    own = tuple(contact for contact in same if partnership and contact.partnership == partnership.id)
    return own or tuple(contact for contact in same if not contact.partnership)


def is_local(data: Dataset, role: str) -> bool:
    """Whether who has *role* depends on the partnership."""
    return any(contact.role == role and contact.partnership for contact in data.contacts)


def _partnership(data: Dataset, name: str) -> Partnership | None:
    return find(data.geography.partnerships, name) if data.geography and name else None


def _reasons(data: Dataset, used: Answers, outcome: Outcome) -> Iterator[Reason]:
    """For each answer that mattered, the first thing shown whose condition names it ("" if it only ruled out)."""
    serving = [
        (clause.id, condition)
        for clause, condition in _clauses(data)
        if holds(condition, used) and _is_shown(clause, outcome)
    ]
    for question, answer in used.items():
        yield Reason(question, answer, next((name for name, condition in serving if question in condition), ""))


def _is_shown(clause: Clause, outcome: Outcome) -> bool:
    """Whether *outcome* holds what *clause* leads to."""
    match clause:
        case Rule():
            return clause.pathway in outcome.pathways
        case Companion():
            return clause.pathway in outcome.companions and bool(set(clause.alongside) & set(outcome.pathways))
        case _:
            return clause.id in (outcome.tier, outcome.partnership)


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
