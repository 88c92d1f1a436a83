"""`seips export flowchart`: the decision as a drawing."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from ..errors import SeipsError
from ..lookup import echo
from .common import Data, note

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..export.flowchart import Drawing

#: What the end of a file's name says about its format.
SUFFIXES = {".mmd": "mermaid", ".mermaid": "mermaid", ".dot": "dot", ".gv": "dot", ".svg": "svg"}
#: Points, below which letters on paper are hard to read.
READABLE = 7


def flowchart(
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write it to FILE (.mmd, .dot or .svg).")
    ] = None,
    form: Annotated[
        str | None,
        typer.Option("--format", metavar="FORMAT", help="mermaid, dot or svg. Default: by FILE, or mermaid."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Let --output replace what exists.")] = False,
    data: Data = None,
) -> None:
    """Draw which answers lead to which pathway, and what comes beside it, for people to read and sign.

    It is drawn from the rules that decide. The SVG is for a sheet of A3, and needs an extra: pip install '.[svg]'.
    """
    from ..export.flowchart import drawing
    from ..source import NO_LOCAL, load
    from ..writing import refuse_target, write_whole

    chosen = _format(form, output)
    edition = load(data, NO_LOCAL)
    if output:
        refuse_target(output, edition.data, force=force)
    text = _drawn(drawing(edition.data, edition.digest), chosen)
    if output:
        write_whole(output, text)
    else:
        sys.stdout.write(text)


def _format(form: str | None, output: Path | None) -> str:
    """The format that is named, else that of the file, else Mermaid. Raises SeipsError."""
    known = ", ".join(dict.fromkeys(SUFFIXES.values()))
    if form:
        if form not in SUFFIXES.values():
            raise SeipsError(f"`{echo(form)}` is not a format", hint=f"choose one of: {known}")
        return form
    suffix = output.suffix.lower() if output else ""
    if output and suffix not in SUFFIXES:
        hint = f"end its name with one of {' '.join(SUFFIXES)}, or add --format with one of: {known}"
        raise SeipsError(f"`{echo(str(output))}` does not say in which format", hint=hint)
    return SUFFIXES.get(suffix, "mermaid")


def _drawn(plan: "Drawing", form: str) -> str:
    from ..export.dot import as_dot
    from ..export.mermaid import as_mermaid
    from ..export.svg import as_svg, letters_on_a3

    if form != "svg":
        return as_dot(plan) if form == "dot" else as_mermaid(plan)
    text = as_svg(plan)
    if letters_on_a3(text) < READABLE:
        note(f"note: on A3 its letters are only {letters_on_a3(text):.1f} points high; print it on a larger sheet")
    return text
