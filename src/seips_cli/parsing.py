"""YAML to records, with every fault by file and line. Nothing here opens a file."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from typing import Any

from .dataset import Dataset
from .errors import BrokenDataset, plain
from .references import Fault, did_you_mean
from .references import faults as dangling


def parse(content: bytes, file: str = "dataset") -> Dataset:
    """The dataset written in *content*; *file* is what faults call it. Raises BrokenDataset with every fault."""
    read = examine(content, file)
    if read.faults or read.data is None:
        raise read.tree.refuse(read.faults)
    return read.data


@dataclass(frozen=True)
class Reading:
    """What came of reading a dataset: its records, if they have their shape, and all that is wrong with them."""

    data: Dataset | None
    faults: list[Fault]
    tree: "Tree"


def examine(content: bytes, file: str) -> Reading:
    """Read *content* without refusing it. Raises BrokenDataset only for what is no YAML at all."""
    tree = Tree(decoded(content, file), file)
    data, misshapen = _records(tree)
    return Reading(data, [*tree.faults(), *misshapen, *(dangling(data) if data else ())], tree)


def decoded(content: bytes, file: str) -> str:
    """*content* as text. Raises BrokenDataset with the line of the first byte that is none."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise BrokenDataset(
            "the dataset is not UTF-8 text, so nothing was answered",
            hint="save the file again as UTF-8",
            faults=(f"{file}:{line}: a byte here is not UTF-8",),
        ) from error


class Tree:
    """A YAML document as strings, with the line of everything in it.

    The base loader keeps `no`, `0116 …` and dates as typed; the composed nodes keep the line numbers.
    """

    def __init__(self, text: str, file: str) -> None:
        import yaml

        self.file = file
        loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)(text)
        try:
            self.root = loader.get_single_node()
            self._refuse_aliases(self.root, set())
            self.data = _cleaned(loader.construct_document(self.root)) if self.root else None
        except (yaml.YAMLError, RecursionError, ValueError) as error:
            raise _unreadable(error, file) from error
        finally:
            loader.dispose()

    def _refuse_aliases(self, node: Any, seen: set[int]) -> None:
        """Parts repeated by reference can unfold without end, and hide from a reader what is written."""
        if id(node) in seen:
            fault = f"{self.file}:{_line(node)}: this part is used again by an alias (`*name`); write it out"
            raise BrokenDataset("the dataset uses YAML aliases, so nothing was answered", faults=(fault,))
        seen.add(id(node))
        for _, child, _ in _places(node):
            self._refuse_aliases(child, seen)

    def faults(self) -> Iterator[Fault]:
        """Keys written twice, and nothing where something should be."""
        yield from self._faults_in(self.root, ()) if self.root else ()

    def _faults_in(self, node: Any, path: tuple[str | int, ...]) -> Iterator[Fault]:
        if node.value in ("", "~", "null") and not getattr(node, "style", None):
            yield path, "write something here, or leave the key out"
        for part, child, again in _children(node):
            if again:
                yield (*path, part), f"the key `{part}` is written twice (lines {again} and {_line(child)})"
            yield from self._faults_in(child, (*path, part))

    def line(self, path: tuple[str | int, ...]) -> int:
        """The line of the part at *path*, or of the nearest part around it."""
        node, line = self.root, 1
        for part in path:
            found = [(child, at) for name, child, at in _places(node) if name == part]
            if not found:
                break
            node, line = found[-1]
        return line

    def describe(self, fault: Fault) -> str:
        """*fault* as one line: file, line, the record's id, the key, what is wrong."""
        path, message = fault
        where = self.where(path)
        return plain(f"{self.file}:{self.line(path)}: {where}{': ' if where else ''}{message}")

    def where(self, path: tuple[str | int, ...]) -> str:
        """The innermost record on *path* by kind and id, and the keys below it."""
        return _where(self.data, path)

    def refuse(self, found: list[Fault], hint: str = "") -> BrokenDataset:
        """All that was *found*, once each and in the order of the file, as one error."""
        ordered = sorted(found, key=lambda fault: self.line(fault[0]))
        lines = tuple(dict.fromkeys(self.describe(fault) for fault in ordered))
        number = "1 fault" if len(lines) == 1 else f"{len(lines)} faults"
        return BrokenDataset(f"the dataset has {number}, so nothing was answered", hint=hint, faults=lines)


