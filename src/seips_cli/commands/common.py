"""What every command shares: its common options, and what it prints where."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..render import Section

Data = Annotated[Path | None, typer.Option("--data", metavar="FILE", help="Use another dataset (or set SEIPS_DATA).")]
Json = Annotated[bool, typer.Option("--json", help="Answer as JSON, for scripts.")]


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
    width = min(shutil.get_terminal_size().columns, 100)
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        sys.stdout.write(as_text(sections, width))
        return
    _print_bold(sections, width)


def _print_bold(sections: "Iterable[Section]", width: int) -> None:
    from rich.console import Console
    from rich.text import Text

    from ..render import text_lines

    console = Console(highlight=False, soft_wrap=True)
    for n, section in enumerate(sections):
        heading, *lines = text_lines(section, width)
        console.print(Text(("\n" if n else "") + heading, style="bold"))
        console.print(Text("\n".join(lines)))


def read_line() -> str:
    """One line from the terminal; the prompt goes to stderr, since stdout may be a file."""
    print("> ", end="", file=sys.stderr, flush=True)
    return input()


def note(text: str) -> None:
    """Questions, notes and warnings: to stderr, so that stdout holds the result alone."""
    print(text, file=sys.stderr, flush=True)
