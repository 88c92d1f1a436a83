"""Finding a school by its name or its number. Pure: the text of the list comes in as an argument."""

from __future__ import annotations

import csv
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

#: No more schools than this are worth choosing from.
MOST = 8

#: Nothing longer is the name of a school.
LONGEST = 120

#: Fewer letters than this match only as a whole word.
SHORTEST_PART = 3

#: How alike, out of a hundred, all the words must be on the whole, and each of them on its own.
ALIKE, EACH_ALIKE = 78, 65

#: How alike a word must be to one of the shared words to be taken for it, misspelt.
MISSPELT = 85

#: Words that tell no school from another. A name made of nothing else finds none.
SHARED_WORDS = frozenset(
    """
    a academy and area campus catholic centre church college community england for form high leicester
    leicestershire of school schools secondary sixth special studio voluntary
    """.split()  # noqa: SIM905 (as a list there would be a word a line)
)

#: Words written in more ways than one.
SPELLINGS = {"7": "vii", "st": "saint"}


class School(NamedTuple):
    """A school as it was at the date of its source. What was not found is empty."""

    name: str
    also_known_as: tuple[str, ...]
    urn: str
    postcode: str
    ons_code: str
    kind: str
    type: str
    source: str
    source_date: str
    note: str


class Match(NamedTuple):
    """A school that may have been meant, and how it was found: `exact`, `part` or `near`."""

    school: School
    how: str


def parse(text: str) -> tuple[School, ...]:
    """The schools of a list, in its order."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return tuple(_school(row) for row in csv.DictReader(lines))


def find(schools: Iterable[School], typed: str) -> tuple[Match, ...]:
    """The schools that may have been meant, likeliest first. None is chosen, even if there is only one."""
    known, wanted = tuple(schools), _words(typed[: LONGEST + 1])
    if len(typed) > LONGEST or not _telling(wanted):
        return ()
    return (_exact_and_part(known, wanted) or _near(known, _telling(wanted)))[:MOST]


def by_urn(schools: Iterable[School], typed: str) -> School | None:
    """The school with a unique reference number, if it is in the list."""
    urn = typed.strip()
    return next((school for school in schools if urn and school.urn == urn), None)


def _school(row: dict[str, str]) -> School:
    fields = row | {"also_known_as": _names(row["also_known_as"])}
    return School._make(fields[name] for name in School._fields)


def _names(field: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in field.split(";") if name.strip())


def _words(text: str) -> list[str]:
    """The words of a name, in one case and spelling, without punctuation or `the`."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(dict.fromkeys(map(ord, "'`\u2018\u2019")))
    spaced = "".join(mark if mark.isalnum() else " " for mark in plain)
    return [SPELLINGS.get(word, word) for word in spaced.split() if word != "the"]


def _telling(words: list[str]) -> list[str]:
    return [word for word in words if word not in SHARED_WORDS]


def _named(school: School) -> list[list[str]]:
    """The words of every name that a school goes by."""
    return [_words(name) for name in (school.name, *school.also_known_as)]


def _exact_and_part(schools: tuple[School, ...], wanted: list[str]) -> tuple[Match, ...]:
    exact = [school for school in schools if wanted in _named(school)]
    part = [s for s in schools if s not in exact and any(_is_part(wanted, name) for name in _named(s))]
    # The fewer words were left out, the likelier it is the school that was meant.
    part.sort(key=lambda school: min(len(set(name) - set(wanted)) for name in _named(school)))
    return (*(Match(school, "exact") for school in exact), *(Match(school, "part") for school in part))


def _is_part(wanted: list[str], name: list[str]) -> bool:
    """Whether every telling word typed begins a telling word of the name, or they are part of it run together."""
    mine, theirs = _telling(wanted), _telling(name)
    joined = "".join(mine)
    run_together = len(joined) > SHORTEST_PART and "".join(theirs).startswith(joined)
    return run_together or all(any(_begins(word, other) for other in theirs) for word in mine)


def _begins(word: str, other: str) -> bool:
    return word == other or (len(word) >= SHORTEST_PART and other.startswith(word))


def _near(schools: tuple[School, ...], wanted: list[str]) -> tuple[Match, ...]:
    # Only a name that is not found needs it, and it is slow to load.
    from rapidfuzz.fuzz import ratio

    telling = [word for word in wanted if max(ratio(word, shared) for shared in SHARED_WORDS) < MISSPELT]
    scores = [(max(_likeness(telling, _telling(name), ratio) for name in _named(s)), s) for s in schools]
    near = [(score, school) for score, school in scores if score >= ALIKE]
    return tuple(Match(school, "near") for _, school in sorted(near, key=lambda pair: -pair[0]))


def _likeness(wanted: list[str], name: list[str], ratio: Callable[[str, str], float]) -> float:
    """How alike the telling words are, out of a hundred; nothing if one of them is like no word of the name."""
    each = [max(ratio(word, other) for other in name) for word in wanted]
    alike = sum(each) / len(each) if min(each, default=0) >= EACH_ALIKE else 0
    return max(alike, ratio("".join(wanted), "".join(name)))
