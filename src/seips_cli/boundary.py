"""Where every command ends: one place that turns what was raised into words on stderr and an exit code."""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from errno import EBADF, EDQUOT, EFBIG, EIO, ENOSPC
from typing import Any, NoReturn

from typer.core import TyperGroup
from typer.exceptions import TyperException

from .errors import ExitCode, SeipsError, Stopped, plain
from .stopping import words

FIRST = ("route", "contacts", "tier-map")
#: What a shell is told of a program that a signal ended, and the number of the signal.
ENDED = 128
#: Why a stream does not take what is written to it.
UNWRITTEN = (EBADF, EDQUOT, EFBIG, EIO, ENOSPC)
REPORT = "report it to whoever gave you seips, with the words above and `seips --version`"


class Commands(TyperGroup):
    """The group of commands. A command returns its exit code, or None for OK."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **extra: Any) -> NoReturn:
        """Run a command and leave with its exit code; nothing raised inside gets further than this."""
        given = list(sys.argv[1:] if args is None else args)
        _ready_streams()
        try:
            extra["standalone_mode"] = False
            code = super().main(args, *rest, **extra)
            sys.stdout.flush()
        except SystemExit as stop:
            code = _left(stop)
        except (Exception, KeyboardInterrupt) as error:
            code = _ended(error, as_json="--json" in given)
        if code == ExitCode.INTERRUPTED:
            silenced()
            _say(words())
        sys.exit(int(code or 0))

    def list_commands(self, ctx: Any) -> list[str]:
        """The three commands that the project exists for come first in the help."""
        return sorted(super().list_commands(ctx), key=lambda name: FIRST.index(name) if name in FIRST else len(FIRST))

    def invoke(self, ctx: Any) -> Any:
        """Run the command; whoever closed the pipe has read enough, which is no fault."""
        try:
            code = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            return silenced()
        return code


def _left(stop: SystemExit) -> object:
    """The exit code of a program that left by itself, or was ended from outside."""
    # Typer leaves so when help or the version meets a closed pipe.
    if isinstance(stop.__context__, BrokenPipeError):
        return silenced()
    if isinstance(stop.code, int) and stop.code > ENDED:
        silenced()
    return stop.code


def silenced() -> ExitCode:
    """Nothing more is written, not even by the interpreter's own last flush, which could fail or wait again."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return ExitCode.OK


def _ready_streams() -> None:
    """Redirected output is UTF-8 on every system; a terminal shows what it can.

    Without stdin there is nothing to read, and without stderr notes are lost; but a result that is lost is a fault, so
    whatever is written to a closed stdout fails.
    """
    sys.stdin, sys.stdout, sys.stderr = (
        stream or os.fdopen(os.open(os.devnull, kind), mode, encoding="utf-8")
        for stream, kind, mode in (
            (sys.stdin, os.O_RDONLY, "r"),
            (sys.stdout, os.O_RDONLY, "w"),
            (sys.stderr, os.O_WRONLY, "w"),
        )
    )
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(**({"errors": "replace"} if stream.isatty() else {"encoding": "utf-8"}))
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="replace")


def _ended(error: BaseException, *, as_json: bool) -> ExitCode:
    """Say what *error* means and give the exit code of it."""
    if isinstance(error, BrokenPipeError):
        return silenced()
    known = _known(error)
    if isinstance(error, OSError):
        silenced()
    if known.exit_code != ExitCode.INTERRUPTED:
        _say(_as_json(known) if as_json else in_words(known))
    return known.exit_code


def _known(error: BaseException) -> SeipsError:
    """*error* as one of ours: Typer's are about usage, anything unexpected is a bug."""
    if isinstance(error, SeipsError):
        return error
    if isinstance(error, TyperException):
        return SeipsError(error.format_message().rstrip("."), hint="`seips --help` lists commands and options")
    if isinstance(error, OSError):
        return _not_moved(error)
    if _is_interrupted(error):
        return Stopped("stopped")
    if os.environ.get("SEIPS_DEBUG"):
        raise error
    bug = SeipsError(f"seips itself went wrong ({type(error).__name__}: {error})", hint=REPORT, kind="bug")
    bug.exit_code = ExitCode.BUG
    return bug


def _not_moved(error: OSError) -> SeipsError:
    """What it means that something could not be read or written."""
    reason = (error.strerror or "not possible").lower()
    if error.filename:
        return SeipsError(f"{error.filename}: {reason}", kind="file")
    if error.errno not in UNWRITTEN:
        return SeipsError(f"input or output: {reason}", kind="file")
    if error.errno == EBADF:
        hint = "send it to a file, or leave it open"
        return SeipsError("cannot write to stdout: it is closed", hint=hint, kind="file")
    hint = "what came out is not whole: do not use it"
    return SeipsError(f"cannot write to stdout: {reason}", hint=hint, kind="file")


def _is_interrupted(error: BaseException | None) -> bool:
    """Whether *error* came of Ctrl-C, which Python 3.11 wraps while a class is made."""
    while error and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None


def _as_json(error: SeipsError) -> str:
    import json

    from .schema import error_json

    return json.dumps(error_json(error), ensure_ascii=False)


def in_words(error: SeipsError) -> str:
    """What is told of *error*: its faults, what is wrong, what to type next."""
    hint = [f"hint: {error.hint}"] if error.hint else []
    return plain("\n".join((*error.faults, f"error: {error.message}", *hint)))


def _say(text: str) -> None:
    with suppress(OSError):
        print(text, file=sys.stderr, flush=True)
