"""`seips cost`: what the school is charged for some days, weeks or terms, and how that was reached."""

import sys
from typing import Annotated

import typer

from ..errors import NoAnswer, SeipsError
from .common import AsOf, Data, Json, Local, note, opened, print_json, print_sections


def cost(
    first: Annotated[str, typer.Option("--from", metavar="YYYY-MM-DD", help="The first day; it counts.")],
    last: Annotated[str, typer.Option("--to", metavar="YYYY-MM-DD", help="The last day; it counts.")],
    average_pupil_cost: Annotated[
        list[str] | None,
        typer.Option("--average-pupil-cost", metavar="[YEAR=]AMOUNT", help="Pounds a year. No figure is published."),
    ] = None,
    premium: Annotated[
        str, typer.Option("--premium", metavar="KIND", help="The pupil premium the child attracts. Never guessed.")
    ] = "",
    pupil_premium: Annotated[
        list[str] | None,
        typer.Option("--pupil-premium", metavar="[YEAR=]AMOUNT", help="Pounds a year, in place of the held rate."),
    ] = None,
    terms: Annotated[
        list[str] | None,
        typer.Option("--terms", metavar="[YEAR=]N", help="How many of a year's three terms, by halves."),
    ] = None,
    basis: Annotated[
        str, typer.Option("--basis", metavar="WAY", help="days, weeks or terms. Without it: all, side by side.")
    ] = "",
    partnership: Annotated[
        str, typer.Option("--partnership", "-p", metavar="X", help="Whom to ask: a partnership, district or town.")
    ] = "",
    markdown: Annotated[bool, typer.Option("--markdown", help="Answer as Markdown.")] = False,
    as_of: AsOf = None,
    json: Json = False,
    local: Local = None,
    data: Data = None,
) -> None:
    """Say what the school is charged while a partnership manages a child's programme.

    The guidance says "pro rata" and not how, so each way to count is an assumption and shown as one.
    YEAR is a financial year such as 2025-26, for a figure that holds in that year alone.
    Exit code 0: answered. 1: no rate is held for a year, and none is guessed.
    """
    from ..lookup import find_partnership
    from ..money.cost import Figure, Request, pounds, reckon

    if json and markdown:
        raise SeipsError("--json and --markdown cannot both be had", hint="choose one of them")
    edition, today = opened(data, local, as_of)
    if edition.data.charge is None:
        raise NoAnswer("this dataset does not say what the school is charged", kind="no-charge")
    asked = find_partnership(edition.data, partnership) if partnership else None
    typed = (tuple(average_pupil_cost or ()), premium, tuple(pupil_premium or ()), tuple(terms or ()))
    own = edition.average_pupil_cost
    figure = Figure(pounds(own.amount), "local", own.checked_on) if own else None
    bill = reckon(edition.data.charge, Request(first, last, *typed, way=basis), figure, edition.data.guidance.revised)
    if terms and basis not in ("", "terms"):
        note("note: --terms was not needed and is left out")
    if json:
        from ..schema import cost_json

        print_json(cost_json(bill, edition, today, asked))
        return
    from ..money.bill import cost_sections

    sections = cost_sections(bill, edition.data, today, asked)
    if markdown:
        from ..render import as_markdown

        sys.stdout.write(as_markdown(sections))
    else:
        print_sections(sections)
