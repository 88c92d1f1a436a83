"""What the school is charged: the records that `seips cost` counts with, as a dataset spells them."""

from collections.abc import Mapping
from typing import Literal

from ..record import Basis, Record, record

Counting = Literal["days", "weeks", "terms"]


@record
class Premium(Record):
    """A kind of pupil premium that a child may attract, or that no such money comes with the child."""

    id: str
    text: str


@record
class Rate(Record):
    """The pupil premium rates of one financial year, or what is known of them where they were not found."""

    id: str
    """The financial year, such as 2024-25."""
    source: str
    amounts: Mapping[str, int]
    """Whole pounds a year, for each premium; `{}` where they were not found."""
    inferred: str = ""
    """How the year was worked out, where the source does not state it."""
    missing: str = ""
    """Needed where there are no amounts: what was not found."""


@record
class Way(Record):
    """A way to count part of a year, and how firmly the guidance backs it."""

    id: Counting
    title: str
    text: str
    basis: Basis
    cites: tuple[str, ...]
    source: str = ""
    """Where else this way of counting is used."""


@record
class Statement(Record):
    """Something that a total rests on, or leaves out, and how firmly the guidance backs it."""

    id: str
    text: str
    basis: Basis
    cites: tuple[str, ...]


@record
class Charge(Record):
    """What the school is charged for part of a year, and what is not known of it."""

    title: str
    summary: str
    basis: Basis
    cites: tuple[str, ...]
    year_begins: str
    """The day on which a financial year begins, as MM-DD."""
    ask: str
    """What to do when the average pupil cost is not known, to be followed by what to type."""
    find_rate: str
    """What to do when a year's rate is not held, to be followed by what to type."""
    question_to_put: str
    contacts: tuple[str, ...]
    """Roles to put it to, most useful first."""
    premiums: tuple[Premium, ...]
    no_premium: str
    """The one of `premiums` that brings no money."""
    rates: tuple[Rate, ...]
    """Earliest year first."""
    verify_at: str
    """The source to check the rates against."""
    ways: tuple[Way, ...]
    assumptions: tuple[Statement, ...] = ()
    not_charged: tuple[Statement, ...] = ()
    """What the school need not pay, and who pays it."""
