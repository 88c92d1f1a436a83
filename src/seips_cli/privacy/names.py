"""What a file or a folder may be called. A name cannot be told from other words, so only known ones pass."""

import os
import re
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

from ..dataset import Dataset
from ..errors import SeipsError
from ..record import texts_of
from .headings import TITLES
from .told import MONTH, YEAR, told, usual, without_days
from .words import CODED, INITIAL, LETTERS, MADE, each, is_known

#: What people call files, besides the words of schools' lists and of the dataset.
FILES = each(
    "a abc action after again agenda all another answer api app apr arbor archive archived artefact artifact asset "
    "attempt aug backup bad bak bar batch before behaviour big bin blank book broken bromcom build bulk cache cases "
    "chart check checked city clean combined compare comparison config contact control coordinator copy count counts "
    "county csv current daily dashboard data dataset day dec decision default demo desktop details dev diagram dist "
    "doc document docx done dot download draft edited ehcna email empty entry etc everyone everything example export "
    "external extra feb filled filtered final first five fixed flow flowchart folder foo form forms four full good "
    "governor guide gv head headteacher here htm html huge import inbox index info information input internal jan job "
    "jobs joined json jsonl jul jun large latest left less letter lib link local log made mapping mar meeting merge "
    "merged mermaid mine minutes misc mmd month more morning my mydata myfile mypack ndjson new note nov o oct ods "
    "office old one onedrive other others our out output overlay overview pack page parquet pathway pdf plan png "
    "print private public questionnaire quick raw received report request res response result right route routed "
    "routing rule run sample script scripts second seips selection sent sep sept setting share shared sharepoint "
    "sheet site slow small sorted split spreadsheet spring sql src staff stage staging static stats stuff subset "
    "summary svg table target team temp template test thing third three tier tmp today todo tomorrow tool tree trial "
    "try tsv two txt untitled var version web week weekly work workbook working workings wrong www xlsx yaml year "
    "yesterday yml"
)
#: Three letters that can be spoken may be a short name, as in `tom7`.
SPOKEN = re.compile("^(?=...)[^aeiouy]*[aeiouy]", re.IGNORECASE)
#: Where one word ends and the next begins, as in `panelNovember` and `panel_november`.
BORDER = re.compile(r"(?<=[a-z])(?=[A-Z])|[\s_.,;()&+]+")
#: A number too long for a case's own, or a year that may be one of birth; and all figures of a name, at most.
NUMBER = re.compile(r"\d{6}|(?<!\d)(?:19|20)\d\d(?!\d)")
MOST_FIGURES = 9
#: No pupil of a secondary school was born in the last years.
YOUNGEST_THERE = 9
#: A day and an hour of these years, as programs put them on end.
HOUR = re.compile(r"(?<!\d)20[2-4]\d[01]\d[0-3]\d[T_-]?[0-2]\d[0-5]\d(?:[0-5]\d)?Z?(?![^\W_])")
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
    return (usual(one.name) for one in (path, *new))


def _told_by(called: str, today: date) -> str:
    """What a file's name tells of a pupil; a date of the last years is one of a meeting."""
    name, year = re.sub(r"[\W_]+", "-", called), today.year
    if what := told(name, today):
        return what
    if IN_A_NAME.search(name):
        return "a pupil's number"
    found = (one for match in DATE_IN_A_NAME.finditer(name) for one in match.groups() if one)
    born = (int(one) if len(one) > 2 else year - (year - int(one)) % 100 for one in found)
    return "a date of birth" if any(one < year - YOUNGEST_THERE for one in born) else ""


def _strange(name: str, known: Collection[str], today: date) -> str:
    """What of a pupil may stand in *name*; "" for nothing."""
    left = without_days(BORDER.sub(" ", HOUR.sub("0", name)))
    left = " ".join(token for token in left.split() if not MADE.fullmatch(token))
    is_born = any(len(found) > 4 or int(found) < today.year - YOUNGEST_THERE for found in NUMBER.findall(left))
    if is_born or len(re.findall(r"\d", left)) > MOST_FIGURES:
        return "a pupil's number or a date of birth"
    is_harmless = all(_is_harmless(token, known) for token in left.split()) and len(INITIAL.findall(left)) < 2
    return "" if is_harmless else "a pupil's name"


def _is_harmless(token: str, known: Collection[str]) -> bool:
    """Whether each run of letters in *token* is a known word, or beside a figure, as in `7JS`, part of a code."""
    is_code = any(map(str.isdecimal, token))
    runs = (run for run in LETTERS.findall(token) if not (len(run) == 1 and run.isascii()))
    return all(_is_word(run, known) or (is_code and CODED.fullmatch(run) and not SPOKEN.search(run)) for run in runs)


def _is_word(run: str, known: Collection[str]) -> bool:
    word = run.casefold()
    return is_known(word) or not {word, word.removesuffix("s")}.isdisjoint(FILES | TITLES) or word in known
