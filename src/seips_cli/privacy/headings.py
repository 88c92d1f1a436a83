"""What a heading tells of a pupil. It is judged strictly, since a column that is refused can be renamed or left out."""

import re
from collections.abc import Collection
from unicodedata import combining, normalize

from ..spelling import folded
from .words import each, is_known

#: Words that make a column one about a person, wherever they stand in its heading.
PEOPLE = each(
    "pupil pupils student students candidate candidates person youngster learner learners child children "
    "childs childrens kid boy girl son daughter sibling siblings brother sister parent parents carer carers mother "
    "father mum dad guardian family relative applicant client yp cyp"
)
NAMES = each("name names forename forenames surname surnames initials nickname alias aka christian")
BIRTH = each("dob dofb birth birthday birthdate birthplace born yob bday bdate")
NUMBERS = each("upn uln nhs nhsno ni nino passport admission adm adno")
LIVES = each("address adress addr mob street postcode postcodes phone telephone tel mobile email mail landline")
TEXT = each(
    "note notes comment comments reason reasons remark remarks detail details description narrative summary text "
    "concern concerns incident incidents background history circumstances observation observations"
)
SENSITIVE = each(
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
SHORT = each(
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
    "|event|course|class|form|house|group|file|sheet|batch|document|template|report|column"
)
OWN = "name|address|phone|telephone|tel|email|e mail|post ?code"
MANY = "pupils|students|learners"
#: Words of headings, besides those of cells.
TITLES = each(
    "address phone telephone tel email mail url website urn dfe estab laestab name username user points attendance "
    "absence absences lost score rate percentage percent average fixed suspension suspensions exclusions permanent "
    "behaviour incident incidents sanction reward merit detention late by since until owner lead worker contact "
    "preferred given initial advice outcome decision status type category kind source census column venue programme "
    "scheme provider service office department organisation authority ward region area district report template "
    "document event course subject option transport distance lunch bus created updated modified timestamp removed "
    "begin end start begun ended opened social care protection child parent summary text learner unit reg nc agency "
    "staff age index"
)
#: What in a heading tells nothing of a pupil; only what is left of it is judged. Words on both sides of a mark do not
#: belong together: `School name` is a school's, and `School, name` may be a pupil's.
HARMLESS = re.compile(
    rf"\b(?:{ORGANISED})s? ?(?:{OWN})\b|\bname of (?:the )?(?:{ORGANISED})s?(?= /|$)|\bpupil referral unit\b"
    rf"|\b(?:number|no|count|total|percentage) of (?:all )?(?:{MANY})\b|\btotal (?:{MANY})\b"
    rf"|\b(?:{MANY}|pupil|student|learner) (?:count|on roll)\b|^user ?name$"
    rf"|\b(?:pupil|student|learner|child) (?:ref|reference)\b|\bparents? meeting\b|\bchild protection\b"
    rf"|\bsocial care\b"
)


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


def is_strange(heading: str, known: Collection[str]) -> bool:
    """Whether *heading* has a word that is neither *known* nor one of those that schools' lists have."""
    words = (word for word in _spaced(heading).replace("/", " ").split() if len(word) > 1)
    return not all(_is_title(word, known) for word in words)


def _is_title(word: str, known: Collection[str]) -> bool:
    """Whether *word* is one of a heading, or two in one, as `schoolname`."""
    parts = [(word, word), *((word[:at], word[at:]) for at in range(2, len(word) - 1))]
    return any(all(part in TITLES or part in known or is_known(part) for part in pair) for pair in parts)


def _spaced(heading: str) -> str:
    """The words of a heading with spaces between them, however they are set apart, and a slash for any other mark.

    `PupilName`, `pupil_name` and `Pupil's name` are alike; `D.O.B.` is one word.
    """
    text = "".join(char for char in normalize("NFKD", heading) if not combining(char))
    text = re.sub(r"['\u2019]", "", text)
    text = re.sub(r"\b(?:\w\.){2,}", lambda found: found[0].replace(".", ""), text)
    text = re.sub(r"(?<=[a-z])(?=[A-Z])|[\W\d_]+", lambda found: " / " if found[0].strip(" _-.") else " ", text)
    return " ".join(text.casefold().split())
