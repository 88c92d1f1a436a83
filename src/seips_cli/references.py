"""What in a dataset must point at what: faults that no record can see by itself. Nothing here reads a file."""

import re
from collections.abc import Iterator, Sequence

from .beside import charging, places, tiers
from .dataset import Contact, Dataset, Pathway
from .pointing import LABEL, LINK, Options, answer, cited, link, listed, named, options_by_question
from .record import Condition, options_of
from .unknown import Fault, Path, Wrong

__all__ = ["EMAIL", "LINK", "PHONE", "faults"]

KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MARK = re.compile(r"[1-9]\d*-[0-9a-f]{16}")
MOMENT = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
#: What every mail program reads as this one address, and every page links whole: no quotes, no letters beyond ASCII.
EMAIL = re.compile(
    rf"(?!.{{255}})(?=.{{1,64}}@)(?=[^@]*[A-Za-z\d])[\w+-]+(?:\.[\w+-]+)*@(?:{LABEL}\.)+[A-Za-z]{{2,63}}", re.ASCII
)
PHONE = re.compile(r"\+?[\d ()]{9,20}")
AS_PRINTED = "write the mark as `seips check --note` prints it"
LONGEST_PHRASE = 12
LONGEST_REVIEW = 366
LISTS = ("sources", "questions", "rules", "companions", "pathways", "evidence", "costs", "contacts")


def faults(data: Dataset) -> Iterator[Fault]:
    """Every dangling, repeated or malformed name in *data*, in no particular order."""
    yield from _names(data)
    yield from _citations(data)
    yield from _sentences(data)
    yield from _sources(data)
    yield from _conditions(data)
    yield from _pathways(data)
    yield from _contacts(data)
    if data.tiers:
        yield from tiers(data, data.tiers)
    if data.geography:
        yield from places(data, data.geography)
    if data.charge:
        yield from charging(data, data.charge)


def _names(data: Dataset) -> Iterator[Fault]:
    """Ids are kebab-case and stand once in their list."""
    lists: dict[Path, Sequence[object]] = {(key,): getattr(data, key) for key in LISTS}
    lists["guidance", "paragraphs"] = data.guidance.paragraphs
    lists |= {("questions", n, "options"): question.options for n, question in enumerate(data.questions)}
    if data.tiers:
        lists["tiers", "pairs"] = data.tiers.pairs
        lists["tiers", "schemes"] = data.tiers.schemes
    if data.geography:
        lists["geography", "areas"] = data.geography.areas
        lists["geography", "partnerships"] = data.geography.partnerships
    for key in ("premiums", "rates", "ways", "assumptions", "not_charged") if data.charge else ():
        lists["charge", key] = getattr(data.charge, key)
    for path, records in lists.items():
        yield from _names_in(path, [getattr(record, "id", "") for record in records])


def _names_in(path: Path, names: Sequence[str]) -> Iterator[Fault]:
    before: set[str] = set()
    for n, name in enumerate(names):
        if not KEBAB.fullmatch(name):
            yield (*path, n, "id"), Wrong("write an id in small letters, digits and hyphens")
        if name in before:
            message = f"`{name}` is used twice; ids must differ"
            yield (*path, n, "id"), Wrong(message, "repeated-id", "give one of them another id, or take one out")
        before.add(name)


def _citations(data: Dataset) -> Iterator[Fault]:
    """What the note decides cites a paragraph of the note."""
    known = [paragraph.id for paragraph in data.guidance.paragraphs]
    for key in ("questions", "rules", "companions", "costs"):
        for n, record in enumerate(getattr(data, key)):
            yield from cited((key, n), record.cites, known)
    for n, item in enumerate(data.evidence):
        yield from cited(("evidence", n), item.cites or (known[:1] if item.source else ()), known)
    for n, pathway in enumerate(data.pathways):
        yield from cited(("pathways", n), [citation.paragraph for citation in pathway.cites], known)
    for n, pair in enumerate(data.tiers.pairs if data.tiers else ()):
        if pair.basis != "silent" or pair.cites:
            yield from cited(("tiers", "pairs", n), pair.cites, known)


def _sentences(data: Dataset) -> Iterator[Fault]:
    """What answers to a sentence of the note exists, and marks are written as `seips check --note` prints them."""
    lists = (data.rules, data.companions, data.pathways, data.evidence, data.costs, data.contacts)
    known = [record.id for records in lists for record in records]
    known += [pair.id for pair in data.tiers.pairs] if data.tiers else []
    for n, paragraph in enumerate(data.guidance.paragraphs):
        path: Path = ("guidance", "paragraphs", n)
        if paragraph.mark and not MARK.fullmatch(paragraph.mark):
            yield (*path, "mark"), Wrong(AS_PRINTED)
        for m, sentence in enumerate(paragraph.sentences):
            if not MARK.fullmatch(sentence.mark):
                yield (*path, "sentences", m, "mark"), Wrong(AS_PRINTED)
            yield from listed((*path, "sentences", m, "answered_by"), "record", sentence.answered_by, known)


