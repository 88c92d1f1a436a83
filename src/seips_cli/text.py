"""Bytes of a file as text."""

from codecs import BOM_UTF16_BE, BOM_UTF16_LE

from .errors import BrokenDataset


def decoded(content: bytes, file: str, called: str = "dataset") -> str:
    """*content* as text. Raises BrokenDataset with the line of the first byte that is none."""
    try:
        # So some shells write what is sent to a file.
        if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
            return content.decode("utf-16")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise BrokenDataset(
            f"the {called} is not UTF-8 text, so nothing was answered",
            hint="save the file again as UTF-8",
            faults=(f"{file}:{line}: a byte here is not UTF-8",),
        ) from error
