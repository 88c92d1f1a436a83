"""What was nearly typed: offered, never taken."""

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches

#: So many are offered at most.
FEW = 3
#: A name has room for one slip in so many letters, and for no more than two.
LETTERS, MOST = 4, 2


def nearest(typed: str, known: Iterable[str]) -> list[str]:
    """The nearest of *known*, and what is as near, in their own order; none where nothing is near."""
    names = dict.fromkeys(known)
    best = get_close_matches(typed, names, n=1)
    return [name for name in names if best and _likeness(typed, name) == _likeness(typed, best[0])][:FEW]


def the_nearest(typed: str, known: Iterable[str]) -> str:
    """That of *known* which is most like what was typed; "" where there is none, or more than one."""
    near = nearest(typed, known)
    return near[0] if len(near) == 1 else ""


def either(names: Iterable[str]) -> str:
    """*names* as a choice in words."""
    return " or ".join(f"`{name}`" for name in names)


def is_slip(typed: str, name: str) -> bool:
    """Whether *typed* can be *name* with a letter or two missed, added, changed or swapped with the next."""
    most = min(MOST, len(name) // LETTERS)
    return abs(len(typed) - len(name)) <= most and _slips(typed, name) <= most


def _likeness(typed: str, name: str) -> float:
    return SequenceMatcher(None, name, typed).ratio()


def _slips(typed: str, name: str) -> int:
    """The fewest slips that make *typed* of *name*."""
    two_above: list[int] = []
    above = list(range(len(name) + 1))
    for n, letter in enumerate(typed, 1):
        row = [n]
        for m, other in enumerate(name, 1):
            row.append(min(above[m] + 1, row[-1] + 1, above[m - 1] + (letter != other)))
            if n > 1 < m and (letter, typed[n - 2]) == (name[m - 2], other):
                row[m] = min(row[m], two_above[m - 2] + 1)
        two_above, above = above, row
    return above[-1]
