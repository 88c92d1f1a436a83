"""`seips prepare`: one page of what to have ready before the meeting."""

import sys
from typing import Annotated

import typer

from ..errors import SeipsError
from .common import Data, Local, print_sections


def prepare(
    markdown: Annotated[bool, typer.Option("--markdown", help="Print it as Markdown.")] = False,
    html: Annotated[bool, typer.Option("--html", help="Print it as a web page, one A4 sheet.")] = False,
    local: Local = None,
    data: Data = None,
) -> None:
    """Say what to have ready before the meeting: what will be asked, who would know, what to bring.

    It asks nothing. Print it and take it round: seips prepare --html > prepare.html
    """
    from ..act.prepare import sections
    from ..html import as_html
    from ..render import as_markdown
    from ..source import load

    if markdown and html:
        raise SeipsError("--markdown and --html cannot both be given", hint="choose one of them")
    page = tuple(sections(load(data, local)))
    if markdown:
        sys.stdout.write(as_markdown(page))
    elif html:
        sys.stdout.write(as_html(page, page[0].heading))
    else:
        print_sections(page)
