"""What somebody enters to reach a role by, made sure of and written the usual way. Raises SeipsError in words."""

import re
from collections.abc import Iterable
from urllib.parse import unquote

from ..dataset import Dataset
from ..errors import SeipsError
from ..lookup import echo
from ..privacy.told import refuse_address
from ..privacy.words import LETTERS
from ..references import EMAIL, LINK
from .known import is_of_a_pupil, strange_in_a_page, strange_in_a_site, strange_in_an_address

REGION = "GB"
#: A member of staff has a first and a last name, which may be double, and a school has two names, of so many letters.
MOST_NAMES, MOST_WORDS, LONGEST_NAME = 2, 3, 20
#: Figures of an address, and letters that stand alone one after the other: more would spell something.
MOST_FIGURES = 3
SPELT = re.compile(r"(?<![^\W_])(?:[^\W\d_][-_.+ ]){3}[^\W\d_](?![^\W_])")
#: Longer ones would not leave a pack on one sheet.
LONGEST_EMAIL, LONGEST_LINK = 64, 150
#: What of a link is its site.
SITE = re.compile("^https://([^/?#:]*)[^/?#]*")
DIALLED = re.compile(r"(?:tel:)?\+?[0-9 ().-]+(?:[ ;]?(?:ext?\.?|x|#)[ =]?[0-9]+)?", re.IGNORECASE)


def email_address(data: Dataset, typed: str, no_pupil: bool = False) -> str:
    """*typed* as the e-mail address of an office; or of a member of staff, where it is said to be *no_pupil*'s."""
    address = re.sub("^mailto:", "", typed.strip(), flags=re.IGNORECASE)
    refuse_address(address)
    if not EMAIL.fullmatch(address):
        raise SeipsError(f"`{echo(typed)}` is not an e-mail address", hint="write it as office@example.org")
    if len(address) > LONGEST_EMAIL:
        hint = "enter a shorter one, or a telephone number"
        raise SeipsError(f"`{echo(typed)}` is longer than {LONGEST_EMAIL} letters", hint=hint)
    _refuse_remark(data, address, typed)
    _refuse_names(data, address, no_pupil)
    return address


def names_in(data: Dataset, address: str) -> list[str]:
    """What in an e-mail *address* or in the site of a link may be somebody's name: the words that are not known."""
    said = SITE.sub(r"\1", f"{address}/").partition("/")[0]
    before, _, site = said.rpartition("@")
    letters = [letter for letter in LETTERS.findall(said) if len(letter) == 1]
    names = strange_in_an_address(data, before) + strange_in_a_site(data, site)
    # One or two letters alone are a sign, or initials before a name that is seen; more may spell one.
    return names + (letters if len(letters) > 2 else [])


def telephone(typed: str) -> str:
    """*typed* as a British telephone number, spaced as it is spoken."""
    import phonenumbers

    try:
        # A page has other dashes and spaces.
        typed = re.sub("[\u2010-\u2015\u2212]", "-", typed.replace("\xa0", " "))
        # The library passes over words around a number.
        number = phonenumbers.parse(typed, REGION) if DIALLED.fullmatch(typed) else None
    except phonenumbers.NumberParseException:
        number = None
    if number is not None and number.extension:
        hint = "leave the extension out: an entry is dialled as it stands"
        raise SeipsError(f"`{echo(typed)}` has an extension, which cannot be kept", hint=hint)
    if number is None or not phonenumbers.is_valid_number_for_region(number, REGION):
        hint = "write all its digits, such as 0116 305 0000"
        raise SeipsError(f"`{echo(typed)}` is not a British telephone number", hint=hint)
    kinds = phonenumbers.PhoneNumberType
    if phonenumbers.number_type(number) in (kinds.PERSONAL_NUMBER, kinds.PAGER, kinds.PREMIUM_RATE):
        hint = "enter an office's number, such as 0116 305 0000"
        raise SeipsError(f"`{echo(typed)}` is a person's own number, a pager's, or one that costs extra", hint=hint)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


def link(data: Dataset, typed: str, no_pupil: bool = False) -> str:
    """*typed* as a link to a page whose address has words of *data* and of the web, its beginning in small letters.

    Its site may have a body's name too, where that is said to be *no_pupil*'s.
    """
    begin, _, rest = typed.strip().partition("://")
    site, slash, page = rest.partition("/")
    address = f"{begin.lower()}://{site.lower()}{slash}{page}" if rest else typed.strip()
    refuse_address(address)
    if not LINK.fullmatch(address):
        if address.lower().startswith("mailto:"):
            raise SeipsError(f"`{echo(typed)}` is an e-mail address", hint="write it as email, without mailto:")
        hint = "write it from https:// on, such as https://example.org/page, with no spaces, quotes or angle brackets"
        raise SeipsError(f"`{echo(typed)}` is not a link that can be used", hint=hint)
    if len(address) > LONGEST_LINK:
        hint = "give a page above it, or the site itself"
        raise SeipsError(f"`{echo(typed)}` is longer than {LONGEST_LINK} letters", hint=hint)
    _refuse_remark(data, site := SITE.sub(r"\1", f"{address}/").partition("/")[0], typed)
    _refuse_names(data, site, no_pupil)
    # Behind a site that may be called after somebody no sentence stands.
    page = SITE.sub("", unquote(address))
    strange = strange_in_an_address(data, page) if strange_in_a_site(data, site) else []
    if strange := strange or strange_in_a_page(data, page) or SPELT.findall(page):
        message = f"`{'` and `'.join(strange)}` may not stand in a page's address here, so that no pupil's name can"
        raise SeipsError(message, hint="give a page above it, or the site itself")
    return address


def _refuse_names(data: Dataset, address: str, no_pupil: bool) -> None:
    """Raise SeipsError where an *address* has words that may be a name, unless they were said to be *no_pupil*'s."""
    if not no_pupil and (names := names_in(data, address)):
        hint = "if they name staff or a body, and no pupil or parent, say so: --no-pupil, or `no_pupil: true` in a file"
        raise SeipsError(f"`{'` and `'.join(names)}` in `{echo(address)}` may be a pupil's name", hint=hint)


def _refuse_remark(data: Dataset, address: str, typed: str) -> None:
    """Raise SeipsError where an *address* says more than who is reached: an office, or staff, at a site."""
    before, _, site = address.rpartition("@")
    names = [strange_in_an_address(data, part) for part in re.split("[._]", before)]
    bodies = [strange_in_a_site(data, part) for part in re.split("[.-]", site)]
    if strange := _remark(before, names) or _remark(site, bodies):
        told = f"`{echo(typed)}` says more than an office's address: `{'`, `'.join(strange)}`"
        hint = "enter the office's, or a member of staff's with a first and a last name, or a telephone number"
        raise SeipsError(told, hint=hint)


def _remark(text: str, parts: Iterable[list[str]]) -> list[str]:
    """What may be a remark of the names in each part of a *text*: too many, or beside what is said of pupils."""
    names = [*filter(None, parts)]
    words = [word for name in names for word in name]
    is_too_much = len(names) > MOST_NAMES or len(words) > MOST_WORDS or any(len(name) > MOST_NAMES for name in names)
    is_too_long = any(len(word) > LONGEST_NAME for word in words)
    initials = [letter for letter in LETTERS.findall(text) if len(letter) == 1]
    if SPELT.search(text) or len(re.findall(r"\d", text)) > MOST_FIGURES:
        return [text]
    return words if is_too_much or is_too_long or is_of_a_pupil([*words, *initials]) else []
