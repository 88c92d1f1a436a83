"""What somebody here knows that is not published, laid over a dataset. Pure: `source` reads the file."""

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from ..dataset import ENTERED, Contact, Dataset, Source
from ..errors import SeipsError
from ..geography import Partnership
from ..lookup import forms, partnership_names
from ..record import Record
from ..spelling import as_partnership
from ..unknown import Fault, Path, Unknown, did_you_mean
from .known import is_of_a_pupil, strange_in_a_name
from .reach import LONGEST_NAME, email_address, link, names_in, telephone

#: Words, and the letters that they are shortened to.
NAME = re.compile(r"(?P<words>[^\W\d_]+(?:['’]?(?: & |, |[ /-])[^\W\d_]+)*['’]?)(?: \((?P<letters>[A-Z]{2,8})\))?")
#: A name has so many words, and so many of them that are not known.
MOST_WORDS, MOST_STRANGE = 12, 3


@dataclass(frozen=True)
class LocalContact(Record):
    """How a contact of the dataset can be reached, as somebody here knows it."""

    id: str
    checked_on: datetime.date
    email: str = ""
    phone: str = ""
    url: str = ""
    no_pupil: bool = False
    """Whether words in it that are not known were said to name staff or a body, and no pupil or parent."""


@dataclass(frozen=True)
class LocalPartnership(Record):
    """What a partnership is really called, and the districts it really serves."""

    id: str
    checked_on: datetime.date
    name: str = ""
    areas: tuple[str, ...] = ()
    no_pupil: bool = False
    """As in LocalContact, of the words of the name."""


@dataclass(frozen=True)
class LocalCost(Record):
    """A figure that the guidance does not give."""

    amount: str
    """Pounds a year, such as 6500.00."""
    checked_on: datetime.date


@dataclass(frozen=True)
class Overlay(Record):
    """A local file: what is not published, with the day each line was checked."""

    contacts: tuple[LocalContact, ...] = ()
    partnerships: tuple[LocalPartnership, ...] = ()
    average_pupil_cost: LocalCost | None = None


def faults(data: Dataset, overlay: Overlay, today: datetime.date) -> Iterator[Fault]:
    """What in *overlay* has no place in *data*, cannot be used to reach anybody, or cannot have been checked yet."""
    contacts = [contact.id for contact in data.contacts]
    partnerships = [one.id for one in data.geography.partnerships] if data.geography else []
    for n, contact in enumerate(overlay.contacts):
        if contact.id not in contacts:
            yield ("contacts", n, "id"), f"no contact is called `{contact.id}`{did_you_mean(contact.id, contacts)}"
        yield from (((("contacts", n, key)), message) for key, message in _unreachable(data, contact))
    for n, partnership in enumerate(overlay.partnerships):
        if partnership.id not in partnerships:
            known = did_you_mean(partnership.id, partnerships)
            yield ("partnerships", n, "id"), f"no partnership is called `{partnership.id}`{known}"
        yield from ((("partnerships", n, "name"), message) for message in _no_name(data, partnership))
        if not (partnership.name or partnership.areas):
            yield ("partnerships", n, "id"), "write its name or its areas, or take the partnership out"
    yield from _impossible(data, overlay, today)
    yield from _repeated(overlay)
    yield from _served_once(data, overlay)
    yield from _one_name_each(data, overlay)
    if overlay.average_pupil_cost:
        yield from _no_amount(overlay.average_pupil_cost.amount)


def _impossible(data: Dataset, overlay: Overlay, today: datetime.date) -> Iterator[Fault]:
    """Nothing was checked before the guidance was there; nor is such a day, then, one of a pupil's life."""
    for path, checked in last_checked(overlay):
        if checked > today:
            yield path, f"{checked} is still to come; write the day it was last checked"
        elif checked.isoformat() < data.guidance.revised:
            called = f"{data.guidance.called} of {data.guidance.revised}"
            yield path, f"write the day it was last checked, which was after {called}"


