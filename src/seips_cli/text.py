"""Bytes of a file as text."""

from .errors import BrokenDataset


def decoded(content: bytes, file: str, called: str = "dataset") -> str:
    """*content* as text. Raises BrokenDataset with the line of the first byte that is none."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise BrokenDataset(
            f"the {called} is not UTF-8 text, so nothing was answered",
            hint="save the file again as UTF-8",
            faults=(f"{file}:{line}: a byte here is not UTF-8",),
        ) from error
