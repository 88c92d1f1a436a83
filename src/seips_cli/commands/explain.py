"""`seips explain`: what a pathway or a question is, why, and how it is reached; and why a past decision was made."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from .common import AsOf, Data, Json, Local, opened, print_json, print_lines, print_sections

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    from ..dataset import Pathway, Question
    from ..source import Edition


def _complete_name(incomplete: str) -> Iterator[str]:
    from ..source import load

    data = load().data
    names = [pathway.id for pathway in data.pathways] + [question.id for question in data.questions]
    return (name for name in names if name.startswith(incomplete))


def explain(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME", help="A pathway or a question, by id; or a file of answers.", autocompletion=_complete_name
        ),
    ],
    as_of: AsOf = None,
    json: Json = False,
    local: Local = None,
    data: Data = None,
) -> None:
    """Say what a pathway or a question is, the paragraph it comes from, and every way to reach it.

    For a file of answers that was saved, say why they led where they did, why not elsewhere, and what would change it,
    as `seips route --explain` does for answers that are given now.
    """
    from ..lookup import find_record

    edition, today = opened(data, local, as_of)
    known: dict[str, Pathway | Question] = {pathway.id: pathway for pathway in edition.data.pathways}
    known |= {question.id: question for question in edition.data.questions}
    if name not in known and Path(name).is_file():
        _explain_decision(edition, name, today, as_json=json)
    else:
        _explain_record(edition, find_record("pathway or question", name, known), today, as_json=json)


def _explain_decision(edition: "Edition", file: str, today: "date", *, as_json: bool) -> None:
    """Why the answers in *file* lead where they do. Raises SeipsError where they do not suffice."""
    from ..answers import read
    from ..ask import missing
    from ..decision import decide, next_question
    from ..explain import explanation_json, sections
    from ..pages import cost_sentences
    from ..render import Section

    answers = read(edition.data, file, [])
    if question := next_question(edition.data, answers):
        raise missing(question)
    result = decide(edition.data, answers)
    if as_json:
        from ..schema import route_json

        print_json(route_json(result, edition, today) | explanation_json(edition.data, result))
    else:
        costs = cost_sentences(result.pathway, edition, today)
        opening = Section(result.pathway.title, (result.pathway.summary, *([f"Cost: {costs}"] if costs else ())))
        print_sections([opening, *sections(edition.data, result)])


def _explain_record(edition: "Edition", found: "Pathway | Question", today: "date", *, as_json: bool) -> None:
    """What a pathway or a question is."""
    from ..dataset import Pathway
    from ..explain import pathway_lines, pathway_ways_json, question_json, question_lines
    from ..pages import cost_sentences
    from ..schema import costs_json, explained_json

    if isinstance(found, Pathway):
        kind, what = "pathway", pathway_ways_json(edition.data, found) | {"costs": costs_json(edition, found, today)}
        lines = pathway_lines(edition.data, found, cost_sentences(found, edition, today))
    else:
        kind, what, lines = "question", question_json(edition.data, found), question_lines(edition.data, found)
    if as_json:
        print_json(explained_json(edition, kind, what))
    else:
        print_lines(lines)
