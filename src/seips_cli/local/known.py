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
    return [*filter(None, (_left(word, known) for word in _words(text)))]


def strange_in_a_page(data: Dataset, text: str) -> list[str]:
    """The words of *text* that stand nowhere in *data*, and that neither the web nor offices have."""
    known = _folded([*texts_of(data), WEB, OFFICES])
    return [word for word in _words(text) if _left(word, known)]


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
    word = folded(word)
    if word in known or len(word) in (begun := _reached(word, known)):
        return ""
    end = len(word) - max(_reached(word[::-1], {one[::-1] for one in known}))
    left = word[max(begun) : end]
    return left if len(left) >= FEWEST_LETTERS else word


def _reached(word: str, known: Collection[str]) -> set[int]:
    """Where in *word* known words end that stand side by side from its beginning on; 0 among them."""
    ends = {0}
    for end in range(FEWEST_LETTERS, len(word) + 1):
        if any(word[start:end] in known for start in ends if end - start >= FEWEST_LETTERS):
            ends.add(end)
    return ends
