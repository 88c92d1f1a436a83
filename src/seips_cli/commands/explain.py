"""`seips explain`: what a pathway or a question is, why, and how it is reached."""

from collections.abc import Iterator
from typing import Annotated

import typer

from .common import Data, Json, Local, print_json, print_lines


def _complete_name(incomplete: str) -> Iterator[str]:
    from ..source import load

    data = load().data
    names = [pathway.id for pathway in data.pathways] + [question.id for question in data.questions]
    return (name for name in names if name.startswith(incomplete))


def explain(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A pathway or a question, by id.", autocompletion=_complete_name)
    ],
    json: Json = False,
    local: Local = None,
    data: Data = None,
) -> None:
    """Say what a pathway or a question is, the paragraph it comes from, and every way to reach it.

    For one case, `seips route --explain` says why, why not, and what would change it.
    """
    from ..dataset import Pathway, Question
    from ..explain import pathway_lines, pathway_ways_json, question_json, question_lines
    from ..lookup import find_record
    from ..schema import explained_json
    from ..source import load

    edition = load(data, local)
    known: dict[str, Pathway | Question] = {pathway.id: pathway for pathway in edition.data.pathways}
    known |= {question.id: question for question in edition.data.questions}
    found = find_record("pathway or question", name, known)
    if isinstance(found, Pathway):
        kind, what, lines = "pathway", pathway_ways_json(edition.data, found), pathway_lines(edition.data, found)
    else:
        kind, what, lines = "question", question_json(edition.data, found), question_lines(edition.data, found)
    if json:
        print_json(explained_json(edition, kind, what))
    else:
        print_lines(lines)
