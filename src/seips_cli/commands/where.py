"""`seips where`: a postcode, a place or a school to authority, area and partnership."""

import sys
from collections.abc import Iterator
from typing import Annotated, TextIO

import typer

from ..errors import ExitCode
from .common import AsOf, Data, Json, Local, opened, print_json, print_sections

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    from ..dataset import Dataset
    from ..source import Atlas


def where(
    query: Annotated[
        list[str],
        typer.Argument(metavar="QUERY", help="A postcode, half of one, a place or a school; - reads one a line."),
    ],
    as_of: AsOf = None,
    json: Json = False,
    local: Local = None,
    data: Data = None,
) -> int:
    """Say which authority a postcode, place or school is in, and which partnership serves it.

    It looks in a table that came with it: no network is used, and no postcode is kept. What the table cannot settle is
    not guessed: exit code 1, with how to find out.
    """
    from ..pages import where_sections
    from ..places.postcodes import Scan, sources
    from ..places.whereabouts import locate
    from ..schema import where_json
    from ..source import Atlas

    edition, today = opened(data, local, as_of)
    atlas = Atlas(edition)
    # Nobody has to know that a postcode with a space in it wants quotation marks.
    typed = " ".join(query)
    if typed == "-":
        return _where_each(edition.data, atlas, today, as_json=json)
    found, origins = locate(edition.data, typed, Scan(atlas.postcodes), atlas), sources(atlas.postcodes)
    if json:
        print_json(where_json(edition.data, found, origins, today))
    else:
        print_sections(where_sections(edition.data, found, origins, today))
    return ExitCode.OK if found.home else ExitCode.NO_ANSWER


def _where_each(data: "Dataset", atlas: "Atlas", today: "date", *, as_json: bool) -> int:
    """Answer each line of stdin on a line of its own; NO_ANSWER if any could not be answered."""
    import json

    from ..pages import where_line
    from ..places.postcodes import Index, sources
    from ..places.whereabouts import locate
    from ..schema import where_json

    table, origins, unsettled = Index(atlas.postcodes), sources(atlas.postcodes), 0
    for line in _lines_of(sys.stdin):
        found = locate(data, line, table, atlas)
        unsettled += not found.home
        shown = (
            json.dumps(where_json(data, found, origins, today), ensure_ascii=False)
            if as_json
            else where_line(data, found, today)
        )
        sys.stdout.write(shown + "\n")
    return ExitCode.NO_ANSWER if unsettled else ExitCode.OK


def _lines_of(stream: TextIO, longest: int = 1000) -> Iterator[str]:
    """The lines of *stream*, one at a time; what is beyond *longest* characters of a line is not kept."""
    while line := stream.readline(longest):
        rest = line
        while not rest.endswith("\n") and rest:
            rest = stream.readline(longest)
        yield line.rstrip("\r\n")
