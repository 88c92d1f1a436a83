"""Writing a folder of files, whole or not at all."""

import os
from collections.abc import Mapping
from pathlib import Path
from shutil import rmtree

from ..errors import SeipsError, plain
from ..stopping import DONE


def write(files: Mapping[str, bytes], folder: Path, *, own: Mapping[str, bool], force: bool) -> None:
    """Write *files* to *folder*. With *force* it may exist, if it holds what `write` left there and nothing else.

    They are written beside it and then renamed, so that a reader finds all of them or none. Raises SeipsError.
    """
    folder = _absolute(folder)
    beside = folder.with_name(f".seips-{os.urandom(4).hex()}")
    refuse(folder, own=own, force=force)
    try:
        beside.mkdir()
        for name, content in files.items():
            (beside / name).write_bytes(content)
        _put(beside, folder)
    except OSError as error:
        raise _cannot(folder, error) from error
    finally:
        rmtree(beside, ignore_errors=True)


def refuse(folder: Path, *, own: Mapping[str, bool], force: bool) -> None:
    """Raises SeipsError where `write` would lose what is not its own, or could not begin."""
    folder = _absolute(folder)
    try:
        _refuse(folder, own, force=force)
    except OSError as error:
        raise _cannot(folder, error) from error


def _refuse(folder: Path, own: Mapping[str, bool], *, force: bool) -> None:
    if folder.is_symlink():
        raise SeipsError(f"`{folder}` is a link", hint="name the folder that it leads to, or a new one", kind="file")
    if not folder.parent.is_dir():
        raise SeipsError(f"there is no folder `{folder.parent}`", hint="make it first, or name another", kind="file")
    if not folder.exists():
        return
    if not folder.is_dir():
        raise SeipsError(f"`{folder}` is a file", hint="name a folder that does not exist yet", kind="file")
    if not force:
        hint = "choose another name, or add --force to replace it"
        raise SeipsError(f"the folder `{folder}` exists already", hint=hint, kind="file")
    hint = "choose another folder; only a folder that holds a pack and nothing else is replaced"
    if others := _others(folder, own):
        raise SeipsError(f"`{folder}` holds what is no part of a pack: {others[0]}", hint=hint, kind="file")
    missing = [name for name, is_always_there in own.items() if is_always_there and not (folder / name).exists()]
    if missing and any(folder.iterdir()):
        raise SeipsError(f"`{folder}` is no pack: {missing[0]} is not in it", hint=hint, kind="file")


def _absolute(folder: Path) -> Path:
    """*folder* from the root, with no link followed, so that a link can be seen for what it is."""
    return Path(os.path.abspath(folder))  # noqa: PTH100 - `resolve` would follow it


def _cannot(folder: Path, error: OSError) -> SeipsError:
    return SeipsError(f"cannot write the folder `{folder}`: {(error.strerror or 'not possible').lower()}", kind="file")


def _others(folder: Path, own: Mapping[str, bool]) -> list[str]:
    return sorted(one.name for one in folder.iterdir() if one.name not in own or one.is_symlink() or not one.is_file())


def _put(beside: Path, folder: Path) -> None:
    """Rename *beside* to *folder*; what was there goes only once the new one is in its place."""
    old = folder.with_name(f"{beside.name}-old")
    try:
        if folder.exists():
            folder.rename(old)
        beside.rename(folder)
    finally:
        if not beside.exists():
            DONE.append(f"The folder `{plain(str(folder))}` is saved.")
            rmtree(old, ignore_errors=True)
        elif old.exists():
            old.rename(folder)
