"""What is true: the frozen records of a dataset, as `data/partnerships.yaml` spells them.

Plain dataclasses, so that only the reading of a file pays for pydantic, which checks it against them (`source`).
A string under a field is its description in the JSON Schema that editors use.
"""

import datetime
from collections.abc import Mapping

from .geography import Geography
from .money.charge import Charge
from .record import ALWAYS, Basis, Condition, Confidence, ContactStatus, Figure, Record, record

#: What a source is called that a local file makes.
ENTERED = "Entered locally"


@record
class Source(Record):
    """Where a fact was found."""

    id: str
    title: str
    """What the page or file is called, for a reader."""
    date: str
    """YYYY, YYYY-MM or YYYY-MM-DD of the page or its capture, or `undated`."""
    checked_on: datetime.date
    """The day someone last looked whether the fact still stands there."""
    confidence: Confidence
    """primary: the body itself; secondary: somebody else; derived: counted in a dataset."""
    url: str = ""


@record
class Sentence(Record):
    """One sentence of a paragraph, known by its mark alone, and what in the dataset answers to it."""

    mark: str
    """The number of its words and a fingerprint of them, as `seips check --note` prints it."""
    answered_by: tuple[str, ...] = ()
    """Rules, companions, pathways, evidence, costs or tier pairs that put it into practice."""
    waived: str = ""
    """Why nothing has to answer to it, although it tells somebody to do something."""


@record
class Paragraph(Record):
    """One paragraph of the guidance, named but not quoted."""

    id: str
    about: str
    """What the paragraph is about, in our own words."""
    mark: str = ""
    """The number of its words and a fingerprint of them, so that a change in the published text is noticed."""
    sentences: tuple[Sentence, ...] = ()


@record
class Guidance(Record):
    """The published note that the rules are read from."""

    title: str
    revised: str
    """YYYY-MM."""
    paragraphs: tuple[Paragraph, ...]
    called: str = "the note"
    """What readers call it, such as `the note` or `the handbook`."""
    directive_words: tuple[str, ...] = ()
    """Words that make a sentence one that tells somebody to do something."""


@record
class StandingWarning(Record):
    """Something true today that every reader of a result must know."""

    id: str
    text: str
    source: str


@record
class About(Record):
    """The dataset itself."""

    title: str
    version: str
    checked_on: datetime.date
    safeguarding: str
    """The one line about judgement and safeguarding that ends every result."""
    warnings: tuple[StandingWarning, ...] = ()
    review_days: int = 0
    """After how many days a school looks at a result again; 0 sets no date."""


@record
class Option(Record):
    """One answer that can be given to a question."""

    id: str
    text: str


@record
class Question(Record):
    """One question; options of an `ordered` one run from milder to worse need."""

    id: str
    text: str
    why: str
    """One sentence on why it is asked, shown when a person types `?`."""
    cites: tuple[str, ...]
    options: tuple[Option, ...]
    ordered: bool = False
    hint: str = ""
    who_knows: str = ""
    """Who in a school would know the answer, for `seips prepare`."""


@record
class Rule(Record):
    """When a pathway is the primary one. Rules are not tried in order: each holds or does not."""

    id: str
    pathway: str
    when: Condition
    basis: Basis
    cites: tuple[str, ...]


@record
class Companion(Record):
    """When a pathway is shown beside the primary one."""

    id: str
    pathway: str
    alongside: tuple[str, ...]
    """The primary pathways that it may accompany."""
    when: Condition
    basis: Basis
    cites: tuple[str, ...]


@record
class Citation(Record):
    """What a paragraph says to this pathway, in our own words, with at most a short quoted phrase."""

    paragraph: str
    gloss: str
    phrase: str = ""


@record
class Evidence(Record):
    """Something to have ready. With `shown_by`, an answer tells whether the school has it."""

    id: str
    text: str
    basis: Basis
    cites: tuple[str, ...] = ()
    source: str = ""
    shown_by: Condition = ALWAYS
    """The answer that means the school has it; any other answer to that question means it is missing."""


@record
class Cost(Record):
    """What a pathway costs the school, or does not. With `filled_by`, a figure that the guidance does not give."""

    id: str
    text: str
    basis: Basis
    cites: tuple[str, ...]
    filled_by: Figure = ""
    """What in a school's local file gives the figure."""
    until_then: str = ""
    """What to do as long as no local file gives it."""


@record
class Pathway(Record):
    """What the school should do."""

    id: str
    title: str
    summary: str
    basis: Basis
    cites: tuple[Citation, ...]
    steps: tuple[str, ...]
    rank: int | None = None
    """How serious the need is; no ordered answer may lower it by getting worse."""
    reading: str = ""
    """Needed unless `basis` is stated: how this was read out of the note, or what the note leaves out."""
    question_to_put: str = ""
    """Needed where the note is silent: what to ask the nearest safe contact."""
    evidence: tuple[str, ...] = ()
    costs: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    """Roles, most useful first."""


@record
class Level(Record):
    """One level of a scheme, and the other ways people write it."""

    name: str
    also: tuple[str, ...] = ()


@record
class Scheme(Record):
    """A ladder of levels that one authority uses."""

    id: str
    name: str
    levels: tuple[Level, ...]


@record
class TierPair(Record):
    """What a level of one scheme is in another; a scheme left out has no stated equivalent."""

    id: str
    levels: Mapping[str, str]
    basis: Basis
    why: str
    cites: tuple[str, ...] = ()
    option: str = ""
    """The answer to the level question that means this pair."""


@record
class TierMap(Record):
    """How two schemes of levels correspond."""

    question: str
    alongside: tuple[str, ...]
    """The primary pathways whose result shows the pair."""
    schemes: tuple[Scheme, ...]
    pairs: tuple[TierPair, ...]


@record
class Contact(Record):
    """A role, never a person. One with a `partnership` serves that partnership; others serve everybody."""

    id: str
    role: str
    title: str
    """What the role is called, for a reader."""
    organisation: str
    status: ContactStatus
    basis: Basis
    source: str
    partnership: str = ""
    email: str = ""
    phone: str = ""
    url: str = ""
    note: str = ""


@record
class Dataset(Record):
    """One authority's guidance as data. Compared by identity, so that what is compiled from it can be kept."""

    __eq__, __hash__ = object.__eq__, object.__hash__

    about: About
    guidance: Guidance
    sources: tuple[Source, ...]
    questions: tuple[Question, ...]
    rules: tuple[Rule, ...]
    pathways: tuple[Pathway, ...]
    companions: tuple[Companion, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    costs: tuple[Cost, ...] = ()
    contacts: tuple[Contact, ...] = ()
    tiers: TierMap | None = None
    geography: Geography | None = None
    charge: Charge | None = None
