"""What nothing reaches: parts of a dataset that no set of answers ever shows, and answers that change nothing."""

from collections.abc import Iterator

from ..dataset import Companion, Dataset, Evidence, Question
from ..decision import as_sets, diagram_of
from ..record import options_of
from .finding import Finding, both
from .rules import Rules


def unreached(rules: Rules) -> Iterator[Finding]:
    """Everything in a dataset that could be left out without a change to any result."""
    data = rules.data
    yield from _companions(rules)
    yield from _pathways(data)
    yield from _lines(data)
    yield from _tiers(data)
    yield from _contacts(data)
    yield from _questions(data)


def _companions(rules: Rules) -> Iterator[Finding]:
    """Companions whose condition never holds where a rule leads to a pathway that they may accompany."""
    for n, companion in enumerate(rules.data.companions):
        meeting = rules.table.numbers_meeting(as_sets(companion.when))
        if not any(_beside(companion, rules[m].pathway) for m in meeting):
            message = f"never shown: its condition never holds beside {both(companion.alongside) or 'any pathway'}"
            fix = "correct `when` or `alongside`, or take the companion out"
            yield Finding(("companions", n), "companion-never-shown", message, fix)


def _beside(companion: Companion, primary: str) -> bool:
    """A pathway that is primary is not shown again as its own companion."""
    return primary in companion.alongside and primary != companion.pathway


def _pathways(data: Dataset) -> Iterator[Finding]:
    reached = _reached(data)
    for n, pathway in enumerate(data.pathways):
        if pathway.id not in reached:
            message = "never reached: no answers lead here, as the primary pathway or as a companion"
            yield Finding(("pathways", n), "pathway-never-reached", message, "write a rule for it, or take it out")


def _reached(data: Dataset) -> set[str]:
    return {name for outcome in diagram_of(data).leaves for name in outcome.pathways + outcome.companions}


def _lines(data: Dataset) -> Iterator[Finding]:
    """Evidence and cost lines that no pathway carries which answers lead to."""
    pathways = [pathway for pathway in data.pathways if pathway.id in _reached(data)]
    carried = {"evidence": [p.evidence for p in pathways], "costs": [p.costs for p in pathways]}
    for key, kind in (("evidence", "evidence-never-shown"), ("costs", "cost-never-shown")):
        for n, line in enumerate(getattr(data, key)):
            if not any(line.id in lines for lines in carried[key]):
                message = "never shown: no pathway that answers lead to carries this line"
                yield Finding((key, n), kind, message, f"name it under `{key}` of a pathway, or take it out")


def _tiers(data: Dataset) -> Iterator[Finding]:
    """Pairs that an answer stands for and no result shows; one that stands behind another is `two-tiers`."""
    shown = {outcome.tier for outcome in diagram_of(data).leaves}
    options: set[str] = set()
    for n, pair in enumerate(data.tiers.pairs if data.tiers else ()):
        if pair.option and pair.option not in options and pair.id not in shown:
            message = f"never shown: no result for `{pair.option}` shows a tier"
            fix = "name a pathway under `alongside` that this answer leads to, or take `option` out"
            yield Finding(("tiers", "pairs", n), "tier-never-shown", message, fix)
        options.add(pair.option)


def _contacts(data: Dataset) -> Iterator[Finding]:
    """Contacts and partnerships that no result names. A list of contacts still does, so these are no faults."""
    leaves = diagram_of(data).leaves
    shown = {name for outcome in leaves for name in outcome.contacts}
    for n, contact in enumerate(data.contacts):
        if contact.id not in shown:
            message = "no result names this contact; only the list of all contacts does"
            fix = f"name the role `{contact.role}` under `contacts` of a pathway, or take the contact out"
            yield Finding(("contacts", n), "contact-never-shown", message, fix)
    for n, partnership in enumerate(data.geography.partnerships if data.geography else ()):
        if partnership.id not in {outcome.partnership for outcome in leaves}:
            message, fix = "no result names this partnership", "give it areas, and a contact whose role a pathway names"
            yield Finding(("geography", "partnerships", n), "partnership-never-shown", message, fix)


def _questions(data: Dataset) -> Iterator[Finding]:
    """Questions that are never asked, and options that always do what an earlier one does."""
    diagram = diagram_of(data)
    for n in range(len(data.questions)):
        nodes = [children for index, children in diagram.nodes if index == n]
        if nodes:
            yield from _options(data, n, [tuple(column) for column in zip(*nodes, strict=True)])
        else:
            message = "never asked: no answer to it changes any result"
            fix = "name it in the `when` of a rule or companion, or take it out"
            yield Finding(("questions", n), "question-never-matters", message, fix)


def _options(data: Dataset, number: int, columns: list[tuple[int, ...]]) -> Iterator[Finding]:
    """Options of one question that lead where an earlier one leads, wherever it is asked."""
    question = data.questions[number]
    earlier: dict[tuple[object, ...], str] = {}
    for n, (option, column) in enumerate(zip(question.options, columns, strict=True)):
        # Where the child lives is a fact, and which partnership serves there may be corrected: an area always matters.
        if option.id in _areas(data, question):
            continue
        twin = earlier.setdefault((column, *_shows(data.evidence, question, option.id)), option.id)
        if twin != option.id:
            message = f"changes nothing: it always leads where `{twin}` leads"
            fix = "name it in a condition, or make the two options one"
            yield Finding(("questions", number, "options", n), "option-never-matters", message, fix)


def _areas(data: Dataset, question: Question) -> set[str]:
    geography = data.geography
    return {area.id for area in geography.areas} if geography and geography.question == question.id else set()


def _shows(evidence: tuple[Evidence, ...], question: Question, option: str) -> Iterator[bool]:
    """For each line of evidence, whether *option* tells that the school has it."""
    return (option in options_of(item.shown_by, question.id) for item in evidence)
