"""A dataset as it would be if each unknown name were put right, so that what else is wrong is found in the same run."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from ..dataset import Dataset
from ..unknown import Fault, Path, Unknown

#: The parts of a dataset that decide, and the keys in them that do not.
DECIDING = frozenset({"questions", "rules", "companions", "pathways", "tiers", "geography"})
WORDS = frozenset(
    {"cites", "text", "why", "title", "summary", "steps", "evidence", "costs", "reading", "question_to_put", "basis"}
    | {"source", "status", "url", "ons_code", "places", "name", "also", "notice", "working_name", "confirm_at"}
)


def supposing(data: Dataset, faults: Iterable[Fault]) -> Dataset | None:
    """*data* with the nearest name in the place of each unknown one; None where something that decides has none."""
    for path, message in faults:
        if isinstance(message, Unknown) and message.nearest:
            data = _renamed(data, path, message)
        elif path and path[0] in DECIDING and WORDS.isdisjoint(path):
            return None
    return data


def _renamed(part: Any, path: Path, unknown: Unknown) -> Any:
    """*part* with the nearest name where the unknown one stands, at the end of *path*."""
    if not path:
        return _instead(part, unknown)
    step, rest = path[0], path[1:]
    if isinstance(part, tuple):
        return tuple(_renamed(one, rest, unknown) if n == step else one for n, one in enumerate(part))
    if isinstance(part, Mapping):
        return {_instead(k, unknown): _renamed(v, rest, unknown) if k == step else v for k, v in part.items()}
    return replace(part, **{str(step): _renamed(getattr(part, str(step)), rest, unknown)})


def _instead(value: Any, unknown: Unknown) -> Any:
    """*value*, a name or several, with the nearest one for the unknown."""
    if isinstance(value, tuple):
        return tuple(_instead(one, unknown) for one in value)
    return unknown.nearest if value == unknown.named else value
