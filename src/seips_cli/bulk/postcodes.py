"""What the postcode of a row answers. It is loaded only where there is a column for it."""

from collections.abc import Callable
from functools import lru_cache

from ..dataset import Dataset
from ..places.postcodes import Index, understand
from ..places.whereabouts import Tables, answers_of, locate_home
from .answer import NOWHERE, Located


def locator(data: Dataset, table: Index, tables: Tables) -> Callable[[str], Located]:
    """What tells of a cell with a postcode what it answers. All listed postcodes of a district answer the same."""
    listed: dict[str, Located] = {}

    def locate(typed: str) -> Located:
        code = table.unit(typed) or table.unit(understand(typed))
        if code in listed:
            return listed[code]
        found = located(data, typed, table, tables)
        return listed.setdefault(code, found) if code else found

    return locate


def located(data: Dataset, typed: str, postcodes: Index, tables: Tables) -> Located:
    """What a cell with a postcode answers; what is wrong with it, without repeating it."""
    if not typed.strip():
        return NOWHERE
    found = locate_home(data, typed, postcodes, tables)
    answers = answers_of(data, found) if found else {}
    home = data.geography.home.question if data.geography and data.geography.home else ""
    why = "does not settle the matter" if found else "is not one that can be read"
    return _one(tuple(answers.items()), "" if answers else f"the postcode {why}: leave it out and answer `{home}`")


@lru_cache(1000)
def _one(answers: tuple[tuple[str, str], ...], fault: str) -> Located:
    """The one that says so."""
    return Located(dict(answers), fault)
