"""`seips tier-map`: a level of one scheme to a level of the other."""

from collections.abc import Iterator
from typing import Annotated

import typer

from ..errors import NoAnswer
from .common import Data, Json, print_json, print_lines


def _complete_level(incomplete: str) -> Iterator[str]:
    from ..source import load

    tiers = load().data.tiers
    names = (level.name.replace(" ", "") for scheme in (tiers.schemes if tiers else ()) for level in scheme.levels)
    return (incomplete + name[len(incomplete) :] for name in names if name.casefold().startswith(incomplete.casefold()))


def tier_map(
    level: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[LEVEL]",
            help="A level of either authority, spelt as you like. Without it: the whole table.",
            autocompletion=_complete_level,
        ),
    ] = None,
    json: Json = False,
    data: Data = None,
) -> None:
    """Say what a level in one authority is in the other.

    Prints that level and nothing else. Where none is stated: nothing on stdout, the reason on
    stderr, exit code 1. Without LEVEL: the whole table, one pair a line, with tabs between.
    """
    from ..lookup import level_across
    from ..source import NO_LOCAL, load

    edition = load(data, NO_LOCAL)
    tiers = edition.data.tiers
    if tiers is None:
        raise NoAnswer("this dataset has no tiers", kind="no-tiers")
    pair, match = (None, None) if not level else level_across(tiers, " ".join(level))
    # A script in a loop waits for every import, so each is made only where it is used.
    if json:
        from ..schema import tier_map_json

        print_json(tier_map_json(edition, tiers, (pair,) if pair else tiers.pairs, match))
    elif match is not None:
        print_lines([match])
    else:
        from ..pages import tier_lines

        print_lines(tier_lines(tiers))
