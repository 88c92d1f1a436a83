"""Which words a local file may have: a name can be told from no other word, so only known ones pass. Pure."""

import re
from collections.abc import Collection, Iterable

from ..dataset import Dataset
from ..privacy.words import LETTERS, each
from ..record import texts_of
from ..spelling import folded

#: Words of the web, and of offices and who works there.
WEB = (
    "home index default page pages php html htm aspx pdf docx id site web view article category post posts news "
    "services faq faqs for staff meet agreement advice accountability questions aps referrals documents docs uploads "
    "content media files assets wp library resource e www com org net co uk gov sch ac info example student students "
    "information report list title pid portal"
)
OFFICES = (
    "office admin enquiries reception mail contact hello main duty head heads headteacher deputy assistant principal "
    "senior lead leader manager officer worker coordinator coordinators director secretary clerk chair chairs business "
    "finance pastoral safeguarding inclusion send senco sendco sen dsl support referral exclusion exclusions "
    "admissions welfare wellbeing family families children young people youth missing elective access alternative "
    "provision unit outreach premium placement liaison health social mental emotional solutions pru year psychology "
    "specialist teaching advisory early help needs special transition academy college primary high infant junior "
    "community catholic church christ saint saints st ce cofe coe rc all holy trinity blessed sir our lady king queen "
    "vii sixth form campus mat borough council"
)
#: What is said of a pupil alone. It stands in no address beside a word that may be a name.
OF_PUPILS = each(
    "adhd asd asc autism autistic lac cla cp cin pp fsm eal slcn semh spld mld sld pmld msi eha pex permex excl ehc "
    "ehcp fte excluded suspended permanent permanently violent pregnant arrested assaulted stabbed fighting drugs "
    "asylum pupil student child boy girl mum dad mother father parent carer carers"
)
#: Those of so many letters are told within a longer word too; shorter ones end surnames, as in Fairchild.
LONG_OF_PUPILS = tuple(word for word in OF_PUPILS if len(word) >= 6)
#: Letters of a word that may be written as one with others, at least; fewer make surnames, as in Southall.
FEWEST_LETTERS = 4
JOINING = ("and", "for", "the")
#: Words of one part of a page's address, at most, unless the data have that very part: more could be a sentence.
MOST_IN_A_PART = 4


def strange_in_a_name(data: Dataset, text: str) -> list[str]:
    """The words of *text* that no place and no partnership in *data* has, nor its list of words for names."""
    known = _folded(_names(data))
    return [word for word in LETTERS.findall(text) if folded(word) not in known]


def strange_in_an_address(data: Dataset, text: str) -> list[str]:
    """The words of *text* that are none of places, bodies and roles in *data*, of the web or of offices."""
    known = _of_bodies(data)
    return [word for word in _words(text) if folded(word) not in known]


def strange_in_a_site(data: Dataset, text: str) -> list[str]:
    """The same for the name of a site, which may write several such words as one; what is left of each without them."""
    known = _of_bodies(data)
    return [*filter(None, (_left(word, known) for word in _words(text)))]


def strange_in_a_page(data: Dataset, text: str) -> list[str]:
    """The words of *text* that are none of bodies, of the web or of offices, but for parts that a link in *data* has.

    A part of many such words could be a sentence too.
    """
    known = _of_bodies(data)
    linked = {part for one in texts_of(data) if one.startswith("https://") for part in one.split("/")}
    parts = [_words(part) for part in re.split("[/?&=#]", text) if part not in linked]
    long = [word for words in parts if len(words) > MOST_IN_A_PART for word in words]
    return [word for words in parts for word in words if _left(word, known)] or long


def _of_bodies(data: Dataset) -> frozenset[str]:
    contacts = (part for one in data.contacts for part in (one.role, one.organisation, one.email, one.url))
    return _folded([*_names(data), *contacts, WEB, OFFICES]) - OF_PUPILS


def is_of_a_pupil(names: Collection[str]) -> bool:
    """Whether among *names* there is what is said of pupils, beside another or in one word with it."""
    told = OF_PUPILS.intersection(names)
    within = (name for name in {*names} - told if name.startswith(LONG_OF_PUPILS) or name.endswith(LONG_OF_PUPILS))
    return bool(told and {*names} - told) or any(within)


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


def _left(word: str, known: Collection[str]) -> str:
    """What is left of *word* without known words at its ends; "" for one of those *known*, or several as one."""
    word, parts = folded(word), {one for one in known if len(one) >= FEWEST_LETTERS or one in JOINING}
    if word in known or len(word) in (begun := _reached(word, parts)):
        return ""
    end = len(word) - max(_reached(word[::-1], {one[::-1] for one in parts}))
    left = word[max(begun) : end]
    return left if len(left) >= FEWEST_LETTERS else word


def _reached(word: str, known: Collection[str]) -> set[int]:
    """Where in *word* known words end that stand side by side from its beginning on; 0 among them."""
    ends = {0}
    for end in range(1, len(word) + 1):
        if any(word[start:end] in known for start in ends):
            ends.add(end)
    return ends
