"""What calendars and address books read: RFC 5545 and RFC 2426 as text, escaped and folded. Nothing here is written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import NAMESPACE_URL, uuid5

from ..errors import plain

#: The longest line, in bytes, that these formats allow.
LONGEST_LINE = 75
#: When a calendar reminds of what is to do on a day: at nine o'clock.
MORNING = "PT9H"


@dataclass(frozen=True)
class Event:
    """Something to do on a day, all day; *key* is what tells it from every other."""

    key: str
    day: date
    summary: str
    description: str


@dataclass(frozen=True)
class Card:
    """A role that can be reached; *key* is what tells it from every other."""

    key: str
    name: str
    organisation: str
    email: str
    phone: str
    url: str
    note: str


def calendar(events: Iterable[Event], made_on: date) -> bytes:
    """*events* as an iCalendar file."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//seips//referral pack//EN", "CALSCALE:GREGORIAN"]
    for event in events:
        lines += _event(event, made_on)
    return _folded([*lines, "END:VCALENDAR"])


def _event(event: Event, made_on: date) -> Iterator[str]:
    yield from ("BEGIN:VEVENT", f"UID:{_identity(event.key)}", f"DTSTAMP:{_digits(made_on)}T000000Z")
    yield f"DTSTART;VALUE=DATE:{_digits(event.day)}"
    yield f"DTEND;VALUE=DATE:{_digits(event.day + timedelta(days=1))}"
    yield f"SUMMARY:{_escaped(event.summary)}"
    yield f"DESCRIPTION:{_escaped(event.description)}"
    yield from ("TRANSP:TRANSPARENT", "BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_escaped(event.summary)}")
    yield from (f"TRIGGER:{MORNING}", "END:VALARM", "END:VEVENT")


def address_book(cards: Iterable[Card]) -> bytes:
    """*cards* as a vCard file; version 3.0, since the address books of many offices do not read 4.0."""
    return _folded([line for card in cards for line in _card(card)])


def _card(card: Card) -> Iterator[str]:
    yield from ("BEGIN:VCARD", "VERSION:3.0", f"UID:urn:uuid:{_identity(card.key)}")
    yield from (f"FN:{_escaped(card.name)}", f"N:{_escaped(card.name)};;;;", f"ORG:{_escaped(card.organisation)}")
    if card.phone:
        yield f"TEL;TYPE=WORK,VOICE:{_escaped(card.phone)}"
    if card.email:
        yield f"EMAIL;TYPE=INTERNET:{_escaped(card.email)}"
    if card.url:
        yield f"URL:{''.join(plain(card.url).split())}"
    yield from (f"NOTE:{_escaped(card.note)}", "END:VCARD")


def _identity(key: str) -> str:
    """The same for the same *key* on every day and machine, so that what is opened twice is kept once."""
    return str(uuid5(NAMESPACE_URL, f"seips:{key}"))


def _digits(day: date) -> str:
    return day.isoformat().replace("-", "")


def _escaped(text: str) -> str:
    """*text* with what would end a value made harmless."""
    text = plain(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\n", "\\n")


def _folded(lines: Iterable[str]) -> bytes:
    return b"".join(part + b"\r\n" for line in lines for part in _parts(line))


def _parts(line: str) -> Iterator[bytes]:
    """*line* in parts that are short enough, each but the first behind a space, and no letter cut in two."""
    part = b""
    for letter in line:
        more = letter.encode()
        if len(part) + len(more) > LONGEST_LINE:
            yield part
            part = b" "
        part += more
    yield part
