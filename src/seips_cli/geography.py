"""Where things are: the records of areas, partnerships and authorities, as a dataset spells them."""

from collections.abc import Mapping

from .record import PartnershipStatus, Record, record


@record
class Area(Record):
    """A district that an address can be resolved to. Its id and name are those of an option of the area question."""

    id: str
    source: str
    ons_code: str = ""
    """Needed where there is a table of postcodes."""
    places: tuple[str, ...] = ()
    """Towns and villages that people would type."""


@record
class Partnership(Record):
    """A partnership of schools, under a working name until somebody confirms the real one."""

    id: str
    name: str
    status: PartnershipStatus
    areas: tuple[str, ...]
    source: str
    also: tuple[str, ...] = ()
    """Other names and short forms that people would type."""
    contact_first: str = ""
    """The id of a contact to try before the partnership's own."""
    notice: str = ""
    """What is different here, for the reader."""


@record
class Authority(Record):
    """A place outside the areas, known by its ONS code, and what it answers to the home question."""

    ons_code: str
    name: str
    option: str


@record
class Home(Record):
    """How an ONS code answers the question of which authority the child's home is in."""

    question: str
    areas: str
    """The answer for an address in any of the areas."""
    elsewhere: str
    """The answer for an address in a place that is neither an area nor one of `authorities`."""
    authorities: tuple[Authority, ...]
    how_to_tell: str
    """What settles it when a postcode does not."""
    unclear: tuple[str, ...] = ()
    """Places whose name settles nothing, because they lie on both sides."""
    source: str = ""


@record
class SchoolList(Record):
    """Where the list of schools is, and how a school answers the question of its kind."""

    file: str
    """A CSV file beside the dataset."""
    question: str
    answers: Mapping[str, Mapping[str, str]]
    """For each kind of school in the list, the answer for each home authority; kinds left out answer nothing."""
    notice: str
    """How old the list is, and what it leaves out."""


@record
class Geography(Record):
    """Which question says where the child lives, and who serves each place."""

    question: str
    areas: tuple[Area, ...]
    partnerships: tuple[Partnership, ...]
    working_name: str = ""
    """Needed where a partnership has a working name: what a reader must know of it."""
    confirm_at: str = ""
    """The page to confirm names and areas on."""
    name_words: tuple[str, ...] = ()
    """Words, besides those of places here, that the real name of a partnership in a local file may be made of."""
    home: Home | None = None
    postcodes: str = ""
    """A table of postcodes beside the dataset, as `scripts/build_postcodes.py` makes it; it needs `home`."""
    schools: SchoolList | None = None
