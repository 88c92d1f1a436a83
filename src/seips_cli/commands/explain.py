"""`seips explain`: what a pathway or a question is, why, and how it is reached."""

from collections.abc import Iterator
from functools import partial
from typing import Annotated

import typer

from .common import Data, print_lines


def _complete_name(incomplete: str) -> Iterator[str]:
    from ..source import load

    data = load().data
    names = [pathway.id for pathway in data.pathways] + [question.id for question in data.questions]
    return (name for name in names if name.startswith(incomplete))


def explain(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A pathway or a question, by id.", autocompletion=_complete_name)
    ],
    data: Data = None,
) -> None:
    """Say what a pathway or a question is, the paragraph it comes from, and every way to reach it.

    For one case, `seips route --explain` says why, why not, and what would change it.
    """
    from ..explain import pathway_lines, question_lines
    from ..lookup import find_record
    from ..source import load

    dataset = load(data).data
    pages = {pathway.id: partial(pathway_lines, dataset, pathway) for pathway in dataset.pathways}
    pages |= {question.id: partial(question_lines, dataset, question) for question in dataset.questions}
    print_lines(find_record("pathway or question", name, pages)())
