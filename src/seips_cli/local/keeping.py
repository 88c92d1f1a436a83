"""The local file on its disk: one command at a time changes it, whole or not at all."""

import os
from codecs import BOM_UTF8
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import SeipsError
from ..source import read_bytes
from ..text import decoded
from ..writing import write_whole


def replace(path: Path, before: str, after: str) -> None:
    """Write *after* in place of *before*, unless somebody else changes the file. Raises SeipsError."""
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
