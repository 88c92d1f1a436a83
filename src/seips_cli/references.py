"""What in a dataset must point at what: faults that no record can see by itself. Nothing here reads a file."""

import re
from collections.abc import Iterator, Mapping, Sequence

from .dataset import Contact, Dataset, Pathway, TierMap
from .geography import Geography
from .money.charge import Charge, Rate
from .record import Condition, options_of
from .unknown import Fault, Path, Unknown

KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MARK = re.compile(r"[1-9]\d*-[0-9a-f]{16}")
MOMENT = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
#: What every mail program reads as this one address, and every page links whole: no quotes, no letters beyond ASCII.
EMAIL = re.compile(rf"(?=.{{1,64}}@)[\w+-]+(?:\.[\w+-]+)*@(?:{LABEL}\.)+[A-Za-z]{{2,63}}", re.ASCII)
#: A host with a dot, then signs of ASCII but quotes and angle brackets, in a length that a page can show.
LINK = re.compile(rf"(?=.{{1,300}}\Z)https://{LABEL}(?:\.{LABEL})+(?::\d{{1,5}})?(?:[/?#][!#-&(-;=?-~]*)?", re.ASCII)
PHONE = re.compile(r"\+?[\d ()]{9,20}")
YEAR = re.compile(r"20\d{2}-\d{2}")
#: MM-DD, but no day that some years do not have.
YEAR_BEGINS = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])")
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
        yield from _tiers(data, data.tiers)
    if data.geography:
        yield from _geography(data, data.geography)
    if data.charge:
        yield from _charge(data, data.charge)


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
            yield (*path, n, "id"), "write an id in small letters, digits and hyphens"
        if name in before:
            yield (*path, n, "id"), f"`{name}` is used twice; ids must differ"
        before.add(name)


def _citations(data: Dataset) -> Iterator[Fault]:
    """What the note decides cites a paragraph of the note."""
    known = [paragraph.id for paragraph in data.guidance.paragraphs]
    for key in ("questions", "rules", "companions", "costs"):
        for n, record in enumerate(getattr(data, key)):
            yield from _cited((key, n), record.cites, known)
    for n, item in enumerate(data.evidence):
        yield from _cited(("evidence", n), item.cites or (known[:1] if item.source else ()), known)
    for n, pathway in enumerate(data.pathways):
        yield from _cited(("pathways", n), [citation.paragraph for citation in pathway.cites], known)
    for n, pair in enumerate(data.tiers.pairs if data.tiers else ()):
        if pair.basis != "silent" or pair.cites:
            yield from _cited(("tiers", "pairs", n), pair.cites, known)


def _sentences(data: Dataset) -> Iterator[Fault]:
    """What answers to a sentence of the note exists, and marks are written as `seips check --note` prints them."""
    lists = (data.rules, data.companions, data.pathways, data.evidence, data.costs, data.contacts)
    known = [record.id for records in lists for record in records]
    known += [pair.id for pair in data.tiers.pairs] if data.tiers else []
    for n, paragraph in enumerate(data.guidance.paragraphs):
        path: Path = ("guidance", "paragraphs", n)
        if paragraph.mark and not MARK.fullmatch(paragraph.mark):
            yield (*path, "mark"), "write the mark as `seips check --note` prints it"
        for m, sentence in enumerate(paragraph.sentences):
            if not MARK.fullmatch(sentence.mark):
                yield (*path, "sentences", m, "mark"), "write the mark as `seips check --note` prints it"
            yield from _listed((*path, "sentences", m, "answered_by"), "record", sentence.answered_by, known)


def _cited(path: Path, cites: Sequence[str], known: Sequence[str]) -> Iterator[Fault]:
    if not cites:
        yield (*path, "cites"), "a citation is missing; name at least one paragraph of the guidance"
    for n, name in enumerate(cites):
        if name not in known:
            yield (*path, "cites", n), Unknown("paragraph", name, known)


