"""What somebody enters to reach a role by, made sure of and written the usual way. Raises SeipsError in words."""

import re
from urllib.parse import unquote

from ..dataset import Dataset
from ..errors import SeipsError
from ..lookup import echo
from ..privacy.told import refuse_address
from ..privacy.words import LETTERS
from ..references import EMAIL, LINK
from .known import strange_in_a_page, strange_in_an_address

REGION = "GB"
#: Words that an office has before the @, and a site between two dots; more would be a remark.
MOST_WORDS = 4
#: Of a site, those that are not known; and of what has a person's name: a school has two names, and so have staff.
MOST_NAMES, LONGEST_NAME = 2, 30
#: What of a link is its site.
SITE = re.compile("^https://[^/?#]*")
DIALLED = re.compile(r"(?:tel:)?\+?[0-9 ().-]+(?:[ ;]?(?:ext?\.?|x|#)[ =]?[0-9]+)?", re.IGNORECASE)


def email_address(data: Dataset, typed: str) -> str:
    """*typed* as the e-mail address of an office or of a member of staff, with few words that *data* lack."""
    address = re.sub("^mailto:", "", typed.strip(), flags=re.IGNORECASE)
    refuse_address(address)
    if not EMAIL.fullmatch(address):
        raise SeipsError(f"`{echo(typed)}` is not an e-mail address", hint="write it as office@example.org")
    _refuse_remark(data, address, typed)
    return address


def names_before(data: Dataset, address: str) -> list[str]:
    """What before the @ of an e-mail *address* may be a person's names: two words that *data* lack."""
    names = strange_in_an_address(data, address.rpartition("@")[0])
    return names if len(names) == MOST_NAMES else []


def telephone(typed: str) -> str:
    """*typed* as a British telephone number, spaced as it is spoken."""
    import phonenumbers

    try:
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
    if phonenumbers.number_type(number) in (kinds.PERSONAL_NUMBER, kinds.PAGER):
        hint = "enter an office's number, such as 0116 305 0000"
        raise SeipsError(f"`{echo(typed)}` is a person's own number, or a pager's", hint=hint)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


def link(data: Dataset, typed: str) -> str:
    """*typed* as a link to a page whose address has words of *data* and of the web, its beginning in small letters."""
    begin, _, rest = typed.strip().partition("://")
    site, slash, page = rest.partition("/")
    address = f"{begin.lower()}://{site.lower()}{slash}{page}" if rest else typed.strip()
    refuse_address(address)
    if not LINK.fullmatch(address):
        if address.lower().startswith("mailto:"):
            raise SeipsError(f"`{echo(typed)}` is an e-mail address", hint="write it as email, without mailto:")
        hint = "write it from https:// on, such as https://example.org/page, with no spaces, quotes or angle brackets"
        raise SeipsError(f"`{echo(typed)}` is not a link that can be used", hint=hint)
    _refuse_remark(data, address.split("/")[2], typed)
    if strange := strange_in_a_page(data, SITE.sub("", unquote(address))):
        message = f"`{'` and `'.join(strange)}` may not stand in a page's address here, so that no pupil's name can"
        raise SeipsError(message, hint="give a page above it, or the site itself")
    return address


def _refuse_remark(data: Dataset, address: str, typed: str) -> None:
    """Raise SeipsError where what stands before the @ of an *address*, or its site, has the words of a remark."""
    before, _, site = address.rpartition("@")
    is_long = any(len(LETTERS.findall(part)) > MOST_WORDS for part in (before, *site.split(".")))
    names, sites = (strange_in_an_address(data, part) for part in (before, site))
    is_long |= any(len(word) > LONGEST_NAME for word in (*names, *sites))
    words = [word for word in LETTERS.findall(before) if len(word) > 1]
    if is_long or len(sites) > MOST_NAMES or (names and len(words) > MOST_NAMES):
        hint = "enter an office's address, and nothing about a pupil"
        raise SeipsError(f"`{echo(typed)}` has more words than an office's address has", hint=hint)
