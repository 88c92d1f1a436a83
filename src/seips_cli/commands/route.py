"""`seips route`: the questionnaire, or answers given beforehand, to a result."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from ..errors import ExitCode, SeipsError
from .common import AsOf, Data, Json, Local, note, opened, print_json, print_sections, read_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    from ..dataset import Dataset
    from ..decision import Result
    from ..render import Section
    from ..source import Atlas, Edition


def _complete_answer(incomplete: str) -> Iterator[str]:
    from ..source import load

    pairs = (f"{question.id}={option.id}" for question in load().data.questions for option in question.options)
    return (pair for pair in pairs if pair.startswith(incomplete))


OPENING = "No name or other detail of a pupil is needed. Nothing is saved unless you ask for it."


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
    postcode: Annotated[
        str | None,
        typer.Option(
            "--postcode",
            metavar="POSTCODE",
            help="The child's postcode, or - to read it from stdin: looked up, never kept.",
        ),
    ] = None,
    school_name: Annotated[
        str | None, typer.Option("--school-name", metavar="NAME", help="Part of the school's name.")
    ] = None,
    save_answers: Annotated[
        Path | None, typer.Option("--save-answers", metavar="FILE", help="Save the answers, to run again.")
    ] = None,
    pack: Annotated[
        Path | None,
        typer.Option("--pack", metavar="DIR", help="Write a folder to act with. No pupil's name belongs in its name."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Let --save-answers and --pack replace what exists.")] = False,
    no_input: Annotated[bool, typer.Option("--no-input", help="Ask nothing; a missing answer is an error.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Say why, why not, and what would change it.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Answer as Markdown.")] = False,
    as_of: AsOf = None,
    json: Json = False,
    local: Local = None,
    data: Data = None,
) -> int:
    """Ask a few questions and say which pathway is right, who to contact and what to bring.

    Type numbers to answer, b to go back, ? to see why we ask, q to stop. Nothing is saved unless you ask for it.
    Exit code 0: answered. 1: the guidance is silent, and the nearest safe step is shown.
    """
    from .. import answers as answer_files
    from ..decision import decide
    from ..source import Atlas

    if json and markdown:
        raise SeipsError("--json and --markdown cannot both be had", hint="choose one of them")
    edition, today = opened(data, local, as_of)
    _check_targets(edition.data, save_answers, pack, force=force)
    atlas = Atlas(edition)
    located = _located(edition.data, atlas, school_name, postcode, quietly=json)
    given = answer_files.agreed(answer_files.read(edition.data, answers, answer or []), located)
    complete, was_asked = _complete(edition, atlas, given, no_input=no_input or answers == "-" or postcode == "-")
    result = decide(edition.data, complete)
    _name_unused(result)
    # Files come first, since whoever has the result piped may close the pipe; and it is shown whatever becomes of them.
    try:
        if save_answers:
            from ..writing import write_whole

            is_json = save_answers.suffix.casefold() == ".json"
            write_whole(save_answers, answer_files.as_file(edition, result.answers, as_json=is_json))
        packed = _write_pack(result, edition, today, pack, force=force) if pack else ""
    finally:
        _show(result, edition, today, explain=explain, markdown=markdown, as_json=json)
    if was_asked:
        note(f"To see this again: seips route {answer_files.as_options(result.answers)}")
    if packed:
        note(packed)
    return ExitCode.NO_ANSWER if result.pathway.basis == "silent" else ExitCode.OK


def _located(
    data: "Dataset", atlas: "Atlas", school: str | None, postcode: str | None, *, quietly: bool
) -> dict[str, str]:
    """The answers that a name and a postcode give; what was understood is said, unless *quietly*."""
    if school is None and postcode is None:
        return {}
    from .place import given

    answers, said = given(data, atlas, school=school, postcode=postcode)
    for line in () if quietly else said:
        note(f"note: {line}")
    return answers


def _show(result: "Result", edition: "Edition", today: "date", *, explain: bool, markdown: bool, as_json: bool) -> None:
    """The result on stdout, with its explanation if that is wanted. Each form loads only what it prints with."""
    if as_json:
        print_json(_as_json(result, edition, today, explain=explain))
        return
    from ..pages import route_sections
    from ..render import as_markdown

    sections = [*route_sections(result, edition, today), *(_explained(edition, result) if explain else ())]
    if markdown:
        sys.stdout.write(as_markdown(sections))
    else:
        print_sections(sections)


def _as_json(result: "Result", edition: "Edition", today: "date", *, explain: bool) -> dict[str, object]:
    from ..schema import route_json

    shown = route_json(result, edition, today)
    if explain:
        from ..explain import explanation_json

        shown |= explanation_json(edition.data, result)
    return shown


def _explained(edition: "Edition", result: "Result") -> "Iterator[Section]":
    from ..explain import sections

    return sections(edition.data, result)


def _complete(
    edition: "Edition", atlas: "Atlas", given: dict[str, str], *, no_input: bool
) -> tuple[dict[str, str], bool]:
    """All the answers needed, and whether anything had to be asked."""
    from ..decision import next_question

    question = next_question(edition.data, given)
    if question is None:
        return given, False
    from ..ask import interview, missing
    from .place import aids

    if no_input or not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise missing(question)
    note(OPENING)
    return interview(edition.data, given, read_line, note, aids(edition.data, atlas)), True


def _check_targets(data: "Dataset", answers: Path | None, pack: Path | None, *, force: bool) -> None:
    """Refuse, before anything is asked, a file or a folder that could not be written or should not be called so."""
    if answers:
        from ..writing import refuse_target

        refuse_target(answers, data, force=force)
    if pack:
        from ..act.folder import refuse
        from ..act.pack import NAMES
        from ..privacy.names import refuse_title

        refuse_title(pack, data)
        refuse(pack, own=NAMES, force=force)


def _write_pack(result: "Result", edition: "Edition", today: "date", folder: Path, *, force: bool) -> str:
    """Write the pack, and say where it is."""
    from secrets import token_hex

    from ..act.folder import write
    from ..act.pack import NAMES, files

    made = files(result, edition, today, token_hex(8))
    write(made, folder, own=NAMES, force=force)
    return f"The pack is in `{folder}`: {', '.join(made)}"


def _name_unused(result: "Result") -> None:
    for question, option in result.unused.items():
        note(f"note: the answer `{question}={option}` was not needed and is left out")
