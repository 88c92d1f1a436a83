"""`seips export`: the decision for other readers and other programs. Each form is a command in a module of its own."""

import typer

from .flowchart import flowchart
from .page import page
from .table import table

app = typer.Typer(rich_markup_mode=None)


@app.callback(invoke_without_command=True)
def export(context: typer.Context) -> None:
    """Write the decision out, for other readers and other programs."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


app.command()(flowchart)
app.command()(page)
app.command()(table)
