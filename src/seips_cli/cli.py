"""The commands: parse, call, print. Results go to stdout, everything else to stderr."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from . import __version__
from .boundary import Commands
from .errors import ExitCode, NoAnswer

if TYPE_CHECKING:
    from .dataset import TierMap, TierPair
    from .decision import Result
    from .render import Section
    from .source import Edition

app = typer.Typer(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """The `seips` command."""
    app(prog_name="seips")


def _complete_partnership(incomplete: str) -> Iterator[str]:
    from .lookup import partnership_names
    from .source import load

    names = dict.fromkeys(partnership.id for _, partnership in partnership_names(load().data))
    return (name for name in names if name.startswith(incomplete))


def _complete_answer(incomplete: str) -> Iterator[str]:
    from .source import load

    pairs = (f"{question.id}={option.id}" for question in load().data.questions for option in question.options)
    return (pair for pair in pairs if pair.startswith(incomplete))


def _complete_level(incomplete: str) -> Iterator[str]:
    from .source import load

    tiers = load().data.tiers
    names = (level.name.replace(" ", "") for scheme in (tiers.schemes if tiers else ()) for level in scheme.levels)
    return (incomplete + name[len(incomplete) :] for name in names if name.casefold().startswith(incomplete.casefold()))


Data = Annotated[Path | None, typer.Option("--data", metavar="FILE", help="Use another dataset (or set SEIPS_DATA).")]
Json = Annotated[bool, typer.Option("--json", help="Answer as JSON, for scripts.")]


def _show_version(wanted: bool) -> None:
    if wanted:
        from .render import spoken
        from .source import load

        data = load().data
        dates = f"guidance of {spoken(data.guidance.revised)}, data of {data.about.checked_on.isoformat()}"
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


@app.command()
def route(
    answer: Annotated[
        list[str] | None,
        typer.Option(
            "--answer",
            "-a",
            metavar="QUESTION=OPTION",
            help="Answer a question beforehand. May be given many times.",
            autocompletion=_complete_answer,
        ),
    ] = None,
    answers: Annotated[
        str | None, typer.Option("--answers", metavar="FILE", help="Answers from a YAML or JSON file (- for stdin).")
    ] = None,
    save_answers: Annotated[
        Path | None, typer.Option("--save-answers", metavar="FILE", help="Save the answers, to run again.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Let --save-answers replace a file.")] = False,
    no_input: Annotated[bool, typer.Option("--no-input", help="Ask nothing; a missing answer is an error.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Answer as Markdown.")] = False,
    json: Json = False,
    data: Data = None,
) -> int:
    """Ask a few questions and say which pathway is right, who to contact and what to bring.

    Type numbers to answer, b to go back, ? to see why we ask, q to stop. Nothing is saved unless you ask for it.
    Exit code 0: answered. 1: the note is silent, and the nearest safe step is shown.
    """
    from . import answers as answer_files
    from .decision import decide
    from .render import as_markdown, route_sections
    from .schema import route_json
    from .source import load

    edition = load(data)
    given = answer_files.read(edition.data, answers, answer or [])
    complete, was_asked = _complete(edition, given, no_input=no_input or answers == "-")
    result = decide(edition.data, complete)
    _name_unused(result)
    if save_answers:
        answer_files.save(edition, result.answers, save_answers, force=force)
    if json:
        _print_json(route_json(result, edition))
    elif markdown:
        sys.stdout.write(as_markdown(route_sections(result, edition)))
    else:
        _print_sections(route_sections(result, edition))
    if was_asked:
        _note(f"To see this again: seips route {answer_files.as_options(result.answers)}")
    return ExitCode.NO_ANSWER if result.pathway.basis == "silent" else ExitCode.OK


def _complete(edition: "Edition", given: dict[str, str], *, no_input: bool) -> tuple[dict[str, str], bool]:
    """All the answers needed, and whether anything had to be asked."""
    from .ask import interview, missing
    from .decision import next_question

    question = next_question(edition.data, given)
    if question is None:
        return given, False
    if no_input or not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise missing(question)
    _note("Answer in numbers. No name or other detail of a pupil is needed. Nothing is saved unless you ask for it.")
    return interview(edition.data, given, _read, _note), True


def _name_unused(result: "Result") -> None:
    for question, option in result.unused.items():
        _note(f"note: the answer `{question}={option}` was not needed and is left out")


@app.command()
def contacts(
    partnership: Annotated[
        str | None,
        typer.Option(
            "--partnership",
            "-p",
            metavar="X",
            help="A partnership, district or town. Without it: all of them.",
            autocompletion=_complete_partnership,
        ),
    ] = None,
    json: Json = False,
    data: Data = None,
) -> None:
    """Say who to contact, how, from what source and when it was last checked.

    What is not published is said to be so, with the page to look on. No e-mail or number is made up.
    """
    from .lookup import find_partnership
    from .render import contact_sections
    from .schema import contacts_json
    from .source import load

    edition = load(data)
    every = edition.data.geography.partnerships if edition.data.geography else ()
    chosen = every if partnership is None else (find_partnership(edition.data, partnership),)
    ids = {one.id for one in chosen}
    shown = [contact for contact in edition.data.contacts if not contact.partnership or contact.partnership in ids]
    if json:
        _print_json(contacts_json(edition, chosen, shown))
    else:
        _print_sections(contact_sections(edition, chosen, shown))


@app.command(name="tier-map")
def tier_map(
    level: Annotated[
        str | None,
        typer.Argument(
            metavar="[LEVEL]",
            help="A level of either authority, spelt as you like. Without it: the whole table.",
            autocompletion=_complete_level,
        ),
    ] = None,
    json: Json = False,
    data: Data = None,
) -> None:
    """Say what a level in one authority is in the other.

    Prints that level and nothing else. Where the note states none: nothing on stdout, the reason on
    stderr, exit code 1. Without LEVEL: the whole table, one pair a line, with tabs between.
    """
    from .render import tier_lines
    from .schema import tier_map_json
    from .source import load

    edition = load(data)
    tiers = edition.data.tiers
    if tiers is None:
        raise NoAnswer("this dataset has no tiers", kind="no-tiers")
    pairs, match = (tiers.pairs, None) if level is None else _match(tiers, level)
    if json:
        _print_json(tier_map_json(edition, tiers, pairs, match))
    else:
        sys.stdout.writelines(f"{line}\n" for line in ([match] if match else tier_lines(tiers)))


def _match(tiers: "TierMap", typed: str) -> "tuple[tuple[TierPair, ...], str]":
    """The pair that holds the level *typed*, and the level on its other side."""
    from .lookup import find_level

    found = find_level(tiers, typed)
    others = [name for scheme, name in (found.pair.levels if found.pair else {}).items() if scheme != found.scheme.id]
    if not (found.pair and others):
        reason = found.pair.why if found.pair else "The note does not mention it."
        raise NoAnswer(f"{found.name} has no stated match. {reason}", kind="no-equivalent")
    return (found.pair,), others[0]


def _print_json(shown: dict[str, Any]) -> None:
    import json

    sys.stdout.write(json.dumps(shown, ensure_ascii=False, indent=2) + "\n")


def _print_sections(sections: "Iterable[Section]") -> None:
    """Plain lines; on a terminal wrapped to it, with headings in bold."""
    import os
    import shutil

    from .render import as_text

    if not sys.stdout.isatty():
        sys.stdout.write(as_text(sections))
        return
    width = min(shutil.get_terminal_size().columns, 100)
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        sys.stdout.write(as_text(sections, width))
        return
    _print_bold(sections, width)


def _print_bold(sections: "Iterable[Section]", width: int) -> None:
    from rich.console import Console
    from rich.text import Text

    from .render import text_lines

    console = Console(highlight=False, soft_wrap=True)
    for n, section in enumerate(sections):
        heading, *lines = text_lines(section, width)
        console.print(Text(("\n" if n else "") + heading, style="bold"))
        console.print(Text("\n".join(lines)))


def _read() -> str:
    """One line from the terminal; the prompt goes to stderr, since stdout may be a file."""
    print("> ", end="", file=sys.stderr, flush=True)
    return input()


def _note(text: str) -> None:
    """Questions, notes and warnings: to stderr, so that stdout holds the result alone."""
    print(text, file=sys.stderr, flush=True)
