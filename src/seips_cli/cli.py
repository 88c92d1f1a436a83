"""The `seips` command: what it is called, its help, its version and its commands."""

import sys
from collections.abc import Collection, Iterable, Sequence
from importlib import import_module
from typing import Annotated

import typer

from . import __version__
from .boundary import Commands
from .errors import BrokenDataset
from .stopping import listen

#: Each is in a module of its own, which is loaded for that command, or to list them all.
COMMANDS = ("batch", "check", "contacts", "cost", "diff", "explain", "export", "prepare", "route", "tier-map", "where")


def main() -> None:
    """Run `seips`, as it was typed; only what was asked for is made ready."""
    listen()
    name, *typed = sys.argv[1:] or [""]
    app = app_of([name], _inner(name, typed)) if name in COMMANDS else app_of(COMMANDS)
    app(prog_name="seips")


def app_of(names: Iterable[str], inner: Collection[str] | None = None) -> typer.Typer:
    """The program with these commands, and of the commands of such a one those called *inner*; None: all."""
    app = typer.Typer(
        cls=Commands,
        context_settings={"help_option_names": ["-h", "--help"]},
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    app.callback(invoke_without_command=True)(seips)
    for name in names:
        _add(app, name, inner)
    return app


def _add(app: typer.Typer, name: str, inner: Collection[str] | None) -> None:
    known = name.replace("-", "_")
    module = import_module(f".commands.{known}", __package__)
    command, more = getattr(module, known), getattr(module, "INNER", {})
    if not more:
        app.command(name=name)(command)
        return
    group = typer.Typer(rich_markup_mode=None)
    group.callback(invoke_without_command=True)(command)
    for one in more if inner is None else inner:
        where, _, called = more[one].partition(".")
        group.command(name=one)(getattr(import_module(f".commands.{where}", __package__), called))
    app.add_typer(group, name=name)


def _inner(name: str, typed: Sequence[str]) -> Collection[str] | None:
    """Which commands of the command *name* are called for, of those that it has: None where all are to be listed."""
    more = getattr(import_module(f".commands.{name.replace('-', '_')}", __package__), "INNER", {})
    called = more.keys() & {*typed}
    is_listing = not typed or not {"-h", "--help"}.isdisjoint(typed) or not (called or typed[0].startswith("-"))
    return None if is_listing else called


def _show_version(wanted: bool) -> None:
    if wanted:
        from .pages import version_line
        from .source import NO_LOCAL, load

        try:
            typer.echo(version_line(load(local=NO_LOCAL).data))
        except BrokenDataset as error:
            typer.echo(f"seips {__version__} ({error.message})")
        raise typer.Exit


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


def __getattr__(name: str) -> typer.Typer:
    """`app`: the whole program, for those who call it from Python."""
    if name == "app":
        return app_of(COMMANDS)
    raise AttributeError(name)
