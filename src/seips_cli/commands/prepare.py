"""`seips prepare`: one page of what to have ready before the meeting."""

import sys
from typing import Annotated

import typer

from ..errors import SeipsError
from .common import Data, Json, Local, print_json, print_sections


def prepare(
    markdown: Annotated[bool, typer.Option("--markdown", help="Print it as Markdown.")] = False,
    html: Annotated[bool, typer.Option("--html", help="Print it as a web page, one A4 sheet.")] = False,
    json: Json = False,
    local: Local = None,
    data: Data = None,
) -> None:
    """Say what to have ready before the meeting: what will be asked, who would know, what to bring.

    It asks nothing. Print it and take it round: seips prepare --html > prepare.html
    """
    from ..act.prepare import sections
    from ..source import load

    if markdown + html + json > 1:
        raise SeipsError("--markdown, --html and --json cannot be had together", hint="choose one of them")
    edition = load(data, local)
    page = tuple(sections(edition))
    if json:
        from ..schema import page_json

        print_json(page_json("seips.prepare/1", edition, page))
    elif markdown:
        from ..render import as_markdown

        sys.stdout.write(as_markdown(page))
    elif html:
        from ..html import as_html

        sys.stdout.write(as_html(page, page[0].heading))
    else:
        print_sections(page)
