"""`seips batch`: a file of cases to a file of results."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from io import BufferedIOBase
from pathlib import Path
from typing import Annotated, cast

import typer

from ..errors import ExitCode, SeipsError
from ..lookup import echo
from .common import AsOf, Data, Local, note, opened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..bulk.memo import Tally
    from ..dataset import Dataset
    from ..source import Edition

STREAM = "-"
JSON_LINES = (".jsonl", ".ndjson")
#: What promises a form that results are not written in.
OTHER_FORMS = frozenset({".xlsx", ".xls", ".ods", ".parquet", ".json", ".tsv"})
#: Results for stdout are held back until they are whole: so many bytes in memory, the rest in a file without a name.
IN_MEMORY = 1 << 23

#: What is told of bytes: that they are read, or to be written.
Bytes = Callable[[bytes], object]


def batch(
    cases: Annotated[str, typer.Argument(metavar="CASES", help="A file of cases: CSV, or .jsonl; - for stdin.")],
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Where results go: CSV, or .jsonl; - for stdout.")
    ] = STREAM,
    drop_columns: Annotated[
        list[str] | None, typer.Option("--drop-columns", metavar="NAME,NAME", help="Columns to leave out.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Let --output replace a file.")] = False,
    as_of: AsOf = None,
    json: Annotated[bool, typer.Option("--json", help="Write JSON Lines, for scripts.")] = False,
    local: Local = None,
    data: Data = None,
) -> int:
    """Route many cases at once: a row each, with the answers in columns named after the questions.

    A column `postcode` is looked up and left out. Other columns come out as they went in, but a column about a pupil is
    refused. A row that cannot be answered says why in its column `error`, and the others are answered.
    Exit code 0: every row is answered. 1: some are not.
    """
    from ..bulk.blocks import blocks
    from ..bulk.job import Job

    target = None if output == STREAM else Path(output)
    edition, today = opened(data, local, as_of)
    _refuse(cases, target, edition.data, force=force, json=json)
    with _opened(cases) as file, _sink(target) as write, _progress(file) as moved:
        parts = _watched(blocks(file), moved, cases)
        from_json = True if _is_json_lines(Path(cases)) else None if cases == STREAM else False
        job = Job(edition, parts, from_json=from_json, dropped=drop_columns or [], today=today)
        for text in job.results(as_json=_is_json_lines(target) if target else json or None):
            write(text)
    _conclude(edition, job.tally, job.stale())
    return ExitCode.NO_ANSWER if job.tally.failed else ExitCode.OK


def _refuse(cases: str, target: Path | None, data: "Dataset", *, force: bool, json: bool) -> None:
    """Raise SeipsError for results that could not be written where they are wanted."""
    from ..writing import refuse_target

    if target is None:
        return
    if target.suffix.casefold() in OTHER_FORMS:
        hint = "end its name in .csv or .jsonl; a spreadsheet opens the first"
        raise SeipsError(f"`{echo(str(target))}` is called like a file of another kind", hint=hint, kind="file")
    if json and not _is_json_lines(target):
        raise SeipsError(f"--json writes JSON Lines, and `{target}` is not called so", hint="end its name in .jsonl")
    if target.exists() and _is_of(cases, target):
        raise SeipsError("the results cannot take the place of the cases", hint="name another file", kind="file")
    refuse_target(target, data, force=force)


def _is_of(cases: str, target: Path) -> bool:
    """Whether the cases are read from *target*, by name or through stdin."""
    try:
        return target.samefile(cases) if cases != STREAM else os.path.samestat(target.stat(), os.fstat(0))
    except OSError:
        return False


def _is_json_lines(path: Path) -> bool:
    return path.name.casefold().endswith(JSON_LINES)


@contextmanager
def _opened(cases: str) -> Iterator[BufferedIOBase]:
    """The file of cases. Raises SeipsError."""
    if cases == STREAM:
        yield cast("BufferedIOBase", sys.stdin.buffer)
        return
    with ExitStack() as stack:
        try:
            file = stack.enter_context(Path(cases).open("rb"))
        except OSError as error:
            raise _unreadable(cases, error) from error
        yield file


def _unreadable(cases: str, error: OSError) -> SeipsError:
    name = "stdin" if cases == STREAM else f"`{echo(cases)}`"
    reason = (error.strerror or "not possible").lower()
    return SeipsError(f"cannot read {name}: {reason}", hint="check the path", kind="file")


@contextmanager
def _sink(target: Path | None) -> Iterator[Bytes]:
    """Where results are written: to *target* or to stdout, whole or not at all."""
    if target:
        from ..writing import whole

        with whole(target) as file:
            yield file.write
        return
    from shutil import copyfileobj
    from tempfile import SpooledTemporaryFile

    from ..boundary import silenced
    from ..stopping import DONE

    with SpooledTemporaryFile(IN_MEMORY) as held:
        try:
            yield held.write
        except OSError as error:
            reason = (error.strerror or "not possible").lower()
            hint = "name a file with --output, or make room for temporary files"
            raise SeipsError(f"cannot hold the results back: {reason}", hint=hint, kind="file") from error
        held.seek(0)
        DONE.append("The results were being written: what came out may not be all of them.")
        try:
            copyfileobj(held, sys.stdout.buffer)
            sys.stdout.flush()
            DONE.append("All results were written.")
        except BrokenPipeError:
            # Whoever closed the pipe has read enough; what is said of the rows holds all the same.
            silenced()


def _watched(parts: Iterator[bytes], moved: Bytes, cases: str) -> Iterator[bytes]:
    """*parts* of the file of *cases*, each told when it is done. Raises SeipsError."""
    try:
        for part in parts:
            yield part
            moved(part)
    except OSError as error:
        raise _unreadable(cases, error) from error


@contextmanager
def _progress(file: BufferedIOBase) -> Iterator[Bytes]:
    """What to tell of bytes that are done: a bar on a terminal, nothing elsewhere, or where the cases are typed."""
    if not sys.stderr.isatty() or file.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        size = _size(file)
        task = bar.add_task("Routing", total=size)
        # What is left of line ends is less than what was read, so that a bar with an end goes by the file.
        yield lambda part: bar.update(task, completed=file.tell()) if size else bar.advance(task, len(part))


def _size(file: BufferedIOBase) -> int | None:
    """How many bytes there are to read; None if that cannot be known."""
    from stat import S_ISREG

    found = os.fstat(file.fileno())
    return found.st_size if S_ISREG(found.st_mode) else None


def _conclude(edition: "Edition", tally: "Tally", stale: list[str]) -> None:
    """Say what was done, and what every reader of the results must know."""
    from ..age import OLD
    from ..pages import cautions_of_all

    data = edition.data
    failed = f", {tally.failed:,} of them not answered: see the column `error`" if tally.failed else ""
    note(f"note: {tally.rows:,} {'row' if tally.rows == 1 else 'rows'}{failed}")
    if tally.empty:
        note(f"note: {tally.empty:,} empty {'line holds' if tally.empty == 1 else 'lines hold'} no row")
    if edition.local:
        note(
            f"note: entered locally, in {edition.local}: see `seips contacts` for what that is and when it was checked"
        )
    if stale:
        note(f"Warning: {', '.join(stale)}: checked {OLD} (see the column `contacts_stale`)")
    for line in cautions_of_all(data, data.geography.partnerships if data.geography else ()):
        note(f"Warning: {line}")
    note(f"Remember: {data.about.safeguarding}")
