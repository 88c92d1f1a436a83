"""`seips contacts set`, `unset`, `export` and `import`: the local file, which holds what is not published."""

import datetime
import os
import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
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
    from ..local.reach import email_address, link, telephone
    from ..local.reading import placed

    plain, path, text = _local_file(data, local)
    contact = _contact(plain, placed(plain, text.encode(), str(path), datetime.date.today()), partnership, role)
    if url.strip().lower().startswith("mailto:"):
        email, url = _one_address(plain, email, url, no_pupil), ""
    checked_on = day(checked or "today")
    _refuse_day(plain, checked_on)
    known = {
        "email": email and email_address(plain, email, no_pupil),
        "phone": phone and telephone(phone),
        "url": url and link(plain, url, no_pupil),
    }
    own = _entries(text, path)
    there = {key: own.get(f"{contact.id}, {key}", "") for key in known} if checked else {}
    fields = {key: value for key, value in known.items() if value} or {key: one for key, one in there.items() if one}
    if not fields:
        hint = "add --email, --phone or --url, or --checked alone for what is there already"
        raise SeipsError("nothing was given to set", hint=hint)
    said = {"no_pupil": "true"} if no_pupil else {}
    entry = {"id": contact.id, **fields, **said, "checked_on": checked_on.isoformat()}
    _refuse_two_days(own, entry)
    _replace(plain, path, text, with_entry(text, "contacts", entry))


def unset(partnership: Who = None, role: Role = "", local: Local = None, data: Data = None) -> None:
    """Take a role out of your local file, so that what is published is shown again."""
    from ..local.edit import without_entry
    from ..local.reading import placed

    plain, path, text = _local_file(data, local)
    contact = _contact(plain, placed(plain, text.encode(), str(path), datetime.date.today()), partnership, role)
    if f"{contact.id}, checked_on" not in _entries(text, path):
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
    from ..local.reading import ASK_FOR_ANOTHER, merged
    from ..source import read_bytes
    from ..text import decoded

    plain, path, text = _local_file(data, local)
    content = read_bytes(file)
    _, overlay = merged(plain, content, str(file), datetime.date.today(), ASK_FOR_ANOTHER)
    other = decoded(content, str(file))
    _refuse_remarks(file, other)
    own, theirs, after = _entries(text, path), _entries(shareable(other), file), taking_in(text, other)
    _say_whose(plain, [address for contact in overlay.contacts for address in (contact.email, contact.url)])
    if not theirs:
        note(f"note: {file} holds no contact and no partnership")
    _replace(plain, path, text, after, from_other=file)
    _say_kept(own, theirs, _entries(shareable(after), path))
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


def _say_whose(data: "Dataset", addresses: Iterable[str]) -> None:
    """Say which words of *addresses* that somebody sent may be a name, since only people know whose it is."""
    from ..local.reach import names_in

    for names in filter(None, (names_in(data, address) for address in addresses)):
        called = "` and `".join(names)
        note(f"note: `{called}`: whoever sent it says that this names staff or a body; make sure that it does")


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


def _refuse_two_days(own: dict[str, str], entry: dict[str, str]) -> None:
    """Raise SeipsError where something of one's *own* entry would stay beside what was checked on another day.

    An entry has one day, and what stays would look as fresh as what is new, or the new as old as what stays.
    """
    there = {key: own.get(f"{entry['id']}, {key}", "") for key in ("email", "phone", "url")}
    kept = {key: value for key, value in there.items() if value and key not in entry}
    before = own.get(f"{entry['id']}, checked_on", "")
    if kept and before != entry["checked_on"]:
        again = " ".join(f'--{key} "{value}"' for key, value in kept.items())
        hint = f"if it still holds, add {again}; if not, `seips contacts unset` the entry first"
        what = " and ".join(f"`{key}`" for key in kept)
        raise SeipsError(f"the entry also has {what}, last checked on {before}, and an entry has one day", hint=hint)


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


def _replace(data: "Dataset", path: Path, before: str, after: str, from_other: Path | None = None) -> None:
    """Write *after*, once it is known to hold, and show what differs from *before*. Some of it may be *from_other*."""
    _refuse_together(data, path, after, from_other)
    _refuse_remarks(path, before, after)
    if before == after:
        print_lines(["nothing changes"])
        return
    _write(path, before, after)
    print_lines(_differences(_entries(before, path), _entries(after, path)))
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


def _write(path: Path, before: str, after: str) -> None:
    """Write *after* in place of *before*, unless somebody else changes the file. Raises SeipsError."""
    from ..source import read_bytes
    from ..text import decoded
    from ..writing import write_whole

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SeipsError(f"cannot make the folder `{path.parent}`: {(error.strerror or '').lower()}") from error
    own = Path(os.path.realpath(path))  # a link stays a link
    with _alone(own):
        there = read_bytes(path) if path.exists() else b""
        mark = BOM_UTF8 if there.startswith(BOM_UTF8) else b""
        _refuse_unwritable(path, is_as_read=decoded(there, str(path)) == before)
        write_whole(own, mark + after.encode())


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """While no other command changes the file at *path*. Raises SeipsError."""
    lock = path.with_name(f"{path.name}.lock")
    try:
        lock.touch(exist_ok=False)
    except FileExistsError:
        hint = f"give the command again; if no other is running, remove `{lock}`"
        raise SeipsError(f"another command is changing `{path}`", hint=hint, kind="file") from None
    except OSError as error:
        raise SeipsError(f"cannot write `{path}`: {(error.strerror or 'not possible').lower()}", kind="file") from error
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


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
    from ..local.reading import overlaying

    overlay, _ = overlaying(text.encode(), str(path))
    found: dict[str, str] = {}
    for entry in (*map(vars, overlay.contacts), *map(vars, overlay.partnerships)):
        found |= {f"{entry['id']}, {key}": _shown(value) for key, value in entry.items() if key != "id" and value}
    return found


def _shown(value: object) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    return ", ".join(value) if isinstance(value, tuple) else " ".join(str(value).split())


def _differences(before: dict[str, str], after: dict[str, str]) -> list[str]:
    names = dict.fromkeys((*before, *after))
    changed = [name for name in names if before.get(name) != after.get(name)]
    return [f"{name}: {before.get(name, 'nothing')} -> {after.get(name, 'nothing')}" for name in changed]
