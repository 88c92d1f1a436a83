"""What is wrong with the shape of a record, in the words of somebody who edits the file, and what to write instead."""

import datetime
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, Literal

from .near import either, nearest
from .unknown import Path, Wrong, did_you_mean, one_of

#: pydantic's kinds of error, in plain words.
WORDS = {
    "missing": "this key is missing",
    "unexpected_keyword_argument": "this is not a key that is known here",
    "bool_parsing": "write true or false",
    "bool_type": "write true or false",
    "int_parsing": "write a whole number",
    "int_parsing_size": "write a whole number that is not so large",
    "int_type": "write a whole number",
    "string_type": "write text here",
    "tuple_type": "write a list here, one `- ` item a line",
    "dataclass_type": "write keys and values here",
    "mapping_type": "write keys and values here",
    "dict_type": "write keys and values here",
}
#: How a key may be written that holds something of this type.
SAMPLES: dict[Any, str] = {datetime.date: "YYYY-MM-DD", bool: "true", int: "1", str: "…", tuple: "[…]"}


def in_words(record: type, detail: dict[str, Any], *, guess: bool) -> Wrong:
    """One of pydantic's errors at its place in *record*; with a *guess*, what was meant by an unknown key."""
    kind, path, given = detail["type"], place(detail), detail["input"]
    if kind == "literal_error":
        choice = detail["ctx"]["expected"].replace(chr(39), "`")
        return Wrong(f"`{given}` is not one of {choice}", "wrong-word", f"write {choice}")
    if kind.startswith("date"):
        return Wrong(f"write the date as YYYY-MM-DD, not `{given}`", "wrong-type", "write YYYY-MM-DD")
    message = WORDS.get(kind, detail["msg"])
    if kind == "missing":
        return Wrong(message, "missing-key", _adding(str(path[-1]), type_at(record, path)))
    if kind == "unexpected_keyword_argument":
        return _unknown_key(message, str(path[-1]), keys_at(record, path[:-1]) if guess else [])
    return Wrong(message, "wrong-type")


def place(detail: dict[str, Any]) -> Path:
    """Where one of pydantic's errors stands, without the marks by which it tells a text from a list of texts."""
    if detail["type"] == "unexpected_keyword_argument":
        return tuple(detail["loc"])
    return tuple(part for part in detail["loc"] if part != "str" and not str(part).startswith("tuple["))


def _unknown_key(message: str, key: str, known: list[str]) -> Wrong:
    near = nearest(key, known)
    fix = f"write {either(near)}" if near else f"take `{key}` out"
    return Wrong(message + did_you_mean(key, known), "unknown-key", fix + ("" if near or not known else _or_one(known)))


def _or_one(known: list[str]) -> str:
    return f", or {one_of('key', known)}"


def _adding(key: str, kind: Any) -> str:
    """How to add *key*, which holds something of *kind*."""
    import typing

    origin = typing.get_origin(kind)
    if origin is Literal:
        return f"add `{key}:` with one of {' · '.join(f'`{word}`' for word in typing.get_args(kind))}"
    sample = SAMPLES.get(tuple if origin is tuple and not any(map(is_dataclass, typing.get_args(kind))) else kind)
    return f"add `{key}: {sample}`" if sample else f"add `{key}:`, with what belongs to it on the lines below"


def keys_at(record: Any, path: Path) -> list[str]:
    """The keys that the part of *record* at *path* may have."""
    held = _whole(type_at(record, path))
    return [field.name for field in fields(held)] if is_dataclass(held) else []


def type_at(record: Any, path: Path) -> Any:
    """The type of the part of *record* at *path*; of a part in a list, that of the list."""
    for part in path:
        held = _whole(record)
        record = next(_types(held, part), None) if isinstance(part, str) and is_dataclass(held) else held
    return record


def _types(record: Any, key: str) -> Iterator[Any]:
    return (field.type for field in fields(record) if field.name == key)


def _whole(kind: Any) -> Any:
    """What *kind* is a list of, or may be."""
    import typing

    while typing.get_args(kind):
        kind = typing.get_args(kind)[0]
    return kind
