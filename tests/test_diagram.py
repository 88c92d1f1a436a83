"""The diagram as a program walks it."""

from typing import Any

import pytest
from tests.conftest import ROOT
from tests.generated_tables import questions, split

from seips_cli.dataset import Dataset
from seips_cli.decision import diagram_of
from seips_cli.diagram import compile_diagram
from seips_cli.source import load


@pytest.mark.parametrize("file", ["data/partnerships.yaml", "examples/river-port.yaml", "tests/small.yaml"])
def test_the_fast_way_leads_where_the_questions_lead(file: str) -> None:
    """Bulk decisions are the decisions of the questionnaire, for every set of answers that can be given."""
    diagram = diagram_of(load(ROOT / file).data)
    cases, outcomes = zip(*diagram.journeys(), strict=True)
    assert tuple(diagram.outcomes(cases)) == outcomes
    assert tuple(diagram.leaves[~diagram.follow(answers)[1]] for answers in cases) == outcomes


def test_the_fast_way_leads_where_generated_rules_lead() -> None:
    """The outcome is that of the one clause that holds, whatever the clauses."""
    variables = questions(5, 4)
    clauses = split(variables, 20)
    diagram = compile_diagram(variables, clauses, lambda holding: holding)
    for answers, _ in diagram.journeys():
        full = {variable.id: variable.options[-1] for variable in variables} | answers
        holding = [all(full[q] in options for q, options in clause.items()) for clause in clauses]
        assert [*diagram.outcomes([full])] == [sum(1 << n for n, holds in enumerate(holding) if holds)]


def test_the_fast_way_guesses_nothing(data: Dataset, journeys: list[tuple[dict[str, str], Any]]) -> None:
    """An answer that is missing, or that is no option, gives an error and never an outcome."""
    diagram = diagram_of(data)
    for answers, _ in journeys:
        for question in answers:
            for wrong in ({}, {question: "no-such-option"}):
                with pytest.raises(KeyError):
                    next(diagram.outcomes([{q: o for q, o in answers.items() if q != question} | wrong]))