def _sources(data: Dataset) -> Iterator[Fault]:
    """Facts from elsewhere name a source; dates are written so that they sort."""
    known = [source.id for source in data.sources]
    if not MOMENT.fullmatch(data.guidance.revised):
        yield ("guidance", "revised"), "write the date as YYYY-MM"
    if not 0 <= data.about.review_days <= LONGEST_REVIEW:
        yield ("about", "review_days"), f"write a number of days from 0 to {LONGEST_REVIEW}"
    for n, source in enumerate(data.sources):
        if source.date != "undated" and not MOMENT.fullmatch(source.date):
            yield ("sources", n, "date"), "write YYYY, YYYY-MM, YYYY-MM-DD or `undated`"
        if source.url:
            yield from _link(("sources", n, "url"), source.url)
    named: list[tuple[Path, str]] = [
        *((("about", "warnings", n, "source"), warning.source) for n, warning in enumerate(data.about.warnings)),
        *((("evidence", n, "source"), item.source) for n, item in enumerate(data.evidence) if item.source),
        *((("contacts", n, "source"), contact.source) for n, contact in enumerate(data.contacts)),
    ]
    if data.geography:
        for key in ("areas", "partnerships"):
            records = getattr(data.geography, key)
            named += [(("geography", key, n, "source"), record.source) for n, record in enumerate(records)]
    for path, name in named:
        if name not in known:
            yield path, Unknown("source", name, known)


def _link(path: Path, url: str) -> Iterator[Fault]:
    if not LINK.fullmatch(url):
        yield path, "write a link such as https://example.org/page, with no spaces, quotes or angle brackets"


def _conditions(data: Dataset) -> Iterator[Fault]:
    """Conditions name questions and options that exist."""
    for key in ("rules", "companions"):
        for n, record in enumerate(getattr(data, key)):
            yield from _condition(data, (key, n, "when"), record.when)
    for n, item in enumerate(data.evidence):
        yield from _condition(data, ("evidence", n, "shown_by"), item.shown_by)


def _condition(data: Dataset, path: Path, condition: Condition) -> Iterator[Fault]:
    options = _options(data)
    for question in condition:
        if question not in options:
            yield (*path, question), Unknown("question", question, [name for name in options if name not in condition])
        elif not options_of(condition, question):
            yield (*path, question), "name at least one option"
        for option in options_of(condition, question) if question in options else ():
            if option not in options[question]:
                yield (*path, question), Unknown(f"option of `{question}`", option, options[question])


def _options(data: Dataset) -> Mapping[str, list[str]]:
    first: dict[str, list[str]] = {}
    for question in data.questions:
        # That another question has the name too is a fault of its own.
        first.setdefault(question.id, [option.id for option in question.options])
    return first


def _pathways(data: Dataset) -> Iterator[Fault]:
    """Rules lead to pathways that exist, and pathways carry evidence, costs and roles that exist."""
    known = [pathway.id for pathway in data.pathways]
    for key in ("rules", "companions"):
        for n, record in enumerate(getattr(data, key)):
            if record.pathway not in known:
                yield (key, n, "pathway"), Unknown("pathway", record.pathway, known)
    for n, companion in enumerate(data.companions):
        yield from _listed(("companions", n, "alongside"), "pathway", companion.alongside, known)
    for n, pathway in enumerate(data.pathways):
        path = ("pathways", n)
        yield from _listed((*path, "evidence"), "evidence", pathway.evidence, [item.id for item in data.evidence])
        yield from _listed((*path, "costs"), "cost", pathway.costs, [cost.id for cost in data.costs])
        yield from _listed((*path, "contacts"), "role", pathway.contacts, [contact.role for contact in data.contacts])
        yield from _said(path, pathway)


def _listed(path: Path, kind: str, names: Sequence[str], known: Sequence[str]) -> Iterator[Fault]:
    for n, name in enumerate(names):
        if name not in known:
            yield (*path, n), Unknown(kind, name, known)


