"""What somebody enters to reach a role by, made sure of and written the usual way. Raises SeipsError in words."""

import os
import re
from pathlib import Path

from ..errors import SeipsError
from ..lookup import echo
from ..references import EMAIL, LINK

REGION = "GB"
#: A unique pupil number, which ends in a letter while it is temporary; and the same, or a date.
NUMBER = re.compile(r"[A-Za-z]\d{11}[A-Za-z\d]")
PUPIL = re.compile(NUMBER.pattern + r"|\d{4}-\d{2}-\d{2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}")


def email_address(typed: str) -> str:
    """*typed* as an e-mail address."""
    address = _of_nobody(typed.strip().removeprefix("mailto:"))
    if not EMAIL.fullmatch(address):
        raise SeipsError(f"`{echo(typed)}` is not an e-mail address", hint="write it as office@example.org")
    return address


def telephone(typed: str) -> str:
    """*typed* as a British telephone number, spaced as it is spoken."""
    import phonenumbers

    try:
        number = phonenumbers.parse(typed, REGION)
    except phonenumbers.NumberParseException:
        number = None
    if number is not None and number.extension:
        hint = "leave the extension out: an entry is dialled as it stands"
        raise SeipsError(f"`{echo(typed)}` has an extension, which cannot be kept", hint=hint)
    if number is None or not phonenumbers.is_valid_number_for_region(number, REGION):
        hint = "write all its digits, such as 0116 305 0000"
        raise SeipsError(f"`{echo(typed)}` is not a British telephone number", hint=hint)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


def link(typed: str) -> str:
    """*typed* as a link to a page."""
    address = _of_nobody(typed.strip())
    if not LINK.fullmatch(address):
        hint = "write it from https:// on, such as https://example.org/page, with no spaces, quotes or angle brackets"
        raise SeipsError(f"`{echo(typed)}` is not a link that can be used", hint=hint)
    return address


def refuse_name(path: Path) -> None:
    """Raise SeipsError where the name of a file or folder, or of a new one around it, looks like a pupil's number."""
    new = (one for one in path.parents if not os.path.exists(one))  # noqa: PTH110 - no name is too long for it
    if any(NUMBER.search(one.name) for one in (path, *new)):
        hint = "name it after the day or the pathway, and nothing about a pupil"
        raise SeipsError("that name holds what looks like a pupil's number", hint=hint)


def _of_nobody(address: str) -> str:
    """*address*, if it holds nothing that looks like a pupil's number or a date of birth."""
    if PUPIL.search(address):
        hint = "enter an office's address, and nothing about a pupil"
        raise SeipsError("this looks like a pupil's number or a date", hint=hint)
    return address
