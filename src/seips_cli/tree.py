"""A YAML document as strings, with the line of everything in it. It is read in one pass, which nothing nested can
exhaust, and what no honest file holds (endless brackets, aliases) ends at its line. Nothing here opens a file."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .errors import BrokenDataset, plain
from .unknown import Fault, Wrong

#: How deep a file may be nested; a dataset needs about eight levels.
DEEPEST = 50
#: How many faults are told before the rest are only counted.
MOST = 100
UNREADABLE = "is not readable YAML"
HINT = "look at that line and the one above it: indentation, a missing colon or an open quote"


class Unreadable(Exception):
    """A text that is no plain YAML: the line, what is wrong there, and what that makes of the text."""

    def __init__(self, line: int, problem: str, verdict: str = UNREADABLE, hint: str = HINT) -> None:
        super().__init__(problem)
        self.line, self.problem, self.verdict, self.hint = line, problem, verdict, hint


@dataclass(slots=True)
class Part:
    """One part of a document: the line where its name stands, and the parts inside it by name or number."""

    line: int
    inside: "Mapping[str | int, Part]"


class Again(str):
    """A key that stood there before, with the line where it stands again."""

    __slots__ = ("line",)
    line: int

    def __new__(cls, name: str, line: int) -> "Again":
        """The *name* as it stands at *line*."""
        again = super().__new__(cls, name)
        again.line = line
        return again


NOTHING: Mapping[str | int, Part] = {}


@dataclass(slots=True)
class _Open:
    """A list or mapping that is still being read: its value, its parts, its path, and the part that is read now."""

    value: Any
    inside: dict[str | int, Part]
    path: tuple[str | int, ...]
    name: str | int = -1
    line: int = 0
    waits: bool = False
    """Whether a key was read and its value was not."""


@dataclass(slots=True)
class Document:
    """What a text holds, as strings, the line of each part, keys written twice, and places with nothing in them.

    `no`, `0116 …` and dates stay as typed.
    """

    data: Any = None
    inside: Mapping[str | int, Part] = field(default_factory=dict)
    repeated: list[Fault] = field(default_factory=list)
    empty: list[Fault] = field(default_factory=list)
    _open: list[_Open] = field(default_factory=list)
    _anchors: dict[str, int] = field(default_factory=dict)
    _whole: bool = False

    def line(self, path: tuple[str | int, ...]) -> int:
        """The line of the part at *path*, or of the nearest part around it."""
        inside, line = self.inside, 1
        if path and isinstance(path[-1], Again):
            return path[-1].line
        for name in path:
            if (part := inside.get(name)) is None:
                break
            inside, line = part.inside, part.line
        return line

    def start(self, event: Any) -> None:
        """A document begins; there is to be one."""
        if self._whole:
            raise Unreadable(_line(event), "a second document begins here; a file holds one")
        self._whole = True

    def scalar(self, event: Any) -> None:
        """A text: the name of what comes next in a mapping, or a value."""
        place, text = self._open[-1] if self._open else None, plain(event.value)
        if event.anchor:
            self._anchors[event.anchor] = _line(event)
        if place and not place.waits and isinstance(place.value, dict):
            self._name(place, text, _line(event))
            return
        self._put(text, NOTHING, event)
        if event.value in ("", "~", "null") and not event.style:
            self.empty.append((self._path(), Wrong("write something here, or leave the key out", "empty-value")))

    def _name(self, place: _Open, name: str, line: int) -> None:
        place.name, place.line, place.waits = name, line, True
        if before := place.inside.get(name):
            message = f"the key `{name}` is written twice (lines {before.line} and {line})"
            fault = Wrong(message, "repeated-key", f"keep one of them: line {before.line} or line {line}")
            self.repeated.append(((*place.path, Again(name, line)), fault))

    def begin(self, event: Any) -> None:
        """A list or a mapping begins."""
        if len(self._open) == DEEPEST:
            raise _too_deep(_line(event))
        if event.anchor:
            self._anchors[event.anchor] = _line(event)
        value: Any = {} if type(event).__name__ == "MappingStartEvent" else []
        inside: dict[str | int, Part] = {}
        self._put(value, inside, event)
        self._open.append(_Open(value, inside, self._path()))

    def end(self, event: Any) -> None:  # noqa: ARG002 - each kind of event is told in the same way
        """A list or a mapping ends."""
        self._open.pop()

    def alias(self, event: Any) -> None:
        """Parts repeated by reference can unfold without end, and hide from a reader what is written."""
        if event.anchor not in self._anchors:
            raise Unreadable(_line(event), f"found undefined alias `*{event.anchor}`")
        problem = "this part is used again by an alias (`*name`); write it out"
        raise Unreadable(self._anchors[event.anchor], problem, "uses YAML aliases", "")

    def _put(self, value: Any, inside: Mapping[str | int, Part], event: Any) -> None:
        """Put *value* where it stands in the list or mapping that is open, or as the whole."""
        if not self._open:
            self.data, self.inside = value, inside
            return
        place = self._open[-1]
        if isinstance(place.value, list):
            place.name, place.line = len(place.value), _line(event)
            place.value.append(value)
        elif place.waits:
            place.value[place.name], place.waits = value, False
        else:
            raise Unreadable(_line(event), "found unhashable key")
        place.inside[place.name] = Part(place.line, inside)

    def _path(self) -> tuple[str | int, ...]:
        """The path of what was put last."""
        return (*self._open[-1].path, self._open[-1].name) if self._open else ()


def read(text: str) -> Document:
    """The document in *text*. Raises Unreadable."""
    import yaml

    document = Document()
    steps = {
        yaml.ScalarEvent: document.scalar,
        yaml.MappingStartEvent: document.begin,
        yaml.SequenceStartEvent: document.begin,
        yaml.MappingEndEvent: document.end,
        yaml.SequenceEndEvent: document.end,
        yaml.AliasEvent: document.alias,
        yaml.DocumentStartEvent: document.start,
    }
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)):
            if step := steps.get(type(event)):
                step(event)
    except (yaml.YAMLError, ValueError) as error:
        raise _unreadable(error, text) from error
    return document


def _unreadable(error: Exception, text: str) -> Unreadable:
    """What the YAML parser could not read, at its line."""
    mark, at = getattr(error, "problem_mark", None), getattr(error, "position", 0)
    line = mark.line if mark else text.encode("utf-8", "replace")[:at].count(b"\n")
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "unreadable"
    # From 6.0.4 on PyYAML has a limit of its own, and meets it before it tells of any part.
    return _too_deep(line + 1) if "nesting depth" in problem else Unreadable(line + 1, problem)


def _too_deep(line: int) -> Unreadable:
    verdict, hint = "is nested too deeply", "look for brackets or braces that are never closed"
    return Unreadable(line, f"this part is nested more than {DEEPEST} deep", verdict, hint)


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


class Tree:
    """A dataset as strings, and what is wrong with it as lines that name the file, the line and the record."""

    def __init__(self, text: str, file: str, called: str = "dataset") -> None:
        self.file, self.called = file, called
        try:
            self.document = read(text)
        except Unreadable as found:
            fault = plain(f"{file}:{found.line}: {found.problem}")
            message = f"the {called} {found.verdict}, so nothing was answered"
            raise BrokenDataset(message, hint=found.hint, faults=(fault,)) from found
        self.data = self.document.data
        self.line = self.document.line

    def faults(self) -> Iterator[Fault]:
        """Keys written twice, and nothing where something should be."""
        yield from self.document.repeated
        yield from self.document.empty

    def describe(self, fault: Fault) -> str:
        """*fault* as one line: file, line, the record's id, the key, what is wrong."""
        path, message = fault
        where = self.where(path)
        return plain(f"{self.file}:{self.line(path)}: {where}{': ' if where else ''}{message}")

    def where(self, path: tuple[str | int, ...]) -> str:
        """The innermost record on *path* by kind and id, and the keys below it."""
        return _where(self.data, path)

    def told(self, found: Iterable[Fault]) -> tuple[list[Fault], list[Fault]]:
        """What was *found*, once each and in the order of the file: the faults to tell, and those only to count."""
        ordered = sorted(dict.fromkeys(found), key=lambda fault: self.line(fault[0]))
        return ordered[:MOST], ordered[MOST:]

    def refuse(self, found: Iterable[Fault], hint: str = "") -> BrokenDataset:
        """All that was *found* as one error; of very many faults the first, and the number of the rest."""
        told, rest = self.told(found)
        lines = list(dict.fromkeys(map(self.describe, told)))
        total = len(lines) + len(rest)
        if rest:
            lines.append(plain(f"{self.file}:{self.line(rest[0][0])}: and {len(rest):,} more"))
        number = "1 fault" if total == 1 else f"{total:,} faults"
        return BrokenDataset(f"the {self.called} has {number}, so nothing was answered", hint=hint, faults=tuple(lines))


def _where(data: Any, path: tuple[str | int, ...]) -> str:
    """The innermost record on *path* by kind and id, and the keys below it."""
    record, keys, kind = "", [], ""
    for part in path:
        data = step(data, part)
        if isinstance(part, str):
            keys.append(part)
        if isinstance(part, int) and isinstance(data, dict) and data.get("id"):
            kind = str(keys[-1]).removesuffix("s") if keys else ""
            record, keys = f"{kind} `{data['id']}`", []
    return ", ".join(word for word in (record, " ".join(keys)) if word)


def step(data: Any, part: str | int) -> Any:
    """What stands at *part* of *data*, or None."""
    try:
        return data[part]
    except (KeyError, IndexError, TypeError):
        return None
