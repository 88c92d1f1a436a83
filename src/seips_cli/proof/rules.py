"""The rules of a dataset as one table, and whether another wording of some of them would be better all over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ..dataset import Dataset, Rule
from ..decision import as_sets, variables_of
from ..diagram import Clause, TooLarge
from .tables import Budget, Overlap, Table, common, numbers
from .worsening import Fall, Ranked, falls

#: Steps for the suggestions of a whole run; beyond them, findings come with a more general one.
FOR_FIXES = 300_000
#: After so many conflicts more lines would not help.
MOST_CONFLICTS = 1_000


@dataclass(frozen=True)
class Rules:
    """The rules of a dataset, looked at once for every check."""

    data: Dataset
    budget: Budget = field(default_factory=Budget)
    for_fixes: Budget = field(default_factory=lambda: Budget(FOR_FIXES))

    def __getitem__(self, number: int) -> Rule:
        return self.data.rules[number]

    @cached_property
    def table(self) -> Table:
        """Rule n is clause n."""
        return Table(variables_of(self.data), [as_sets(rule.when) for rule in self.data.rules], self.budget)

    @cached_property
    def ranked(self) -> Ranked:
        """Where the rules lead, and how grave the need is there."""
        return Ranked(
            [rule.pathway for rule in self.data.rules],
            {pathway.id: pathway.rank for pathway in self.data.pathways},
            frozenset(question.id for question in self.data.questions if question.ordered),
        )

    @cached_property
    def overlaps(self) -> Sequence[Overlap]:
        """The first conflicts, one more than anybody would read."""
        found: list[Overlap] = []
        for overlap in self.table.overlaps(self.ranked.pathways):
            found.append(overlap)
            if len(found) > MOST_CONFLICTS:
                break
        return found

    @cached_property
    def undecided(self) -> list[Clause]:
        """The blocks of answers that lead to no pathway, or to two, as far as they are known."""
        clauses = self.table.clauses
        return [*self.table.first_gaps[0], *(common(clauses[o.first], clauses[o.second]) for o in self.overlaps)]

    @cached_property
    def falls(self) -> "tuple[list[Fall], TooLarge | None]":
        """Where worse need is routed milder, and why there may be more."""
        found: list[Fall] = []
        try:
            for fall in falls(self.table, self.ranked, self.undecided):
                found.append(fall)
                if len(found) > MOST_CONFLICTS:
                    break
        except TooLarge as error:
            return found, error
        return found, None

    def fall(self, fall: Fall) -> tuple[str, str, str]:
        """What *fall* is told as: the question, and from which pathway to which."""
        return fall.question, self.ranked.pathways[fall.before], self.ranked.pathways[fall.after]

    def is_better(self, changed: Mapping[int, Clause], cured: "Fall | None" = None) -> bool:
        """Whether the *changed* rules bring no new gap, conflict or fall; and, with *cured*, do not have that one.

        False too where it would take too long to tell.
        """
        clauses = [changed.get(n, clause) for n, clause in enumerate(self.table.clauses)]
        try:
            self.for_fixes.spend(len(clauses) * (1 + len(self.table.variables)))
            new = Table(self.table.variables, clauses, self.for_fixes)
            return self._fits(new, changed) and self._falls_no_further(new, cured)
        except TooLarge:
            return False

    def _fits(self, new: Table, changed: Mapping[int, Clause]) -> bool:
        """Whether what the *changed* rules newly hold for clashes with nothing, and what they leave is covered."""
        for n, clause in changed.items():
            before = self.table.clauses[n]
            for question in {*clause, *before}:
                was, now = (_options(new, one, question) for one in (before, clause))
                gained, left = {**clause, question: now - was}, {**before, question: was - now}
                if now - was and new.meeting(gained) & ~self.ranked.same[self.ranked.pathways[n]]:
                    return False
                if was - now and new.uncovered(left) is not None:
                    return False
        return True

    def _falls_no_further(self, new: Table, cured: "Fall | None") -> bool:
        allowed, stopped = {self.fall(fall) for fall in self.falls[0]}, self.falls[1]
        if cured:
            allowed.discard(self.fall(cured))
        return not stopped and all(self.fall(fall) in allowed for fall in falls(new, self.ranked, self.undecided))

    def meets_only(self, block: Clause, pathway: str) -> bool:
        """Whether no rule for another pathway holds for any case of *block*."""
        return not self.table.meeting(block) & ~self.ranked.same.get(pathway, 0)

    def covering(self, number: int, among: int) -> list[int] | None:
        """Those *among* some rules that between them hold wherever rule *number* does, one if one is enough."""
        clause = self.table.clauses[number]
        meeting = self.table.meeting(clause) & among
        if not meeting:
            return None
        alone = meeting & self.table.holding_all_over(clause)
        self.budget.spend(self.table.price * (1 + meeting.bit_count()))
        if alone:
            return list(numbers(alone))[:1]
        return list(numbers(meeting)) if self.table.uncovered(clause, among) is None else None


def _options(table: Table, clause: Clause, question: str) -> frozenset[str]:
    return clause.get(question, frozenset(table.variables[table.numbered[question]].options))
