"""`seips contacts set`, `unset`, `export` and `import`: the local file, which holds what is not published."""

import datetime
import os
from codecs import BOM_UTF8
from pathlib import Path
from typing import Annotated

import typer

from ..errors import BrokenDataset, SeipsError
from .common import Data, Local, day, note, print_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..dataset import Contact, Dataset

Who = Annotated[str | None, typer.Argument(metavar="[PARTNERSHIP]", help="A partnership, district or town.")]
Role = Annotated[str, typer.Option("--role", metavar="ROLE", help="The role, as `seips contacts --json` names it.")]


def put(
    partnership: Who = None,
    role: Role = "",
    email: Annotated[str, typer.Option("--email", help="An office address, never a private one.")] = "",
    phone: Annotated[str, typer.Option("--phone", help="A British telephone number.")] = "",
    url: Annotated[str, typer.Option("--url", help="A page, beginning https://.")] = "",
    checked: Annotated[
        str,
        typer.Option("--checked", metavar="DAY", help="today (as without it), or YYYY-MM-DD. Alone it renews the day."),
    ] = "",
    local: Local = None,
    data: Data = None,
) -> None:
    """Enter how a role can be reached, in your local file. Shows what it was and what it is."""
    from ..local.edit import with_entry
    from ..local.overlay import page
    from ..local.reach import email_address, telephone
    from ..source import placed

    plain, path, text = _local_file(data, local)
    contact = _contact(plain, placed(plain, text.encode(), str(path)), partnership, role)
    if url.strip().lower().startswith("mailto:"):
        email, url = _one_address(email, url), ""
    checked_on = day(checked or "today")
    _refuse_day(plain, checked_on)
    known = {
        "email": email and email_address(email),
        "phone": phone and telephone(phone),
        "url": url and page(plain, url),
    }
    own = _entries(text, path)
    there = {key: own.get(f"{contact.id}, {key}", "") for key in known} if checked else {}
    fields = {key: value for key, value in known.items() if value} or {key: one for key, one in there.items() if one}
    if not fields:
        hint = "add --email, --phone or --url, or --checked alone for what is there already"
        raise SeipsError("nothing was given to set", hint=hint)
    entry = {"id": contact.id, **fields, "checked_on": checked_on.isoformat()}
    _replace(plain, path, text, with_entry(text, "contacts", entry))
    _say_older(own, {f"{contact.id}, {key}": value for key, value in entry.items()})


def unset(partnership: Who = None, role: Role = "", local: Local = None, data: Data = None) -> None:
    """Take a role out of your local file, so that what is published is shown again."""
    from ..local.edit import without_entry
    from ..source import placed

    plain, path, text = _local_file(data, local)
    contact = _contact(plain, placed(plain, text.encode(), str(path)), partnership, role)
    if f"{contact.id}, checked_on" not in _entries(text, path):
        raise SeipsError(f"`{contact.id}` is not in {path}", hint="`seips contacts export` shows what is")
    _replace(plain, path, text, without_entry(text, "contacts", contact.id))


def export(local: Local = None, data: Data = None) -> None:
    """Print the contacts and partnerships of your local file, to send to other schools."""
    from ..local.edit import shareable
    from ..source import merged

    plain, path, text = _local_file(data, local)
    if not text:
        raise SeipsError(f"there is no local file at {path}", hint="`seips contacts set` makes one")
    # What other schools would refuse is not sent.
    merged(plain, text.encode(), str(path))
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
    from ..source import ASK_FOR_ANOTHER, merged, read_bytes
    from ..text import decoded

    plain, path, text = _local_file(data, local)
    content = read_bytes(file)
    _, overlay = merged(plain, content, str(file), ASK_FOR_ANOTHER)
    other = decoded(content, str(file))
    _refuse_remarks(file, other)
    own, theirs, after = _entries(text, path), _entries(shareable(other), file), taking_in(text, other)
    if not theirs:
        note(f"note: {file} holds no contact and no partnership")
    _replace(plain, path, text, after)
    _say_kept(own, theirs, _entries(shareable(after), path))
    if overlay.average_pupil_cost:
        note("note: its average_pupil_cost is not taken over: that is for each school to enter")
    _say_older(own, theirs)


def _local_file(data: Path | None, local: Path | None) -> "tuple[Dataset, Path, str]":
    """The dataset without anything local, where the local file is, and its text ("" where there is none)."""
    from ..source import load, local_file, overlaying, read_bytes, read_text

    path = local_file(local)
    if path is None:
        raise SeipsError("no local file is in use", hint="name one with --local FILE, or unset SEIPS_LOCAL")
    overlaying(read_bytes(path) if path.exists() else b"", str(path))
    text = read_text(path) if path.exists() else ""
    return load(data, Path("off")).data, path, text


def _contact(data: "Dataset", known: "Dataset", partnership: str | None, role: str) -> "Contact":
    """The contact of *role* in *data* that serves the *partnership* which is *known* so. Raises SeipsError."""
    from ..lookup import find_partnership, find_record

    serving = find_partnership(known, partnership).id if partnership is not None else ""
    # Of several contacts in one role the first is meant: it is the one that the guidance states.
    roles = {contact.role: contact for contact in reversed(data.contacts) if contact.partnership == serving}
    if not role and len(roles) == 1:
        return next(iter(roles.values()))
    if partnership is None and any(contact.role == role and contact.partnership for contact in data.contacts):
        hint = f"name it: seips contacts set PARTNERSHIP --role {role} …"
        raise SeipsError(f"each partnership has its own `{role}`", hint=hint)
    return find_record("role", role, roles)


