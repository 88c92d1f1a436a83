"""Everything a person reads is plain: grade 9 or below, measured by a maintained library."""

import textstat

from seips_cli.dataset import Dataset
from seips_cli.decision import Outcome, decide
from seips_cli.pages import route_sections
from seips_cli.render import Section
from seips_cli.source import Edition

HARDEST = 9
#: A grade means little for a handful of words, so short texts are judged together with what stands round them.
SHORTEST = 10


def grade(text: str) -> float:
    """The school grade that *text* asks of a reader."""
    return float(textstat.flesch_kincaid_grade(text))


def texts(data: Dataset) -> dict[str, str]:
    """Every text of the dataset that a reader may meet, by what it belongs to."""
    found = {f"question {q.id}": f"{q.text} {q.why}" for q in data.questions}
    found |= {f"why {q.id}": q.why for q in data.questions}
    found |= {f"summary {p.id}": p.summary for p in data.pathways}
    found |= {f"reading {p.id}": p.reading for p in data.pathways}
    found |= {f"step {p.id}": step for p in data.pathways for step in p.steps}
    found |= {f"gloss {p.id}": citation.gloss for p in data.pathways for citation in p.cites}
    found |= {f"evidence {item.id}": item.text for item in data.evidence}
    found |= {f"cost {cost.id}": cost.text for cost in data.costs}
    found |= {f"warning {warning.id}": warning.text for warning in data.about.warnings}
    found |= {f"contact {contact.id}": contact.note for contact in data.contacts}
    found |= {f"tier {pair.id}": pair.why for pair in (data.tiers.pairs if data.tiers else ())}
    found |= {f"paragraph {paragraph.id}": paragraph.about for paragraph in data.guidance.paragraphs}
    found |= {f"notice {p.id}": p.notice for p in (data.geography.partnerships if data.geography else ())}
    return found | {"safeguarding": data.about.safeguarding}


def test_every_text_is_plain(data: Dataset) -> None:
    """No single text of ten words or more asks for more than grade 9."""
    hard = {name: grade(text) for name, text in texts(data).items() if len(text.split()) >= SHORTEST}
    assert {name: value for name, value in hard.items() if value > HARDEST} == {}


def prose(section: Section) -> str:
    """The sentences of a section, without links and addresses."""
    words = " ".join(line.rstrip(".") + "." for line in section.lines).split()
    return " ".join(word for word in words if "://" not in word and "@" not in word)


def test_every_result_is_plain(edition: Edition, data: Dataset, journeys: list[tuple[dict[str, str], Outcome]]) -> None:
    """Read as a whole, no result asks for more than grade 9."""
    for answers, _ in journeys[::3]:
        sections = list(route_sections(decide(data, answers), edition))
        assert grade(" ".join(f"{section.heading}. {prose(section)}" for section in sections)) <= HARDEST, answers


def test_phrases_of_the_note_are_short(data: Dataset) -> None:
    """The note is pointed at, never copied: twelve words at most, in one phrase."""
    for pathway in data.pathways:
        for citation in pathway.cites:
            assert len(citation.phrase.split()) <= 12
