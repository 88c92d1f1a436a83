"""For which answers two datasets give different results, in as few blocks as will tell it.

Both diagrams are walked as one, so no case is tried by itself. Compared are the sets of answers that both can be given:
for a question that both ask, the options that both have; a question that only one asks is one that the other ignores.
A case is such a set of answers, each question asked only while its answer can still change either result. What only one
of them can be given, since a question has an option more there, is told by itself.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal

from ..dataset import Dataset
from ..decision import Outcome, compiled, variables_of
from ..diagram import Diagram, Variable
from .algebra import beyond, count, paired, recast
from .edits import Edits, edits
from .fewest import BUDGET, Budget, fewest

Aspect = Literal["pathway", "companion", "tier", "partnership", "role", "contact", "order"]
Names = tuple[str, ...]
#: What is said where an answer cannot be given at all.
NOTHING = Outcome((), (), "", "", ())


@dataclass(frozen=True)
class Change:
    """What goes and what comes in one aspect of a result.

    A role is one that the result no longer, or newly, says to contact; a contact is another one in the same role.
    The order is that of companions or contacts that are otherwise the same, and has no names.
    """

    aspect: Aspect
    before: Names = ()
    after: Names = ()


@dataclass(frozen=True)
class Block:
    """Answers for which the same things change."""

    when: Mapping[str, Names]
    """For each question named, the options; a question not named may be answered anyhow."""
    changes: tuple[Change, ...]
    cases: int
    """A case that is not asked a question named here may be in several blocks, and counts in each."""


@dataclass(frozen=True)
class Difference:
    """All that differs. Blocks with the same change share no set of answers, and hold every one of it together."""

    compared: int
    """Cases that were compared."""
    changed: int
    """Cases of which anything changes."""
    blocks: tuple[Block, ...]
    gained: tuple[Block, ...]
    """Answers with an option that only the new dataset has, and what they lead to."""
    lost: tuple[Block, ...]
    """Answers with an option that only the old dataset had, and what they led to."""
    edits: Edits

    @property
    def is_empty(self) -> bool:
        """Whether the two datasets say the same in the same words."""
        return not self.blocks and not self.edits


@dataclass(frozen=True)
class _Roles:
    """Which role each contact has, before and after."""

    before: Mapping[str, str]
    after: Mapping[str, str]


Joint = Diagram[tuple[Outcome, Outcome]]


def compare(old: Dataset, new: Dataset) -> Difference:
    """What *new* says differently from *old*. Raises TooLarge where their rules split the answers too finely."""
    variables = shared_variables(old, new)
    joint = paired(compiled(old, variables), compiled(new, variables))
    before, after = ({contact.id: contact.role for contact in data.contacts} for data in (old, new))
    order = tuple(variable.id for variable in variables)
    roles, budget = _Roles(before, after), Budget(BUDGET)
    return Difference(
        compared=count(joint),
        changed=count(joint, where=lambda outcomes: bool(changes(roles, *outcomes))),
        blocks=tuple(_blocks(joint, roles, budget)),
        gained=tuple(_blocks(recast(_only_in(new, old, order), lambda came: (NOTHING, came)), roles, budget)),
        lost=tuple(_blocks(recast(_only_in(old, new, order), lambda gone: (gone, NOTHING)), roles, budget)),
        edits=edits(old, new),
    )


def shared_variables(old: Dataset, new: Dataset) -> tuple[Variable, ...]:
    """The questions of both in the order of *new*, those that only *old* asks after the one they followed there."""
    there = {variable.id: variable.options for variable in variables_of(old)}
    shared = [Variable(v.id, _common(v.options, there.get(v.id, v.options))) for v in variables_of(new)]
    place = 0
    for variable in variables_of(old):
        names = [known.id for known in shared]
        if variable.id in names:
            place = names.index(variable.id) + 1
        else:
            shared.insert(place, variable)
            place += 1
    return tuple(shared)


def _common(names: Names, others: Names) -> Names:
    return tuple(name for name in names if name in others)


def _only_in(data: Dataset, other: Dataset, order: Names) -> Diagram[Outcome]:
    """What *data* says for answers with an option that *other* does not have for the same question."""
    here, there = ({variable.id: variable for variable in variables_of(one)} for one in (data, other))
    mine = compiled(data, [here.get(name) or there[name] for name in order])
    return beyond(mine, compiled(other, [there.get(name) or here[name] for name in order]), NOTHING)


def _blocks(joint: Joint, roles: _Roles, budget: Budget) -> Iterator[Block]:
    """Each change in the fewest blocks; changes for just the same answers are told together."""
    seen = recast(joint, lambda outcomes: changes(roles, *outcomes))
    regions: dict[Diagram[bool | None], list[Change]] = {}
    for change in dict.fromkeys(change for leaf in seen.leaves for change in leaf):
        regions.setdefault(recast(seen, partial(_has, change)), []).append(change)
    found: dict[tuple[tuple[str, Names], ...], list[Change]] = {}
    for region, told in regions.items():
        for block in fewest(region, budget):
            found.setdefault(tuple(block.items()), []).extend(told)
    for when, together in found.items():
        within = {question: frozenset(options) for question, options in when}
        yield Block(dict(when), tuple(together), count(joint, within))


def _has(change: Change, among: tuple[Change, ...]) -> bool | None:
    return True if change in among else None


def changes(roles: _Roles, before: Outcome, after: Outcome) -> tuple[Change, ...]:
    """All that differs between two outcomes, one name at a time, so that like changes can be told as one."""
    return (
        *_from_to("pathway", before.pathways, after.pathways),
        *_gone_and_come("companion", before.companions, after.companions),
        *_from_to("tier", *(tuple(filter(None, (outcome.tier,))) for outcome in (before, after))),
        *_contacts(roles, before, after),
        *_order(before, after),
    )


def _from_to(aspect: Aspect, before: Names, after: Names) -> Iterator[Change]:
    if before != after:
        yield Change(aspect, before, after)


def _gone_and_come(aspect: Aspect, before: Names, after: Names) -> Iterator[Change]:
    yield from (Change(aspect, before=(name,)) for name in before if name not in after)
    yield from (Change(aspect, after=(name,)) for name in after if name not in before)


def _contacts(roles: _Roles, before: Outcome, after: Outcome) -> Iterator[Change]:
    """Roles that go or come; and for those that stay, contacts and the partnership, which a role brings along."""
    one = tuple(dict.fromkeys(roles.before[name] for name in before.contacts))
    other = tuple(dict.fromkeys(roles.after[name] for name in after.contacts))
    yield from _gone_and_come("role", one, other)
    stay = [name for name in before.contacts if roles.before[name] in other]
    still = [name for name in after.contacts if roles.after[name] in one]
    yield from _gone_and_come("contact", tuple(stay), tuple(still))
    if (before.partnership and after.partnership) or set(one) == set(other):
        served = (tuple(filter(None, (outcome.partnership,))) for outcome in (before, after))
        yield from _from_to("partnership", *served)


def _order(before: Outcome, after: Outcome) -> Iterator[Change]:
    """Whether companions or contacts are the same, but in another order."""
    lists = ((before.companions, after.companions), (before.contacts, after.contacts))
    if any(one != other and sorted(one) == sorted(other) for one, other in lists):
        yield Change("order")
