"""What a file about one child may be called. A name cannot be told from other words, so only known ones pass."""

import re
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

from ..bulk.carried import CODED, LETTERS
from ..bulk.words import each, is_known
from ..dataset import Dataset
from ..errors import SeipsError
from ..privacy import YOUNGEST, new_names, told_by_name, without_days

#: What people call files, besides the words of schools' lists and what the dataset calls things.
FILES = each(
    "a answer again copy desktop document download example folder letter link made mine my note out output pack print "
    "result summary temp test tmp work yaml yml json"
)
#: Where one word ends and the next begins, as in `panelNovember` and `panel_november`.
BORDER = re.compile(r"(?<=[a-z])(?=[A-Z])|[\s_.,;()&+]+")
#: A number too long for a case's own, or a year that may be one of birth.
NUMBER = re.compile(r"\d{6}|(?<!\d)(?:19|20)\d\d(?!\d)")


def refuse_title(data: Dataset, path: Path, today: date) -> None:
    """Raise SeipsError where *path*, or a new folder around it, may be called after a pupil."""
    known = frozenset(word for text in _ids(data) for word in LETTERS.findall(text.casefold()))
    for name in new_names(path):
        what = told_by_name(name, today) or _strange(name, known, today)
        if what:
            hint = f"use the day, the pathway or a case number of your own, such as panel-{today} or case-012"
            raise SeipsError(f"that name holds what may be {what}", hint=hint)


def _ids(data: Dataset) -> Iterator[str]:
    """What pathways, answers, roles and places are called."""
    yield from (one.id for records in (data.pathways, data.questions) for one in records)
    yield from (option.id for question in data.questions for option in question.options)
    yield from (contact.role for contact in data.contacts)
    if data.geography:
        yield from (one.id for records in (data.geography.areas, data.geography.partnerships) for one in records)


def _strange(name: str, known: Collection[str], today: date) -> str:
    """What of a pupil may stand in *name*; "" for nothing."""
    left = without_days(BORDER.sub(" ", name))
    if any(len(found) > 4 or int(found) <= today.year - YOUNGEST for found in NUMBER.findall(left)):
        return "a pupil's number or a date of birth"
    return "" if all(_is_harmless(token, known) for token in left.split()) else "a pupil's name"


def _is_harmless(token: str, known: Collection[str]) -> bool:
    """Whether each run of letters in *token* is a known word, or beside a figure, as in `7JS`, part of a code."""
    is_code = any(map(str.isdecimal, token))
    runs = (run for run in LETTERS.findall(token) if len(run) > 1)
    return all(_is_word(run, known) or (is_code and CODED.fullmatch(run)) for run in runs)


def _is_word(run: str, known: Collection[str]) -> bool:
    word = run.casefold()
    return is_known(word) or word in known or word in FILES or word.removesuffix("s") in FILES
