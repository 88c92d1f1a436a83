"""A dataset as it would be if what is broken were put right, so that what else is wrong is found in the same run."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..dataset import Dataset
from ..unknown import Fault, Path, Unknown
from .finding import UNSAFE, Finding

#: The keys that decide between pathways, of a question and of a pathway.
DECIDING = {"questions": frozenset({"id", "options", "ordered"}), "pathways": frozenset({"id", "rank"})}
#: What comes beside a pathway, and what stands for none of it.
BESIDE: Mapping[str, Any] = {"companions": (), "tiers": None, "geography": None}
#: The keys that decide, of a rule.
RULE = frozenset({"id", "when", "pathway"})


@dataclass(frozen=True)
class Supposition:
    """A dataset to prove, with what nobody can tell the meaning of left out."""

    data: Dataset
    lost: frozenset[int]
    """The rules that are left out: they hold for no answers here."""
    is_whole: bool
    """Whether nothing else is left out, so that what nothing reaches can be told."""

    def tells(self, finding: Finding) -> bool:
        """Whether *finding* holds whatever was meant by what is left out."""
        if self.lost and finding.kind == "no-pathway":
            return False
        if finding.kind == "rule-never-applies":
            return finding.path[-1] not in self.lost
        return finding.kind in UNSAFE or (self.is_whole and not self.lost)


def supposing(data: Dataset, faults: Iterable[Fault], *, is_read: bool) -> Supposition | None:
    """*data* with the nearest name in the place of each unknown one; None where the questions cannot be told.

    *is_read*: whether every record of it had its shape.
    """
    lost, left_out = set(), set()
    for path, message in faults:
        if isinstance(message, Unknown) and message.nearest:
            data = _renamed(data, path, message)
        elif path[:1] == ("rules",) and path[1:] and (not path[2:] or RULE.intersection(path)):
            lost.add(int(path[1]))
        elif path[:1] and path[0] in BESIDE and isinstance(message, Unknown):
            left_out.add(str(path[0]))
        elif _decides(path):
            return None
    data = replace(data, **{key: BESIDE[key] for key in left_out})
    return Supposition(_without(data, lost), frozenset(lost), is_whole=is_read and not left_out)


def _decides(path: Path) -> bool:
    """Whether what is wrong at *path* leaves open which answers there are, or which rules or pathways."""
    if path == ("rules",):
        return True
    return bool(path) and path[0] in DECIDING and (not path[2:] or not DECIDING[str(path[0])].isdisjoint(path))


def _without(data: Dataset, lost: set[int]) -> Dataset:
    """*data* with conditions that no answers satisfy in the place of those that nobody can tell."""
    if not (lost and data.questions and data.pathways):
        return data
    question, pathway = data.questions[0].id, data.pathways[0].id
    rules = (
        replace(rule, when={question: ()}, pathway=pathway) if n in lost else rule for n, rule in enumerate(data.rules)
    )
    return replace(data, rules=tuple(rules))


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
