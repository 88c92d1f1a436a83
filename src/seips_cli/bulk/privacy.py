"""What must not be in a file of cases: columns that tell of a pupil. Looked for; never kept or repeated.

A heading is judged strictly, since a column that is refused can be renamed or left out. So is a cell of some words,
unless the dataset has them too. All else in a cell is judged by what is sure (`told`).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from unicodedata import combining, normalize

from ..record import Record
from ..spelling import folded


def _each(words: str) -> frozenset[str]:
    return frozenset(words.split())


#: Words that make a column one about a person, wherever they stand in its heading.
PEOPLE = _each(
    "pupil pupils student students candidate candidates person youngster learner learners child children "
    "childs childrens kid boy girl son daughter sibling siblings brother sister parent parents carer carers mother "
    "father mum dad guardian family relative applicant client yp cyp"
)
NAMES = _each("name names forename forenames surname surnames initials nickname alias aka christian")
BIRTH = _each("dob birth birthday birthdate birthplace born yob bday")
NUMBERS = _each("upn uln nhs nhsno ni nino passport admission adm adno")
LIVES = _each("address adress addr mob street postcode postcodes phone telephone tel mobile email mail landline")
TEXT = _each(
    "note notes comment comments reason reasons remark remarks detail details description narrative summary text "
    "concern concerns incident incidents background history circumstances observation observations"
)
SENSITIVE = _each(
    "ethnicity ethnic religion faith gender sex nationality language diagnosis medical health disability allergies "
    "social photo picture"
)
#: What a heading is called that holds one of the words.
LIKENESS = (
    (NAMES, "a pupil's name"),
    (BIRTH, "a date of birth"),
    (NUMBERS, "a pupil's number"),
    (LIVES, "where a pupil lives or can be reached"),
    (TEXT, "free text about a pupil"),
    (SENSITIVE, "what is private to a pupil"),
    (PEOPLE, "a pupil's details"),
)
#: Whole headings that are short for a name, or for how to reach somebody.
SHORT = _each(
    "first last middle initial given chosen preferred contact contactnumber contactno emergencycontact dateofb"
)
#: Parts of a heading that is written without spaces, as `PUPILNAME` or `dateofbirth` is.
STEMS = ("pupil", "student", "learner", "forename", "surname", "firstname", "lastname", "fullname", "birth")
ENDS = (
    "name",
    "names",
    "initial",
    "initials",
    "knownas",
    "dob",
    "upn",
    "uln",
    "address",
    "postcode",
    "notes",
    "comments",
)
#: What has a name, and often an address and a telephone number, without being a person.
ORGANISED = (
    "school|academy|trust|college|pru|pupil referral unit|partnership|district|ward|area|authority|organisation|setting"
    "|council|team|office|department|service|centre|provider|provision|programme|pathway|panel|scheme|venue|meeting"
    "|event|course|class|group|file|sheet|batch|document|template|report|column"
)
ABOUT_PLACES = re.compile(rf"\b(?:{ORGANISED})s?\b")
OWN = "name|address|phone|telephone|tel|email|e mail|post ?code"
MANY = "pupils|students|learners"
#: What in a heading tells nothing of a pupil; only what is left of it is judged. Words on both sides of a mark do not
#: belong together: `School name` is a school's, and `School, name` may be a pupil's.
HARMLESS = re.compile(
    rf"\b(?:{ORGANISED})s? ?(?:{OWN})\b|\bname of (?:the )?(?:{ORGANISED})s?(?= /|$)|\bpupil referral unit\b"
    rf"|\b(?:number|no|count|total|percentage) of (?:all )?(?:{MANY})\b|\btotal (?:{MANY})\b"
    rf"|\b(?:{MANY}|pupil|student|learner) (?:count|on roll)\b|^user ?name$"
)


#: A word, with what stands before it and behind it in names: `O'Brien`, `Jo-Ann`, `J.`.
WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['\u2019.-])*")
#: Cells of words alone, or of so many words that they are a remark.
NAMED = re.compile(rf"{WORD.pattern}(?:,? {WORD.pattern}|,{WORD.pattern}){{1,3}}\.?")
REMARK = re.compile(r"\S+(?:\s+\S+){3,}")


class Watch:
    """Looks for names and remarks in cells that are carried through. Words of the dataset itself tell of nobody."""

    def __init__(self, headings: Iterable[str], known: Callable[[], Iterable[str]]) -> None:
        """*known*: gives texts whose words tell of nobody; asked only where there is something to look at."""
        names = [*headings]
        self.places = range(len(names))
        #: Where a place, and not a person, is named.
        self.of_places = {at for at, name in enumerate(names) if ABOUT_PLACES.search(_spaced(name))}
        self._known = known

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word that tells of nobody, folded."""
        return frozenset(folded(word) for text in self._known() for word in WORD.findall(text))

    def told(self, at: int, cells: Iterable[str]) -> str:
        """What of a person *cells* of the column at *at* seem to tell; "" for nothing."""
        some = (self._told(cell, at in self.of_places) for cell in cells if " " in cell or "," in cell)
        return next(filter(None, some), "")

    def _told(self, cell: str, is_of_a_place: bool) -> str:
        words = WORD.findall(cell)
        is_named = NAMED.fullmatch(cell.strip()) and all(word[0].isupper() for word in words)
        is_remark = len(words) > 2 and REMARK.fullmatch(cell.strip())
        if not (is_remark or is_named) or (is_named and is_of_a_place) or self.words.issuperset(map(folded, words)):
            return ""
        return "a person's name" if is_named else "a remark"


def texts_of(part: object) -> Iterator[str]:
    """Every text in a record, and in the records that it holds."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping):
        yield from (text for pair in part.items() for one in pair for text in texts_of(one))
    elif isinstance(part, tuple | Record):
        parts = vars(part).values() if isinstance(part, Record) else part
        yield from (text for one in parts for text in texts_of(one))


def likeness(heading: str) -> str:
    """What of a pupil a column with this *heading* seems to hold; "" for nothing."""
    left = HARMLESS.sub(" / ", _spaced(heading))
    words, joined = set(re.findall("[^/ ]+", left)), folded(left)
    for known, likely in LIKENESS:
        if words & known:
            return likely
    is_short = joined in SHORT | BIRTH | NUMBERS or joined.endswith(ENDS)
    if is_short or any(stem in joined for stem in STEMS):
        return "a pupil's details"
    return ""


def _spaced(heading: str) -> str:
    """The words of a heading with spaces between them, however they are set apart, and a slash for any other mark.

    `PupilName`, `pupil_name` and `Pupil's name` are alike; `D.O.B.` is one word.
    """
    text = "".join(char for char in normalize("NFKD", heading) if not combining(char))
    text = re.sub(r"['\u2019]", "", text)
    text = re.sub(r"\b(?:\w\.){2,}", lambda found: found[0].replace(".", ""), text)
    text = re.sub(r"(?<=[a-z])(?=[A-Z])|[\W\d_]+", lambda found: " / " if found[0].strip(" _-.") else " ", text)
    return " ".join(text.casefold().split())
