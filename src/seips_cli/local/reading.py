"""What the bytes of a local file say of a dataset, with every fault by file and line. Nothing here opens a file."""

from dataclasses import replace
from datetime import date
from functools import reduce

from ..dataset import Dataset
from ..errors import BrokenDataset
from ..parsing import shaped, supposed
from ..references import faults as dangling
from ..tree import Tree, step
from ..unknown import Fault
from .overlay import Overlay, faults, laid_over, last_checked, placed_by

LEAVE_OUT = "leave it out of account for now: set SEIPS_LOCAL=off, or add --local off where there is one"
ASK_FOR_ANOTHER = "ask whoever sent it for another"


def merged(
    data: Dataset, content: bytes, file: str, today: date, instead: str = LEAVE_OUT
) -> "tuple[Dataset, Overlay]":
    """*data* with the local file *content* laid over it, checked as a whole. Raises BrokenDataset.

    No day in it may be after *today*. *instead* is what can be done about a fault besides mending it.
    """
    overlay, tree = held_against(data, content, file, today, instead)
    result = laid_over(data, overlay)
    if wrong := [(("partnerships",), message) for _, message in dangling(result)]:
        raise tree.refuse(wrong, _mend(instead))
    return result, overlay


def held_against(
    data: Dataset, content: bytes, file: str, today: date, instead: str = LEAVE_OUT
) -> "tuple[Overlay, Tree]":
    """The local file *content* with its lines, once all in it is known to *data*. Raises BrokenDataset."""
    overlay, tree, found = _overlay(content, file, instead)
    if overlay and not found:
        _refuse(data, overlay, tree, today, instead)
        return overlay, tree
    # What else is wrong is told too, unless it may come of what is misshapen.
    mended, mending = supposed(tree, Overlay)
    further = filter(mending.tells, faults(data, mended, today) if mended else ())
    raise tree.refuse([*found, *further], _mend(instead))


def placed(data: Dataset, content: bytes, file: str, today: date) -> Dataset:
    """*data* with the partnerships alone as the local file *content* knows them. Raises BrokenDataset.

    What is wrong with a contact in it does not matter, so that it can be looked up to be mended.
    """
    overlay, tree = overlaying(content, file)
    overlay = replace(overlay, contacts=(), average_pupil_cost=None)
    _refuse(data, overlay, tree, today, LEAVE_OUT)
    return placed_by(data, overlay)


def _mend(instead: str) -> str:
    return f"mend it, or {instead}"


def _refuse(data: Dataset, overlay: "Overlay", tree: "Tree", today: date, instead: str) -> None:
    if wrong := list(faults(data, overlay, today)):
        raise tree.refuse(wrong, _mend(instead))


def overlaying(content: bytes, file: str, instead: str = LEAVE_OUT) -> "tuple[Overlay, Tree]":
    """The local file *content* by itself, with its lines. Raises BrokenDataset where it has not its shape."""
    overlay, tree, found = _overlay(content, file, instead)
    if overlay is None or found:
        raise tree.refuse(found, _mend(instead))
    return overlay, tree


def _overlay(content: bytes, file: str, instead: str) -> "tuple[Overlay | None, Tree, list[Fault]]":
    """The same, with what is wrong with its shape. Raises BrokenDataset for what is no YAML at all."""
    try:
        overlay, tree, found = shaped(content if _says_anything(content) else b"{}", file, Overlay, "local file")
    except BrokenDataset as error:
        hint = f"{error.hint}; or {instead}" if error.hint else _mend(instead)
        raise BrokenDataset(error.message, hint=hint, faults=error.faults) from None
    # A number of seconds and other spellings are read as dates too, but days are compared as they are written.
    for path, day in last_checked(overlay) if overlay else ():
        if reduce(step, path, tree.data) != day.isoformat():
            found.append((path, f"write the date as YYYY-MM-DD, such as {day}"))
    return overlay, tree, found


def _says_anything(content: bytes) -> bool:
    """Whether there is more in a file than comments."""
    return any(line.strip() and not line.lstrip().startswith(b"#") for line in content.splitlines())
