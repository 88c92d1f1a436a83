"""`seips diff`: for which answers two datasets give different results."""

from pathlib import Path
from typing import Annotated

import typer

from ..errors import ExitCode
from .common import Json, print_json, print_lines


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The dataset before.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The dataset after.")],
    json: Json = False,
) -> int:
    """Say which sets of answers get another result from NEW than from OLD, and what was only reworded.

    Blocks name the answers by id; a question that is not named may be answered anyhow. A case in two blocks counts in
    both. Answers that only one of the two can be given are told by themselves, with what they lead to there.
    Exit code 0: the same. 1: different.
    """
    from ..proof.differ import compare
    from ..proof.report import difference_json, difference_lines, difference_summary
    from ..source import NO_LOCAL, load

    difference = compare(load(old, NO_LOCAL).data, load(new, NO_LOCAL).data)
    if json:
        print_json(difference_json(difference))
    else:
        print_lines(difference_lines(difference))
        print_lines([difference_summary(difference)])
    return ExitCode.OK if difference.is_empty else ExitCode.NO_ANSWER
