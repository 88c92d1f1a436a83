"""`seips contacts`: who to contact, how, from what source, checked when."""

from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from ..errors import SeipsError
from .common import AsOf, Data, Json, Local, note, opened, print_json, print_sections

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    from ..dataset import Contact
    from ..geography import Partnership
    from ..source import Edition


def _complete_partnership(incomplete: str) -> Iterator[str]:
    from ..lookup import partnership_names
    from ..source import load

    names = dict.fromkeys(partnership.id for _, partnership in partnership_names(load().data))
    return (name for name in names if name.startswith(incomplete))


#: A year is how long a fact may stand; what reaches it within a term of four months is due this term.
DUE_MONTHS = 8


def contacts(
    context: typer.Context,
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
    stale: Annotated[bool, typer.Option("--stale", help="Only those due to be checked again this term.")] = False,
    as_of: AsOf = None,
    json: Json = False,
    local: Local = None,
    data: Data = None,
) -> None:
    """Say who to contact, how, from what source and when it was last checked.

    What is not published is said to be so, with the page to look on. No e-mail or number is made up. Enter your own
    co-ordinator's details once with `seips contacts set`, and every result has them.
    """
    if context.invoked_subcommand:
        _refuse_before(context, context.invoked_subcommand)
        return
    from ..lookup import find_partnership
    from ..pages import contact_sections, contacts_serving
    from ..schema import contacts_json

    edition, today = opened(data, local, as_of)
    every = edition.data.geography.partnerships if edition.data.geography else ()
    chosen: Sequence[Partnership] = every
    if partnership is not None:
        chosen = (find_partnership(edition.data, partnership),)
    shown: Sequence[Contact] = contacts_serving(edition.data, chosen)
    if stale:
        edition, chosen, shown = _due(edition, chosen, shown, today)
    if json:
        print_json(contacts_json(edition, chosen, shown, today))
    else:
        print_sections(contact_sections(edition, chosen, shown, today))


def _refuse_before(context: typer.Context, command: str) -> None:
    """Raise SeipsError where an option stands before the *command* that is to obey it: it would be left unheard."""
    given = [one for one in context.command.params if _is_typed(context, one.name)]
    if given:
        options = " and ".join(f"`{one.opts[0]}`" for one in given)
        hint = f"write options behind `{command}`: `seips contacts {command} --help` lists them"
        raise SeipsError(f"{options} before `{command}` would not be heard", hint=hint)


def _is_typed(context: typer.Context, name: str | None) -> bool:
    source = context.get_parameter_source(name) if name else None
    return source is not None and source.name == "COMMANDLINE"


def _due(
    edition: "Edition", chosen: "Sequence[Partnership]", contacts: "Sequence[Contact]", today: "date"
) -> "tuple[Edition, Sequence[Partnership], Sequence[Contact]]":
    """What of all this is to be checked again this term; where nothing is, that is said."""
    from dataclasses import replace

    from ..age import is_stale, months_between

    shown = [contact for contact in contacts if is_stale(edition.data, contact, today, DUE_MONTHS)]
    serving = {contact.partnership for contact in shown}
    due = [one for one in chosen if one.id in serving or is_stale(edition.data, one, today, DUE_MONTHS)]
    cost = edition.average_pupil_cost
    if cost and months_between(cost.checked_on, today) < DUE_MONTHS:
        edition = replace(edition, average_pupil_cost=None)
    if not (shown or due or edition.average_pupil_cost):
        note("nothing is due to be checked this term")
    return edition, due, shown


#: What is done with the local file, by where its command is.
INNER = {"set": "local.put", "unset": "local.unset", "export": "local.export", "import": "local.take_in"}
