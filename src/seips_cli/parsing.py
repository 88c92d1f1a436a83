"""YAML to records, with every fault by file and line. Nothing here opens a file."""

import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from copy import copy, deepcopy
from dataclasses import dataclass, field, fields
from functools import lru_cache, reduce
from typing import Any, TypeVar

from .dataset import Dataset
from .errors import SeipsError, plain
from .misshapen import in_words, place
from .record import Record
from .references import faults as dangling
from .text import decoded
from .tree import MOST, UNREADABLE, Document, Tree, Unreadable, read, step
from .unknown import Fault

Thing = TypeVar("Thing")
Place = tuple[str | int, ...]


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
    tree: Tree
    mended: Dataset | None = None
    """In place of *data*, where harmless values stand for what is misshapen. It answers nothing."""
    tells: Callable[[Fault], bool] = lambda _: True
    """Whether what is found wrong in *mended* is wrong whatever was meant by what is misshapen."""
    lost: frozenset[str] = frozenset()
    """Every word of what was taken out of *mended*."""


def examine(content: bytes, file: str) -> Reading:
    """Read *content* without refusing it. Raises BrokenDataset only for what is no YAML at all."""
    data, tree, found = shaped(content, file, Dataset)
    if data or len(found) > MOST:
        return Reading(data, [*found, *(dangling(data) if data else ())], tree)
    mended, mending = supposed(tree, Dataset)
    names = [fault for fault in dangling(mended) if mending.tells(fault)] if mended else []
    return Reading(None, [*found, *names], tree, mended, mending.tells, frozenset(mending.lost))


def shaped(
    content: bytes, file: str, kind: type[Thing], called: str = "dataset"
) -> tuple[Thing | None, Tree, list[Fault]]:
    """The record of *kind* in *content*, with its lines, or what is wrong with its shape. Raises BrokenDataset."""
    tree = Tree(decoded(content, file, called), file, called)
    record, misshapen = _records(tree, kind)
    return record, tree, [*tree.faults(), *misshapen]


def supposed(tree: Tree, kind: type[Thing]) -> "tuple[Thing | None, _Mending]":
    """The record of *kind* in *tree* with harmless values for what is misshapen, and what that tells; None if none."""
    mending = _Mending(deepcopy(tree.data))
    return mending.record(kind), mending


def mapping(text: str, file: str) -> dict[str, str]:
    """The strings by name in *text*, or those under its key `answers`. Raises SeipsError of the kind `answers`."""
    try:
        document = read(text)
    except Unreadable as error:
        problem = error.problem if error.verdict != UNREADABLE else f"this is not YAML or JSON: {error.problem}"
        raise _no_answers(plain(f"{file}:{error.line}: {problem}")) from error
    for path, message in document.repeated:
        raise _no_answers(f"{file}:{document.line(path)}: {message}", "keep one of them")
    return _flat(document, file)


def _flat(document: Document, file: str) -> dict[str, str]:
    """The one mapping of strings in *document*. Raises SeipsError."""
    whole = document.data if isinstance(document.data, dict) else {}
    around: Place = ("answers",) if "answers" in whole else ()
    found = whole["answers"] if around else document.data
    if not isinstance(found, dict):
        raise _no_answers(f"`{file}` does not hold answers")
    for name, option in found.items():
        if not isinstance(option, str) or (*around, name) in dict(document.empty):
            raise _no_answers(f"{file}:{document.line((*around, name))}: `{name}` does not name one option")
    return found


def _no_answers(message: str, hint: str = "write one `question: option` a line") -> SeipsError:
    return SeipsError(message, hint=hint, kind="answers")


def _records(tree: Tree, kind: type[Thing]) -> tuple[Thing | None, list[Fault]]:
    """The records that pydantic makes of *tree*, or what is wrong with their shape."""
    record, wrong = _validated(tree.data, kind)
    wrong.sort(key=lambda detail: tree.line(detail["loc"]))
    return record, [(place(detail), in_words(kind, detail, guess=n < MOST)) for n, detail in enumerate(wrong)]


def _validated(data: Any, kind: Any) -> tuple[Any, list[Any]]:
    """The record of *kind* that pydantic makes of *data*, or its errors."""
    from pydantic import ValidationError

    try:
        return _adapter(kind).validate_python(data), []
    except ValidationError as error:
        return None, list(error.errors(include_url=False))


