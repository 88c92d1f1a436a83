"""`seips contacts set`, `unset`, `export` and `import`: the local file, which holds what is not published."""

import datetime
import os
import re
from pathlib import Path
from typing import Annotated

import typer

from ..errors import BrokenDataset, SeipsError
from .common import Data, Local, day, note, print_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..dataset import Contact, Dataset

Who = Annotated[str | None, typer.Argument(metavar="[PARTNERSHIP]", help="A partnership, district or town.")]
Role = Annotated[
    str, typer.Option("--role", metavar="ROLE", help="The role or the id, as `seips contacts --json` has it.")
]


def put(
    partnership: Who = None,
    role: Role = "",
    email: Annotated[str, typer.Option("--email", help="An office address, never a private one.")] = "",
    phone: Annotated[str, typer.Option("--phone", help="A British telephone number.")] = "",
    url: Annotated[str, typer.Option("--url", help="A page, beginning https://.")] = "",
    no_pupil: Annotated[
        bool, typer.Option("--no-pupil", help="Say that they name staff or a body, and no pupil.")
    ] = False,
    checked: Annotated[
        str,
        typer.Option("--checked", metavar="DAY", help="today (as without it), or YYYY-MM-DD. Alone it renews the day."),
    ] = "",
    local: Local = None,
    data: Data = None,
) -> None:
    """Enter how a role can be reached, in your local file. Shows what it was and what it is."""
    from ..local.edit import with_entry
    from ..local.facts import facts, refuse_two_days, ways

    plain, path, text = _local_file(data, local)
    contact = _contact(plain, path, text, partnership, role)
    checked_on = day(checked or "today")
    _refuse_day(plain, checked_on)
    own = facts(text, str(path))
    fields = _given(plain, email, phone, url, no_pupil=no_pupil) or (ways(own, contact.id) if checked else {})
    if not fields:
        hint = "add --email, --phone or --url, or --checked alone for what is there already"
        raise SeipsError("nothing was given to set", hint=hint)
    said = {"no_pupil": "true"} if no_pupil else {}
    entry = {"id": contact.id, **fields, **said, "checked_on": checked_on.isoformat()}
    refuse_two_days(own, entry)
    _replace(plain, path, text, with_entry(text, "contacts", entry))


def unset(partnership: Who = None, role: Role = "", local: Local = None, data: Data = None) -> None:
    """Take a role out of your local file, so that what is published is shown again."""
    from ..local.edit import without_entry
    from ..local.facts import facts

    plain, path, text = _local_file(data, local)
    contact = _contact(plain, path, text, partnership, role)
    if f"{contact.id}, checked_on" not in facts(text, str(path)):
        raise SeipsError(f"`{contact.id}` is not in {path}", hint="`seips contacts export` shows what is")
    _replace(plain, path, text, without_entry(text, "contacts", contact.id))


def export(local: Local = None, data: Data = None) -> None:
    """Print the contacts and partnerships of your local file, to send to other schools."""
    from ..local.edit import shareable
    from ..local.reading import merged

    plain, path, text = _local_file(data, local)
    if not text:
        raise SeipsError(f"there is no local file at {path}", hint="`seips contacts set` makes one")
    # What other schools would refuse is not sent.
    merged(plain, text.encode(), str(path), datetime.date.today())
    typer.echo(shareable(text), nl=False)


def take_in(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file from `seips contacts export`.")],
    local: Local = None,
    data: Data = None,
) -> None:
    """Merge somebody's exported contacts into your local file, and show what changes.

    Of two entries for one role, the one that was checked later stands. Of the same day, yours stands, and what only
    theirs has is added. What is not taken is told, so that you can ask which is right.
    """
    from ..local.edit import shareable, taking_in
    from ..local.facts import facts, not_taken
    from ..local.overlay import said_of_no_pupil
    from ..local.reading import ASK_FOR_ANOTHER, merged
    from ..local.remarks import refuse_telling
    from ..source import read_bytes
    from ..text import decoded

    plain, path, text = _local_file(data, local)
    content, today = read_bytes(file), datetime.date.today()
    _, overlay = merged(plain, content, str(file), today, ASK_FOR_ANOTHER)
    other = decoded(content, str(file))
    refuse_telling(str(file), other, today)
    own, theirs, after = facts(text, str(path)), facts(shareable(other), str(file)), taking_in(text, other)
    for names in filter(None, said_of_no_pupil(plain, overlay)):
        called = "` and `".join(names)
        note(f"note: `{called}`: whoever sent it says that this names staff or a body; make sure that it does")
    if not theirs:
        note(f"note: {file} holds no contact and no partnership")
    _replace(plain, path, text, after, from_other=file)
    for line in not_taken(own, theirs, facts(shareable(after), str(path))):
        note(f"note: {line}")
    if overlay.average_pupil_cost:
        note("note: its average_pupil_cost is not taken over: that is for each school to enter")