def _repeated(overlay: Overlay) -> Iterator[Fault]:
    """Of two entries for one thing nobody could tell which holds."""
    for key in ("contacts", "partnerships"):
        names = [one.id for one in getattr(overlay, key)]
        for n, name in enumerate(names):
            if name in names[:n]:
                yield (key, n, "id"), f"`{name}` stands here twice; write all of it in one entry"


def _served_once(data: Dataset, overlay: Overlay) -> Iterator[Fault]:
    """Each area that an entry gives to a partnership, or takes from it, is served by just one."""
    geography = data.geography
    known = [area.id for area in geography.areas] if geography else []
    before = {one.id: one.areas for one in geography.partnerships} if geography else {}
    after = before | {one.id: one.areas for one in overlay.partnerships if one.areas and one.id in before}
    for n, local in enumerate(overlay.partnerships):
        path = ("partnerships", n, "areas")
        areas = local.areas or before.get(local.id, ())
        yield from (((*path, m), Unknown("area", area, known)) for m, area in enumerate(areas) if area not in known)
        for area in dict.fromkeys((*areas, *before.get(local.id, ()))):
            serving = [name for name, areas in after.items() if area in areas]
            if area in known and len(serving) != 1:
                found = " and ".join(f"`{name}`" for name in serving) or "no partnership"
                yield path, f"`{area}` is served by {found}; write it under just one partnership"


def _one_name_each(data: Dataset, overlay: Overlay) -> Iterator[Fault]:
    """Whoever is asked for by name is one partnership: no name entered here is one by which something else is found."""
    after = placed_by(data, overlay)
    home = after.geography.home if after.geography else None
    elsewhere = [*home.unclear, *(authority.name for authority in home.authorities)] if home else []
    meant = {as_partnership(name): "a place that no one partnership serves" for name in elsewhere}
    names = [(as_partnership(name), one.id) for name, one in partnership_names(after)]
    for n, local in enumerate(overlay.partnerships):
        others = meant | {name: f"partnership `{one}`" for name, one in names if one != local.id}
        found = [(form, other) for form in forms(local.name) if (other := others.get(as_partnership(form)))]
        for form, other in found[:1] if local.name else ():
            message = f"`{form}` is found as {other} too; write a name by which nothing else is asked for"
            yield ("partnerships", n, "name"), message


def _no_amount(amount: str) -> Iterator[Fault]:
    from ..money.cost import pounds

    try:
        pounds(amount)
    except SeipsError as error:
        yield ("average_pupil_cost", "amount"), f"{error.message}; {error.hint}"


def last_checked(overlay: Overlay) -> Iterator[tuple[Path, datetime.date]]:
    """Where each day stands on which something was checked, and the day."""
    for key in ("contacts", "partnerships"):
        yield from (((key, n, "checked_on"), one.checked_on) for n, one in enumerate(getattr(overlay, key)))
    if overlay.average_pupil_cost:
        yield ("average_pupil_cost", "checked_on"), overlay.average_pupil_cost.checked_on


def _no_name(data: Dataset, local: LocalPartnership) -> Iterator[str]:
    """Why its name may not be kept: of no words but those of places and bodies in the dataset it tells of no pupil."""
    name, found = local.name, NAME.fullmatch(local.name)
    words = re.findall(r"[^\W\d_]+|&", found["words"]) if found else []
    if name and not 0 < len(words) <= MOST_WORDS:
        yield f"write what the partnership is called, in {MOST_WORDS} words at most, without digits or dots"
    strange = strange_in_a_name(data, " ".join(words))
    if name and max(map(len, words), default=0) > LONGEST_NAME:
        yield f"write words of {LONGEST_NAME} letters at most"
    if local.no_pupil and is_of_a_pupil([word.casefold() for word in strange]):
        yield f"`{'` and `'.join(strange)}` says something of a pupil"
    elif strange and not (local.no_pupil and len(strange) <= MOST_STRANGE):
        yield (
            f"`{'` and `'.join(strange)}` may be a pupil's name; if the partnership is called so, "
            f"add `no_pupil: true` to its entry, which makes room for {MOST_STRANGE} such words"
        )
    initials = iter(word[0].upper() for word in words)
    if found and not all(letter in initials for letter in found["letters"] or ""):
        yield f"`({found['letters']})` does not stand for the words before it"


