"""What holds over every set of answers to a dataset's questions, and everything that does not.

No set of answers is tried: rules are compared as blocks (`tables`), and outcomes read off the diagram (`algebra`).
Nothing here knows what day it is; what must be looked at again is `review`'s.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import prod

from ..dataset import Companion, Cost, Dataset, Evidence, Pathway, Question, Rule, TierPair
from ..decision import diagram_of, variables_of
from ..diagram import TooLarge
from ..money.charge import Charge, Statement, Way
from .algebra import count
from .coverage import MOST_CONFLICTS, NOTHING, Lost, conflicting, doubled, needless, uncovered
from .finding import Finding
from .unreached import unreached
from .worsening import worsenings

Citing = Question | Rule | Companion | Pathway | Evidence | Cost | TierPair | Charge | Way | Statement

Check = Callable[[Dataset], Iterator[Finding]]
OF_RULES: tuple[Check, ...] = (conflicting, needless, doubled)
OF_OUTCOMES: tuple[Check, ...] = (worsenings, unreached)


@dataclass(frozen=True)
class Proof:
    """What was looked at, and what was found; with no faults, each journey ends at exactly one pathway."""

    findings: tuple[Finding, ...]
    journeys: int | None
    """Complete sets of answers that can be given, each question asked only while it matters; None: too many parts."""
    combinations: int
    """Sets of one answer to every question, asked or not."""
    questions: int
    rules: int
    companions: int
    pathways: int
    citations: int
    sources: int

    @property
    def faults(self) -> tuple[Finding, ...]:
        """The findings for which the dataset cannot be trusted."""
        return tuple(finding for finding in self.findings if finding.severity == "fault")


def prove(data: Dataset, lost: Lost = NOTHING, vague: Collection[int] = ()) -> Proof:
    """Everything found in *data*, and what it was found in. What is too large to look into is itself a finding.

    *lost* and *vague* are as in `uncovered`: rules of *data* that are to be taken as if they were not there.
    """
    findings: list[Finding] = []
    try:
        findings += _found(partial(uncovered, lost=lost, vague=vague), data)
        for check in OF_RULES:
            findings += _found(check, data)
            if len(findings) > MOST_CONFLICTS:
                raise TooLarge("the rules have too many faults to look any further")
        journeys = count(diagram_of(data))
        findings += [finding for check in OF_OUTCOMES for finding in _found(check, data)]
    except TooLarge as error:
        journeys = None
        findings.append(_too_large(error))
    return Proof(
        findings=tuple(findings),
        journeys=journeys,
        combinations=prod(len(variable.options) for variable in variables_of(data)),
        questions=len(data.questions),
        rules=len(data.rules),
        companions=len(data.companions),
        pathways=len(data.pathways),
        citations=citations(data),
        sources=len(data.sources),
    )


def _found(check: Check, data: Dataset) -> Iterator[Finding]:
    """What *check* finds, and if it has to stop, that."""
    try:
        yield from check(data)
    except TooLarge as error:
        yield _too_large(error)


def _too_large(error: TooLarge) -> Finding:
    return Finding(("rules",), "too-large", error.message, error.hint)


def citations(data: Dataset) -> int:
    """How often *data* cites a paragraph of the guidance."""
    lists: list[Sequence[Citing]] = [data.questions, data.rules, data.companions, data.evidence, data.costs]
    lists += [data.pathways, data.tiers.pairs if data.tiers else ()]
    lists += [(charge,), charge.ways, charge.assumptions, charge.not_charged] if (charge := data.charge) else []
    return sum(len(record.cites) for records in lists for record in records)