def _said(path: Path, pathway: Pathway) -> Iterator[Fault]:
    """A pathway that the note does not state says how it was read, and quotes only in passing."""
    if pathway.basis != "stated" and not pathway.reading:
        yield (
            (*path, "reading"),
            "this is not stated; say how it was read, or what the guidance leaves out",
        )
    if pathway.basis == "silent" and not pathway.question_to_put:
        yield (*path, "question_to_put"), "the guidance is silent here; say what to ask the nearest safe contact"
    for n, citation in enumerate(pathway.cites):
        if len(citation.phrase.split()) > LONGEST_PHRASE:
            yield (*path, "cites", n, "phrase"), f"quote {LONGEST_PHRASE} words at most"


def _contacts(data: Dataset) -> Iterator[Fault]:
    """A contact can be reached in some way, and what is written can be dialled, sent to or opened."""
    partnerships = [partnership.id for partnership in data.geography.partnerships] if data.geography else []
    for n, contact in enumerate(data.contacts):
        path = ("contacts", n)
        if contact.partnership and contact.partnership not in partnerships:
            yield (*path, "partnership"), Unknown("partnership", contact.partnership, partnerships)
        yield from _reachable(path, contact)


def _reachable(path: Path, contact: Contact) -> Iterator[Fault]:
    if contact.email and not EMAIL.fullmatch(contact.email):
        yield (*path, "email"), "write an e-mail address, such as office@example.org"
    if contact.phone and not PHONE.fullmatch(contact.phone):
        yield (*path, "phone"), "write a telephone number in digits and spaces, such as 0116 305 0000"
    if contact.url:
        yield from _link((*path, "url"), contact.url)
    if contact.status != "not-published" and not (contact.email or contact.phone or contact.url):
        yield (*path, "status"), "write an email, phone or url, or mark the contact `not-published`"


def _tiers(data: Dataset, tiers: TierMap) -> Iterator[Fault]:
    """Tier pairs name levels of their schemes, and answers to the level question."""
    options = _options(data)
    levels = {scheme.id: [level.name for level in scheme.levels] for scheme in tiers.schemes}
    yield from _listed(("tiers", "alongside"), "pathway", tiers.alongside, [pathway.id for pathway in data.pathways])
    if tiers.question not in options:
        yield ("tiers", "question"), Unknown("question", tiers.question, options)
    for n, pair in enumerate(tiers.pairs):
        path = ("tiers", "pairs", n)
        known = options.get(tiers.question, [pair.option])
        if pair.option and pair.option not in known:
            yield (*path, "option"), Unknown(f"option of `{tiers.question}`", pair.option, known)
        for scheme, level in pair.levels.items():
            if scheme not in levels:
                yield (*path, "levels", scheme), Unknown("scheme", scheme, levels)
            elif level not in levels[scheme]:
                yield (*path, "levels", scheme), Unknown(f"level of `{scheme}`", level, levels[scheme])


def _home(data: Dataset, geography: Geography) -> Iterator[Fault]:
    """ONS codes lead to answers that exist, and a table of postcodes has something to lead with."""
    options = _options(data)
    if geography.postcodes and not geography.home:
        yield ("geography", "postcodes"), "a table of postcodes needs `home`, which says what each ONS code means"
    if home := geography.home:
        path: Path = ("geography", "home")
        yield from _answer((*path, "areas"), options, home.question, home.areas)
        yield from _answer((*path, "elsewhere"), options, home.question, home.elsewhere)
        for n, authority in enumerate(home.authorities):
            yield from _answer((*path, "authorities", n, "option"), options, home.question, authority.option)
    if schools := geography.schools:
        at_home = geography.home.question if geography.home else ""
        for kind, answers in schools.answers.items():
            for home_option, option in answers.items():
                at: Path = ("geography", "schools", "answers", kind, home_option)
                yield from _answer(at, options, schools.question, option)
                yield from _answer(at, options, at_home, home_option)