@lru_cache(maxsize=4)
def _adapter(kind: Any) -> Any:
    from pydantic import TypeAdapter

    # It knows a dataclass by what stands in the class itself, which a record makes only when it is asked for.
    for one in Record.__subclasses__():
        fields(one)
    return TypeAdapter(kind)


#: A harmless value for each kind of thing that pydantic can miss, by the first word of its error.
HARMLESS: dict[str, Any] = {
    "missing": "",
    "string": "",
    "bool": "false",
    "int": "0",
    "date": "2000-01-01",
    "tuple": [],
    "dataclass": {},
    "mapping": {},
    "dict": {},
}
#: Missing records are filled in from the outside in, so a value may take a few rounds to be whole.
ROUNDS = 12


@dataclass
class _Mending:
    """A copy of a document in which harmless values stand for what is misshapen, so that the rest can be looked at."""

    data: Any
    places: set[Place] = field(default_factory=set)
    touched: set[Place] = field(default_factory=set)
    """Records in which a text, a list or a key was put or taken out: what they seem to lack may only be misspelt."""
    lost: set[str] = field(default_factory=set)
    """Every word of what was taken out: to whoever names one of them, nothing is known to be missing."""
    unnamed: set[str] = field(default_factory=set)
    """Kinds of thing whose names are not all known, because one was lost, or a whole list."""

    def record(self, kind: type[Thing]) -> Thing | None:
        """What is left when all that is misshapen has been mended, in a few rounds; None if that cannot be done."""
        for _ in range(ROUNDS):
            record, wrong = _validated(self.data, kind)
            if record is not None:
                return record  # type: ignore[no-any-return]
            for detail in wrong:
                with suppress(LookupError, TypeError):  # what was around it has been replaced already
                    self.mend(detail)
        return None

    def mend(self, detail: dict[str, Any]) -> None:
        """Put something harmless where one of pydantic's errors stands, or take out what has no place."""
        path, kind = place(detail), detail["type"].partition("_")[0]
        holder: Any = reduce(step, path[:-1], self.data)
        self._note(path, kind, step(holder, path[-1]))
        if kind == "unexpected":
            del holder[path[-1]]
        elif kind == "literal":
            holder[path[-1]] = detail["ctx"]["expected"].split("'")[1]
        else:
            holder[path[-1]] = copy(HARMLESS.get(kind, "0"))

    def _note(self, path: Place, kind: str, lost: Any) -> None:
        self.places.add(path)
        # Where one of a few words, a day or a number is wanted, what stands there instead names nothing.
        if kind not in ("literal", "date", "bool", "int"):
            self.lost.update(_words_in({path[-1]: lost} if kind == "unexpected" else lost))
            self.lost.update([""] if HARMLESS.get(kind) == "" else [])
            self.touched.add(_record_around(path))
            self.unnamed.update(_unnamed(path))

    def tells(self, fault: Fault) -> bool:
        """Whether *fault* stands in what is whole, and would stand there whatever was meant by what is not."""
        path, message = fault
        around = {path[:end] for end in range(len(path) + 1)}
        words, names = " ".join(message.split("`")[::2]), message.split("`")[1::2]
        if around & self.places or self.lost.intersection(names) or self.unnamed.intersection(words.split()):
            return False
        return message.startswith("no ") or not around & self.touched


def _unnamed(path: Place) -> tuple[str, ...]:
    """The kinds of thing that may go by a name that is lost with the part at *path*."""
    key = str(path[-3:][0] if path[-1] in ("id", "name") else path[-1])
    if key in ("role", "evidence") or key.endswith("s"):
        kind = key.removesuffix("s")
        return kind, "record", *{"area": ("partnership",), "contact": ("role",)}.get(kind, ())
    return ()


def _record_around(path: Place) -> Place:
    """The innermost listed record on *path*, or its first key."""
    listed = [end for end, part in enumerate(path[:-1], 1) if isinstance(part, int)]
    return path[: listed[-1]] if listed else path[:1]


def _words_in(value: Any) -> Iterator[str]:
    """Every string in *value*, names of keys among them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        parts = (part for pair in value.items() for part in pair) if isinstance(value, dict) else value
        for part in parts:
            yield from _words_in(part)


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a dataset, for editors."""
    schema: dict[str, Any] = _adapter(Dataset).json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


if __name__ == "__main__":
    import json

    json.dump(json_schema(), sys.stdout, indent=1)
    sys.stdout.write("\n")
