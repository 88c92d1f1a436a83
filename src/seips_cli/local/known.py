"""Which words a local file may have: a name can be told from no other word, so only known ones pass. Pure."""

from collections.abc import Collection, Iterable

from ..dataset import Dataset
from ..privacy.words import LETTERS, WORDS
from ..record import texts_of
from ..spelling import folded

#: Words for sites, offices and pages.
WEB = (
    "home index default page pages php html htm aspx pdf docx id site web view article category post posts news "
    "services faq faqs for staff meet agreement chair chairs advice accountability coordinator coordinators office "
    "questions aps referrals documents docs uploads content media files assets wp library resource e "
    "www com org net co uk gov sch info example admin enquiries reception head st saint"
)
#: Letters of a word that may be written as one with others, at least.
FEWEST_LETTERS = 3


def strange_in_a_name(data: Dataset, text: str) -> list[str]:
    """The words of *text* that no place and no partnership in *data* has, nor its list of words for names."""
    known = _folded(_names(data))
    return [word for word in LETTERS.findall(text) if folded(word) not in known]


def strange_in_an_address(data: Dataset, text: str) -> list[str]:
    """The words of *text* that are none of places, bodies and roles in *data*, of the web or of schools' lists."""
    roles = (part for contact in data.contacts for part in (contact.role, contact.organisation))
    return _strange(text, _folded([*_names(data), *roles, WEB]) | WORDS)


def strange_in_a_page(data: Dataset, text: str) -> list[str]:
    """The words of *text* that stand nowhere in *data*, and that the web has not for pages."""
    return _strange(text, _folded([*texts_of(data), WEB]))


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


def _strange(text: str, known: Collection[str]) -> list[str]:
    """The words of *text* with more than a letter that are not *known*, nor several of them written as one."""
    return [word for word in LETTERS.findall(text) if len(word) > 1 and not _is_of(folded(word), known)]


def _is_of(word: str, known: Collection[str]) -> bool:
    """Whether *word* is one of those *known*, or several of them written as one, as in `faqsforschools`."""
    ends = range(FEWEST_LETTERS, len(word) - FEWEST_LETTERS + 1)
    return word in known or any(word[:end] in known and _is_of(word[end:], known) for end in ends)
