"""What people read: the sections of every page, in the words of the dataset. How they are printed is not known here."""

from collections.abc import Iterator, Sequence
from datetime import date

from . import __version__
from .age import MONTHS, OLD, entered_on, months_between, named_on
from .dataset import ENTERED, Contact, Cost, Dataset, Evidence, Pathway, Question, Source, TierMap, TierPair
from .decision import Answers, Result, find, have
from .geography import Partnership
from .lookup import area_name
from .render import Section, spoken
from .source import Edition

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .places.postcodes import Source as TableSource
    from .places.schools import School
    from .places.whereabouts import Spot, Whereabouts

TOLD = "What you told us"
MADE = "About this page"
HAVE = {"have": "Have", "missing": "Still to get", "not-asked": "To check"}


def version_line(data: Dataset) -> str:
    """How old the guidance and the data are, after the name and version of the program."""
    dates = f"guidance of {spoken(data.guidance.revised)}, data of {data.about.checked_on.isoformat()}"
    return f"seips {__version__} ({dates})"


def route_sections(result: Result, edition: Edition, today: date | None = None) -> Iterator[Section]:
    """A result for a reader: first what to do and who to contact, then what backs it."""
    data, pathway = edition.data, result.pathway
    pathways = (pathway, *result.companions)
    yield Section(pathway.title, tuple(_opening(result, data)))
    yield Section("Who to contact", tuple(contact_lines(data, contact, today) for contact in result.contacts), "-")
    yield Section("What to do next", pathway.steps, "1.")
    yield from (
        Section(f"Also: {other.title}", tuple(_beside(other, data.guidance.called)), "") for other in result.companions
    )
    evidence = _evidence(data, pathways)
    if evidence:
        yield Section("What to have ready", tuple(_ready(data, item, result.answers) for item in evidence), "-")
    if pathway.costs:
        yield Section("What it costs the school", (cost_sentences(pathway, edition, today),), label="Cost")
    yield Section(f"What {data.guidance.called} says", tuple(_cited(pathways)), "-", label="Paragraph")
    yield Section("Bear in mind", tuple(_cautions(result.partnership, data)), "-", label="Warning")
    yield Section("Judgement", (data.about.safeguarding,), label="Remember")


def _opening(result: Result, data: Dataset) -> Iterator[str]:
    """What the pathway is, how firmly the note backs it, and the tier."""
    yield result.pathway.summary
    yield from _backing(result.pathway, data.guidance.called)
    if result.tier and data.tiers:
        yield tier_sentence(data.tiers, result.tier)
    if result.partnership and result.partnership.notice:
        yield result.partnership.notice


def _backing(pathway: Pathway, called: str) -> Iterator[str]:
    if pathway.basis == "interpretation":
        yield f"How we read {called}: {pathway.reading}"
    if pathway.basis == "silent":
        yield f"{called[:1].upper()}{called[1:]} is silent here. {pathway.reading}"
        yield f"Question to put: {pathway.question_to_put}"


def _beside(pathway: Pathway, called: str) -> Iterator[str]:
    """A companion in brief."""
    yield f"{pathway.summary} {' '.join(pathway.steps)}"
    yield from _backing(pathway, called)


def tier_sentence(tiers: TierMap, pair: TierPair) -> str:
    """What a pair means, and how firmly the note backs it."""
    names = [pair.levels[scheme.id] for scheme in tiers.schemes if scheme.id in pair.levels]
    if len(names) == 1:
        return f"Level: {names[0]} has no stated match. {pair.why}"
    return f"Level: {' is '.join(names)}. {'' if pair.basis == 'stated' else 'Our reading: '}{pair.why}"


