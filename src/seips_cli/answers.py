"""Answers from the command line and from files, and back. The only writer of answer files."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_IMODE, S_IWUSR
from typing import IO

from .dataset import Dataset
from .decision import Answers
from .errors import SeipsError, plain
from .lookup import echo, find_option, find_question
from .source import Edition
from .stopping import DONE

LARGEST = 100_000


def read(data: Dataset, file: str | None, pairs: Iterable[str]) -> dict[str, str]:
    """The answers in *file* (`-` for stdin) and in *pairs* of `question=option`, which win. Raises SeipsError."""
    given = _known(data, _in_file(file)) if file else {}
    return given | _known(data, map(_split, pairs))


def agreed(answers: Answers, located: Answers) -> dict[str, str]:
    """*answers* with those *located* by a name or a postcode. Raises SeipsError where the two differ."""
    for question, option in located.items():
        if answers.get(question, option) != option:
            raise SeipsError(
                f"`{question}` is answered twice: {answers[question]}, and {option} by the name or postcode given",
                hint="keep one of them",
            )
    return {**located, **answers}


def refuse_target(path: Path, *, force: bool) -> None:
    """Raise SeipsError when nothing can be written at *path*, before any work is done for it."""
    from .privacy import refuse_name

    refuse_name(path)
    if path.name in ("", "-") or (path.exists() and not path.is_file()) or path.is_symlink():
        raise SeipsError(f"`{echo(str(path))}` is not a plain file", hint="name a file to write", kind="file")
    if path.exists() and not force:
        raise SeipsError(f"`{path}` exists already", hint="choose another name, or add --force to replace it")
    if not path.parent.is_dir():
        raise SeipsError(f"cannot write `{path}`: there is no such folder", hint="make the folder first", kind="file")


def save(edition: Edition, answers: Answers, path: Path) -> None:
    """Write *answers* to *path*, whole or not at all. Raises SeipsError when that is not possible."""
    write_whole(path, as_file(edition, answers))


def as_file(edition: Edition, answers: Answers) -> str:
    """*answers* as a file that `--answers` reads."""
    checked = edition.data.about.checked_on.isoformat()
    head = f"# Answers for `seips route --answers FILE`, from the data of {checked}.\n"
    return head + "".join(f"{question}: {option}\n" for question, option in answers.items())


def write_whole(path: Path, content: str | bytes) -> None:
    """Put *content* in the place of *path* at once. Raises SeipsError."""
    with whole(path) as file:
        file.write(content.encode() if isinstance(content, str) else content)


@contextmanager
def whole(path: Path) -> Iterator[IO[bytes]]:
    """A new file to write that takes the place of *path* at the end, unless anything was raised. Raises SeipsError."""
    # Whoever stops the program may do so at any moment, so the name is known before there is a file to take away.
    beside = path.with_name(f".seips-{os.urandom(8).hex()}")
    was_made = False
    try:
        rights = S_IMODE(path.stat().st_mode) if path.exists() else 0o666
        beside.touch(rights | S_IWUSR, exist_ok=False)
        was_made = True
        with beside.open("wb") as file:
            yield file
        if path.exists():
            with suppress(OSError):  # some shared folders know no rights
                beside.chmod(rights)
        beside.replace(path)
    except OSError as error:
        reason = (error.strerror or "not possible").lower()
        raise SeipsError(f"cannot write `{echo(str(path))}`: {reason}", kind="file") from error
    finally:
        if beside.exists():
            beside.unlink()
        elif was_made:
            DONE.append(f"`{plain(str(path))}` is saved.")


def as_options(answers: Answers) -> str:
    """*answers* as they would be typed."""
    return " ".join(f"-a {question}={option}" for question, option in answers.items())


def _split(pair: str) -> tuple[str, str]:
    question, equals, option = pair.partition("=")
    if not equals:
        raise SeipsError(f"`{echo(pair)}` is not an answer", hint="write --answer QUESTION=OPTION")
    return question.strip(), option.strip()


def _known(data: Dataset, pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The answers in *pairs*, whose questions and options may be spelt loosely. Raises SeipsError."""
    known: dict[str, str] = {}
    for name, typed in pairs:
        question = find_question(data.questions, name)
        option = find_option(question, typed).id
        if known.setdefault(question.id, option) != option:
            message = f"`{question.id}` is answered twice: {known[question.id]} and {option}"
            raise SeipsError(message, hint="keep one of them")
    return known


def _in_file(file: str) -> Iterable[tuple[str, str]]:
    """The pairs in a file of answers, or in the JSON that `seips route --json` printed."""
    from .parsing import mapping

    return mapping(_text(file), file).items()


def _text(file: str) -> str:
    try:
        if file == "-":
            return sys.stdin.read(LARGEST + 1)[: LARGEST + 1]
        if not Path(file).is_file() and Path(file).exists():
            raise SeipsError(f"`{echo(file)}` is not a plain file", hint="use - to read from stdin", kind="file")
        with Path(file).open(encoding="utf-8-sig") as opened:
            text = opened.read(LARGEST + 1)
    except UnicodeDecodeError as error:
        raise SeipsError(f"`{file}` is not UTF-8 text", hint="save it again as UTF-8", kind="answers") from error
    except OSError as error:
        raise SeipsError(f"cannot read `{file}`: {(error.strerror or 'not possible').lower()}", kind="file") from error
    if len(text) > LARGEST:
        raise SeipsError(f"`{file}` is too large to hold answers", kind="answers")
    return text
