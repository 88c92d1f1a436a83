"""Decision tables of any size, made by rule, for the tests and for the measurements."""

import datetime
from collections.abc import Sequence
from random import Random

from seips_cli.dataset import About, Dataset, Guidance, Option, Paragraph, Pathway, Question, Rule
from seips_cli.diagram import Clause, Variable


def questions(number: int, options: int) -> tuple[Variable, ...]:
    """So many questions with so many options each."""
    return tuple(Variable(f"q{n}", tuple(f"o{m}" for m in range(options))) for n in range(number))


def split(variables: Sequence[Variable], number: int, seed: int = 1) -> list[Clause]:
    """*number* clauses that share no case and leave none out: all cases, split in two again and again."""
    random = Random(seed)
    clauses: list[Clause] = [{}]
    while len(clauses) < number:
        clause = clauses.pop(random.randrange(len(clauses)))
        open_to_split = [v for v in variables if len(clause.get(v.id, v.options)) > 1]
        if not open_to_split:
            clauses.append(clause)
            continue
        variable = random.choice(open_to_split)
        options = [option for option in variable.options if option in clause.get(variable.id, variable.options)]
        random.shuffle(options)
        cut = random.randrange(1, len(options))
        clauses += [{**clause, variable.id: frozenset(part)} for part in (options[:cut], options[cut:])]
    random.shuffle(clauses)
    return clauses


def widened(variables: Sequence[Variable], clauses: Sequence[Clause], times: int, seed: int = 1) -> list[Clause]:
    """*clauses* with one option more at each of so many of their questions, so that they overlap."""
    random = Random(seed)
    wide = [dict(clause) for clause in clauses]
    for clause in wide:
        for _ in range(times):
            variable = random.choice(variables)
            clause[variable.id] = clause.get(variable.id, frozenset(variable.options)) | {
                random.choice(variable.options)
            }
    return [*wide]


def scattered(variables: Sequence[Variable], number: int, named: int, seed: int = 1) -> list[Clause]:
    """*number* clauses that each name so many questions and one option less than there are at each: all overlap."""
    random = Random(seed)
    return [
        {v.id: frozenset(random.sample(v.options, len(v.options) - 1)) for v in random.sample(list(variables), named)}
        for _ in range(number)
    ]


def as_dataset(variables: Sequence[Variable], clauses: Sequence[Clause]) -> Dataset:
    """A dataset whose rule n has the conditions of clause n and a pathway of its own.

    Every question is ordered and every pathway ranks alike, so that no worse answer leads to a milder one.
    """
    return Dataset(
        about=About("Generated", "1", datetime.date(2026, 1, 1), "Be careful.", ()),
        guidance=Guidance("A note", "2026-01", (Paragraph("one", "All of it."),)),
        sources=(),
        questions=tuple(
            Question(v.id, v.id, "Because.", ("one",), tuple(Option(o, o) for o in v.options), ordered=True)
            for v in variables
        ),
        rules=tuple(
            Rule(f"r{n}", f"p{n}", {q: tuple(sorted(options)) for q, options in clause.items()}, "stated", ("one",))
            for n, clause in enumerate(clauses)
        ),
        pathways=tuple(Pathway(f"p{n}", "P", "P", "stated", (), (), 1) for n in range(len(clauses))),
    )
