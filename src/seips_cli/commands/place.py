"""A school's name or a postcode as an answer: for `seips route`, typed at a question or given as an option.

What was typed is looked up in memory and goes no further: only the answers that it gives are kept.
"""

import sys
from collections.abc import Callable
from dataclasses import replace

from ..ask import Aid, Understood
from ..dataset import Dataset
from ..decision import find
from ..errors import SeipsError
from ..places.postcodes import Scan
from ..places.whereabouts import UNDERSTOOD, Whereabouts, answers_of, locate_home, locate_school
from ..source import Atlas

#: What is said of what nobody could look up; it is not repeated, since it may be anything.
NO_PLACE = "This is neither a postcode nor a place that is known here."


def aids(data: Dataset, atlas: Atlas) -> dict[str, Aid]:
    """The questions that may be answered with a name or a postcode, where the dataset has tables for them."""
    geography = data.geography
    found: dict[str, Aid] = {}
    if geography and geography.home and atlas.has_postcodes:
        found[geography.home.question] = Aid("a postcode or a place", _with(_home_of, data, atlas))
    if geography and geography.home and geography.schools and atlas.has_schools:
        found[geography.schools.question] = Aid("part of the school's name", _with(_school_of, data, atlas))
    return found


def given(data: Dataset, atlas: Atlas, *, school: str | None, postcode: str | None) -> tuple[dict[str, str], list[str]]:
    """The answers that a name and a postcode given as options give, and what to say of them.

    A postcode of `-` is read from stdin. Raises SeipsError for a school that is not settled, and for what is no place.
    """
    answers: dict[str, str] = {}
    said: list[str] = []
    if school is not None:
        found = _school_of(data, atlas, school)
        if not found.answers:
            names = "; ".join(name for name, _ in found.choices)
            words = f"{found.said} {names}".strip()
            raise SeipsError(words, hint="leave --school-name out, and answer the question", kind="unknown-school")
        answers |= found.answers
        said.append(found.said)
    if postcode is not None:
        typed = sys.stdin.readline(100) if postcode == "-" else postcode
        found = _home_of(data, atlas, typed, quietly=True)
        if found.said == NO_PLACE:
            hint = "write a postcode or a place, or leave --postcode out and answer the question"
            raise SeipsError(NO_PLACE.rstrip("."), hint=hint, kind="unknown-place")
        answers |= found.answers
        said.append(found.said)
    return answers, said


def _with(
    look: Callable[[Dataset, Atlas, str], Understood], data: Dataset, atlas: Atlas
) -> Callable[[str], Understood]:
    return lambda typed: look(data, atlas, typed)


def _home_of(data: Dataset, atlas: Atlas, typed: str, *, quietly: bool = False) -> Understood:
    """The answers that a postcode or a place gives; *quietly*: without repeating the postcode, as logs may keep it."""
    found = locate_home(data, typed, Scan(atlas.postcodes), atlas)
    if found is None:
        return Understood({}, NO_PLACE)
    if quietly and found.kind == "postcode" and found.understood:
        found = replace(found, reason=found.reason.replace(found.understood, "The postcode"))
    home = data.geography.home if data.geography else None
    return _told(data, found, f"{found.reason} {home.how_to_tell if home else ''}".strip())


def _school_of(data: Dataset, atlas: Atlas, typed: str) -> Understood:
    """The answer that a school's name gives, when just one school fits; else the schools to choose from."""
    found = locate_school(data, typed, atlas)
    if found.schools:
        every = [(school.name, _school_of(data, atlas, school.name)) for school in found.schools]
        choices = tuple((name, one.answers) for name, one in every if one.answers)
        return Understood({}, f"{found.reason} Which of these is it?", choices)
    if found.school is None:
        return Understood({}, "No school in the list is called that.")
    unnamed = f"{found.reason} It is a {found.school.kind} school, which the guidance does not name."
    return _told(data, found, unnamed)


def _told(data: Dataset, found: Whereabouts, otherwise: str) -> Understood:
    """What *found* answers, said back in the words of its question; or *otherwise*, where it answers nothing."""
    answers = answers_of(data, found)
    if not answers:
        return Understood({}, otherwise)
    name, option = next(iter(answers.items()))
    words = next(one.text for one in find(data.questions, name).options if one.id == option)
    notice = data.geography.schools.notice if found.school and data.geography and data.geography.schools else ""
    said = UNDERSTOOD.format(reason=found.reason, answer=words)
    return Understood(answers, f"{said} {notice}".strip())