def contact_lines(data: Dataset, contact: Contact, today: date | None = None, *, listed: bool = False) -> str:
    """A contact: who, how, and from what source, checked when (*listed* under its partnership: and where to see it).

    With *today*, one that was checked long ago says so.
    """
    source = find(data.sources, contact.source)
    link = f" {source.url}" if listed and source.url and source.url != contact.url else ""
    told = f"({origin(source, today)})"
    surety = "" if listed and not named_on(data, contact) else _organised(data, contact, today)
    # What is said at the end is not said of the name as well.
    surety = "" if surety.casefold() == f" {told}".casefold() else surety
    return "\n".join(
        (
            f"{contact.title}: {contact.organisation}{surety}",
            *(list(_ways(contact)) or ["Not published."]),
            " ".join(filter(None, (contact.note, f"{told}{link}"))),
        )
    )


def origin(source: Source, today: date | None = None) -> str:
    """Where something comes from, of when that is, and when it was last checked."""
    if source.title == ENTERED:
        return f"{ENTERED}, {checked(source.checked_on, today)}"
    return f"From: {source.title}, {_dated(source)}; {checked(source.checked_on, today)}"


def checked(day: date, today: date | None = None) -> str:
    """The *day* on which something was checked; with *today*, one of long ago says so."""
    old = today and months_between(day, today) >= MONTHS
    return f"checked {spoken(day.isoformat())}{f', {OLD}' if old else ''}"


def _dated(source: Source) -> str:
    return "undated" if source.date == "undated" else f"of {spoken(source.date)}"


def _organised(data: Dataset, contact: Contact, today: date | None) -> str:
    """How sure the name of a contact's partnership is."""
    partnerships = data.geography.partnerships if data.geography else ()
    return next((_surety(data, one, today) for one in partnerships if one.id == contact.partnership), "")


def _surety(data: Dataset, partnership: Partnership, today: date | None = None) -> str:
    """What to say behind the name of *partnership*: that nobody has confirmed it, or who has, and when."""
    working = partnership.status == "working-name"
    source = find(data.sources, partnership.source)
    if source.id != f"local-partnership-{partnership.id}":
        return " (working name)" if working else ""
    what = "working name; areas entered locally" if working else "entered locally"
    return f" ({what}, {checked(source.checked_on, today)})"


def _ways(contact: Contact) -> Iterator[str]:
    """How to reach a contact; nothing stands behind an address or a number, so that it can be copied."""
    if contact.email:
        yield f"E-mail: {contact.email}"
    if contact.phone:
        yield f"Telephone: {contact.phone}"
    if contact.url:
        unknown = contact.status == "not-published"
        yield f"{'We hold no e-mail or telephone; look on' if unknown else 'Page:'} {contact.url}"


def _evidence(data: Dataset, pathways: Sequence[Pathway]) -> list[Evidence]:
    wanted = {name for pathway in pathways for name in pathway.evidence}
    return [item for item in data.evidence if item.id in wanted]


def _ready(data: Dataset, item: Evidence, answers: Answers) -> str:
    source = next((source for source in data.sources if source.id == item.source), None)
    return f"{HAVE[have(item, answers)]}: {item.text}" + (f" ({source.title})" if source else "")


def cost_sentences(pathway: Pathway, edition: Edition, today: date | None = None) -> str:
    """What *pathway* costs the school; nothing where the data say nothing of it."""
    costs = (cost for cost in edition.data.costs if cost.id in pathway.costs)
    return " ".join(cost_text(cost, edition, today) for cost in costs)


def cost_text(cost: Cost, edition: Edition, today: date | None = None) -> str:
    """What the data say of *cost*; and the figure that they leave open, or what to do while no local file gives it."""
    if figure := cost.filled_by and own_figure(edition, today):
        return f"{cost.text} {figure}."
    return f"{cost.text} {cost.until_then}".rstrip()


def own_figure(edition: Edition, today: date | None = None) -> str:
    """The average pupil cost of the local file, with the day on which it was last checked; nothing without one."""
    if (cost := edition.average_pupil_cost) is None:
        return ""
    from .money.cost import in_pounds, pounds

    amount = in_pounds(pounds(cost.amount))
    return f"Average pupil cost: {amount} a year (entered locally, {checked(cost.checked_on, today)})"


