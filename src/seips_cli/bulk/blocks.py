"""The text of a file in blocks of whole lines, so that a file of any size takes the same memory. Raises SeipsError."""

from collections.abc import Iterable, Iterator
from io import BufferedIOBase, StringIO

from ..errors import SeipsError

SIZE = 1 << 18
#: No row of answers is as long.
LONGEST = 100_000
NEW_LINE = b"\n"
#: What a spreadsheet puts first to say that a file is UTF-8.
MARK = b"\xef\xbb\xbf"
RESAVE = "save it as UTF-8 text (in a spreadsheet: CSV UTF-8), and try again"


def blocks(file: BufferedIOBase) -> Iterator[bytes]:
    """What *file* holds, a block of whole lines at a time; each line ends with a line feed alone."""
    line = 1
    # What is there is taken at once: to wait here for more would keep Ctrl-C waiting too.
    while block := file.read1(SIZE):
        if not block.endswith(b"\n"):
            block += file.readline(LONGEST + 1)
        block = block.replace(b"\r\n", b"\n")
        _refuse(block, line)
        line += block.count(b"\n")
        yield block if block.endswith(b"\n") else block + b"\n"


def lines_of(parts: Iterable[bytes]) -> Iterator[str]:
    """The lines of *parts*, each with its line feed."""
    for part in parts:
        yield from StringIO(part.decode(), newline="\n")


def _refuse(block: bytes, line: int) -> None:
    """Raise SeipsError for what is no text, or not made of lines."""
    if b"\0" in block:
        raise _unreadable(block, line, block.index(b"\0"), "is not text: it holds a zero byte", RESAVE)
    if (at := _overlong(block)) is not None:
        raise _unreadable(block, line, at, f"is longer than {LONGEST:,} bytes", "end each row with a new line")
    try:
        if not block.isascii():
            block.decode()
    except UnicodeDecodeError as error:
        raise _unreadable(block, line, error.start, "is not UTF-8 text", RESAVE) from None


def _unreadable(block: bytes, line: int, at: int, what: str, hint: str) -> SeipsError:
    return SeipsError(f"line {line + block.count(NEW_LINE, 0, at)} {what}", hint=hint, kind="unreadable")


def _overlong(block: bytes) -> int | None:
    """Where a line begins that is too long, if there is one."""
    start = 0
    while len(block) - start > LONGEST:
        end = block.rfind(b"\n", start, start + LONGEST + 1)
        if end < 0:
            return start
        start = end + 1
    return None
