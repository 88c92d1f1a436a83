"""Which records two datasets have, have not or word differently, whatever follows from it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from ..dataset import Dataset
from ..record import Record

#: The keys that hold nothing but words, and what the file calls itself; a change of any other is one of fact.
WORDS = frozenset(
    {"about", "ask", "called", "find_rate", "hint", "note", "notice", "question_to_put", "reading", "safeguarding"}
    | {"steps", "summary", "text", "title", "version", "who_knows", "why", "working_name"}
)


@dataclass(frozen=True)
class Named:
    """A record by what it is and what it is called; an option as `question=option`."""

    kind: str
    id: str


@dataclass(frozen=True)
class Edited:
    """A record that both have, and the keys that differ."""

    kind: str
    id: str
    keys: tuple[str, ...]

    @property
    def is_wording(self) -> bool:
        """Whether the same is said in other words."""
        return WORDS.issuperset(self.keys)


@dataclass(frozen=True)
class Edits:
    """What became of the records, in the order of the file."""

    added: tuple[Named, ...]
    removed: tuple[Named, ...]
    edited: tuple[Edited, ...]
    reordered: tuple[Named, ...]
    """Lists whose records stand in another order: the kind, and for options the question."""

    @property
    def is_wording(self) -> bool:
        """Whether every record says what it said, in other words."""
        return not (self.added or self.removed or self.reordered) and all(one.is_wording for one in self.edited)

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.edited or self.reordered)


def edits(old: Dataset, new: Dataset) -> Edits:
    """What became of the records of *old* in *new*."""
    before, after = (dict(records(data)) for data in (old, new))
    return Edits(
        added=tuple(name for name in after if name not in before),
        removed=tuple(name for name in before if name not in after),
        edited=tuple(
            Edited(name.kind, name.id, keys) for name in after if (keys := _keys(before.get(name), after[name]))
        ),
        reordered=tuple(_reordered(old, new)),
    )


def records(data: Dataset) -> Iterator[tuple[Named, Record]]:
    """Every record of *data* by name; one that stands alone is called by its kind."""
    single: dict[str, Record | None] = {"about": data.about, "guidance": data.guidance, "tiers": data.tiers}
    single |= {"geography": data.geography, "charge": data.charge}
    yield from ((Named(kind, kind), record) for kind, record in single.items() if record is not None)
    for listing, listed in _lists(data).items():
        yield from ((_name(listing, record.id), record) for record in listed)


def _name(listing: Named, name: str) -> Named:
    return Named(listing.kind, f"{listing.id}={name}" if listing.id else name)


def _lists(data: Dataset) -> dict[Named, Sequence[Any]]:
    """The lists of records, by kind; of options, one for each question."""
    kinds: dict[str, Sequence[Any]] = {
        "warning": data.about.warnings,
        "paragraph": data.guidance.paragraphs,
        "source": data.sources,
        "question": data.questions,
        "rule": data.rules,
        "companion": data.companions,
        "pathway": data.pathways,
        "evidence": data.evidence,
        "cost": data.costs,
        "contact": data.contacts,
        "premium": data.charge.premiums if data.charge else (),
        "rate": data.charge.rates if data.charge else (),
        "way": data.charge.ways if data.charge else (),
        "assumption": data.charge.assumptions if data.charge else (),
        "what is not charged": data.charge.not_charged if data.charge else (),
        "scheme": data.tiers.schemes if data.tiers else (),
        "tier pair": data.tiers.pairs if data.tiers else (),
        "area": data.geography.areas if data.geography else (),
        "partnership": data.geography.partnerships if data.geography else (),
    }
    lists = {Named(kind, ""): listed for kind, listed in kinds.items()}
    return lists | {Named("option", question.id): question.options for question in data.questions}


def _keys(before: Record | None, after: Record) -> tuple[str, ...]:
    """The keys whose values differ, apart from those that hold records with a name of their own."""
    if before is None:
        return ()
    keys = (field.name for field in fields(after))
    values = ((key, getattr(before, key), getattr(after, key)) for key in keys)
    return tuple(key for key, was, now in values if was != now and not (_is_list(was) or _is_list(now)))


def _is_list(value: object) -> bool:
    return isinstance(value, tuple) and any(hasattr(part, "id") for part in value)


def _reordered(old: Dataset, new: Dataset) -> Iterator[Named]:
    """The lists of both in which what both have stands in another order."""
    before = _lists(old)
    for listing, listed in _lists(new).items():
        one, other = ([record.id for record in records] for records in (before.get(listing, ()), listed))
        if [name for name in one if name in other] != [name for name in other if name in one]:
            yield listing