def _unreachable(data: Dataset, contact: LocalContact) -> Iterator[tuple[str, str]]:
    """What would not reach anybody; what is written by hand is held to the same as what is entered."""
    for key, usual in _usual_forms(data, contact.no_pupil).items():
        written = getattr(contact, key)
        try:
            if written and usual(written) != written and key != "phone":
                yield key, f"write `{usual(written)}`"
        except SeipsError as error:
            yield key, f"{error.message}; {error.hint}"
    if not (contact.email or contact.phone or contact.url):
        yield "id", "write an email, phone or url, or take the contact out"


def said_of_no_pupil(data: Dataset, overlay: Overlay) -> Iterator[list[str]]:
    """The words of each entry that are not known, of which *overlay* says that they are no pupil's name."""
    for contact in overlay.contacts:
        yield from (names_in(data, address) for address in (contact.email, contact.url))
    yield from (strange_in_a_name(data, partnership.name) for partnership in overlay.partnerships)


def _usual_forms(data: Dataset, no_pupil: bool) -> Mapping[str, Callable[[str], str]]:
    """What makes sure of each way to reach somebody."""
    email, url = partial(email_address, data, no_pupil=no_pupil), partial(link, data, no_pupil=no_pupil)
    return {"email": email, "phone": telephone, "url": url}


def laid_over(data: Dataset, overlay: Overlay) -> Dataset:
    """*data* with what *overlay* knows in place of what it does not; each such line has a local source of its own."""
    contacts = {contact.id: contact for contact in overlay.contacts}
    partnerships = {one.id: one for one in overlay.partnerships}
    days = [(f"local-contact-{one.id}", one.checked_on) for one in overlay.contacts]
    days += [(f"local-partnership-{one.id}", one.checked_on) for one in overlay.partnerships]
    sources = [_source(name, day) for name, day in days]
    return replace(
        data,
        sources=(*data.sources, *sources),
        contacts=tuple(
            shown for one in data.contacts for shown in _reached(_served(one, partnerships), contacts.get(one.id))
        ),
        geography=placed_by(data, overlay).geography,
    )


def placed_by(data: Dataset, overlay: Overlay) -> Dataset:
    """*data* with the names and areas of partnerships that *overlay* knows, and nothing else of it."""
    known, geography = {one.id: one for one in overlay.partnerships}, data.geography
    renamed = tuple(_renamed(one, known.get(one.id)) for one in geography.partnerships) if geography else ()
    return replace(data, geography=geography and replace(geography, partnerships=renamed))


def _served(contact: Contact, partnerships: Mapping[str, LocalPartnership]) -> Contact:
    """*contact*, under the real name of its partnership where that is known."""
    local = partnerships.get(contact.partnership)
    return replace(contact, organisation=local.name) if local and local.name else contact


def _source(name: str, checked_on: datetime.date) -> Source:
    return Source(name, ENTERED, checked_on.isoformat(), checked_on, "secondary")


def _reached(contact: Contact, local: LocalContact | None) -> Iterator[Contact]:
    """*contact*, or in its place what is known locally; what is published stays beside it, under its own source."""
    if local:
        phone = telephone(local.phone) if local.phone else ""
        own = replace(contact, email=local.email, phone=phone, url=local.url, note="", status="local")
        is_new = contact.status == "not-published"
        yield replace(own, id=contact.id if is_new else f"{contact.id}-local", source=f"local-contact-{local.id}")
    if local is None or contact.status != "not-published":
        yield contact


def _renamed(partnership: Partnership, local: LocalPartnership | None) -> Partnership:
    if local is None:
        return partnership
    name, areas = local.name or partnership.name, local.areas or partnership.areas
    # With areas alone the name is still the one that nobody has confirmed.
    status = "local" if local.name else partnership.status
    return replace(partnership, name=name, areas=areas, status=status, source=f"local-partnership-{local.id}")