def _local_file(data: Path | None, local: Path | None) -> "tuple[Dataset, Path, str]":
    """The dataset without anything local, where the local file is, and its text ("" where there is none)."""
    from ..local.reading import overlaying
    from ..privacy.names import refuse_title
    from ..source import load, local_file, read_bytes, read_text

    path = local_file(local)
    if path is None:
        raise SeipsError("no local file is in use", hint="name one with --local FILE, or unset SEIPS_LOCAL")
    plain = load(data, Path("off")).data
    if local or os.environ.get("SEIPS_LOCAL"):
        for one in {path, Path(os.path.realpath(path))}:
            refuse_title(one, plain)
    overlaying(read_bytes(path) if path.exists() else b"", str(path))
    text = read_text(path) if path.exists() else ""
    return plain, path, text


def _contact(data: "Dataset", path: Path, text: str, partnership: str | None, role: str) -> "Contact":
    """The contact of *role* that serves the *partnership*, by any name that the local file gives. Raises SeipsError."""
    from ..local.reading import placed
    from ..lookup import find_partnership, find_record

    known = placed(data, text.encode(), str(path), datetime.date.today())
    serving = find_partnership(known, partnership).id if partnership is not None else ""
    # Of several contacts in one role the first is meant: it is the one that the guidance states.
    own = [contact for contact in reversed(data.contacts) if contact.partnership == serving]
    roles, ids = ({getattr(contact, key): contact for contact in own} for key in ("role", "id"))
    if role in ids and role not in roles:
        return ids[role]
    if not role and len(roles) == 1:
        return next(iter(roles.values()))
    if partnership is None and any(contact.role == role and contact.partnership for contact in data.contacts):
        hint = f"name it: seips contacts set PARTNERSHIP --role {role} …"
        raise SeipsError(f"each partnership has its own `{role}`", hint=hint)
    return find_record("role", role, roles)


def _given(data: "Dataset", email: str, phone: str, url: str, *, no_pupil: bool) -> dict[str, str]:
    """What was typed to reach somebody by, the usual way. Raises SeipsError."""
    from ..local.reach import email_address, link, telephone

    if url.strip().lower().startswith("mailto:"):
        email, url = _one_address(data, email, url, no_pupil), ""
    known = {
        "email": email and email_address(data, email, no_pupil),
        "phone": phone and telephone(phone),
        "url": url and link(data, url, no_pupil),
    }
    return {key: value for key, value in known.items() if value}


def _one_address(data: "Dataset", email: str, url: str, no_pupil: bool) -> str:
    """The e-mail address that was given, as one or as a link to write to it. Raises SeipsError where they differ."""
    from ..local.reach import email_address

    written = {email_address(data, one, no_pupil).casefold() for one in (email, url) if one}
    if len(written) > 1:
        raise SeipsError("two e-mail addresses were given; an entry holds one", hint="keep --email, or --url mailto:")
    return email or url


def _refuse_day(data: "Dataset", checked_on: datetime.date) -> None:
    """Raise SeipsError where nothing can have been checked on that day."""
    hint = "write the day it was last checked, or today"
    if checked_on > datetime.date.today():
        raise SeipsError(f"{checked_on} is still to come", hint=hint)
    if checked_on.isoformat() < data.guidance.revised:
        raise SeipsError(f"{checked_on} was before {data.guidance.called} of {data.guidance.revised}", hint=hint)


def _replace(data: "Dataset", path: Path, before: str, after: str, from_other: Path | None = None) -> None:
    """Write *after*, once it is known to hold, and show what differs from *before*. Some of it may be *from_other*."""
    from ..local.facts import differences, facts
    from ..local.keeping import replace
    from ..local.remarks import refuse_telling

    _refuse_together(data, path, after, from_other)
    refuse_telling(str(path), before, datetime.date.today(), after)
    if before == after:
        print_lines(["nothing changes"])
        return
    replace(path, before, after)
    print_lines(differences(facts(before, str(path)), facts(after, str(path))))
    note(f"Written to {path}")


def _refuse_together(data: "Dataset", path: Path, after: str, from_other: Path | None) -> None:
    """Raise BrokenDataset where what would be written does not hold; if it is *from_other* too, that is said."""
    from ..local.reading import merged

    try:
        merged(data, after.encode(), str(path), datetime.date.today())
    except BrokenDataset as error:
        if from_other is None:
            raise
        message = f"`{from_other}` does not go together with `{path}`, so nothing was written"
        # The lines are those of a file that was never written.
        faults = tuple(re.sub(r"^.*?:\d+: ", f"{from_other}: ", fault) for fault in error.faults)
        hint = "compare the two, and ask whoever sent it which is right"
        raise BrokenDataset(message, hint=hint, faults=faults) from None
