"""Finding a school by its name or its number. Pure: the text of the list comes in as an argument."""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

#: No more schools than this are worth choosing from.
MOST = 8

#: Nothing longer is the name of a school.
LONGEST_NAME = 120

#: Fewer letters than this match only as a whole word.
SHORTEST_PART = 3

#: How alike, out of a hundred, all the words must be on the whole, and each of them on its own.
ALIKE, EACH_ALIKE = 78, 65

#: How alike a word must be to one of the shared words to be taken for it, misspelt.
MISSPELT = 85

#: Words for schools of any place (`england` as in Church of England). They tell no school from another.
SCHOOL_WORDS = frozenset(
    """
    a academy and area campus catholic centre church college community england for form high of school schools
    secondary sixth special studio voluntary
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
    if len(typed) > LONGEST_NAME:
        return ()
    register, wanted = _register(tuple(schools)), _words(typed)
    exact = register.exact(wanted)
    telling = [word for word in wanted if word not in register.shared]
    found = (*exact, *register.part(wanted, telling, exact)) if telling else exact
    return (found or register.near(telling))[:MOST]


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


class Name(NamedTuple):
    """A name that a school goes by: the school's place in the list, all its words, and those that tell it apart."""

    school: int
    words: list[str]
    telling: list[str]


class Register:
    """A list of schools, read once so that many names can be looked for in it."""

    def __init__(self, schools: tuple[School, ...]) -> None:
        """Take every name of every school apart."""
        self.schools = schools
        named = [[_words(name) for name in (school.name, *school.also_known_as)] for school in schools]
        self.shared = SCHOOL_WORDS | _shared(named)
        self.names = [
            Name(n, words, [word for word in words if word not in self.shared])
            for n, names in enumerate(named)
            for words in names
        ]
        self.joined = ["".join(name.telling) for name in self.names]
        self.holding: dict[str, set[int]] = {}
        for at, name in enumerate(self.names):
            for word in name.telling:
                self.holding.setdefault(word, set()).add(at)
        self.words = tuple(self.holding)
        # Sorted, so that every run is alike.
        self.common = sorted(self.shared)

    def exact(self, wanted: list[str]) -> tuple[Match, ...]:
        """The schools that have just this name."""
        found = dict.fromkeys(name.school for name in self.names if name.words == wanted)
        return tuple(Match(self.schools[n], "exact") for n in found)

    def part(self, wanted: list[str], telling: list[str], exact: tuple[Match, ...]) -> tuple[Match, ...]:
        """The other schools with a name that this is part of: the fewer words left out, the likelier."""
        left_out: dict[int, int] = {}
        named = {match.school for match in exact}
        for n in sorted({self.names[at].school for at in self._beginning(telling)}):
            if self.schools[n] not in named:
                left_out[n] = min(len(set(name.words) - set(wanted)) for name in self.names if name.school == n)
        return tuple(Match(self.schools[n], "part") for n in sorted(left_out, key=left_out.__getitem__))

    def _beginning(self, telling: list[str]) -> set[int]:
        """The names in which each of these words begins a telling word, or which begin with them run together."""
        each = [{at for other in self.words if _begins(word, other) for at in self.holding[other]} for word in telling]
        joined = "".join(telling)
        is_long = len(joined) > SHORTEST_PART
        run_together = {at for at, name in enumerate(self.joined) if is_long and name.startswith(joined)}
        return set.intersection(*each) | run_together

    def near(self, wanted: list[str]) -> tuple[Match, ...]:
        """The schools that have a name like this one, the likest first."""
        telling = [word for word in wanted if not _likest(word, self.common, MISSPELT)]
        if not telling:
            return ()
        scores: dict[int, float] = {}
        joined = _likest("".join(telling), self.joined, ALIKE)
        for at, score in (*joined, *self._alike(telling)):
            school = self.names[at].school
            scores[school] = max(score, scores.get(school, ALIKE))
        return tuple(Match(self.schools[n], "near") for n in sorted(scores, key=lambda n: (-scores[n], n)))

    def _alike(self, telling: list[str]) -> Iterator[tuple[int, float]]:
        """The names with a word like each of these, if all together are alike enough, and how much."""
        each: list[dict[int, float]] = []
        for word in telling:
            each.append({})
            for n, score in _likest(word, self.words, EACH_ALIKE):
                for at in self.holding[self.words[n]]:
                    each[-1].setdefault(at, score)
        for at in set.intersection(*map(set, each)):
            if (score := sum(likeness[at] for likeness in each) / len(each)) >= ALIKE:
                yield at, score


@lru_cache(maxsize=4)
def _register(schools: tuple[School, ...]) -> Register:
    return Register(schools)


def _shared(schools: list[list[list[str]]]) -> set[str]:
    """The words that tell no school of a list from another: those of more names than one can choose from, and places.

    A word for a place stands behind the word for a school, as in `New College Durham`, and begins no name. It tells
    nothing if it is in several names, or if the same school has a name without it.
    """
    names = [name for each in schools for name in each]
    counts = Counter(word for name in names for word in set(name))
    places = {word for name in names for word in _behind(name)} - {name[0] for name in names if name}
    left_out = {word for each in schools for name in each for other in each for word in set(name).difference(other)}
    idle = {word for word in places if counts[word] > 1 or word in left_out}
    return idle | {word for word, count in counts.items() if count > MOST}


def _behind(name: list[str]) -> list[str]:
    """What follows the last word for a school."""
    last = max((n for n, word in enumerate(name) if word in SCHOOL_WORDS), default=len(name))
    return name[last + 1 :]


def _likest(word: str, others: Sequence[str], least: float) -> list[tuple[int, float]]:
    """Which of *others* are at least so much like a word, out of a hundred, and how much, the likest first."""
    # Only a name that is not found needs it, and it is slow to load.
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import extract

    return [(n, score) for _, score, n in extract(word, others, scorer=ratio, score_cutoff=least, limit=None)]


def _begins(word: str, other: str) -> bool:
    return word == other or (len(word) >= SHORTEST_PART and other.startswith(word))
