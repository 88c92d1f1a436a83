"""What a file or a folder may be called. A name cannot be told from other words, so only known ones pass."""

import os
import re
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path
from unicodedata import normalize

from ..dataset import Dataset
from ..errors import SeipsError
from ..record import texts_of
from .headings import TITLES
from .told import MONTH, YEAR, YOUNGEST, told, without_days
from .words import CODED, LETTERS, MADE, each, is_known

#: What people call files, besides the words of schools' lists and of the dataset.
FILES = each(
    "a again all answer backup cases chart config copy county csv current data dataset decision desktop diagram doc "
    "document docx dot download draft example export final flow flowchart folder full guide gv here htm html import "
    "index input json jsonl latest letter link local made mapping mermaid mine mmd my ndjson note ods old our out "
    "output pack page parquet pdf png print questionnaire result route routed rule run seips setting share site sql "
    "stage summary svg table temp template test tier tmp tool tsv txt web work xlsx yaml yml"
)
#: Where one word ends and the next begins, as in `panelNovember` and `panel_november`.
BORDER = re.compile(r"(?<=[a-z])(?=[A-Z])|[\s_.,;()&+]+")
#: A number too long for a case's own, or a year that may be one of birth.
NUMBER = re.compile(r"\d{6}|(?<!\d)(?:19|20)\d\d(?!\d)")
#: A pupil's number in a name, whatever stands between its figures; a day and an hour are none.
IN_A_NAME = re.compile(r"[A-Za-z]-?(?!20[0-4]\d-?[01]\d)\d(?:-?\d){10}-?[A-Za-z\d]")
#: A date there, in any order, with the year, which may have two figures.
DATE_IN_A_NAME = re.compile(
    rf"(?<!\d)(?:{YEAR}-?\d{{1,2}}-?\d{{1,2}}|\d{{1,2}}-?\d{{1,2}}-?{YEAR}|\d{{1,2}}-\d{{1,2}}-(\d\d)"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?-?(?:of-?)?{MONTH}-?(?:{YEAR}|(\d\d))|{MONTH}-?\d{{1,2}}(?:st|nd|rd|th)?-?{YEAR})(?!\d)",
    re.IGNORECASE,
)


def refuse_title(path: Path, data: Dataset, today: date | None = None) -> None:
    """Raise SeipsError where *path*, or a new folder around it, may be called after a pupil.

    What is there already is looked at only for what surely tells of one: its name is not of our making.
    """
    today, is_new = today or date.today(), not os.path.lexists(path)
    known = frozenset(word for text in texts_of(data) for word in LETTERS.findall(text.casefold()))
    for name in _new_names(path):
        if what := _told_by(name, today) or (_strange(name, known, today) if is_new else ""):
            hint = f"use the day, plain words or a case number of your own, such as results-{today} or case-012"
            raise SeipsError(f"that name holds what may be {what}", hint=hint)


def _new_names(path: Path) -> Iterator[str]:
    """What a file or a folder is called, and each new folder around it, with letters and figures in usual forms."""
    new = (one for one in path.parents if not os.path.exists(one))  # noqa: PTH110 - no name is too long for it
    return (normalize("NFKC", one.name) for one in (path, *new))


def _told_by(called: str, today: date) -> str:
    """What a file's name tells of a pupil; a date of the last years is one of a meeting."""
    name, year = re.sub(r"[\W_]+", "-", called), today.year
    if what := told(name, today):
        return what
    if IN_A_NAME.search(name):
        return "a pupil's number"
    found = (one for match in DATE_IN_A_NAME.finditer(name) for one in match.groups() if one)
    born = (int(one) if len(one) > 2 else year - (year - int(one)) % 100 for one in found)
    return "a date of birth" if any(one <= year - YOUNGEST for one in born) else ""


def _strange(name: str, known: Collection[str], today: date) -> str:
    """What of a pupil may stand in *name*; "" for nothing."""
    left = without_days(BORDER.sub(" ", name))
    if any(len(found) > 4 or int(found) <= today.year - YOUNGEST for found in NUMBER.findall(left)):
        return "a pupil's number or a date of birth"
    return "" if all(_is_harmless(token, known) for token in left.split()) else "a pupil's name"


def _is_harmless(token: str, known: Collection[str]) -> bool:
    """Whether each run of letters in *token* is a known word, or beside a figure, as in `7JS`, part of a code."""
    is_code, runs = any(map(str.isdecimal, token)), LETTERS.findall("" if MADE.fullmatch(token) else token)
    return all(len(run) == 1 or _is_word(run, known) or (is_code and CODED.fullmatch(run)) for run in runs)


def _is_word(run: str, known: Collection[str]) -> bool:
    word = run.casefold()
    return is_known(word) or not {word, word.removesuffix("s")}.isdisjoint(FILES | TITLES) or word in known