def _answer(path: Path, options: Mapping[str, list[str]], question: str, option: str) -> Iterator[Fault]:
    if question not in options:
        yield path, Unknown("question", question, options)
    elif option not in options[question]:
        yield path, Unknown(f"option of `{question}`", option, options[question])


def _geography(data: Dataset, geography: Geography) -> Iterator[Fault]:
    """Areas are answers to the area question, and one partnership serves each."""
    options = _options(data)
    yield from _home(data, geography)
    areas = [area.id for area in geography.areas]
    contacts = [contact.id for contact in data.contacts]
    if geography.confirm_at:
        yield from _link(("geography", "confirm_at"), geography.confirm_at)
    if geography.question not in options:
        yield ("geography", "question"), Unknown("question", geography.question, options)
        return
    for n, area in enumerate(areas):
        if area not in options[geography.question]:
            known = options[geography.question]
            yield ("geography", "areas", n, "id"), Unknown(f"option of `{geography.question}`", area, known)
        serving = [partnership.id for partnership in geography.partnerships if area in partnership.areas]
        if len(serving) != 1:
            found = " and ".join(f"`{name}`" for name in serving) or "no partnership"
            yield ("geography", "areas", n), f"`{area}` is served by {found}; write it under just one partnership"
    for n, partnership in enumerate(geography.partnerships):
        path = ("geography", "partnerships", n)
        yield from _listed((*path, "areas"), "area", partnership.areas, areas)
        if partnership.status == "working-name" and not (geography.working_name and geography.confirm_at):
            yield (*path, "status"), "a working name needs `working_name` and `confirm_at`, to tell readers so"
        if partnership.contact_first and partnership.contact_first not in contacts:
            yield (*path, "contact_first"), Unknown("contact", partnership.contact_first, contacts)


def _charge(data: Dataset, charge: Charge) -> Iterator[Fault]:
    """Whatever is charged or assumed cites the guidance, and what it names exists."""
    paragraphs, sources = ([record.id for record in records] for records in (data.guidance.paragraphs, data.sources))
    premiums = [premium.id for premium in charge.premiums]
    yield from _cited(("charge",), charge.cites, paragraphs)
    yield from _listed(("charge", "contacts"), "role", charge.contacts, [contact.role for contact in data.contacts])
    yield from _listed(("charge", "verify_at"), "source", [charge.verify_at], sources)
    yield from _listed(("charge", "no_premium"), "premium", [charge.no_premium], premiums)
    if not YEAR_BEGINS.fullmatch(charge.year_begins):
        yield ("charge", "year_begins"), "write the day as MM-DD, such as 04-01"
    for key in ("ways", "assumptions", "not_charged"):
        for n, record in enumerate(getattr(charge, key)):
            yield from _cited(("charge", key, n), record.cites, paragraphs)
    for key in ("ways", "rates"):
        for n, record in enumerate(getattr(charge, key)):
            yield from _listed(
                ("charge", key, n, "source"), "source", [record.source] if record.source else (), sources
            )
    for n, rate in enumerate(charge.rates):
        yield from _rate(("charge", "rates", n), rate, charge.rates[n - 1].id if n else "", premiums)


def _rate(path: Path, rate: Rate, before: str, premiums: Sequence[str]) -> Iterator[Fault]:
    """A rate is that of a financial year after the one *before*, in pounds above 0 for known premiums."""
    if not YEAR.fullmatch(rate.id) or int(rate.id[-2:]) != (int(rate.id[:4]) + 1) % 100:
        yield (*path, "id"), "write the financial year as 2024-25"
    if rate.id <= before:
        yield (*path, "id"), f"`{rate.id}` does not come after `{before}`; write the earliest year first"
    if not (rate.amounts or rate.missing):
        yield (*path, "amounts"), "there are none; say under `missing` what was not found"
    for premium, amount in rate.amounts.items():
        if premium not in premiums:
            yield (*path, "amounts", premium), Unknown("premium", premium, premiums)
        if amount <= 0:
            yield (*path, "amounts", premium), "write whole pounds, more than 0"