def _sources(data: Dataset) -> Iterator[Fault]:
    """Facts from elsewhere name a source; dates are written so that they sort."""
    known = [source.id for source in data.sources]
    if not MOMENT.fullmatch(data.guidance.revised):
        yield ("guidance", "revised"), Wrong("write the date as YYYY-MM")
    if not 0 <= data.about.review_days <= LONGEST_REVIEW:
        yield ("about", "review_days"), Wrong(f"write a number of days from 0 to {LONGEST_REVIEW}")
    for n, source in enumerate(data.sources):
        if source.date != "undated" and not MOMENT.fullmatch(source.date):
            yield ("sources", n, "date"), Wrong("write YYYY, YYYY-MM, YYYY-MM-DD or `undated`")
        if source.url:
            yield from link(("sources", n, "url"), source.url)
    naming: list[tuple[Path, str]] = [
        *((("about", "warnings", n, "source"), warning.source) for n, warning in enumerate(data.about.warnings)),
        *((("evidence", n, "source"), item.source) for n, item in enumerate(data.evidence) if item.source),
        *((("contacts", n, "source"), contact.source) for n, contact in enumerate(data.contacts)),
    ]
    if data.geography:
        for key in ("areas", "partnerships"):
            records = getattr(data.geography, key)
            naming += [(("geography", key, n, "source"), record.source) for n, record in enumerate(records)]
    for path, name in naming:
        yield from named(path, "source", name, known)


def _conditions(data: Dataset) -> Iterator[Fault]:
    """Questions have options, and conditions name questions and options that exist."""
    for n, question in enumerate(data.questions):
        if not question.options:
            yield ("questions", n, "options"), Wrong("name at least two options", "no-options")
    options = options_by_question(data)
    for key in ("rules", "companions"):
        for n, record in enumerate(getattr(data, key)):
            yield from _condition(options, (key, n, "when"), record.when)
    for n, item in enumerate(data.evidence):
        yield from _condition(options, ("evidence", n, "shown_by"), item.shown_by)


def _condition(options: Options, path: Path, condition: Condition) -> Iterator[Fault]:
    for question in condition:
        at, allowed = (*path, question), options_of(condition, question)
        # To a misspelt question, the answers of those that stand there besides are none.
        open_to = {name: known for name, known in options.items() if name == question or name not in condition}
        for option in allowed:
            yield from answer(at, open_to, question, option)
        yield from named(at, "question", question, open_to)
        if not allowed:
            yield at, Wrong("name at least one option", "no-options")


def _pathways(data: Dataset) -> Iterator[Fault]:
    """Rules lead to pathways that exist, and pathways carry evidence, costs and roles that exist."""
    known = [pathway.id for pathway in data.pathways]
    for key in ("rules", "companions"):
        for n, record in enumerate(getattr(data, key)):
            yield from named((key, n, "pathway"), "pathway", record.pathway, known)
    for n, companion in enumerate(data.companions):
        yield from listed(("companions", n, "alongside"), "pathway", companion.alongside, known)
    for n, pathway in enumerate(data.pathways):
        path = ("pathways", n)
        yield from listed((*path, "evidence"), "evidence", pathway.evidence, [item.id for item in data.evidence])
        yield from listed((*path, "costs"), "cost", pathway.costs, [cost.id for cost in data.costs])
        yield from listed((*path, "contacts"), "role", pathway.contacts, [contact.role for contact in data.contacts])
        yield from _said(path, pathway)


def _said(path: Path, pathway: Pathway) -> Iterator[Fault]:
    """A pathway that the note does not state says how it was read, and quotes only in passing."""
    if pathway.basis != "stated" and not pathway.reading:
        message = "this is not stated; say how it was read, or what the guidance leaves out"
        yield (*path, "reading"), Wrong(message, "missing-key", "add `reading:`, in your own words")
    if pathway.basis == "silent" and not pathway.question_to_put:
        message = "the guidance is silent here; say what to ask the nearest safe contact"
        yield (*path, "question_to_put"), Wrong(message, "missing-key", "add `question_to_put:`, in your own words")
    for n, citation in enumerate(pathway.cites):
        if len(citation.phrase.split()) > LONGEST_PHRASE:
            yield (*path, "cites", n, "phrase"), Wrong(f"quote {LONGEST_PHRASE} words at most")


def _contacts(data: Dataset) -> Iterator[Fault]:
    """A contact can be reached in some way, and what is written can be dialled, sent to or opened."""
    partnerships = [partnership.id for partnership in data.geography.partnerships] if data.geography else []
    for n, contact in enumerate(data.contacts):
        path = ("contacts", n)
        if contact.partnership:
            yield from named((*path, "partnership"), "partnership", contact.partnership, partnerships)
        yield from _reachable(path, contact)


def _reachable(path: Path, contact: Contact) -> Iterator[Fault]:
    if contact.email and not EMAIL.fullmatch(contact.email):
        yield (*path, "email"), Wrong("write an e-mail address, such as office@example.org")
    if contact.phone and not PHONE.fullmatch(contact.phone):
        yield (*path, "phone"), Wrong("write a telephone number in digits and spaces, such as 0116 305 0000")
    if contact.url:
        yield from link((*path, "url"), contact.url)
    if contact.status != "not-published" and not (contact.email or contact.phone or contact.url):
        message = "write an email, phone or url, or mark the contact `not-published`"
        yield (*path, "status"), Wrong(message, "missing-key")
