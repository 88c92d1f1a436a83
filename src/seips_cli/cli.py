"""The `seips` command: what it is called, its help, its version and its commands."""

from typing import Annotated

import typer

from . import __version__
from .boundary import Commands
from .commands.batch import batch
from .commands.check import check
from .commands.contacts import app as contacts
from .commands.cost import cost
from .commands.diff import diff
from .commands.explain import explain
from .commands.prepare import prepare
from .commands.route import route
from .commands.tier_map import tier_map
from .commands.where import where
from .errors import BrokenDataset

app = typer.Typer(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command()(route)
app.add_typer(contacts, name="contacts")
app.command(name="tier-map")(tier_map)
app.command()(where)
app.command()(batch)
app.command()(check)
app.command()(diff)
app.command()(explain)
app.command()(prepare)
app.command()(cost)


def main() -> None:
    """Run `seips`, as it was typed."""
    app(prog_name="seips")


def _show_version(wanted: bool) -> None:
    if wanted:
        from .render import spoken
        from .source import load

        try:
            data = load().data
            dates = f"guidance of {spoken(data.guidance.revised)}, data of {data.about.checked_on.isoformat()}"
        except BrokenDataset as error:
            dates = error.message
        typer.echo(f"seips {__version__} ({dates})")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def seips(
    context: typer.Context,
    _: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and dates.")
    ] = False,
) -> None:
    """Say who to contact for a pupil at risk of exclusion who lives in another authority than the school's.

    \b
    seips route                       answer a few questions; get the pathway, the contact and what to bring
    seips contacts --partnership X    who to contact, from what source, checked when
    seips tier-map LEVEL              what a level in one authority is in the other

    It holds no pupil's details and uses no network. `seips --version` says how old the guidance is.
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
