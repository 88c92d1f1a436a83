"""How we say it to people: a result as plain lines or Markdown. Everything here returns; nothing prints."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

from .dataset import Contact, Dataset, Evidence, Partnership, Pathway, TierMap, TierPair
from .decision import Answers, Result, have
from .lookup import area_name
from .source import Edition

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
HAVE = {"have": "Have", "missing": "Still to get", "not-asked": "To check"}


@dataclass(frozen=True)
class Section:
    """A heading and its lines, the same in every form of output."""

    heading: str
    lines: tuple[str, ...]
    mark: str = ""
    """What begins each line: `-`, `1.` to number them, or nothing for plain sentences."""


def as_text(sections: Iterable[Section], width: int | None = None) -> str:
    """Plain lines; wrapped to *width* on a terminal, never inside a link or an address, and not at all otherwise."""
    return "\n\n".join("\n".join(text_lines(section, width)) for section in sections) + "\n"


def text_lines(section: Section, width: int | None) -> Iterator[str]:
    """The heading of *section*, then its lines."""
    yield from _wrapped(section.heading, "", width)
    for n, line in enumerate(section.lines, 1):
        mark = f"{n}. " if section.mark == "1." else f"{section.mark} " if section.mark else ""
        for m, part in enumerate(line.split("\n")):
            yield from _wrapped(part, mark if m == 0 else " " * len(mark), width)


def _wrapped(text: str, mark: str, width: int | None) -> Iterable[str]:
    if width is None:
        return [mark + text]
    return wrap(
        text,
        max(width, 20),
        initial_indent=mark,
        subsequent_indent=" " * len(mark),
        break_long_words=False,
        break_on_hyphens=False,
    ) or [""]


def as_markdown(sections: Iterable[Section]) -> str:
    """The same as a Markdown document."""
    return "\n\n".join("\n".join(_markdown_lines(n, section)) for n, section in enumerate(sections)) + "\n"


def _markdown_lines(n: int, section: Section) -> Iterator[str]:
    yield f"{'#' if n == 0 else '##'} {_escaped(section.heading)}"
    yield ""
    for m, line in enumerate(section.lines, 1):
        mark = f"{m}. " if section.mark == "1." else "- " if section.mark else ""
        yield mark + _escaped(line).replace("\n", "  \n" + " " * len(mark)) + ("" if mark else "\n")


def _escaped(text: str) -> str:
    """*text* with what Markdown would obey made harmless; links and addresses stay whole."""
    words = (word if "://" in word or "@" in word else _escaped_word(word) for word in text.split(" "))
    return " ".join(words)


def _escaped_word(word: str) -> str:
    return "".join(f"\\{char}" if char in "\\`*_[]<>#|" else char for char in word)


def route_sections(result: Result, edition: Edition) -> Iterator[Section]:
    """A result for a reader: first what to do and who to contact, then what backs it."""
    data, pathway = edition.data, result.pathway
    pathways = (pathway, *result.companions)
    yield Section(pathway.title, tuple(_opening(result, data)))
    yield Section("Who to contact", tuple(contact_lines(data, contact) for contact in result.contacts), "-")
    yield Section("What to do next", pathway.steps, "1.")
    yield from (Section(f"Also: {other.title}", tuple(_beside(other)), "") for other in result.companions)
    evidence = _evidence(data, pathways)
    if evidence:
        yield Section("What to have ready", tuple(_ready(item, result.answers) for item in evidence), "-")
    if pathway.costs:
        costs = " ".join(cost.text for cost in data.costs if cost.id in pathway.costs)
        yield Section("What it costs the school", (costs,))
    yield Section("What the note says", tuple(_cited(pathways)), "-")
    yield Section("Bear in mind", tuple(_cautions(result.partnership, data)), "-")


def _opening(result: Result, data: Dataset) -> Iterator[str]:
    """What the pathway is, how firmly the note backs it, and the tier."""
    yield result.pathway.summary
    yield from _backing(result.pathway)
    if result.tier and data.tiers:
        yield tier_sentence(data.tiers, result.tier)
    if result.partnership and result.partnership.notice:
        yield result.partnership.notice


def _backing(pathway: Pathway) -> Iterator[str]:
    if pathway.basis == "interpretation":
        yield f"How we read the note: {pathway.reading}"
    if pathway.basis == "silent":
        yield f"The note is silent here. {pathway.reading}"
        yield f"Question to put: {pathway.question_to_put}"


def _beside(pathway: Pathway) -> Iterator[str]:
    """A companion in brief."""
    yield f"{pathway.summary} {' '.join(pathway.steps)}"
    yield from _backing(pathway)


def tier_sentence(tiers: TierMap, pair: TierPair) -> str:
    """What a pair means, and how firmly the note backs it."""
    names = [pair.levels[scheme.id] for scheme in tiers.schemes if scheme.id in pair.levels]
    if len(names) == 1:
        return f"Level: {names[0]} has no stated match. {pair.why}"
    return f"Level: {' is '.join(names)}. " + (
        "The note says so." if pair.basis == "stated" else f"Our reading: {pair.why}"
    )


def contact_lines(data: Dataset, contact: Contact, *, with_link: bool = False) -> str:
    """A contact, one fact a line: who, how, and from what source, checked when (*with_link*: and where to see it)."""
    source = next(source for source in data.sources if source.id == contact.source)
    dated = "undated" if source.date == "undated" else f"of {spoken(source.date)}"
    link = f" {source.url}" if with_link and source.url and source.url != contact.url else ""
    return "\n".join(
        (
            f"{contact.title}: {contact.organisation}{_working(data, contact)}",
            *_ways(contact),
            *([contact.note] if contact.note else []),
            f"From: {source.title}, {dated}; checked {spoken(source.checked_on.isoformat())}{link}",
        )
    )


def _working(data: Dataset, contact: Contact) -> str:
    partnerships = data.geography.partnerships if data.geography else ()
    working = any(p.id == contact.partnership and p.status == "working-name" for p in partnerships)
    return " (working name)" if working else ""


def _ways(contact: Contact) -> Iterator[str]:
    """How to reach a contact; nothing stands behind an address or a number, so that it can be copied."""
    if contact.email:
        yield f"E-mail: {contact.email}"
    if contact.phone:
        yield f"Telephone: {contact.phone}"
    if contact.url:
        unpublished = contact.status == "not-published"
        yield f"{'No e-mail or telephone is published here. Look on' if unpublished else 'Page:'} {contact.url}"


def _evidence(data: Dataset, pathways: Sequence[Pathway]) -> list[Evidence]:
    wanted = {name for pathway in pathways for name in pathway.evidence}
    return [item for item in data.evidence if item.id in wanted]


def _ready(item: Evidence, answers: Answers) -> str:
    return f"{HAVE[have(item, answers)]}: {item.text}"


def _cited(pathways: Sequence[Pathway]) -> Iterator[str]:
    """Each paragraph once, with what it says and a few of its words."""
    seen = set()
    for citation in (citation for pathway in pathways for citation in pathway.cites):
        line = f"{citation.paragraph}: {citation.gloss}" + (f' "{citation.phrase}"' if citation.phrase else "")
        if line not in seen:
            seen.add(line)
            yield line


def _cautions(partnership: Partnership | None, data: Dataset) -> Iterator[str]:
    """What is true today and must reach the reader, and last the line on safeguarding."""
    yield from (warning.text for warning in data.about.warnings)
    if partnership and partnership.status == "working-name" and data.geography:
        yield f"{partnership.name} is a working name. {data.geography.working_name}: {data.geography.confirm_at}"
    yield data.about.safeguarding


def spoken(moment: str) -> str:
    """A date as people say it: `2020-11` is November 2020, `2026-11-24` is 24 November 2026."""
    year, *rest = moment.split("-")
    month = [MONTHS[int(rest[0]) - 1]] if rest else []
    day = [str(int(rest[1]))] if rest[1:] else []
    return " ".join([*day, *month, year])


def check_page(data: Dataset, answers: Answers) -> Iterator[str]:
    """One line an answer, numbered, to be checked before the result."""
    for n, (name, option) in enumerate(answers.items(), 1):
        question = next(question for question in data.questions if question.id == name)
        yield f"{n}. {question.text} {next(o.text for o in question.options if o.id == option)}"


def contact_sections(edition: Edition, chosen: Sequence[Partnership], contacts: Sequence[Contact]) -> Iterator[Section]:
    """Contacts for a reader: first those of each partnership, then those that serve everybody."""
    data = edition.data
    for partnership in chosen:
        own = [contact for contact in contacts if contact.partnership == partnership.id]
        yield Section(
            _title(partnership),
            (*_served(data, partnership), *(contact_lines(data, contact, with_link=True) for contact in own)),
            "-",
        )
    own_roles = {contact.role for contact in contacts if contact.partnership}
    shared = [contact for contact in contacts if contact.role not in own_roles]
    yield Section("For everyone", tuple(contact_lines(data, contact, with_link=True) for contact in shared), "-")
    yield Section("Bear in mind", tuple(_cautions_of_all(data, chosen)), "-")


def _cautions_of_all(data: Dataset, chosen: Sequence[Partnership]) -> Iterator[str]:
    if data.geography and any(partnership.status == "working-name" for partnership in chosen):
        yield f"Working names: {data.geography.working_name}: {data.geography.confirm_at}"
    yield from (warning.text for warning in data.about.warnings)


def _title(partnership: Partnership) -> str:
    return partnership.name + (" (working name)" if partnership.status == "working-name" else "")


def _served(data: Dataset, partnership: Partnership) -> Iterator[str]:
    yield f"Taken to serve: {', '.join(area_name(data, area) for area in partnership.areas)}"
    if partnership.notice:
        yield partnership.notice


def tier_lines(tiers: TierMap) -> Iterator[str]:
    """The whole table, with tabs between; `-` where there is no stated match."""
    yield "\t".join((*(scheme.name for scheme in tiers.schemes), "Basis", "Why"))
    for pair in tiers.pairs:
        levels = (pair.levels.get(scheme.id, "-") for scheme in tiers.schemes)
        yield "\t".join((*levels, pair.basis, pair.why))
