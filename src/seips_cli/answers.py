"""Answers from the command line and from files, and back."""

import sys
from collections.abc import Iterable
from pathlib import Path

from .dataset import Dataset
from .decision import Answers
from .errors import SeipsError
from .lookup import echo, find_option, find_question
from .source import Edition

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


def as_file(edition: Edition, answers: Answers, *, as_json: bool = False) -> str:
    """*answers* as a file that `--answers` reads: YAML, or JSON."""
    if as_json:
        import json

        return json.dumps(answers, indent=2) + "\n"
    checked = edition.data.about.checked_on.isoformat()
    head = f"# Answers for `seips route --answers FILE`, from the data of {checked}.\n"
    return head + "".join(f"{question}: {option}\n" for question, option in answers.items())


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
