"""Why a result is what it is, why it is not another, and what would change it. Pure, and read off the diagram.

A pathway is ruled out by the answer after which nothing that can still be answered leads to it. A change is a set of
answers to change or to add; it is smallest when no change with fewer leads to the same pathway.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from .dataset import Companion, Dataset, Pathway, Question, Rule
from .decision import Answers, Outcome, Result, diagram_of, find
from .diagram import Diagram, Ref
from .proof.algebra import count, recast
from .proof.nearest import Block, each_change, nearest
from .record import options_of
from .render import Section

#: Of what would lead to one pathway, as much as a person reads; all of it is in the JSON.
MOST_CHANGES = 4
#: What `seips explain` prints of anything, in lines.
MOST_LINES = 12


@dataclass(frozen=True)
class WhyNot:
    """A pathway that a result does not show, and the answer that rules it out, with those that would not."""

    pathway: str
    question: str
    """Empty for a pathway that no answers lead to, in a dataset that was not proven."""
    answer: str
    needs: tuple[str, ...] = ()


def why_not(data: Dataset, result: Result) -> Iterator[WhyNot]:
    """One line for each pathway that *result* does not show, in the order of the file."""
    shown = {result.pathway.id, *(companion.id for companion in result.companions)}
    for pathway in data.pathways:
        if pathway.id not in shown:
            yield _ruled_out(diagram_of(data), result.answers, pathway.id)


def _ruled_out(diagram: Diagram[Outcome], answers: Answers, pathway: str) -> WhyNot:
    """The answer with which *pathway* went out of reach, and the options with which it would have stayed in reach."""
    within, ref = _reaching(diagram, pathway), diagram.root
    while ref in within:
        question = diagram.question(ref)
        leads = dict(zip(question.options, diagram.nodes[ref][1], strict=True))
        needs = tuple(option for option, to in leads.items() if to in within)
        ref = leads[answers[question.id]]
        if ref not in within:
            return WhyNot(pathway, question.id, answers[question.id], needs)
    return WhyNot(pathway, "", "")


def _reaching(diagram: Diagram[Outcome], pathway: str) -> set[Ref]:
    """The nodes and leaves from which *pathway* is shown in the end, if the right answers are still given."""
    leaves = enumerate(diagram.leaves)
    reaching = {~n for n, outcome in leaves if pathway in (*outcome.pathways, *outcome.companions)}
    for ref, (_, children) in enumerate(diagram.nodes):
        if not reaching.isdisjoint(children):
            reaching.add(ref)
    return reaching


def changes(data: Dataset, result: Result) -> dict[str, list[Block]]:
    """For each other pathway that can be primary, every smallest change that leads to it; what is nearest comes first.

    Changed are the answers that were given, those included that *result* did not need.
    """
    given = {**result.answers, **result.unused}
    primary = recast(diagram_of(data), lambda outcome: outcome.pathways[0] if outcome.pathways else "")
    others = [pathway.id for pathway in data.pathways if pathway.id != result.pathway.id]
    found = {name: nearest(primary, name, given) for name in others if name in primary.leaves}
    return dict(sorted(found.items(), key=lambda item: len(item[1][0])))


def sections(data: Dataset, result: Result) -> Iterator[Section]:
    """Because, why not, and what would change it, for a reader."""
    yield Section("Because", tuple(_because(data, result)), "-")
    yield Section("Why not another pathway", tuple(_why_not_line(data, one) for one in why_not(data, result)), "-")
    yield Section("What would change it", tuple(_change_lines(data, result)), "-")


def _because(data: Dataset, result: Result) -> Iterator[str]:
    """Each answer that mattered, its rule and its paragraph."""
    cited = {rule.id: rule.cites for rule in data.rules} | {one.id: one.cites for one in data.companions}
    cited |= {pair.id: pair.cites for pair in (data.tiers.pairs if data.tiers else ())}
    for reason in result.because:
        by = f"rule {reason.rule}" if reason.rule else "it only rules others out"
        question = find(data.questions, reason.question)
        cites = ", ".join(cited.get(reason.rule, ()) or question.cites)
        answer = _text(data, reason.question, reason.answer)
        yield f"{_label(reason.question)}: {question.text} {answer} ({by}; {cites})"


def _label(question: str) -> str:
    """What a question is called in brief: its id, as words."""
    return question.replace("-", " ")


def _why_not_line(data: Dataset, one: WhyNot) -> str:
    title = find(data.pathways, one.pathway).title
    if not one.question:
        return f"{title}: no answers lead to it"
    needs = _either(data, one.question, one.needs)
    return f"{title}: {_label(one.question)} is {_text(data, one.question, one.answer)}. It needs {needs}."


def _either(data: Dataset, question: str, options: Sequence[str]) -> str:
    """The words of some options of a question, of which one will do."""
    *others, last = (_text(data, question, option) for option in options)
    return f"{', '.join(others)} or {last}" if others else last


def _text(data: Dataset, name: str, option: str) -> str:
    """The words of an option, in quotation marks."""
    return next(f'"{one.text}"' for one in find(data.questions, name).options if one.id == option)


def _change_lines(data: Dataset, result: Result) -> Iterator[str]:
    """For each other pathway, every smallest change, in as few words as go."""
    given = {**result.answers, **result.unused}
    for pathway, ways in changes(data, result).items():
        told = " Or: ".join(_block_in_words(data, block, given) for block in ways[:MOST_CHANGES])
        more = f" Other ways: {len(ways) - MOST_CHANGES:,}." if len(ways) > MOST_CHANGES else ""
        yield f"{find(data.pathways, pathway).title}: {told}{more}"


def _block_in_words(data: Dataset, block: Block, given: Answers) -> str:
    """What to change of what was given, and what to answer besides."""
    verbs = {name: f"Change {_label(name)} to" if name in given else f"Answer {_label(name)} with" for name in block}
    return " ".join(f"{verbs[name]} {_either(data, name, options)}." for name, options in block.items())


def explanation_json(data: Dataset, result: Result) -> dict[str, Any]:
    """Why not, and what would change it, as keys to add to `seips.route/1`."""
    return {"why_not": [_why_not_json(one) for one in why_not(data, result)], "changes": _changes_json(data, result)}


def _changes_json(data: Dataset, result: Result) -> dict[str, list[dict[str, str]]]:
    return {name: list(each_change(blocks)) for name, blocks in changes(data, result).items()}


def _why_not_json(one: WhyNot) -> dict[str, Any]:
    """Null for a pathway that no answers lead to."""
    ruled = {"question": one.question or None, "answer": one.answer or None, "needs": list(one.needs)}
    return {"pathway": one.pathway, **ruled}


def pathway_lines(data: Dataset, pathway: Pathway, costs: str = "") -> Iterator[str]:
    """What a pathway is and *costs*, the paragraphs, and every way to reach it."""
    yield pathway.title
    yield pathway.summary
    yield f"Basis: {pathway.basis}." + (f" {pathway.reading}" if pathway.reading else "")
    yield "Paragraphs: " + "; ".join(f"{citation.paragraph}: {citation.gloss}" for citation in pathway.cites)
    yield from [f"Cost: {costs}"] if costs else []
    ways = list(_ways(data, pathway))
    kept = MOST_LINES - (5 if costs else 4)
    shown = len(ways) if len(ways) <= kept else kept - 1
    yield from ways[:shown]
    if shown < len(ways):
        yield f"And {len(ways) - shown:,} more ways, which --json lists."


def _ways(data: Dataset, pathway: Pathway) -> Iterator[str]:
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
    """How many sets of answers ask a question: all but those that could be given if it had no options."""
    diagram = diagram_of(data)
    ways = count(diagram)
    return f"{ways - count(diagram, {name: frozenset()}):,} of {ways:,}"


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
