"""Where a home or a school is: a postcode, a place or a name to authority, area and partnership. Nothing is guessed.

Pure: the tables come in as arguments. The table says which ONS code a postcode has, the dataset what the code means.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

from ..dataset import Dataset
from ..errors import NoAnswer
from ..geography import Geography, Home, Partnership
from ..lookup import area_name, areas_of, echo
from ..spelling import folded
from .postcodes import Found, Index, Scan, lookup, understand

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .schools import School

#: What is said back when a look-up answers a question, and what the answer is in the words of the question.
UNDERSTOOD = "Understood: {reason} {answer}."
#: What a look-up found, in words. `{place}` is the district or districts, `{typed}` what was understood.
REASONS = {
    "unit-listed": "{typed} is listed in {place}.",
    "unit-not-listed": "{typed} is not listed. It may be new, ended, or for bulk mail, and neighbours prove nothing.",
    "sector-in-one-district": "Every listed postcode in this sector is in {place}.",
    "sector-in-several-districts": "The listed postcodes of this sector are in {place}.",
    "sector-not-listed": "The sector of {typed} is not listed.",
    "outcode-in-one-district": "Every listed postcode that begins so is in {place}.",
    "outcode-in-several-districts": "The listed postcodes that begin so are in {place}.",
    "outcode-elsewhere": "No postcode that begins so is in the area of the table.",
    "outcode-not-listed": "No postcode is known that begins so.",
    "area-elsewhere": "Postcodes that begin so are outside Great Britain.",
    "bulk-mail": "Postcodes here are for bulk mail, which is sorted in one place and sent on to others.",
    "not-a-postcode": "This is not a postcode, and no place or school is known by it.",
}


@dataclass(frozen=True)
class Spot:
    """A district, and what it answers: the home authority, the area (if it is one), and who serves it."""

    ons_code: str
    name: str
    home: str
    area: str = ""
    partnership: Partnership | None = None


@dataclass(frozen=True)
class Whereabouts:
    """What is known of where something is.

    `certainty` is `exact`, `whole-sector`, `whole-outcode`, `school`, `ambiguous` or `unknown`. `home` is "" unless
    all that is possible agrees on it; `area` and `partnership` likewise.
    """

    kind: str
    """What *query* was taken for: `postcode`, `place` or `school`; "" for none of them."""
    query: str
    understood: str
    certainty: str
    reason: str
    home: str = ""
    area: str = ""
    ons_code: str = ""
    name: str = ""
    partnership: Partnership | None = None
    possible: tuple[Spot, ...] = ()
    school: "School | None" = None
    schools: "tuple[School, ...]" = ()
    """The schools to choose from, where more than one fits or none fits exactly."""


class Tables(Protocol):
    """What a look-up may need besides the postcodes, read only if it does."""

    @property
    def districts(self) -> Mapping[str, str]:
        """The name of each district in the postcode table, by ONS code."""

    @property
    def schools(self) -> "tuple[School, ...]":
        """The schools that may be known by name."""


def locate(data: Dataset, typed: str, postcodes: Scan | Index, tables: Tables) -> Whereabouts:
    """Where *typed* is: a postcode, a place that the dataset names, or a school. NoAnswer: the data cannot say."""
    return locate_home(data, typed, postcodes, tables) or locate_school(data, typed, tables)


def locate_home(data: Dataset, typed: str, postcodes: Scan | Index, tables: Tables) -> Whereabouts | None:
    """Where a home is by its postcode or by the name of a place; None if *typed* is neither."""
    _home(data)
    if understand(typed):
        return _by_postcode(data, echo(typed), lookup(typed, postcodes), tables.districts)
    return _by_place(data, echo(typed), typed)


def locate_school(data: Dataset, typed: str, tables: Tables) -> Whereabouts:
    """Where the school is that *typed* names, in whole or in part."""
    return _by_school(data, echo(typed), typed, tables.schools)


def answers_of(data: Dataset, found: Whereabouts) -> dict[str, str]:
    """The questions that *found* answers: a school its kind, an address its home authority and area."""
    geography = _geography(data)
    if found.school:
        kinds = geography.schools.answers if geography.schools else {}
        option = kinds.get(found.school.kind, {}).get(found.home)
        return {geography.schools.question: option} if geography.schools and option else {}
    home = {_home(data).question: found.home} if found.home else {}
    return home | ({geography.question: found.area} if found.area else {})


def spot_of(data: Dataset, ons_code: str, name: str) -> Spot:
    """What the dataset makes of a district called *name*."""
    for area in _geography(data).areas:
        if area.ons_code == ons_code:
            return Spot(ons_code, area_name(data, area.id), _home(data).areas, area.id, _serving(data, area.id))
    for authority in _home(data).authorities:
        if authority.ons_code == ons_code:
            return Spot(ons_code, authority.name, authority.option)
    return Spot(ons_code, name, _home(data).elsewhere)


def _geography(data: Dataset) -> Geography:
    if data.geography is None:
        raise NoAnswer("this dataset does not say where places are", kind="no-geography")
    return data.geography


def _home(data: Dataset) -> Home:
    home = _geography(data).home
    if home is None:
        raise NoAnswer("this dataset does not say which authority a place is in", kind="no-geography")
    return home


def _serving(data: Dataset, area: str) -> Partnership | None:
    return next((one for one in _geography(data).partnerships if area in one.areas), None)


def _by_postcode(data: Dataset, query: str, found: Found, names: Mapping[str, str]) -> Whereabouts:
    """What the table says, in the terms of the dataset."""
    spots = tuple(spot_of(data, code, names.get(code, code)) for code, _ in found.possible)
    reason = REASONS[found.reason].format(typed=found.understood, place=_listed(spots))
    base = Whereabouts("postcode", query, found.understood, found.certainty, reason)
    if found.certainty == "unknown":
        return replace(base, possible=spots)
    if not spots:
        return replace(base, home=_home(data).elsewhere)
    agreed = _agreed(base, spots)
    # Several districts on one side settle the home, though not the area.
    if found.certainty == "ambiguous" and agreed.home:
        return replace(agreed, certainty="whole-outcode" if found.reason.startswith("outcode") else "whole-sector")
    return agreed


def _agreed(base: Whereabouts, spots: tuple[Spot, ...]) -> Whereabouts:
    """*base* with whatever all *spots* have in common."""
    return replace(
        base,
        home=_common(spot.home for spot in spots),
        area=_common(spot.area for spot in spots),
        ons_code=_common(spot.ons_code for spot in spots),
        name=_common(spot.name for spot in spots),
        partnership=spots[0].partnership if len({id(spot.partnership) for spot in spots}) == 1 else None,
        possible=spots if len(spots) > 1 else (),
    )


def _common(values: Iterable[str]) -> str:
    found = set(values)
    return found.pop() if len(found) == 1 else ""


def _listed(spots: tuple[Spot, ...]) -> str:
    names = [spot.name for spot in spots]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _by_place(data: Dataset, query: str, typed: str) -> Whereabouts | None:
    """A district, a town in one, or a place whose name settles nothing."""
    wanted = folded(typed)
    if wanted in map(folded, _home(data).unclear):
        spots = tuple(spot_of(data, one.ons_code, one.name) for one in _home(data).authorities)
        reason = "The name does not settle it: an address there may be on either side. Give the postcode."
        return Whereabouts("place", query, query, "ambiguous", reason, possible=spots)
    known = _known_places(data)
    if wanted not in known:
        return None
    name, spot = known[wanted]
    kind = "a district" if spot.area else "the name of a whole authority"
    reason = f"{name} is {kind}." if name == spot.name else f"{name} is in {spot.name}."
    return _agreed(Whereabouts("place", query, name, "exact", reason), (spot,))


@lru_cache(maxsize=4)
def _known_places(data: Dataset) -> dict[str, tuple[str, Spot]]:
    return dict(_places(data))


def _places(data: Dataset) -> Iterator[tuple[str, tuple[str, Spot]]]:
    """Every place that has a name in the dataset, folded, with its proper name and where it is."""
    geography = _geography(data)
    for authority in _home(data).authorities:
        yield folded(authority.name), (authority.name, spot_of(data, authority.ons_code, authority.name))
    for partnership in geography.partnerships:
        for area in areas_of(data, partnership):
            spot = spot_of(data, area.ons_code, "")
            for name in (area.id, spot.name, *area.places):
                yield folded(name), (spot.name if name == area.id else name, spot)


def _by_school(data: Dataset, query: str, typed: str, schools: "Iterable[School]") -> Whereabouts:
    """A school by part of its name, when just one fits; otherwise those to choose from."""
    from .schools import find

    matches = find(schools, typed)
    exact = [match for match in matches if match.how == "exact"] or list(matches)
    if len(exact) == 1 and exact[0].how != "near":
        school = exact[0].school
        spot = spot_of(data, school.ons_code, "")
        reason = f"{school.name} is in {spot.name}."
        return replace(_agreed(Whereabouts("school", query, school.name, "school", reason), (spot,)), school=school)
    if not matches:
        return Whereabouts("", query, "", "unknown", REASONS["not-a-postcode"])
    several = "More than one school fits." if len(matches) > 1 else "No school is called just that."
    found = tuple(match.school for match in matches)
    certainty = "unknown" if matches[0].how == "near" else "ambiguous"
    return Whereabouts("school", query, "", certainty, several, schools=found)
