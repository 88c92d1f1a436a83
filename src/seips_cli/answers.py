"""Answers from the command line and from files, and back. The only writer of answer files."""

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from .dataset import Dataset
from .decision import Answers
from .errors import SeipsError
from .lookup import echo, find_option, find_question
from .source import Edition

LARGEST = 100_000


def read(data: Dataset, file: str | None, pairs: Iterable[str]) -> dict[str, str]:
    """The answers in *file* (`-` for stdin) and in *pairs* of `question=option`, which win. Raises SeipsError."""
    given = dict(_known(data, _in_file(file))) if file else {}
    typed: dict[str, str] = {}
    for question, option in _known(data, map(_split, pairs)):
        if typed.setdefault(question, option) != option:
            raise SeipsError(f"`{question}` is answered twice: {typed[question]} and {option}", hint="keep one of them")
    return given | typed


def agreed(answers: Answers, located: Answers) -> dict[str, str]:
    """*answers* with those *located* by a name or a postcode. Raises SeipsError where the two differ."""
    for question, option in located.items():
        if answers.get(question, option) != option:
            raise SeipsError(
                f"`{question}` is answered twice: {answers[question]}, and {option} by the name or postcode given",
                hint="keep one of them",
            )
    return {**located, **answers}


def save(edition: Edition, answers: Answers, path: Path, *, force: bool) -> None:
    """Write *answers* to *path*, whole or not at all. Raises SeipsError when it exists and *force* is not given."""
    if path.exists() and not force:
        raise SeipsError(f"`{path}` exists already", hint="choose another name, or add --force to replace it")
    head = (
        f"# Answers for `seips route --answers FILE`, from the data of {edition.data.about.checked_on.isoformat()}.\n"
    )
    lines = [f"{question}: {option}\n" for question, option in answers.items()]
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_text(head + "".join(lines), encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise SeipsError(f"cannot write `{path}`: {(error.strerror or 'not possible').lower()}", kind="file") from error


def as_options(answers: Answers) -> str:
    """*answers* as they would be typed."""
    return " ".join(f"-a {question}={option}" for question, option in answers.items())


def _split(pair: str) -> tuple[str, str]:
    question, equals, option = pair.partition("=")
    if not equals:
        raise SeipsError(f"`{echo(pair)}` is not an answer", hint="write --answer QUESTION=OPTION")
    return question.strip(), option.strip()


def _known(data: Dataset, pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Each pair, once its question and its option are known to exist."""
    for name, typed in pairs:
        question = find_question(data.questions, name)
        yield question.id, find_option(question, typed).id


def _in_file(file: str) -> Iterator[tuple[str, str]]:
    """The pairs in a file of answers, or in the JSON that `seips route --json` printed."""
    found = _parsed(_text(file), file)
    found = found.get("answers", found) if isinstance(found, dict) else found
    if not isinstance(found, dict) or not all(isinstance(option, str) for option in found.values()):
        raise SeipsError(f"`{file}` does not hold answers", hint="write one `question: option` a line", kind="answers")
    return iter(found.items())


def _text(file: str) -> str:
    try:
        if file == "-":
            return sys.stdin.read(LARGEST + 1)[: LARGEST + 1]
        with Path(file).open(encoding="utf-8-sig") as opened:
            text = opened.read(LARGEST + 1)
    except UnicodeDecodeError as error:
        raise SeipsError(f"`{file}` is not UTF-8 text", hint="save it again as UTF-8", kind="answers") from error
    except OSError as error:
        raise SeipsError(f"cannot read `{file}`: {(error.strerror or 'not possible').lower()}", kind="file") from error
    if len(text) > LARGEST:
        raise SeipsError(f"`{file}` is too large to hold answers", kind="answers")
    return text


def _parsed(text: str, file: str) -> Any:
    """YAML or JSON as strings; `no` stays `no`."""
    import yaml

    try:
        return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - the base loader makes strings, and nothing else
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{file}:{mark.line + 1}" if mark else file
        raise SeipsError(f"{where}: this is not YAML or JSON", hint="write one `question: option` a line") from error
