"""`seips export`: the decision for other readers and other programs."""

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

app = typer.Typer(rich_markup_mode=None)

#: What the end of a file's name says about its format.
SUFFIXES = {".mmd": "mermaid", ".mermaid": "mermaid", ".dot": "dot", ".gv": "dot", ".svg": "svg"}
#: Points, below which letters on paper are hard to read.
READABLE = 7


@app.callback(invoke_without_command=True)
def export(context: typer.Context) -> None:
    """Write the decision out, for other readers and other programs."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command()
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
    from ..answers import refuse_target, write_whole
    from ..export.flowchart import drawing
    from ..source import NO_LOCAL, load

    if output:
        refuse_target(output, force=force)
    chosen = _format(form, output)
    edition = load(data, NO_LOCAL)
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


@app.command()
def page(
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write it to FILE. Without it: to stdout.")
    ] = None,
    with_postcodes: Annotated[bool, typer.Option("--with-postcodes", help="Let the page look a postcode up.")] = False,
    with_local: Annotated[bool, typer.Option("--with-local", help="Include what your local file holds.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Let --output replace what exists.")] = False,
    data: Data = None,
) -> None:
    """Write one web page that asks the same questions and shows the same result.

    It is a single file: send it, put it on a share, open it on a telephone. It needs no network and nothing installed,
    keeps nothing, and holds nothing of your local file unless you say so.
    """
    from ..answers import refuse_target, write_whole
    from ..export.page import page as made
    from ..source import NO_LOCAL, Atlas, load

    if output:
        refuse_target(output, force=force)
    edition = load(data, None if with_local else NO_LOCAL)
    if with_local and not edition.local:
        raise SeipsError("there is no local file to include", hint="leave --with-local out, or see: seips contacts set")
    postcodes = Atlas(edition).postcodes if with_postcodes else ""
    if with_postcodes and not postcodes:
        raise SeipsError("this dataset has no table of postcodes", hint="leave --with-postcodes out")
    text = made(edition, postcodes)
    if output is None:
        sys.stdout.write(text)
        return
    write_whole(output, text)
    note(f"Open `{output}` in a browser, or send it to whoever needs it.")
