"""What every command shares: its common options, and what it prints where."""

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from ..errors import SeipsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..dataset import Dataset
    from ..render import Section
    from ..source import Edition

Data = Annotated[Path | None, typer.Option("--data", metavar="FILE", help="Use another dataset (or set SEIPS_DATA).")]
Local = Annotated[
    Path | None, typer.Option("--local", metavar="FILE", help="Use another local file, or `off` (or set SEIPS_LOCAL).")
]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="Judge ages as of YYYY-MM-DD.")]
Json = Annotated[bool, typer.Option("--json", help="Answer as JSON, for scripts.")]


def opened(data: Path | None, local: Path | None, as_of: str | None) -> "tuple[Edition, date]":
    """The dataset with what is local, and the day by which ages are judged. Raises SeipsError."""
    from ..source import load

    edition = load(data, local, day(as_of))
    return edition, day(as_of, edition.data)


def day(typed: str | None, data: "Dataset | None" = None) -> date:
    """The day that *typed* names; today without it, or for the word. Raises SeipsError.

    With *data* that were checked only later, that is said: they may know more than anybody did on that day. One before
    their guidance is refused, and not repeated: nothing can be judged by it, and it may be somebody's date of birth.
    """
    try:
        found = date.fromisoformat(typed) if typed and typed != "today" else date.today()
    except ValueError:
        found = None
    # Python also takes 20261124 and 2026-W48, which are easily mistyped.
    if found is None or typed not in (None, "", "today", found.isoformat()):
        raise SeipsError(f"`{typed}` is not a date", hint="write it as YYYY-MM-DD")
    if typed and data and found.isoformat() < data.guidance.revised:
        hint = "write a later day, or name another dataset with --data"
        raise SeipsError(f"that day was before {data.guidance.called} of {data.guidance.revised}", hint=hint)
    newest = max((data.about.checked_on, *(one.checked_on for one in data.sources))) if data else None
    if typed and newest and found < newest:
        note(f"note: these data were checked on {newest}; for what was known before, give those of then")
    return found


def print_json(shown: dict[str, Any]) -> None:
    """One object on stdout."""
    import json

    sys.stdout.write(json.dumps(shown, ensure_ascii=False, indent=2) + "\n")


def print_lines(lines: Iterable[str]) -> None:
    """Lines on stdout, as they are."""
    sys.stdout.writelines(f"{line}\n" for line in lines)


def print_sections(sections: "Iterable[Section]") -> None:
    """Plain lines; on a terminal wrapped to it, with headings in bold."""
    import shutil

    from ..render import as_text

    if not sys.stdout.isatty():
        sys.stdout.write(as_text(sections))
        return
    width = min(shutil.get_terminal_size().columns, 120)
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        sys.stdout.write(as_text(sections, width))
        return
    _print_bold(sections, width)


def _print_bold(sections: "Iterable[Section]", width: int) -> None:
    from rich.console import Console
    from rich.text import Text

    from ..render import styled_lines

    console = Console(highlight=False, soft_wrap=True)
    for is_heading, line in styled_lines(sections, width):
        console.print(Text(line, style="bold" if is_heading else ""))


def read_line() -> str:
    """One line from the terminal; the prompt goes to stderr, since stdout may be a file."""
    print("> ", end="", file=sys.stderr, flush=True)
    try:
        return input()
    except EOFError:
        note("")
        raise


def note(text: str) -> None:
    """Questions, notes and warnings: to stderr, so that stdout holds the result alone; wrapped on a terminal."""
    import shutil

    from ..render import wrapped

    lines = wrapped(text, shutil.get_terminal_size().columns) if sys.stderr.isatty() else [text]
    # The result is there, whoever listens to what else is said.
    with suppress(OSError):
        print("\n".join(lines), file=sys.stderr, flush=True)
