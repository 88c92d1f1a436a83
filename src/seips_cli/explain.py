"""Why a result is what it is, why it is not another, and what would change it. Pure, and read off the diagram.

A change is a set of answers to change or to add; it is smallest when no change with fewer leads to the same pathway.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .dataset import Companion, Dataset, Pathway, Question, Rule
from .decision import Answers, Result, diagram_of, find
from .diagram import Diagram, Ref
from .proof.algebra import recast
from .record import Condition, options_of
from .render import Section

#: Answers to change or to add, by question.
Change = dict[str, str]
#: Changes that differ only in which of some options are chosen.
Block = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class WhyNot:
    """A pathway that a result does not show, and the answer that rules it out, with those that would not."""

    pathway: str
    question: str
    """Empty for a companion that the primary pathway never has beside it, whatever the answers."""
    answer: str
    needs: tuple[str, ...] = ()


def why_not(data: Dataset, result: Result) -> Iterator[WhyNot]:
    """One line for each pathway that *result* does not show, in the order of the file."""
    shown = {result.pathway.id, *(companion.id for companion in result.companions)}
    for pathway in data.pathways:
        if pathway.id not in shown:
            yield _ruled_out(data, result, pathway)


def _ruled_out(data: Dataset, result: Result, pathway: Pathway) -> WhyNot:
    """The last answer that rules *pathway* out, by the rule that came nearest to holding."""
    conditions = [rule.when for rule in data.rules if rule.pathway == pathway.id]
    conditions += [
        companion.when
        for companion in data.companions
        if companion.pathway == pathway.id and result.pathway.id in companion.alongside
    ]
    misses = [_missed(condition, result.answers) for condition in conditions]
    for missed in sorted((missed for missed in misses if missed), key=len):
        question = missed[-1]
        needs = next(options_of(c, question) for c, m in zip(conditions, misses, strict=True) if m is missed)
        return WhyNot(pathway.id, question, result.answers[question], needs)
    return WhyNot(pathway.id, "", "")


def _missed(condition: Condition, answers: Answers) -> list[str]:
    """The questions answered otherwise than *condition* needs, in the order in which they were put."""
    return [name for name, answer in answers.items() if name in condition and answer not in options_of(condition, name)]


def changes(data: Dataset, answers: Answers) -> dict[str, list[Change]]:
    """For each other pathway that can be primary, every smallest change of *answers* that leads to it."""
    diagram = recast(diagram_of(data), lambda outcome: outcome.pathways[0] if outcome.pathways else "")
    here = diagram.leaves[~diagram.follow(answers)[1]]
    return {name: found for name, found in _nearest(diagram, answers).items() if name not in (here, "")}


def _nearest(diagram: Diagram[str], answers: Answers) -> dict[str, list[Change]]:
    """The smallest changes to every leaf, built from the leaves up."""
    below: list[dict[str, list[Change]]] = []
    leaves: list[dict[str, list[Change]]] = [{outcome: [{}]} for outcome in diagram.leaves]

    def at(ref: Ref) -> dict[str, list[Change]]:
        return below[ref] if ref >= 0 else leaves[~ref]

    for index, children in diagram.nodes:
        variable, best = diagram.variables[index], dict[str, list[Change]]()
        for option, child in zip(variable.options, children, strict=True):
            own = {} if answers.get(variable.id) == option else {variable.id: option}
            for outcome, ways in at(child).items():
                best[outcome] = _smallest(best.get(outcome, []), [own | way for way in ways])
        below.append(best)
    return at(diagram.root)


def _smallest(known: list[Change], more: list[Change]) -> list[Change]:
    """Those of both that are smallest."""
    if not known or (more and len(more[0]) < len(known[0])):
        return more
    return known if not more or len(more[0]) > len(known[0]) else [*known, *more]


def sections(data: Dataset, result: Result) -> Iterator[Section]:
    """Because, why not, and what would change it, for a reader."""
    yield Section("Because", tuple(_because(data, result)), "-")
    yield Section("Why not another pathway", tuple(_why_not_line(data, one) for one in why_not(data, result)), "-")
    yield Section("What would change it", tuple(_change_lines(data, result.answers)), "-")


def _because(data: Dataset, result: Result) -> Iterator[str]:
    """Each answer that mattered, its rule and its paragraph."""
    cited = {rule.id: rule.cites for rule in data.rules} | {one.id: one.cites for one in data.companions}
    cited |= {pair.id: pair.cites for pair in (data.tiers.pairs if data.tiers else ())}
    for reason in result.because:
        by = f"rule {reason.rule}" if reason.rule else "it rules nothing in"
        cites = cited.get(reason.rule, ()) or find(data.questions, reason.question).cites
        yield f"{_answer(data, reason.question, reason.answer)} ({by}; {', '.join(cites)})"


def _answer(data: Dataset, name: str, option: str) -> str:
    """A question and the answer to it, in their own words."""
    return f"{find(data.questions, name).text} {_text(data, name, option)}"


def _why_not_line(data: Dataset, one: WhyNot) -> str:
    title = find(data.pathways, one.pathway).title
    if not one.question:
        hosts = [name for other in data.companions if other.pathway == one.pathway for name in other.alongside]
        return f"{title}: shown only beside {', '.join(dict.fromkeys(hosts))}"
    needs = " or ".join(_text(data, one.question, option) for option in one.needs)
    return f"{title}: {one.question} is {_text(data, one.question, one.answer)}, not {needs}"


def _text(data: Dataset, name: str, option: str) -> str:
    """The words of an option, in quotation marks."""
    return next(f'"{one.text}"' for one in find(data.questions, name).options if one.id == option)


def _change_lines(data: Dataset, answers: Answers) -> Iterator[str]:
    """For each other pathway, every smallest change, in as few words as go."""
    for pathway, ways in changes(data, answers).items():
        title = find(data.pathways, pathway).title
        yield f"{title}: {', or '.join(_block_in_words(data, block) for block in _merged(ways))}"


def _merged(ways: Sequence[Change]) -> list[Block]:
    """*ways* as blocks: those that differ in one answer only become one."""
    blocks: list[Block] = [{name: (option,) for name, option in way.items()} for way in ways]
    for name in dict.fromkeys(name for way in ways for name in way):
        alike: dict[str, Block] = {}
        for block in blocks:
            same = alike.setdefault(repr({**block, name: name in block}), block)
            if same is not block:
                same[name] += block[name]
        blocks = list(alike.values())
    return blocks


def _block_in_words(data: Dataset, block: Block) -> str:
    return " and ".join(
        f"{name} {' or '.join(_text(data, name, option) for option in options)}" for name, options in block.items()
    )


def explanation_json(data: Dataset, result: Result) -> dict[str, Any]:
    """Why not, and what would change it, as keys to add to `seips.route/1`."""
    return {"why_not": [_why_not_json(one) for one in why_not(data, result)], "changes": changes(data, result.answers)}


def _why_not_json(one: WhyNot) -> dict[str, Any]:
    """Null for a companion that no answer would show beside this pathway."""
    ruled = {"question": one.question or None, "answer": one.answer or None, "needs": list(one.needs)}
    return {"pathway": one.pathway, **ruled}


def pathway_lines(data: Dataset, pathway: Pathway) -> Iterator[str]:
    """What a pathway is, the paragraphs, and every way to reach it."""
    yield pathway.title
    yield pathway.summary
    yield f"Basis: {pathway.basis}." + (f" {pathway.reading}" if pathway.reading else "")
    yield "Paragraphs: " + "; ".join(f"{citation.paragraph}: {citation.gloss}" for citation in pathway.cites)
    for rule in data.rules:
        if rule.pathway == pathway.id:
            yield f"Primary by rule {rule.id}: {_when(rule)}"
    for companion in data.companions:
        if companion.pathway == pathway.id:
            yield f"Beside {', '.join(companion.alongside)}: {_when(companion)}"


def _when(rule: Rule | Companion) -> str:
    return ", ".join(f"{question} {' or '.join(options_of(rule.when, question))}" for question in rule.when) or "always"


def question_lines(data: Dataset, question: Question) -> Iterator[str]:
    """What a question asks and why, the paragraphs, and what it can decide."""
    yield question.text
    yield "Answers: " + "; ".join(f"{option.id}: {option.text}" for option in question.options)
    yield f"Why we ask: {question.why} ({' and '.join(question.cites)})"
    if question.ordered:
        yield "The answers run from milder to worse need; a worse one never leads to a milder pathway."
    yield f"It can decide: {', '.join(_decided_by(data, question.id)) or 'who to contact'}"
    yield f"It is asked in {_share(data, question.id)} ways through the questions."


def _decided_by(data: Dataset, name: str) -> list[str]:
    rules: Sequence[Rule | Companion] = (*data.rules, *data.companions)
    decided = [rule.pathway for rule in rules if name in rule.when]
    decided += ["the tier"] if data.tiers and data.tiers.question == name else []
    decided += ["who to contact"] if data.geography and data.geography.question == name else []
    return list(dict.fromkeys(decided))


def _share(data: Dataset, name: str) -> str:
    journeys: list[Mapping[str, str]] = [answers for answers, _ in diagram_of(data).journeys()]
    return f"{sum(name in answers for answers in journeys):,} of {len(journeys):,}"


def pathway_ways_json(data: Dataset, pathway: Pathway) -> dict[str, Any]:
    """A pathway and every way to reach it; a way that is `alongside` others makes it a companion of theirs."""
    clauses: Sequence[Rule | Companion] = (*data.rules, *data.companions)
    ways = [clause for clause in clauses if clause.pathway == pathway.id]
    return {"id": pathway.id, "title": pathway.title, "summary": pathway.summary, "basis": pathway.basis} | {
        "cites": [citation.paragraph for citation in pathway.cites],
        "ways": [
            {"rule": way.id, "alongside": list(getattr(way, "alongside", ())), "when": _options_by_question(way)}
            for way in ways
        ],
    }


def question_json(data: Dataset, question: Question) -> dict[str, Any]:
    """A question, and what it can decide."""
    rules: Sequence[Rule | Companion] = (*data.rules, *data.companions)
    return {"id": question.id, "text": question.text, "why": question.why, "ordered": question.ordered} | {
        "cites": list(question.cites),
        "options": [{"id": option.id, "text": option.text} for option in question.options],
        "decides": list(dict.fromkeys(rule.pathway for rule in rules if question.id in rule.when)),
        "decides_tier": bool(data.tiers and data.tiers.question == question.id),
        "decides_contacts": bool(data.geography and data.geography.question == question.id),
    }


def _options_by_question(rule: Rule | Companion) -> dict[str, list[str]]:
    return {question: list(options_of(rule.when, question)) for question in rule.when}
