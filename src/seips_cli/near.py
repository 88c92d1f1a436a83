"""What was nearly typed: offered, never taken."""

from collections.abc import Iterable
from difflib import SequenceMatcher

#: So many are offered at most.
FEW = 3
#: What is less like a name than this, of 1 for the same, is not near it.
NEAR = 0.6
#: A name has room for one slip in so many letters, and for no more than two.
LETTERS, MOST = 4, 2


def nearest(typed: str, known: Iterable[str]) -> list[str]:
    """The nearest of *known*, and what is as near, in their own order; none where nothing is near."""
    matcher, found, best = SequenceMatcher(None, "", typed), {}, NEAR
    for name in dict.fromkeys(known):
        matcher.set_seq1(name)
        # The first two are quickly known, and never less than the last.
        if matcher.real_quick_ratio() >= best and matcher.quick_ratio() >= best and matcher.ratio() >= best:
            found[name] = best = matcher.ratio()
    return [name for name, likeness in found.items() if likeness == best][:FEW]


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
