"""Rows out of lines, some at a time: what there is of each, and what is wrong with it."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from .blocks import flaw

#: Lines looked at together: at first, at most, and at most in letters.
FEW, MANY, LARGEST = 16, 2_000, 1 << 18


class Chunk(NamedTuple):
    """Some rows, all as wide as the header, and what is wrong with those that cannot be read, by where they stand."""

    rows: list[Sequence[str]]
    faults: Mapping[int, str]
    empty: int = 0
    """How many lines among them are empty, and hold no row."""
    places: Sequence[int] = ()
    """Where each row stands among all, if some are empty."""


def portions(lines: Iterator[str]) -> Iterator[list[str]]:
    """*lines* some at a time, the fewer the longer they are, so that they take the same memory."""
    many = FEW
    while some := list(islice(lines, many)):
        yield some
        many = max(1, min(MANY, LARGEST * len(some) // sum(map(len, some))))


def flawed(lines: Sequence[str], number: int) -> str:
    """The first flaw of *lines*, of which the first has this *number*; "" if there is none."""
    found = ((flaw(line), at) for at, line in enumerate(lines, number))
    return next((f"line {at} {known[0]}: {known[1]}" for known, at in found if known), "")
