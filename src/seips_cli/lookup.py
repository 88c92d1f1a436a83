"""How we find what a person typed: a partnership, a level, a question. A near miss is offered, never taken."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from .dataset import Dataset, Level, Option, Question, Scheme, TierMap, TierPair
from .errors import NoAnswer, SeipsError, plain
from .geography import Area, Partnership
from .record import Record, record
from .spelling import as_partnership, folded, meant

Thing = TypeVar("Thing")
#: Longer than any name; what is longer is not echoed whole.
LONGEST_ECHO = 60


def echo(typed: str) -> str:
    """What a person typed, safe and short enough to print."""
    shown = plain(typed).replace("\n", " ")
    return shown if len(shown) <= LONGEST_ECHO else f"{shown[:LONGEST_ECHO]}..."


def find_partnership(data: Dataset, typed: str) -> Partnership:
    """The partnership known by id, name, district or town as *typed*. Raises NoAnswer with the nearest names."""
    wanted = as_partnership(typed)
    known = {as_partnership(name): (name, partnership) for name, partnership in partnership_names(data)}
    if wanted in known:
        return known[wanted][1]
    home = data.geography.home if data.geography else None
    if home and wanted in map(folded, home.unclear):
        hint = "look up the postcode with `seips where`, or name the district"
        raise NoAnswer(f"`{echo(typed)}` lies on both sides of the boundary", hint=hint, kind="unknown-partnership")
    from difflib import get_close_matches

    near = [known[name] for name in get_close_matches(wanted, known, n=3, cutoff=0.7)]
    names = dict.fromkeys(f"`{name}` (partnership `{partnership.id}`)" for name, partnership in near)
    every = " · ".join(dict.fromkeys(partnership.id for _, partnership in partnership_names(data)))
    raise NoAnswer(
        f"no partnership, district or town is known here as `{echo(typed)}`",
        hint=f"did you mean {' or '.join(names)}?" if names else f"choose one of: {every}" if every else "",
        kind="unknown-partnership",
    )


def partnership_names(data: Dataset) -> Iterator[tuple[str, Partnership]]:
    """Everything that a partnership may be called, areas and places included."""
    geography = data.geography
    for partnership in geography.partnerships if geography else ():
        names = (partnership.id, *forms(partnership.name), *partnership.also)
        yield from ((name, partnership) for name in names)
    for partnership in geography.partnerships if geography else ():
        for area in areas_of(data, partnership):
            yield from ((name, partnership) for name in (area.id, area_name(data, area.id), *area.places))


def forms(name: str) -> tuple[str, ...]:
    """*name* as it stands; and the name and its letters, each by itself, of `East Inclusion Partnership (EIP)`."""
    words, _, letters = name.removesuffix(")").partition(" (")
    return (name, words, letters) if letters else (name,)


def areas_of(data: Dataset, partnership: Partnership) -> tuple[Area, ...]:
    """The districts that *partnership* is taken to serve."""
    return tuple(area for area in data.geography.areas if area.id in partnership.areas) if data.geography else ()


def area_name(data: Dataset, area: str) -> str:
    """What readers call *area*: the words of its option."""
    question = next(q for q in data.questions if data.geography and q.id == data.geography.question)
    return next(option.text for option in question.options if option.id == area)


@record
class LevelFound(Record):
    """A level as it is properly written, its scheme, and the pair that holds it (None: no pair mentions it)."""

    name: str
    scheme: Scheme
    pair: TierPair | None


def find_level(tiers: TierMap, typed: str) -> LevelFound:
    """The level that *typed* means. Raises NoAnswer with the nearest spellings."""
    known = {folded(name): (level.name, scheme) for name, level, scheme in level_names(tiers)}
    if folded(typed) in known:
        name, scheme = known[folded(typed)]
        pair = next((pair for pair in tiers.pairs if pair.levels.get(scheme.id) == name), None)
        return LevelFound(name, scheme, pair)
    from difflib import get_close_matches

    from .near import either

    near = dict.fromkeys(known[name][0] for name in get_close_matches(folded(typed), known, n=3, cutoff=0.5))
    levels = near or dict.fromkeys(name for name, _ in known.values())
    raise NoAnswer(
        f"`{echo(typed)}` is not a level that is known here",
        hint=f"{'did you mean' if near else 'the levels are'} {either(levels)}{'?' if near else ''}",
        kind="unknown-level",
    )


def level_names(tiers: TierMap) -> Iterator[tuple[str, Level, Scheme]]:
    """Everything that a level may be called, with the level and its scheme."""
    for scheme in tiers.schemes:
        for level in scheme.levels:
            yield from ((name, level, scheme) for name in (level.name, *level.also))


def level_across(tiers: TierMap, typed: str) -> tuple[TierPair, str]:
    """The pair that holds the level *typed*, and the level on its other side (one a line, if there are more sides).

    Raises NoAnswer where none is stated, with the reason.
    """
    found = find_level(tiers, typed)
    others = [name for scheme, name in (found.pair.levels if found.pair else {}).items() if scheme != found.scheme.id]
    if not (found.pair and others):
        reason = found.pair.why if found.pair else "The guidance does not mention it."
        raise NoAnswer(f"{found.name} has no stated match. {reason}", kind="no-equivalent")
    return found.pair, "\n".join(others)


def find_question(questions: Iterable[Question], typed: str) -> Question:
    """The question called *typed*. Raises SeipsError with the nearest id."""
    return find_record("question", typed, {question.id: question for question in questions})


def find_option(question: Question, typed: str) -> Option:
    """The option of *question* called *typed*. Raises SeipsError with the nearest id."""
    return find_record(f"option of `{question.id}`", typed, {option.id: option for option in question.options})


def find_record(kind: str, typed: str, known: dict[str, Thing]) -> Thing:
    """The record of *known* called *typed*; *kind* is what to call it. Raises SeipsError with the nearest ids."""
    if name := meant(typed, known):
        return known[name]
    from .near import either, nearest

    near = nearest(typed.casefold(), known)
    hint = f"did you mean {either(near)}?" if near else f"choose one of: {' · '.join(known)}"
    raise SeipsError(f"no {kind} is called `{echo(typed)}`", hint=hint, kind=f"unknown-{kind.split()[0]}")
