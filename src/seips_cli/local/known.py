"""Which words a local file may have: a name can be told from no other word, so only known ones pass. Pure."""

from collections.abc import Collection, Iterable

from ..dataset import Dataset
from ..privacy.words import LETTERS, each
from ..record import texts_of
from ..spelling import folded

#: Words of the web, and of offices and who works there.
WEB = (
    "home index default page pages php html htm aspx pdf docx id site web view article category post posts news "
    "services faq faqs for staff meet agreement advice accountability questions aps referrals documents docs uploads "
    "content media files assets wp library resource e www com org net co uk gov sch ac info example"
)
OFFICES = (
    "office admin enquiries reception mail contact hello main duty head heads headteacher deputy assistant principal "
    "senior lead leader manager officer worker coordinator coordinators director secretary clerk chair chairs business "
    "finance pastoral safeguarding inclusion send senco sendco sen support referral exclusion exclusions admissions "
    "welfare wellbeing family families children young people youth missing elective access alternative provision "
    "psychology specialist teaching advisory early help needs special transition academy college primary high infant "
    "junior community catholic church saint st our lady king queen vii sixth form campus mat borough council"
)
#: What is said of a pupil alone. It stands in no address beside a word that may be a name.
OF_PUPILS = each(
    "adhd asd asc lac cla cp cin pp fsm eal slcn semh spld mld sld pmld msi eha pex ehc ehcp pru fte excluded "
    "suspended pupil student child boy girl mum dad mother father parent carer"
)
#: Letters of a word that may be written as one with others, at least.
FEWEST_LETTERS = 3


def strange_in_a_name(data: Dataset, text: str) -> list[str]:
    """The words of *text* that no place and no partnership in *data* has, nor its list of words for names."""
    known = _folded(_names(data))
    return [word for word in LETTERS.findall(text) if folded(word) not in known]


def strange_in_an_address(data: Dataset, text: str) -> list[str]:
    """The words of *text* that are none of places, bodies and roles in *data*, of the web or of offices."""
    contacts = (part for one in data.contacts for part in (one.role, one.organisation, one.email, one.url))
    known = _folded([*_names(data), *contacts, WEB, OFFICES]) - OF_PUPILS
    return [left for word in _words(text) if (left := _without(word, known))]


def strange_in_a_page(data: Dataset, text: str) -> list[str]:
    """The words of *text* that stand nowhere in *data*, and that neither the web nor offices have."""
    known = _folded([*texts_of(data), WEB, OFFICES])
    return [word for word in _words(text) if _without(word, known)]


def _names(data: Dataset) -> list[str]:
    """What names places and partnerships in *data*, and the words that it gives for names."""
    geography = data.geography
    if geography is None:
        return []
    names = [*geography.name_words, *(text for area in geography.areas for text in (area.id, *area.places))]
    names += [text for one in geography.partnerships for text in (one.name, *one.also)]
    return names + ([authority.name for authority in geography.home.authorities] if geography.home else [])


def _folded(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(folded(word) for text in texts for word in LETTERS.findall(text))


def _words(text: str) -> list[str]:
    """The words of *text* with more than one letter."""
    return [word for word in LETTERS.findall(text) if len(word) > 1]


def _without(word: str, known: Collection[str]) -> str:
    """*word*, unless it is one of those *known* or several as one (`faqsforschools`), without those at its end."""
    ends = range(FEWEST_LETTERS, len(word) - FEWEST_LETTERS + 1)
    if folded(word) in known or any(folded(word[:end]) in known and not _without(word[end:], known) for end in ends):
        return ""
    return next((_without(word[:end], known) for end in ends if folded(word[end:]) in known), word)
