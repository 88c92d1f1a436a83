"""Rows out of JSON Lines."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain
from types import NoneType
from typing import Any

from ..errors import SeipsError, plain
from ..lookup import echo
from ..privacy.headings import likeness
from ..spelling import folded
from .dropping import dropping
from .rows import FEW, Chunk, flawed, portions

#: What stands for an object that has a key twice.
TWICE = object()


def header(line: str) -> list[str]:
    """The names in the first object of JSON Lines. Raises SeipsError."""
    first = _loaded(line)
    if not isinstance(first, dict):
        what = "has a key twice" if first is TWICE else "is not a JSON object"
        raise SeipsError(f"line 1 {what}", hint="write one object a line", kind="columns")
    try:
        "".join(first).encode()
    except UnicodeEncodeError:
        hint = "write its letters as they are, or take the key out of every line"
        raise SeipsError("line 1 has a key that is not text", hint=hint, kind="columns") from None
    return list(first)


def cells(text: str, names: Sequence[str]) -> list[str] | None:
    """The cells in one object that has none but these *names*; None for anything else."""
    found = _loaded(text)
    is_plain = isinstance(found, dict) and {*found} <= {*names} and not _is_nested(found)
    return _cells(found, names) if is_plain else None


def chunks(
    lines: Iterator[str], names: Sequence[str], dropped: Collection[str] = (), before: int = 0
) -> Iterator[Chunk]:
    """The rows in *lines*, with *before* lines before them and the cells in the order of *names*.

    A key left out is an empty cell. Keys called as in *dropped*, in any spelling, are left out wherever they stand.
    """
    for some in portions(lines):
        yield from _chunks(some, names, dropped, before)
        before += len(some)


def _chunks(lines: Sequence[str], names: Sequence[str], dropped: Collection[str], before: int) -> Iterator[Chunk]:
    """The rows of *lines*; where one has something wrong, those of each half."""
    if (rows := together(lines, names)) is not None:
        yield Chunk(rows, {})
    elif (half := len(lines) // 2) > FEW:
        yield from _chunks(lines[:half], names, dropped, before)
        yield from _chunks(lines[half:], names, dropped, before + half)
    else:
        yield _one_by_one(lines, names, dropped, before)


def _one_by_one(lines: Sequence[str], names: Sequence[str], dropped: Collection[str], before: int) -> Chunk:
    kept = [(number, line) for number, line in enumerate(lines, before + 1) if not line.isspace()]
    places = [number - before - 1 for number, _ in kept]
    found = [_loaded(line) for _, line in kept]
    faults = {
        at: fault
        for at, (number, line) in enumerate(kept)
        if (fault := flawed([line], number) or _fault(found[at], names, dropped, number))
    }
    return Chunk([_cells(one, names) for one in found], faults, len(lines) - len(kept), places)


def together(lines: Sequence[str], names: Sequence[str]) -> list[Sequence[str]] | None:
    """The rows of *lines*, read at once; None if there is anything wrong with one, or a sign in it that is not seen."""
    if not "".join(lines).replace("\n", "").isprintable():
        return None
    try:
        found = AT_ONCE.decode(f"[{BETWEEN.join(lines)}]")
    except (ValueError, RecursionError):
        return None
    objects = found[::2]
    # A zero byte stands in no line, so that each is one value if what is between them comes out whole.
    if found[1::2] != [ZERO] * (len(lines) - 1) or {*map(type, objects)} != {dict}:
        return None
    kinds = {*map(type, chain.from_iterable(map(dict.values, objects)))}
    if kinds - {str, bool, NoneType} or {*chain.from_iterable(objects)} - {*names}:
        return None
    empty = dict.fromkeys(names, "")
    rows: list[Sequence[Any]] = [[*(empty | one).values()] for one in objects]
    return rows if kinds == {str} else [[*map(_cell, row)] for row in rows]


def _loaded(text: str) -> Any:
    """What a line of JSON holds; None if it is none."""
    try:
        return DECODER.decode(text)
    except (ValueError, RecursionError):
        return None


def _object(pairs: Sequence[tuple[str, Any]]) -> Any:
    """An object, or TWICE where one of two values would be lost."""
    found = dict(pairs)
    return found if len(found) == len(pairs) else TWICE


#: Numbers stay as they are spelt.
AS_SPELT: dict[str, Any] = {"parse_int": str, "parse_float": str, "parse_constant": str, "object_pairs_hook": _object}
DECODER = json.JSONDecoder(**AS_SPELT)
#: The same for many lines, with a value between each two that none of them can hold.
AT_ONCE = json.JSONDecoder(**AS_SPELT, strict=False)
ZERO = "\0"
BETWEEN = f',"{ZERO}",'


def _fault(found: Any, names: Sequence[str], dropped: Collection[str], number: int) -> str:
    """What is wrong with a line. Raises SeipsError if a key that the first line has not tells of a pupil."""
    if found is TWICE:
        return f"line {number} has a key twice"
    if not isinstance(found, dict):
        return f"line {number} is not a JSON object"
    strange = [key for key in found if key not in names and folded(key) not in dropped]
    for key in strange:
        if what := likeness(key):
            raise SeipsError(
                f"line {number} has the column `{echo(key)}`, which seems to hold {what}; nothing was written",
                hint=f"take it out of every line, or leave it out: {dropping([plain(key).strip()])}",
                kind="pupil-details",
            )
    if strange:
        return f"line {number} has a column that the first line has not: name all there, with null for none"
    if _is_nested(found):
        return f"line {number} has a list or an object where one value belongs"
    return ""


def _is_nested(found: Mapping[str, Any]) -> bool:
    return any(isinstance(value, dict | list) or value is TWICE for value in found.values())


def _cells(found: Any, names: Sequence[str]) -> list[str]:
    return [_cell(found.get(name)) for name in names] if isinstance(found, dict) else [""] * len(names)


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value) if isinstance(value, bool) else ""
