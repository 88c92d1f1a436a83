"""`seips contacts`: who to contact, how, from what source, checked when."""

from collections.abc import Iterator
from typing import Annotated

import typer

from .common import Data, Json, print_json, print_sections


def _complete_partnership(incomplete: str) -> Iterator[str]:
    from ..lookup import partnership_names
    from ..source import load

    names = dict.fromkeys(partnership.id for _, partnership in partnership_names(load().data))
    return (name for name in names if name.startswith(incomplete))


def contacts(
    partnership: Annotated[
        str | None,
        typer.Option(
            "--partnership",
            "-p",
            metavar="X",
            help="A partnership, district or town. Without it: all of them.",
            autocompletion=_complete_partnership,
        ),
    ] = None,
    json: Json = False,
    data: Data = None,
) -> None:
    """Say who to contact, how, from what source and when it was last checked.

    What is not published is said to be so, with the page to look on. No e-mail or number is made up.
    """
    from ..lookup import find_partnership
    from ..pages import contact_sections
    from ..schema import contacts_json
    from ..source import load

    edition = load(data)
    every = edition.data.geography.partnerships if edition.data.geography else ()
    chosen = every if partnership is None else (find_partnership(edition.data, partnership),)
    ids = {one.id for one in chosen}
    shown = [contact for contact in edition.data.contacts if not contact.partnership or contact.partnership in ids]
    if json:
        print_json(contacts_json(edition, chosen, shown))
    else:
        print_sections(contact_sections(edition, chosen, shown))
