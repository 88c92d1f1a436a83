"""What is wrong with a dataset, as a place and words; above all a name that nothing in it goes by."""

from collections.abc import Iterable, Sequence
from typing import Self

from .near import either, nearest, the_nearest

#: A place in the file as pydantic spells it, e.g. `("rules", 3, "when", "level")`.
Path = tuple[str | int, ...]
#: A place, and what is wrong there.
Fault = tuple[Path, str]
#: Of more names than these, nobody reads the rest.
MOST_NAMES = 8


def did_you_mean(typed: str, known: Iterable[str]) -> str:
    """A clause that offers the nearest of *known*, or nothing."""
    near = nearest(typed, known)
    return f"; did you mean {either(near)}?" if near else ""


class Wrong(str):
    """What to say of one place that is wrong; with it which sort of fault that is, and what to do about it."""

    kind: str
    fix: str
    nearest: str = ""
    """What was meant, if that can be guessed."""

    def __new__(cls, message: str, kind: str = "malformed", fix: str = "") -> Self:
        """The *message*, which often says by itself what to write."""
        wrong = super().__new__(cls, message)
        wrong.kind, wrong.fix = kind, fix or message
        return wrong


class Unknown(Wrong):
    """What to say of a name that nothing goes by; with it the name, and the nearest to it, if there is one."""

    named: str

    def __new__(cls, kind: str, named: str, known: Iterable[str], supposing: str = "") -> Self:
        """The words for *named*, which none of *known* is; *supposing* says on what guess those are the known ones."""
        known = list(dict.fromkeys(known))
        message = f"{supposing}no {kind} is called `{named}`{did_you_mean(named, known)}"
        near = either(nearest(named, known))
        unknown = super().__new__(cls, message, "unknown-name", f"write {near}" if near else one_of(kind, known))
        unknown.named, unknown.nearest = named, the_nearest(named, known)
        return unknown


def one_of(kind: str, known: Sequence[str]) -> str:
    """What to write in place of a name that is like none of *known*."""
    if not known:
        return f"there is no {kind} yet: write one, or take this name out"
    more = f" (the first {MOST_NAMES} of {len(known)})" if len(known) > MOST_NAMES else ""
    return f"write one of: {' · '.join(f'`{name}`' for name in known[:MOST_NAMES])}{more}"