def _cited(pathways: Sequence[Pathway]) -> Iterator[str]:
    """Each paragraph once, with what it says and a few of its words."""
    seen = set()
    for citation in (citation for pathway in pathways for citation in pathway.cites):
        line = f"{citation.paragraph}: {citation.gloss}" + (f' "{citation.phrase}"' if citation.phrase else "")
        if line not in seen:
            seen.add(line)
            yield line


def _cautions(partnership: Partnership | None, data: Dataset) -> Iterator[str]:
    """What is true today and must reach the reader."""
    yield from (warning.text for warning in data.about.warnings)
    yield from unconfirmed(data, partnership)


def unconfirmed(data: Dataset, partnership: Partnership | None) -> Iterator[str]:
    """Where to confirm the name of *partnership*, if it is a working name."""
    if partnership and partnership.status == "working-name" and data.geography:
        yield f"{partnership.name} is a working name. {data.geography.working_name}: {data.geography.confirm_at}"


def why_asked(question: Question) -> str:
    """Why *question* is asked, and by which paragraphs."""
    return f"{question.why} ({' and '.join(question.cites)})"


def made(data: Dataset, when: str) -> str:
    """What a page that is kept says of itself: made *when*, from what."""
    about = data.about
    return f"Made on {when}, from the data of {spoken(about.checked_on.isoformat())} (version {about.version})."


def check_page(data: Dataset, answers: Answers) -> Iterator[str]:
    """One line an answer, numbered, to be checked before the result."""
    for n, (name, option) in enumerate(answers.items(), 1):
        question = next(question for question in data.questions if question.id == name)
        yield f"{n}. {question.text} {next(o.text for o in question.options if o.id == option)}"


def contacts_serving(data: Dataset, chosen: Sequence[Partnership]) -> list[Contact]:
    """The contacts of the partnerships *chosen*, and those that serve everybody."""
    ids = {"", *(partnership.id for partnership in chosen)}
    return [contact for contact in data.contacts if contact.partnership in ids]


def contact_sections(
    edition: Edition, chosen: Sequence[Partnership], contacts: Sequence[Contact], today: date | None = None
) -> Iterator[Section]:
    """Contacts for a reader: first those of each partnership, then those that serve everybody."""
    data = edition.data
    for partnership in chosen:
        own = [contact for contact in contacts if contact.partnership == partnership.id]
        yield Section(
            partnership.name + _surety(data, partnership, today),
            (*_served(data, partnership), *(contact_lines(data, contact, today, listed=True) for contact in own)),
            "-",
        )
    own_roles = {contact.role for contact in contacts if contact.partnership}
    shared = [contact for contact in contacts if contact.role not in own_roles]
    yield Section("For everyone", tuple(contact_lines(data, contact, today, listed=True) for contact in shared), "-")
    if figure := own_figure(edition, today):
        yield Section("Your own figure", (figure,), "-")
    yield Section("Bear in mind", tuple(cautions_of_all(data, chosen)), "-")


def cautions_of_all(data: Dataset, chosen: Sequence[Partnership]) -> Iterator[str]:
    """What is true today and must reach the reader of a page with *chosen* on it."""
    if data.geography and any(partnership.status == "working-name" for partnership in chosen):
        yield f"Working names: {data.geography.working_name}: {data.geography.confirm_at}"
    yield from (warning.text for warning in data.about.warnings)


def _served(data: Dataset, partnership: Partnership) -> Iterator[str]:
    yield f"Taken to serve: {', '.join(area_name(data, area) for area in partnership.areas)}"
    if partnership.notice:
        yield partnership.notice


def where_sections(
    data: Dataset, found: "Whereabouts", sources: "Sequence[TableSource]", today: date | None = None
) -> Iterator[Section]:
    """Where something is, for a reader: the authority, the district, who serves it, and how sure that is."""
    yield Section(_home_heading(data, found), tuple(_where_lines(data, found, today)))
    if found.schools:
        yield Section("Did you mean one of these?", tuple(_school_line(school) for school in found.schools), "-")
    elif found.certainty in ("unknown", "ambiguous") and found.possible:
        yield Section("Possible", tuple(_spot_line(data, spot) for spot in found.possible), "-")
    if known_by := tuple(_known_by(data, found, sources)):
        yield Section("How this is known", known_by, "-")


