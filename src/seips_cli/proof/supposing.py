"""A dataset as it would be if what is broken were put right, so that what else is wrong is found in the same run."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from ..dataset import Dataset, Pathway, Question, Rule
from ..near import nearest
from ..record import Condition
from ..unknown import Fault, Path, Unknown
from .finding import UNSAFE, Finding

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
    is_whole: bool
    """Whether nothing but rules is left out, so that what nothing reaches can be told."""
    is_ranked: bool = True
    """Whether it can be told which pathway is milder, and which need is worse."""
    lost: dict[int, Condition] = field(default_factory=dict)
    """The rules that are left out, by number, each with the answers for which it holds at most."""
    vague: set[int] = field(default_factory=set)
    """Those of them that may hold for fewer."""

    def tells(self, finding: Finding) -> bool:
        """Whether *finding* holds whatever was meant by what is left out."""
        if finding.kind == "milder-for-worse":
            return self.is_ranked
        if finding.kind == "rule-never-applies":
            return finding.path[-1] not in self.lost
        return finding.kind in UNSAFE or (self.is_whole and not self.lost)

    def proves(self, data: Dataset) -> bool:
        """Whether each question and rule of *data* is looked at."""
        return not self.lost and len(self.data.questions) == len(data.questions)


def supposing(data: Dataset, faults: Iterable[Fault], *, is_read: bool) -> Supposition | None:
    """*data* with the nearest name in the place of each unknown one; None where too much is missing to prove a thing.

    *is_read*: whether every record of it had its shape.
    """
    supposed = _supposition(data, is_read=is_read)
    open_questions = {int(path[1]) for path, _ in faults if _is_open_question(data, path)}
    left_out = set()
    for path, message in faults:
        if path in WHOLE or _is_nameless_pathway(data, path):
            return None
        supposed.is_ranked &= not _is_of_rank(path)
        if isinstance(message, Unknown) and message.nearest:
            supposed.data = _renamed(supposed.data, path, message)
        elif path[:1] == ("rules",):
            _lose(supposed, path)
        elif path[:1] and path[0] in BESIDE and isinstance(message, Unknown):
            left_out.add(str(path[0]))
    _leave_out(supposed, left_out)
    _unask(supposed, open_questions)
    supposed.data = _without(supposed.data, supposed.lost)
    return supposed if supposed.data.questions and supposed.data.pathways else None


def _supposition(data: Dataset, *, is_read: bool) -> Supposition:
    """Where a name stands for two things, it can be told neither which of them is reached nor which ranks higher."""
    names = [[one.id for one in data.questions], [one.id for one in data.pathways]]
    names += [[option.id for option in question.options] for question in data.questions]
    repeated = [listed for listed in names if len(set(listed)) < len(listed)]
    return Supposition(data, is_whole=is_read and not repeated, is_ranked=not repeated)


def _is_of_rank(path: Path) -> bool:
    """Whether what stands at *path* may say how grave a need is."""
    kinds: Mapping[str, type] = {"questions": Question, "pathways": Pathway}
    return bool(path) and path[0] in kinds and _meant(path, kinds[str(path[0])]) in ("ordered", "rank", "")


def _meant(path: Path, record: type) -> str:
    """The key of *record* that is meant at *path*, a place in one in a list: empty where nobody can tell."""
    keys = [field.name for field in fields(record)]
    key = str(path[2]) if path[2:] else ""
    return key if key in keys else next(iter(nearest(key, keys)), "")


def _is_nameless_pathway(data: Dataset, path: Path) -> bool:
    """Whether rules that lead to the pathway at *path* seem to lead nowhere."""
    return path[:1] == ("pathways",) and path[2:] in ((), ("id",)) and not data.pathways[int(path[1])].id


def _is_open_question(data: Dataset, path: Path) -> bool:
    """Whether it cannot be told what the question at *path* is called, or what can be answered to it."""
    if path[:1] != ("questions",) or not path[1:]:
        return False
    question = data.questions[int(path[1])]
    return not (question.id and question.options and all(option.id for option in question.options))


def _lose(supposed: Supposition, path: Path) -> None:
    """Leave out the rule at *path*, if what is wrong there bears on when it holds or on where it leads."""
    number, key = int(path[1]), _meant(path, Rule)
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
            _lose(supposed, ("rules", n, "when", name))
    if names:
        _leave_out(supposed, BESIDE)


def _leave_out(supposed: Supposition, keys: Iterable[str]) -> None:
    for key in keys:
        supposed.data = replace(supposed.data, **{key: BESIDE[key]})
        supposed.is_whole = False


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
