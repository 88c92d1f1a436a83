"""What a fault bears on: which findings would be others if what stands at its place were put right."""

from collections.abc import Collection, Iterator, Mapping

from ..dataset import Dataset
from ..misshapen import keys_at
from ..near import the_nearest
from ..unknown import Path

Kinds = frozenset[str]

ASKED = frozenset({"question-never-matters", "option-never-matters"})
SHOWN = frozenset({"contact-never-shown", "partnership-never-shown"}) | ASKED
LED_TO = frozenset({"pathway-never-reached", "evidence-never-shown", "cost-never-shown"}) | SHOWN
BESIDE = frozenset({"companion-never-shown"}) | LED_TO
TIER = frozenset({"tier-never-shown"}) | ASKED
#: All that nothing reaches.
REACH = BESIDE | TIER

#: The keys that decide what is reached, as they stand below one another; all others are words and sources.
DECIDING: Mapping[tuple[str, ...], Kinds] = {
    ("questions", "id"): REACH,
    ("questions", "options", "id"): REACH,
    ("rules", "pathway"): REACH,
    ("rules", "when"): REACH,
    ("companions", "pathway"): BESIDE,
    ("companions", "alongside"): BESIDE,
    ("companions", "when"): BESIDE,
    ("pathways", "id"): REACH,
    ("pathways", "evidence"): frozenset({"evidence-never-shown"}),
    ("pathways", "costs"): frozenset({"cost-never-shown"}),
    ("pathways", "contacts"): SHOWN,
    ("evidence", "id"): frozenset({"evidence-never-shown"}),
    ("evidence", "shown_by"): ASKED,
    ("costs", "id"): frozenset({"cost-never-shown"}),
    ("contacts", "id"): SHOWN,
    ("contacts", "role"): SHOWN,
    ("contacts", "partnership"): SHOWN,
    ("tiers", "question"): TIER,
    ("tiers", "alongside"): TIER,
    ("tiers", "pairs", "id"): TIER,
    ("tiers", "pairs", "option"): TIER,
    ("geography", "question"): SHOWN,
    ("geography", "areas", "id"): SHOWN,
    ("geography", "partnerships", "id"): SHOWN,
    ("geography", "partnerships", "areas"): SHOWN,
    ("geography", "partnerships", "contact_first"): SHOWN,
}


def bears_on(path: Path, meant: Path) -> Kinds:
    """The kinds of finding that a fault at *path*, which is meant to be at *meant*, may call up or hide."""
    keys = _keys(meant)
    inside = [kinds for deciding, kinds in DECIDING.items() if _is_around(keys, deciding) or _is_around(deciding, keys)]
    return frozenset().union(*inside) if path else REACH


def meant_at(path: Path, lost: Collection[str], named: Collection[str]) -> Path | None:
    """Where the part at *path* belongs, if its key may be misspelt: the record around it where nobody can tell.

    None for a key that is like none and holds none of the names that decide anything, so that it is only in the way.
    *lost* are all words of what was taken out, *named* the names.
    """
    for end, key in enumerate(path, 1):
        if isinstance(key, str) and (known := keys_at(Dataset, path[: end - 1])) and key not in known:
            near = the_nearest(key, known)
            rest = meant_at((*path[: end - 1], near, *path[end:]), lost, named) if near else None
            return rest if near else path[: end - 1] if set(lost) & set(named) else None
    return path


def names_of(data: Dataset) -> Iterator[str]:
    """Every name by which one part of *data* decides what is shown of another."""
    for records in (data.questions, data.pathways, data.evidence, data.costs, data.contacts):
        yield from (record.id for record in records)
    yield from (option.id for question in data.questions for option in question.options)
    yield from (contact.role for contact in data.contacts)
    yield from (partnership.id for partnership in (data.geography.partnerships if data.geography else ()))


def _keys(path: Path) -> tuple[str, ...]:
    return tuple(str(part) for part in path if not isinstance(part, int))


def _is_around(outer: tuple[str, ...], inner: tuple[str, ...]) -> bool:
    return inner[: len(outer)] == outer
