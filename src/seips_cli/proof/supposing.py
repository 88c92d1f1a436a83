"""A dataset as it would be if what is broken were put right, so that what else is wrong is found in the same run."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ..dataset import Dataset
from ..record import Condition
from ..unknown import Fault, Path, Unknown
from .bearing import ASKED, LED_TO, REACH, Kinds, bears_on, meant_at, names_of
from .finding import UNSAFE, Finding, both

#: Without one of these lists nothing can be looked at.
WHOLE = frozenset({("questions",), ("rules",), ("pathways",)})
#: What of a rule says neither when it holds nor where it leads.
BY_THE_WAY = frozenset({"id", "basis", "cites"})
#: What comes beside a pathway, and what stands for none of it.
BESIDE: Mapping[str, Any] = {"companions": (), "tiers": None, "geography": None}


@dataclass
class Supposition:
    """A dataset to prove, with what nobody can tell the meaning of left out."""

    data: Dataset
    hidden: Kinds = frozenset()
    """The kinds of finding that what is left out, or misshapen, may have called up."""
    is_ranked: bool = True
    """Whether it can be told which pathway is milder, and which need is worse."""
    lost: dict[int, Condition] = field(default_factory=dict)
    """The rules that are left out, by number, each with the answers for which it holds at most."""
    vague: set[int] = field(default_factory=set)
    """Those of them that may hold for fewer."""
    guesses: list[tuple[Path, str]] = field(default_factory=list)
    """The nearest names that stand in the place of unknown ones."""

    def tells(self, finding: Finding) -> bool:
        """Whether *finding* holds whatever was meant by what is left out."""
        if finding.kind == "milder-for-worse":
            return self.is_ranked
        if finding.kind == "rule-never-applies":
            return finding.path[-1] not in self.lost
        return finding.kind in UNSAFE or not (finding.kind in self.hidden or (self.lost and finding.kind in REACH))

    def worded(self, finding: Finding) -> Finding:
        """*finding*, with the names that were guessed if it may rest on them."""
        names = tuple(dict.fromkeys(name for path, name in self.guesses if _rests_on(self.data, finding, path)))
        were = "was" if len(names) == 1 else "were"
        message = f"if {both(names)} {were} meant: {finding.message}" if names else finding.message
        return replace(finding, message=message, if_meant=names)

    def proves(self, data: Dataset) -> bool:
        """Whether each question and rule of *data* is looked at."""
        return not self.lost and len(self.data.questions) == len(data.questions)


def _rests_on(data: Dataset, finding: Finding, path: Path) -> bool:
    """Whether *finding* may be there only because of what was put at *path*."""
    if path[2:3] == ("when",) and not finding.rules and _is_whatever_holds(data, finding):
        return False
    if finding.rules:
        return path[0] == "rules" and path[1] in finding.rules and bool(bears_on(path, path))
    if finding.kind in ("two-tiers", "two-partnerships"):
        return path[:2] == finding.path[:2]
    return finding.kind in REACH and finding.kind in bears_on(path, path)


def _is_whatever_holds(data: Dataset, finding: Finding) -> bool:
    """Whether *finding* is there for whichever answers a rule holds: it leads to the same pathway all the same."""
    if finding.kind == "question-never-matters":
        conditions = [*(rule.when for rule in data.rules), *(companion.when for companion in data.companions)]
        return not any(data.questions[int(finding.path[1])].id in condition for condition in conditions)
    return finding.kind in LED_TO - ASKED and not data.companions


def supposing(data: Dataset, faults: Iterable[Fault], lost: Collection[str] = ()) -> Supposition | None:
    """*data* with the nearest name in the place of each unknown one; None where too much is missing to prove a thing.

    *lost* are the words of what had no shape, and so is not in *data*.
    """
    faults = list(faults)
    supposed = _supposition(data)
    open_questions = {int(path[1]) for path, _ in faults if _is_open_question(data, path)}
    names = set(names_of(data))
    left_out: set[str] = set()
    for path, message in faults:
        if path in WHOLE or _is_nameless_pathway(data, path):
            return None
        meant = meant_at(path, lost, names)
        supposed.is_ranked &= not _is_of_rank(path, meant, lost)
        if isinstance(message, Unknown) and message.nearest:
            supposed.data = _renamed(supposed.data, path, message)
            supposed.guesses += [(path, message.nearest)]
        elif meant is not None:
            left_out.update(_held_back(supposed, path, meant, message))
    _leave_out(supposed, left_out)
    _unask(supposed, open_questions)
    supposed.data = _without(supposed.data, supposed.lost)
    return supposed if supposed.data.questions and supposed.data.pathways else None


def _held_back(supposed: Supposition, path: Path, meant: Path, message: str) -> Iterable[str]:
    """Hold back what the fault at *path* bears on; what comes beside a pathway and cannot be told is to be left out."""
    if path[:1] == ("rules",):
        _lose(supposed, path, meant)
        return ()
    if path[-1:] == ("id",) and getattr(message, "kind", "") == "malformed":
        return ()  # however it is written, it is the name
    kinds = bears_on(path, meant)
    supposed.hidden |= kinds
    return (str(path[0]),) if kinds and path[:1] and path[0] in BESIDE and isinstance(message, Unknown) else ()


def _supposition(data: Dataset) -> Supposition:
    """Where a name stands for two things, it can be told neither which of them is reached nor which ranks higher."""
    names = [[one.id for one in data.questions], [one.id for one in data.pathways]]
    names += [[option.id for option in question.options] for question in data.questions]
    repeated = [listed for listed in names if len(set(listed)) < len(listed)]
    return Supposition(data, REACH if repeated else frozenset(), is_ranked=not repeated)


def _is_of_rank(path: Path, meant: Path | None, lost: Collection[str]) -> bool:
    """Whether what stands at *path* may say how grave a need is: a key like none does so only if it holds a rank."""
    if path[:1] not in (("questions",), ("pathways",)):
        return False
    if meant is None or (meant == path[:2] and path != meant):
        return any(word.lstrip("-").isdigit() or word in ("true", "false") for word in lost)
    return meant[2:] == () or meant[2] in ("ordered", "rank")


def _is_nameless_pathway(data: Dataset, path: Path) -> bool:
    """Whether rules that lead to the pathway at *path* seem to lead nowhere."""
    return path[:1] == ("pathways",) and path[2:] in ((), ("id",)) and not data.pathways[int(path[1])].id


def _is_open_question(data: Dataset, path: Path) -> bool:
    """Whether it cannot be told what the question at *path* is called, or what can be answered to it."""
    if path[:1] != ("questions",) or not path[1:]:
        return False
    question = data.questions[int(path[1])]
    return not (question.id and question.options and all(option.id for option in question.options))


def _lose(supposed: Supposition, path: Path, meant: Path) -> None:
    """Leave out the rule at *path*, if what is wrong there bears on when it holds or on where it leads."""
    number, key = int(path[1]), meant[2] if meant[2:] else ""
    if key not in BY_THE_WAY:
        when = supposed.lost.setdefault(number, supposed.data.rules[number].when)
        if key == "when":
            supposed.lost[number] = {name: when[name] for name in when if path[3:4] not in ((), (name,))}
        if key != "pathway":
            supposed.vague.add(number)


def _unask(supposed: Supposition, numbers: Collection[int]) -> None:
    """Leave out the questions of these numbers, and those that stand there twice, with all that depends on them."""
    questions = supposed.data.questions
    names = {questions[n].id for n in numbers}
    first = {question.id: question for question in reversed(questions) if question.id not in names}
    supposed.data = replace(supposed.data, questions=tuple(first[q.id] for q in questions if q is first.get(q.id)))
    for n, rule in enumerate(supposed.data.rules):
        for name in names.intersection(rule.when):
            _lose(supposed, ("rules", n, "when", name), ("rules", n, "when", name))
    if names:
        supposed.hidden = REACH
        _leave_out(supposed, BESIDE)


def _leave_out(supposed: Supposition, keys: Iterable[str]) -> None:
    for key in keys:
        supposed.data = replace(supposed.data, **{key: BESIDE[key]})
        supposed.hidden |= bears_on((key,), (key,))


def _without(data: Dataset, lost: Collection[int]) -> Dataset:
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
    if not path or isinstance(part, str):
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
