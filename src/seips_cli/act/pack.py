"""A referral pack: a result as the files that a school acts with. Everything here returns bytes; nothing is written."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from email.headerregistry import Address, Group
from email.message import EmailMessage
from email.policy import SMTP

from .. import answers as answer_files
from ..dataset import Contact, Dataset, Pathway
from ..decision import Result, find, have
from ..errors import SeipsError, plain
from ..html import as_html
from ..pages import MADE, TOLD, check_page, contact_lines, made, origin, route_sections, unconfirmed
from ..render import Section, as_markdown, spoken
from ..source import Edition
from .cards import Card, Event, address_book, calendar

#: All that a pack may hold, and whether it always does. What would be empty is left out.
NAMES = {
    "summary.md": True,
    "summary.html": True,
    "email.eml": False,
    "review.ics": False,
    "contacts.vcf": False,
    "answers.yaml": True,
}
#: The longest subject, in letters.
LONGEST_SUBJECT = 200
READY = {"have": "Have:", "missing": "Still to get:", "not-asked": "[have / still to get]"}


def files(result: Result, edition: Edition, today: date, case: str) -> dict[str, bytes]:
    """The files of a pack made *today*, by name; *case* tells its dates from those of a like case of the same day."""
    data, page = edition.data, tuple(sections(result, edition, today))
    events = tuple(_events(result, data, today, case))
    made = {
        "summary.md": plain(as_markdown(page)).encode(),
        "summary.html": as_html(page, result.pathway.title).encode(),
        "email.eml": email(result, data, today) if result.contacts else b"",
        "review.ics": calendar(events, today) if events else b"",
        "contacts.vcf": address_book(_card(data, contact, today) for contact in result.contacts),
        "answers.yaml": answer_files.as_file(edition, result.answers).encode(),
    }
    return {name: content for name, content in made.items() if content}


def sections(result: Result, edition: Edition, today: date) -> Iterator[Section]:
    """The result for a reader, then what was answered and when."""
    yield from route_sections(result, edition, today)
    yield Section(TOLD, tuple(_told(edition.data, result)), "-")
    yield Section(MADE, (made(edition.data, _day(today)),))


def _told(data: Dataset, result: Result) -> Iterator[str]:
    return (line.partition(". ")[2] for line in check_page(data, result.answers))


def email(result: Result, data: Dataset, today: date) -> bytes:
    """A draft to the contact that comes first, with square brackets where the school writes."""
    contact = _written_to(result.contacts)
    draft = EmailMessage(policy=SMTP)
    draft["X-Unsent"] = "1"
    draft["To"] = _addressee(contact)
    draft["Subject"] = _one_line(f"A question from [school]: {result.pathway.title}")
    draft.set_content(plain("\n".join(_body(result, data, contact, today))), cte="quoted-printable")
    # Letters that must be encoded need short lines; all else stays whole, for readers that lose a folded subject.
    encoded = not all(str(value).isascii() for value in draft.values())
    return draft.as_bytes(policy=SMTP if encoded else SMTP.clone(max_line_length=998))


def _written_to(contacts: Sequence[Contact]) -> Contact:
    """The contact that comes first; where only a number of it is known here, as it is published, if with an address."""
    first = contacts[0]
    same = (one for one in contacts if (one.role, one.partnership) == (first.role, first.partnership) and one.email)
    return next(same, first)


def _addressee(contact: Contact) -> Address | Group:
    """Where to send it; with no address known, a group of nobody, which can be read but not sent to."""
    if not contact.email:
        return Group(_one_line(f"[e-mail of: {contact.title}]"), ())
    return Address(_one_line(contact.title), addr_spec=contact.email)


def _body(result: Result, data: Dataset, contact: Contact, today: date) -> Iterator[str]:
    yield from _before_sending(data, contact, today)
    yield from ("", "Dear [name],", "")
    yield "We write from [school] about a child. Our own reference is [a number, not a name]."
    cited = ", ".join(dict.fromkeys(citation.paragraph for citation in result.pathway.cites))
    guidance = f"{data.guidance.called} of {spoken(data.guidance.revised)}" + (f" ({cited})" if cited else "")
    yield f"From {guidance}, we think the right step is: {result.pathway.title}."
    yield from ("", "Our question to you", *(f"- {question}" for question in _questions(result, contact)))
    ready = tuple(_ready(result, data))
    yield from ("", "What we have, and what we have still to get", *ready) if ready else ()
    yield from ("", "The case in brief", *(f"- {line}" for line in _told(data, result)))
    yield from ("", "[Say here what will not wait. Use no names.]")
    yield from ("", "With thanks,", "[your name and role]", "[school and telephone]")


def _before_sending(data: Dataset, contact: Contact, today: date) -> Iterator[str]:
    """What to do with the draft, for whoever sends it."""
    yield "[Before you send this, fill in the square brackets and take these lines out."
    if not contact.email:
        yield "We know of no e-mail address for this contact. This is what we know:"
        yield from (f"  {line}" for line in contact_lines(data, contact, today).split("\n"))
    else:
        source = find(data.sources, contact.source)
        yield f"The address in this draft. {origin(source, today)}."
    yield "Leave out the child's name, date of birth and pupil number.]"


def _questions(result: Result, contact: Contact) -> Iterator[str]:
    """What to ask: what the data say to put to this contact, else whether the step is right; and of money, if any."""
    pathways = (result.pathway, *(other for other in result.companions if contact.role in other.contacts))
    put = [pathway.question_to_put for pathway in pathways if pathway.question_to_put]
    yield from put or ["Is this the right step, and what do you need from us?"]
    if _costed(result):
        yield "What will it cost our school, and from what date?"


def _costed(result: Result) -> list[Pathway]:
    return [pathway for pathway in (result.pathway, *result.companions) if pathway.costs]


def _ready(result: Result, data: Dataset) -> Iterator[str]:
    wanted = {name for pathway in (result.pathway, *result.companions) for name in pathway.evidence}
    found = ((have(item, result.answers), item) for item in data.evidence if item.id in wanted)
    return (f"- {READY[state]} {item.text}" for state, item in found)


def _events(result: Result, data: Dataset, today: date, case: str) -> Iterator[Event]:
    """The day to look at it all again; where the school pays, half-way there a day to ask how it goes."""
    days, title = data.about.review_days, result.pathway.title
    if not days:
        return
    moved = (
        f"{days} days from {_day(today)}, or the Monday after, is our suggestion. Move it out of a holiday. "
        "Write no names here."
    )
    if _costed(result):
        text = "Ask the contact how things stand, what is still to do, and what the school has been charged so far."
        yield Event(f"check {case}", _workday(today, days // 2), f"Check how it goes: {title}", text)
    text = f"Has it worked? Run the questions again: seips route --answers answers.yaml\n{moved}"
    yield Event(f"review {case}", _workday(today, days), f"Review: {title}", text)


def _workday(today: date, days: int) -> date:
    """The day so many *days* on, or the Monday after it when that is a weekend."""
    try:
        day = today + timedelta(days=days)
        return day + timedelta(days=7 - day.weekday() if day.weekday() > 4 else 0)
    except OverflowError:
        raise SeipsError(f"{today} is too late a day to set a review from", hint="choose an earlier one") from None


def _card(data: Dataset, contact: Contact, today: date) -> Card:
    """A contact under the name of its role; the note says what else is known, from what source, checked when."""
    served = find(data.geography.partnerships, contact.partnership) if data.geography and contact.partnership else None
    known = (contact_lines(data, contact, today), *unconfirmed(data, served))
    return Card(
        key=f"contact {contact.id}",
        name=contact.title,
        organisation=contact.organisation,
        email=contact.email,
        phone=contact.phone,
        url=contact.url,
        note="\n".join(known),
    )


def _day(day: date) -> str:
    return spoken(day.isoformat())


def _one_line(text: str) -> str:
    """*text* as a header may hold it: in one line, and no longer than a person would read."""
    return " ".join(plain(text).split())[:LONGEST_SUBJECT]
