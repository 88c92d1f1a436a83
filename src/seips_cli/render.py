"""The forms of what people read: sections as plain lines or as Markdown. Everything here returns; nothing prints."""

import re
from collections.abc import Iterable, Iterator
from textwrap import wrap

from .record import Record, record

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

#: A link or an address that holds nothing else that Markdown would obey.
WHOLE = re.compile(r"https://[\w./?=%:-]+|[\w.+-]+@[\w.-]+")
NUMBER = re.compile(r"^(\d+)\.(?=\s|$)")


@record
class Section(Record):
    """A heading and its lines, the same in every form of output."""

    heading: str
    lines: tuple[str, ...]
    mark: str = ""
    """What begins each line: `-`, `1.` to number them, or nothing for plain sentences."""
    label: str = ""
    """In plain lines, a word before each line in place of the heading, so that short facts take one line each."""


def as_text(sections: Iterable[Section], width: int | None = None) -> str:
    """Plain lines; wrapped to *width* on a terminal, never inside a link or an address, and not at all otherwise."""
    return "\n".join(line for _, line in styled_lines(sections, width)) + "\n"


def styled_lines(sections: Iterable[Section], width: int | None) -> Iterator[tuple[bool, str]]:
    """Every line in order, with whether it is a heading; labelled parts stand together, others apart."""
    labelled = True
    for n, section in enumerate(section for section in sections if section.lines):
        if n and not (labelled and section.label):
            yield False, ""
        labelled = bool(section.label)
        if not section.label:
            yield from ((True, line) for line in _wrapped(section.heading, "", width))
        yield from ((False, line) for line in _lines_of(section, width))


def _lines_of(section: Section, width: int | None) -> Iterator[str]:
    for n, line in enumerate(section.lines, 1):
        mark = f"{n}. " if section.mark == "1." else f"{section.mark} " if section.mark and not section.label else ""
        first = f"{section.label}: {line}" if section.label else line
        for m, part in enumerate(first.split("\n")):
            yield from _wrapped(part, mark if m == 0 else " " * len(mark), width)


def wrapped(text: str, width: int) -> list[str]:
    """Lines of *text* no wider than *width*, apart from links and addresses, which stay whole."""
    return [line for part in text.split("\n") for line in _wrapped(part, "", width)]


def _wrapped(text: str, mark: str, width: int | None) -> Iterable[str]:
    if width is None:
        return [mark + text]
    return wrap(
        text,
        max(width, 20),
        initial_indent=mark,
        subsequent_indent=" " * len(mark),
        break_long_words=False,
        break_on_hyphens=False,
    ) or [""]


def as_markdown(sections: Iterable[Section]) -> str:
    """The same as a Markdown document."""
    filled = [section for section in sections if section.lines]
    return "\n\n".join("\n".join(_markdown_lines(n, one)).rstrip("\n") for n, one in enumerate(filled)) + "\n"


def _markdown_lines(n: int, section: Section) -> Iterator[str]:
    yield f"{'#' if n == 0 else '##'} {_escaped(section.heading)}"
    yield ""
    for m, line in enumerate(section.lines, 1):
        mark = f"{m}. " if section.mark == "1." else "- " if section.mark else ""
        yield mark + _escaped(line).replace("\n", "  \n" + " " * len(mark)) + ("" if mark else "\n")


def _escaped(text: str) -> str:
    """*text* with what Markdown would obey made harmless; links and addresses stay whole."""
    lines = (" ".join(map(_escaped_word, line.split(" "))) for line in text.split("\n"))
    return "\n".join(f"\\{line}" if line[:1] in tuple("-+=~") else NUMBER.sub(r"\1\\.", line) for line in lines)


def _escaped_word(word: str) -> str:
    return word if WHOLE.fullmatch(word) else "".join(f"\\{c}" if c in "\\`*_[]<>#|&~" else c for c in word)


def spoken(moment: str) -> str:
    """A date as people say it: `2020-11` is November 2020, `2026-11-24` is 24 November 2026."""
    year, *rest = moment.split("-")
    month = [MONTHS[int(rest[0]) - 1]] if rest else []
    day = [str(int(rest[1]))] if rest[1:] else []
    return " ".join([*day, *month, year])
