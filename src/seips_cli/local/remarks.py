"""What a local file says beside its values: remarks and names for parts, where somebody may have written of a pupil."""

from collections.abc import Iterator
from datetime import date

import yaml

from ..errors import BrokenDataset
from ..privacy.told import told
from .edit import BREAK, LOADER


def telling(text: str, today: date) -> Iterator[tuple[int, str]]:
    """Each line of *text* that tells of a pupil beside its values, and what it tells. Values are checked as such."""
    for number, line in enumerate(BREAK.split(_without_values(text)), 1):
        if what := told(line, today):
            yield number, f"a remark here holds what looks like {what}"


def refuse_telling(file: str, text: str, today: date, after: str | None = None) -> None:
    """Raise BrokenDataset where a remark in a local file tells of a pupil, and still would *after* a change."""
    if any(telling(text if after is None else after, today)):
        faults = tuple(f"{file}:{line}: {what}" for line, what in telling(text, today))
        hint = "take it out, and anything else about a pupil, then try again"
        raise BrokenDataset("nothing about a pupil may stand in a local file", hint=hint, faults=faults)


def _without_values(text: str) -> str:
    """*text* without what it says as YAML; every other line stays where it was."""
    rest, at = [], 0
    for start, end in _values(text):
        rest += [text[at:start], "".join(BREAK.findall(text, start, end))]
        at = end
    return "".join((*rest, text[at:]))


def _values(text: str) -> Iterator[tuple[int, int]]:
    """Where each value and each key begins and ends; the first line of one in a block may hold a remark."""
    for token in yaml.scan(text, Loader=LOADER):
        if isinstance(token, yaml.ScalarToken):
            start, end = token.start_mark.index, token.end_mark.index
            found = BREAK.search(text, start, end) if token.style in ("|", ">") else None
            yield (found.start() if found else start), end
