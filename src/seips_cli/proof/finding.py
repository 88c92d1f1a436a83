"""One thing that is wrong, or may be, with a dataset as a whole; records and single names are `references`' work."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Path = tuple[str | int, ...]
Severity = Literal["fault", "warning"]

#: What leaves every answer as right as it was. Everything else means that the dataset says what nobody meant.
WARNINGS = frozenset(
    {"contact-never-shown", "partnership-never-shown", "option-never-matters", "review-overdue", "working-name"}
    | {"not-looked-for"}
)


#: What would send a child to the wrong door: a dataset with one of these answers nothing.
UNSAFE = frozenset(
    {"no-pathway", "two-pathways", "milder-for-worse", "two-tiers", "two-partnerships", "too-large"}
)  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """What is wrong and how to put it right, with one case in which it shows."""

    path: Path
    """The place in the file, e.g. `("rules", 3)`."""
    kind: str
    message: str
    fix: str
    case: Mapping[str, str] = field(default_factory=dict)
    """Answers in which it shows, as far as they matter; empty where no case is needed to see it."""
    rules: tuple[int, ...] = ()
    """The rules, by number, that it is about."""
    if_meant: tuple[str, ...] = ()
    """Names that were guessed, where it may not be there if something else was meant."""

    @property
    def severity(self) -> Severity:
        """Whether the dataset can be used all the same."""
        return "warning" if self.kind in WARNINGS else "fault"


def both(names: Iterable[str]) -> str:
    """*names* in back-ticks, all of them."""
    return " and ".join(f"`{name}`" for name in names)
