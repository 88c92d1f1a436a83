"""What somebody enters to reach a role by, made sure of and written the usual way. Raises SeipsError in words."""

from ..errors import SeipsError
from ..lookup import echo
from ..references import EMAIL

REGION = "GB"


def email_address(typed: str) -> str:
    """*typed* as an e-mail address."""
    address = typed.strip().removeprefix("mailto:")
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
    if number is None or not phonenumbers.is_valid_number_for_region(number, REGION):
        hint = "write all its digits, such as 0116 305 0000"
        raise SeipsError(f"`{echo(typed)}` is not a British telephone number", hint=hint)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


def link(typed: str) -> str:
    """*typed* as a link to a page."""
    address = typed.strip()
    if not address.startswith("https://") or any(char.isspace() for char in address):
        raise SeipsError(
            f"`{echo(typed)}` is not a link that can be used", hint="write it from https:// on, without spaces"
        )
    return address
