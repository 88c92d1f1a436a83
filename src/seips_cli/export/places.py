"""What a page needs to look a postcode up: the table, and what each district in it answers, by number."""

from collections.abc import Iterable, Iterator
from typing import Any

from ..dataset import Dataset
from ..decision import variables_of
from ..errors import plain
from ..geography import Geography, Home
from ..places.postcodes import ENDINGS, LONGEST_POSTCODE, SEPARATORS, Scan, districts
from ..places.whereabouts import REASONS, UNDERSTOOD, spot_of

#: The kinds of rows that a look-up reads.
KINDS = ("units", "sector", "outcodes", "area", "bulk")
SUMMARY = "Look up the child's postcode"
LABEL = "Postcode"
HINT = "A whole postcode, or the first part. It is looked up in this page. It is not sent, and not kept."
ACTION = "Look it up"
NEITHER = "This is not a postcode. A whole one looks like AB1 2CD."


def places(data: Dataset, geography: Geography, home: Home, table: str) -> dict[str, Any]:
    """The postcodes of *table* and what they answer; questions and options by their numbers."""
    numbers = {variable.id: n for n, variable in enumerate(variables_of(data))}
    options = {variable.id: variable.options for variable in variables_of(data)}
    known = options[home.question]
    return {
        "rows": list(_rows(table)),
        "spots": dict(_spots(data, table, known, options[geography.question])),
        "home": numbers[home.question],
        "area": numbers[geography.question],
        "elsewhere": known.index(home.elsewhere),
        "reasons": REASONS,
        "words": {
            "summary": SUMMARY,
            "label": LABEL,
            "hint": HINT,
            "action": ACTION,
            "neither": NEITHER,
            "otherwise": plain(home.how_to_tell),
            "understood": UNDERSTOOD,
        },
        "longest": LONGEST_POSTCODE,
        "separators": _class(mark for mark, other in SEPARATORS.items() if other),
        "invisible": _class(mark for mark, other in SEPARATORS.items() if not other),
        "endings": "".join(sorted(ENDINGS)),
    }


def _rows(table: str) -> Iterator[str]:
    """The rows that a look-up reads, as they are."""
    return (row for row in table.splitlines() if row.partition(",")[0] in KINDS)


def _spots(data: Dataset, table: str, homes: tuple[str, ...], areas: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """What each district of *table* is called and what it answers; null for what is not one of the areas."""
    names = districts(table)
    for code in sorted({row[1] for kind in ("units", "sector") for row in Scan(table).rows(f"{kind},")}):
        spot = spot_of(data, code, names.get(code, code))
        area = areas.index(spot.area) if spot.area else None
        yield code, {"name": plain(spot.name), "home": homes.index(spot.home), "area": area}


def _class(marks: Iterable[int]) -> str:
    """*marks* as they stand in the square brackets of a regular expression in a browser."""
    return "".join(f"\\u{{{mark:x}}}" for mark in marks)