def _unreadable(error: Exception, file: str) -> BrokenDataset:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else 1
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "too deeply nested"
    return BrokenDataset(
        "the dataset is not readable YAML, so nothing was answered",
        hint="look at that line and the one above it: indentation, a missing colon or an open quote",
        faults=(plain(f"{file}:{line}: {problem}"),),
    )


def _cleaned(value: Any) -> Any:
    """*value* with no control characters in any text, so that data can never drive a terminal."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    return {plain(str(key)): _cleaned(item) for key, item in value.items()} if isinstance(value, dict) else value


def _line(node: Any) -> int:
    return int(node.start_mark.line) + 1


def _places(node: Any) -> Iterator[tuple[str | int, Any, int]]:
    """The parts of a node: name or number, the part, and the line where its name stands."""
    if node is None or isinstance(node.value, str):
        return
    for n, child in enumerate(node.value):
        if isinstance(child, tuple):
            yield str(child[0].value), child[1], _line(child[0])
        else:
            yield n, child, _line(child)


def _children(node: Any) -> Iterator[tuple[str | int, Any, int]]:
    """The parts of a node, each with the line where the same key stood before, or 0."""
    before: dict[str | int, int] = {}
    for part, child, line in _places(node):
        yield part, child, before.get(part, 0)
        before[part] = line


def _where(data: Any, path: tuple[str | int, ...]) -> str:
    """The innermost record on *path* by kind and id, and the keys below it."""
    record, keys, kind = "", [], ""
    for part in path:
        data = _step(data, part)
        if isinstance(part, str):
            keys.append(part)
        if isinstance(part, int) and isinstance(data, dict) and data.get("id"):
            kind = str(keys[-1]).removesuffix("s") if keys else ""
            record, keys = f"{kind} `{data['id']}`", []
    return ", ".join(word for word in (record, " ".join(keys)) if word)


def _step(data: Any, part: str | int) -> Any:
    try:
        return data[part]
    except (KeyError, IndexError, TypeError):
        return None


def _records(tree: Tree) -> tuple[Dataset | None, list[Fault]]:
    """The records that pydantic makes of *tree*, or what is wrong with their shape."""
    from pydantic import ValidationError

    try:
        return _adapter().validate_python(tree.data), []
    except ValidationError as error:
        return None, [_in_words(dict(detail)) for detail in error.errors(include_url=False)]
    except RecursionError:
        return None, [((), "too deeply nested")]


@lru_cache(maxsize=1)
def _adapter() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(Dataset)


#: pydantic's kinds of error, in the words of somebody who edits the file.
WORDS = {
    "missing": "this key is missing",
    "unexpected_keyword_argument": "this is not a key that is known here",
    "bool_parsing": "write true or false",
    "int_parsing": "write a whole number",
    "string_type": "write text here",
    "tuple_type": "write a list here, one `- ` item a line",
    "dataclass_type": "write keys and values here",
    "mapping_type": "write keys and values here",
    "dict_type": "write keys and values here",
}


def _in_words(detail: dict[str, Any]) -> Fault:
    """One of pydantic's errors as a fault in plain words."""
    kind, path, given = detail["type"], detail["loc"], detail["input"]
    if kind == "literal_error":
        return path, f"`{given}` is not one of {detail['ctx']['expected'].replace(chr(39), '`')}"
    if kind.startswith("date"):
        return path, f"write the date as YYYY-MM-DD, not `{given}`"
    message = WORDS.get(kind, detail["msg"])
    if kind == "unexpected_keyword_argument":
        message += did_you_mean(str(path[-1]), _keys(path[:-1]))
    return tuple(part for part in path if not str(part).startswith(("tuple[", "str"))), message


def _keys(path: tuple[str | int, ...]) -> list[str]:
    """The keys that a record at *path* may have."""
    import typing

    record: Any = Dataset
    for part in path:
        if isinstance(part, str) and is_dataclass(record):
            record = next((field.type for field in fields(record) if field.name == part), None)
        while typing.get_args(record):
            record = typing.get_args(record)[0]
    return [field.name for field in fields(record)] if is_dataclass(record) else []


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a dataset, for editors."""
    schema: dict[str, Any] = _adapter().json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


if __name__ == "__main__":
    import json

    json.dump(json_schema(), sys.stdout, indent=1)
    sys.stdout.write("\n")