def _home_heading(data: Dataset, found: "Whereabouts") -> str:
    """The authority in the words of the question; one outside them all by its own name, where that is known."""
    home = data.geography.home if data.geography else None
    outside = home and found.home == home.elsewhere and found.name
    answer = found.name if outside else option_text(data, found.home) if found.home else "cannot tell"
    return f"{found.understood or found.query or 'Nothing'}: {answer}"


def option_text(data: Dataset, home: str) -> str:
    """What readers call the home authority *home*."""
    name = data.geography.home.question if data.geography and data.geography.home else ""
    question = next(question for question in data.questions if question.id == name)
    return next(option.text for option in question.options if option.id == home)


def _where_lines(data: Dataset, found: "Whereabouts", today: date | None) -> Iterator[str]:
    if found.name:
        yield f"Council area: {found.name} ({found.ons_code})"
    if found.partnership:
        yield f"Partnership: {found.partnership.name}{_surety(data, found.partnership, today)}"
    yield found.reason
    settled = found.home and found.certainty != "unknown"
    if not settled and not found.schools and data.geography and data.geography.home:
        yield f"How to find out: {data.geography.home.how_to_tell}"


def _spot_line(data: Dataset, spot: "Spot") -> str:
    area = option_text(data, spot.home)
    return spot.name if spot.name == area else f"{spot.name}: {area}"


def _school_line(school: "School") -> str:
    note = f" ({school.note})" if school.note else ""
    return f"{school.name}{note}"


def _known_by(data: Dataset, found: "Whereabouts", sources: "Sequence[TableSource]") -> Iterator[str]:
    """What the answer rests on, and how old that is."""
    geography = data.geography
    if geography and geography.schools and found.kind == "school":
        yield geography.schools.notice
        yield from ([found.school.note] if found.school and found.school.note else [])
    if geography and geography.home and found.kind == "postcode":
        yield "Open data: " + "; ".join(f"{one.name} ({one.edition})" for one in sources)
        yield f"A postcode has one district, but an address on a boundary may differ. {geography.home.how_to_tell}"
    if found.kind == "place":
        area = next((area for area in geography.areas if area.id == found.area), None) if geography else None
        is_town = area and found.understood != found.name
        wanted = geography.home.source if geography and geography.home and is_town else area.source if area else ""
        yield from (f"{source.title}, {_dated(source)}" for source in data.sources if source.id == wanted)
    if found.partnership and found.partnership.status == "working-name" and geography:
        yield f"Working names: {geography.working_name}: {geography.confirm_at}"


def where_line(data: Dataset, found: "Whereabouts", today: date | None = None) -> str:
    """One look-up of many: query, home, area, partnership, its status, certainty and reason, with tabs between."""
    partnership = found.partnership.id if found.partnership else ""
    status = found.partnership.status if found.partnership else ""
    fields = (found.query, found.home, found.area, partnership, status, found.certainty, _reason(data, found, today))
    return "\t".join(field or "-" for field in fields)


def _reason(data: Dataset, found: "Whereabouts", today: date | None) -> str:
    """Why that is so; and of a partnership that was entered locally, when that was checked."""
    known = found.partnership
    entered = known and entered_on(data, known.source)
    return f"{found.reason} {known.name}{_surety(data, known, today)}." if known and entered else found.reason


def tier_lines(tiers: TierMap) -> Iterator[str]:
    """The whole table, with tabs between; `-` where there is no stated match."""
    yield "\t".join((*(scheme.name for scheme in tiers.schemes), "Basis", "Why"))
    for pair in tiers.pairs:
        levels = (pair.levels.get(scheme.id, "-") for scheme in tiers.schemes)
        yield "\t".join((*levels, pair.basis, pair.why))
