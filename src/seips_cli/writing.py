"""Files that are written whole or not at all, and where none is written."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_IMODE, S_IWUSR
from typing import IO

from .dataset import Dataset
from .errors import SeipsError, plain
from .lookup import echo
from .privacy.names import refuse_title
from .stopping import DONE


def refuse_target(path: Path, data: Dataset, *, force: bool) -> None:
    """Raise SeipsError when nothing can be written at *path*, before any work is done for it."""
    if not path.parent.is_dir():
        raise SeipsError(f"cannot write `{path}`: there is no such folder", hint="make the folder first", kind="file")
    refuse_title(path, data)
    if path.name in ("", "-") or (path.exists() and not path.is_file()) or path.is_symlink():
        raise SeipsError(f"`{echo(str(path))}` is not a plain file", hint="name a file to write", kind="file")
    if path.exists() and not force:
        raise SeipsError(f"`{path}` exists already", hint="choose another name, or add --force to replace it")


def write_whole(path: Path, content: str | bytes) -> None:
    """Put *content* in the place of *path* at once. Raises SeipsError."""
    with whole(path) as file:
        file.write(content.encode() if isinstance(content, str) else content)


@contextmanager
def whole(path: Path) -> Iterator[IO[bytes]]:
    """A new file to write that takes the place of *path* at the end, unless anything was raised. Raises SeipsError."""
    # Whoever stops the program may do so at any moment, so the name is known before there is a file to take away.
    beside = path.with_name(f".seips-{os.urandom(8).hex()}")
    was_made = False
    try:
        rights = S_IMODE(path.stat().st_mode) if path.exists() else 0o666
        beside.touch(rights | S_IWUSR, exist_ok=False)
        was_made = True
        with beside.open("wb") as file:
            yield file
        if path.exists():
            with suppress(OSError):  # some shared folders know no rights
                beside.chmod(rights)
        beside.replace(path)
    except OSError as error:
        reason = (error.strerror or "not possible").lower()
        raise SeipsError(f"cannot write `{echo(str(path))}`: {reason}", kind="file") from error
    finally:
        if beside.exists():
            beside.unlink()
        elif was_made:
            DONE.append(f"`{plain(str(path))}` is saved.")
