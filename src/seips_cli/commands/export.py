"""`seips export`: the decision for other readers and other programs. Each form is a command in a module of its own."""

import typer

#: Each form, by where its command is.
INNER = {"flowchart": "flowchart.flowchart", "page": "page.page", "table": "table.table"}


def export(context: typer.Context) -> None:
    """Write the decision out, for other readers and other programs."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
