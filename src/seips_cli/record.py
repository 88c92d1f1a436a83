"""What all records share: the words that the contract fixes, conditions, and what an unknown key means."""

from collections.abc import Mapping
from typing import ClassVar, Literal

Basis = Literal["stated", "interpretation", "silent"]
ContactStatus = Literal["stated", "published", "not-published", "local"]
PartnershipStatus = Literal["working-name", "published", "local"]
Confidence = Literal["primary", "secondary", "derived"]

#: For each question named, the option or options that satisfy it. Questions not named may be answered anyhow.
Condition = Mapping[str, str | tuple[str, ...]]


class Record:
    """What every record shares: a key that is not known here is a fault."""

    __pydantic_config__: ClassVar = {"extra": "forbid", "use_attribute_docstrings": True}


def options_of(condition: Condition, question: str) -> tuple[str, ...]:
    """The options that *condition* allows at *question*; none when it does not name the question."""
    allowed = condition.get(question, ())
    return (allowed,) if isinstance(allowed, str) else tuple(allowed)
