"""What is wrong with a dataset, as a place and words; above all a name that nothing in it goes by."""

from collections.abc import Iterable

from .near import either, nearest

#: A place in the file as pydantic spells it, e.g. `("rules", 3, "when", "level")`.
Path = tuple[str | int, ...]
#: A place, and what is wrong there.
Fault = tuple[Path, str]


def did_you_mean(typed: str, known: Iterable[str]) -> str:
    """A clause that offers the nearest of *known*, or nothing."""
    near = nearest(typed, known)
    return f"; did you mean {either(near)}?" if near else ""


class Unknown(str):
    """What to say of a name that nothing goes by; with it the name, and the nearest to it, if there is just one."""

    named: str
    nearest: str

    def __new__(cls, kind: str, named: str, known: Iterable[str]) -> "Unknown":
        """The words for *named*, which none of *known* is."""
        known = list(known)
        unknown = super().__new__(cls, f"no {kind} is called `{named}`{did_you_mean(named, known)}")
        near = nearest(named, known)
        unknown.named, unknown.nearest = named, near[0] if len(near) == 1 else ""
        return unknown