def _one_address(email: str, url: str) -> str:
    """The e-mail address that was given, as one or as a link to write to it. Raises SeipsError where they differ."""
    from ..local.reach import email_address

    if email and email_address(email).casefold() != email_address(url).casefold():
        raise SeipsError("two e-mail addresses were given; an entry holds one", hint="keep --email, or --url mailto:")
    return email or url


def _refuse_day(data: "Dataset", checked_on: datetime.date) -> None:
    """Raise SeipsError where nothing can have been checked on that day."""
    hint = "write the day it was last checked, or today"
    if checked_on > datetime.date.today():
        raise SeipsError(f"{checked_on} is still to come", hint=hint)
    if checked_on.isoformat() < data.guidance.revised:
        raise SeipsError(f"{checked_on} was before {data.guidance.called} of {data.guidance.revised}", hint=hint)


def _refuse_remarks(path: Path, text: str, after: str | None = None) -> None:
    """Raise BrokenDataset where a remark in a local file tells of a pupil, and still would *after* a change."""
    from ..local.remarks import telling

    today = datetime.date.today()
    if any(telling(text if after is None else after, today)):
        faults = tuple(f"{path}:{line}: {what}" for line, what in telling(text, today))
        hint = "take it out, and anything else about a pupil, then try again"
        raise BrokenDataset("nothing about a pupil may stand in a local file", hint=hint, faults=faults)


def _say_kept(own: dict[str, str], theirs: dict[str, str], after: dict[str, str]) -> None:
    """Say what of *theirs* is not in the file *after* all, because one's own was checked as late or later."""
    for checked in (name for name in theirs if name.endswith(", checked_on") and own.get(name, "") >= theirs[name]):
        who = checked.removesuffix("checked_on")
        left = [name for name in theirs if name.startswith(who) and name != checked and after.get(name) != theirs[name]]
        if left:
            what = " and ".join(f"{name.removeprefix(who)} {theirs[name]}" for name in left)
            when = f"{theirs[checked]} too" if own[checked] == theirs[checked] else theirs[checked]
            note(
                f"note: {who.removesuffix(', ')}: yours was checked on {own[checked]}, theirs on {when}, "
                f"so yours stays; not taken: {what}; if that is right, enter it"
            )


def _say_older(before: dict[str, str], given: dict[str, str]) -> None:
    """Say what of an entry was not *given* again, so that the entry is still as old as it was *before*."""
    for who in (name.removesuffix(", checked_on") for name in given if name.endswith(", checked_on")):
        checked = f"{who}, checked_on"
        kept = [name for name in before if name.startswith(f"{who}, ") and name not in given]
        if kept and before[checked] < given[checked]:
            keys = " and ".join(name.removeprefix(f"{who}, ") for name in kept)
            note(
                f"note: {who}, {keys}: last checked on {before[checked]}, so that day stands; give it again to renew it"
            )


def _replace(data: "Dataset", path: Path, before: str, after: str) -> None:
    """Write *after*, once it is known to hold, and show what differs from *before*."""
    from ..answers import write_whole
    from ..privacy import refuse_name
    from ..source import merged, read_bytes

    refuse_name(path)
    merged(data, after.encode(), str(path))
    _refuse_remarks(path, before, after)
    if before == after:
        print_lines(["nothing changes"])
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SeipsError(f"cannot make the folder `{path.parent}`: {(error.strerror or '').lower()}") from error
    there = read_bytes(path) if path.exists() else b""
    mark = BOM_UTF8 if there.startswith(BOM_UTF8) else b""
    _refuse_unwritable(path, is_as_read=there == mark + before.encode())
    write_whole(Path(os.path.realpath(path)), mark + after.encode())  # a link stays a link
    print_lines(_differences(_entries(before, path), _entries(after, path)))
    note(f"Written to {path}")


def _refuse_unwritable(path: Path, *, is_as_read: bool) -> None:
    """Raise SeipsError where somebody else has changed the file since it was read, or does not want it changed."""
    if not is_as_read:
        hint = "give the command again"
        raise SeipsError(f"`{path}` was changed meanwhile, so nothing was written", hint=hint, kind="file")
    if path.exists() and not path.stat().st_mode & 0o222:
        hint = "let it be written to, or name another with --local FILE"
        raise SeipsError(f"`{path}` is read-only, so nothing was written", hint=hint, kind="file")


def _entries(text: str, path: Path) -> dict[str, str]:
    """Every fact of a local file by name: contact or partnership, and key."""
    from ..source import overlaying

    overlay, _ = overlaying(text.encode(), str(path))
    found: dict[str, str] = {}
    for entry in (*map(vars, overlay.contacts), *map(vars, overlay.partnerships)):
        found |= {f"{entry['id']}, {key}": _shown(value) for key, value in entry.items() if key != "id" and value}
    return found


def _shown(value: object) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()
    return ", ".join(value) if isinstance(value, tuple) else " ".join(str(value).split())


def _differences(before: dict[str, str], after: dict[str, str]) -> list[str]:
    names = dict.fromkeys((*before, *after))
    changed = [name for name in names if before.get(name) != after.get(name)]
    return [f"{name}: {before.get(name, 'nothing')} -> {after.get(name, 'nothing')}" for name in changed]
