"""What somebody enters to reach a role by, made sure of and written the usual way. Raises SeipsError in words."""

import re

from ..errors import SeipsError
from ..lookup import echo
from ..privacy.told import refuse_address
from ..references import EMAIL, LINK

REGION = "GB"
#: Words that an office or a person has before the @, and a site between two dots; more would be a remark.
MOST_WORDS = 4
DIALLED = re.compile(r"(?:tel:)?\+?[0-9 ().-]+(?:[ ;]?(?:ext?\.?|x|#)[ =]?[0-9]+)?", re.IGNORECASE)


def email_address(typed: str) -> str:
    """*typed* as an e-mail address."""
    address = re.sub("^mailto:", "", typed.strip(), flags=re.IGNORECASE)
    refuse_address(address)
    if not EMAIL.fullmatch(address):
        raise SeipsError(f"`{echo(typed)}` is not an e-mail address", hint="write it as office@example.org")
    _refuse_remark(address, typed)
    return address


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


def link(typed: str) -> str:
    """*typed* as a link to a page, with its beginning in small letters."""
    begin, _, rest = typed.strip().partition("://")
    site, slash, page = rest.partition("/")
    address = f"{begin.lower()}://{site.lower()}{slash}{page}" if rest else typed.strip()
    refuse_address(address)
    if not LINK.fullmatch(address):
        if address.lower().startswith("mailto:"):
            raise SeipsError(f"`{echo(typed)}` is an e-mail address", hint="write it as email, without mailto:")
        hint = "write it from https:// on, such as https://example.org/page, with no spaces, quotes or angle brackets"
        raise SeipsError(f"`{echo(typed)}` is not a link that can be used", hint=hint)
    _refuse_remark(address.split("/")[2], typed)
    return address


def _refuse_remark(address: str, typed: str) -> None:
    """Raise SeipsError where a part of an *address*, between its dots or before its @, has the words of a remark."""
    before, _, site = address.rpartition("@")
    if any(len(re.findall("[A-Za-z]+", part)) > MOST_WORDS for part in (before, *site.split("."))):
        hint = "enter an office's address, and nothing about a pupil"
        raise SeipsError(f"`{echo(typed)}` has more words than an office's address has", hint=hint)
