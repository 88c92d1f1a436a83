"""A school's name or a postcode as an answer: for `seips route`, typed at a question or given as an option.

What was typed is looked up in memory and goes no further: only the answers that it gives are kept.
"""

from ..ask import Aid
from ..dataset import Dataset
from ..decision import find
from ..errors import SeipsError
from ..postcodes import Scan
from ..source import Atlas
from ..whereabouts import Whereabouts, answers_of, locate
from .common import note


def aids(data: Dataset, atlas: Atlas) -> dict[str, Aid]:
    """The questions that may be answered with a name or a postcode, where the dataset has tables for them."""
    geography = data.geography
    found: dict[str, Aid] = {}
    if geography and geography.home and geography.postcodes:
        found[geography.home.question] = Aid("a postcode", lambda typed: _understood(data, atlas, typed, "postcode"))
    if geography and geography.home and geography.schools:
        invitation = "part of the school's name"
        found[geography.schools.question] = Aid(invitation, lambda typed: _understood(data, atlas, typed, "school"))
    return found


def given(data: Dataset, atlas: Atlas, *, school: str | None, postcode: str | None) -> dict[str, str]:
    """The answers that a name and a postcode given as options give. SeipsError: the school is not settled."""
    answers: dict[str, str] = {}
    for typed, kind in ((school, "school"), (postcode, "postcode")):
        if typed is not None:
            found, said = _understood(data, atlas, typed, kind)
            if kind == "school" and not found:
                raise SeipsError(said, hint="leave --school-name out, and answer the question", kind="unknown-school")
            note(f"note: {said}")
            answers |= found
    return answers


def _understood(data: Dataset, atlas: Atlas, typed: str, kind: str) -> tuple[dict[str, str], str]:
    """The answers that *typed* gives as a *kind*, and what to say of it."""
    found = locate(data, typed, Scan(atlas.postcodes), atlas)
    if found.kind != kind and found.certainty != "unknown":
        return {}, f"That is not a {kind}."
    answers = answers_of(data, found)
    if answers:
        return answers, f"Understood: {found.reason} {_in_words(data, answers)}."
    return {}, _unsettled(data, found)


def _in_words(data: Dataset, answers: dict[str, str]) -> str:
    """The first of *answers*, as its question words it."""
    name, option = next(iter(answers.items()))
    return next(one.text for one in find(data.questions, name).options if one.id == option)


def _unsettled(data: Dataset, found: Whereabouts) -> str:
    """Why nothing is answered, and what to do instead."""
    if found.schools:
        return f"{found.reason} Did you mean: {'; '.join(school.name for school in found.schools)}?"
    if found.school:
        return f"{found.reason} It is a {found.school.kind} school, which the guidance does not name. Answer by number."
    home = data.geography.home if data.geography else None
    return f"{found.reason} {home.how_to_tell if home else ''}".strip()
