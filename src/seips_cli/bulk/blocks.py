"""The text of a file in blocks of whole lines, so that a file of any size takes the same memory.

A line that cannot be read stays in its place: what is no text is taken out, and a mark before it says what it was.
"""

import re
from collections.abc import Iterable, Iterator
from io import BufferedIOBase, StringIO

#: Of rows so short that one has a few letters, a block holds tens of thousands.
SIZE = 1 << 17
#: No row of answers is as long.
LONGEST_LINE = 100_000
#: So much may wait for a quotation mark to be closed.
MOST_WAITING = 2 * SIZE
NEW_LINE = b"\n"
#: What a spreadsheet puts first to say that a file is UTF-8.
MARK = b"\xef\xbb\xbf"
RESAVE = "save the file as UTF-8 text (in a spreadsheet: CSV UTF-8)"
#: A line that cannot be read begins with a zero byte, which no other line has, and the letter of its flaw.
FLAW = "\0"
#: What is wrong with a line, and what to do.
FLAWS = {
    "l": (f"is longer than {LONGEST_LINE:,} bytes", "end each row with a new line"),
    "u": ("is not UTF-8 text", RESAVE),
    "z": ("holds a zero byte, so it is not text", RESAVE),
}
#: How Python shows bytes that are not UTF-8.
ESCAPED = re.compile("[\udc80-\udcff]")


def blocks(file: BufferedIOBase) -> Iterator[bytes]:
    """What *file* holds, a block of whole lines at a time; each line ends with a line feed alone."""
    begun = b""
    # What is there is taken at once: to wait here for more would keep Ctrl-C waiting too.
    while taken := file.read1(SIZE):
        lines, end, rest = taken.rpartition(NEW_LINE)
        if end:
            yield _readable(begun + lines + end)
            begun = b""
        # Of a line that never ends no more is held than shows that it is too long.
        begun = (begun + rest)[: LONGEST_LINE + len(b"\r\n")]
    if begun:
        yield _readable(begun + NEW_LINE)


def closed(parts: Iterable[bytes]) -> Iterator[bytes]:
    """*parts* of a CSV file cut before the line in which a quotation mark is left open, so that rows stay whole.

    A stray mark is none that is left open, so a piece is cut as it comes before too much waits.
    """
    rest = b""
    for part in parts:
        part = rest + part
        end = _end_of_rows(part) if len(part) <= MOST_WAITING else len(part)
        yield from filter(None, [part[:end]])
        rest = part[end:]
    yield from filter(None, [rest])


def _end_of_rows(part: bytes) -> int:
    """Where the line begins in which a quotation mark is left open, if one is: until there they are even in number."""
    end, is_open = len(part), part.count(b'"') % 2
    while is_open:
        start = part.rfind(NEW_LINE, 0, part.rfind(b'"', 0, end)) + 1
        end, is_open = start, is_open ^ part.count(b'"', start, end) % 2
    return end


def lines_of(parts: Iterable[bytes]) -> Iterator[str]:
    """The lines of *parts*, each with its line feed."""
    for part in parts:
        yield from StringIO(part.decode(), newline="\n")


def flaw(line: str) -> tuple[str, str] | None:
    """Why *line* cannot be read, and what to do; None if it can."""
    return FLAWS[line[1]] if line.startswith(FLAW) else None


def unmarked(line: str) -> str:
    """What could be read of *line*."""
    return line[2:] if line.startswith(FLAW) else line


def _readable(block: bytes) -> bytes:
    """*block* with line feeds alone at the ends of its lines, and lines that cannot be read marked."""
    # To look for one sign is far quicker than for two.
    block = block.replace(b"\r\n", NEW_LINE) if b"\r" in block else block
    return block if _is_sound(block) else NEW_LINE.join(map(_marked, block.split(NEW_LINE)))


def _is_sound(block: bytes) -> bool:
    """Whether every line of *block* can be read."""
    if FLAW.encode() in block or _has_overlong(block):
        return False
    try:
        return block.isascii() or bool(block.decode())
    except UnicodeDecodeError:
        return False


def _has_overlong(block: bytes) -> bool:
    """Whether a line is too long."""
    start = 0
    while len(block) - start > LONGEST_LINE:
        end = block.rfind(NEW_LINE, start, start + LONGEST_LINE + 1)
        if end < 0:
            return True
        start = end + 1
    return False


def _marked(line: bytes) -> bytes:
    """*line* without what cannot be read, and marked if there is any."""
    if len(line) > LONGEST_LINE:
        return f"{FLAW}l".encode()
    text = line.decode(errors="surrogateescape")
    kept = ESCAPED.sub("", text).replace(FLAW, "")
    letter = "z" if FLAW in text else "u"
    return (kept if kept == text else f"{FLAW}{letter}{kept}").encode()
