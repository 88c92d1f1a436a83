"""What holds over every set of answers to a dataset's questions, and everything that does not.

No set of answers is tried: rules are compared as blocks (`tables`), and outcomes read off the diagram (`algebra`).
Nothing here knows what day it is; what must be looked at again is `review`'s.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..dataset import Companion, Cost, Dataset, Evidence, Pathway, Question, Rule, TierPair
from ..decision import diagram_of
from ..diagram import TooLarge
from ..money.charge import Charge, Statement, Way
from .algebra import count
from .coverage import NOTHING, Lost, conflicting, doubled, needless, uncovered, worsenings
from .finding import Finding
from .rules import MOST_CONFLICTS, Rules
from .unreached import unreached

Citing = Question | Rule | Companion | Pathway | Evidence | Cost | TierPair | Charge | Way | Statement


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
    rules = Rules(data)
    findings = list(_of_rules(rules, lost, vague))
    journeys = None
    if len(findings) <= MOST_CONFLICTS:
        try:
            journeys = count(diagram_of(data))
            findings += unreached(rules)
        except TooLarge as error:
            findings.append(_too_many(error))
    return Proof(
        findings=tuple(findings),
        journeys=journeys,
        combinations=rules.table.cases,
        questions=len(data.questions),
        rules=len(data.rules),
        companions=len(data.companions),
        pathways=len(data.pathways),
        citations=citations(data),
        sources=len(data.sources),
    )


def _of_rules(rules: Rules, lost: Lost, vague: Collection[int]) -> Iterator[Finding]:
    """What is wrong with the rules; where there is too much of it, the first of it and that there is more."""
    checks = (uncovered(rules, lost, vague), conflicting(rules), doubled(rules.data), worsenings(rules))
    found = told = 0
    for check in checks:
        for finding in _until(_too_large, check):
            told += finding.kind == "too-large"
            found += 1
            if finding.kind != "too-large" or told == 1:
                yield finding
        if found > MOST_CONFLICTS:
            yield _too_large(TooLarge("the rules have too many faults to look any further"))
            return
    yield from _until(_not_looked_for, needless(rules))


def _until(stopped: Callable[[TooLarge], Finding], check: Iterable[Finding]) -> Iterator[Finding]:
    """What a check finds, and if it has to stop, that."""
    try:
        yield from check
    except TooLarge as error:
        yield stopped(error)


def _too_large(error: TooLarge) -> Finding:
    return Finding(("rules",), "too-large", error.message, error.hint)


def _not_looked_for(error: TooLarge) -> Finding:
    message = f"{error.message}: not all rules that decide nothing are told"
    return Finding(("rules",), "not-looked-for", message, error.hint)


def _too_many(error: TooLarge) -> Finding:
    """What stops answers, and what looks at them all, but leaves what the rules themselves show as it is."""
    message = f"{error.message}: nothing can be answered, and what no answers lead to is not looked for"
    return Finding(("rules",), "too-many-parts", message, error.hint)


def citations(data: Dataset) -> int:
    """How often *data* cites a paragraph of the guidance."""
    lists: list[Sequence[Citing]] = [data.questions, data.rules, data.companions, data.evidence, data.costs]
    lists += [data.pathways, data.tiers.pairs if data.tiers else ()]
    lists += [(charge,), charge.ways, charge.assumptions, charge.not_charged] if (charge := data.charge) else []
    return sum(len(record.cites) for records in lists for record in records)
