"""What must not be in a file of cases: columns that tell of a pupil. Looked for; never kept or repeated.

A heading is judged strictly, since a column that is refused can be renamed or left out. A cell is judged only by what
is sure (`told`): a pupil's number, a date that somebody of school age could be born on, a whole postcode.
"""

import re
from unicodedata import combining, normalize

from ..spelling import folded


def _each(words: str) -> frozenset[str]:
    return frozenset(words.split())


#: Words that make a column one about a person, wherever they stand in its heading.
PEOPLE = _each(
    "pupil pupils student students candidate candidates person youngster learner learners child children "
    "childs kid boy girl son daughter sibling siblings brother sister parent parents carer carers mother "
    "father mum dad guardian family relative"
)
NAMES = _each(
    "name names forename forenames surname surnames initial initials nickname alias preferred christian given chosen"
)
BIRTH = _each("dob birth birthday birthdate birthplace born yob bday")
NUMBERS = _each("upn uln nhs nhsno ni nino passport admission adm adno")
LIVES = _each("address addr mob street postcode postcodes phone telephone tel mobile email mail landline")
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
#: Whole headings that are short for a name.
SHORT = frozenset({"first", "last", "knownas", "middle", "family", "contact", "emergencycontact", "dateofb"})
#: Parts of a heading that is written without spaces, as `PUPILNAME` or `dateofbirth` is.
STEMS = ("pupil", "student", "learner", "forename", "surname", "firstname", "lastname", "fullname", "birth")
ENDS = ("name", "names", "dob", "upn", "uln", "address", "postcode", "notes", "comments")
#: With one of these a name, an address or a telephone number is an organisation's.
PLACES = _each(
    "school schools academy trust college partnership district ward area authority organisation setting council team "
    "office file sheet batch"
)
#: What an organisation may have of its own.
OWN = NAMES | LIVES


def likeness(heading: str) -> str:
    """What of a pupil a column with this *heading* seems to hold; "" for nothing."""
    heading = "".join(char for char in normalize("NFKD", heading) if not combining(char))
    words, joined = _words(heading), folded(heading)
    ours = not words & PEOPLE and (words & PLACES or joined.startswith(tuple(PLACES)))
    for known, likely in LIKENESS:
        if words & known and not (ours and words & known <= OWN):
            return likely
    is_short = joined in SHORT | BIRTH | NUMBERS or (joined.endswith(ENDS) and not ours)
    if is_short or any(stem in joined for stem in STEMS):
        return "a pupil's details"
    return ""


def _words(heading: str) -> set[str]:
    """The words of a heading, however they are set apart: `PupilName`, `pupil_name`, `Pupil's name`, `D.O.B.`."""
    text = re.sub(r"['\u2019]", "", normalize("NFKC", heading))
    text = re.sub(r"\b(?:\w\.){2,}", lambda found: found[0].replace(".", ""), text)
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    return set(re.findall(r"[^\W\d_]+", spaced.casefold()))
