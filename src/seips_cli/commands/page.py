"""`seips export page`: one web page that asks the same questions."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from ..errors import SeipsError
from .common import Data, note


def page(
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write it to FILE. Without it: to stdout.")
    ] = None,
    with_postcodes: Annotated[bool, typer.Option("--with-postcodes", help="Let the page look a postcode up.")] = False,
    with_local: Annotated[bool, typer.Option("--with-local", help="Include what your local file holds.")] = False,
    local: Annotated[
        Path | None, typer.Option("--local", metavar="FILE", help="Include what this local file holds.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Let --output replace what exists.")] = False,
    data: Data = None,
) -> None:
    """Write one web page that asks the same questions and shows the same result.

    It is a single file: send it, put it on a share, open it on a telephone. It needs no network and nothing installed,
    keeps nothing, and holds nothing of a local file unless you say so with --with-local or --local FILE.
    """
    from ..export.page import page as made
    from ..source import NO_LOCAL, Atlas, load
    from ..writing import refuse_target, write_whole

    edition = load(data, local or (None if with_local else NO_LOCAL))
    if output:
        refuse_target(output, edition.data, force=force)
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
