"""The forms of what people read: sections as plain lines or as Markdown. Everything here returns; nothing prints."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from textwrap import wrap

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True)
class Section:
    """A heading and its lines, the same in every form of output."""

    heading: str
    lines: tuple[str, ...]
    mark: str = ""
    """What begins each line: `-`, `1.` to number them, or nothing for plain sentences."""


def as_text(sections: Iterable[Section], width: int | None = None) -> str:
    """Plain lines; wrapped to *width* on a terminal, never inside a link or an address, and not at all otherwise."""
    return "\n\n".join("\n".join(text_lines(section, width)) for section in sections) + "\n"


def text_lines(section: Section, width: int | None) -> Iterator[str]:
    """The heading of *section*, then its lines."""
    yield from _wrapped(section.heading, "", width)
    for n, line in enumerate(section.lines, 1):
        mark = f"{n}. " if section.mark == "1." else f"{section.mark} " if section.mark else ""
        for m, part in enumerate(line.split("\n")):
            yield from _wrapped(part, mark if m == 0 else " " * len(mark), width)


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
    return "\n\n".join("\n".join(_markdown_lines(n, section)) for n, section in enumerate(sections)) + "\n"


def _markdown_lines(n: int, section: Section) -> Iterator[str]:
    yield f"{'#' if n == 0 else '##'} {_escaped(section.heading)}"
    yield ""
    for m, line in enumerate(section.lines, 1):
        mark = f"{m}. " if section.mark == "1." else "- " if section.mark else ""
        yield mark + _escaped(line).replace("\n", "  \n" + " " * len(mark)) + ("" if mark else "\n")


def _escaped(text: str) -> str:
    """*text* with what Markdown would obey made harmless; links and addresses stay whole."""
    words = (word if "://" in word or "@" in word else _escaped_word(word) for word in text.split(" "))
    return " ".join(words)


def _escaped_word(word: str) -> str:
    return "".join(f"\\{char}" if char in "\\`*_[]<>#|" else char for char in word)


def spoken(moment: str) -> str:
    """A date as people say it: `2020-11` is November 2020, `2026-11-24` is 24 November 2026."""
    year, *rest = moment.split("-")
    month = [MONTHS[int(rest[0]) - 1]] if rest else []
    day = [str(int(rest[1]))] if rest[1:] else []
    return " ".join([*day, *month, year])
