"""What all records share: the words that the contract fixes, conditions, and what an unknown key means."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Literal, TypeVar, dataclass_transform

Kept = TypeVar("Kept", bound="Record")

Basis = Literal["stated", "interpretation", "silent"]
ContactStatus = Literal["stated", "published", "not-published", "local"]
PartnershipStatus = Literal["working-name", "published", "local"]
Confidence = Literal["primary", "secondary", "derived"]
#: What a local file may give that guidance does not.
Figure = Literal["", "average_pupil_cost"]

#: For each question named, the option or options that satisfy it. Questions not named may be answered anyhow.
Condition = Mapping[str, str | tuple[str, ...]]


class _Nothing(dict[str, Any]):
    """A condition on nothing; it is never changed, so that all may share it."""

    def __hash__(self) -> int:  # type: ignore[override]
        return 0


ALWAYS: Condition = _Nothing()


class _Fields:
    """What `dataclasses` keeps of a record, made when it is first asked for: few commands ever do."""

    def __get__(self, _: object, kind: type) -> Any:
        if kind is Record:
            raise AttributeError("a record without fields")
        from dataclasses import dataclass, field

        for name in [name for name, default in vars(kind).items() if default is ALWAYS]:
            setattr(kind, name, field(default_factory=dict))
        dataclass(init=False, eq=False, repr=False)(kind)
        return vars(kind)["__dataclass_fields__"]


class Record:
    """What every record shares: it shows and compares what it holds, and a key that is not known here is a fault."""

    __pydantic_config__: ClassVar = {"extra": "forbid", "use_attribute_docstrings": True}
    __dataclass_fields__: ClassVar[Any] = _Fields()
    __blank__: ClassVar[dict[str, Any]]
    """Every field in order, with what it holds by default, or `...` where it must be given."""

    def __init__(self, *values: Any, **named: Any) -> None:
        """The fields, in order or by name."""
        blank = self.__blank__
        filled = {**blank, **dict(zip(blank, values, strict=False)), **named}
        if len(filled) > len(blank) or len(values) > len(blank) or ... in filled.values():
            wrong = [name for name, value in filled.items() if value is ... or name not in blank]
            raise TypeError(f"{type(self).__name__}: missing, unknown or too many fields: {', '.join(wrong)}")
        vars(self).update(filled)

    def __setattr__(self, name: str, value: Any) -> None:
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __repr__(self) -> str:
        """The record as Python would make it, without what it says by default (the build of a wheel writes it so)."""
        said = (f"{name}={value!r}" for name, value in vars(self).items() if value != self.__blank__[name])
        return f"{type(self).__name__}({', '.join(said)})"

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash(tuple(vars(self).values()))


@dataclass_transform(frozen_default=True)
def record(kind: type[Kept]) -> type[Kept]:
    """A dataclass that `Record` makes, freezes, shows and compares: methods of its own would cost every start time."""
    kind.__blank__ = {name: vars(kind).get(name, ...) for name in kind.__annotations__}
    return kind


def options_of(condition: Condition, question: str) -> tuple[str, ...]:
    """The options that *condition* allows at *question*; none when it does not name the question."""
    allowed = condition.get(question, ())
    return (allowed,) if isinstance(allowed, str) else tuple(allowed)


def texts_of(part: object) -> Iterator[str]:
    """Every text in a record, and in the records that it holds."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping):
        yield from (text for pair in part.items() for one in pair for text in texts_of(one))
    elif isinstance(part, tuple | Record):
        parts = vars(part).values() if isinstance(part, Record) else part
        yield from (text for one in parts for text in texts_of(one))
